package plans

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"segtap/capture/plans/schema"
	"segtap/mapping/jsondoc"
	"segtap/mapping/origin"
	"segtap/mapping/prose"
)

const (
	// maxProperties is how many properties are read of a file.
	maxProperties = 500_000
	// maxPointer is how long the pointer to a property may be.
	maxPointer = 512
)

// part is what one file says.
type part struct {
	name    string
	places  *locator
	schemas schema.Reader
	pages   []page

	names      []origin.Name
	commons    []common
	properties int // of all names

	rules      int            // of any kind
	calls      map[string]int // rules that are of no Track call
	deprecated []string       // names
	nameless   []origin.Place // rules
	listed     map[int]bool   // names of a list of names, of which it says nothing else
	left       int            // properties that were left out
	spaces     []origin.Place // of names with white space around them
	untyped    []string       // types that are not known
	onlyNames  bool           // it is a table without a column of properties
}

func newPart(name string, text []byte) *part {
	return &part{name: name, places: newLocator(name, text), calls: map[string]int{}}
}

// rule is what a plan says of an event.
type rule struct {
	plan       string
	call       string // the kind of call, TRACK
	name       jsondoc.Value
	at         jsondoc.Value // where its place is, if it has no name
	schema     jsondoc.Value
	flat       bool // the schema is of the properties, not of the message
	deprecated bool
}

// add takes a rule.
func (p *part) add(r *rule) {
	p.rules++
	if call := strings.ToUpper(r.call); call != "TRACK" && call != "" {
		p.calls[call]++
		if call == "COMMON" || call == "GLOBAL" {
			p.takeCommon(r)
		}
		return
	}
	name := r.name.Text()
	if name == "" {
		start, _ := r.at.Span()
		p.nameless = append(p.nameless, p.places.at(start))
		return
	}
	if r.deprecated {
		p.deprecated = append(p.deprecated, name)
		return
	}
	start, _ := r.name.Span()
	n := origin.Name{Event: name, Kind: origin.Plan, Place: p.places.at(start), By: r.plan}
	shape := p.schemas.Read(r.schema)
	if r.flat {
		p.flat(&n, &shape)
	} else {
		p.message(&n, &shape)
	}
	p.names = append(p.names, n)
}

// message takes what a schema says of a message: of its properties, and of other parts
// of it.
func (p *part) message(n *origin.Name, shape *schema.Shape) {
	for i := range shape.Members {
		switch m := &shape.Members[i]; m.Name {
		case "properties":
			n.Closed = m.Shape.Closed && m.Shape.Types&schema.Object != 0
			p.describe(n, "/properties", &m.Shape, true)
		case "context", "traits":
			p.describe(n, "/"+m.Name, &m.Shape, m.Required && m.Shape.Types == schema.Object)
		case "type", "event": // every message has these
		default:
			p.property(n, "/"+jsondoc.EscapePointer(m.Name), m, m.Required)
		}
	}
}

// flat takes what a schema says of the properties alone. Typewriter lays it over the
// schema of the message, whose list of required members may be left over in it.
func (p *part) flat(n *origin.Name, shape *schema.Shape) {
	shape.Members = slices.DeleteFunc(slices.Clone(shape.Members), func(m schema.Member) bool {
		return m.Required && m.Shape.Types == schema.Any && slices.Contains([]string{"properties", "context", "traits", "userId", "anonymousId", "type", "event"}, m.Name)
	})
	n.Closed = shape.Closed
	p.describe(n, "/properties", shape, true)
}

// describe takes the members of an object; surely says that each such event has it.
func (p *part) describe(n *origin.Name, pointer string, shape *schema.Shape, surely bool) {
	for i := range shape.Members {
		m := &shape.Members[i]
		p.property(n, pointer+"/"+jsondoc.EscapePointer(m.Name), m, surely && m.Required)
	}
}

