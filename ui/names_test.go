package ui_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/naming"
	"segtap/mapping/origin"
	"segtap/ui"
	"segtap/ui/reading"
)

// sources are plans and code that a test changes.
type sources struct {
	from    naming.Sources
	notes   []string
	err     error
	changed [][]string // what was asked for
	watch   chan reading.Change
}

func (s *sources) read(_ context.Context, changed []string, tell func(string)) (naming.Sources, []string, error) {
	s.changed = append(s.changed, changed)
	tell("reading src: 2 of 3 files")
	return s.from, s.notes, s.err
}

// wait gives the next change.
func (s *sources) wait() (reading.Change, bool) {
	change, ok := <-s.watch
	return change, ok
}

// inCode is a name in code, with the type of its revenue; no type: it has none.
func inCode(event, file string, line int, revenue ...origin.Type) origin.Name {
	n := origin.Name{Event: event, Kind: origin.Code, By: "TypeScript", Place: origin.Place{File: file, Line: line, Column: 3}, UserKey: origin.KeyGiven}
	if len(revenue) > 0 {
		n.Properties = []origin.Property{{Pointer: "/properties/revenue", Types: revenue, Required: true, Place: origin.Place{File: file, Line: line + 1, Column: 5}}}
	}
	return n
}

// planned is a name in a plan, with the type of its revenue.
func planned(event string, line int, revenue ...origin.Type) origin.Name {
	n := inCode(event, "plan.json", line, revenue...)
	n.Kind, n.By, n.UserKey = origin.Plan, "Shop", origin.KeyUnknown
	return n
}

// shopSources are names of which the code has two that are not right.
func shopSources() *sources {
	return &sources{watch: make(chan reading.Change, 1), from: naming.Sources{
		Plans: &origin.Found{Names: []origin.Name{planned("Order Completed", 12, origin.Number), planned("Checkout Started", 30)}},
		Code: &origin.Found{
			Names: []origin.Name{
				inCode("Order Complete", "src/checkout.ts", 14, origin.Number), inCode("Product Viewed", "src/product.ts", 7),
				inCode("Zebra Crossed", "src/street.ts", 3), inCode("Zebra Crossed", "src/zoo.ts", 5),
			},
			Unread: []origin.Unread{{Place: origin.Place{File: "src/any.ts", Line: 9}, By: "TypeScript", Why: "its name is made while the program runs"}},
		},
	}}
}

// withNames opens the screen over the catalogue of the fixtures, with sources of names.
func withNames(t testing.TB, s *sources) func(*ui.Options) {
	return func(o *ui.Options) {
		withStorefront(t)(o)
		o.Names = s.read
	}
}

func TestNamesBeforeAnyEvent(t *testing.T) {
	for _, size := range []struct{ w, h int }{{120, 36}, {80, 24}, {200, 50}, {40, 10}} {
		t.Run(fmt.Sprintf("%dx%d", size.w, size.h), func(t *testing.T) {
			d := newDesk(t, size.w, size.h, withNames(t, shopSources()))
			if size.h > 30 {
				d.sees("5 names in plans and code: 2 feed no metric, 1 nearly")
			}
			d.Press("2")
			d.Golden(fmt.Sprintf("names-%dx%d", size.w, size.h))
			d.CheckBounds()
		})
	}
}

// What needs a person comes first, in the order of the table that `segtap metrics coverage` prints.
func TestNamesComeInTheOrderOfTheTable(t *testing.T) {
	s := shopSources()
	d := newDesk(t, 160, 50, withNames(t, s))
	d.Press("2")
	table := naming.New(d.store.Judge(), s.from)
	at := 0
	for i := range table.Rows {
		want := table.Rows[i].Name()
		if len(table.Rows[i].Metrics) > 0 {
			want = table.Rows[i].Metrics[0].Metric.Key
		}
		found := strings.Index(d.Text()[at:], want)
		if found < 0 {
			t.Fatalf("%s does not come in its turn:\n%s", want, d.Text())
		}
		at += found
	}
	first := table.Rows[0].Findings[0]
	d.sees(first.Name())
	d.sees("src/checkout.ts:14")
}

// follow has the screen notice that files have changed.
func (s *sources) follow(d *desk, change reading.Change) {
	d.t.Helper()
	s.watch <- change
	if d.Release("waitForFiles") != 1 {
		d.t.Fatal("the screen does not wait for files")
	}
	d.CheckBounds()
}

