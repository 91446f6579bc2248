package problems

import (
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/problems"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/verdict"
	"segtap/ui/keymap"
	"segtap/ui/preferences"
	"segtap/ui/theme"
)

// A screen that gets another height asks for nothing, since what it asks for would not be
// sent: what is selected is asked for at the next look.
func TestAnotherHeightLosesNoQuestion(t *testing.T) {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	of, err := store.New(mapping.NewJudge(engine), file.Memory(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	keys, _ := keymap.NewKeys(nil)
	s := New(Options{Store: of, Keys: keys, Theme: theme.New(false), Now: time.Now, Preferences: &preferences.Preferences{}})
	s.Look()
	s.groups = []problems.Group{{Key: problems.Key{Code: verdict.ValueMissing, Event: "Order Completed"}}}
	s.list.SetCount(1)
	s.SetSize(120, 36)
	if _, ok := s.selected(); !ok {
		t.Fatal("nothing is selected")
	}
	if s.settle() == nil {
		t.Error("the ends of what is selected are never asked for")
	}
	if s.settle() != nil {
		t.Error("they are asked for twice")
	}
}
