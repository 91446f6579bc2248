package kit

import (
	"slices"
	"strconv"

	"segtap/mapping/jsondoc"
)

// Source says where a part of a resolved value comes from.
type Source struct {
	// Part is the JSON Pointer of the part in the resolved value; "" for all
	// of it. What is said of a part holds for everything inside it.
	Part string
	// From are the JSON Pointers of the places in the message: where the value
	// stands, or would stand when it is missing.
	From []string
}

// Trace says which places of a message the resolved value comes from, in the
// order of the mapping. Literals come from nowhere and are not listed.
func (m *Mapping) Trace(message Value) []Source {
	t := &tracer{}
	m.root.trace(message, t)
	return t.sources
}

// Wanted returns the JSON Pointers of all places at which the mapping looks for
// its value, in the order in which it looks: those of a condition before those of
// the branch that it chooses.
func (m *Mapping) Wanted(message Value) []string {
	t := &tracer{conditions: true}
	m.root.trace(message, t)
	return t.wanted
}

// tracer gathers the sources of a mapping.
type tracer struct {
	part       string
	conditions bool // also where conditions look, and of no part in particular
	sources    []Source
	wanted     []string // with conditions, in place of the sources
}

// inside traces a member of an object.
func (t *tracer) inside(name string, trace func()) {
	outer := t.part
	t.part += "/" + jsondoc.EscapePointer(name)
	trace()
	t.part = outer
}

// insideIndex traces an element of an array.
func (t *tracer) insideIndex(i int, trace func()) { t.inside(strconv.Itoa(i), trace) }

// from notes a source of the current part.
func (t *tracer) from(pointer string) {
	if t.conditions {
		if !slices.Contains(t.wanted, pointer) {
			t.wanted = append(t.wanted, pointer)
		}
		return
	}
	if n := len(t.sources); n > 0 && t.sources[n-1].Part == t.part {
		t.sources[n-1].From = append(t.sources[n-1].From, pointer)
		return
	}
	t.sources = append(t.sources, Source{Part: t.part, From: []string{pointer}})
}

// whole traces something whose parts cannot be told apart in the result.
func (t *tracer) whole(message Value, parts ...expr) {
	inner := &tracer{conditions: t.conditions, wanted: t.wanted}
	for _, part := range parts {
		if part != nil {
			part.trace(message, inner)
		}
	}
	t.wanted = inner.wanted
	for _, s := range inner.sources {
		for _, pointer := range s.From {
			t.from(pointer)
		}
	}
}
