package syntax

import (
	"strconv"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"segtap/mapping/spelling"
)

// Error says where a text stops being a filter.
type Error struct {
	Start, End int // bytes from the start of the text; Start == End: at its end
	// Column is where Start stands on a line of a terminal, in cells from 1.
	Column  int
	Problem string // lower case, no full stop
	Hint    string // how to repair it; empty when there is nothing to say
	// Unfinished says that the text can become a filter when more is typed at
	// its end: keep the last good filter.
	Unfinished bool
}

// Error returns the column, the problem and the hint in one line.
func (e *Error) Error() string {
	text := "column " + strconv.Itoa(e.Column) + ": " + e.Problem
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// Fail returns the error of a stretch of the text.
func (s *Scanner) Fail(start, end int, problem, hint string) *Error {
	return &Error{
		Start: start, End: end, Column: displaywidth.String(s.Text[:start]) + 1,
		Problem: problem, Hint: hint,
	}
}

// Unfinished returns the error of a text that ends too early. Start is where what
// is not finished begins.
func (s *Scanner) Unfinished(start int, problem, hint string) *Error {
	e := s.Fail(start, len(s.Text), problem, hint)
	e.Unfinished = true
	return e
}

// UnknownName returns the error of a name that is none of those there are. It is
// unfinished when it stands at the end of the text and one of them begins so.
func (s *Scanner) UnknownName(start, end int, problem string, among []string) *Error {
	given := strings.ToLower(s.Text[start:end])
	hint := ""
	if near := Nearest(given, among); near != "" {
		hint = "did you mean " + near + "?"
	}
	e := s.Fail(start, end, problem, hint)
	for _, name := range among {
		if end == len(s.Text) && strings.HasPrefix(name, given) {
			e.Unfinished = true
		}
	}
	return e
}

// Nearest returns the name that was probably meant: one that begins so, else the
// one that is nearest as [spelling.Nearest] has it. Empty: none.
func Nearest(given string, among []string) string {
	for _, name := range among {
		if given != "" && strings.HasPrefix(name, given) {
			return name
		}
	}
	return spelling.Nearest(given, among)
}
