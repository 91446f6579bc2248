package jsontree

import (
	"cmp"
	"slices"
	"sort"

	"segtap/mapping/jsondoc"
	"segtap/ui/widget/sanitize"
)

// Mark points at a line: a glyph in the gutter and a note behind the text.
type Mark struct {
	Glyph string // one column; a longer one is cut
	Style string // SGR prefix such as "\x1b[31m" for glyph and note, or ""
	Note  string // shown behind the text, or ""
	Rank  int    // of several marks in one line, say of those folded away in it, the highest shows
}

// marked is a mark at its node, or at a ghost in it.
type marked struct {
	node  int32
	ghost int32 // index in Tree.ghosts, or -1
	mark  Mark
}

// ghost is a line for a member that is not there.
type ghost struct {
	node    int32 // the container it would be in, or the innermost that exists
	pointer string
	name    string // what it shows in place of a name and colon, escaped
	closing string // the brackets name opens
}

// SetMarks replaces all marks, keyed by JSON Pointer. A pointer to a member that occurs several times marks each of
// them. A pointer to a member that is not there adds a line for it behind the bracket of the container it would be in:
// "userId": ⟨missing⟩. A pointer that leads into something that is no container marks that.
func (t *Tree) SetMarks(marks map[string]Mark) {
	t.marked = t.marked[:0]
	t.ghosts = nil
	pointers := make([]string, 0, len(marks))
	for p := range marks {
		pointers = append(pointers, p)
	}
	slices.Sort(pointers)
	for _, p := range pointers {
		t.mark(p, marks[p])
	}
	slices.SortStableFunc(t.ghosts, func(a, b ghost) int { return cmp.Compare(a.node, b.node) })
	for i, g := range t.ghosts {
		t.marked = append(t.marked, marked{g.node, int32(i), marks[g.pointer]})
	}
	slices.SortStableFunc(t.marked, func(a, b marked) int { return cmp.Compare(a.node, b.node) })
	t.rebuild()
}

func (t *Tree) mark(pointer string, m Mark) {
	reached, rest := t.doc.walk(pointer)
	if len(reached) == 0 {
		return
	}
	at := reached[len(reached)-1]
	if n := &t.doc.nodes[at]; len(rest) > 0 && (n.kind == kindObject || n.kind == kindArray) {
		g := ghost{node: at, pointer: pointer}
		g.name, g.closing = ghostName(n.kind, rest)
		t.ghosts = append(t.ghosts, g)
		return
	}
	for _, id := range reached {
		t.marked = append(t.marked, marked{id, -1, m})
	}
}

// ghostName writes the members that are not there one inside the other: "context": { "page":
func ghostName(kind kind, tokens []string) (name, closing string) {
	for i, token := range tokens {
		switch {
		case i > 0:
			name += "{ " + quote(token) + ": "
			closing += " }"
		case kind == kindArray:
			name += "[" + sanitize.Escape(token) + "]: "
		default:
			name += quote(token) + ": "
		}
	}
	return name, closing
}

func quote(s string) string { return sanitize.Escape(string(jsondoc.AppendString(nil, s))) }

// SetLights lights up the lines of these JSON Pointers and no others. Where a fold hides one, the folded line lights up.
func (t *Tree) SetLights(pointers ...string) {
	for _, id := range t.lit {
		t.doc.nodes[id].flags &^= lit
	}
	t.lit, t.lights = t.lit[:0], slices.Clone(pointers)
	for _, p := range pointers {
		for _, id := range t.doc.resolve(p) {
			t.doc.nodes[id].flags |= lit
			t.lit = append(t.lit, id)
		}
	}
	slices.Sort(t.lit)
}

// SetDims shows the values of these JSON Pointers dim, with all that is in them, each with its note behind it, such as
// "(from batch)", and no others.
func (t *Tree) SetDims(notes map[string]string) {
	for id := range t.doc.nodes {
		t.doc.nodes[id].flags &^= dimmed
	}
	t.notes = make(map[int32]string, len(notes))
	t.breaks = nil
	for p, note := range notes {
		for _, id := range t.doc.resolve(p) {
			t.notes[id] = sanitize.Escape(note)
			for i := id; i <= t.doc.nodes[id].last; i++ {
				t.doc.nodes[i].flags |= dimmed
			}
		}
	}
}

// markOf returns the mark that row r shows: the highest of its own and, when it is folded, of those inside it.
func (t *Tree) markOf(r row) (Mark, bool) {
	if len(t.marked) == 0 {
		return Mark{}, false
	}
	ghostAt, last := int32(-1), r.node
	switch {
	case r.part == partGhost:
		ghostAt = r.ghost
	case r.part == partClose, r.part == partReason:
		return Mark{}, false
	case t.doc.nodes[r.node].flags&folded != 0:
		last = t.doc.nodes[r.node].last
	}
	var best Mark
	found := false
	first := sort.Search(len(t.marked), func(i int) bool { return t.marked[i].node >= r.node })
	for _, m := range t.marked[first:] {
		if m.node > last {
			break
		}
		if last == r.node && m.ghost != ghostAt {
			continue
		}
		if !found || m.mark.Rank > best.Rank {
			best, found = m.mark, true
		}
	}
	return best, found
}

// isLit reports whether row r lights up, itself or for something folded away in it.
func (t *Tree) isLit(r row) bool {
	n := &t.doc.nodes[r.node]
	switch {
	case r.part == partGhost:
		return slices.Contains(t.lights, t.ghosts[r.ghost].pointer)
	case r.part == partClose, r.part == partReason:
		return false
	case n.flags&lit != 0:
		return true
	case n.flags&folded == 0:
		return false
	}
	i := sort.Search(len(t.lit), func(i int) bool { return t.lit[i] > r.node })
	return i < len(t.lit) && t.lit[i] < n.last
}
