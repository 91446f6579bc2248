package jsondoc

import (
	"bytes"
	"hash/maphash"
	"iter"
	"unicode/utf8"
)

// Place is a byte of a document.
type Place struct {
	doc    *Doc
	offset int
}

// Offset returns the place in bytes from the start of the text.
func (p Place) Offset() int { return p.offset }

// Pointer returns the JSON Pointer of the innermost value that holds the place in
// its text or in its member name.
func (p Place) Pointer() string { return p.doc.At(p.offset).Pointer() }

// InvalidUTF8 returns the first place where the text is no Unicode: a byte that
// is not UTF-8, or an escape that is half of a surrogate pair. ok is false when
// there is none.
func (d *Doc) InvalidUTF8() (at Place, ok bool) {
	if d == nil || d.plain {
		return Place{}, false
	}
	offset := -1
	if !utf8.Valid(d.raw) {
		offset = invalidAt(d.raw)
	}
	if half := loneSurrogate(d.raw); half >= 0 && (offset < 0 || half < offset) {
		offset = half
	}
	return Place{doc: d, offset: offset}, offset >= 0
}

// loneSurrogate gives the offset of the first escape that is half of a pair; -1
// when there is none. Backslashes stand only in strings, so that the text need
// not be taken apart.
func loneSurrogate(raw []byte) int {
	for i := 0; i < len(raw); {
		run := bytes.IndexByte(raw[i:], '\\')
		if run < 0 {
			return -1
		}
		i += run
		if raw[i+1] != 'u' {
			i += 2
			continue
		}
		_, n := appendEscape(nil, raw[i:])
		if unit := hex4(raw[i+2:]); n == 6 && unit >= highFirst && unit <= lowLast {
			return i
		}
		i += n
	}
	return -1
}

// Duplicates returns the members that a later member of the same name overrides,
// object by object: every occurrence but the last.
func (d *Doc) Duplicates() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if d == nil {
			return
		}
		for i := range d.nodes {
			if d.nodes[i].kind != Object || i == 0 && d.tabled && !d.repeats {
				continue
			}
			object := Value{doc: d, i: int32(i)}
			if object.hasDuplicates() && !object.yieldDuplicates(yield) {
				return
			}
		}
	}
}

func (v Value) yieldDuplicates(yield func(Value) bool) bool {
	last := map[string]int32{}
	for m := range v.Members() {
		last[m.Name()] = m.i
	}
	for m := range v.Members() {
		if last[m.Name()] != m.i && !yield(m) {
			return false
		}
	}
	return true
}

// fewMembers is up to how many members comparing each with each is cheaper than
// a map.
const fewMembers = 32

// hasDuplicates reports whether two members of an object have one name. It
// allocates nothing for objects of the usual size.
func (v Value) hasDuplicates() bool {
	if v.Kind() != Object {
		return false
	}
	if !v.doc.plainNames {
		return v.manyDuplicates()
	}
	nodes := v.doc.nodes
	seen := uint64(0) // names, by a bit of their prints: most objects are small, and have none twice
	for i, end := v.i+1, nodes[v.i].next; i < end; i = nodes[i].next {
		bit := uint64(1) << (nodes[i].print % 64)
		if seen&bit != 0 {
			return v.fewDuplicates()
		}
		seen |= bit
	}
	return false
}

func (v Value) fewDuplicates() bool {
	var prints [fewMembers]uint16
	n := 0
	nodes, first := v.doc.nodes, v.i+1
	for i, end := first, nodes[v.i].next; i < end; i = nodes[i].next {
		if n == fewMembers {
			return v.manyDuplicates()
		}
		prints[n] = nodes[i].print
		for k := range prints[:n] {
			if prints[k] == prints[n] && v.doc.isAmong(first, i) {
				return true
			}
		}
		n++
	}
	return false
}

// isAmong reports whether a member has the name of one from first on before it.
func (d *Doc) isAmong(first, member int32) bool {
	for i := first; i < member; i = d.nodes[i].next {
		if d.sameName(&d.nodes[i], &d.nodes[member]) {
			return true
		}
	}
	return false
}

// manyDuplicates is hasDuplicates for objects of any size.
func (v Value) manyDuplicates() bool {
	seed := maphash.MakeSeed()
	names := map[uint64]struct{}{}
	n := 0
	for m := range v.Members() {
		names[maphash.String(seed, m.Name())] = struct{}{}
		n++
	}
	return len(names) < n
}