// property takes a property, and those in it.
func (p *part) property(n *origin.Name, pointer string, m *schema.Member, required bool) {
	if m.Shape.Types == schema.None {
		return // it must not be there
	}
	if len(pointer) > maxPointer || p.properties >= maxProperties {
		p.left++
		return
	}
	p.properties++
	value := ""
	if m.Shape.Value != nil && len(m.Shape.Value) <= maxPointer {
		value = string(jsondoc.Compact(m.Shape.Value))
	}
	n.Properties = append(n.Properties, origin.Property{
		Pointer: pointer, Types: m.Shape.Types.Names(), Required: required, Value: value, Place: p.places.at(m.At),
	})
	p.describe(n, pointer, &m.Shape, required && m.Shape.Types == schema.Object)
}

// isDeprecated tells whether a rule is deprecated: since a time. Segment gives the
// year 1 for those that are not.
func isDeprecated(since jsondoc.Value) bool {
	if since.Kind() != jsondoc.String || since.Text() == "" {
		return false
	}
	at, err := time.Parse(time.RFC3339, since.Text())
	return err != nil || at.Year() > 1
}

// notes say what gave no name.
func (p *part) notes() []string {
	var notes []string
	if len(p.calls) > 0 {
		n, kinds := 0, []string(nil)
		for _, call := range slices.Sorted(maps.Keys(p.calls)) {
			n += p.calls[call]
			kinds = append(kinds, fmt.Sprintf("%s %s", prose.Grouped(p.calls[call]), prose.Outside(call)))
		}
		of := fmt.Sprintf("%s of its %s %s no Track call's: ", prose.Grouped(n), counted(p.rules, "rule", "rules"), is(n))
		if n == p.rules {
			of = "there is no Track call among its " + counted(n, "rule", "rules") + ": "
		}
		notes = append(notes, of+prose.Listed(kinds, "and"))
	}
	if len(p.deprecated) > 0 {
		notes = append(notes, fmt.Sprintf("%s %s deprecated, and left out: %s", counted(len(p.deprecated), "event", "events"), is(len(p.deprecated)), quoted(p.deprecated)))
	}
	return p.named(notes)
}

// odd says what is missing or odd.
func (p *part) odd() []string {
	var odd []string
	if len(p.nameless) > 0 {
		odd = append(odd, fmt.Sprintf("%s no name, the first in line %d", has(len(p.nameless), "rule of a Track call", "rules of Track calls"), p.nameless[0].Line))
	}
	if n := len(p.listed); n > 0 {
		odd = append(odd, "nothing is known of the properties of "+counted(n, "event", "events")+", since this is a list of names; save what the API gives of each event as well")
	}
	if p.onlyNames {
		odd = append(odd, "it has no column of properties, and nothing is known of these; "+tableHint)
	}
	if n := len(p.spaces); n > 0 {
		odd = append(odd, fmt.Sprintf("white space around %s was left out, first in line %d", counted(n, "name", "names"), p.spaces[0].Line))
	}
	if n := len(p.untyped); n > 0 {
		odd = append(odd, fmt.Sprintf("the type of %s is not known: %s", counted(n, "property", "properties"), quoted(slices.Compact(slices.Sorted(slices.Values(p.untyped))))))
	}
	if n := p.schemas.Lost; n > 0 {
		odd = append(odd, counted(n, "reference ($ref) leads", "references ($ref) lead")+" nowhere in the file, and nothing is known of what stands there")
	}
	if n := p.left + p.schemas.Cut; n > 0 {
		odd = append(odd, counted(n, "property was", "properties were")+" left out: too deep, too long or too many")
	}
	return p.named(odd)
}

// named puts the name of the file before sentences about it.
func (p *part) named(sentences []string) []string {
	for i, s := range sentences {
		sentences[i] = prose.Outside(p.name) + ": " + s
	}
	return sentences
}

func is(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func has(n int, one, many string) string {
	if n == 1 {
		return "1 " + one + " has"
	}
	return prose.Grouped(n) + " " + many + " have"
}

// quoted lists names.
func quoted(names []string) string {
	shown := make([]string, len(names))
	for i, n := range names {
		shown[i] = prose.Quoted(n)
	}
	return prose.Listed(shown, "and")
}
