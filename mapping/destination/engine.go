package destination

import (
	"reflect"
	"slices"
	"strings"

	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
)

// EngineOptions are what a workspace sets for a destination.
type EngineOptions struct {
	// Mappings override the default mappings of the destination's fields; see
	// [NewEngine] for the forms they may have. Absent for none.
	Mappings jsondoc.Value
	Settings Settings
	// Lenient takes Mappings as Segment's framework would take them: they are an
	// object of fields, for whichever action runs; fields that it does not have
	// are dropped; a mistake in a mapping is the error of every message that
	// runs through it. Otherwise both are errors of NewEngine.
	Lenient bool
}

// Engine runs one destination with the mappings and settings of a workspace. It
// never changes and may be used by many goroutines at once.
type Engine struct {
	dest     *Destination
	settings Settings
	actions  []compiledAction // parallel to dest.Actions
}

// compiledAction is an action whose mappings are compiled.
type compiledAction struct {
	mappings []*kit.Mapping // parallel to the action's fields; nil for an absent field
	extra    []*kit.Mapping // of fields that the action does not have: their errors count
	invalid  error          // what is wrong with the mappings
}

// maxFields is how many fields an action may have.
const maxFields = 8

// NewEngine returns an engine for a destination.
//
// The mappings of opts may be an object of fields, which belong to the first
// action ({"user_key": …}), or what Segment's API calls a subscription: an
// object whose member "mapping" (or "settings") has the fields, and whose
// "partnerAction", "actionSlug" or "name" says the action; a member
// "subscription" that holds one; or a list of these. They are laid over the
// default mappings field by field, as they are: a field that is null is absent.
//
// The errors name what is wrong: a field or an action that there is not, a
// mapping that is invalid (see [kit.InvalidError]), a host that is none.
func NewEngine(dest *Destination, opts EngineOptions) (*Engine, error) {
	if err := opts.Settings.check(); err != nil {
		return nil, err
	}
	overrides, err := readOverrides(dest, opts)
	if err != nil {
		return nil, err
	}
	e := &Engine{dest: dest, settings: opts.Settings}
	for i := range dest.Actions {
		action := &dest.Actions[i]
		compiled, err := compileAction(action, overrides[action.Name], opts.Lenient)
		if err != nil {
			return nil, err
		}
		e.actions = append(e.actions, compiled)
	}
	return e, nil
}

// Destination returns the destination that the engine runs.
func (e *Engine) Destination() *Destination { return e.dest }

// Settings returns the settings that the engine runs with.
func (e *Engine) Settings() Settings { return e.settings }

// Same reports whether an engine makes the same of every message as another one, which may
// have been made anew of the same files.
func (e *Engine) Same(other *Engine) bool { return e == other || reflect.DeepEqual(e, other) }

// URL returns the address that the events are posted to.
func (e *Engine) URL() string { return e.settings.URL() }

// Select returns the action whose subscription takes the message; nil when none
// does, and the message is skipped.
func (e *Engine) Select(msg jsondoc.Value) *Action { return e.SelectType(msg.Member("type")) }

// SelectType is Select for who has looked at the type of the message.
func (e *Engine) SelectType(typ jsondoc.Value) *Action {
	for i := range e.dest.Actions {
		if slices.ContainsFunc(e.dest.Actions[i].Types, typ.TextIs) {
			return &e.dest.Actions[i]
		}
	}
	return nil
}

// FieldError is what is wrong with one field of an action.
type FieldError struct {
	Field   *Field
	Kind    FieldErrorKind
	Message string // Segment's own; ours for a field that is only reported
}

// Outcome is what becomes of one message. It keeps what the mappings found, so
// that nobody has to resolve them again: see [Outcome.Pointers] and
// [Outcome.Provenance]. It may point into the message.
type Outcome struct {
	// Event is what is sent; nil when nothing is.
	Event *Event
	// Err says why nothing is sent, in the words of Segment's code or its
	// JavaScript engine; empty exactly when Event is set.
	Err string
	// FieldErrors are what is wrong with fields. They stop the event, but for
	// fields that are only reported.
	FieldErrors []FieldError
	// NowUsed says that the creation date is the clock: the message had no
	// usable timestamp.
	NowUsed bool
	// Correction is by how many ms the creation date lies behind the message's
	// timestamp (before it, when negative): Segment corrects the timestamp for the
	// sender's clock. 0 where the creation date comes from elsewhere.
	Correction int64
	// Unusual says that the timestamp is a date in a free form, which
	// JavaScript engines read each in their own way.
	Unusual bool

	resolved resolved
}

// payload is the fields of an action for one message.
type payload struct {
	fields [maxFields]coerced
	Clock
	nowUsed, unusual bool // of [Outcome]
}

// Clock is what is known of the time of a message beyond its text, in ms.
type Clock struct {
	Now        int64 // since 1970: the creation date of what has no usable timestamp
	Correction int64 // what Segment adds to the message's timestamp
}

// time gives the creation date, ms since 1970.
func (p *payload) time(field int) int64 {
	f := &p.fields[field]
	p.unusual = f.free
	if !f.set || f.noTime {
		p.nowUsed = true
		return p.Now
	}
	return f.ms + p.Correction
}

