package date

import (
	"strings"
	"unicode/utf8"

	"segtap/mapping/destination/kit"
)

// dateToken is a token of a date.
type dateToken struct {
	kind   tokenKind
	char   byte // of tokChar
	number int  // of tokNumber: its first nine digits behind leading zeros
	length int  // in characters
	word   dateWord
}

type tokenKind uint8

const (
	tokEnd tokenKind = iota
	tokNumber
	tokChar // one of : - + . )
	tokWord
	tokSpace
	tokOther
)

func (t dateToken) isNumber(length int) bool  { return t.kind == tokNumber && t.length == length }
func (t dateToken) isSign() bool              { return t.char == '+' || t.char == '-' }
func (t dateToken) isWord(kind wordKind) bool { return t.kind == tokWord && t.word.kind == kind }
func (t dateToken) isZ() bool                 { return t.isWord(wordZone) && t.length == 1 }

// significant is how many digits of a number count.
const significant = 9

// milliseconds reads the number as digits of a fraction.
func (t dateToken) milliseconds() int {
	n := t.number
	switch length := min(t.length, significant); length {
	case 1:
		return n * 100
	case 2:
		return n * 10
	default:
		for ; length > 3; length-- {
			n /= 10
		}
		return n
	}
}

type wordKind uint8

const (
	wordOther wordKind = iota
	wordMonth
	wordHalf // AM, PM
	wordZone
	wordT
)

// dateWord is a word that means something in a date.
type dateWord struct {
	kind  wordKind
	value int // month, hours to add, or hours from UTC
}

// wordOf gives the meaning of a word. Months are known by their first three
// letters, everything else must be the whole word.
func wordOf(word string) dateWord {
	const months = "janfebmaraprmayjunjulaugsepoctnovdec"
	if len(word) >= 3 {
		if i := strings.Index(months, strings.ToLower(word[:3])); i >= 0 && i%3 == 0 {
			return dateWord{wordMonth, i/3 + 1}
		}
	}
	if len(word) > 3 {
		return dateWord{}
	}
	switch strings.ToLower(word) {
	case "am":
		return dateWord{wordHalf, 0}
	case "pm":
		return dateWord{wordHalf, 12}
	case "z", "ut", "utc", "gmt":
		return dateWord{wordZone, 0}
	case "est", "cdt":
		return dateWord{wordZone, -5}
	case "edt":
		return dateWord{wordZone, -4}
	case "cst", "mdt":
		return dateWord{wordZone, -6}
	case "mst", "pdt":
		return dateWord{wordZone, -7}
	case "pst":
		return dateWord{wordZone, -8}
	case "t":
		return dateWord{kind: wordT}
	}
	return dateWord{}
}

// dateScanner takes a date apart. tok is the token that comes next.
type dateScanner struct {
	text string
	tok  dateToken
}

func newDateScanner(text string) dateScanner {
	if end := strings.IndexByte(text, 0); end >= 0 {
		text = text[:end] // NUL ends a date
	}
	s := dateScanner{text: text}
	s.tok = s.scan()
	return s
}

// next gives the token that comes next, and reads the one behind it.
func (s *dateScanner) next() dateToken {
	tok := s.tok
	s.tok = s.scan()
	return tok
}

// skip reads over the character if it comes next.
func (s *dateScanner) skip(char byte) bool {
	if s.tok.char != char {
		return false
	}
	s.next()
	return true
}

func (s *dateScanner) scan() dateToken {
	if s.text == "" {
		return dateToken{kind: tokEnd}
	}
	r, width := utf8.DecodeRuneInString(s.text)
	switch {
	case r >= '0' && r <= '9':
		return s.scanNumber()
	case strings.ContainsRune(":-+.)", r):
		s.text = s.text[1:]
		return dateToken{kind: tokChar, char: byte(r)}
	case kit.IsSpace(r):
		s.text = s.text[width:]
		return dateToken{kind: tokSpace}
	case r >= 'A':
		word := s.text[:wordLength(s.text)]
		s.text = s.text[len(word):]
		return dateToken{kind: tokWord, length: len(word), word: wordOf(word)}
	case r == '(':
		s.skipParentheses()
	default:
		s.text = s.text[width:]
	}
	return dateToken{kind: tokOther}
}

func (s *dateScanner) scanNumber() dateToken {
	tok := dateToken{kind: tokNumber}
	for tok.length < len(s.text) && s.text[tok.length] == '0' {
		tok.length++
	}
	for taken := 0; tok.length < len(s.text); tok.length++ {
		c := s.text[tok.length]
		if c < '0' || c > '9' {
			break
		}
		if taken < significant {
			tok.number = tok.number*10 + int(c-'0')
			taken++
		}
	}
	s.text = s.text[tok.length:]
	return tok
}

// wordLength measures a word: all characters from A on, but for spaces.
func wordLength(text string) int {
	for i, r := range text {
		if r < 'A' || kit.IsSpace(r) {
			return i
		}
	}
	return len(text)
}

// skipParentheses reads over what stands in parentheses, which may nest.
func (s *dateScanner) skipParentheses() {
	depth := 0
	for i := range len(s.text) {
		switch s.text[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			s.text = s.text[i+1:]
			return
		}
	}
	s.text = ""
}
