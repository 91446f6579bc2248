package problems

import "segtap/mapping/verdict"

// search looks, among all entries that are counted, for the newest of those groups whose
// newest has gone: from the highest id down, since what arrived last has mostly that. What
// is counted or taken back meanwhile is known by its id to have been looked at, or not.
type search struct {
	running bool
	codes   verdict.CodeSet // of the groups
	below   uint64          // entries from this id on have been looked at
}

// newest is when the newest of those entries of a group arrived that have been looked at.
type newest struct {
	wanted  bool   // the search that runs looks for it
	at      int64  // no entry arrived later
	entries uint32 // that arrived then; 0: none was found yet
}

func (n *newest) add(at int64) {
	switch {
	case !n.wanted:
	case n.entries == 0 || at > n.at:
		n.at, n.entries = at, 1
	case at == n.at:
		n.entries++
	}
}

// remove takes an entry back. When the newest goes, it needs another search.
func (n *newest) remove(at int64) {
	if n.wanted && at == n.at && n.entries > 0 {
		if n.entries--; n.entries == 0 {
			*n = newest{}
		}
	}
}

// Seek begins to look for the newest entries of groups whose newest has gone, or goes on
// with it, and reports whether there is anything to look for: then [Tally.Look] wants the
// entries below an id, the highest first, as many at a time as one likes. Top is higher
// than all ids.
func (t *Tally) Seek(top uint64) (below uint64, more bool) {
	if t.search.running {
		return t.search.below, true
	}
	if t.outdated == 0 {
		return 0, false
	}
	t.search = search{running: true, below: top}
	for k, g := range t.groups {
		if g.sought = (newest{wanted: g.outdated}); g.outdated {
			t.search.codes.Add(k.Code)
		}
	}
	return top, true
}

// Look looks at the next entry.
func (t *Tally) Look(e *Entry) {
	t.search.below = e.ID
	for severity := range e.Found.by {
		if !e.Found.by[severity].Meets(&t.search.codes) {
			continue
		}
		for c := range e.Found.by[severity].All() {
			if g := t.of(c, e.Event); g != nil {
				g.sought.add(e.At)
			}
		}
	}
}

// Settled reports whether entries that arrived at a moment or before it need not be looked
// at: each group has a later one.
func (t *Tally) Settled(moment int64) bool {
	for _, g := range t.groups {
		if g.sought.wanted && (g.sought.entries == 0 || g.sought.at <= moment) {
			return false
		}
	}
	return true
}

// Sought ends the search, when all entries have been looked at that need be.
func (t *Tally) Sought() {
	t.search = search{}
	for _, g := range t.groups {
		if g.outdated && g.sought.entries > 0 {
			g.last, g.atLast = g.sought.at, g.sought.entries
			g.outdated, t.outdated = false, t.outdated-1
		}
		g.sought = newest{}
	}
}
