package syntax

import (
	"strconv"
	"strings"
	"unicode"

	"segtap/mapping/query/match"
)

// AppendPattern writes a pattern as the value of a field. Quote says that without
// quotes it would be read as something else there.
func AppendPattern(dst []byte, p *match.Pattern, quote bool) []byte {
	if p.Exact {
		dst = append(dst, '=')
	}
	if quote || NeedsQuotes(p.Text, p.Exact) {
		return AppendQuoted(dst, p.Text, p.Exact)
	}
	return append(dst, literal(p.Text)...)
}

// NeedsQuotes reports whether the text of a value would be read as something
// else without quotes.
func NeedsQuotes(text string, exact bool) bool {
	if text == "" || strings.ContainsAny(text[:1], "<>=") {
		return true
	}
	for i := range len(text) {
		if c := text[i]; c == '(' || c == ')' || c == '"' || !exact && (c == '*' || c == '?') {
			return true
		}
	}
	return hasOdd(text)
}

// hasOdd reports whether a text has white space or what cannot be seen.
func hasOdd(text string) bool {
	return strings.IndexFunc(literal(text), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) >= 0
}

// AppendQuoted writes the text of a pattern in quotes. Literal says that it has
// no wildcards: then * and ? stand for themselves without an escape.
func AppendQuoted(dst []byte, text string, literal bool) []byte {
	dst = append(dst, '"')
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == match.Star:
			dst = append(dst, '*')
		case c == match.Question:
			dst = append(dst, '?')
		case c == '"' || c == '\\' || !literal && (c == '*' || c == '?'):
			dst = append(dst, '\\', c)
		case c < ' ' || c == 0x7F:
			dst = appendControl(dst, rune(c))
		case c == 0xC2 && i+1 < len(text) && text[i+1] < 0xA0: // U+0080 to U+009F
			dst = appendControl(dst, rune(text[i+1]))
			i++
		default:
			dst = append(dst, c)
		}
		i++
	}
	return append(dst, '"')
}

// appendControl writes a control character as an escape.
func appendControl(dst []byte, r rune) []byte {
	switch r {
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	const zeros = `\u0000`
	digits := strconv.FormatInt(int64(r), 16)
	return append(append(dst, zeros[:len(zeros)-len(digits)]...), digits...)
}

// AppendWord writes a word, in quotes where it would be read as something else.
func AppendWord(dst []byte, text string) []byte {
	keyword := text == "OR" || text == "AND" || text == "NOT"
	if text == "" || text[0] == '-' || keyword || strings.ContainsAny(text, `()":`) || hasOdd(text) {
		return AppendQuoted(dst, text, true)
	}
	return append(dst, text...)
}
