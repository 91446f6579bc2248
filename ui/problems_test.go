package ui_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"segtap/ui"
	"segtap/ui/preferences"
)

// troubled sends a few calls that have problems, of several names.
func (d *desk) troubled() {
	d.t.Helper()
	for i := range 4 {
		d.post("track", strings.Replace(badOrder, "A-1002", "A-"+strconv.Itoa(i), 1))
	}
	d.post("track", noUser)
	d.post("track", goodOrder)
	d.post("track", strings.Replace(badOrder, "Order Completed", "Order \x1b[31mRefunded \u202e", 1))
	d.post("track", `{"anonymousId":"a","event":"order completed","properties":{"revenue":"12"}}`)
	d.post("page", aPage)
}

func TestTheProblemsScreen(t *testing.T) {
	for _, size := range []struct{ w, h int }{{200, 50}, {120, 36}, {80, 24}, {40, 10}} {
		for name, ascii := range map[string]bool{"": false, "-ascii": true} {
			t.Run(fmt.Sprintf("%dx%d%s", size.w, size.h, name), func(t *testing.T) {
				d := newDesk(t, size.w, size.h, func(o *ui.Options) {
					withStorefront(t)(o)
					o.ASCII = ascii
				})
				d.troubled()
				d.Press("4")
				d.Golden(fmt.Sprintf("problems-%dx%d%s", size.w, size.h, name))
			})
		}
	}
}

// Enter on any row shows exactly the entries that it counts, and none of them has gone
// missing: so does the header.
func TestEachProblemLeadsToItsEntries(t *testing.T) {
	d := newDesk(t, 160, 40, withStorefront(t))
	d.troubled()
	d.Press("4")
	var rows []string
	for _, line := range strings.Split(d.Text(), "\n")[3:] {
		if heads(line) {
			break
		}
		if fields := strings.Fields(strings.TrimPrefix(line, "▌")); len(fields) > 3 {
			rows = append(rows, line)
		}
	}
	if len(rows) < 6 {
		t.Fatalf("%d rows:\n%s", len(rows), d.Text())
	}
	for i := range rows {
		d.Press("4", "home")
		for range i {
			d.Press("down")
		}
		n := ""
		for _, field := range strings.Fields(d.row("▌")) {
			if _, err := strconv.Atoi(field); err == nil {
				n = field
			}
		}
		d.Press("enter")
		d.sees("filter: code:")
		d.sees(n + " of 9")
		d.Press("esc")
	}
}

func TestAProblemIsToldAndCopied(t *testing.T) {
	copied := ""
	d := newDesk(t, 120, 36, func(o *ui.Options) {
		withStorefront(t)(o)
		o.Clipboard = func(text string) error { copied = text; return nil }
	})
	d.Press("4")
	d.sees("No problems: nothing has been captured yet.")
	d.Press("y")
	d.sees("y: there is nothing in the list")
	d.post("track", goodOrder)
	d.post("page", aPage)
	d.Press("4")
	d.troubled()
	d.Press("/")
	d.Type("completed not_num")
	d.sees("1 of ")
	d.Press("enter")
	d.sees("▌ ✗ value_not_number")
	d.sees("4 entries; the first is #3 of 12:00:03, the last #6 of 12:00:06")
	d.Press("y", "f")
	if copied != `code:value_not_number event:="Order Completed"` {
		t.Errorf("copied %q", copied)
	}
	d.Press("a")
	d.sees("▶1 Events")
	d.sees("#6  Order Completed")
	d.Press("4", "esc")
	d.lacks("filter:")
	d.Press("esc")
	d.sees("▶1 Events")
}

// What is sorted by is chosen with a key or on a heading, and is there again when the
// screen is opened anew.
func TestTheOrderOfTheTablesIsRemembered(t *testing.T) {
	var kept preferences.Preferences
	at := func() *desk {
		return newDesk(t, 160, 40, func(o *ui.Options) {
			withStorefront(t)(o)
			o.Preferences = kept
			o.Keep = func(p preferences.Preferences) error { kept = p; return nil }
		})
	}
	d := at()
	d.troubled()
	d.Press("4")
	d.sees("▌ ✗ value_not_number")
	d.ClickOn("EVENT")
	d.sees("by event")
	d.sees("▌ · not_track")
	d.Press("2", "s")
	d.sees("sorted by name")
	d.ClickOn("SEEN")
	d.sees("sorted by times seen")
	d.sent()
	d.Press("3")
	d.sees("by time")
	d.ClickOn("TARGET")
	d.sees("by target")
	if err := d.Model().(*ui.Model).Close(); err != nil {
		t.Fatal(err)
	}
	d = at()
	d.troubled()
	d.sent()
	d.Press("4")
	d.sees("by event")
	d.sees("▌ · not_track")
	d.Press("2")
	d.sees("sorted by times seen")
	d.Press("3")
	d.sees("by target")
}

// The counts are right while the list is cleared, taken back and judged anew.
func TestTheProblemsFollowTheList(t *testing.T) {
	d := newDesk(t, 160, 40, nil)
	d.troubled()
	d.Press("4")
	d.sees("8 kinds of problem")
	d.lacks("metric_case_differs")
	d.store.SetJudge(d.store.Judge().With(storefront(t)))
	judged(d.store)
	d.Press("1", "4")
	d.sees("9 kinds of problem")
	d.sees("metric_case_differs")
	if err := d.store.Clear(); err != nil {
		t.Fatal(err)
	}
	d.arrive()
	d.sees("No problems: the list was cleared, and nothing has come since. u on the screen Events (1) lists 9 entries again.")
	d.Press("2")
	d.sees("9 cleared entries not counted: u on the screen Events (1) lists them again")
	d.Press("4")
	d.post("track", noUser)
	d.sees("3 kinds of problem")
	d.sees("the first is #10")
	if err := d.store.Unclear(); err != nil {
		t.Fatal(err)
	}
	d.arrive()
	if row := d.row("no_user_anon_id"); !strings.Contains(row, "Signed Up 2 12:00:10") {
		t.Error(row)
	}
}

// Names beyond the limit are one row a code, which says why it leads nowhere.
func TestManyNamesAreOneRow(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	for i := range 6 {
		var batch []string
		for k := range 1000 {
			batch = append(batch, fmt.Sprintf(`{"type":"track","userId":"u","event":"E %d","properties":{"revenue":"x"}}`, 1000*i+k))
		}
		d.post("batch", `{"batch":[`+strings.Join(batch, ",")+`]}`)
	}
	d.Press("4")
	if row := d.row("(other names)"); !strings.Contains(row, "1,000 12:00:") {
		t.Error(row)
	}
	d.Press("home", "enter")
	d.sees("enter: these are many event names together: filter the events by code:value_not_number")
}

// What to send instead of a name that nearly is an event key stands first, on both screens.
func TestANearMissSaysWhatToSendInstead(t *testing.T) {
	d := newDesk(t, 120, 36, withStorefront(t))
	d.post("track", strings.Replace(goodOrder, "Order Completed", "Order Complted", 1))
	const instead = `Send "Order Completed" instead of "Order Complted".`
	d.Press("4")
	d.Press("/")
	d.Type("near_miss")
	d.Press("enter")
	d.sees("to fix        " + instead)
	d.Press("2")
	d.at("Order Complted")
	d.sees("to fix        " + instead)
}
