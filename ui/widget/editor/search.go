package editor

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"segtap/ui/widget/sanitize"
)

// match is a place at which what is searched for stands, within a line.
type match struct{ from, to pos }

// Search looks for texts in an editor; see [Editor.Search].
type Search struct {
	e    *Editor
	from pos // where it began
}

// Search begins a search at the cursor.
func (e *Editor) Search() *Search {
	e.matches = nil
	return &Search{e, e.caret.at}
}

// End ends the search; the cursor stays.
func (s *Search) End() { s.e.matches = nil }

// Find shows where a text stands, and moves the cursor to the first place behind that at
// which the search began; it reports whether that is before it, since there is none behind. The
// case of letters does not matter unless there is a capital among them.
func (s *Search) Find(text string) (wrapped bool) {
	e := s.e
	e.matches = e.buf.find(text)
	i := sort.Search(len(e.matches), func(i int) bool { return !e.matches[i].from.before(s.from) })
	switch {
	case len(e.matches) == 0:
		e.moveTo(s.from, false)
		return false
	case i == len(e.matches):
		i, wrapped = 0, true
	}
	e.moveTo(e.matches[i].from, false)
	return wrapped
}

// Go moves the cursor to the next match, or by -1 to the one before. It reports
// whether it has gone on at the other end of the text.
func (s *Search) Go(by int) (wrapped bool) {
	e := s.e
	n := len(e.matches)
	if n == 0 {
		return false
	}
	at := e.caret.at
	i := sort.Search(n, func(i int) bool { return at.before(e.matches[i].from) })
	if by < 0 {
		i = sort.Search(n, func(i int) bool { return !e.matches[i].from.before(at) }) - 1
	}
	wrapped = i < 0 || i == n
	e.moveTo(e.matches[(i+n)%n].from, false)
	return wrapped
}

// Match returns at which of how many matches the cursor stands, from 1; 0 for none.
func (s *Search) Match() (at, of int) {
	e := s.e
	i := sort.Search(len(e.matches), func(i int) bool { return !e.matches[i].from.before(e.caret.at) })
	if i < len(e.matches) && e.matches[i].from == e.caret.at {
		at = i + 1
	}
	return at, len(e.matches)
}

// find returns where a text stands, none over another and none over the end of a line.
func (b *buffer) find(text string) (all []match) {
	if text == "" {
		return nil
	}
	fold := strings.IndexFunc(text, unicode.IsUpper) < 0
	for i, line := range b.lines {
		plain := sanitize.IsASCII(line)
		for at := 0; at < len(line); {
			n := matchLength(line[at:], text, fold)
			from, to := pos{i, at}, pos{i, at + n}
			if n > 0 && !plain { // what is shown as one is found as one
				if b.clamp(from) != from {
					n = 0
				} else if edge := b.clamp(to); edge != to {
					to = b.next(edge)
				}
			}
			if n == 0 {
				_, size := utf8.DecodeRuneInString(line[at:])
				at += size
				continue
			}
			all = append(all, match{from, to})
			at = to.col
		}
	}
	return all
}

// matchLength returns how many bytes at the start of s are the text; 0 when it is another
// one.
func matchLength(s, text string, fold bool) int {
	if !fold {
		if strings.HasPrefix(s, text) {
			return len(text)
		}
		return 0
	}
	n := 0
	for text != "" {
		want, size := utf8.DecodeRuneInString(text)
		_, length := utf8.DecodeRuneInString(s[n:])
		if same := text[:size] == s[n:n+length]; !same && (want == utf8.RuneError || !strings.EqualFold(text[:size], s[n:n+length])) {
			return 0
		}
		text, n = text[size:], n+length
	}
	return n
}

// showMatches shows those of a line: the one that the cursor is at as what is selected, the
// others as what is marked.
func showMatches(e *Editor, spans []span, line int) []span {
	i := sort.Search(len(e.matches), func(i int) bool { return e.matches[i].from.line >= line })
	if i == len(e.matches) || e.matches[i].from.line > line {
		return spans
	}
	var out []span
	at := 0
	for _, s := range spans {
		for s.text != "" {
			for i < len(e.matches) && e.matches[i].from.line == line && e.matches[i].to.col <= at {
				i++
			}
			style, n := s.style, len(s.text)
			if i < len(e.matches) && e.matches[i].from.line == line {
				switch m := e.matches[i]; {
				case m.from.col > at:
					n = min(n, m.from.col-at)
				case m.from == e.caret.at:
					style, n = e.Styles.Selection+style, min(n, m.to.col-at)
				default:
					style, n = style+e.Styles.Mark, min(n, m.to.col-at)
				}
			}
			out = append(out, span{style, s.text[:n]})
			s.text = s.text[n:]
			at += n
		}
	}
	return out
}
