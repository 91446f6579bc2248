package launchdarkly

import (
	"strconv"
	"unicode/utf8"
)

// outside gives a text from outside as it is where that is harmless, else
// quoted.
func outside(text string) string {
	if strconv.Quote(text) == `"`+text+`"` {
		return shortened(text)
	}
	return quoted(text)
}

// quoted gives a text from outside in quotes, control characters escaped; ""
// for none.
func quoted(text string) string {
	if text == "" {
		return ""
	}
	return strconv.Quote(shortened(text))
}

// maxOutside is how many bytes of a text from outside an error repeats.
const maxOutside = 300

func shortened(text string) string {
	if len(text) <= maxOutside {
		return text
	}
	cut := maxOutside
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
