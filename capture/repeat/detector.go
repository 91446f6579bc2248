package repeat

import "segtap/capture/repeat/known"

// Detector tells messages that are sent again from new ones, as a store does for
// what it captures. The zero Detector keeps all ids in memory. It is used by one goroutine
// at a time.
type Detector struct {
	came known.Table
}

// Bounded returns a detector whose memory is bounded, as that of [known.Bounded] is. It has
// to be closed, and what it says is true as long as [Detector.Err] is nil.
func Bounded() Detector { return Detector{*known.Bounded()} }

// Err says why it could not be told of all messages whether they have come before.
func (r *Detector) Err() error { return r.came.Err() }

// Close lets go of what is known; the error stays.
func (r *Detector) Close() { r.came.Close() }

// came is a message that has come.
type came struct {
	number  uint64 // from 1
	content uint32
	source  uint32 // CRC-32C of the write key
	refused bool   // by Segment's ingest
}

// refusedBit is the one of the number that says that a message was refused.
const refusedBit = 1 << 63

func (r *Detector) get(hash uint64) came {
	v := r.came.Get(hash)
	return came{v[0] &^ refusedBit, uint32(v[1] >> 32), uint32(v[1]), v[0]&refusedBit != 0}
}

func (r *Detector) set(hash uint64, c came) {
	v := known.Value{c.number, uint64(c.content)<<32 | uint64(c.source)}
	if c.refused {
		v[0] |= refusedBit
	}
	r.came.Set(hash, v)
}

// Note notes a message that came with a write key, and whether it has come
// before. DuplicateOf is the number of the first other message of the same id, 0
// for none, and otherSource says that it came with another write key.
func (r *Detector) Note(i Identity, number uint64) (again bool, duplicateOf uint64, otherSource bool) {
	if i.ID == 0 {
		return false, 0, false
	}
	same, other := Find(i, r.get, func(c came) uint32 { return c.content })
	this := came{number: number, content: i.Content, source: i.Source}
	switch {
	case same != (came{}):
		return true, 0, false
	case other.refused:
		r.set(Identity{ID: i.ID, Content: other.content}.Other(), other)
		other = came{}
		r.set(i.ID, this)
	case other != (came{}):
		r.set(i.Other(), this)
	default:
		r.set(i.ID, this)
	}
	return false, other.number, other.number > 0 && other.source != i.Source
}

// Refuse notes that Segment's ingest does not take a message that has been noted.
func (r *Detector) Refuse(i Identity) {
	for _, key := range []uint64{i.ID, i.Other()} {
		if c := r.get(key); c != (came{}) && c.content == i.Content {
			c.refused = true
			r.set(key, c)
		}
	}
}
