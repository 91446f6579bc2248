package query

// pathTest compares the values at a path.
type pathTest struct {
	path    path
	operand operand
}

func (t *pathTest) row(*Row) Tri { return Unknown }

func (t *pathTest) document(_ *Row, d *Document) bool { return find(t.path, d.Root, &t.operand) }

func (t *pathTest) needs() Needs { return NeedsRoot }

func (t *pathTest) implies(o term) bool {
	other, ok := o.(*pathTest)
	return ok && string(t.path.appendName(nil)) == string(other.path.appendName(nil)) && t.operand.implies(&other.operand)
}

func (t *pathTest) append(dst []byte) []byte {
	return t.operand.append(append(t.path.appendName(dst), ':'))
}

// hasTest looks whether a path leads to anything but null.
type hasTest struct{ path path }

func (t *hasTest) row(*Row) Tri { return Unknown }

func (t *hasTest) document(_ *Row, d *Document) bool {
	return find(t.path, d.Root, nil)
}

func (t *hasTest) needs() Needs { return NeedsRoot }

func (t *hasTest) implies(term) bool { return false }

func (t *hasTest) append(dst []byte) []byte { return t.path.append(append(dst, "has:"...)) }
