package jsontree

// Toggle folds the container that line i opens or closes, or unfolds it, and moves the cursor to it if it was inside. It
// reports false where there is nothing to fold.
func (t *Tree) Toggle(i int) bool {
	id, ok := t.container(i)
	if !ok {
		return false
	}
	t.setFolded(id, t.doc.nodes[id].flags&folded == 0)
	return true
}

// Collapse folds the container under the cursor; where there is none to fold, or it is folded already, it moves the
// cursor to the container around it. It reports false when there is no such.
func (t *Tree) Collapse() bool {
	id, ok := t.container(t.cursor)
	if ok && t.doc.nodes[id].flags&folded == 0 {
		t.setFolded(id, true)
		return true
	}
	r := t.rows[t.cursor]
	parent := t.doc.nodes[r.node].parent
	if r.part == partGhost || r.part == partClose {
		parent = r.node
	}
	if parent < 0 {
		return false
	}
	t.cursor = t.rowOf(parent)
	return true
}

// Expand unfolds the container under the cursor; where it is not folded it moves the cursor to its first member. It
// reports false when there is nothing to go into.
func (t *Tree) Expand() bool {
	r := t.rows[t.cursor]
	n := &t.doc.nodes[r.node]
	switch {
	case n.flags&folded != 0:
		t.setFolded(r.node, false)
	case r.part == partOpen, r.part == partWhole && n.hasChildren():
		t.cursor++
	default:
		return false
	}
	return true
}

// FoldAll folds every container but the outermost.
func (t *Tree) FoldAll() {
	for id := range t.doc.nodes {
		if n := &t.doc.nodes[id]; id > 0 && n.hasChildren() {
			n.flags |= folded
		}
	}
	t.rebuild()
}

// UnfoldAll unfolds everything.
func (t *Tree) UnfoldAll() {
	for id := range t.doc.nodes {
		t.doc.nodes[id].flags &^= folded
	}
	t.rebuild()
}

// Reveal moves the cursor to the line of pointer and unfolds what hides it. It reports false when there is no such
// line.
func (t *Tree) Reveal(pointer string) bool {
	id, g, ok := t.seek(pointer)
	if !ok {
		return false
	}
	if g < 0 {
		t.revealNode(id)
		return true
	}
	t.unfoldAround(id)
	if n := &t.doc.nodes[id]; n.flags&folded != 0 {
		n.flags &^= folded
		t.rebuild()
	}
	t.cursor = t.ghostRow(g)
	return true
}

// seek returns the node that pointer leads to, or the missing member marked with it and the node it would be in; without
// a missing member that is -1. Of several members of one name it is the last.
func (t *Tree) seek(pointer string) (id, g int32, ok bool) {
	if found := t.doc.resolve(pointer); len(found) > 0 {
		return found[len(found)-1], -1, true
	}
	for i := range t.ghosts {
		if t.ghosts[i].pointer == pointer {
			return t.ghosts[i].node, int32(i), true
		}
	}
	return 0, -1, false
}

func (t *Tree) revealNode(id int32) {
	t.unfoldAround(id)
	t.cursor = t.rowOf(id)
}

// unfoldAround unfolds the containers around node id.
func (t *Tree) unfoldAround(id int32) {
	changed := false
	for p := t.doc.nodes[id].parent; p >= 0; p = t.doc.nodes[p].parent {
		if n := &t.doc.nodes[p]; n.flags&folded != 0 {
			n.flags &^= folded
			changed = true
		}
	}
	if changed {
		t.rebuild()
	}
}

// container returns the container that row i opens or closes, if there is something in it.
func (t *Tree) container(i int) (int32, bool) {
	if i < 0 || i >= len(t.rows) || t.rows[i].part != partWhole {
		return 0, false
	}
	id := t.rows[i].node
	if t.doc.nodes[id].kind == kindClose {
		id = t.doc.nodes[id].last
	}
	return id, t.doc.nodes[id].hasChildren()
}

func (t *Tree) setFolded(id int32, fold bool) {
	if fold {
		t.doc.nodes[id].flags |= folded
	} else {
		t.doc.nodes[id].flags &^= folded
	}
	t.rebuild()
}
