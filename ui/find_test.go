package ui_test

import (
	"strings"
	"testing"

	"segtap/ui/theme"
)

// A search in the JSON finds names and values in folds, whatever their case, goes on with n and N and is left with esc.
func TestTheJSONIsSearched(t *testing.T) {
	d := newDesk(t, 160, 36, nil)
	d.post("track", checkoutOf("59.9"))
	d.sees(`"context": {…}`)
	d.Press("ctrl+f")
	d.sees("search >")
	d.Type("SHOP")
	d.sees("1 of 2")
	d.sees(`▌       "title": "Shop"`) // the fold opens
	d.Press("down")
	d.sees("2 of 2")
	d.sees(`▌       "url": "https:`)
	d.Press("down")
	d.sees("1 of 2")
	d.Press("enter")
	d.lacks("search >")
	d.sees("Segment track: 1 of 2  SHOP")
	d.Press("n")
	d.sees(`▌       "url": "https:`)
	d.Press("N", "N")
	d.sees("2 of 2  SHOP")
	d.Press("j", "l") // other keys do what they do
	d.sees("2 found  SHOP")
	d.Press("esc")
	d.lacks("SHOP")
	d.sees("▶Segment track") // the cursor stays
	d.Press("n")
	d.sees("this entry has no problems")
	d.Press("ctrl+f", "enter") // the same again
	d.sees("of 2  SHOP")
	d.Press("esc", "esc")
	d.sees("│ Segment track")
}

// What the pane with the focus does not hold may be in the other one.
func TestTheSearchSaysWhatTheOtherPaneHolds(t *testing.T) {
	d := newDesk(t, 160, 36, nil)
	d.post("track", goodOrder)
	d.Press("tab", "ctrl+f")
	d.Type("metricvalue")
	d.sees("not found; 1 in the event: tab")
	d.Press("tab")
	d.sees("1 of 1")
	d.sees(`▌   "metricValue": 59.9`)
	d.Press("enter", "esc")
	d.sees("▶LaunchDarkly custom event")
	d.Press("ctrl+f")
	d.Type("nowhere")
	d.sees("not found ")
	d.Press("esc", "esc", "/")
	d.Type("order") // the keys of the filter are as before
	d.sees("1 match")
}

// Of an entry that cannot be searched it is said why, and the search of one entry is not that of another.
func TestASearchIsOfOneEntry(t *testing.T) {
	d := newDesk(t, 160, 36, nil)
	d.Press("ctrl+f")
	d.sees("ctrl+f: no entry is selected")
	d.post("track", goodOrder)
	d.post("track", badOrder)
	d.Press("ctrl+f")
	d.Type("revenue")
	d.Press("enter")
	d.sees("1 of 1  revenue")
	d.post("track", noUser) // what is searched in stays
	d.sees("1 of 1  revenue")
	d.Press("esc", "esc", "up")
	d.sees("#1  Order Completed")
	d.lacks("  revenue ─")
	for _, size := range [][2]int{{5, 3}, {40, 10}, {80, 24}, {400, 120}} {
		d.Resize(size[0], size[1])
		d.Press("ctrl+f")
		d.Type("完了\u0301")
		d.CheckBounds()
		d.Press("enter", "n")
		d.CheckBounds()
		d.Press("esc", "esc")
	}
	if strings.Contains(d.Text(), "完") {
		t.Error("the search is not left")
	}
}

// A match that is out of the pane's sight at the right comes in sight.
func TestAMatchFarToTheRightComesInSight(t *testing.T) {
	d := newDesk(t, 120, 24, nil)
	d.post("track", strings.Replace(goodOrder, "A-1001", strings.Repeat("0123456789", 30)+"needle", 1))
	d.lacks("needle")
	d.Press("ctrl+f")
	d.Type("needle")
	d.sees(`needle",`)
	for range 6 {
		d.Press("backspace")
	}
	d.Type("track")
	d.sees(`"type": "track"`)
}

// What a filter looks for is coloured in the JSON, in both panes, until the filter goes; a search goes before it.
func TestTheWordsOfTheFilterAreColouredInTheJSON(t *testing.T) {
	match := theme.New(false).Match.On
	d := newDesk(t, 160, 36, nil)
	d.shop()
	coloured := func(text string) int { return strings.Count(d.View().Content, match+text) }
	d.Press("/")
	d.Type(`order usd`)
	d.Press("enter")
	d.sees("2 of 4")
	if coloured("Order") < 1 || coloured("order") != 1 || coloured("USD") != 1 {
		t.Errorf("%d %d %d:\n%q", coloured("Order"), coloured("order"), coloured("USD"), d.View().Content)
	}
	d.Press("up")
	d.sees("#1  Order Completed")
	if coloured("USD") != 2 { // in the custom event as well
		t.Errorf("USD is coloured %d times", coloured("USD"))
	}
	d.Press("ctrl+f")
	d.Type("revenue")
	if coloured("USD") != 0 || coloured("revenue") == 0 {
		t.Error("the words of the filter are coloured in place of what is searched for")
	}
	d.Press("esc")
	if coloured("USD") != 2 {
		t.Error("the words of the filter are not coloured any more")
	}
	d.Press("esc", "esc")
	if coloured("USD") != 0 {
		t.Error("still coloured")
	}
}
