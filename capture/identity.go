package capture

import (
	"hash/crc32"
	"hash/fnv"

	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
)

// identity is what tells a message that was sent again from a new one. A zero
// id is none: such messages are all different, at Segment as well. It is the
// same in every process, since the capture file has it.
type identity struct {
	id      uint64 // FNV-1a of the messageId
	content uint32 // CRC-32C of the write key and of what an SDK does not change when it tries again
}

// content are the members that stay the same when an SDK tries again; sentAt
// and what it notes about its tries do not.
var content = [...]string{"type", "event", "name", "userId", "anonymousId", "properties", "traits", "timestamp"}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// identityOf gives the identity of a message that came with a write key. One that
// comes with another write key is another source's: Segment drops it all the
// same, since it looks at the messageId alone (Segment docs, duplicate data).
func identityOf(m *message.Message, writeKey string) identity {
	id := m.Root.Member("messageId")
	if id.Kind() != jsondoc.String || id.TextIs("") {
		return identity{}
	}
	h := fnv.New64a()
	_, _ = h.Write(id.Raw())
	sum := crc32.Checksum([]byte(writeKey), castagnoli)
	for _, name := range content {
		sum = crc32.Update(sum, castagnoli, m.Root.Member(name).Raw())
		sum = crc32.Update(sum, castagnoli, separator)
	}
	return identity{max(h.Sum64(), 1), sum}
}

var separator = []byte{0}

// before looks among what has come for the same message, or else for the first
// other one of the same id. Known gives the one that is known by a hash, the zero
// T for none.
func before[T comparable](i identity, known func(hash uint64) T, content func(T) uint32) (same, other T) {
	var none T
	first := known(i.id)
	if first == none || content(first) == i.content {
		return first, none
	}
	if second := known(i.other()); second != none && content(second) == i.content {
		return second, none
	}
	return none, first
}

// Repeats tells messages that are sent again from new ones, as a store does for
// what it captures. It is used by one goroutine at a time.
type Repeats struct {
	came map[uint64]came
}

// came is a message that has come.
type came struct {
	number   uint64 // from 1
	content  uint32
	writeKey uint32 // CRC-32C
	refused  bool   // by Segment's ingest
}

// Note notes a message that came with a write key, and whether it has come
// before. DuplicateOf is the number of the first other message of the same id, 0
// for none, and otherSource says that it came with another write key.
func (r *Repeats) Note(m *message.Message, writeKey string, number uint64) (again bool, duplicateOf uint64, otherSource bool) {
	i := identityOf(m, writeKey)
	if i.id == 0 {
		return false, 0, false
	}
	same, other := before(i, func(hash uint64) came { return r.came[hash] }, func(c came) uint32 { return c.content })
	if r.came == nil {
		r.came = make(map[uint64]came)
	}
	this := came{number: number, content: i.content, writeKey: crc32.Checksum([]byte(writeKey), castagnoli)}
	switch {
	case same != (came{}):
		return true, 0, false
	case other.refused:
		r.came[identity{i.id, other.content}.other()] = other
		other = came{}
		r.came[i.id] = this
	case other != (came{}):
		r.came[i.other()] = this
	default:
		r.came[i.id] = this
	}
	source := this.writeKey
	return false, other.number, other.number > 0 && other.writeKey != source
}

// Refuse notes that Segment's ingest does not take a message that has been noted.
func (r *Repeats) Refuse(m *message.Message, writeKey string) {
	i := identityOf(m, writeKey)
	for _, key := range []uint64{i.id, i.other()} {
		if c, ok := r.came[key]; ok && c.content == i.content {
			c.refused = true
			r.came[key] = c
		}
	}
}

// other is what a message is known by when another one of its id came first.
func (i identity) other() uint64 { return i.id ^ (uint64(i.content)<<32 | 1) }
