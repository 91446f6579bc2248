package query

import (
	"strings"

	"segtap/mapping/jsondoc"
)

// path leads from the root of a message to members and elements.
type path []segment

type segment struct {
	name string
	any  bool // a bare *: every member or element
}

// find reports whether a value at the path fits an operand; without one,
// whether it is not null.
func (p path) find(v jsondoc.Value, o *operand) bool {
	for i, s := range p {
		switch {
		case s.any:
			return p[i+1:].each(v, o)
		case v.Kind() == jsondoc.Array:
			index, ok := jsondoc.ArrayIndex(s.name)
			if !ok {
				return false
			}
			v = v.Element(int(index))
		default:
			v = v.Member(s.name)
		}
	}
	if o == nil {
		return v.Kind() > jsondoc.Null
	}
	return o.value(v)
}

// each is find from every member or element of v on.
func (p path) each(v jsondoc.Value, o *operand) bool {
	children := v.Elements()
	if v.Kind() == jsondoc.Object {
		children = v.Properties()
	}
	for child := range children {
		if p.find(child, o) {
			return true
		}
	}
	return false
}

// isBare reports whether a character of a path stands for itself outside of
// quotes.
func isBare(r rune) bool {
	return r > ' ' && r != 0x7F && !strings.ContainsRune(`."():\/,;=<>|`, r) && !isSpace(r)
}

// append writes a path as a field name: one of a single member begins with a
// dot, so that it is none of the fields there are.
func (p path) append(dst []byte) []byte {
	if len(p) == 1 || !beginsName(p[0]) {
		dst = append(dst, '.')
	}
	return p.appendPlain(dst)
}

// beginsName reports whether a path can begin with a segment, without a dot.
func beginsName(s segment) bool {
	return s.any || s.name != "" && s.name != "*" && s.name[0] != '-' && countDigits(s.name[:1]) == 0 && strings.IndexFunc(s.name, notBare) < 0
}

func notBare(r rune) bool { return !isBare(r) }

func (p path) appendPlain(dst []byte) []byte {
	for i, s := range p {
		if i > 0 {
			dst = append(dst, '.')
		}
		switch {
		case s.any:
			dst = append(dst, '*')
		case s.name == "" || s.name == "*" || strings.IndexFunc(s.name, notBare) >= 0:
			dst = appendQuoted(dst, s.name, true)
		default:
			dst = append(dst, s.name...)
		}
	}
	return dst
}

// pathTest compares the values at a path.
type pathTest struct {
	path    path
	operand operand
}

func (t *pathTest) row(*Row) Tri { return Unknown }

func (t *pathTest) document(_ *Row, d *Document) bool { return t.path.find(d.Root, &t.operand) }

func (t *pathTest) needs() Needs { return NeedsRoot }

func (t *pathTest) implies(o term) bool {
	other, ok := o.(*pathTest)
	return ok && string(t.path.append(nil)) == string(other.path.append(nil)) && t.operand.implies(&other.operand)
}

func (t *pathTest) append(dst []byte) []byte {
	return t.operand.append(append(t.path.append(dst), ':'))
}

// hasTest looks whether a path leads to anything but null.
type hasTest struct{ path path }

func (t *hasTest) row(*Row) Tri { return Unknown }

func (t *hasTest) document(_ *Row, d *Document) bool {
	return t.path.find(d.Root, nil)
}

func (t *hasTest) needs() Needs { return NeedsRoot }

func (t *hasTest) implies(term) bool { return false }

func (t *hasTest) append(dst []byte) []byte { return t.path.appendPlain(append(dst, "has:"...)) }
