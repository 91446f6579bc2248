package jsontree

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"segtap/mapping/jsondoc"
)

// pointer returns the JSON Pointer of node id; for a closing bracket that of its container.
func (t *Tree) pointer(id int32) string {
	var tokens []string
	for ; id > 0; id = t.nodes[id].parent {
		n := &t.nodes[id]
		if n.kind == kindRaw || n.parent < 0 {
			break
		}
		if n.kind == kindClose {
			n = &t.nodes[n.last]
		}
		if n.nameTo > n.nameFrom {
			tokens = append(tokens, t.name(n))
		} else {
			tokens = append(tokens, strconv.Itoa(int(n.place)))
		}
	}
	var p strings.Builder
	for _, token := range slices.Backward(tokens) {
		p.WriteByte('/')
		p.WriteString(jsondoc.EscapePointer(token))
	}
	return p.String()
}

// name returns the member name of n without quotes and escapes.
func (t *Tree) name(n *node) string {
	return unquote(t.raw[n.nameFrom:n.nameTo])
}

func unquote(quoted string) string {
	if strings.IndexByte(quoted, '\\') < 0 && utf8.ValidString(quoted) {
		return quoted[1 : len(quoted)-1]
	}
	return jsondoc.Unquote([]byte(quoted))
}

// resolve returns the nodes pointer leads to, in document order: several when members of the same name are on its way.
func (t *Tree) resolve(pointer string) []int32 {
	found, rest := t.walk(pointer)
	if len(rest) > 0 {
		return nil
	}
	return found
}

// walk follows pointer as far as the document goes. It returns the nodes reached and the tokens that lead on from there
// to nowhere.
func (t *Tree) walk(pointer string) (reached []int32, rest []string) {
	if len(t.nodes) == 0 || t.nodes[0].kind == kindRaw || pointer != "" && pointer[0] != '/' {
		return nil, []string{pointer}
	}
	reached = []int32{0}
	tokens := strings.Split(pointer, "/")[1:]
	for i := range tokens {
		tokens[i] = jsondoc.UnescapePointer(tokens[i])
	}
	for i, token := range tokens {
		var next []int32
		for _, id := range reached {
			next = t.appendChildren(next, id, token)
		}
		if len(next) == 0 {
			return reached, tokens[i:]
		}
		reached = next
	}
	return reached, nil
}

// appendChildren appends the children of the container id that token names.
func (t *Tree) appendChildren(found []int32, id int32, token string) []int32 {
	n := &t.nodes[id]
	if !n.hasChildren() {
		return found
	}
	place := -1
	if n.kind == kindArray {
		var err error
		if place, err = strconv.Atoi(token); err != nil || strconv.Itoa(place) != token {
			return found
		}
	}
	for child := id + 1; child < n.last; child = t.nodes[child].last + 1 {
		c := &t.nodes[child]
		if n.kind == kindArray && int(c.place) == place || n.kind == kindObject && t.name(c) == token {
			found = append(found, child)
		}
	}
	return found
}
