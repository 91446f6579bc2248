package query

import (
	"cmp"
	"slices"
)

// op is how a node of a filter joins those below it.
type op uint8

const (
	opAnd op = iota // all of them; none: everything passes
	opOr            // one of them: at least two
	opNot           // not the one
	opTerm
)

// node is a part of a filter.
type node struct {
	op   op
	kids []*node // as they were written
	plan []*node // of and and or: kids, those that cost least first
	term term
}

// join makes one node of several; those of the same kind become one.
func join(by op, kids []*node) *node {
	if len(kids) == 1 {
		return kids[0]
	}
	n := &node{op: by}
	for _, kid := range kids {
		if kid.op == by {
			n.kids = append(n.kids, kid.kids...)
		} else {
			n.kids = append(n.kids, kid)
		}
	}
	n.plan = slices.Clone(n.kids)
	slices.SortStableFunc(n.plan, func(a, b *node) int { return cmp.Compare(a.cost(), b.cost()) })
	return n
}

func negate(n *node) *node {
	if n.op == opNot {
		return n.kids[0]
	}
	return &node{op: opNot, kids: []*node{n}}
}

func (n *node) needs() Needs {
	if n.op == opTerm {
		return n.term.needs()
	}
	var all Needs
	for _, kid := range n.kids {
		all |= kid.needs()
	}
	return all
}

// looksAtID is [Filter.LooksAtID].
func (n *node) looksAtID() bool {
	if n.op == opTerm {
		number, ok := n.term.(numberTest)
		return ok && number.of == &idField
	}
	return some(n.kids, (*node).looksAtID)
}

// looksAtSent is [Filter.LooksAtSent].
func (n *node) looksAtSent() bool {
	switch t := n.term.(type) {
	case *statusTest:
		return true
	case *textTest:
		return t.field == &targetField
	}
	return some(n.kids, (*node).looksAtSent)
}

// cost orders parts by the time they take: those that the row decides, those
// that look at one place, those that search the text.
func (n *node) cost() int {
	switch needs := n.needs(); {
	case needs == 0:
		return 0
	case needs&NeedsText == 0:
		return 1
	}
	return 2
}

// row answers from the row alone.
func (n *node) row(r *Row) Tri {
	switch n.op {
	case opTerm:
		return n.term.row(r)
	case opNot:
		return n.kids[0].row(r).not()
	}
	return n.joined(func(kid *node) Tri { return kid.row(r) })
}

// joined gives the answer that its kids come to, as far as they must be asked.
func (n *node) joined(ask func(*node) Tri) Tri {
	all, stop := n.idle()
	for _, kid := range n.plan {
		switch ask(kid) {
		case stop:
			return stop
		case Unknown:
			all = Unknown
		}
	}
	return all
}

// idle gives the answer of a node when none of its kids says otherwise, and the
// answer of one kid that settles it.
func (n *node) idle() (all, stop Tri) {
	if n.op == opAnd {
		return True, False
	}
	return False, True
}

// byName answers from the name alone.
func (n *node) byName(name string) Tri {
	switch n.op {
	case opTerm:
		switch t := n.term.(type) {
		case *word:
			return t.in(name)
		case *textTest:
			if t.field == &eventField {
				return rowText(&t.pattern, name, MaxName)
			}
		}
		return Unknown
	case opNot:
		return n.kids[0].byName(name).not()
	}
	return n.joined(func(kid *node) Tri { return kid.byName(name) })
}

// document answers from the row and the document.
func (n *node) document(r *Row, d *Document) bool {
	switch n.op {
	case opTerm:
		if t := n.term.row(r); t != Unknown {
			return t == True
		}
		return n.term.document(r, d)
	case opNot:
		return !n.kids[0].document(r, d)
	}
	_, stop := n.idle()
	for _, kid := range n.plan {
		if kid.document(r, d) == (stop == True) {
			return stop == True
		}
	}
	return n.op == opAnd
}

// mayMatch reports whether a message may match, by what is known of whether it may pass
// the terms.
func (n *node) mayMatch(pass func(term) bool) bool {
	may := func(kid *node) bool { return kid.mayMatch(pass) }
	switch n.op {
	case opAnd:
		return every(n.kids, may)
	case opOr:
		return some(n.kids, may)
	case opTerm:
		return pass(n.term)
	case opNot:
	}
	return true
}

// append writes a node into one that joins by an op that binds as loosely or
// more.
func (n *node) append(dst []byte, in op) []byte {
	switch n.op {
	case opTerm:
		return n.term.append(dst)
	case opNot:
		return n.kids[0].append(append(dst, '-'), opNot)
	}
	separator := " "
	if n.op == opOr {
		separator = " OR "
	}
	group := in == opNot || in == opAnd
	if group {
		dst = append(dst, '(')
	}
	for i, kid := range n.kids {
		if i > 0 {
			dst = append(dst, separator...)
		}
		dst = kid.append(dst, n.op)
	}
	if group {
		dst = append(dst, ')')
	}
	return dst
}
