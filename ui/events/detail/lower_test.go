package detail

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/ui/draw"
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
	store, err := store.New(mapping.NewJudge(engine), file.Memory(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	d := New(store, theme.New(false), keys, "", time.Now, nil)
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

// detailOf lays a message open in w×h cells.
func detailOf(t *testing.T, message string, w, h int) *Detail {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	keys, _ := keymap.NewKeys(nil)
	store, err := store.New(mapping.NewJudge(engine), file.Memory(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	d := New(store, theme.New(false), keys, "", time.Now, nil)
	id, err := store.Add([]byte(message), capture.Edited, 0, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	entry, _ := store.Entry(id)
	d.Take(d.Open(entry, store.Judge())().(ReadMsg), entry)
	d.SetSize(w, h)
	return d
}

// many has problems at several gates, one of them far down in the message.
const many = `{"type":"track","userId":"null","event":"Order","timestamp":"yesterday","integrations":{"LaunchDarkly Actions":true},"properties":{"a":1,"a":2,"revenue":"$9","id":9007199254740993}}`

// Whatever the room, all that stands under the JSON is reached when keys go to it, and no sentence is torn apart that has
// room to be whole.
func TestAllUnderTheJSONIsReached(t *testing.T) {
	for _, w := range []int{20, 55, 56, 80, 115, 300} {
		for h := 5; h < 60; h += 3 {
			d := detailOf(t, many, w, h)
			d.SetFocus(Lower)
			d.SetSize(w, h)
			d.lower.Home()
			all := d.lower.tell(d, draw.Teaching)
			seen := make([]bool, len(all))
			for range 2 * len(all) {
				from, upTo := d.lower.window()
				for i := from; i < upTo; i++ {
					seen[i] = true
				}
				if got := d.View(); len(got) > h {
					t.Fatalf("%d×%d: %d lines", w, h, len(got))
				}
				if d.lower.h > 2 && upTo < len(all) && begins(all, upTo) > from && begins(all, upTo) < upTo && !all[begins(all, upTo)-1].heads {
					t.Fatalf("%d×%d: torn behind %q, %d-%d, %d of %d:\n%s", w, h, all[upTo-1].text, from, upTo, begins(all, upTo), d.lower.h, strings.Join(d.View(), "\n"))
				}
				if begins(all, from) < from && ends(all, from)-begins(all, from) < d.lower.h-2 {
					t.Fatalf("%d×%d: torn before %q", w, h, all[from].text)
				}
				d.lower.Move(1)
			}
			for i, l := range all {
				if !seen[i] && !l.heads {
					t.Fatalf("%d×%d: line %d of %d is never seen: %q", w, h, i, len(all), l.text)
				}
			}
		}
	}
}

// begins and ends are the bounds of the sentence that a line is in.
func begins(all []lowerLine, i int) int {
	for i > 0 && i < len(all) && !all[i].starts {
		i--
	}
	return i
}

func ends(all []lowerLine, i int) int {
	for i++; i < len(all) && !all[i].starts; i++ {
	}
	return i
}

// The selected problem is in sight wherever it stands in the list, and the list stays as it is.
func TestTheSelectedProblemIsInSight(t *testing.T) {
	for _, size := range [][2]int{{34, 9}, {60, 20}, {115, 45}} {
		d := detailOf(t, many, size[0], size[1])
		order := func() (codes string) {
			for _, l := range d.lower.tell(d, draw.Brief) {
				if l.problem >= 0 && l.starts {
					codes += fmt.Sprint(l.problem)
				}
			}
			return codes
		}
		n := len(d.problems())
		if n < 5 {
			t.Fatalf("%d problems", n)
		}
		for range n {
			d.NextProblem(1)
			d.SetSize(size[0], size[1])
			from, upTo := d.lower.window()
			found := false
			for _, l := range d.lower.lines()[from:upTo] {
				found = found || l.problem == d.problem && l.starts
			}
			if !found {
				t.Errorf("%v: problem %d is out of sight:\n%s", size, d.problem, strings.Join(d.View(), "\n"))
			}
			if !slices.IsSorted([]byte(order())) {
				t.Errorf("the order is %s", order())
			}
		}
	}
}

// With room each problem has its remedy; without, the selected one has.
func TestRemediesAreToldWhereThereIsRoom(t *testing.T) {
	told := func(h int) (n int) {
		d := detailOf(t, many, 115, h)
		text := strings.Join(d.View(), "\n")
		fixes := make(map[string]bool)
		for _, p := range d.problems() {
			if first, _, _ := strings.Cut(p.Fix, ":"); !fixes[p.Fix] && strings.Contains(text, first) {
				n++
			}
			if strings.Count(text, p.Fix) > 1 {
				t.Errorf("%q is told twice", p.Fix)
			}
			fixes[p.Fix] = true
		}
		return n
	}
	different := make(map[string]bool)
	for _, p := range detailOf(t, many, 115, 20).problems() {
		different[p.Fix] = true
	}
	if n := told(60); n != len(different) {
		t.Errorf("%d remedies of %d are told where there is room", n, len(different))
	}
	if n := told(18); n < 1 || n == len(different) {
		t.Errorf("%d remedies of %d are told where there is none", n, len(different))
	}
}

// A click on a problem selects it, and the line that it is about.
func TestAClickSelectsAProblem(t *testing.T) {
	d := detailOf(t, many, 115, 50)
	for y := range d.boxes.lower.H {
		problem := d.lower.problemAt(y)
		d.Click(3, d.boxes.lower.Y+y)
		if problem < 0 {
			continue
		}
		if d.problem != problem || d.focus != Message {
			t.Fatalf("line %d: problem %d is selected, not %d", y, d.problem, problem)
		}
		if want := d.problems()[problem].Pointer; want != "" && d.message.Pointer() != want {
			t.Errorf("the cursor is at %q, not at %q", d.message.Pointer(), want)
		}
		d.SetSize(115, 50)
	}
	d.Wheel(3, d.boxes.lower.Y+1, 3) // where everything is in sight nothing scrolls
	if d.lower.top != 0 {
		t.Error("it scrolls")
	}
}