func (p *payload) metric(field int) MetricValue {
	if !p.fields[field].set {
		return MetricValue{}
	}
	return metricValueOf(p.fields[field].number)
}

// Run runs an action of the destination on a message, whatever its type. nowMS
// is the clock, ms since 1970; it is used where the message has no usable
// timestamp.
//
// The steps are those of Segment's framework: resolve the mappings, remove what
// is null or empty, look for what is required, coerce the types, build. All
// errors of one step are reported together.
func (e *Engine) Run(action *Action, msg jsondoc.Value, nowMS int64) Outcome {
	return e.RunAt(action, msg, Clock{Now: nowMS})
}

// RunAt is Run with what Segment does to the timestamp before the destination sees
// the message: the member timestamp becomes the corrected one, and no other.
func (e *Engine) RunAt(action *Action, msg jsondoc.Value, at Clock) Outcome {
	var out Outcome
	e.RunIn(nil, &out, action, msg, at)
	return out
}

// RunIn is RunAt with room for the event, which lives until the next is made there. The
// outcome is an empty one before.
func (e *Engine) RunIn(room *Room, out *Outcome, action *Action, msg jsondoc.Value, at Clock) {
	out.resolved.taken = taken{action: action, compiled: e.compiled(action), msg: msg}
	to := room.empty()
	err := out.resolved.run(&to.room)
	if err != nil {
		out.Err = err.Error()
		return
	}
	if at.Correction != 0 && !out.Find(FieldTimestamp).Is("", "timestamp") {
		at.Correction = 0
	}
	p := payload{Clock: at}
	check := checking{action: action}
	check.run(&out.resolved.values, &p)
	out.FieldErrors = check.errors
	if out.Err = check.message(); out.Err != "" {
		return
	}
	if _, err = personas(msg); err == nil {
		err = action.shape.build(&p, to)
	}
	if err != nil {
		out.Err = err.Error()
		return
	}
	out.Event = &to.event
	out.NowUsed, out.Unusual = p.nowUsed, p.unusual
	if !p.nowUsed {
		out.Correction = p.Correction
	}
}

// compiled gives the compiled mappings of an action; nil for one that the
// destination does not have.
func (e *Engine) compiled(action *Action) *compiledAction {
	for i := range e.dest.Actions {
		if &e.dest.Actions[i] == action {
			return &e.actions[i]
		}
	}
	return nil
}

// Mapping returns the compiled mapping of a field of an action; nil when there is
// none.
func (e *Engine) Mapping(action *Action, field string) *kit.Mapping {
	compiled := e.compiled(action)
	if compiled == nil {
		return nil
	}
	for i := range action.Fields {
		if action.Fields[i].Name == field {
			return compiled.mappings[i]
		}
	}
	return nil
}

// personas fails where Segment's framework looks for an audience in the context
// of a message and finds null, and gives that null.
func personas(msg jsondoc.Value) (null jsondoc.Value, err error) {
	context := msg.Member("context")
	if context.Kind() == jsondoc.Null {
		return context, kit.Error("Cannot destructure property 'personas' of '{}' as it is null.")
	}
	if audience := context.Member("personas"); audience.Kind() == jsondoc.Null {
		return audience, kit.Error("Cannot read properties of null (reading 'computation_class')")
	}
	return jsondoc.Value{}, nil
}

// checking finds what is wrong with the fields of one message.
type checking struct {
	action *Action
	errors []FieldError
}

// run checks and coerces the values of the fields: first those that are missing,
// then the types, both in the order of the schema.
func (c *checking) run(values *[maxFields]kit.Value, p *payload) {
	for i := range c.action.Fields {
		if c.action.Fields[i].Required && values[i].IsBlank() {
			c.add(i, fail{kind: FieldMissing})
		}
	}
	for i := range c.action.Fields {
		if values[i].IsBlank() {
			continue
		}
		p.fields[i].coerce(&c.action.Fields[i], values[i], func(f fail) { c.add(i, f) })
	}
}

func (c *checking) add(i int, f fail) {
	field := &c.action.Fields[i]
	e := FieldError{Field: field, Kind: f.kind}
	switch f.kind {
	case FieldMissing:
		e.Message = missingMessage(field)
	case FieldWrongType:
		e.Message = typeMessage(field, f.actual)
		if field.Reported {
			e.Kind = FieldNotNumber
		}
	case FieldWrongFormat, FieldNotNumber:
		e.Message = field.Label + " must be a valid date-like string but it was not."
	}
	c.errors = append(c.errors, e)
}

// message joins what stops the event.
func (c *checking) message() string {
	var messages []string
	for _, e := range c.errors {
		if !e.Field.Reported {
			messages = append(messages, e.Message)
		}
	}
	return strings.Join(messages, " ")
}

func missingMessage(f *Field) string {
	return "The root value is missing the required field '" + f.Name + "'."
}

func typeMessage(f *Field, actual string) string {
	article := "a "
	if f.Type == TypeObject {
		article = "an "
	}
	return f.Label + " must be " + article + f.Type.String() + " but it was " + actual + "."
}
