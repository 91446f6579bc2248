package sourcecode_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"segtap/mapping/sourcecode"
)

// TestLiteral holds where the text of a name stands, which is not always in the call.
func TestLiteral(t *testing.T) {
	for _, test := range []struct{ file, code, want string }{
		{"a.js", `analytics.track("A")`, "a.js:1:17 "},
		{"a.js", "const A = 'A'\nanalytics.track(A)", "a.js:2:17 a.js:1:11"},
		{"a.js", "// a comment\rconst A = 'A'\r\ranalytics.track(A)\r", "a.js:4:17 a.js:2:11"},
		{"a.js", "// a comment\r\nconst A = 'A'\r\n\r\nanalytics.track(A)\r", "a.js:4:17 a.js:2:11"},
		{"a.py", "import segment.analytics as analytics\rdef f():\r    analytics.track('u', 'A')\r", "a.py:3:26 "},
		{"a.js", "const B = 'A'\nconst A = B\nanalytics.track(A)", "a.js:3:17 a.js:1:11"},
		{"a.js", "const E = {\n  A: 'A',\n}\nanalytics.track(E.A)", "a.js:4:17 a.js:2:6"},
		{"a.js", "const A = 'A'\nconst f = (x) => analytics.track(x ? A : 'B')", "a.js:2:38 a.js:1:11, a.js:2:42 "},
		{"a.js", "const A = 'A'\nanalytics.track(A + '!')", "a.js:2:17 "},
		{"a.js", "const A = 'A' + '!'\nanalytics.track(A)", "a.js:2:17 a.js:1:11"},
		{"a.ts", "enum E {\n  A = 'A',\n}\nanalytics.track(E.A)", "a.ts:4:17 a.ts:2:7"},
		{"a.py", "import segment.analytics as analytics\nA = 'A'\nanalytics.track('u', A)", "a.py:3:22 a.py:2:5"},
		{"a.go", "package a\nimport \"github.com/segmentio/analytics-go/v3\"\nconst A = \"A\"\nvar _ = analytics.Track{Event: A}", "a.go:4:32 a.go:3:11"},
		{"a.go", "package a\nimport \"github.com/segmentio/analytics-go/v3\"\nconst (\n\tA = \"A\"\n\tB\n\tC\n)\nvar _ = analytics.Track{Event: C}", "a.go:8:32 a.go:4:6"},
		{"a.js", "function f(N) { g(N) }\nf(N)\n{ let N = 'A'; analytics.track(N) }", "a.js:3:32 a.js:3:11"},
		{"a.py", "import segment.analytics as analytics\nif x: M = 'A'\nelse: M = 'B'\nanalytics.track('u', M)", "a.py:4:22 a.py:2:11, a.py:4:22 a.py:3:11"},
		{"A.java", "import com.segment.analytics.Analytics;\nclass A {\n  static final String A = \"A\";\n  void f(Analytics analytics) { analytics.track(A); }\n}", "A.java:4:49 A.java:3:27"},
		{"a.swift", "enum E: String {\n  case a = \"A\"\n}\nAnalytics.shared().track(E.a.rawValue)", "a.swift:4:26 a.swift:2:12"},
		{"a.rb", "A = 'A'\nAnalytics.track(user_id: 'u', event: A)", "a.rb:2:38 a.rb:1:5"},
	} {
		got := ""
		for i, n := range sourcecode.Find(test.file, []byte(test.code)).Names {
			if i > 0 {
				got += ", "
			}
			got += fmt.Sprint(n.Place, " ", n.Literal)
		}
		if got != test.want {
			t.Errorf("%s\n%s, want %s", test.code, got, test.want)
		}
	}
}

// TestAnEmptyName reads calls whose names are there and empty: nothing else can be meant, unless
// there is another name beside it.
func TestAnEmptyName(t *testing.T) {
	for code, want := range map[string][]string{
		`analytics.track("")`:                                {""},
		`const NONE = ''; analytics.track(NONE)`:             {""},
		`analytics.track(guest ? '' : "")`:                   {""},
		`analytics.track(guest ? '' : 'Order Completed')`:    {"Order Completed"},
		`let n = ''; if (a) { n = 'A' }; analytics.track(n)`: {"A"},
		"analytics.track(``, { revenue: 1 })":                {""},
		`analytics.track("" + "Cart Viewed", { total: 1 })`:  {"Cart Viewed"},
	} {
		found := sourcecode.Find("a.js", []byte(code))
		var got []string
		for _, n := range found.Names {
			got = append(got, n.Event)
		}
		if !slices.Equal(got, want) || len(found.Unread) > 0 {
			t.Errorf("%s: names %q, unread %+v; want %q", code, got, found.Unread, want)
		}
	}
}

// TestManyConstants reads an object of more constants than anybody counts, and one of more than
// are looked at.
func TestManyConstants(t *testing.T) {
	file := func(members int, calls ...int) string {
		var code strings.Builder
		code.WriteString("const EVENTS = {\n")
		for i := range members {
			fmt.Fprintf(&code, "  E%d: 'Event %d',\n", i, i)
		}
		code.WriteString("}\n")
		for _, i := range calls {
			fmt.Fprintf(&code, "analytics.track(EVENTS.E%d)\n", i)
		}
		return code.String()
	}
	found := sourcecode.Find("a.js", []byte(file(3000, 0, 63, 64, 1000, 2999)))
	var got []string
	for _, n := range found.Names {
		got = append(got, n.Event)
	}
	if want := []string{"Event 0", "Event 63", "Event 64", "Event 1000", "Event 2999"}; !slices.Equal(got, want) || len(found.Unread) > 0 {
		t.Errorf("names %q, unread %+v; want %q", got, found.Unread, want)
	}
	found = sourcecode.Find("a.js", []byte(file(20_001, 20_000)))
	if want := "its name is EVENTS.E20000, one of more than 20000 members"; len(found.Unread) != 1 || found.Unread[0].Why != want {
		t.Errorf("%+v, want %q", found.Unread, want)
	}
}
