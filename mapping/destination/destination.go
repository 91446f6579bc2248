package destination

// FieldType is the type that a field of an action declares. It decides how a
// value is coerced, and which error names it.
type FieldType uint8

// The types of fields.
const (
	TypeString FieldType = iota
	TypeNumber
	TypeObject
	TypeDatetime
)

var fieldTypeNames = [...]string{"string", "number", "object", "string or number"}

// String returns the type as Segment's error messages write it; a date is a
// "string or number".
func (t FieldType) String() string { return fieldTypeNames[t] }

// Field is one field of an action.
type Field struct {
	Name     string // "user_key": its name in mappings
	Label    string // "Context Key": its name in error messages
	Type     FieldType
	Required bool
	Default  string // the default mapping, JSON; empty for none
	// Reported says that a value of the wrong type does not stop the event: the
	// field is then absent, and the error is reported only.
	Reported bool

	// feeds is the JSON Pointer of the event's member that the field becomes;
	// "*" in it stands for the context kind of the event's own key.
	feeds string
}

// Action is one action of a destination: which messages it takes, and what it
// makes of them.
type Action struct {
	Name   string   // "trackEvent"
	Label  string   // "Track Event"
	Types  []string // the message types that its default subscription takes, exactly
	Fields []Field  // in the order of the schema, which is that of error messages

	shape eventShape
}

// eventShape says which event an action builds, and so which fields it has.
type eventShape uint8

const (
	customShape  eventShape = iota // a custom event with context keys
	classicShape                   // a custom event with a user key
	aliasShape
)

// build makes the event of an action from its fields, which are valid. The error
// is JavaScript's own.
func (s eventShape) build(p *payload, to *sent) error {
	switch s {
	case classicShape:
		buildClassic(p, &to.event)
	case aliasShape:
		buildAlias(p, &to.event)
	case customShape:
		return buildCustom(p, to)
	}
	return nil
}

// Destination is a Segment destination as data: one [Engine] runs any of them.
// It is not to be changed.
type Destination struct {
	Name  string // "actions", "classic"
	Label string // "LaunchDarkly (Actions)"
	// IntegrationNames are the names that a message's integrations object has
	// for the destination.
	IntegrationNames []string
	Schema           int // value of the header X-LaunchDarkly-Event-Schema
	Actions          []Action
}

// Destinations returns all destinations, the default one first.
func Destinations() []*Destination { return []*Destination{Actions(), Classic()} }

// ByName returns a destination by its name.
func ByName(name string) (*Destination, bool) {
	for _, d := range Destinations() {
		if d.Name == name {
			return d, true
		}
	}
	return nil, false
}

// Action returns an action of the destination by its name; nil when there is none.
func (d *Destination) Action(name string) *Action {
	for i := range d.Actions {
		if d.Actions[i].Name == name {
			return &d.Actions[i]
		}
	}
	return nil
}

// Field returns a field of the action by its name; nil when there is none.
func (a *Action) Field(name string) *Field {
	for i := range a.Fields {
		if a.Fields[i].Name == name {
			return &a.Fields[i]
		}
	}
	return nil
}
