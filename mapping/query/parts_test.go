package query

import (
	"slices"
	"testing"
)

// TestThePartsOfAFilter takes filters apart: what all parts want the filter wants.
func TestThePartsOfAFilter(t *testing.T) {
	entries := shop(t)
	for text, want := range map[string][]string{
		"":                                  nil,
		"event:x":                           {"event:x"},
		`event:"Order Completed" user:u_42`: {`event:"Order Completed"`, "user:u_42"},
		"order AND -free is:error":          {"order", "-free", "is:error"},
		"order OR free":                     {"order OR free"},
		"(order OR free) u_42":              {"order OR free", "u_42"},
		"-(order free)":                     {"-(order free)"},
		"order (free u_42)":                 {"order", "free", "u_42"},
	} {
		f := parse(t, text)
		var got []string
		for _, p := range f.Parts() {
			got = append(got, p.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
		for i := range entries {
			e := &entries[i]
			all := !slices.ContainsFunc(f.Parts(), func(p *Filter) bool { return !p.MatchDocument(&e.row, &e.doc) })
			if all != f.MatchDocument(&e.row, &e.doc) {
				t.Errorf("%s, entry %d: all parts want it: %v", text, e.row.ID, all)
			}
		}
	}
	for text, want := range map[string]string{
		`event:"Order Completed"`: "Order Completed", "event:x": "x", "event:=x": "x",
		"event:order*": "", "event:?": "", `event:""`: "", "user:u": "", "x": "", "-event:x": "", "event:x user:u": "", "event:x OR event:y": "", "": "",
	} {
		if got, ok := parse(t, text).Event(); got != want || ok != (want != "") {
			t.Errorf("%s asks for %q, %v; want %q", text, got, ok, want)
		}
	}
}
