package expectation

import (
	"errors"
	"strings"
	"testing"
	"time"

	"segtap/mapping/tree"
)

func TestMistakesAreNamedWithTheirPlace(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "e.yaml: there is nothing in it; write such as"},
		{"5", "line 1, column 1: the file is a number, where a mapping is expected; its members may be $schema, expect, filter"},
		{"[]", "line 1, column 1: the file is a list"},
		{"filter: 'is:ok'", "line 1, column 1: there is no expect in it; write such as"},
		{"expect: []", "line 1, column 9: expect is an empty list"},
		{"expect:\n  events: x", "line 2, column 3: expect is a mapping, where a list is expected"},
		{"expects:\n - events: x", `line 1, column 1: the file has no member "expects"; is expect meant?`},
		{"filter: 'evnt:x'\nexpect: [{events: x}]", "line 1, column 9: filter is no filter: at its column 1, there is no field evnt; did you mean event:?"},
		{"expect:\n - events: 'is:'", "line 2, column 12: events is no filter: at its column 1, is: has no value"},
		{"expect:\n - {}", "line 2, column 4: it is about nothing: an expectation has events, experiment or order"},
		{"expect:\n - event: x", `line 2, column 4: an expectation has no member "event"; is events meant?`},
		{"expect:\n - name: x", "line 2, column 4: it is about nothing"},
		{"expect:\n - x", "line 2, column 4: an expectation is text, where a mapping is expected"},
		{"expect:\n - events: x\n   order: [a, b]", "line 2, column 4: it has both events and order; make two expectations of it"},
		{"expect:\n - events: x\n   cuont: 1", `line 3, column 4: an expectation of events has no member "cuont"; is count meant?`},
		{"expect:\n - experiment: x\n   values: [1]", `line 3, column 4: an expectation of an experiment has no member "values"`},
		{"expect:\n - order: [a, b]\n   count: 1", `line 3, column 4: an expectation of an order has no member "count"`},
		{"expect:\n - events: x\n   count: 1\n   count: 2", `line 4, column 4: it is not YAML: "mapping key \"count\" already defined`},
		{"expect:\n - events: x\n   count: -1", `line 3, column 11: count is -1, which is no number of events; write a number, "2..5", ">=1" or "<=3"`},
		{"expect:\n - events: x\n   count: 1.5", "line 3, column 11: count is 1.5, which is no number of events"},
		{"expect:\n - events: x\n   count: ' >= 1 '", `line 3, column 11: count is " >= 1 ", which is no number of events`},
		{"expect:\n - events: x\n   count: 0010", "line 3, column 11: count is 0010, which is no number of events"},
		{"expect:\n - events: x\n   count: '>=01'", "line 3, column 11: count is >=01, which is no number of events"},
		{"expect:\n - events: x\n   count: '5..2'", "line 3, column 11: count is 5..2, which is no number of events"},
		{"expect:\n - events: x\n   count: '<0'", "line 3, column 11: count is <0, which is no number"},
		{"expect:\n - events: x\n   count: '>=0'", "line 3, column 11: count is >=0: any number of events is as expected"},
		{"expect:\n - events: x\n   count: 9999999999999999999", "line 3, column 11: count is 9999999999999999999, which is no number of events"},
		{"expect:\n - events: x\n   count: true", "line 3, column 11: count is true or false, where a number of events is expected"},
		{"expect:\n - events: x\n   count: >=1", `put what begins with > in quotes: ">=1"`},
		{"expect:\n - events: x\n   value: >0", `line 3, column 11: value is empty; put what begins with > in quotes: ">=1"`},
		{"expect:\n - events: x\n   value: much", `line 3, column 11: value is much, which is no number; write a number, ">0" or "10..20"`},
		{"expect:\n - events: x\n   value: ''", "line 3, column 11: value is empty"},
		{"expect:\n - events: x\n   value: [1]", "line 3, column 11: value is a list, where a number is expected"},
		{"expect:\n - events: x\n   values: []", "line 3, column 12: values is an empty list"},
		{"expect:\n - events: x\n   values: ['1']", "line 3, column 13: one of values is text, where a number is expected; write it without quotes"},
		{"expect:\n - events: x\n   values: [.inf]", "line 3, column 13: one of values is .inf, which JSON has no such number for"},
		{"expect:\n - events: x\n   values: [1, 2]\n   count: 3", "line 2, column 4: values has 2 events, and count says 3; leave count out"},
		{"expect:\n - events: x\n   values: [1]\n   value: 1", "line 2, column 4: it has both values and value"},
		{"expect:\n - events: x\n   count: 0\n   counts: true", "line 2, column 4: no event is expected: there is none whose value or metric could be asked for"},
		{"expect:\n - events: x\n   counts: false", "line 3, column 12: counts is true or the key of a metric"},
		{"expect:\n - events: x\n   counts: 1", "line 3, column 12: counts is a number, where text is expected"},
		{"expect:\n - events: x\n   counts: ''", "line 3, column 12: counts is empty"},
		{"expect:\n - events: x\n   allow: [value_coerced]", "line 2, column 4: allow says what may be found of events that count, and it does not say that they count"},
		{"expect:\n - events: x\n   counts: true\n   allow: [value_coercd]", `line 4, column 12: there is no diagnostic "value_coercd"; those that can be allowed are consent_refused`},
		{"expect:\n - events: x\n   counts: true\n   allow: [value_not_number]", "line 4, column 12: value_not_number cannot be allowed"},
		{"expect:\n - experiment: ''", "line 2, column 16: experiment is empty"},
		{"expect:\n - experiment: x\n   metrics: []", "line 3, column 13: metrics is an empty list"},
		{"expect:\n - experiment: x\n   metrics: [a, a]", `line 3, column 17: "a" stands twice in metrics`},
		{"expect:\n - order: [a]", "line 2, column 11: order has fewer than two filters"},
		{"expect:\n - order: [a, 'is:x']", "line 2, column 15: one of order is no filter: at its column 4"},
		{"expect:\n - &a\n   events: x", "begins an anchor"},
		{`{"expect":[{"events":"x","count":"x"}]}`, "line 1, column 34: count is x, which is no number of events"},
		{"{\"expect\":[\n{\"events\":\"x\",}]}", "line 2, column 14: it is not JSON"},
		{`{"expect":[{"events":"x","events":"y"}]}`, `line 1, column 26: "events" stands twice; leave one of them out`},
		{"expect: [", "it is not YAML"},
		{"expect:\n - events: \"\xff\"", "it is not UTF-8 text"},
	} {
		_, err := Parse("e.yaml", []byte(c.text), now)
		var wrong *tree.Error
		if !errors.As(err, &wrong) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
			continue
		}
		if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q:\n%v, want\n%s", c.text, err, c.want)
		}
	}
}

