package mapping

import (
	"strings"

	"segtap/mapping/catalogue"
	"segtap/mapping/jsondoc"
	"segtap/mapping/origin"
)

// mostSaid is how many bytes of properties that nothing looks at are written. A plan may
// have more properties than an event can have bytes.
const mostSaid = 8 << 10

// keep gives the properties that are written: those that the mapping or a filter looks at,
// and of the others, to which those that were meant may belong, as many as there is room for.
func (s *said) keep() []int {
	if s.kept != nil && s.keptFor == len(s.names.wants) {
		return s.kept
	}
	s.kept, s.keptFor = make([]int, 0, min(len(s.name.Properties), 64)), len(s.names.wants)
	size := 0
	for i := range s.name.Properties {
		p := &s.name.Properties[i]
		if !s.names.looksAt(p.Pointer) {
			const more = 16 // a value, where none is written, and what stands between
			n := len(p.Pointer) + len(p.Value) + more
			if size+n > mostSaid {
				continue
			}
			size += n
		}
		s.kept = append(s.kept, i)
	}
	return s.kept
}

// looksAt reports whether the mapping looks at a place, or into what stands there, or a
// filter may.
func (n *Names) looksAt(pointer string) bool {
	for i := range n.wants {
		if rest, ok := strings.CutPrefix(n.wants[i].pointer, pointer); ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return len(n.filters) > 0 && n.filters[jsondoc.UnescapePointer(pointer[strings.LastIndexByte(pointer, '/')+1:])]
}

// filtered gives the names of the properties that filters of metrics look at.
func (j *Judge) filtered() map[string]bool {
	names := make(map[string]bool)
	if j.index == nil {
		return names
	}
	for i := range j.index.Catalogue.Metrics {
		if f := j.index.Catalogue.Metrics[i].Filter; f != nil {
			lookedAt(f, names)
		}
	}
	return names
}

func lookedAt(f *catalogue.Filter, names map[string]bool) {
	if f.Type == "eventProperty" {
		names[f.Attribute] = true
	}
	for i := range f.Group {
		lookedAt(&f.Group[i], names)
	}
}

// placesOf gives the properties of a name by their pointers, of several the first.
func placesOf(of *origin.Name) map[string]int {
	at := make(map[string]int, len(of.Properties))
	for i := range of.Properties {
		if _, ok := at[of.Properties[i].Pointer]; !ok {
			at[of.Properties[i].Pointer] = i
		}
	}
	return at
}
