package ui_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"segtap/capture"
	"segtap/ui"
)

// mended captures an order and an edit of it that mends its value.
func (d *desk) mended() {
	d.t.Helper()
	d.post("track", badOrder)
	text := strings.Replace(badOrder, `"$59.9"`, "59.90", 1)
	if _, err := d.store.Add([]byte(strings.Replace(text, `"currency":"USD"`, `"currency":"USD","plan":"pro"`, 1)), capture.Edited, 1, noon); err != nil {
		d.t.Fatal(err)
	}
	d.arrive()
}

func TestAnEntryIsComparedWithItsParent(t *testing.T) {
	for _, c := range []struct {
		w, h  int
		ascii bool
	}{{120, 36, false}, {80, 24, false}, {40, 10, false}, {120, 36, true}} {
		name := fmt.Sprintf("compare-%dx%d", c.w, c.h)
		if c.ascii {
			name += "-ascii"
		}
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, c.w, c.h, func(o *ui.Options) {
				withStorefront(t)(o)
				o.ASCII = c.ascii
			})
			d.mended()
			d.Press("d")
			d.sees("59.90")
			d.Golden(name)
			d.Press("tab")
			d.sees("event and verdict")
			d.Golden(name + "-event")
			d.CheckBounds()
		})
	}
}

// What is compared can be walked through, shown in another way and copied.
func TestADifferenceIsWalkedThroughAndCopied(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.mended()
	d.Press("d")
	d.sees("change 1 of 1")
	d.sees(`~     "revenue": "$59.9",`)
	d.Press("v")
	d.sees(`-     "revenue": "$59.9",`)
	d.sees(`+     "revenue": 59.90,`)
	d.sees("v side by side")
	d.sees("equal lines")
	d.sees("z show equal lines")
	d.Press("z")
	d.lacks("· 3 equal lines")
	d.sees("z fold equal lines")
	d.Press("z", "v", "x")
	d.sees("- #2")
	d.Press("x", "tab")
	d.sees("3 changes")
	d.Press("n", "n", "n")
	d.sees("change 3 of 3")
	d.sees("metricValue")
	d.Press("N")
	d.sees("change 2 of 3")
	d.Press("tab")
	d.sees("status: 200 OK")
	d.sees("(no answer: it has not been sent)")
	d.Press("shift+tab", "shift+tab", "y")
	d.sees("copied the difference")
	for _, part := range []string{"--- 1/message", "+++ 2/message", `-    "revenue": "$59.9",`, `+    "revenue": 59.90,`, `+    "plan": "pro"`} {
		if !strings.Contains(d.Clipboard(), part) {
			t.Errorf("%q was not copied:\n%s", part, d.Clipboard())
		}
	}
	d.sees("#2 ✎ of #1  Order Completed")
	d.Press("p", "d")
	d.sees("d: #1 was made of no other entry")
}

// The order of members and the spelling of a number are differences, white space between
// tokens is none, and it is said.
func TestWhatIsComparedIsWhatCame(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", `{"type":"track","event":"A","userId":"u","properties":{"revenue":1e1}}`)
	for _, text := range []string{
		`{"type":"track","event":"A","userId":"u","properties":{"revenue":10.0}}`,
		`{"type":"track","userId":"u","event":"A","properties":{"revenue":1e1}}`,
		`{ "type":"track", "event":"A","userId":"u","properties":{"revenue":1e1}}`,
	} {
		if _, err := d.store.Add([]byte(text), capture.Edited, 1, noon); err != nil {
			t.Fatal(err)
		}
	}
	d.arrive()
	d.Press("d")
	d.sees("message: same")
	d.sees("z show equal lines")
	d.Press("tab") // the answers are short
	d.lacks("equal lines")
	d.Press("shift+tab")
	d.Press("shift+tab") // from the event, whose time differs
	d.sees("only the white space differs")
	d.Press("esc", "up", "d")
	d.sees(`-   "userId": "u",`)
	d.sees(`+   "userId": "u",`)
	d.Press("esc", "up", "d")
	d.sees(`~     "revenue": 10.0`)
}

// Two marked entries are compared by one key; with another number of them it says why not.
func TestTwoMarkedEntriesAreCompared(t *testing.T) {
	d := newDesk(t, 120, 36, withStorefront(t))
	d.post("track", goodOrder)
	d.post("track", strings.Replace(goodOrder, "Order Completed", "order completed", 1))
	d.Press("=")
	d.sees("=: mark two entries with m to compare them: 0 are marked")
	d.Press("m")
	d.arrive()
	d.Press("up", "m")
	d.arrive()
	d.Press("=", "tab")
	d.sees("named: pass")
	d.sees("named: fail")
	d.sees("metric_case_differs")
	d.sees("verdict: counts")
}

// What was answered to a replay is compared with what its parent was answered.
func TestAnswersAreCompared(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Why", "because")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"code":"no","message":"not \u001b[31m you"}`))
	}))
	t.Cleanup(srv.Close)
	d := newDesk(t, 120, 36, func(o *ui.Options) { o.Target = srv.URL })
	d.post("track", goodOrder)
	d.Press("r", "enter", "enter")
	d.sees("403")
	d.Press("enter")
	d.arrive()
	d.Press("d")
	d.sees("status: 200 OK")
	d.sees("status: 403 Forbidden")
	d.sees("X-Why: because")
	d.sees(`"code": "no"`)
}
