package preferences

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestAFilterIsRememberedOnceAndTheNewestLast(t *testing.T) {
	var p Preferences
	for _, text := range []string{"is:error", "", "user:u_42", "is:error", strings.Repeat("x", maxFilter+1)} {
		p.Used(text)
	}
	if want := []string{"user:u_42", "is:error"}; !slices.Equal(p.Filters, want) {
		t.Errorf("%q, want %q", p.Filters, want)
	}
	for i := range maxFilters {
		p.Used(fmt.Sprint("value:>", i))
	}
	if len(p.Filters) != maxFilters || p.Filters[0] != "value:>0" {
		t.Errorf("%d filters, the oldest %q", len(p.Filters), p.Filters[0])
	}
}

// What stands in a file may be anything: it takes no more room than what is kept.
func TestWhatNobodyCanHaveChosenIsLeftOut(t *testing.T) {
	long := strings.Repeat("x", maxFilter+1)
	p := Preferences{
		Columns: append(slices.Repeat([]string{"time"}, maxNames+1), long), Split: 1000, SplitBelow: -1, Detail: long, Theme: long,
		Sort: map[string]string{"metrics": "name", "replays": long}, Filters: append(slices.Repeat([]string{"a"}, maxFilters), long, "b"),
	}
	before := p.Clone()
	b := p.Bounded()
	if len(b.Columns) != maxNames || b.Split != 0 || b.SplitBelow != 0 || b.Detail != "" || b.Theme != "" || len(b.Sort) != 1 || b.Sort["metrics"] != "name" {
		t.Errorf("%+v", b)
	}
	if len(b.Filters) != maxFilters || b.Filters[maxFilters-1] != "b" {
		t.Errorf("%d filters, the newest %q", len(b.Filters), b.Filters[len(b.Filters)-1])
	}
	if !p.Equal(&before) {
		t.Error("what was given has changed")
	}
}

func TestACopyIsEqualAndSharesNothing(t *testing.T) {
	p := Preferences{Columns: []string{"time"}, Sort: map[string]string{"metrics": "name"}, Filters: []string{"a"}}
	for name, change := range map[string]func(*Preferences){
		"columns": func(p *Preferences) { p.Columns[0] = "user" },
		"split":   func(p *Preferences) { p.Split = 30 },
		"below":   func(p *Preferences) { p.SplitBelow = 30 },
		"detail":  func(p *Preferences) { p.Detail = "below" },
		"theme":   func(p *Preferences) { p.Theme = "light" },
		"sort":    func(p *Preferences) { p.SortBy("metrics", "need") },
		"filters": func(p *Preferences) { p.Filters[0] = "b" },
	} {
		c := p.Clone()
		if !c.Equal(&p) {
			t.Fatalf("%+v is not %+v", c, p)
		}
		if change(&c); c.Equal(&p) {
			t.Errorf("%s: the copy has changed what it was made of, or nobody sees the change", name)
		}
	}
}
