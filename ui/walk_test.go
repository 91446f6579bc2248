package ui_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"segtap/capture/ingest"
	"segtap/capture/replay"
	"segtap/mapping/jsondoc"
	"segtap/ui"
	"segtap/ui/keymap"
)

// looks are the ways in which the screen can be drawn.
var looks = map[string]func(*ui.Options){
	"plain": func(*ui.Options) {},
	"ascii": func(o *ui.Options) { o.ASCII = true },
}

// sizes are those that the screen is tried at: from what nobody uses to what fills a wall.
var sizes = [][2]int{{5, 3}, {40, 10}, {80, 24}, {100, 30}, {120, 36}, {200, 50}, {400, 120}}

// walked opens a screen over a shop in which everything can be done.
func walked(t *testing.T, w, h int, look func(*ui.Options)) *desk {
	t.Helper()
	d := newDesk(t, w, h, func(o *ui.Options) {
		withStorefront(t)(o)
		o.Env.ClientSideID, o.Env.EventsURL = "0123456789abcdef01234567", "http://127.0.0.1:1"
		o.Faults = ingest.NewFaults(func() float64 { return 1 })
		o.Editor = []string{"ed"}
		look(o)
	})
	batch := []string{aPage, noUser, strings.Replace(badOrder, "currency", strings.Repeat("long ", 60), 1)}
	for i := range 4 {
		batch = append([]string{strings.ReplaceAll(goodOrder, "u_42", fmt.Sprintf("u_%d", i))}, batch...)
	}
	for _, text := range hostile { // wide, combining, from right to left, controls
		quoted := string(jsondoc.AppendString(nil, text))
		batch = append(batch, `{"type":"track","userId":`+quoted+`,"event":`+quoted+`,"properties":{`+quoted+`:`+quoted+`}}`)
	}
	batch = append(batch, batch[len(batch)-len(hostile)-1]) // the last one has a problem
	d.post("batch", `{"batch":[`+strings.Join(batch, ",")+`]}`)
	for i, status := range []int{202, 503} {
		a := replay.Attempt{Target: "segment", Kind: replay.Segment, EntryID: 2, Status: status, Tries: i + 1, Method: "POST", URL: "http://127.0.0.1:1/v1/track", At: noon.Add(time.Duration(i) * time.Second), RequestBody: []byte(badOrder)}
		if err := d.store.AddAttempt(0, &a, noon); err != nil {
			t.Fatal(err)
		}
	}
	d.arrive()
	return d
}

// Every key of every screen, at every size and in every look: nothing goes out of its
// bounds, whatever it opens, and esc leads back.
func TestAWalkOverTheActionTable(t *testing.T) {
	for name, look := range looks {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s/%dx%d", name, size[0], size[1]), func(t *testing.T) {
				d := walked(t, size[0], size[1], look)
				for _, screen := range keymap.Screens() {
					for _, b := range keymap.Table() {
						if slices.Contains([]string{"quit", "suspend"}, b.ID) {
							continue
						}
						d.Press(fmt.Sprint(screen.Number()))
						d.Press(b.Keys()[0])
						if d.CheckBounds(); t.Failed() {
							t.Fatalf("after %s on %s", b.Keys()[0], screen)
						}
						for range 3 {
							d.Press("esc")
						}
					}
				}
			})
		}
	}
}

// No key does nothing and does not say why: on each screen where it belongs, each shows
// something new, asks something of the terminal, or has its reason, in one state at
// least.
func TestNoKeyIsDead(t *testing.T) {
	fixed := []string{"f", "ctrl+s"} // an edited copy, which is selected then
	states := map[keymap.Screen][][]string{
		keymap.Events: {
			{},
			{"up", "up"},
			{"tab"},
			{"tab", "down", "down"},
			{"tab", "tab"},
			{"space"},
			{"up", "m", "up", "m"},
			{"up", "c"},
			{"tab", "-"},
			{"w", "tab"},
			{"w", "tab", ">", ">"},
			{"home"},
			{"i"},
			fixed, append(slices.Clone(fixed), "p"),
		},
		keymap.Metrics:  {{"2"}, {"2", "down", "down"}, {"2", "x"}},
		keymap.Problems: {{"4"}, {"4", "down", "down"}},
		keymap.Replays:  {{"3", "home"}, {"3", "end"}, {"3", "end", "J", "J"}, {"3", "/", "5", "enter"}},
	}
	for _, screen := range keymap.Screens() {
		for _, b := range keymap.Table() {
			if !b.IsOn(screen) || b.ID == screen.ID() { // it is open
				continue
			}
			t.Run(screen.String()+"/"+b.ID, func(t *testing.T) {
				t.Parallel() // it waits for frames more than for the processor
				for _, state := range states[screen] {
					d := walked(t, 120, 20, looks["plain"])
					d.Press(state...)
					before, asked := d.Styled(), len(d.Requests())
					d.Press(b.Keys()[0])
					if d.Styled() != before || len(d.Requests()) != asked || d.Quit() {
						return
					}
				}
				t.Errorf("%s does nothing on %s, and does not say why", b.Keys()[0], screen)
			})
		}
	}
}
