package ui_test

import (
	"context"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/jsondoc"
	"segtap/ui"
	"segtap/ui/widget/sanitize"
)

// judgeOf is a judge that goes by a destination.
func judgeOf(t *testing.T, dest *destination.Destination) *mapping.Judge {
	t.Helper()
	engine, err := destination.NewEngine(dest, destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return mapping.NewJudge(engine)
}

// What the detail shows is of one judge, whichever way another one comes: never
// the headline of one beside the gates, the event or the marks of the other.
func TestTheDetailIsOfOneJudge(t *testing.T) {
	// classic takes the value from another member, where there is none.
	const order = `{"userId":"u_42","event":"Order Completed","properties":{"revenue":"$59.9","order":{"id":7}}}`
	d := newDesk(t, 160, 36, nil)
	d.post("track", order)
	d.sees("dropped by Segment")
	d.sees("✗5 valued")
	d.sees("nothing goes to LaunchDarkly")
	const folded = `"properties": {…} 2 members`
	d.Press("tab", "end", "up", "up", "left")
	d.sees(folded)

	d.store.SetJudge(judgeOf(t, destination.Classic()))
	d.Park("(*Detail).read")
	d.arrive()
	d.sees("reading #1") // nothing of the old judge is said for the new one
	d.lacks("dropped by Segment")
	d.Release("(*Detail).read")
	d.lacks("reading #1")
	d.lacks("dropped by Segment")
	d.lacks("✗5 valued")
	d.lacks("nothing goes to LaunchDarkly")
	d.lacks(`✗   "revenue"`)
	d.sees(`"creationDate"`)
	d.sees(folded) // the message is where it was

	d.Press("tab") // into the event
	d.sees("▶LaunchDarkly custom event")
	d.store.SetJudge(judgeOf(t, destination.Actions()))
	d.arrive()
	d.Release("(*Detail).read")
	d.sees("dropped by Segment")
	d.sees("✗5 valued")
	d.sees("nothing goes to LaunchDarkly")
	d.sees("▶Segment track") // there is no event to stay in
}

// A draft is judged by the metrics there are, also when they come while it is
// open.
func TestADraftIsJudgedByTheMetricsThatHaveCome(t *testing.T) {
	d := newDesk(t, 160, 36, func(o *ui.Options) {
		engine := o.Store.Judge().Engine()
		o.Judge = func(string) (*mapping.Judge, error) { return mapping.NewJudge(engine), nil }
		o.Catalogue = func(context.Context, func(string)) (*catalogue.Catalogue, []string, error) {
			return storefront(t), nil, nil
		}
	})
	d.Park("readAnew", "waitForProgress")
	d.post("track", goodOrder)
	d.Press("ctrl+r", "e")
	d.sees("reaches LaunchDarkly; may count")
	if d.Release("readAnew") != 1 {
		t.Fatal("nothing reads the metrics")
	}
	d.sees("counts  toward order-revenue in checkout-redesign")
	d.sees("✓6 named ✓7 measurable ✓8 recording ✓9 unit")
}

// checkoutOf is a Track call as analytics.js sends it, with products, in which the members stand where they stand there:
// what matters is far from the beginning.
func checkoutOf(value string) string {
	product := `{"product_id":"507f1f77","sku":"G-32","name":"Monopoly: 3rd Edition","price":19,"quantity":1,"category":"Games"}`
	return `{"timestamp":"2026-08-18T12:00:01.000Z","integrations":{"All":true,"Mixpanel":false},"userId":"u_42","anonymousId":"anon-7f3",
		"event":"Order Completed","type":"track","properties":{"products":[` + product + "," + product + "," + product + `],"order_id":"A-1","revenue":` + value + `},
		"context":{"page":{"path":"/checkout","referrer":"","search":"","title":"Shop","url":"https://shop.example/checkout"},"userAgent":"Mozilla/5.0",
		"locale":"en","library":{"name":"analytics.js","version":"next-1.70.0"},"timezone":"Europe/Berlin"},
		"messageId":"ajs-next-1","writeKey":"wk","sentAt":"2026-08-18T12:00:01.100Z","_metadata":{"bundled":["Segment.io"],"unbundled":[],"bundledIds":[]}}`
}

// From 100 columns on the event stands beside the message, with its value in sight, whatever the message holds; what
// feeds it is in sight as well.
func TestTheValueIsInSight(t *testing.T) {
	d := newDesk(t, 200, 50, withStorefront(t))
	d.post("track", checkoutOf("59.9"))
	for _, w := range []int{100, 101, 110, 120, 160, 200, 250} {
		for _, h := range []int{13, 16, 20, 24, 30, 36, 50, 80} {
			d.Resize(w, h)
			for _, want := range []string{`"metricValue": 59.9`, `"revenue": 59.9`, "│ Segment track"} {
				if !strings.Contains(d.Text(), want) {
					t.Fatalf("%d×%d: no %q:\n%s", w, h, want, d.Text())
				}
			}
			title := lineOf(d.Text(), "│ Segment track")
			if !strings.Contains(title, "LaunchDarkly custom event"[:min(25, w/4-8)]) {
				t.Fatalf("%d×%d: not beside each other: %s", w, h, title)
			}
		}
	}
	d.Resize(120, 36)
	for _, folded := range []string{`"context": {…}`, `"integrations": {…}`, `"products": […] 3 items`} {
		d.sees(folded)
	}
	d.Resize(200, 80) // with room for all, only what is boilerplate is folded
	d.sees(`"context": {…}`)
	d.sees(`"sku": "G-32"`)
	d.lacks("[…]")
}

// What a person has folded stays folded, whatever comes and however large the screen is; another entry is as it should be.
func TestFoldsStayWhileAnEntryIsSelected(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", checkoutOf("59.9"))
	d.Press("tab", "left", "left")
	d.sees(`"properties": {…} 3 members`)
	d.Resize(200, 80)
	d.sees(`"properties": {…} 3 members`)
	d.post("track", badOrder)
	d.sees(`"properties": {…} 3 members`)
	d.Press("tab", "end", "up", "up")
	d.Press("esc", "down")
	d.sees(`"revenue": "$59.9"`)
	d.Press("up")
	d.sees(`"revenue": 59.9`)
}

// The lines that belong together are marked in both panes by a sign, whichever of them the cursor is in, and come in sight.
func TestLinksShowBothWays(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		sign := map[bool]string{false: "┃", true: "|"}[ascii]
		d := newDesk(t, 120, 24, func(o *ui.Options) { o.ASCII = ascii })
		d.post("track", checkoutOf("59.9"))
		lit := func(what string) {
			t.Helper()
			if line := lineOf(d.Text(), what); !strings.Contains(strings.ReplaceAll(line, " ", ""), sign+strings.ReplaceAll(what, " ", "")) {
				t.Errorf("%q is not lit in\n%s", what, d.Text())
			}
		}
		lit(`"metricValue": 59.9`) // what feeds it is looked at first
		d.Press("tab", "+", "left")
		d.sees(`"sku": "G-32"`)
		lit(`"metricValue": 59.9`) // by something in the properties, and all of them are its data
		lit(`"data": {`)
		d.Press("tab", "home", "down", "down")
		lit(`"event": "Order Completed"`)
		d.Press("down") // the keys of the contexts: of both
		lit(`"userId": "u_42"`)
		lit(`"anonymousId": "anon-7f3"`)
		d.Press("home", "down") // kind: nothing feeds it
		if strings.Contains(strings.ReplaceAll(d.Text(), " ", ""), sign+`"`) && !ascii {
			t.Errorf("kind is fed by something:\n%s", d.Text())
		}
	}
}

