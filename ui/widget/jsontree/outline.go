package jsontree

import "sort"

// row is one line as shown: a node, or something that belongs to it.
type row struct {
	node  int32
	ghost int32 // index in marks.ghosts for partGhost
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

// outline is a document as the rows it has now: its nodes that no fold hides, the members that are missing, and what is
// wrong. It has at least one.
type outline struct {
	doc   *document
	marks *marks
	rows  []row
}

// list lists the rows anew after what is folded or missing has changed.
func (o *outline) list() {
	nodes, all := o.doc.nodes, o.marks.ghosts
	if cap(o.rows) < len(nodes) {
		o.rows = make([]row, 0, len(nodes)+len(all)+1)
	}
	o.rows = o.rows[:0]
	ghosts, broken := all, o.doc.errorNode()
	for id := int32(0); int(id) < len(nodes); id++ {
		n := &nodes[id]
		for len(ghosts) > 0 && ghosts[0].node < id {
			ghosts = ghosts[1:] // hidden by a fold
		}
		inside := len(ghosts) > 0 && ghosts[0].node == id && !n.isFolded()
		whole := partWhole
		if inside && n.size == 0 {
			whole = partOpen
		}
		o.rows = append(o.rows, row{node: id, part: whole})
		for inside && len(ghosts) > 0 && ghosts[0].node == id {
			o.rows = append(o.rows, row{node: id, part: partGhost, ghost: int32(len(all) - len(ghosts))})
			ghosts = ghosts[1:]
		}
		if whole == partOpen {
			o.rows = append(o.rows, row{node: id, part: partClose})
		}
		if id == broken {
			o.rows = append(o.rows, row{node: id, part: partReason})
		}
		if n.isFolded() {
			id = n.last
		}
	}
}

// pointer returns the JSON Pointer of row i: for a closing bracket that of its container, for what is wrong with a line
// none.
func (o *outline) pointer(i int) string {
	switch r := o.rows[i]; r.part {
	case partGhost:
		return o.marks.ghosts[r.ghost].pointer
	case partReason:
		return ""
	default:
		return o.doc.pointer(r.node)
	}
}

// seek returns the row that pointer leads to when nothing hides it: that of a node, or of the missing member marked with
// it. Of several members of one name it is the last.
func (o *outline) seek(pointer string) (row, bool) {
	if found := o.doc.resolve(pointer); len(found) > 0 {
		return row{node: found[len(found)-1]}, true
	}
	for i := range o.marks.ghosts {
		if g := &o.marks.ghosts[i]; g.pointer == pointer {
			return row{node: g.node, ghost: int32(i), part: partGhost}, true
		}
	}
	return row{}, false
}

// uncover unfolds what hides the row r, and returns what did.
func (o *outline) uncover(r row) (hid []int32) {
	for id := o.around(r); id >= 0; id = o.doc.nodes[id].parent {
		if n := &o.doc.nodes[id]; n.isFolded() {
			n.fold(false)
			hid = append(hid, id)
		}
	}
	return hid
}

// rowOf returns the row of node id, or of the folded container that hides it.
func (o *outline) rowOf(id int32) int {
	next := sort.Search(len(o.rows), func(i int) bool { return o.rows[i].node > id })
	i := next - 1
	for i > 0 && o.rows[i-1].node == o.rows[i].node {
		i-- // to the node itself, before its ghosts
	}
	return max(0, i)
}

// find returns where the row r is now, or the row of the node it belongs to, or of the folded container that hides that.
func (o *outline) find(r row) int {
	at := o.rowOf(r.node)
	for i := at; i < len(o.rows) && o.rows[i].node == o.rows[at].node; i++ {
		if o.rows[i] == r {
			return i
		}
	}
	return at
}

// container returns the container that row i opens or closes, if there is something in it.
func (o *outline) container(i int) (int32, bool) {
	if i < 0 || i >= len(o.rows) || o.rows[i].part != partWhole {
		return 0, false
	}
	id := o.rows[i].node
	if o.doc.nodes[id].kind == kindClose {
		id = o.doc.nodes[id].last
	}
	return id, o.doc.nodes[id].hasChildren()
}

// around returns the container that the row r stands in, or -1.
func (o *outline) around(r row) int32 {
	if r.part == partGhost || r.part == partClose {
		return r.node
	}
	return o.doc.nodes[r.node].parent
}
