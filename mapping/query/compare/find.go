package compare

import (
	"segtap/mapping/jsondoc"
	"segtap/mapping/query/syntax"
)

// Find reports whether a value at a path, which begins at v, fits an operand;
// without one, whether it is not null.
func Find(p syntax.Path, v jsondoc.Value, o *Operand) bool {
	for i, s := range p {
		switch {
		case s.Any:
			return findInEach(p[i+1:], v, o)
		case v.Kind() == jsondoc.Array:
			index, ok := jsondoc.ArrayIndex(s.Name)
			if !ok {
				return false
			}
			v = v.Element(int(index))
		default:
			v = v.Member(s.Name)
		}
	}
	if o == nil {
		return v.Kind() > jsondoc.Null
	}
	return o.Fits(v)
}

// findInEach is [Find] from every member or element of v on.
func findInEach(p syntax.Path, v jsondoc.Value, o *Operand) bool {
	children := v.Elements()
	if v.Kind() == jsondoc.Object {
		children = v.Properties()
	}
	for child := range children {
		if Find(p, child, o) {
			return true
		}
	}
	return false
}
