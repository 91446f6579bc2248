package syntax

import (
	"strings"
	"unicode"

	"segtap/mapping/query/match"
)

// Value is what stands behind the colon of a field, or a word.
type Value struct {
	Op         string // "", "=", ">", ">=", "<" or "<="
	Text       string // as it reads; wildcards are [match.Star] and [match.Question]
	Quoted     bool
	Start, End int // of the text in the filter, quotes included
}

// Pattern returns its pattern: exact behind "=".
func (v Value) Pattern() match.Pattern {
	if v.Op == "=" {
		return match.NewPattern(literal(v.Text), true)
	}
	return match.NewPattern(v.Text, false)
}

// operators are those that can stand before a value, the longer ones first.
var operators = [...]string{">=", "<=", ">", "<", "="}

// Value reads what stands behind the colon of a field that begins at start.
func (s *Scanner) Value(start int) (Value, *Error) {
	var v Value
	for _, op := range operators {
		if strings.HasPrefix(s.Text[s.At:], op) {
			v.Op = op
			s.At += len(op)
			break
		}
	}
	v.Start = s.At
	var err *Error
	if s.At < len(s.Text) && s.Text[s.At] == '"' {
		v.Quoted = true
		if v.Text, err = s.quoted(); err == nil {
			err = s.afterQuote()
		}
	} else {
		if v.Text, err = s.bare(); err == nil && v.Text == "" {
			return v, s.NoValue(start)
		}
		v.Text = wildcards(v.Text)
	}
	v.End = s.At
	return v, err
}

// NoValue returns the error of a field with nothing behind it.
func (s *Scanner) NoValue(start int) *Error {
	name := s.Text[start:s.At]
	e := s.Fail(start, s.At, name+" has no value", `put it right behind, or "" for the empty text`)
	e.Unfinished = strings.TrimFunc(s.Text[s.At:], unicode.IsSpace) == ""
	return e
}

// wildcards puts wildcards in the place of * and ?.
func wildcards(text string) string {
	if !strings.ContainsAny(text, "*?") {
		return text
	}
	b := []byte(text)
	for i, c := range b {
		switch c {
		case '*':
			b[i] = match.Star
		case '?':
			b[i] = match.Question
		}
	}
	return string(b)
}

// literal returns a text with its wildcards as they are written.
func literal(text string) string {
	if match.IndexWild(text) < 0 {
		return text
	}
	b := []byte(text)
	for i, c := range b {
		switch c {
		case match.Star:
			b[i] = '*'
		case match.Question:
			b[i] = '?'
		}
	}
	return string(b)
}
