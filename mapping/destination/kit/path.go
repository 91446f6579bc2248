package kit

import (
	"strconv"
	"strings"

	"segtap/mapping/jsondoc"
)

// path is a path that has been taken apart: the members to follow.
type path []string

// parsePath takes a path apart as @path does: the first "$." in it is removed.
func parsePath(text string) path {
	return splitPath(strings.Replace(text, "$.", "", 1))
}

// splitPath takes a path apart as a template does. Names are separated by dots,
// or stand in brackets when they start with a quote or a digit; quotes are
// removed wherever they stand. "$" has no meaning here: it is a name.
func splitPath(text string) path {
	if text == "" || text == "." {
		return nil
	}
	var p path
	start := 0
	step := func(end int) {
		if end > start {
			p = append(p, strings.Map(dropQuotes, text[start:end]))
		}
	}
	for i := 0; i < len(text); {
		n := separator(text, i)
		if n == 0 {
			i++
			continue
		}
		step(i)
		i += n
		start = i
	}
	step(len(text))
	return p
}

// separator gives the length of the separator at text[i:]; 0 when there is none.
func separator(text string, i int) int {
	switch text[i] {
	case '.':
		return 1
	case '[':
		if i+1 < len(text) && isKeyEdge(text[i+1]) {
			return 1
		}
	case ']':
		if i > 0 && isKeyEdge(text[i-1]) {
			n := 1
			for i+n < len(text) && text[i+n] == ']' {
				n++
			}
			return n
		}
	}
	return 0
}

func isKeyEdge(c byte) bool { return c == '"' || c == '\'' || c >= '0' && c <= '9' }

func dropQuotes(r rune) rune {
	if r == '"' || r == '\'' {
		return -1
	}
	return r
}

// get follows the path. A falsy value met on the way is itself the result:
// null, 0, "" and false have no members, and end the walk.
func (p path) get(v Value) Value {
	for len(p) > 0 && v.kind == jsondoc.Object && v.isNode() { // nearly always all the way
		v, p = Of(v.node.Member(p[0])), p[1:]
	}
	for _, name := range p {
		if !v.Truthy() {
			return v
		}
		v = v.property(name)
	}
	return v
}

// property gives v[name] of JavaScript, but for what every object inherits
// (toString, constructor, …), which is Absent.
func (v Value) property(name string) Value {
	switch v.kind {
	case jsondoc.Object:
		return v.Member(name)
	case jsondoc.Array:
		if name == "length" {
			return Number(float64(v.Len()))
		}
		if index, ok := elementIndex(name); ok {
			return v.Element(index)
		}
	case jsondoc.String:
		if name == "length" {
			return Number(float64(units(v.Text())))
		}
		if index, ok := elementIndex(name); ok {
			if text, ok := unit(v.Text(), index); ok {
				return String(text)
			}
		}
	}
	return Value{}
}

// elementIndex reads a name that stands for an element: digits without leading
// zeros.
func elementIndex(name string) (int, bool) {
	if name == "" || name[0] == '0' && len(name) > 1 || digits(name, 10) != len(name) {
		return 0, false
	}
	index, err := strconv.Atoi(name)
	return index, err == nil
}

// whole gives the JSON Pointer of where the path leads to in a message that has all of it.
func (p path) whole() string {
	at := ""
	for _, name := range p {
		at += "/" + jsondoc.EscapePointer(name)
	}
	return at
}

// pointer gives the JSON Pointer, from the root, of what get gives: where it
// stands, or where it would stand when it is missing. It is the beginning of the whole one,
// of which no new text is made: it is asked of each message that has no metric value.
func (p path) pointer(root Value, whole string) string {
	at, v := 0, root
	for _, name := range p {
		if v.kind != jsondoc.Absent && !v.Truthy() {
			break
		}
		at++ // behind the slash
		for at < len(whole) && whole[at] != '/' {
			at++
		}
		v = v.property(name)
		if v.kind != jsondoc.Absent && !v.isNode() {
			break // a length or a character: the whole is meant
		}
	}
	return whole[:at]
}
