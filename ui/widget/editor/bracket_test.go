package editor

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestBracketsThatBelongTogether(t *testing.T) {
	for _, c := range []struct {
		text string // | is the cursor
		want string // with the pair in ‹›
	}{
		{`|{"a":[1]}`, `‹{›"a":[1]‹}›`},
		{`{"a":|[1]}`, `{"a":‹[›1‹]›}`},
		{`{"a":[1]|,"b":2}`, `{"a":‹[›1‹]›,"b":2}`},
		{"{\n \"}\": [\n ]\n|}", "‹{›\n \"}\": [\n ]\n‹}›"},
		{`{"a":"|{"}`, `{"a":"{"}`},
		{`|{"a":1]`, `{"a":1]`},
		{`|}`, `}`},
		{`{|[`, `{[`},
	} {
		at := strings.Index(c.text, "|")
		e := New(strings.Replace(c.text, "|", "", 1))
		e.Styles.Bracket = "\x1b[4m"
		e.moveTo(e.buf.offset(at), false)
		var got []string
		for _, line := range e.View(60, strings.Count(c.text, "\n")+1) {
			_, line, _ = strings.Cut(line, "  ")
			for _, b := range []string{"{", "}", "[", "]"} {
				line = strings.ReplaceAll(line, "\x1b[4m"+b+"\x1b[m", "‹"+b+"›")
			}
			got = append(got, line)
		}
		if text := strings.Join(got, "\n"); text != c.want {
			t.Errorf("%q is shown as\n%q\nwant\n%q", c.text, text, c.want)
		}
	}
}

func TestAClosingBracketIsIndentedAsItsPartner(t *testing.T) {
	e := New("{\n  \"a\": {\n    ")
	e.moveTo(e.buf.end(), false)
	e.Update(tea.KeyPressMsg{Code: '}', Text: "}"})
	if want := "{\n  \"a\": {\n  }"; e.Value() != want {
		t.Errorf("got %q, want %q", e.Value(), want)
	}
	e.Update(tea.KeyPressMsg{Code: '}', Text: "}"})
	if want := "{\n  \"a\": {\n  }}"; e.Value() != want {
		t.Errorf("got %q, want %q", e.Value(), want)
	}
	for e.undo() {
	}
	if want := "{\n  \"a\": {\n    "; e.Value() != want {
		t.Errorf("undone to %q, want %q", e.Value(), want)
	}
}
