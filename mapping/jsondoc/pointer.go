package jsondoc

import (
	"slices"
	"strconv"
	"strings"
)

var (
	pointerEscaper   = strings.NewReplacer("~", "~0", "/", "~1")
	pointerUnescaper = strings.NewReplacer("~1", "/", "~0", "~")
)

// EscapePointer returns a member name as a reference token of a JSON Pointer
// (RFC 6901, section 3).
func EscapePointer(name string) string { return pointerEscaper.Replace(name) }

// UnescapePointer returns the member name that a reference token stands for.
func UnescapePointer(token string) string {
	if !strings.Contains(token, "~") { // most are plain, and the replacer allocates for those, too
		return token
	}
	return pointerUnescaper.Replace(token)
}

// Pointer returns the JSON Pointer (RFC 6901) of the value in its document; ""
// for the root and for what is absent. All duplicates of a member have the
// same pointer.
func (v Value) Pointer() string {
	if v.doc == nil {
		return ""
	}
	var tokens []string
	for parent := v.Parent(); parent.doc != nil; v, parent = parent, parent.Parent() {
		if parent.Kind() == Object {
			tokens = append(tokens, EscapePointer(v.Name()))
		} else {
			tokens = append(tokens, strconv.Itoa(v.index(parent)))
		}
	}
	slices.Reverse(tokens)
	var b strings.Builder
	for _, token := range tokens {
		b.WriteByte('/')
		b.WriteString(token)
	}
	return b.String()
}

// index counts the elements of the array before v.
func (v Value) index(array Value) int {
	n := 0
	nodes := v.doc.nodes
	for i := array.i + 1; i < v.i; i = nodes[i].next {
		n++
	}
	return n
}

// Lookup returns the value at a JSON Pointer (RFC 6901) that starts at v; Absent
// when there is none, or when the pointer is not well-formed. Of duplicate
// members the last is taken.
func (v Value) Lookup(pointer string) Value {
	for pointer != "" && v.doc != nil {
		if pointer[0] != '/' {
			return Value{}
		}
		token, rest, more := strings.Cut(pointer[1:], "/")
		if more {
			rest = "/" + rest
		}
		v, pointer = v.step(token), rest
	}
	return v
}

// step follows one reference token.
func (v Value) step(token string) Value {
	if v.Kind() != Array {
		return v.Member(UnescapePointer(token))
	}
	index, err := strconv.Atoi(token)
	if err != nil || strconv.Itoa(index) != token {
		return Value{}
	}
	return v.Element(index)
}
