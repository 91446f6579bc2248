package ui_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/capture/routes"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/ui"
)

// fill keeps Track calls of 4 KB, each with a number.
func fill(t testing.TB, s *store.Store, from, n int) {
	t.Helper()
	pad := strings.Repeat("x", 4000)
	for i := from; i < from+n; i++ {
		body := fmt.Appendf(nil, `{"type":"track","userId":"u_%d","event":"Event %d","messageId":"m-%d","properties":{"revenue":%d,"pad":%q}}`, i, i, i, i, pad)
		req := store.Request{At: noon, Method: "POST", Path: "/v1/track", Intake: message.TakeIn(routes.Route{Type: "track"}.Posted(body, noon)), Status: 200}
		if _, err := s.Capture(&req); err != nil {
			t.Fatal(err)
		}
	}
}

func storeOf(t testing.TB, kept journal.Journal, limits capture.Limits) *store.Store {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	store, err := store.New(mapping.NewJudge(engine), kept, limits)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

// selected is the line of the list that is selected.
func (d *desk) selected() string {
	for line := range strings.SplitSeq(d.Text(), "\n") {
		if strings.HasPrefix(line, "▌") {
			return line
		}
	}
	return ""
}

// largeStore opens a capture file of 4,000 entries that is too large to be loaded
// at once.
func largeStore(t *testing.T) *store.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "large.ndjson")
	first, err := file.Open(path, file.Options{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	before := storeOf(t, first, capture.Limits{})
	fill(t, before, 1, 4000)
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := file.Open(path, file.Options{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	return storeOf(t, again, capture.Limits{})
}

// A large file shows its newest entries at once. Who has moved to one of them
// stays there when the others have been listed, and so does a filter.
func TestALargeFileOpensAtOnce(t *testing.T) {
	store := largeStore(t)
	d := newDesk(t, 120, 24, func(opt *ui.Options) { opt.Store = store })
	d.sees("Event 4000")
	d.Press("up", "up", "up")
	want := d.selected()
	if !strings.Contains(want, "Event 3997") {
		t.Fatalf("selected: %q\n%s", want, d.Text())
	}
	for store.Counts().Loading < 1 || store.Counts().Stale > 0 || strings.Contains(d.Text(), "indexing") || strings.Contains(d.Text(), "anew") {
		d.arrive()
	}
	d.sees("4,000 events")
	if got := d.selected(); got != want {
		t.Errorf("selected\n%s\nbefore, and now\n%s", want, got)
	}
	d.Press("home")
	d.sees("Event 1 ")
	d.Press("/")
	d.Type("event:=\"Event 12\"")
	d.Press("enter")
	d.sees("1 of 4000")
}

// When the oldest entries go, the selected one stays selected; when it goes
// itself, the oldest that is left is.
func TestTheOldestGoFromTheList(t *testing.T) {
	store := storeOf(t, file.Memory(), capture.Limits{Entries: 50})
	d := newDesk(t, 120, 24, func(opt *ui.Options) { opt.Store = store })
	fill(t, store, 1, 50)
	d.arrive()
	d.Press("home", "down", "down", "down", "down", "down", "down", "down", "down", "down", "m")
	d.arrive()
	d.sees("#10 is marked")
	d.sees("★ Event 10")
	d.Press("down")
	fill(t, store, 51, 5)
	d.arrive()
	d.sees("5 older not listed")
	if got := d.selected(); !strings.Contains(got, "Event 11 ") {
		t.Errorf("selected: %q", got)
	}
	fill(t, store, 56, 40)
	d.arrive()
	d.sees("★ Event 10")
	if got := d.selected(); !strings.Contains(got, "Event 46 ") {
		t.Errorf("selected: %q\n%s", got, d.Text())
	}
	d.Press("space")
	d.sees("0 new")
	fill(t, store, 96, 3)
	d.arrive()
	d.sees("3 new")
	d.lacks("Event 98")
	d.Press("space", "/")
	d.Type("is:marked")
	d.Press("enter")
	d.sees("1 of 51")
	d.sees("★ Event 10")
	d.Press("/", "esc", "/")
	d.Type("xxxx")
	d.Press("enter")
	d.sees("51 of 51")
	fill(t, store, 99, 10)
	d.arrive()
	d.sees("51 of 51")
	d.Press("end")
	d.sees("Event 108")
}

// A filtered list follows what happens to the entries that it has looked at: a
// mark, a mark taken off, a retry, another judge.
func TestAFilteredListFollowsItsEntries(t *testing.T) {
	d := newDesk(t, 120, 24, withStorefront(t))
	for range 5 {
		d.post("track", goodOrder)
	}
	filterBy := func(text string) {
		d.Press("/")
		d.Type(text)
		d.Press("enter")
	}
	filterBy("is:marked")
	d.sees("0 of 5")
	if err := d.store.Mark(3, true, noon); err != nil {
		t.Fatal(err)
	}
	d.arrive()
	d.sees("1 of 5")
	if err := d.store.Mark(3, false, noon); err != nil {
		t.Fatal(err)
	}
	d.arrive()
	d.sees("0 of 5")

	d.Press("/", "esc")
	filterBy("is:counts")
	d.sees("5 of 5")
	d.store.SetJudge(mapping.NewJudge(d.store.Judge().Engine()))
	judged(d.store)
	d.arrive()
	d.sees("0 of 5")
}

// judged waits until everything has been read and judged anew. What the store signals meanwhile is
// the screen's to hear.
func judged(s *store.Store) {
	for s.Counts().Loading < 1 || s.Counts().Stale > 0 {
		time.Sleep(time.Millisecond)
	}
}

// The older entries of a large file are found also when something else has
// looked at the store first after they were loaded.
func TestOlderEntriesAreFoundAfterALookAtTheMetrics(t *testing.T) {
	large := largeStore(t)
	d := newDesk(t, 120, 24, func(opt *ui.Options) { opt.Store = large })
	d.Press("/")
	d.Type("event:Event*")
	d.Press("enter")
	judged(large)
	d.Press("2", "1")
	d.arrive()
	d.sees("4000 of 4000")
}
