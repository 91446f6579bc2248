package listing_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/query"
	"segtap/ui/events/listing"
)

var noon = time.Date(2026, 8, 18, 12, 0, 0, 0, time.UTC)

// A list under test: a real store that keeps a few entries, and what a person does.
type world struct {
	t     *rapid.T
	store *store.Store
	list  *listing.Listing
	next  int
	left  uint64 // the newest entry when the list followed last
}

func newWorld(t *rapid.T) *world {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	store, err := store.New(mapping.NewJudge(engine), file.Memory(), capture.Limits{Entries: 12})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, store: store, list: listing.New(store)}
	w.list.SetHeight(4)
	w.list.Look()
	return w
}

// arrive puts n entries into the store, every other one odd, and lets the list notice.
func (w *world) arrive(n int) {
	for range n {
		kind := []string{"Even", "Odd"}[w.next%2]
		w.next++
		if _, err := w.store.Add(fmt.Appendf(nil, `{"type":"track","userId":"u","event":"%s %d"}`, kind, w.next), capture.Received, 0, noon); err != nil {
			w.t.Fatal(err)
		}
	}
	w.list.Look()
	w.run(w.list.Continue())
}

// run runs a command, and what comes of it, to the end.
func (w *world) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, each := range msg {
			w.run(each)
		}
	default:
		next, mine := w.list.Update(msg)
		if !mine {
			w.t.Fatalf("the list does not know its own %T", msg)
		}
		w.run(next)
	}
}

func (w *world) search(text string) {
	filter, err := query.Parse(text, noon)
	if err != nil {
		w.t.Fatal(err)
	}
	w.run(w.list.Search(filter))
}

// wanted returns the entries that the list has to show, oldest first: it asks the store for
// every one.
func (w *world) wanted() (ids []uint64) {
	counts, filter := w.store.Counts(), w.list.Asked().Filter
	for i := range w.list.Total() {
		entry, ok := w.store.At(counts.First + i)
		if ok && (filter == nil || w.store.Chooser(filter).Wants(entry.ID)) {
			ids = append(ids, entry.ID)
		}
	}
	return ids
}

// Whatever comes, goes and is done, the list shows what it should, and the entry under the
// cursor is one of them; it is the same one as before as long as nobody moved.
func TestTheListIsTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		t.Repeat(map[string]func(*rapid.T){
			"arrive": func(t *rapid.T) {
				before, held := w.list.Selected(), !w.list.Following()
				w.arrive(rapid.IntRange(1, 5).Draw(t, "n"))
				if _, listed := w.store.Index(before.ID); held && before.ID != 0 && listed && w.list.Selected().ID != before.ID {
					t.Errorf("#%d was selected, now it is #%d", before.ID, w.list.Selected().ID)
				}
			},
			"move":   func(t *rapid.T) { w.list.Move(rapid.IntRange(-3, 3).Draw(t, "by")) },
			"page":   func(t *rapid.T) { w.list.Page(rapid.IntRange(-1, 1).Draw(t, "by")) },
			"wheel":  func(t *rapid.T) { w.list.Wheel(rapid.IntRange(-3, 3).Draw(t, "by")) },
			"home":   func(*rapid.T) { w.list.Home() },
			"follow": func(*rapid.T) { w.run(w.list.Follow()) },
			"pause":  func(*rapid.T) { w.run(w.list.Pause()) },
			"resize": func(t *rapid.T) { w.list.SetHeight(rapid.IntRange(1, 8).Draw(t, "height")) },
			"search": func(t *rapid.T) {
				before, held := w.list.Selected(), !w.list.Following()
				w.search(rapid.SampledFrom([]string{"event:odd*", "event:even*", "1", "event:none"}).Draw(t, "filter"))
				if held && slices.Contains(w.wanted(), before.ID) && w.list.Selected().ID != before.ID {
					t.Errorf("#%d was selected under another filter, now it is #%d", before.ID, w.list.Selected().ID)
				}
			},
			"clear": func(t *rapid.T) {
				before, held := w.list.Selected(), !w.list.Following()
				w.list.Clear()
				if _, listed := w.store.Index(before.ID); held && before.ID != 0 && listed && w.list.Selected().ID != before.ID {
					t.Errorf("#%d was selected, now it is #%d", before.ID, w.list.Selected().ID)
				}
			},
			"": func(t *rapid.T) {
				ids := w.wanted()
				if w.list.Following() {
					w.left = w.list.Highest()
				}
				if w.list.Len() != len(ids) {
					t.Fatalf("the list has %d entries, not %v", w.list.Len(), ids)
				}
				rows, selected := w.list.Rows()
				if len(ids) == 0 {
					if len(rows) > 0 || w.list.Selected().ID != 0 {
						t.Fatalf("an empty list shows %v", rows)
					}
					return
				}
				from := slices.Index(ids, rows[0].ID)
				for i := range rows {
					if from < 0 || rows[i].ID != ids[from+i] {
						t.Fatalf("row %d is #%d, of %v", i, rows[i].ID, ids)
					}
				}
				if rows[selected].ID != w.list.Selected().ID {
					t.Errorf("#%d is under the cursor, and #%d selected", rows[selected].ID, w.list.Selected().ID)
				}
				below := 0
				for _, id := range ids[from+len(rows):] {
					if id > w.left {
						below++
					}
				}
				if w.list.Paused() {
					below = w.list.Counts().Entries - w.list.Total()
				}
				if listing.NewBelow(w.list) != below {
					t.Errorf("%d are new below, not %d, since #%d", listing.NewBelow(w.list), below, w.left)
				}
				if w.list.Following() && w.list.Selected().ID != ids[len(ids)-1] {
					t.Errorf("#%d is selected, and the newest is #%d", w.list.Selected().ID, ids[len(ids)-1])
				}
			},
		})
	})
}
