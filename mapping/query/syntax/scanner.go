package syntax

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"segtap/mapping/query/match"
)

// Scanner reads the words, values and names of a filter from left to right.
type Scanner struct {
	Text string
	At   int // bytes from the start
}

// SkipSpace goes to the next character that is no white space.
func (s *Scanner) SkipSpace() {
	s.At = len(s.Text) - len(strings.TrimLeftFunc(s.Text[s.At:], unicode.IsSpace))
}

// EndOf returns the end of the bare text that begins at a place: white space and
// parentheses end it.
func (s *Scanner) EndOf(from int) int {
	i := strings.IndexFunc(s.Text[from:], func(r rune) bool { return r == '(' || r == ')' || unicode.IsSpace(r) })
	if i < 0 {
		return len(s.Text)
	}
	return from + i
}

// quoted reads the quoted text that begins at s.At, and goes behind it.
func (s *Scanner) quoted() (string, *Error) {
	start := s.At
	var b strings.Builder
	for i := start + 1; i < len(s.Text); {
		switch c := s.Text[i]; c {
		case '"':
			s.At = i + 1
			return b.String(), nil
		case '\\':
			r, n, err := s.escape(i)
			if err != nil {
				return "", err
			}
			b.WriteRune(r)
			i += n
		case '*':
			b.WriteByte(match.Star)
			i++
		case '?':
			b.WriteByte(match.Question)
			i++
		default:
			b.WriteByte(c)
			i++
		}
	}
	return "", s.Unfinished(start, "a quote is not closed", `write " behind it`)
}

// escape reads the escape at a place inside of quotes.
func (s *Scanner) escape(at int) (r rune, length int, err *Error) {
	rest := s.Text[at:]
	if len(rest) < 2 {
		return 0, 0, s.Unfinished(at, "a quote ends in a backslash", `write \\ for a backslash`)
	}
	switch c := rest[1]; c {
	case '"', '\\', '*', '?', '/':
		return rune(c), 2, nil
	case 'n', 'r', 't':
		r, n := match.Unescape([]byte(rest[:2]))
		return r, n, nil
	case 'u':
		r, n := match.Unescape([]byte(rest[:min(len(rest), 12)]))
		if n > 1 && (r != utf8.RuneError || strings.EqualFold(rest[2:6], "fffd")) {
			return r, n, nil
		}
		e := s.Fail(at, min(at+6, len(s.Text)), "this is no character", `write four digits, \u00e9; two for a pair`)
		e.Unfinished = !strings.Contains(rest, `"`) && (len(rest) < 6 || len(rest) < 12 && utf16.IsSurrogate(surrogateIn(rest)))
		return 0, 0, e
	}
	_, n := utf8.DecodeRuneInString(rest[1:])
	return 0, 0, s.Fail(at, at+1+n, "there is no such escape", `inside quotes there are \" \\ \* \? \n \r \t and \u00e9; write \\ for a backslash`)
}

// surrogateIn gives the code unit of an escape.
func surrogateIn(escape string) rune {
	unit, _ := strconv.ParseUint(escape[2:6], 16, 16)
	return rune(unit)
}

// Peek reports whether a keyword stands here.
func (s *Scanner) Peek(word string) bool {
	return strings.HasPrefix(s.Text[s.At:], word) && s.EndOf(s.At) == s.At+len(word)
}

// Keyword goes behind a keyword, if it stands here.
func (s *Scanner) Keyword(word string) bool {
	if !s.Peek(word) {
		return false
	}
	s.At += len(word)
	return true
}

// Phrase reads a word, or a phrase in quotes. Something stands here.
func (s *Scanner) Phrase() (string, *Error) {
	if s.Text[s.At] != '"' {
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
func (s *Scanner) bare() (string, *Error) {
	start := s.At
	s.At = s.EndOf(start)
	text := s.Text[start:s.At]
	if i := strings.IndexByte(text, '"'); i >= 0 {
		return "", s.Fail(start+i, start+i+1, "a quote stands in the middle of a word",
			`put a space before it, or write "\"" for a quote`)
	}
	return text, nil
}

// afterQuote makes sure that a quoted text is followed by nothing.
func (s *Scanner) afterQuote() *Error {
	if s.EndOf(s.At) == s.At {
		return nil
	}
	return s.Fail(s.At, s.EndOf(s.At), "something follows a quote", "put a space between them")
}