// watched opens the screen over sources that are watched.
func watched(t *testing.T, s *sources, change func(*ui.Options)) *desk {
	t.Helper()
	return newDesk(t, 150, 40, func(o *ui.Options) {
		withNames(t, s)(o)
		o.Changed = s.wait
		if change != nil {
			change(o)
		}
	})
}

func TestAFileOfCodeThatChangesIsReadAgain(t *testing.T) {
	s := shopSources()
	d := watched(t, s, nil)
	d.Press("2", "down")
	d.sees(`▌ ✗ "Zebra Crossed"`)
	mended := *s.from.Code
	mended.Names = append([]origin.Name{inCode("Order Completed", "src/checkout.ts", 14, origin.Number)}, mended.Names[1:]...)
	s.from.Code = &mended
	s.follow(d, reading.Change{Names: []string{"src/checkout.ts"}})
	d.sees("src/checkout.ts changed: 1 name less, 1 near miss less")
	d.lacks("Order Complete\"")
	d.sees(`▌ ✗ "Zebra Crossed"`) // stays selected, wherever it goes
	if got := fmt.Sprint(s.changed); got != "[[] [src/checkout.ts]]" {
		t.Errorf("asked for %s", got)
	}

	more := mended
	more.Names = append([]origin.Name{inCode("Wishlist Shared", "src/wish.ts", 2)}, mended.Names[1:]...)
	s.from.Code = &more
	s.follow(d, reading.Change{Names: []string{"src/wish.ts", "src/checkout.ts"}})
	d.sees("src/checkout.ts and 1 more file changed: 1 name more, 2 other problems more")

	s.follow(d, reading.Change{Names: []string{"src/wish.ts"}})
	d.sees("src/wish.ts changed: read again")
}

func TestAFileThatIsBrokenAtTheMoment(t *testing.T) {
	s := shopSources()
	d := watched(t, s, nil)
	d.Press("2")
	s.err = errors.New("plan.json, line 3, column 7: a comma is missing")
	s.follow(d, reading.Change{Names: []string{"plan.json"}})
	d.sees("plan.json, line 3, column 7: a comma is missing: the names that were read before stay")
	d.Press("down") // the notice has been read
	d.sees("! what was read before is shown: plan.json, line 3, column 7: a comma is missing")
	d.sees("Order Complete")
	s.err = nil
	s.follow(d, reading.Change{Names: []string{"plan.json"}})
	d.lacks("a comma is missing")
	if got := fmt.Sprint(s.changed); got != "[[] [plan.json] [plan.json plan.json]]" { // what has not been read is asked for again
		t.Errorf("asked for %s", got)
	}
}

func TestMetricsThatChangeAreJudgedBy(t *testing.T) {
	s := shopSources()
	known := storefront(t)
	var err error
	d := watched(t, s, func(o *ui.Options) {
		o.Judge = func(string) (*mapping.Judge, error) { return mapping.NewJudge(o.Store.Judge().Engine()), nil }
		o.MetricsFiles = func(context.Context, func(string)) (*catalogue.Catalogue, []string, error) { return known, nil, err }
	})
	d.post("track", `{"userId":"u","event":"Zebra Crossed"}`)
	d.sees("no metric has this event key")
	with := *known
	with.Metrics = append(with.Metrics[:len(with.Metrics):len(with.Metrics)], catalogue.Metric{Key: "zebras", Kind: "custom", EventKey: "Zebra Crossed"})
	known = &with
	s.follow(d, reading.Change{Metrics: []string{"metrics.yaml"}})
	d.arrive()
	d.sees("metrics.yaml changed: 1 metric more, ")
	d.sees("zebras is in no experiment")

	err = errors.New("metrics.yaml, line 2, column 26: event is a list")
	s.follow(d, reading.Change{Metrics: []string{"metrics.yaml"}})
	d.sees("event is a list: the metrics that were read before stay")
	d.Press("2")
	d.sees("! what was read before is shown: metrics.yaml, line 2, column 26: event is a list")
	d.sees("zebras")
}

// Files that change while names are being read are read afterwards.
func TestFilesThatChangeWhileNamesAreRead(t *testing.T) {
	s := shopSources()
	d := watched(t, s, nil)
	d.Park("readNames", "waitForProgress")
	s.follow(d, reading.Change{Names: []string{"a.ts"}})
	d.sees("reading the names in plans and code")
	s.follow(d, reading.Change{Names: []string{"b.ts"}})
	s.follow(d, reading.Change{Names: []string{"c.ts"}})
	d.Release("readNames")
	d.Release("readNames")
	d.Release("waitForProgress")
	if got := fmt.Sprint(s.changed); got != "[[] [a.ts] [b.ts c.ts]]" {
		t.Errorf("asked for %s", got)
	}
}

