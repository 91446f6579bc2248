package query

import (
	"strings"
	"unicode"
)

// value is what stands behind the colon of a field, or a word.
type value struct {
	op         string // "", "=", ">", ">=", "<" or "<="
	text       string // as it reads; wildcards are the bytes star and question
	quoted     bool
	start, end int // of the text in the filter, quotes included
}

// pattern makes a pattern of it: exact behind "=".
func (v value) pattern() pattern {
	if v.op == "=" {
		return newPattern(literal(v.text), true)
	}
	return newPattern(v.text, false)
}

// operators are those that can stand before a value, the longer ones first.
var operators = [...]string{">=", "<=", ">", "<", "="}

// value reads what stands behind the colon of a field that begins at start.
func (s *scanner) value(start int) (value, *Error) {
	var v value
	for _, op := range operators {
		if strings.HasPrefix(s.text[s.at:], op) {
			v.op = op
			s.at += len(op)
			break
		}
	}
	v.start = s.at
	var err *Error
	if s.at < len(s.text) && s.text[s.at] == '"' {
		v.quoted = true
		if v.text, err = s.quoted(); err == nil {
			err = s.afterQuote()
		}
	} else {
		if v.text, err = s.bare(); err == nil && v.text == "" {
			return v, s.noValue(start)
		}
		v.text = wildcards(v.text)
	}
	v.end = s.at
	return v, err
}

// noValue makes the error of a field with nothing behind it.
func (s *scanner) noValue(start int) *Error {
	name := s.text[start:s.at]
	e := s.fail(start, s.at, name+" has no value", `put it right behind, or "" for the empty text`)
	e.Unfinished = strings.TrimFunc(s.text[s.at:], unicode.IsSpace) == ""
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
			b[i] = star
		case '?':
			b[i] = question
		}
	}
	return string(b)
}

// literal returns a text with its wildcards as they are written.
func literal(text string) string {
	if indexWild(text) < 0 {
		return text
	}
	b := []byte(text)
	for i, c := range b {
		switch c {
		case star:
			b[i] = '*'
		case question:
			b[i] = '?'
		}
	}
	return string(b)
}

