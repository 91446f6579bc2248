package naming

import (
	"testing"

	"segtap/mapping/origin"
)

// What is wrong with a name is said once where its text stands, however many calls send it.
func TestANameIsWrongWhereItsTextStands(t *testing.T) {
	at := func(file string, line int) origin.Place { return origin.Place{File: file, Line: line, Column: 1} }
	name := func(place, literal origin.Place) origin.Name {
		return origin.Name{Event: "Sgned Up", Kind: origin.Code, Place: place, Literal: literal}
	}
	code := &origin.Found{Names: []origin.Name{
		name(at("a.py", 5), at("a.py", 2)), name(at("a.py", 6), origin.Place{}), name(at("a.py", 7), at("a.py", 2)),
		name(at("a.py", 8), at("a.py", 3)), name(at("b.py", 5), at("b.py", 2)),
	}}
	planned := &origin.Found{Names: []origin.Name{{Event: "Signed Up", Kind: origin.Plan, Place: at("plan.json", 1)}}}
	table := New(judgeOf(t, nil, ""), Sources{Code: code, Plans: planned})
	got := ""
	for _, f := range table.Of("Sgned Up").Findings {
		got += f.Name() + " " + f.Place.String() + " " + f.SentAt() + "\n"
	}
	want := `planned_name_near_miss a.py:2:1 sent at a.py:5:1 and a.py:7:1
planned_name_near_miss a.py:3:1 sent at a.py:8:1
planned_name_near_miss a.py:6:1 
planned_name_near_miss b.py:2:1 sent at b.py:5:1
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
