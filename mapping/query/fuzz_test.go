package query

import (
	"errors"
	"testing"
	"unicode/utf8"
)

// FuzzParse reads any text as a filter, and writes it again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`"Order \"C\" \u00e9" -(a OR NOT b) AND c`, `event:="x*" user:* value:>=-1.5e3 properties."a b".*:3..4`,
		`gate:valued=fail|warn code:value_* is:error`, `id:#3 id:"3" id:..4 after:1h30m before:12:00`, `has:.a."b" .c:"*\*"`,
		`"\ud83d\u`, "é:x", "\x00\u0085\u2028", ":", "a::b", "-:", `."":x`, `..:x`, "is:", "https://x", "((((",
	} {
		f.Add(seed, len(seed)/2, "x")
	}
	judge := newJudgeOf(f)
	e := judge(1, `{"type":"track","event":"Order Completed","userId":"u","properties":{"revenue":3}}`)
	f.Fuzz(func(t *testing.T, text string, cursor int, message string) {
		for _, s := range Complete(text, cursor, Known{Events: []string{text, message}, Paths: []string{text}}) {
			if s.Start < 0 || s.Start > s.End || s.End > len(text) {
				t.Fatalf("%+v of %q", s, text)
			}
		}
		filter, err := Parse(text, noon)
		if err != nil {
			var wrong *Error
			if !errors.As(err, &wrong) || wrong.Start < 0 || wrong.Start > wrong.End || wrong.End > len(text) || wrong.Problem == "" || wrong.Column < 1 {
				t.Fatalf("%q: %#v", text, err)
			}
			return
		}
		again, err := Parse(filter.String(), noon)
		if err != nil || again.String() != filter.String() || !utf8.ValidString(filter.String()) {
			t.Fatalf("%q is written %q: %v, %v", text, filter, again, err)
		}
		if !Narrows(filter, again) && !Narrows(again, filter) && len(text) < 100 {
			t.Fatalf("%q is not %q", filter, again)
		}
		if filter.Match(&e.row, e.load) != again.Match(&e.row, e.load) {
			t.Fatalf("%q is not %q", filter, again)
		}
		d := e.doc
		d.Text = []byte(message)
		filter.MatchDocument(&e.row, &d)
		filter.MatchDocument(&Row{Name: message, Value: message}, &Document{Text: []byte(message)})
	})
}