func TestReadingNamesIsStopped(t *testing.T) {
	s := shopSources()
	d := newDesk(t, 120, 36, func(o *ui.Options) {
		withNames(t, s)(o)
		o.Names = func(ctx context.Context, _ []string, _ func(string)) (naming.Sources, []string, error) {
			return s.from, nil, ctx.Err()
		}
	})
	d.sees("5 names in plans and code")
	d.Park("readNames", "waitForProgress")
	d.Press("ctrl+r")
	d.sees("reading the names in plans and code …  (esc stops it)")
	d.Press("esc")
	d.Release("readNames")
	d.sees("reading the names was stopped: the names that were read before stay")
	d.sees("5 names in plans and code")
}

// A filter finds rows by the files that names stand in, and by what is wrong.
func TestAFilterFindsPlaces(t *testing.T) {
	d := newDesk(t, 120, 36, withNames(t, shopSources()))
	for _, c := range []struct{ words, found string }{
		{"street", "1 of 8 rows"}, {"near_miss", "1 of 8 rows"}, {"plan.json", "2 of 8 rows"}, {"code", "3 of 8 rows"},
	} {
		d.Press("2", "/")
		d.Type(c.words)
		d.sees(c.found)
		d.Press("esc")
	}
}

// A name that a constant has is mended where the constant stands.
func TestTheTextOfANameComesFirst(t *testing.T) {
	s := shopSources()
	s.from.Code.Names = s.from.Code.Names[:1]
	s.from.Code.Names[0].Literal = origin.Place{File: "src/checkout.ts", Line: 2, Column: 7}
	var copied string
	d := newDesk(t, 160, 36, func(o *ui.Options) {
		withNames(t, s)(o)
		o.Clipboard = func(text string) error { copied = text; return nil }
	})
	d.Press("2", "home")
	d.sees("src/checkout.ts:2:7 (sent at src/checkout.ts:14:3): metric_near_miss")
	d.Press("y", "1")
	if copied != "src/checkout.ts:2:7" {
		t.Errorf("copied %q", copied)
	}
}

func TestAPlaceIsCopied(t *testing.T) {
	copied := ""
	d := newDesk(t, 120, 36, func(o *ui.Options) {
		withNames(t, shopSources())(o)
		o.Clipboard = func(text string) error { copied = text; return nil }
	})
	d.Press("2", "down", "y")
	d.sees("the place src/street.ts:3:3")
	d.Press("2")
	if copied != "src/zoo.ts:5:3" {
		t.Errorf("copied %q", copied)
	}
	d.Press("y", "t")
	if !strings.Contains(copied, `resource "launchdarkly_metric" "zebra_crossed"`) || !strings.Contains(copied, `"Zebra Crossed"`) || !strings.Contains(copied, "# in code at src/street.ts:3:3 and 1 more; none of its events was seen") {
		t.Errorf("copied %q", copied)
	}
	d.Press("E")
	d.sees("E: neither $VISUAL nor $EDITOR is set")
	d.Press("end", "up", "E")
	d.sees("E: no plan and no code that was read has it")
}

// What plans and code say comes from somebody else.
func TestAPlanCannotWriteOnTheTerminal(t *testing.T) {
	const hostile = "\x1b[31mEVIL\a"
	s := shopSources()
	for i := range s.from.Code.Names {
		n := &s.from.Code.Names[i]
		n.Event, n.By, n.Place.File = n.Event+hostile, hostile, hostile+".ts"
		n.Properties = []origin.Property{{Pointer: "/properties/" + hostile, Value: `"` + hostile + `"`}, {Pointer: "/x", Types: []origin.Type{hostile}}}
	}
	s.from.Code.Unread[0].Place.File = hostile
	s.notes = []string{hostile}
	d := watched(t, s, nil)
	s.follow(d, reading.Change{Names: []string{hostile}})
	for _, keys := range [][]string{{"2"}, {"down"}, {"y"}, {"esc", "/"}} {
		d.Press(keys...)
		if content := d.View().Content; strings.Contains(content, "\x1b[31mEVIL") || strings.Contains(content, "\a") {
			t.Errorf("after %v what a plan says is written as it is", keys)
		}
	}
}
