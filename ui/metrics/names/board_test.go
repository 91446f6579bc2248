package names_test

import (
	"reflect"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/routes"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/naming"
	"segtap/mapping/origin"
	"segtap/ui/metrics/names"
)

// bench is a board over a store, with code that has been read so many times.
type bench struct {
	*names.Board
	store *store.Store
	times int
}

func newBench(t *testing.T) *bench {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.New(mapping.NewJudge(engine), file.Memory(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	b := &bench{store: s, times: 1}
	code := &origin.Found{Names: []origin.Name{{Event: "A", Kind: origin.Code, Place: origin.Place{File: "a.go", Line: 1}}}}
	b.Board = names.New(s, func() (naming.Sources, int) { return naming.Sources{Code: code}, b.times })
	return b
}

// see has an event arrive.
func (b *bench) see(t *testing.T, event string) {
	t.Helper()
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	body := []byte(`{"type":"track","userId":"u","event":"` + event + `"}`)
	if _, err := b.store.Capture(&store.Request{At: at, Method: "POST", Path: "/v1/track", Status: 200, Intake: message.TakeIn(routes.Route{Type: "track"}.Posted(body, at))}); err != nil {
		t.Fatal(err)
	}
}

// waits reports whether a command is a pause.
func waits(msg tea.Msg) bool { return reflect.TypeOf(msg).Name() == "restedMsg" }

// Events have a new table made after a pause only. A new judge and a new reading do not wait for its end, and it has nothing
// made any more then.
func TestWhatHasChangedEndsAPause(t *testing.T) {
	for name, change := range map[string]func(*bench){
		"reading": func(b *bench) { b.times++ },
		"judge": func(b *bench) {
			b.store.SetJudge(b.store.Judge().With(new(catalogue.Catalogue)))
			for b.store.Counts().Stale > 0 { // what is judged anew later has a table made, too
				<-b.store.Changed()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.Update(b.Refresh("")())
			b.see(t, "B")
			pause := b.Refresh("")()
			if !waits(pause) {
				t.Fatalf("an event has %T made at once", pause)
			}
			b.see(t, "C")
			if b.Refresh("") != nil {
				t.Error("a second event has something made in the pause")
			}
			change(b)
			made := b.Refresh("")
			if made == nil {
				t.Fatal("the pause goes on")
			}
			table := made()
			if waits(table) {
				t.Fatal("there is another pause before the new table")
			}
			b.Update(table)
			if _, mine := b.Update(pause); !mine || b.Refresh("") != nil {
				t.Error("the old pause has something made")
			}
			if name == "judge" {
				return // all events are judged anew now
			}
			if len(b.Table().Rows) != 3 {
				t.Errorf("the table has %d rows, not one of each event and name", len(b.Table().Rows))
			}
			b.see(t, "D")
			b.Update(b.Refresh("")())
			b.Update(b.Refresh("")()) // what was asked for when it was over
			if len(b.Table().Rows) != 4 {
				t.Error("the end of a pause has no table made")
			}
		})
	}
}
