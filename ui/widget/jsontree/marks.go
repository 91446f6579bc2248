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
	ghost int32 // index in marks.ghosts, or -1
	mark  Mark
}

// ghost is a line for a member that is not there.
type ghost struct {
	node    int32 // the container it would be in, or the innermost that exists
	pointer string
	name    string // what it shows in place of a name and colon, escaped
	closing string // the brackets name opens
}

// marks is what is pointed at in a document: marks with the members that are missing, what is dimmed, what lights up.
type marks struct {
	doc    *document
	marked []marked         // by node
	ghosts []ghost          // by node
	notes  map[int32]string // by what is dimmed, escaped
	lit    []int32          // nodes, ascending
	lights []string         // the pointers that light up
}

// set replaces all marks, by JSON Pointer, and with them the members that are missing.
func (m *marks) set(by map[string]Mark) {
	m.marked = m.marked[:0]
	m.ghosts = nil
	pointers := make([]string, 0, len(by))
	for p := range by {
		pointers = append(pointers, p)
	}
	slices.Sort(pointers)
	for _, p := range pointers {
		m.add(p, by[p])
	}
	slices.SortStableFunc(m.ghosts, func(a, b ghost) int { return cmp.Compare(a.node, b.node) })
	for i, g := range m.ghosts {
		m.marked = append(m.marked, marked{g.node, int32(i), by[g.pointer]})
	}
	slices.SortStableFunc(m.marked, func(a, b marked) int { return cmp.Compare(a.node, b.node) })
}

func (m *marks) add(pointer string, mark Mark) {
	reached, rest := m.doc.walk(pointer)
	if len(reached) == 0 {
		return
	}
	at := reached[len(reached)-1]
	if n := &m.doc.nodes[at]; len(rest) > 0 && (n.kind == kindObject || n.kind == kindArray) {
		g := ghost{node: at, pointer: pointer}
		g.name, g.closing = ghostName(n.kind, rest)
		m.ghosts = append(m.ghosts, g)
		return
	}
	for _, id := range reached {
		m.marked = append(m.marked, marked{id, -1, mark})
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

// light lights up the lines of these JSON Pointers and no others.
func (m *marks) light(pointers []string) {
	for _, id := range m.lit {
		m.doc.nodes[id].flags &^= lit
	}
	m.lit, m.lights = m.lit[:0], slices.Clone(pointers)
	for _, p := range pointers {
		for _, id := range m.doc.resolve(p) {
			m.doc.nodes[id].flags |= lit
			m.lit = append(m.lit, id)
		}
	}
	slices.Sort(m.lit)
}

// dim shows the values of these JSON Pointers dim, each with its note, and no others.
func (m *marks) dim(notes map[string]string) {
	for id := range m.doc.nodes {
		m.doc.nodes[id].flags &^= dimmed
	}
	m.notes = make(map[int32]string, len(notes))
	for p, note := range notes {
		for _, id := range m.doc.resolve(p) {
			m.notes[id] = sanitize.Escape(note)
			for i := id; i <= m.doc.nodes[id].last; i++ {
				m.doc.nodes[i].flags |= dimmed
			}
		}
	}
}

// of returns the mark that row r shows: the highest of its own and, when it is folded, of those inside it.
func (m *marks) of(r row) (Mark, bool) {
	if len(m.marked) == 0 {
		return Mark{}, false
	}
	ghostAt, last := int32(-1), r.node
	switch {
	case r.part == partGhost:
		ghostAt = r.ghost
	case r.part == partClose, r.part == partReason:
		return Mark{}, false
	case m.doc.nodes[r.node].isFolded():
		last = m.doc.nodes[r.node].last
	}
	var best Mark
	found := false
	first := sort.Search(len(m.marked), func(i int) bool { return m.marked[i].node >= r.node })
	for _, at := range m.marked[first:] {
		if at.node > last {
			break
		}
		if last == r.node && at.ghost != ghostAt {
			continue
		}
		if !found || at.mark.Rank > best.Rank {
			best, found = at.mark, true
		}
	}
	return best, found
}

// isLit reports whether row r lights up, itself or for something folded away in it.
func (m *marks) isLit(r row) bool {
	n := &m.doc.nodes[r.node]
	switch {
	case r.part == partGhost:
		return slices.Contains(m.lights, m.ghosts[r.ghost].pointer)
	case r.part == partClose, r.part == partReason:
		return false
	case n.flags&lit != 0:
		return true
	case !n.isFolded():
		return false
	}
	i := sort.Search(len(m.lit), func(i int) bool { return m.lit[i] > r.node })
	return i < len(m.lit) && m.lit[i] < n.last
}
