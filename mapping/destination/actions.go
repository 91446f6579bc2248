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
func buildCustom(p *payload) (*Event, error) {
	kind := "user"
	if f := &p.fields[trackContextKind]; f.set && f.text != "" {
		kind = f.text
	}
	keys, err := contextKeys(p, kind)
	if err != nil {
		return nil, err
	}
	return &Event{
		Kind:         KindCustom,
		Schema:       SchemaOfContexts,
		Key:          p.fields[trackEventKey].text,
		ContextKeys:  keys,
		CreationDate: p.time(trackTimestamp),
		MetricValue:  p.metric(trackMetricValue),
		Data:         p.fields[trackProperties].value,
		OwnKind:      kind,
	}, nil
}

// contextKeys lays the kind and key of the event over the additional ones: a
// kind that is there already keeps its place and gets the event's key.
func contextKeys(p *payload, ownKind string) ([]ContextKey, error) {
	keys := make([]ContextKey, 0, 2)
	numeric := false
	var buf [4]kit.Property
	for _, additional := range p.fields[trackContextKeys].value.AppendProperties(buf[:0]) {
		key, err := additional.Value.JSString()
		if err != nil {
			return nil, err
		}
		keys = append(keys, ContextKey{additional.Name, key})
		numeric = numeric || isIndex(additional.Name)
	}
	own := ContextKey{ownKind, p.fields[trackUserKey].text}
	at := slices.IndexFunc(keys, func(k ContextKey) bool { return k.Kind == ownKind })
	if at >= 0 {
		keys[at] = own
	} else {
		keys = append(keys, own)
		numeric = numeric || isIndex(ownKind)
	}
	if numeric {
		slices.SortStableFunc(keys, func(a, b ContextKey) int { return kit.ComparePropertyNames(a.Kind, b.Kind) })
	}
	return keys, nil
}

func isIndex(kind string) bool {
	_, ok := jsondoc.ArrayIndex(kind)
	return ok
}

// buildAlias makes the alias event of aliasUser. Its kinds are constants.
func buildAlias(p *payload) *Event {
	return &Event{
		Kind:                KindAlias,
		Schema:              SchemaOfContexts,
		Key:                 p.fields[aliasUserKey].text,
		PreviousKey:         p.fields[aliasPreviousKey].text,
		ContextKind:         "user",
		PreviousContextKind: "anonymousUser",
		CreationDate:        p.time(aliasTimestamp),
	}
}