// The mouse folds the JSON with a double click and with the right button, selects a problem where it is told, and scrolls
// what is under it.
func TestTheMouseInTheDetail(t *testing.T) {
	d := newDesk(t, 120, 24, nil)
	d.post("track", strings.Replace(checkoutOf(`"$9"`), `"u_42"`, `"null"`, 1))
	d.sees("2 more lines: tab goes there")
	at := func(text string) (x, y int) {
		for y, line := range strings.Split(d.Text(), "\n") {
			if before, _, ok := strings.Cut(line, text); ok {
				return len([]rune(before)), y
			}
		}
		t.Fatalf("no %q:\n%s", text, d.Text())
		return 0, 0
	}
	x, y := at(`"properties": {`)
	d.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseRight})
	d.sees(`"properties": {…}`)
	d.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseRight})
	d.lacks(`"properties": {…}`)
	d.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}, tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	d.sees(`"properties": {…}`)
	x, y = at("user_key_shared")
	d.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	d.sees(`▌!  "userId": "null"`)
	d.sees("Problem 1 of 2")
	before := d.Text()
	x, y = at("Problem 1 of")
	for range 3 {
		d.Send(tea.MouseWheelMsg{X: x + 3, Y: y + 1, Button: tea.MouseWheelDown})
	}
	if d.Text() == before {
		t.Errorf("the text under the JSON does not scroll:\n%s", before)
	}
}

