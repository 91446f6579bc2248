package launchdarkly

import "segtap/mapping/jsondoc"

// MaxBody is how many bytes an answer, or a file, may have.
const MaxBody = 32 << 20

// page is one answer of a list of the API.
type page struct {
	items      []jsondoc.Value
	total      int    // -1: not said
	self, next string // addresses; "" where there is none
}

// pageOf reads a page; ok is false where it has no list of items.
func pageOf(root jsondoc.Value) (p page, ok bool) {
	items := root.Member("items")
	for e := range items.Elements() {
		p.items = append(p.items, e)
	}
	total := root.Member("totalCount")
	if total.Kind() == jsondoc.Absent {
		total = root.Member("total_count") // experiments spell it so
	}
	p.total, p.self, p.next = count(total), selfLink(root), link(root, "next")
	return p, items.Kind() == jsondoc.Array
}
