package jsontree

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"segtap/mapping/jsondoc"
	"segtap/ui/widget/sanitize"
)

// document is a text as the lines it has when nothing is folded.
type document struct {
	raw   string
	nodes []node       // of text that is not JSON its lines as they came
	err   *SyntaxError // where it stops being JSON, or nil
}

// read takes a text apart. It keeps a copy of it.
func read(raw []byte) document {
	d := document{raw: string(raw)}
	d.nodes, d.err = parse(raw)
	if d.err != nil {
		d.nodes = rawLines(d.raw)
		if whole := Check(d.raw); whole != nil {
			d.err = whole // read as one value, the error comes with a better place and reason than token by token
		}
	}
	return d
}

// pointer returns the JSON Pointer of node id; for a closing bracket that of its container.
func (d *document) pointer(id int32) string {
	var tokens []string
	for ; id > 0; id = d.nodes[id].parent {
		n := &d.nodes[id]
		if n.kind == kindRaw || n.parent < 0 {
			break
		}
		if n.kind == kindClose {
			n = &d.nodes[n.last]
		}
		if n.nameTo > n.nameFrom {
			tokens = append(tokens, d.name(n))
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
func (d *document) name(n *node) string {
	return unquote(d.raw[n.nameFrom:n.nameTo])
}

func unquote(quoted string) string {
	if strings.IndexByte(quoted, '\\') < 0 && utf8.ValidString(quoted) {
		return quoted[1 : len(quoted)-1]
	}
	return jsondoc.Unquote([]byte(quoted))
}

// resolve returns the nodes pointer leads to, in document order: several when members of the same name are on its way.
func (d *document) resolve(pointer string) []int32 {
	found, rest := d.walk(pointer)
	if len(rest) > 0 {
		return nil
	}
	return found
}

// walk follows pointer as far as the document goes. It returns the nodes reached and the tokens that lead on from there
// to nowhere.
func (d *document) walk(pointer string) (reached []int32, rest []string) {
	if len(d.nodes) == 0 || d.nodes[0].kind == kindRaw || pointer != "" && pointer[0] != '/' {
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
			next = d.appendChildren(next, id, token)
		}
		if len(next) == 0 {
			return reached, tokens[i:]
		}
		reached = next
	}
	return reached, nil
}

// appendChildren appends the children of the container id that token names.
func (d *document) appendChildren(found []int32, id int32, token string) []int32 {
	n := &d.nodes[id]
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
	for child := id + 1; child < n.last; child = d.nodes[child].last + 1 {
		c := &d.nodes[child]
		if n.kind == kindArray && int(c.place) == place || n.kind == kindObject && d.name(c) == token {
			found = append(found, child)
		}
	}
	return found
}

// errorNode returns the line at which the text stops being JSON, or -1.
func (d *document) errorNode() int32 {
	if d.err == nil {
		return -1
	}
	return int32(min(d.err.Line, len(d.nodes)) - 1)
}

// errorColumn returns the column on the screen, from zero, at which the text stops being JSON.
func (d *document) errorColumn() int {
	n := &d.nodes[d.errorNode()]
	return sanitize.Width(sanitize.Escape(d.raw[n.from:clamp(d.err.Offset, n.from, n.to)]))
}
