package query

// patience is how many pairs of parts are compared before [Narrows] gives up.
const patience = 10_000

// Narrows reports whether it is sure that every entry that next wants is wanted
// by previous too, as when a word has grown or a term has been added: then only
// the entries that previous has found need to be looked at again. It may be
// false where that is so, and never true where it is not.
func Narrows(previous, next *Filter) bool {
	c := comparison{left: patience}
	return c.implies(&next.root, &previous.root)
}

// comparison compares two filters part by part.
type comparison struct{ left int }

// implies reports whether what passes a passes b.
func (c *comparison) implies(a, b *node) bool {
	if c.left--; c.left < 0 {
		return false
	}
	switch {
	case a.op == opOr:
		return every(a.kids, func(kid *node) bool { return c.implies(kid, b) })
	case b.op == opAnd:
		return every(b.kids, func(kid *node) bool { return c.implies(a, kid) })
	case a.op == opAnd && some(a.kids, func(kid *node) bool { return c.implies(kid, b) }):
		return true
	case b.op == opOr:
		return some(b.kids, func(kid *node) bool { return c.implies(a, kid) })
	case a.op == opNot && b.op == opNot:
		return c.implies(b.kids[0], a.kids[0])
	case a.op == opTerm && b.op == opTerm:
		return a.term.implies(b.term) || string(a.term.append(nil)) == string(b.term.append(nil)) && sameMoment(a.term, b.term)
	}
	return false
}

// sameMoment reports whether two terms that are written alike mean the same: a
// duration counts from the time when it was read.
func sameMoment(a, b term) bool {
	_, isTime := a.(timeTest)
	return !isTime || a.implies(b)
}

func every(nodes []*node, test func(*node) bool) bool {
	for _, n := range nodes {
		if !test(n) {
			return false
		}
	}
	return true
}

func some(nodes []*node, test func(*node) bool) bool {
	for _, n := range nodes {
		if test(n) {
			return true
		}
	}
	return false
}
