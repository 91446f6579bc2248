package jsontree

import "segtap/ui/widget/sanitize"

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
