package ui

import (
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/ui/keymap"
)

// What stands in the table can be done on its screens, and what can be done stands there:
// nothing is bound to nothing, and nothing is done that no key and no name reaches.
func TestEveryBindingDoesSomething(t *testing.T) {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	store, err := store.New(mapping.NewJudge(engine), file.Memory(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	m := New(Options{Store: store, Now: time.Now})
	bound := make(map[string]bool)
	for _, b := range keymap.Table() {
		if bound[b.ID] {
			t.Errorf("%s stands in the table twice", b.ID)
		}
		bound[b.ID] = true
		for _, s := range keymap.Screens() {
			if b.IsOn(s) && m.handlers[s][b.ID].Do == nil {
				t.Errorf("%s does nothing on the screen %s", b.ID, s)
			}
		}
	}
	for s, handlers := range m.handlers {
		for id := range handlers {
			if !bound[id] {
				t.Errorf("nothing reaches %s of the screen %s", id, s)
			}
		}
	}
	for _, s := range keymap.Screens() {
		if !bound[s.ID()] {
			t.Errorf("no key opens the screen %s", s)
		}
	}
}

// On one screen a key is for one thing.
func TestNoKeyIsForTwoThings(t *testing.T) {
	for _, s := range keymap.Screens() {
		taken := make(map[string]string)
		for _, b := range keymap.Table() {
			for _, key := range b.Keys() {
				if other, ok := taken[key]; ok && b.IsOn(s) {
					t.Errorf("on the screen %s, %s is for %s and for %s", s, key, other, b.ID)
				}
				if b.IsOn(s) {
					taken[key] = b.ID
				}
			}
		}
	}
}
