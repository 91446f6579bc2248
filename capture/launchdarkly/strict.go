package launchdarkly

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"

	"segtap/mapping/jsondoc"
)

// FileError is why a file cannot be read: the place, and the way out.
type FileError struct {
	Name string // of the file
	// Line and Column are counted from 1, in characters; 0: it is not about
	// one place.
	Line, Column int
	Problem      string // safe to print
	Hint         string // safe to print; may be empty
}

// Error gives "metrics.yaml, line 3, column 12: PROBLEM; HINT".
func (e *FileError) Error() string {
	text := outside(e.Name)
	if e.Line > 0 {
		text += ", line " + strconv.Itoa(e.Line) + ", column " + strconv.Itoa(e.Column)
	}
	text += ": " + e.Problem
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

func fileError(name string, at spot, problem, hint string) *FileError {
	return &FileError{Name: name, Line: at.line, Column: at.column, Problem: problem, Hint: hint}
}

// Strict reads a format in which everything unknown is a mistake. The first one
// ends the reading; the methods do nothing after it.
type Strict struct {
	Name string
	Text []byte // what offsets are counted in
	Hint string // shows what is expected
	Err  error
}

// fields are the members that a mapping may have, and what takes each.
type fields map[string]func(name string, n node)

func (s *Strict) fail(at spot, problem, hint string) {
	if s.Err != nil {
		return
	}
	if at.line == 0 {
		at.line, at.column = jsondoc.Position(s.Text, at.offset)
	}
	s.Err = fileError(s.Name, at, problem, hint)
}

// mapping hands each member of a mapping to its field.
func (s *Strict) mapping(n node, what string, f fields) {
	if s.Err != nil {
		return
	}
	if n.kind != mappingNode {
		s.fail(n.at, what+" is "+n.kind.String()+", where a mapping is expected", "its members may be "+names(f))
		return
	}
	seen := map[string]string{} // by name, as written
	for _, m := range n.members {
		take, known := f[m.name]
		switch {
		case !known:
			s.fail(m.at, what+" has no member "+quoted(m.name), nearest(m.name, f))
		case seen[m.name] != "" && seen[m.name] != m.written():
			s.fail(m.at, quoted(m.written())+" says what "+quoted(seen[m.name])+" says already", "leave one of them out")
		case seen[m.name] != "":
			s.twice(m)
		default:
			seen[m.name] = m.written()
			take(m.written(), m.value)
		}
		if s.Err != nil {
			return
		}
	}
}

func (s *Strict) twice(m member) {
	s.fail(m.at, quoted(m.written())+" stands twice", "leave one of them out")
}

// names lists the members that there are.
func names(f fields) string {
	all := make([]string, 0, len(f))
	for name := range f {
		all = append(all, name)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// nearest says which member may have been meant.
func nearest(unknown string, f fields) string {
	const farthest = 2 // a slip, not another word
	best, distance := "", farthest+1
	for name := range f {
		d := farthest + 1
		if len(unknown) <= 2*len(name)+farthest { // the distance takes the square of the length
			d = levenshtein.ComputeDistance(strings.ToLower(unknown), strings.ToLower(name))
		}
		if d < distance || d == distance && d <= farthest && name < best {
			best, distance = name, d
		}
	}
	if best == "" {
		for name := range f {
			if len(name) > max(3, len(best)) && strings.HasPrefix(unknown, name) { // eventKey for event
				best = name
			}
		}
	}
	if best == "" {
		return "there are " + names(f)
	}
	return "is " + best + " meant?"
}

// expect tells whether a node is of a kind, and fails otherwise.
func (s *Strict) expect(name string, n node, kind nodeKind) bool {
	if n.kind == kind || s.Err != nil {
		return s.Err == nil
	}
	hint := ""
	switch {
	case n.kind == nullNode:
		hint = "give one, or leave the line out"
	case kind == textNode && n.kind < textNode:
		hint = "put it in quotes: " + strconv.Quote(shortened(n.text))
	case kind == boolNode && n.kind == textNode:
		hint = "write true or false, without quotes"
	case kind == numberNode && n.kind == textNode:
		hint = "write it without quotes"
	}
	s.fail(n.at, outside(name)+" is "+n.kind.String()+", where "+kind.String()+" is expected", hint)
	return false
}

func (s *Strict) string(dst *string) func(string, node) {
	return func(name string, n node) {
		if s.expect(name, n, textNode) {
			*dst = n.text
		}
	}
}

func (s *Strict) bool(dst *bool) func(string, node) {
	return func(name string, n node) {
		if s.expect(name, n, boolNode) {
			*dst = n.text == "true"
		}
	}
}

func (s *Strict) int64(dst *int64) func(string, node) {
	return func(name string, n node) {
		if !s.expect(name, n, numberNode) {
			return
		}
		i, err := strconv.ParseInt(n.text, 10, 64)
		if err != nil {
			s.fail(n.at, name+" is "+outside(n.text)+", where a whole number is expected", "")
		}
		*dst = i
	}
}

func (s *Strict) int(dst *int) func(string, node) {
	return func(name string, n node) {
		var i int64
		s.int64(&i)(name, n)
		if int64(int(i)) != i {
			s.fail(n.at, name+" is too large", "")
		}
		*dst = int(i)
	}
}

// strings takes a list of texts, or one text for a list of one.
func (s *Strict) strings(dst *[]string) func(string, node) {
	return func(name string, n node) {
		if n.kind == textNode {
			*dst = []string{n.text}
			return
		}
		if !s.expect(name, n, listNode) {
			return
		}
		for _, item := range n.items {
			var text string
			s.string(&text)("one of "+name, item)
			*dst = append(*dst, text)
		}
	}
}

// each takes the things of a mapping by key, or of a list in which each names
// its key.
func (s *Strict) each(dst func(key string, at spot, n node)) func(string, node) {
	return func(name string, n node) {
		switch n.kind {
		case mappingNode:
			for _, m := range n.members {
				dst(m.name, m.at, m.value)
			}
		case listNode:
			for _, item := range n.items {
				dst("", item.at, item)
			}
		default:
			s.fail(n.at, fmt.Sprintf("%s is %s, where a mapping by key or a list is expected", name, n.kind), s.Hint)
		}
	}
}
