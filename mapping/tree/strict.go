package tree

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
	"segtap/mapping/spelling"
)

// Error is why a file cannot be read: the place, and the way out.
type Error struct {
	Name string // of the file
	// Line and Column are counted from 1, in characters; 0: it is not about
	// one place.
	Line, Column int
	Problem      string // safe to print
	Hint         string // safe to print; may be empty
}

// Error returns "metrics.yaml, line 3, column 12: PROBLEM; HINT".
func (e *Error) Error() string {
	text := prose.Outside(e.Name)
	if e.Line > 0 {
		text += ", line " + strconv.Itoa(e.Line) + ", column " + strconv.Itoa(e.Column)
	}
	text += ": " + e.Problem
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

func fileError(name string, at Spot, problem, hint string) *Error {
	return &Error{Name: name, Line: at.line, Column: at.column, Problem: problem, Hint: hint}
}

// Strict reads a format in which everything unknown is a mistake. The first one
// ends the reading; the methods do nothing after it.
type Strict struct {
	Name string
	Text []byte // what offsets are counted in
	Hint string // shows what is expected
	Err  error

	positions *jsondoc.Positions
}

// Fields are the members that a mapping may have, and what takes each.
type Fields map[string]func(name string, n Node)

// Fail notes a mistake, the first one only.
func (s *Strict) Fail(at Spot, problem, hint string) {
	if s.Err != nil {
		return
	}
	at.line, at.column = s.Position(at)
	s.Err = fileError(s.Name, at, problem, hint)
}

// Position returns the line and column of a spot, both from 1.
func (s *Strict) Position(at Spot) (line, column int) {
	if at.line == 0 {
		if s.positions == nil {
			s.positions = jsondoc.NewPositions(s.Text)
		}
		return s.positions.Of(at.offset)
	}
	return at.line, at.column
}

// Mapping hands each member of a mapping to its field.
func (s *Strict) Mapping(n Node, what string, f Fields) {
	if s.Err != nil {
		return
	}
	if n.Kind != Mapping {
		s.Fail(n.At, what+" is "+n.Kind.String()+", where a mapping is expected", "its members may be "+Names(f))
		return
	}
	seen := map[string]string{} // by name, as written
	for _, m := range n.Members {
		take, known := f[m.Name]
		switch {
		case !known:
			s.Fail(m.at, what+" has no member "+prose.Escaped(m.Name), Nearest(m.Name, f))
		case seen[m.Name] != "" && seen[m.Name] != m.written():
			s.Fail(m.at, prose.Escaped(m.written())+" says what "+prose.Escaped(seen[m.Name])+" says already", "leave one of them out")
		case seen[m.Name] != "":
			s.twice(m)
		default:
			seen[m.Name] = m.written()
			take(m.written(), m.Value)
		}
		if s.Err != nil {
			return
		}
	}
}

func (s *Strict) twice(m Member) {
	s.Fail(m.at, prose.Escaped(m.written())+" stands twice", "leave one of them out")
}

// Names lists the members that there are.
func Names(f Fields) string { return strings.Join(slices.Sorted(maps.Keys(f)), ", ") }

// Nearest says which member may have been meant.
func Nearest(unknown string, f Fields) string {
	best := spelling.Nearest(unknown, slices.Sorted(maps.Keys(f)))
	if best == "" {
		for name := range f {
			if len(name) > max(3, len(best)) && strings.HasPrefix(unknown, name) { // eventKey for event
				best = name
			}
		}
	}
	if best == "" {
		return "there are " + Names(f)
	}
	return "is " + best + " meant?"
}

// Expect tells whether a node is of a kind, and fails otherwise.
func (s *Strict) Expect(name string, n Node, kind Kind) bool {
	if n.Kind == kind || s.Err != nil {
		return s.Err == nil
	}
	hint := ""
	switch {
	case n.Kind == Null:
		hint = "give one, or leave the line out"
	case kind == Text && n.Kind < Text:
		hint = "put it in quotes: " + strconv.Quote(prose.Abridged(n.Text))
	case kind == Bool && n.Kind == Text:
		hint = "write true or false, without quotes"
	case kind == Number && n.Kind == Text:
		hint = "write it without quotes"
	}
	s.Fail(n.At, prose.Outside(name)+" is "+n.Kind.String()+", where "+kind.String()+" is expected", hint)
	return false
}

// String takes a text.
func (s *Strict) String(dst *string) func(string, Node) {
	return func(name string, n Node) {
		if s.Expect(name, n, Text) {
			*dst = n.Text
		}
	}
}

// Bool takes true or false.
func (s *Strict) Bool(dst *bool) func(string, Node) {
	return func(name string, n Node) {
		if s.Expect(name, n, Bool) {
			*dst = n.Text == "true"
		}
	}
}

// Int64 takes a whole number.
func (s *Strict) Int64(dst *int64) func(string, Node) {
	return func(name string, n Node) {
		if !s.Expect(name, n, Number) {
			return
		}
		i, err := strconv.ParseInt(n.Text, 10, 64)
		if err != nil {
			s.Fail(n.At, name+" is "+prose.Outside(n.Text)+", where a whole number is expected", "")
		}
		*dst = i
	}
}

// Int takes a whole number.
func (s *Strict) Int(dst *int) func(string, Node) {
	return func(name string, n Node) {
		var i int64
		s.Int64(&i)(name, n)
		if int64(int(i)) != i {
			s.Fail(n.At, name+" is too large", "")
		}
		*dst = int(i)
	}
}

// Strings takes a list of texts, or one text for a list of one.
func (s *Strict) Strings(dst *[]string) func(string, Node) {
	return func(name string, n Node) {
		if n.Kind == Text {
			*dst = []string{n.Text}
			return
		}
		if !s.Expect(name, n, List) {
			return
		}
		for _, item := range n.Items {
			var text string
			s.String(&text)("one of "+name, item)
			*dst = append(*dst, text)
		}
	}
}

// Each takes the things of a mapping by key, or of a list in which each names
// its key.
func (s *Strict) Each(dst func(key string, at Spot, n Node)) func(string, Node) {
	return func(name string, n Node) {
		switch n.Kind {
		case Mapping:
			for _, m := range n.Members {
				dst(m.Name, m.at, m.Value)
			}
		case List:
			for _, item := range n.Items {
				dst("", item.At, item)
			}
		default:
			s.Fail(n.At, fmt.Sprintf("%s is %s, where a mapping by key or a list is expected", name, n.Kind), s.Hint)
		}
	}
}
