package capture

import (
	"cmp"
	"slices"

	"segtap/capture/journal"
	"segtap/mapping"
)

// row is an Entry as the index holds it: small, since there may be millions.
// What few entries have is in its [annotations].
type row struct {
	offset   int64 // of its record in the capture file
	at       int64 // µs since 1970
	id       uint32
	length   uint32 // of its record, bytes
	name     uint32 // interned
	text     uint32 // of its user and value, in the arena
	content  uint32 // see identity
	gates    mapping.Gates
	item     uint16 // which message of its request
	errors   uint8
	warnings uint8
	typ      uint8 // index into types
	headline mapping.Headline
	// generation tells which judge its verdict is from.
	generation uint8
	flags      flags
}

// flags are the origin of an entry, and what is true of it.
type flags uint8

const (
	originBits     flags = 3
	hasAnnotations flags = 4
	isMarked       flags = 8
	// isUnreadable: its message could not be read when it was judged anew.
	isUnreadable flags = 16
	// isRefused: Segment's ingest has not taken its message, and no later try of it.
	isRefused flags = 32
)

func (r *row) origin() Origin { return Origin(r.flags & originBits) }

func (r *row) is(f flags) bool { return r.flags&f != 0 }

// annotations are what happened to an entry, or how it came to be: most have none.
type annotations struct {
	parent uint32
	// duplicateOf is an earlier entry of the same messageId; 0 for none.
	duplicateOf uint32
	answer      uint16
	forwarded   int16 // see Entry
	attempts    uint8
	retries     uint8
	lastTry     journal.Place // of the record of the last of them
}

func (r *row) place() journal.Place {
	return journal.Place{Offset: r.offset, Length: int(r.length)}
}

// chunkRows is how many rows a chunk of a table holds.
const chunkRows = 1 << 12

// table holds rows in the order of their ids. It grows without copying, and
// lets its oldest rows go; those that are to stay are set aside in front.
type table struct {
	aside  []row
	chunks [][]row
	gone   int // rows at the start of the first chunk that have gone
	rest   int // rows in the chunks that have not
}

func (t *table) len() int { return len(t.aside) + t.rest }

// at gives row i, from 0. It is valid until the next push or drop.
func (t *table) at(i int) *row {
	if i < len(t.aside) {
		return &t.aside[i]
	}
	i += t.gone - len(t.aside)
	return &t.chunks[i/chunkRows][i%chunkRows]
}

// push adds a row, whose id is higher than those there are, and gives it as it
// is in the table.
func (t *table) push(r row) *row {
	last := len(t.chunks) - 1
	if last < 0 || len(t.chunks[last]) == chunkRows {
		t.chunks = append(t.chunks, make([]row, 0, chunkRows))
		last++
	}
	t.chunks[last] = append(t.chunks[last], r)
	t.rest++
	return &t.chunks[last][len(t.chunks[last])-1]
}

// oldest gives the oldest row that has not been set aside; nil when there is
// none.
func (t *table) oldest() *row {
	if t.rest == 0 {
		return nil
	}
	return &t.chunks[0][t.gone]
}

// drop lets the oldest row go, or sets it aside.
func (t *table) drop(keep bool) {
	if keep {
		t.aside = append(t.aside, *t.oldest())
	}
	t.gone, t.rest = t.gone+1, t.rest-1
	if t.gone == chunkRows {
		t.chunks = slices.Delete(t.chunks, 0, 1)
		t.gone = 0
	}
}

// find gives the place of the row of an id, or the place where it would be.
func (t *table) find(id uint32) (int, bool) {
	first := t.oldest()
	if first == nil || id < first.id {
		return slices.BinarySearchFunc(t.aside, id, byID)
	}
	c, found := slices.BinarySearchFunc(t.chunks, id, func(chunk []row, id uint32) int { return cmp.Compare(chunk[0].id, id) })
	if !found {
		c--
	}
	i, found := slices.BinarySearchFunc(t.chunks[max(c, 0)], id, byID)
	return len(t.aside) + max(c, 0)*chunkRows + i - t.gone, found
}

func byID(r row, id uint32) int { return cmp.Compare(r.id, id) }
