package index

import "slices"

// Cleared is what a person has cleared from the list: the rows before one, but for
// those in kept. They stay in the table, so that whatever becomes of them is noted,
// and that they can be taken back.
type Cleared struct {
	before uint32   // id: rows from it on are listed
	upTo   int      // how many rows of the table stand before it
	kept   []uint32 // ids of those of them that are listed all the same, in their order
}

// Hidden returns how many entries are not listed.
func (c *Cleared) Hidden() int { return c.upTo - len(c.kept) }

// place returns where the listed entry i stands in the table.
func (c *Cleared) place(i int, rows *table) int {
	if i < len(c.kept) {
		i, _ = rows.search(c.kept[i])
		return i
	}
	return i + c.Hidden()
}

// Clear takes all entries from the list but those with a mark, and reports whether
// there were any.
func (x *Index) Clear() bool {
	c := Cleared{before: x.Last + 1, upTo: x.rows.size()}
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
		x.Cleared = c
		x.Changes.noteAll()
		x.ForgetSums()
		x.Unjudge() // what is listed now has to be judged for the sums
	}
	return some
}

// Unclear lists again all that has been cleared, and reports whether there was any.
func (x *Index) Unclear() bool {
	if x.Cleared.Hidden() == 0 {
		return false
	}
	for i := range x.Cleared.upTo {
		if r := x.rows.row(i); r.is(isCleared) {
			r.flags &^= isCleared
			x.count(r, 1)
		}
	}
	x.Cleared = Cleared{}
	x.Changes.noteAll()
	x.ForgetSums()
	x.Unjudge()
	return true
}

// ChildrenOf returns the listed entries that were made of one.
func ChildrenOf(x *Index, parent uint64) []uint32 {
	ids := x.Family.Of(parent)
	if x.Cleared.Hidden() == 0 {
		return ids
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id uint32) bool {
		_, listed := x.Find(uint64(id))
		return !listed
	})
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
	at, _ := slices.BinarySearch(x.Cleared.kept, r.ID)
	x.Cleared.kept = slices.Insert(x.Cleared.kept, at, r.ID)
	x.Changes.noteAll()
	return true
}

// forget follows that the oldest row before the cut, or one that was set aside, goes.
func (c *Cleared) forget(r *Row) {
	if r.ID >= c.before || c.upTo == 0 {
		return
	}
	c.upTo--
	if i, kept := slices.BinarySearch(c.kept, r.ID); kept {
		c.kept = slices.Delete(c.kept, i, i+1)
	}
}
