package index

import "slices"

// cleared is what a person has cleared from the list: the rows before one, but for
// those in kept. They stay in the table, so that whatever becomes of them is noted,
// and that they can be taken back.
type cleared struct {
	before uint32   // id: rows from it on are listed
	upTo   int      // how many rows of the table stand before it
	kept   []uint32 // ids of those of them that are listed all the same, in their order
}

// hidden returns how many rows are not listed.
func (c *cleared) hidden() int { return c.upTo - len(c.kept) }

// Clear takes all entries from the list but those with a mark, and reports whether
// there were any.
func (x *Index) Clear() bool {
	c := cleared{before: x.Last + 1, upTo: x.rows.size()}
	some := false
	for i := range c.upTo {
		switch r := x.rows.row(i); {
		case r.is(isCleared):
		case r.is(isMarked):
			c.kept = append(c.kept, r.ID)
		default:
			x.count(r, -1)
			r.flags |= isCleared
			some = true
		}
	}
	if some {
		x.cleared = c
		x.Changes.noteAll()
		x.sumUpAnew()
	}
	return some
}

// Unclear lists again all that has been cleared, and reports whether there was any.
func (x *Index) Unclear() bool {
	if x.Hidden() == 0 {
		return false
	}
	for i := range x.cleared.upTo {
		if r := x.rows.row(i); r.is(isCleared) {
			r.flags &^= isCleared
			x.count(r, 1)
		}
	}
	x.cleared = cleared{}
	x.Changes.noteAll()
	x.sumUpAnew()
	return true
}

// Hidden returns how many entries have been cleared and not taken back.
func (x *Index) Hidden() int { return x.cleared.hidden() }

// sumUpAnew forgets what has been seen of each event key: the rows that are listed now
// have to be judged for it.
func (x *Index) sumUpAnew() {
	x.ForgetSums()
	x.Unjudge()
}

// listAgain lists a row if it has been cleared, and reports whether it had: something new
// is known of it.
func (x *Index) listAgain(r *Row) bool {
	if !r.is(isCleared) {
		return false
	}
	r.flags &^= isCleared
	r.Generation = Unjudged // it is not in the sums
	x.count(r, 1)
	at, _ := slices.BinarySearch(x.cleared.kept, r.ID)
	x.cleared.kept = slices.Insert(x.cleared.kept, at, r.ID)
	x.Changes.noteAll()
	return true
}

// forget follows that the oldest row before the cut, or one that was set aside, goes.
func (c *cleared) forget(r *Row) {
	if r.ID >= c.before || c.upTo == 0 {
		return
	}
	c.upTo--
	if i, kept := slices.BinarySearch(c.kept, r.ID); kept {
		c.kept = slices.Delete(c.kept, i, i+1)
	}
}
