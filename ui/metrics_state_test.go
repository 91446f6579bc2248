package ui_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"segtap/capture"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/ui"
	"segtap/ui/keymap"
)

// page is one page of LaunchDarkly's API.
func page(t testing.TB, name string) *catalogue.Catalogue {
	t.Helper()
	return joined(t, name)
}

// with opens the screen over a catalogue.
func with(c *catalogue.Catalogue) func(*ui.Options) {
	return func(o *ui.Options) { o.Store.SetJudge(o.Store.Judge().With(c)) }
}

// row gives the line of the table that has a text.
func (d *desk) row(text string) string {
	d.t.Helper()
	for line := range strings.Lines(d.Text()) {
		if strings.Contains(line, text) && !heads(line) {
			return strings.Join(strings.Fields(line), " ")
		}
	}
	d.t.Fatalf("no line has %q:\n%s", text, d.Text())
	return ""
}

// heads reports whether a line is the title of what stands below the table.
func heads(line string) bool {
	return strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "  ") && len(strings.TrimSpace(line)) > 0
}

// at selects the row of the metrics screen whose name is given.
func (d *desk) at(name string) {
	d.t.Helper()
	d.Press("home")
	for range 20 {
		for line := range strings.Lines(d.Text()) {
			if heads(line) && strings.HasPrefix(strings.TrimSpace(line)+"  ", name+"  ") {
				return
			}
		}
		d.Press("down")
	}
	d.t.Fatalf("no row is called %s:\n%s", name, d.Text())
}

func TestEditsAndReplaysAreNotWhatTheAppSends(t *testing.T) {
	d := newDesk(t, 170, 36, withStorefront(t))
	d.post("track", goodOrder)
	for _, origin := range []capture.Origin{capture.Edited, capture.Replayed} {
		if _, err := d.store.Add([]byte(goodOrder), origin, 1, noon); err != nil {
			t.Fatal(err)
		}
		d.arrive()
	}
	if _, err := d.store.Add([]byte(`{"type":"track","userId":"u","event":"Tried Here"}`), capture.Edited, 1, noon); err != nil {
		t.Fatal(err)
	}
	d.arrive()
	d.Press("2")
	if row := d.row("order-revenue"); !strings.Contains(row, "checkout-redesign 1 1 12:00:01") {
		t.Error(row)
	}
	d.lacks("Tried Here")
	d.at("order-revenue")
	d.sees("1 event; 1 counts; the last at 12:00:01; 2 edits and replays made here left out")
}

func TestAMetricThatLosesEventsIsNotWell(t *testing.T) {
	d := newDesk(t, 120, 36, withStorefront(t))
	d.post("track", checkout("JPY"))
	d.post("track", goodOrder)
	d.Press("2")
	d.lacks("LOST")
	if row := d.row("order-revenue"); !strings.HasPrefix(row, "✓ order-revenue Order Completed counts") {
		t.Error(row)
	}
	d.post("track", badOrder)
	d.post("track", badOrder)
	if row := d.row("order-revenue"); !strings.HasPrefix(row, "! order-revenue Order Completed loses events") || !strings.Contains(row, " 3 2 0 1 ") {
		t.Error(row)
	}
	if at := strings.Index(d.Text(), "order-revenue"); at > strings.Index(d.Text(), "checkout-started-jp") {
		t.Error("it is not above what fares better")
	}
	d.at("order-revenue")
	d.sees("loses 2 of 3 (2 dropped by Segment)")
	d.sees("3 events; 2 dropped by Segment; 1")
}

func TestAllThatWasSentIsLost(t *testing.T) {
	d := newDesk(t, 170, 36, withStorefront(t))
	d.post("track", badOrder)
	d.Press("2")
	d.at("order-revenue")
	d.sees("✗ order-revenue")
	d.sees("seen, counts nowhere: all dropped by Segment")
}

func TestWhatMayCountIsSaidSo(t *testing.T) {
	d := newDesk(t, 170, 36, withStorefront(t))
	for _, message := range []string{checkout("JPY"), checkout("JPY"), checkout("USD"), product} {
		d.post("track", message)
	}
	d.Press("2")
	if row := d.row("checkout-started-jp"); !strings.Contains(row, "? checkout-started-jp Checkout Started may count") || !strings.Contains(row, " 3 1 2 0 ") {
		t.Error(row)
	}
	d.sees("OTHER  MAY  COUNTS")
	d.at("checkout-started-jp")
	d.sees("3 events; 0 count; 2 may count")
	d.sees("not counted   1 excluded by the filter")
	d.sees("may count     2 for which the filter cannot be seen here")
	d.sees("distinct keys user 1")
}

