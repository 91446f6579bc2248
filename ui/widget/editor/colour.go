package editor

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"segtap/ui/widget/jsontree"
)

// span is a run of text of one colour, raw.
type span struct{ style, text string }

// spans returns line i in colours: those of JSON, which can be told line by line as no string goes over a line end, with
// the selection and the place of the first error over them.
func (e *Editor) spans(i int) []span {
	line := e.buf.lines[i]
	var spans []span
	for at := 0; at < len(line); {
		n, style := token(line[at:], &e.Styles.Text)
		for n < len(line)-at { // a combining mark stays with what it stands on
			r, size := utf8.DecodeRuneInString(line[at+n:])
			if !unicode.IsMark(r) {
				break
			}
			n += size
		}
		spans = append(spans, span{style, line[at : at+n]})
		at += n
	}
	for _, m := range slices.Backward(e.marks) { // so that the weightiest is over the others
		if m.from.line == i {
			spans = restyle(spans, m.from.col, m.to.col, func(string) string { return m.Style + e.Styles.Mark })
		}
	}
	if e.paired {
		for _, p := range e.pair {
			if p.line == i {
				spans = restyle(spans, p.col, p.col+1, func(style string) string { return style + e.Styles.Bracket })
			}
		}
	}
	spans = showMatches(e, spans, i)
	if from, to := e.caret.selection(); e.caret.selects && from.line <= i && i <= to.line {
		a, z := 0, len(line)
		if i == from.line {
			a = from.col
		}
		if i == to.line {
			z = to.col
		}
		spans = restyle(spans, a, z, func(style string) string { return e.Styles.Selection + style })
		if i < to.line {
			spans = append(spans, span{e.Styles.Selection, " "}) // the line end
		}
	}
	if e.err != nil && e.err.Line == i+1 && !e.caret.selects {
		if p := e.errorAt(); p.col < len(line) {
			spans = restyle(spans, p.col, p.col+unit(line[p.col:]), func(string) string { return e.Styles.Text.Error })
		}
	}
	return spans
}

// errorAt returns the place of the first error.
func (e *Editor) errorAt() pos { return e.buf.offset(e.err.Offset) }

// token returns the length of the JSON token, or of the text that is none, at the start of s, and its colour.
func token(s string, st *jsontree.Styles) (int, string) {
	switch c := s[0]; {
	case c == '"':
		n := stringEnd(s)
		if strings.HasPrefix(strings.TrimLeft(s[n:], " \t"), ":") {
			return n, st.Name
		}
		return n, st.String
	case strings.IndexByte("{}[],:", c) >= 0:
		return 1, st.Punct
	case c == '-' || c >= '0' && c <= '9':
		return run(s, "+-.0123456789eE"), st.Number
	case c >= 'a' && c <= 'z':
		n := run(s, "abcdefghijklmnopqrstuvwxyz")
		if word := s[:n]; word == "true" || word == "false" || word == "null" {
			return n, st.Literal
		}
		return n, ""
	}
	n := strings.IndexAny(s[1:], "\"{}[],:-0123456789abcdefghijklmnopqrstuvwxyz") + 1
	if n == 0 {
		n = len(s)
	}
	return n, ""
}

// stringEnd returns the length of the string at the start of s, up to the line end where it is not closed.
func stringEnd(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(s)
}

// run returns how many bytes at the start of s are among those in set.
func run(s, set string) int {
	for i := range len(s) {
		if strings.IndexByte(set, s[i]) < 0 {
			return i
		}
	}
	return len(s)
}

// restyle changes the style of the bytes from a to z.
func restyle(spans []span, a, z int, change func(string) string) []span {
	out := make([]span, 0, len(spans)+2)
	at := 0
	for _, s := range spans {
		from, to := min(max(a-at, 0), len(s.text)), min(max(z-at, 0), len(s.text))
		at += len(s.text)
		if from >= to {
			out = append(out, s)
			continue
		}
		for _, part := range []span{{s.style, s.text[:from]}, {change(s.style), s.text[from:to]}, {s.style, s.text[to:]}} {
			if part.text != "" {
				out = append(out, part)
			}
		}
	}
	return out
}
