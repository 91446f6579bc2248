package query

import "segtap/mapping/jsondoc"

// find reports whether a value at a path, which begins at v, fits an operand;
// without one, whether it is not null.
func find(p path, v jsondoc.Value, o *operand) bool {
	for i, s := range p {
		switch {
		case s.any:
			return findInEach(p[i+1:], v, o)
		case v.Kind() == jsondoc.Array:
			index, ok := jsondoc.ArrayIndex(s.name)
			if !ok {
				return false
			}
			v = v.Element(int(index))
		default:
			v = v.Member(s.name)
		}
	}
	if o == nil {
		return v.Kind() > jsondoc.Null
	}
	return o.value(v)
}

// findInEach is find from every member or element of v on.
func findInEach(p path, v jsondoc.Value, o *operand) bool {
	children := v.Elements()
	if v.Kind() == jsondoc.Object {
		children = v.Properties()
	}
	for child := range children {
		if find(p, child, o) {
			return true
		}
	}
	return false
}
