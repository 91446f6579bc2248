package detail

import (
	"fmt"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/ui/keymap"
	"segtap/ui/theme"
)

// One arrival is one rendering of what stands under the panes, however often the screen
// is laid out and drawn; another width, or another problem, is another one.
func TestTheLowerPaneIsRenderedOnce(t *testing.T) {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	keys, _ := keymap.NewKeys(nil)
	store, err := store.New(mapping.NewJudge(engine), journal.Memory(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	d := New(store, theme.New(false), keys, "", time.Now)
	for i := range 3 {
		id, err := store.Add(fmt.Appendf(nil, `{"type":"track","event":"Order %d","userId":"null","properties":{"revenue":"$9"}}`, i), capture.Edited, 0, time.Unix(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		entry, _ := store.Entry(id)
		read := d.Open(entry, store.Judge())
		d.Take(read().(ReadMsg), entry)
		for range 6 {
			d.SetSize(80, 30)
			d.View()
		}
		if d.lower.rendered != i+1 {
			t.Fatalf("rendered %d times for %d arrivals", d.lower.rendered, i+1)
		}
	}
	if len(d.problems()) < 2 {
		t.Fatal("there is no other problem to go to")
	}
	d.NextProblem(1)
	d.SetSize(80, 30)
	d.SetSize(90, 30)
	d.View()
	if d.lower.rendered != 5 {
		t.Errorf("rendered %d times: another problem and another width are two more", d.lower.rendered)
	}
}
