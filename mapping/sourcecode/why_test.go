package sourcecode_test

import (
	"testing"

	"segtap/mapping/sourcecode"
)

// TestWhy reads calls whose names cannot be read, and holds what is told of each.
func TestWhy(t *testing.T) {
	for _, test := range []struct{ file, code, why string }{
		{"a.ts", `import { EVENTS } from './events'; analytics.track(EVENTS.ADDED)`, "its name is EVENTS.ADDED, which comes from ./events"},
		{"a.js", `const EVENTS = require("../events").all; analytics.track(EVENTS.ADDED)`, "its name is EVENTS.ADDED, which comes from ../events"},
		{"a.js", `analytics.track(ADDED)`, "its name is ADDED, which this file does not define"},
		{"a.js", `function f(name) { analytics.track(name) }`, "its name is name, a parameter"},
		{"a.js", `f(name => analytics.track(name))`, "its name is name, a parameter"},
		{"a.js", `const { name } = event; analytics.track(name)`, "its name is name, part of an object"},
		{"a.js", `for (const name of names) { analytics.track(name) }`, "its name is name, one of a list"},
		{"a.js", "analytics.track(`${page} Viewed`)", "its name is made while the program runs"},
		{"a.js", `analytics.track(5)`, "its name is no text"},
		{"a.js", `analytics.track(a ? "" : f())`, "its name is made while the program runs"},
		{"a.js", `analytics.track()`, "it gives no name"},
		{"a.js", `analytics.track({ ...message })`, "its name is in what it is given as a whole"},
		{"a.js", `analytics.track(...message)`, "its name is in what it is given as a whole"},
		{"a.ts", `import typewriter from './analytics'; typewriter.orderCompleted({})`, "it calls what Typewriter has made of a plan, which has the name"},
		{"a.py", "import segment.analytics as analytics\nfrom shop.events import ADDED\nanalytics.track('u', ADDED)", "its name is ADDED, which comes from shop.events"},
		{"a.js", "analytics.track('Caf\xe9')", "its name is no UTF-8"},
		{"a.py", "import segment.analytics as analytics\nanalytics.track('u', '\\N{BULLET}')", "its name has a character by its name"},
		{"a.py", "import segment.analytics as analytics\nx = f\"{{no}} {analytics.track('u', 'A')!r:>{width}}\"", "it stands within a text"},
		{"a.py", "import segment.analytics as analytics\nx = f\"{analytics.track(\"u\", \"A\")}\"", "it stands within a text"},
		{"a.py", "def f(name):\n    analytics.track('u', name)", "its name is name, a parameter"},
		{"a.go", "package a\nimport (\n\"example.com/events\"\n\"github.com/segmentio/analytics-go/v3\"\n)\nvar _ = analytics.Track{Event: events.Added}", "its name is events.Added, which comes from example.com/events"},
	} {
		found := sourcecode.Find(test.file, []byte(test.code))
		if len(found.Names) != 0 || len(found.Unread) != 1 || found.Unread[0].Why != test.why {
			t.Errorf("%s:\n%+v, want %q", test.code, found, test.why)
		}
	}
}

// TestNoCallInAText reads texts that no code is within, or none that calls a client.
func TestNoCallInAText(t *testing.T) {
	for _, code := range []string{`f"{{analytics.track('u', 'A')}}"`, `"{analytics.track('u', 'A')}"`, `f"analytics.track('u') {x}"`, `f"{songs.track('u')} {track('u')}"`} {
		if found := sourcecode.Find("a.py", []byte("import segment.analytics as analytics\nx = "+code)); len(found.Names)+len(found.Unread) > 0 {
			t.Errorf("%s: %+v", code, found)
		}
	}
}