func TestWhyLessCountsThanWasSeen(t *testing.T) {
	d := newDesk(t, 120, 40, withStorefront(t))
	d.post("track", goodOrder)
	for i := range 3 {
		d.post("track", fmt.Sprintf(`{"userId":"u_%d","event":"Order Completed"}`, i))
	}
	d.post("track", product)
	d.Press("2")
	d.at("order-revenue")
	d.sees("not counted   3 without a value")
	d.sees("distinct keys unauthenticatedUser 1, user 4")
	d.at("products-viewed-count")
	d.sees("not counted   1 while it is in no experiment")
}

func TestWhatWasNotReadIsSaid(t *testing.T) {
	const (
		nothing     = "! no metrics are known: give the metrics page with --metrics, or ctrl+r"
		metrics     = "! metrics not read: give the metrics page too with --metrics, or ctrl+r"
		experiments = "! experiments not read: give the experiments page too with --metrics, or ctrl+r"
	)
	t.Run("no page", func(t *testing.T) {
		d := newDesk(t, 120, 36, nil)
		for range 2 { // it stays, whatever comes
			d.post("track", goodOrder)
			d.Press("2")
			d.sees(nothing)
			d.Press("1")
		}
		d.Press("2")
		d.lacks("no metric has this event key")
		d.sees(`· "Order Completed"`)
		d.sees("no metrics are known that it could feed")
		d.Press("x")
		d.sees("x: " + nothing[2:])
	})
	t.Run("by the key that there is", func(t *testing.T) {
		d := newDesk(t, 120, 36, func(o *ui.Options) {
			o.Keys = []keymap.Change{{Action: "reload", Keys: []string{"ctrl+l"}, Place: "config.toml, line 2"}}
		})
		d.Press("2")
		d.sees("ctrl+l asks LaunchDarkly")
		d.Press("1")
		d.post("track", goodOrder)
		d.Press("2")
		d.sees("give the metrics page with --metrics, or ctrl+l")
		d.lacks("ctrl+r")
	})
	t.Run("the metrics", func(t *testing.T) {
		d := newDesk(t, 170, 36, with(page(t, "metrics-page.json")))
		d.post("track", goodOrder)
		d.post("track", product)
		d.Press("2")
		d.sees(experiments)
		if row := d.row("order-revenue"); !strings.Contains(row, "? order-revenue Order Completed may count") {
			t.Error(row)
		}
		if row := d.row("checkout-started-jp"); !strings.Contains(row, "? checkout-started-jp Checkout Started not known") {
			t.Error(row)
		}
		if row := d.row("products-viewed-cou"); !strings.Contains(row, "not running") { // LaunchDarkly says so
			t.Error(row)
		}
		d.at("order-revenue")
		d.sees("1 while the metric's kind, experiments or unit is not known")
		d.sees("2 experiments, not read, 1 running")
	})
	t.Run("the experiments", func(t *testing.T) {
		d := newDesk(t, 120, 36, with(page(t, "experiments-page.json")))
		d.post("track", goodOrder)
		d.post("track", `{"userId":"u","event":"Zebra"}`)
		d.sees("2 metrics of storefront/test")
		d.Press("2")
		d.sees(metrics)
		if row := d.row("order-revenue"); !strings.Contains(row, "order-revenue Order Completed may count") || !strings.Contains(row, "checkout-redesign") {
			t.Error(row)
		}
		d.at("checkout-started-jp")
		d.sees("never seen")
		d.sees("measures      not known")
		if row := d.row("Zebra"); !strings.Contains(row, "not known") {
			t.Error(row)
		}
	})
	t.Run("both", func(t *testing.T) {
		d := newDesk(t, 120, 36, withStorefront(t))
		d.post("track", goodOrder)
		d.Press("2")
		d.lacks("--metrics")
	})
}

func TestWhatSegmentCannotFeedIsSaidInWords(t *testing.T) {
	c := storefront(t)
	for i, change := range []func(*catalogue.Metric){
		func(x *catalogue.Metric) { x.Key, x.DataSource = "in-the-lake", "snowflake-prod" },
		func(x *catalogue.Metric) { x.Key, x.Archived = "long-gone", true },
	} {
		other := c.Metrics[slices.IndexFunc(c.Metrics, func(x catalogue.Metric) bool { return x.Key == "order-revenue" })]
		other.Name, other.EventKey = "", fmt.Sprint("Event ", i)
		change(&other)
		c.Metrics = append(c.Metrics, other)
	}
	d := newDesk(t, 120, 36, with(c))
	d.Press("2")
	for _, x := range []struct{ key, short, long string }{
		{"buy-now-clicks", "click metric", "not fed by Segment: a click metric"},
		{"thank-you-page", "pageview metric", "not fed by Segment: a pageview metric"},
		{"in-the-lake", "warehouse", "not fed by Segment: computed in snowflake-prod"},
		{"long-gone", "archived", "archived: LaunchDarkly hides it"},
	} {
		if row := d.row(x.key); !strings.Contains(row, " "+x.short+" ") {
			t.Error(row)
		}
		d.at(x.key)
		d.sees(x.long)
	}
	d.Resize(40, 10)
	d.sees("long-gone: archived: LaunchDarkly hide") // the line under the table
}

