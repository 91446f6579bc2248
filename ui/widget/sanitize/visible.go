package sanitize

import "strings"

// Visible returns a name that is safe to show, the blanks at its ends as escapes such as
// \x20: they make it another name, and nobody would see them.
func Visible(name string) string {
	text := Escape(name)
	inner := strings.Trim(text, blanks)
	if len(inner) == len(text) {
		return text
	}
	if inner == "" {
		return escapeBlanks.Replace(text)
	}
	at := strings.Index(text, inner)
	return escapeBlanks.Replace(text[:at]) + inner + escapeBlanks.Replace(text[at+len(inner):])
}

// blanks are those that [Escape] leaves as they are.
const blanks = " \u3000"

var escapeBlanks = strings.NewReplacer(" ", `\x20`, "\u3000", `\u3000`)