// TestFilesAsPeopleWriteThem reads the same file in the forms that it may have.
func TestFilesAsPeopleWriteThem(t *testing.T) {
	for _, text := range []string{
		"expect:\n  - events: event:\"Order Completed\"\n    count: 1..2\n", "expect:\n- count: 1..2 # or so\n  events: |\n    event:\"Order Completed\"\n",
		"\ufeffexpect:\r\n  - events: 'event:\"Order Completed\"'\r\n    count: '1..2'\r\n", "{expect: [{events: 'event:\"Order Completed\"', count: 1..2}]}",
		"\ufeff {\"expect\": [\n{\"events\": \"event:\\\"Order Completed\\\"\", \"count\": \"1..2\"}]}",
		"# yaml-language-server: $schema=x.json\n---\nexpect: [{events: \"event:\\\"Order Completed\\\"\", count: 1..2}]",
	} {
		set, err := Parse("e", []byte(text), now)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if x := set.list[0]; len(set.list) != 1 || x.events.String() != `event:"Order Completed"` || x.count != (span{1, 2}) || x.line < 1 {
			t.Errorf("%q: %+v", text, x)
		}
	}
}

func TestCountsAreRead(t *testing.T) {
	for text, want := range map[string]span{
		"0": {0, 0}, "1": {1, 1}, "=3": {3, 3}, "2..5": {2, 5}, "2..": {2, unbounded}, "..5": {0, 5}, ">=2": {2, unbounded}, ">2": {3, unbounded},
		"<=2": {0, 2}, "<2": {0, 1}, ">= 2": {2, unbounded}, "1000000000": {1000000000, 1000000000},
	} {
		if got, ok := parseCount(text); !ok || got != want {
			t.Errorf("%s is %v, %v; want %v", text, got, ok, want)
		}
	}
	for span, want := range map[span]string{
		{0, 0}: "no events", {1, 1}: "1 event", {2, 2}: "2 events", {1, unbounded}: "at least 1 event", {2, unbounded}: "at least 2 events",
		{0, 1}: "at most 1 event", {0, 3}: "at most 3 events", {2, 5}: "2 to 5 events", {0, unbounded}: "at least 0 events", {1234, 1234}: "1,234 events",
	} {
		if got := span.events(); got != want {
			t.Errorf("%v reads %q, want %q", span, got, want)
		}
	}
}