// Whatever stands in the JSON, the panes stay beside each other, and no line goes beyond them, by either way of counting.
func TestTextFromAnywhereKeepsTheColumns(t *testing.T) {
	for _, text := range []string{"日本語の注文", "e\u0301\u0301\u0301 café", "שלום עולם", "مرحبا \u202eabc", "👩‍👩‍👧‍👦 👍🏽", "\u1100\u1161\u11a8", "a\u200bb\u200dc", "\x1b[31m\u009b0m"} {
		quoted := string(jsondoc.AppendString(nil, text))
		d := newDesk(t, 120, 30, nil)
		d.post("track", `{"type":"track","userId":`+quoted+`,"event":`+quoted+`,"properties":{"revenue":"x",`+quoted+`:`+quoted+`}}`)
		d.sees("value_not_number")
		for _, keys := range [][]string{nil, {"tab"}, {"w"}, {"tab"}, {"down"}, {"n"}, {"ctrl+f"}} {
			d.Press(keys...)
			for _, size := range sizes {
				d.Resize(size[0], size[1])
				d.CheckBounds()
			}
			d.Resize(120, 30)
			bars := map[int]bool{}
			for _, line := range strings.Split(d.Text(), "\n")[5:10] {
				cells := []string{}
				for rest := line; rest != ""; {
					n, w := sanitize.First(rest)
					for range w {
						cells = append(cells, rest[:n])
					}
					rest = rest[n:]
				}
				for i := len(cells) - 1; i > 0; i-- {
					if cells[i] == "│" {
						bars[i] = true
						break
					}
				}
			}
			if len(bars) != 1 {
				t.Fatalf("%q: the panes do not stand beside each other: %v\n%s", text, bars, d.Text())
			}
		}
	}
}

// Who types faster than an entry is read gets what the key does as soon as it has been.
func TestAKeyWaitsForTheEntryItIsAbout(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", goodOrder)
	d.post("track", badOrder)
	d.Park("(*Detail).read")
	d.Press("home", "r")
	d.lacks("Replay #")
	d.Release("(*Detail).read")
	d.sees("Replay #1")
	d.Press("esc", "end", "f", "up") // another key takes it back
	d.Release("(*Detail).read")
	d.lacks("Edit a copy")
}

// n at the only problem goes nowhere, and says why.
func TestTheOnlyProblem(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", badOrder)
	d.Press("n")
	d.sees("the only problem")
}

// Errors and warnings are the last to leave the header.
func TestTheHeaderKeepsErrorsAndWarnings(t *testing.T) {
	d := newDesk(t, 44, 20, nil)
	d.post("track", badOrder)
	d.post("track", `{"userId":"null","event":"Order Completed"}`)
	d.sees("1 error  ")
	d.sees("1 warning")
	d.lacks("127.0.0.1:")
}
