package jsontree

import (
	"sort"
)

// Tree is a JSON text as lines, with a cursor, folds, marks and a window. Lines are numbered from zero as they are
// shown at the moment; folding, unfolding and [Tree.SetMarks] renumber them, while JSON Pointers stay.
type Tree struct {
	doc  document
	rows []row // what is shown, in order: nodes that no fold hides, ghosts, notes

	cursor, top int // rows
	sub         int // when wrapping: how many lines of the top row are scrolled out
	x           int // when not wrapping: how many columns are scrolled out
	wrap        bool

	opt    Options // of the last View, and its size:
	total  int     // columns
	width  int     // columns without the gutter
	height int     // lines

	ghosts []ghost
	marked []marked // by node
	notes  map[int32]string
	lit    []int32 // nodes, ascending
	lights []string
	hits   []int32 // nodes, ascending

	escaped map[int32]*shown // of nodes that are not ASCII
	breaks  map[row][]int    // where wrapped rows break, for the width of the last View
	scratch []piece          // kept from line to line
	painted int              // bytes of the last View
}

// row is one line as shown: a node, or something that belongs to it.
type row struct {
	node  int32
	ghost int32 // index in Tree.ghosts for partGhost
	part  part
}

type part uint8

const (
	partWhole  part = iota // the node
	partOpen               // the opening bracket of an empty container that ghosts stand in
	partGhost              // a member that is not there
	partClose              // the closing bracket of an empty container that ghosts stand in
	partReason             // what is wrong with the line above
)

// New parses raw, which may be of any length and need not be JSON, and shows all of it unfolded with the cursor on the
// first line, or on the line where it stops being JSON. It keeps a copy of raw.
func New(raw []byte) *Tree {
	t := &Tree{doc: read(raw)}
	t.rebuild()
	t.cursor = t.rowOf(t.doc.errorNode())
	return t
}

// Raw returns the text as it came.
func (t *Tree) Raw() string { return t.doc.raw }

// pointerAt returns the JSON Pointer of row i: for a closing bracket that of its container, for what is wrong with a line
// none.
func (t *Tree) pointerAt(i int) string {
	switch r := t.rows[i]; r.part {
	case partGhost:
		return t.ghosts[r.ghost].pointer
	case partReason:
		return ""
	default:
		return t.doc.pointer(r.node)
	}
}

// rowOf returns the row of node id, or of the folded container that hides it.
func (t *Tree) rowOf(id int32) int {
	next := sort.Search(len(t.rows), func(i int) bool { return t.rows[i].node > id })
	i := next - 1
	for i > 0 && t.rows[i-1].node == t.rows[i].node {
		i-- // to the node itself, before its ghosts
	}
	return max(0, i)
}

// ghostRow returns the row of ghost g, or of the folded container that hides it.
func (t *Tree) ghostRow(g int32) int {
	at := t.rowOf(t.ghosts[g].node)
	for i := at; i < len(t.rows) && t.rows[i].node == t.rows[at].node; i++ {
		if t.rows[i].part == partGhost && t.rows[i].ghost == g {
			return i
		}
	}
	return at
}

// rebuild lists the rows anew after what is folded, marked or missing has changed. The cursor stays on its node or on
// the folded container that hides it, and so does the top of the window.
func (t *Tree) rebuild() {
	var at, top row
	if t.cursor < len(t.rows) && t.top < len(t.rows) {
		at, top = t.rows[t.cursor], t.rows[t.top]
	}
	if cap(t.rows) < len(t.doc.nodes) {
		t.rows = make([]row, 0, len(t.doc.nodes)+len(t.ghosts)+1)
	}
	t.rows = t.rows[:0]
	t.breaks = nil
	ghosts, broken := t.ghosts, t.doc.errorNode()
	for id := int32(0); int(id) < len(t.doc.nodes); id++ {
		n := &t.doc.nodes[id]
		for len(ghosts) > 0 && ghosts[0].node < id {
			ghosts = ghosts[1:] // hidden by a fold
		}
		inside := len(ghosts) > 0 && ghosts[0].node == id && n.flags&folded == 0
		whole := partWhole
		if inside && n.size == 0 {
			whole = partOpen
		}
		t.rows = append(t.rows, row{node: id, part: whole})
		for inside && len(ghosts) > 0 && ghosts[0].node == id {
			t.rows = append(t.rows, row{node: id, part: partGhost, ghost: int32(len(t.ghosts) - len(ghosts))})
			ghosts = ghosts[1:]
		}
		if whole == partOpen {
			t.rows = append(t.rows, row{node: id, part: partClose})
		}
		if id == broken {
			t.rows = append(t.rows, row{node: id, part: partReason})
		}
		if n.flags&folded != 0 {
			id = n.last
		}
	}
	t.cursor, t.top, t.sub = t.again(at), t.again(top), 0
}

// again returns where the row r is now.
func (t *Tree) again(r row) int {
	at := t.rowOf(r.node)
	for i := at; i < len(t.rows) && t.rows[i].node == t.rows[at].node; i++ {
		if t.rows[i] == r {
			return i
		}
	}
	return at
}