func TestFiguresFitAsTheyAreWritten(t *testing.T) {
	for _, c := range []struct {
		figure, value string
		want          bool
	}{
		{"59.9", "59.9", true},
		{"59.90", "59.9", true},
		{"599e-1", "59.9", true},
		{"59.9", "59.91", false},
		{"=1", "1", true},
		{">0", "0", false},
		{">0", "0.01", true},
		{">= 0", "0", true},
		{"<-1", "-2", true},
		{"10..20", "20", true},
		{"10..20", "20.0001", false},
		{"..20", "-1e+30", true},
		{"9007199254740993", "9007199254740992", false}, // that is what a double makes of it
		{">0", "", false},
	} {
		f, ok := parseFigure(c.figure)
		if !ok {
			t.Errorf("%s is no figure", c.figure)
		} else if f.fits(c.value) != c.want {
			t.Errorf("%s fits %q: %v", c.figure, c.value, !c.want)
		}
	}
	for _, text := range []string{"", "..", ">", "x", "1..x", ">1..2", "0x1", "01", "1_000", "+1", "NaN", "1,5"} {
		if _, ok := parseFigure(text); ok {
			t.Errorf("%q is a figure", text)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"expect:\n - events: 'event:\"Order Completed\"'\n   count: 1\n   values: [59.9]\n   counts: true\n",
		"filter: user:u\nexpect:\n - experiment: checkout-redesign\n   metrics: order-revenue\n   allow: [consent_refused]\n - order: ['a', 'b']\n",
		`{"$schema":"x","expect":[{"events":"","count":"2..5","value":">0","counts":"order-revenue"}]}`,
		"{expect: [{events: x, count: '<3'}]}", "expect: [{events: x, count: >=1}]", "\ufeffexpect: []", "{", "expect:\n\t- x", "- - - -",
	} {
		f.Add([]byte(text))
	}
	judge := shop(f, nil)
	came := judged(judge, []string{order("u", "59.9"), order("u", `"x"`), `{"event":"Signed Up"}`, `[`})
	f.Fuzz(func(t *testing.T, text []byte) {
		set, err := Parse("e", text, now)
		var wrong *tree.Error
		if err != nil {
			if !errors.As(err, &wrong) || wrong.Problem == "" {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		e, err := set.Begin(judge)
		if err != nil {
			if !errors.As(err, &wrong) || wrong.Line < 1 {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		for _, ev := range came {
			e.Add(ev)
		}
		hold(t, e)
	})
}

// What a hint shows is a file, in one line: it is printed in one.
func TestTheHintShowsAFile(t *testing.T) {
	_, err := Parse("e.yaml", []byte("expect: []"), time.Time{})
	wrong, ok := errors.AsType[*tree.Error](err)
	if !ok || strings.Contains(wrong.Hint, "\n") {
		t.Fatalf("%q", err)
	}
	shown, _ := strings.CutPrefix(wrong.Hint, "write such as ")
	if _, err := Parse("hint", []byte(shown), time.Time{}); err != nil {
		t.Errorf("%q: %v", shown, err)
	}
}
