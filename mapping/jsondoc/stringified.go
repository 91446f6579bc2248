package jsondoc

// protoName is the member that JavaScript takes for the prototype of an object when it
// copies one.
const protoName = `"__proto__"`

// IsStringified reports whether the text of a value is sure to be what JSON.stringify makes
// of it: compact, its strings without escapes, its numbers as [Value.IsShortest] says, its
// members in the order of [Value.Properties], each once. No member is named __proto__, which
// is lost where an object is copied.
//
// It looks at the places of the nodes, at names and at numbers: an event whose data is taken as
// it came is written in half the time (BenchmarkBody), and `segtap map` takes a seventh less.
func (v Value) IsStringified() bool {
	d := v.doc
	if d == nil || !d.plain {
		return false
	}
	for i, end := v.i, d.nodes[v.i].next; i < end; i++ {
		switch n := &d.nodes[i]; n.kind {
		case Number:
			if !isShortest(d.raw[n.start:n.end]) {
				return false
			}
		case Object, Array:
			if !d.isTight(i) {
				return false
			}
		}
	}
	return true
}

// isTight reports whether nothing but what has to stands between the members or elements of
// a value, and whether the members may stay as they are. The document is plain.
func (d *Doc) isTight(of int32) bool {
	nodes, inObject := d.nodes, d.nodes[of].kind == Object
	at, end := nodes[of].start+1, nodes[of].next
	seen, twice := uint64(0), false // as in hasDuplicates
	for i := of + 1; i < end; i = nodes[i].next {
		n := &nodes[i]
		if inObject {
			if n.nameStart != at || n.start != n.nameEnd+1 || d.isSpecialName(n) {
				return false
			}
			bit := uint64(1) << (n.print % 64)
			twice, seen = twice || seen&bit != 0, seen|bit
		} else if n.start != at {
			return false
		}
		at = n.end + 1
	}
	if end == of+1 { // there are none
		at++
	}
	return at == nodes[of].end && !(twice && Value{doc: d, i: of}.fewDuplicates())
}

// isSpecialName reports whether a member is not where JavaScript has it.
func (d *Doc) isSpecialName(n *node) bool {
	switch c := d.raw[n.nameStart+1]; {
	case c == '_':
		return string(d.raw[n.nameStart:n.nameEnd]) == protoName
	case c-'0' <= 9:
		_, ok := ArrayIndex(d.raw[n.nameStart+1 : n.nameEnd-1])
		return ok
	}
	return false
}

// IsShortest reports whether the value is a number that is sure to be spelled as JavaScript
// prints it.
func (v Value) IsShortest() bool { return v.Kind() == Number && isShortest(v.Raw()) }

// isShortest says so of numbers with few enough digits that none is lost, and none too many.
func isShortest(raw []byte) bool {
	if len(raw) > safeDigits {
		return false
	}
	if raw[0] == '-' {
		if raw = raw[1:]; raw[0] == '0' {
			return false
		}
	} else if len(raw) > 2 && raw[0] == '0' && raw[2] == '0' {
		return false // 0.0…, which may be written with an exponent
	}
	point := false
	for _, c := range raw {
		switch c {
		case '.':
			point = true
		case 'e', 'E':
			return false
		}
	}
	return !point || raw[len(raw)-1] != '0'
}
