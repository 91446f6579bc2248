package launchdarkly

import "segtap/mapping/jsondoc"

// MaxBody is how many bytes an answer, or a file, may have.
const MaxBody = 32 << 20

// Page is one answer of a list of the API.
type Page struct {
	Items      []jsondoc.Value
	Total      int    // -1: not said
	Self, Next string // addresses; "" where there is none
}

// PageOf reads a page; ok is false where it has no list of items.
func PageOf(root jsondoc.Value) (p Page, ok bool) {
	items := root.Member("items")
	for e := range items.Elements() {
		p.Items = append(p.Items, e)
	}
	total := root.Member("totalCount")
	if total.Kind() == jsondoc.Absent {
		total = root.Member("total_count") // experiments spell it so
	}
	p.Total, p.Self, p.Next = count(total), SelfLink(root), Link(root, "next")
	return p, items.Kind() == jsondoc.Array
}
