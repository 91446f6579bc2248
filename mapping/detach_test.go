package mapping

import (
	"reflect"
	"slices"
	"testing"

	"segtap/mapping/destination"
	"segtap/mapping/message"
)

// What is detached may be kept while the memory of its message is used again: nothing in it
// points there. What it says in words and numbers is the same.
func TestADetachedJudgementHoldsNothingOfItsMessage(t *testing.T) {
	held := 0
	for _, c := range slices.Concat(codeCases, catalogueCases) {
		dest, route := destination.Actions(), "track"
		if c.classic {
			dest = destination.Classic()
		}
		if c.route == "batch" {
			route = ""
		}
		m, j := judgedWith(t, c.catalogue, dest, c.mapping, route, c.raises, c.arrival)
		if pointsInto(&m, &j) {
			held++
		}
		correction, said := j.Correction(), j.Summary()
		j.Detach()
		if pointsInto(&m, &j) {
			t.Errorf("%s: what is detached points into %.200s", c.code, c.raises)
		}
		if links := j.Provenance(); len(links) > 0 || j.Correction() != correction || j.Summary() != said {
			t.Errorf("%s: detached it is %q, %d ms, from %v; it was %q, %d ms", c.code, j.Summary(), j.Correction(), links, said, correction)
		}
		j.ValuePlace()
	}
	if held == 0 {
		t.Error("no judgement points into its message, and nothing was tested")
	}
}

// pointsInto reports whether something in a judgement is of the memory of a message.
func pointsInto(m *message.Message, j *Judgement) bool {
	doc := reflect.ValueOf(m.Root).Field(0).Pointer()
	raw := m.Root.Raw()
	from := reflect.ValueOf(raw).Pointer()
	seen := make(map[uintptr]bool)
	var walk func(v reflect.Value) bool
	walk = func(v reflect.Value) bool {
		switch v.Kind() {
		case reflect.String:
			at := uintptr(v.UnsafePointer())
			return v.Len() > 0 && at >= from && at < from+uintptr(len(raw))
		case reflect.Pointer:
			if v.Pointer() == doc && doc != 0 {
				return true
			}
			if v.IsNil() || seen[v.Pointer()] {
				return false
			}
			seen[v.Pointer()] = true
			return walk(v.Elem())
		case reflect.Slice:
			if at := v.Pointer(); v.Len() > 0 && at >= from && at < from+uintptr(len(raw)) {
				return true
			}
			for i := range v.Len() {
				if walk(v.Index(i)) {
					return true
				}
			}
		case reflect.Array:
			for i := range v.Len() {
				if walk(v.Index(i)) {
					return true
				}
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if walk(v.Field(i)) {
					return true
				}
			}
		case reflect.Interface:
			return !v.IsNil() && walk(v.Elem())
		}
		return false
	}
	return walk(reflect.ValueOf(j))
}
