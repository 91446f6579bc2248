package metrics

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/naming"
	"segtap/mapping/origin"
	"segtap/ui/keymap"
	"segtap/ui/metrics/names"
	"segtap/ui/preferences"
	"segtap/ui/theme"
)

// over opens the screen over code that has names near to one of a metric: some of them, all but one in one place, and the
// first in as many more as are said.
func over(t testing.TB, some, places int) *Screen {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	judge := mapping.NewJudge(engine).With(&catalogue.Catalogue{Project: "p", Environment: "e", ExperimentsKnown: true, Metrics: []catalogue.Metric{
		{Key: "orders", Kind: "custom", EventKey: "Order Completed"},
	}})
	s, err := store.New(judge, file.Memory(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	code := &origin.Found{}
	add := func(name string, at int) {
		code.Names = append(code.Names, origin.Name{Event: name, Kind: origin.Code, By: "Go", Place: origin.Place{File: fmt.Sprintf("src/page%d.go", at), Line: at + 1}})
	}
	for i := range places {
		add("Order Complete", i)
	}
	for i := range some - 1 {
		add(fmt.Sprintf("Event %d", i), i)
	}
	board := names.New(s, func() (naming.Sources, int) { return naming.Sources{Code: code}, 1 })
	board.Update(board.Refresh("")())
	keys, wrong := keymap.NewKeys(nil)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	screen := New(Options{
		Store: s, Theme: theme.New(false), Keys: keys, Now: time.Now, Preferences: new(preferences.Preferences), Names: board,
		NoEditor: func() string { return "" },
	})
	screen.SetSize(120, 34)
	screen.Look()
	return screen
}

// However often a name is written, the screen tells of so many places that it stays as quick, and of the others their
// number; and a filter finds it by any of them.
func TestANameInVeryManyPlaces(t *testing.T) {
	const places = 3_000
	s := over(t, 3, places)
	item, ok := s.selected()
	if !ok || item.name != "Order Complete" {
		t.Fatalf("%q is selected", item.name)
	}
	if n := len(item.places()); n == 0 || n > 50 || item.places()[0].File != "src/page0.go" {
		t.Errorf("it has %d places to open, from %v on", n, item.places())
	}
	text, _ := view{s}.laidOut(&item, 120)
	told := strings.Join(strings.Fields(strings.Join(text, " ")), " ")
	for _, want := range []string{"src/page0.go:1", "and 2,997 more: metric_near_miss", "and at 2,950 more places"} {
		if !strings.Contains(told, want) {
			t.Errorf("it does not tell %q:\n%s", want, told)
		}
	}
	if strings.Contains(told, "src/page60.go") {
		t.Error("it tells of each place")
	}
	hundred := over(t, 3, 100)
	few := testing.AllocsPerRun(3, func() { hundred.View() })
	if many := testing.AllocsPerRun(3, func() { s.View() }); many > 2*few {
		t.Errorf("drawing takes %.0f allocations, and %.0f with 100 places", many, few)
	}
	s.words.Start()
	for _, letter := range "page2999.go" {
		s.words.Type(tea.KeyPressMsg{Code: letter, Text: string(letter)})
	}
	s.Look()
	if len(s.items) != 1 || s.items[0].name != "Order Complete" {
		t.Errorf("its last place finds %d rows", len(s.items))
	}
}

// BenchmarkNames draws the screen, and types in its filter, over names of which one stands in many places: drawing must
// depend on neither.
func BenchmarkNames(b *testing.B) {
	for _, of := range []struct{ names, places int }{{100, 100}, {10_000, 100}, {10_000, 30_000}} {
		s := over(b, of.names, of.places)
		b.Run(fmt.Sprintf("view/%d-names/%d-places", of.names, of.places), func(b *testing.B) {
			for b.Loop() {
				s.View()
				join{s}.noPlace()
				view{s}.noScroll()
			}
		})
		s.words.Start()
		b.Run(fmt.Sprintf("filter/%d-names/%d-places", of.names, of.places), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				s.words.Type([]tea.KeyPressMsg{{Code: 'o', Text: "o"}, {Code: tea.KeyBackspace}}[i%2])
				s.Look()
			}
		})
	}
}
