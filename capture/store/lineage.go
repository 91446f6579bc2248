package store

import (
	"slices"

	"segtap/capture"
	"segtap/capture/store/index"
)

// RunOf returns a short text in hexadecimal that tells the entries of a capture from those
// of another one with the same ids: that of [journal.Journal.Run]. Empty where the records
// are no capture file.
func RunOf(s *Store) string {
	if s.list.journal == nil {
		return ""
	}
	return s.list.journal.Run()
}

// Lineage returns what a request that segtap sends to itself says of the entry it
// is a replay of, see [replay.ParentHeader]. Anyone may send such a header, a web
// page as well: what it says is believed for its seal, which nobody else can make.
func (s *Store) Lineage(id uint64) string { return s.lineage.Of(id) }

// ParentOf returns the entry that a request comes from by its lineage; 0 when there
// is none, or it was not segtap that said so.
func (s *Store) ParentOf(lineage string) uint64 { return s.lineage.Parent(lineage) }

// Family says which entries of a store were made of which, by an edit or a replay, and
// which have a mark, as they are listed at the time.
type Family struct{ list *list }

// FamilyOf returns the family of a store's entries.
func FamilyOf(s *Store) Family { return Family{s.list} }

// Children returns the entries that were made of one, the oldest first: those from one
// place on, up to n. All is how many there are.
func (f Family) Children(id uint64, from, n int) (children []capture.Entry, all int) {
	f.list.mu.RLock()
	defer f.list.mu.RUnlock()
	ids := index.ChildrenOf(f.list.index, id)
	for _, child := range ids[min(max(from, 0), len(ids)):] {
		if len(children) == n {
			break
		}
		if i, ok := f.list.index.Find(uint64(child)); ok {
			children = append(children, f.list.index.Entry(i))
		}
	}
	return children, len(ids)
}

// Sibling returns which of the children of an entry another one is, from 0; false when it
// is none of them.
func (f Family) Sibling(parent, child uint64) (place int, ok bool) {
	f.list.mu.RLock()
	defer f.list.mu.RUnlock()
	return slices.BinarySearch(index.ChildrenOf(f.list.index, parent), uint32(child))
}

// Marked returns the entries with a mark, the oldest first, where there are no more than n;
// and how many there are.
func (f Family) Marked(n int) (ids []uint64, all int) {
	f.list.mu.RLock()
	defer f.list.mu.RUnlock()
	marks := f.list.index.Marks
	if len(marks) > n {
		return nil, len(marks)
	}
	for _, id := range marks.List() {
		ids = append(ids, uint64(id))
	}
	return ids, len(marks)
}