// A name with a blank at its end is another name: it must look so.
func TestBlanksAtTheEndsOfNamesAreSeen(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		t.Run(fmt.Sprintf("ascii %v", ascii), func(t *testing.T) {
			d := newDesk(t, 160, 36, func(o *ui.Options) {
				withStorefront(t)(o)
				o.ASCII = ascii
			})
			d.post("track", `{"userId":"u","event":" Order  Completed "}`)
			d.sees(`#1  \x20Order  Completed\x20 `)
			if n := strings.Count(d.Text(), `\x20Order  Completed\x20`); n < 2 {
				t.Errorf("%d times on the screen:\n%s", n, d.Text())
			}
			d.Press("2")
			d.sees(`! "\x20Order  Complete`)
			d.at(`\x20Order  Completed\x20`)
			d.post("track", `{"userId":"u","event":"  "}`)
			d.sees(map[bool]string{false: "·", true: "."}[ascii] + ` "\x20\x20" `)
		})
	}
}

func TestACutNameSaysThatItIsCut(t *testing.T) {
	d := newDesk(t, 80, 24, withStorefront(t))
	d.post("track", strings.ReplaceAll(goodOrder, "Order Completed", "Order Completed By Somebody Who Has A Long Name"))
	d.Press("enter")
	if line := strings.Join(strings.Fields(lineOf(d.Text(), "#1 ")), " "); !strings.Contains(line, "… counts nowhere — no metric has this event key") {
		t.Error(line)
	}
}

func TestTheReasonWhyAnEventDoesNotCountIsSelected(t *testing.T) {
	d := newDesk(t, 160, 50, withStorefront(t))
	for _, x := range []struct{ message, first string }{
		{`{"userId":"u","event":"Zebra"}`, "metric_not_found"},
		{`{"userId":"guest","event":"Zebra"}`, "metric_not_found"},
		{checkout("USD"), "metric_filter_excludes"},
		{checkout("JPY"), "metric_filter_unseen"},
		{product, "metric_not_attached"},
		{badOrder, "value_not_number"},
	} {
		d.post("track", x.message)
		_, below, _ := strings.Cut(d.Text(), "│ Problem")
		_, below, _ = strings.Cut(below, "\n")
		selected, _, _ := strings.Cut(below, "\n")
		for line := range strings.SplitSeq(below, "\n") {
			if strings.Contains(line, "│▌") {
				selected = line
			}
		}
		if !strings.Contains(selected, x.first) {
			t.Errorf("%s: %s is selected, not %s", x.message, strings.TrimSpace(selected), x.first)
		}
	}
	d.post("track", checkout("JPY"))
	d.lacks("value_missing") // no metric of this event takes one
}

// hinted is an error that knows the way out.
type hinted struct{ error }

func (hinted) Hint() string {
	return "this host does not accept the token: it may be mistyped, expired or deleted, or belong to another instance"
}

func TestTheWayOutOfAFailedReadingIsInSight(t *testing.T) {
	for _, size := range []struct{ w, h int }{{120, 36}, {80, 24}, {40, 12}} {
		t.Run(fmt.Sprintf("%dx%d", size.w, size.h), func(t *testing.T) {
			d := newDesk(t, size.w, size.h, func(o *ui.Options) {
				o.Judge = func(string) (*mapping.Judge, error) { return o.Store.Judge(), nil }
				o.Catalogue = func(context.Context, func(string)) (*catalogue.Catalogue, []string, error) {
					return nil, nil, fmt.Errorf("it failed: %w", hinted{errors.New(strings.Repeat("cannot read the metrics ", 20))})
				}
			})
			d.post("track", goodOrder)
			d.Press("ctrl+r")
			text := strings.Join(strings.Fields(d.Text()), " ")
			for _, part := range []string{"it failed: cannot read", "this host does not accept the token", "or belong to another instance"} {
				if !strings.Contains(text, part) {
					t.Errorf("%q is not on the screen:\n%s", part, d.Text())
				}
			}
			d.Press("down")
			d.lacks("it failed")
		})
	}
}
