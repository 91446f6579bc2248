package prose

import (
	"strconv"
	"unicode/utf8"
)

// Outside returns a text from outside as it is where that is harmless, else
// quoted.
func Outside(text string) string {
	if strconv.Quote(text) == `"`+text+`"` {
		return Abridged(text)
	}
	return Escaped(text)
}

// Escaped returns a text from outside in quotes, control characters escaped; ""
// for none.
func Escaped(text string) string {
	if text == "" {
		return ""
	}
	return strconv.Quote(Abridged(text))
}

// maxOutside is how many bytes of a text from outside an error repeats.
const maxOutside = 300

// Abridged returns a text from outside, cut where it is longer than an error repeats.
func Abridged(text string) string {
	if len(text) <= maxOutside {
		return text
	}
	cut := maxOutside
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
