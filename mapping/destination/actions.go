package destination

import (
	"slices"

	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
)

// The names of the actions.
const (
	TrackEvent = "trackEvent"
	aliasUser  = "aliasUser"
)

// The default mappings that both destinations have.
const (
	defaultUserKey    = `{"@if":{"exists":{"@path":"$.userId"},"then":{"@path":"$.userId"},"else":{"@path":"$.anonymousId"}}}`
	defaultEventName  = `{"@path":"$.event"}`
	defaultProperties = `{"@path":"$.properties"}`
	defaultTimestamp  = `{"@path":"$.timestamp"}`
)

// Places of the fields of trackEvent.
const (
	trackContextKind = iota
	trackUserKey
	trackContextKeys
	trackEventKey
	trackMetricValue
	trackProperties
	trackTimestamp
)

// Places of the fields of aliasUser.
const (
	aliasUserKey = iota
	aliasPreviousKey
	aliasTimestamp
)

// Actions returns the destination "LaunchDarkly (Actions)", as Segment publishes
// it (segmentio/action-destinations, destinations/launchdarkly). It sends
// events of LaunchDarkly's schema 4.
func Actions() *Destination {
	return &Destination{
		Name:             "actions",
		Label:            "LaunchDarkly (Actions)",
		IntegrationNames: []string{"LaunchDarkly (Actions)", "LaunchDarkly", "LaunchDarkly (Actions) Destination"},
		Schema:           SchemaOfContexts,
		Actions: []Action{
			{
				Name: TrackEvent, Label: "Track Event", Types: []string{"track"}, shape: customShape,
				Fields: []Field{
					trackContextKind: {Name: FieldContextKind, Label: "Context Kind", feeds: "/contextKeys/*", Type: TypeString, Default: `"user"`},
					trackUserKey:     {Name: FieldUserKey, Label: "Context Key", feeds: "/contextKeys/*", Type: TypeString, Required: true, Default: defaultUserKey},
					trackContextKeys: {
						Name: FieldContextKeys, Label: "Additional Context Keys", feeds: "/contextKeys", Type: TypeObject,
						Default: `{"unauthenticatedUser":{"@path":"$.anonymousId"}}`,
					},
					trackEventKey: {Name: FieldEventName, Label: "Event Name", feeds: "/key", Type: TypeString, Required: true, Default: defaultEventName},
					trackMetricValue: {
						Name: FieldMetricValue, Label: "Metric Value", feeds: "/metricValue", Type: TypeNumber,
						Default: `{"@if":{"exists":{"@path":"$.properties.revenue"},"then":{"@path":"$.properties.revenue"},"else":{"@path":"$.properties.value"}}}`,
					},
					trackProperties: {Name: FieldProperties, Label: "Event Properties", feeds: "/data", Type: TypeObject, Default: defaultProperties},
					trackTimestamp:  {Name: FieldTimestamp, Label: "Event timestamp", feeds: "/creationDate", Type: TypeDatetime, Default: defaultTimestamp},
				},
			},
			{
				Name: aliasUser, Label: "Alias User", Types: []string{"identify", "alias"}, shape: aliasShape,
				Fields: []Field{
					aliasUserKey: {Name: FieldUserKey, Label: "User key", feeds: "/key", Type: TypeString, Required: true, Default: `{"@path":"$.userId"}`},
					aliasPreviousKey: {
						Name: "previous_key", Label: "Anonymous ID", feeds: "/previousKey", Type: TypeString, Required: true,
						Default: `{"@if":{"exists":{"@path":"$.previousId"},"then":{"@path":"$.previousId"},"else":{"@path":"$.anonymousId"}}}`,
					},
					aliasTimestamp: {Name: FieldTimestamp, Label: "Event Timestamp", feeds: "/creationDate", Type: TypeDatetime, Default: defaultTimestamp},
				},
			},
		},
	}
}

// buildCustom makes the custom event of trackEvent.
func buildCustom(p *payload, to *sent) error {
	kind := "user"
	if f := &p.fields[trackContextKind]; f.set {
		if text := f.value.Text(); text != "" {
			kind = text
		}
	}
	to.event = Event{
		Kind:         KindCustom,
		Schema:       SchemaOfContexts,
		CreationDate: p.time(trackTimestamp),
		MetricValue:  p.metric(trackMetricValue),
		Data:         p.fields[trackProperties].value,
		OwnKind:      kind,
	}
	var t texts
	t.add(&to.event.Key, p.fields[trackEventKey].value)
	return contextKeys(p, to, &t)
}

// contextKeys lays the kind and key of the event over the additional ones: a
// kind that is there already keeps its place and gets the event's key. It makes the texts.
func contextKeys(p *payload, to *sent, t *texts) error {
	var buf [4]kit.Property
	additional, ownKind, own := p.fields[trackContextKeys].value.AppendProperties(buf[:0]), to.event.OwnKind, -1
	keys, numeric := to.keys[:0], false
	for i := range additional {
		name := additional[i].Name
		keys = append(keys, ContextKey{Kind: name})
		numeric = numeric || isIndex(name)
		if name == ownKind {
			own = i
		}
	}
	if own < 0 {
		own = len(keys)
		keys = append(keys, ContextKey{Kind: ownKind})
		numeric = numeric || isIndex(ownKind)
	}
	for i := range keys {
		if i == own {
			t.add(&keys[i].Key, p.fields[trackUserKey].value)
		}
		if i < len(additional) {
			key, err := asString(additional[i].Value)
			if err != nil {
				return err
			}
			if i != own {
				t.add(&keys[i].Key, key)
			}
		}
	}
	t.make()
	if numeric {
		slices.SortStableFunc(keys, func(a, b ContextKey) int { return kit.ComparePropertyNames(a.Kind, b.Kind) })
	}
	to.event.ContextKeys = keys
	return nil
}

// asString gives a value as the string that JavaScript makes of it.
func asString(v kit.Value) (kit.Value, error) {
	if v.Kind() == jsondoc.String {
		return v, nil
	}
	text, err := v.JSString()
	return kit.String(text), err
}

func isIndex(kind string) bool {
	_, ok := jsondoc.ArrayIndex(kind)
	return ok
}

// buildAlias makes the alias event of aliasUser. Its kinds are constants.
func buildAlias(p *payload, e *Event) {
	*e = Event{
		Kind:                KindAlias,
		Schema:              SchemaOfContexts,
		ContextKind:         "user",
		PreviousContextKind: "anonymousUser",
		CreationDate:        p.time(aliasTimestamp),
	}
	var t texts
	t.add(&e.Key, p.fields[aliasUserKey].value)
	t.add(&e.PreviousKey, p.fields[aliasPreviousKey].value)
	t.make()
}
