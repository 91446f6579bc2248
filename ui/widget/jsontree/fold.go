package jsontree

import (
	"cmp"
	"slices"

	"segtap/ui/widget/sanitize"
)

// folding is what is folded until a person folds something: what was asked to be away, and of the rest as much as it
// takes to fit into the pane.
type folding struct {
	doc    *document
	keep   []int32 // nodes that stay in sight
	away   []int32 // containers that are folded, whatever the room, in document order
	asked  bool
	chosen bool // by a person: it stays as it is
	height int  // lines that it was made for
}

// ask says what to keep in sight and what to fold, as pointers. Of one that leads nowhere the way to there is kept.
func (f *folding) ask(keep, away []string) {
	*f = folding{doc: f.doc, asked: true, chosen: f.chosen, height: -1}
	for _, p := range keep {
		reached, _ := f.doc.walk(p)
		f.keep = append(f.keep, reached...)
	}
	for _, p := range away {
		f.away = append(f.away, f.doc.resolve(p)...)
	}
	slices.Sort(f.away)
}

// wants returns how many lines there are with nothing folded but what was asked for; missing are as for fit.
func (f *folding) wants(missing int) int {
	open := f.openings(0)
	lines, upTo := len(f.doc.nodes)+missing, int32(-1)
	for _, id := range f.away {
		if last := f.doc.nodes[id].last; id > upTo && !open[id] {
			lines -= int(last - id)
			upTo = last
		}
	}
	return lines
}

// due reports whether it has to be made anew for a number of lines.
func (f *folding) due(height int) bool {
	return f.asked && !f.chosen && f.height != height && f.doc.err == nil
}

// fit folds for a number of lines; missing of them are for members that are not there. What the row at has around it
// stays open.
func (f *folding) fit(height, missing int, at int32) {
	f.height = height
	nodes := f.doc.nodes
	open, hidden := f.openings(at), make([]bool, len(nodes))
	lines := len(nodes) + missing
	fold := func(id int32) {
		nodes[id].fold(true)
		for i := id + 1; i <= nodes[id].last; i++ {
			if !hidden[i] {
				hidden[i] = true
				lines--
			}
		}
	}
	for id := range nodes {
		nodes[id].fold(false)
	}
	for _, id := range f.away {
		if nodes[id].hasChildren() && !open[id] {
			fold(id)
		}
	}
	if lines <= height {
		return
	}
	for _, id := range f.largest(open, hidden) {
		if lines <= height {
			return
		}
		if !hidden[id] {
			fold(id)
		}
	}
}

// openings are the containers that stay open: around what is to be kept in sight, and around the node at.
func (f *folding) openings(at int32) []bool {
	nodes := f.doc.nodes
	open := make([]bool, len(nodes))
	mark := func(id int32) {
		for ; id >= 0 && !open[id]; id = nodes[id].parent {
			open[id] = true
		}
	}
	mark(nodes[at].parent)
	for _, id := range f.keep {
		mark(id)
	}
	return open
}

// largest are the containers that may be folded: first those that lie deep, of these the largest.
func (f *folding) largest(open, hidden []bool) []int32 {
	nodes := f.doc.nodes
	var all []int32
	for id := int32(1); int(id) < len(nodes); id++ {
		if nodes[id].hasChildren() && !open[id] && !hidden[id] {
			all = append(all, id)
		}
	}
	slices.SortStableFunc(all, func(a, b int32) int {
		return cmp.Or(cmp.Compare(min(nodes[b].depth, 2), min(nodes[a].depth, 2)), cmp.Compare(nodes[b].last-b, nodes[a].last-a))
	})
	return all
}

// as folds what is folded in another document, as far as it is there.
func (f *folding) as(other *folding) {
	if !other.chosen {
		return
	}
	f.chosen = true
	for id := range other.doc.nodes {
		if !other.doc.nodes[id].isFolded() {
			continue
		}
		for _, same := range f.doc.resolve(other.doc.pointer(int32(id))) {
			if f.doc.nodes[same].hasChildren() {
				f.doc.nodes[same].fold(true)
			}
		}
	}
}

// measuredLines is how many lines of a text are measured at most.
const measuredLines = 2000

// Widest returns how many columns a window needs, gutter included, to cut none of its lines, and to cut none of those
// that [Tree.Prefer] keeps. What that has away counts as folded, and nothing else: it is the same whatever a person folds,
// and wherever the cursor is.
func (t *Tree) Widest() (all, kept int) {
	if t.pane.opt.Glyphs == (Glyphs{}) {
		t.pane.opt.Glyphs = UnicodeGlyphs()
	}
	open, away := t.folding.openings(0), make(map[int32]bool)
	for _, id := range t.folding.away {
		away[id] = t.doc.nodes[id].hasChildren() && !open[id]
	}
	for id := int32(0); id < int32(min(len(t.doc.nodes), measuredLines)); id++ {
		n := &t.doc.nodes[id]
		w := totalWidth(t.text.pieces(row{node: id}))
		if away[id] {
			if !n.isFolded() {
				w += sanitize.Width(t.pane.opt.Glyphs.Fold) + len("} ") + len(count(n))
			}
			id = n.last
		}
		all = max(all, w)
	}
	for i, g := range t.marks.ghosts {
		w := totalWidth(t.text.pieces(row{node: g.node, ghost: int32(i), part: partGhost}))
		all, kept = max(all, w), max(kept, w)
	}
	for _, id := range t.folding.keep {
		kept = max(kept, totalWidth(t.text.pieces(row{node: id})))
	}
	return all + gutter, kept + gutter
}
