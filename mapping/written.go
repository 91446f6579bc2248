package mapping

import (
	"cmp"
	"slices"
	"strings"

	"segtap/mapping/destination"
	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/origin"
)

// Names judges the events of names as these are written down, in a plan or in
// source code. It is used by one goroutine at a time.
type Names struct {
	judge   *Judge
	wants   []want
	filters map[string]bool // names of the properties that filters of metrics look at
}

// want is a place of a message that the mapping of a field looks at.
type want struct{ pointer, field, part string }

// Names returns what judges names by the judge's mapping and catalogue.
func (j *Judge) Names() *Names {
	n := &Names{judge: j, filters: j.filtered()}
	n.learn(jsondoc.Value{})
	return n
}

// learn notes at which places the mapping looks in a message, and reports whether there
// are any that it has not looked at before.
func (n *Names) learn(msg jsondoc.Value) bool {
	before := len(n.wants)
	action := n.judge.engine.Destination().Action(destination.TrackEvent)
	for i := range action.Fields {
		field := action.Fields[i].Name
		mapped := n.judge.engine.Mapping(action, field)
		if mapped == nil {
			continue
		}
		for _, source := range mapped.Trace(kit.Of(msg)) {
			for _, pointer := range source.From {
				n.note(want{pointer, field, source.Part})
			}
		}
		for _, pointer := range mapped.Wanted(kit.Of(msg)) {
			n.note(want{pointer, field, ""})
		}
	}
	return len(n.wants) > before
}

func (n *Names) note(w want) {
	for i := range n.wants {
		if n.wants[i].pointer == w.pointer && n.wants[i].field == w.field {
			return
		}
	}
	n.wants = append(n.wants, w)
}

// Written judges an event of a name with all that is said of it, at its best: of
// several types the one that the mapping likes best, and what nothing is said of as
// [Judge.Ideal] has it. What is wrong with it is wrong with every event that the
// source makes of the name.
func (n *Names) Written(of *origin.Name) Judgement { return n.judged(of, false) }

// Least judges an event of a name that has of what the source speaks of no more than it
// says that every such event has.
func (n *Names) Least(of *origin.Name) Judgement { return n.judged(of, true) }

// Values returns the places that the mapping takes the metric value from, in the order in
// which it looks.
func (n *Names) Values() []string { return n.places(destination.FieldMetricValue) }

func (n *Names) places(field string) []string {
	var places []string
	for i := range n.wants {
		if n.wants[i].field == field {
			places = append(places, n.wants[i].pointer)
		}
	}
	return places
}

// wanted gives the field that looks at a place; nil for none.
func (n *Names) wanted(pointer string) *want {
	at := slices.IndexFunc(n.wants, func(w want) bool { return w.pointer == pointer })
	if at < 0 {
		return nil
	}
	return &n.wants[at]
}

func (n *Names) judged(of *origin.Name, least bool) Judgement {
	s := said{names: n, name: of, least: least, event: string(jsondoc.AppendString(nil, of.Event)), at: placesOf(of)}
	best := s.judge()
	for i := range of.Properties {
		p := &of.Properties[i]
		if p.Value != "" || len(p.Types) < 2 || n.wanted(p.Pointer) == nil {
			continue
		}
		kept := s.chosen
		for _, t := range p.Types {
			s.chosen = append(slices.Clip(kept), choice{i, t})
			if j := s.judge(); milder(&j, &best) {
				best, kept = j, s.chosen
			}
		}
		s.chosen = kept
	}
	return best
}

// milder reports whether less is wrong with one judgement than with another: of an event
// that is lost no more is looked at.
func milder(j, than *Judgement) bool {
	if j.Sent() != than.Sent() {
		return j.Sent()
	}
	return cmp.Or(cmp.Compare(j.Verdict.Errors, than.Verdict.Errors), cmp.Compare(j.Verdict.Warnings, than.Verdict.Warnings)) < 0
}

// judge judges the message.
func (s *said) judge() Judgement {
	ideal := *s.names.judge
	ideal.ideal = true
	m := message.Parse(s.text())
	return ideal.Message(&m, message.Arrival{RequestBytes: len(m.Text)})
}

// choice is the type that a property has, of those that it may have.
type choice struct {
	property int
	typ      origin.Type
}

// said is a name with what is said of its events.
type said struct {
	names *Names
	name  *origin.Name
	event string // the name, as JSON
	least bool
	// chosen are the types of properties that have several, the last ones first; others
	// have the one that suits the mapping best.
	chosen []choice
	at     map[string]int // the properties by their pointers
	// kept are the properties that are written, with the places that were known then.
	kept    []int
	keptFor int
}

