package query

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// scanner reads the words, values and names of a filter from left to right.
type scanner struct {
	text string
	at   int // bytes from the start
}

// skipSpace goes to the next character that is no white space.
func (s *scanner) skipSpace() {
	s.at = len(s.text) - len(strings.TrimLeftFunc(s.text[s.at:], unicode.IsSpace))
}

// endOf gives the end of the bare text that begins at a place: white space and
// parentheses end it.
func (s *scanner) endOf(from int) int {
	i := strings.IndexFunc(s.text[from:], func(r rune) bool { return r == '(' || r == ')' || unicode.IsSpace(r) })
	if i < 0 {
		return len(s.text)
	}
	return from + i
}

// quoted reads the quoted text that begins at s.at, and goes behind it.
func (s *scanner) quoted() (string, *Error) {
	start := s.at
	var b strings.Builder
	for i := start + 1; i < len(s.text); {
		switch c := s.text[i]; c {
		case '"':
			s.at = i + 1
			return b.String(), nil
		case '\\':
			r, n, err := s.escape(i)
			if err != nil {
				return "", err
			}
			b.WriteRune(r)
			i += n
		case '*':
			b.WriteByte(star)
			i++
		case '?':
			b.WriteByte(question)
			i++
		default:
			b.WriteByte(c)
			i++
		}
	}
	return "", s.unfinished(start, "a quote is not closed", `write " behind it`)
}

// escape reads the escape at a place inside of quotes.
func (s *scanner) escape(at int) (r rune, length int, err *Error) {
	rest := s.text[at:]
	if len(rest) < 2 {
		return 0, 0, s.unfinished(at, "a quote ends in a backslash", `write \\ for a backslash`)
	}
	switch c := rest[1]; c {
	case '"', '\\', '*', '?', '/':
		return rune(c), 2, nil
	case 'n', 'r', 't':
		r, n := unescape([]byte(rest[:2]))
		return r, n, nil
	case 'u':
		r, n := unescape([]byte(rest[:min(len(rest), 12)]))
		if n > 1 && (r != utf8.RuneError || strings.EqualFold(rest[2:6], "fffd")) {
			return r, n, nil
		}
		e := s.fail(at, min(at+6, len(s.text)), "this is no character", `write four digits, \u00e9; two for a pair`)
		e.Unfinished = !strings.Contains(rest, `"`) && (len(rest) < 6 || len(rest) < 12 && utf16.IsSurrogate(surrogateIn(rest)))
		return 0, 0, e
	}
	_, n := utf8.DecodeRuneInString(rest[1:])
	return 0, 0, s.fail(at, at+1+n, "there is no such escape", `inside quotes there are \" \\ \* \? \n \r \t and \u00e9; write \\ for a backslash`)
}

// surrogateIn gives the code unit of an escape.
func surrogateIn(escape string) rune {
	unit, _ := strconv.ParseUint(escape[2:6], 16, 16)
	return rune(unit)
}

// peek reports whether a keyword stands here.
func (s *scanner) peek(word string) bool {
	return strings.HasPrefix(s.text[s.at:], word) && s.endOf(s.at) == s.at+len(word)
}

// keyword goes behind a keyword, if it stands here.
func (s *scanner) keyword(word string) bool {
	if !s.peek(word) {
		return false
	}
	s.at += len(word)
	return true
}

// phrase reads a word, or a phrase in quotes. Something stands here.
func (s *scanner) phrase() (string, *Error) {
	if s.text[s.at] != '"' {
		return s.bare()
	}
	text, err := s.quoted()
	if err == nil {
		err = s.afterQuote()
	}
	return literal(text), err
}

// bare reads the text up to white space or a parenthesis, and goes behind it. A
// quote in it is an error.
func (s *scanner) bare() (string, *Error) {
	start := s.at
	s.at = s.endOf(start)
	text := s.text[start:s.at]
	if i := strings.IndexByte(text, '"'); i >= 0 {
		return "", s.fail(start+i, start+i+1, "a quote stands in the middle of a word",
			`put a space before it, or write "\"" for a quote`)
	}
	return text, nil
}

// afterQuote makes sure that a quoted text is followed by nothing.
func (s *scanner) afterQuote() *Error {
	if s.endOf(s.at) == s.at {
		return nil
	}
	return s.fail(s.at, s.endOf(s.at), "something follows a quote", "put a space between them")
}
