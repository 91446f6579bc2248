package verdict

import (
	"errors"
	"fmt"
	"strings"

	"segtap/mapping/jsondoc"
)

// PatchOp is one operation of a JSON Patch (RFC 6902). Only the operations
// that quick fixes use exist: "replace", "remove" and "add" of a member.
type PatchOp struct {
	Op    string // "replace", "remove" or "add"
	Path  string // JSON Pointer
	Value string // JSON text; empty for remove
}

// Patch is a JSON Patch: operations applied in order.
type Patch []PatchOp

// ErrPatch is wrapped by every error of [Patch.Apply].
var ErrPatch = errors.New("the fix does not apply")

// AppendJSON appends the patch as RFC 6902 writes it.
func (p Patch) AppendJSON(dst []byte) []byte {
	dst = append(dst, '[')
	for i, op := range p {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, `{"op":"`...)
		dst = append(dst, op.Op...)
		dst = append(dst, `","path":`...)
		dst = jsondoc.AppendString(dst, op.Path)
		if op.Op != "remove" {
			dst = append(append(dst, `,"value":`...), op.Value...)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// Apply returns the text with the patch applied. Every byte outside the members
// it names stays as it is; text itself is not changed. The error wraps
// [ErrPatch] and names the operation that does not fit.
func (p Patch) Apply(text []byte) ([]byte, error) {
	for _, op := range p {
		doc, err := jsondoc.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrPatch, err)
		}
		next, ok := op.apply(text, doc.Root())
		if !ok {
			return nil, fmt.Errorf("%w: %s %s", ErrPatch, op.Op, op.Path)
		}
		text = next
		if op.Op == "remove" { // of duplicates the last goes first, then the others
			if text, err = removeRest(text, op.Path); err != nil {
				return nil, err
			}
		}
	}
	return text, nil
}

// removeRest removes what is left of a member that stood there several times.
func removeRest(text []byte, path string) ([]byte, error) {
	for {
		doc, err := jsondoc.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrPatch, err)
		}
		target := doc.Root().Lookup(path)
		if target.Kind() == jsondoc.Absent || target.Parent().Kind() != jsondoc.Object {
			return text, nil
		}
		text = removeMember(text, target)
	}
}

func (op PatchOp) apply(text []byte, root jsondoc.Value) ([]byte, bool) {
	target := root.Lookup(op.Path)
	switch op.Op {
	case "replace":
		if target.Kind() == jsondoc.Absent {
			return nil, false
		}
		start, end := target.Span()
		return cut(text, start, end, op.Value), true
	case "remove":
		if target.Kind() == jsondoc.Absent || op.Path == "" {
			return nil, false
		}
		return removeMember(text, target), true
	case "add":
		slash := strings.LastIndexByte(op.Path, '/')
		if slash < 0 || target.Kind() != jsondoc.Absent {
			return nil, false
		}
		parent := root.Lookup(op.Path[:slash])
		if parent.Kind() != jsondoc.Object {
			return nil, false
		}
		return addMember(text, parent, jsondoc.UnescapePointer(op.Path[slash+1:]), op.Value), true
	}
	return nil, false
}

func cut(text []byte, start, end int, with string) []byte {
	out := make([]byte, 0, len(text)-(end-start)+len(with))
	out = append(out, text[:start]...)
	out = append(out, with...)
	return append(out, text[end:]...)
}

// removeMember takes a member away with the comma that belongs to it: the one
// behind it, or, for the last member, the one before.
func removeMember(text []byte, v jsondoc.Value) []byte {
	start, _ := v.NameSpan()
	_, end := v.Span()
	next := end + space(text[end:])
	if next < len(text) && text[next] == ',' {
		return cut(text, start, next+1+space(text[next+1:]), "")
	}
	before := start
	for before > 0 && isSpace(text[before-1]) {
		before--
	}
	if before > 0 && text[before-1] == ',' {
		return cut(text, before-1, end, "")
	}
	return cut(text, start, end, "")
}

func addMember(text []byte, parent jsondoc.Value, name, value string) []byte {
	_, end := parent.Span()
	member := string(jsondoc.AppendString(nil, name)) + ":" + value
	if parent.Len() == 0 {
		return cut(text, end-1, end-1, member)
	}
	at := end - 1
	for isSpace(text[at-1]) {
		at--
	}
	// As the member before it is written, with the same white space.
	var last jsondoc.Value
	for v := range parent.Members() {
		last = v
	}
	start, nameEnd := last.NameSpan()
	from, _ := last.Span()
	before := start
	for isSpace(text[before-1]) {
		before--
	}
	member = string(text[before:start]) + string(jsondoc.AppendString(nil, name)) + string(text[nameEnd:from]) + value
	return cut(text, at, at, ","+member)
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// space counts the JSON white space at the start of b.
func space(b []byte) int {
	n := 0
	for n < len(b) && isSpace(b[n]) {
		n++
	}
	return n
}
