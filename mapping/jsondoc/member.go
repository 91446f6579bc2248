package jsondoc

// printOf gives a number of a name that is equal for equal names, and mostly another one
// for others: by its length and three of its letters.
func printOf[Name ~string | ~[]byte](name Name) uint16 {
	n := len(name)
	if n == 0 {
		return 0
	}
	x := uint32(n)<<24 | uint32(name[0])<<16 | uint32(name[n/2])<<8 | uint32(name[n-1])
	return uint16(x * 0x9E3779B1 >> 16)
}

// The members of the root are asked for again and again, one by one: a table finds them
// in 7 ns each, where walking over all of them takes 25 (BenchmarkMember).
const (
	tableBits = 5
	// maxTabled is how many members a root may have to have a table: of more, too many
	// would stand behind each other.
	maxTabled = 24
	maxNode   = 1<<15 - 1
)

// table has the nodes of the members of the root, each at the place of its print or as
// soon behind it as there is room; of several of one name the last. 0 is none.
type table [1 << tableBits]int16

func slotOf(print uint16) int { return int(print >> (16 - tableBits)) }

// index makes the table of the root's members where it can have one.
func (d *Doc) index() {
	d.table, d.tabled, d.repeats = table{}, false, false
	if !d.plainNames || d.nodes[0].kind != Object {
		return
	}
	nodes := d.nodes
	count := 0
	for i, end := int32(1), nodes[0].next; i < end; i = nodes[i].next {
		if count++; count > maxTabled || i > maxNode {
			d.table, d.repeats = table{}, false
			return
		}
		slot := slotOf(nodes[i].print)
		for ; d.table[slot] != 0; slot = (slot + 1) % len(d.table) {
			if d.sameName(&nodes[d.table[slot]], &nodes[i]) {
				d.repeats = true
				break
			}
		}
		d.table[slot] = int16(i)
	}
	d.tabled = true
}

// sameName compares the names of two members, where all names are plain.
func (d *Doc) sameName(a, b *node) bool {
	return a.print == b.print && string(d.raw[a.nameStart:a.nameEnd]) == string(d.raw[b.nameStart:b.nameEnd])
}

// isCalled compares the name of a member, where all names are plain.
func (d *Doc) isCalled(n *node, name string, print uint16) bool {
	return n.print == print && string(d.raw[n.nameStart+1:n.nameEnd-1]) == name
}

// Member returns the member of an object by its name, as WTF-8: the last one
// where several have it, as JSON.parse reads them. It is Absent when there is
// none, or when v is not an object.
func (v Value) Member(name string) Value {
	d := v.doc
	if d == nil || d.nodes[v.i].kind != Object {
		return Value{}
	}
	if !d.plainNames {
		return v.memberByText(name)
	}
	print := printOf(name)
	if v.i == 0 && d.tabled {
		for slot := slotOf(print); d.table[slot] != 0; slot = (slot + 1) % len(d.table) {
			if i := d.table[slot]; d.isCalled(&d.nodes[i], name, print) {
				return Value{doc: d, i: int32(i)}
			}
		}
		return Value{}
	}
	var found Value
	nodes := d.nodes
	for i, end := v.i+1, nodes[v.i].next; i < end; i = nodes[i].next {
		if n := &nodes[i]; d.isCalled(n, name, print) {
			found = Value{doc: d, i: i}
		}
	}
	return found
}

// memberByText is Member where names have escapes, or bytes that are not UTF-8.
func (v Value) memberByText(name string) Value {
	nodes, raw := v.doc.nodes, v.doc.raw
	var found Value
	for i, end := v.i+1, nodes[v.i].next; i < end; i = nodes[i].next {
		if n := &nodes[i]; equal(raw[n.nameStart+1:n.nameEnd-1], name, false) {
			found = Value{doc: v.doc, i: i}
		}
	}
	return found
}