// text writes the message. What is known of where the mapping looks grows by each message:
// a condition may lead to a place that has not been looked at before.
func (s *said) text() []byte {
	for {
		text := s.start()
		doc, err := jsondoc.Parse(text)
		if err != nil || !s.names.learn(doc.Root()) {
			return s.names.judge.fill(text, s.name.Event, s.event, s.lacks)
		}
	}
}

// start writes what is said of the message.
func (s *said) start() []byte {
	root := &part{}
	root.put("/type", `"track"`)
	root.put("/event", s.event)
	if s.name.UserKey != origin.KeyMissing {
		root.put("/userId", `"k"`)
		root.put("/anonymousId", `"k"`)
	}
	root.put("/properties", "{}")
	for _, i := range s.keep() {
		p := &s.name.Properties[i]
		if value := s.value(i, p); value != "" && p.Pointer != "/event" && p.Pointer != "/type" {
			root.put(p.Pointer, value)
		}
	}
	return root.append(nil)
}

// value gives what stands at the place of a property, as JSON; empty for nothing.
func (s *said) value(i int, p *origin.Property) string {
	if s.least && !p.Required || isKey(p.Pointer) && s.name.UserKey == origin.KeyMissing {
		return ""
	}
	if p.Value != "" {
		return p.Value
	}
	best := `"k"`
	if w := s.names.wanted(p.Pointer); w != nil {
		best = s.names.judge.idealValue(w.field, w.part, s.name.Event, s.event)
	}
	types := p.Types
	for _, c := range slices.Backward(s.chosen) {
		if c.property == i {
			types = []origin.Type{c.typ}
			break
		}
	}
	return ofTypes(best, types)
}

// lacks reports whether the events of the name do not have a place that the mapping of a
// field looks at.
func (s *said) lacks(field, pointer string) bool {
	if isKey(pointer) && s.name.UserKey == origin.KeyMissing {
		return true
	}
	at, spoken := s.at[pointer]
	switch {
	case spoken:
		return s.least && !s.name.Properties[at].Required
	case !strings.HasPrefix(pointer, "/properties/"):
		return false
	case s.name.Closed:
		return true
	}
	// Of a field that the source speaks of no more is expected than it says.
	return s.least && slices.ContainsFunc(s.names.places(field), func(place string) bool {
		_, spoken := s.at[place]
		return spoken
	})
}

// isKey reports whether a place is one of the ids that Segment knows a user by.
func isKey(pointer string) bool { return pointer == "/userId" || pointer == "/anonymousId" }

// ofTypes gives a value of one of some types: that type which the value that is best has,
// else the one that is most easily taken for it. Without types it is the best value.
func ofTypes(best string, types []origin.Type) string {
	if len(types) == 0 || best == "" {
		return best
	}
	order := []origin.Type{origin.String, origin.Number, origin.Integer, origin.Boolean, origin.Array, origin.Null, origin.Object}
	values := map[origin.Type]string{
		origin.String: `"k"`, origin.Number: "1", origin.Integer: "1", origin.Boolean: "true", origin.Array: `["k"]`, origin.Null: "null", origin.Object: "{}",
	}
	switch best[0] {
	case '"':
		values[origin.String] = best
	case '{':
		values[origin.Object] = best
		order = append([]origin.Type{origin.Object}, order...)
	default:
		values[origin.String], values[origin.Array] = `"1"`, "[1]"
		order = append([]origin.Type{origin.Number, origin.Integer}, order...)
	}
	for _, t := range order {
		if slices.Contains(types, t) {
			return values[t]
		}
	}
	return best
}

// part is a part of a message that is being written.
type part struct {
	value   string // as JSON; members go before it
	names   []string
	members []*part
}

// put puts a value at a place, and objects on the way to it.
func (p *part) put(pointer, value string) {
	at := p
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		name := jsondoc.UnescapePointer(token)
		i := slices.Index(at.names, name)
		if i < 0 {
			i = len(at.names)
			at.names, at.members = append(at.names, name), append(at.members, &part{})
		}
		at = at.members[i]
	}
	at.value = value
}

func (p *part) append(dst []byte) []byte {
	if len(p.names) == 0 {
		return append(dst, cmp.Or(p.value, "{}")...)
	}
	dst = append(dst, '{')
	for i, name := range p.names {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(jsondoc.AppendString(dst, name), ':')
		dst = p.members[i].append(dst)
	}
	return append(dst, '}')
}
