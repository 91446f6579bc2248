package destination

// Places of the fields of the classic destination's only action.
const (
	classicUserKey = iota
	classicEventKey
	classicMetricValue
	classicProperties
	classicTimestamp
)

// ClassicName is the name of the classic destination.
const ClassicName = "classic"

// Classic returns the destination "LaunchDarkly Events", as its documentation
// describes it (segment.com/docs/connections/destinations/catalog/
// launchdarkly-events). It sends events of LaunchDarkly's schema 3.
//
// Its code is not public. What the documentation does not say is taken to be as
// in [Actions], but for the value: whatever is not a number is reported, and
// metricValue left out.
func Classic() *Destination {
	return &Destination{
		Name:             ClassicName,
		Label:            "LaunchDarkly Events",
		IntegrationNames: []string{"LaunchDarkly Events"},
		Schema:           SchemaOfUsers,
		Actions: []Action{{
			Name: TrackEvent, Label: "Track", Types: []string{"track"}, shape: classicShape,
			Fields: []Field{
				classicUserKey:     {Name: FieldUserKey, Label: "User Key", feeds: "/userKey", Type: TypeString, Required: true, Default: defaultUserKey},
				classicEventKey:    {Name: FieldEventName, Label: "Event Name", feeds: "/key", Type: TypeString, Required: true, Default: defaultEventName},
				classicMetricValue: {Name: FieldMetricValue, Label: "Metric Value", feeds: "/metricValue", Type: TypeNumber, Reported: true, Default: `{"@path":"$.properties.value"}`},
				classicProperties:  {Name: FieldProperties, Label: "Event Properties", feeds: "/data", Type: TypeObject, Default: defaultProperties},
				classicTimestamp:   {Name: FieldTimestamp, Label: "Event timestamp", feeds: "/creationDate", Type: TypeDatetime, Default: defaultTimestamp},
			},
		}},
	}
}

// buildClassic makes the custom event of the classic destination.
func buildClassic(p *payload, e *Event) {
	*e = Event{
		Kind:         KindCustom,
		Schema:       SchemaOfUsers,
		CreationDate: p.time(classicTimestamp),
		MetricValue:  p.metric(classicMetricValue),
		Data:         p.fields[classicProperties].value,
	}
	var t texts
	t.add(&e.Key, p.fields[classicEventKey].value)
	t.add(&e.UserKey, p.fields[classicUserKey].value)
	t.make()
}
