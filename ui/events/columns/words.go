package columns

import (
	"strings"
	"unicode/utf8"

	"segtap/ui/theme"
)

// hasWords reports whether what a filter looks for may stand in a column.
func (c Column) hasWords() bool {
	switch c {
	case Event, User, Value, Metric, Source, Why:
		return true
	case Number, Time, Verdict, count:
	}
	return false
}

// lit appends a text with the words of the filter lit up in it.
func (r *row) lit(text string, paint theme.Paint) {
	for text != "" {
		at, n := First(text, r.words)
		if n == 0 {
			r.put(text, paint)
			return
		}
		r.put(text[:at], paint)
		r.put(text[at:at+n], r.theme.Match)
		text = text[at+n:]
	}
}

// First returns where the first of some words stands in a text, in any case of letters, the
// longest of those that begin there, and how many bytes it has there; none where there is
// none.
func First(text string, words []string) (at, n int) {
	if len(words) == 0 {
		return 0, 0
	}
	for at := 0; at < len(text); {
		n = 0
		for _, word := range words {
			n = max(n, begins(text[at:], word))
		}
		if n > 0 {
			return at, n
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return 0, 0
}

// begins returns how many bytes of a text read as a word; 0 when it does not begin with it.
func begins(text, word string) int {
	end := 0
	for range word {
		_, size := utf8.DecodeRuneInString(text[end:])
		if size == 0 {
			return 0
		}
		end += size
	}
	if !strings.EqualFold(text[:end], word) {
		return 0
	}
	return end
}
