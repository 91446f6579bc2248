package query

import (
	"segtap/mapping/query/compare"
	"segtap/mapping/query/syntax"
)

// pathTest compares the values at a path.
type pathTest struct {
	path    syntax.Path
	operand compare.Operand
}

func (t *pathTest) row(*Row) Tri { return Unknown }

func (t *pathTest) document(_ *Row, d *Document) bool {
	return compare.Find(t.path, d.Root, &t.operand)
}

func (t *pathTest) needs() Needs { return NeedsRoot }

func (t *pathTest) implies(o term) bool {
	other, ok := o.(*pathTest)
	return ok && string(t.path.AppendName(nil)) == string(other.path.AppendName(nil)) && t.operand.Implies(&other.operand)
}

func (t *pathTest) append(dst []byte) []byte {
	return t.operand.Append(append(t.path.AppendName(dst), ':'))
}

// hasTest looks whether a path leads to anything but null.
type hasTest struct{ path syntax.Path }

func (t *hasTest) row(*Row) Tri { return Unknown }

func (t *hasTest) document(_ *Row, d *Document) bool {
	return compare.Find(t.path, d.Root, nil)
}

func (t *hasTest) needs() Needs { return NeedsRoot }

func (t *hasTest) implies(term) bool { return false }

func (t *hasTest) append(dst []byte) []byte { return t.path.Append(append(dst, "has:"...)) }
