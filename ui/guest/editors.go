package guest

import "sync"

// Editors knows which of the guests of one capture has an entry in the editor: an entry has one unfinished draft, which two
// would write over each other. The zero value is ready.
type Editors struct {
	mu sync.Mutex
	of map[uint64]*Guest
}

// Edits takes the draft of an entry for the guest, instead of what it had before; false when another guest has it. Who is
// at the machine has all.
func (g *Guest) Edits(entry uint64) bool {
	if g == nil || g.Editors == nil {
		return true
	}
	g.EditsNoMore()
	all := g.Editors
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.of[entry] != nil {
		return false
	}
	if all.of == nil {
		all.of = make(map[uint64]*Guest)
	}
	all.of[entry], g.edits = g, entry
	return true
}

// EditsNoMore gives back what it has taken.
func (g *Guest) EditsNoMore() {
	if g == nil || g.edits == 0 {
		return
	}
	g.Editors.mu.Lock()
	defer g.Editors.mu.Unlock()
	delete(g.Editors.of, g.edits)
	g.edits = 0
}
