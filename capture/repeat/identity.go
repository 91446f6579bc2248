package repeat

import (
	"hash/crc32"
	"hash/fnv"

	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
)

// Identity is what tells a message that was sent again from a new one. A zero
// id is none: such messages are all different, at Segment as well. It is the
// same in every process, since the capture file has it.
type Identity struct {
	ID      uint64 // FNV-1a of the messageId
	Content uint32 // CRC-32C of the write key and of what an SDK does not change when it tries again
	Source  uint32 // CRC-32C of the write key
}

// content are the members that stay the same when an SDK tries again; sentAt
// and what it notes about its tries do not.
var content = [...]string{"type", "event", "name", "userId", "anonymousId", "properties", "traits", "timestamp"}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Of returns the identity of a message that came with a write key. One that
// comes with another write key is another source's: Segment drops it all the
// same, since it looks at the messageId alone (Segment docs, duplicate data).
func Of(m *message.Message, writeKey string) Identity {
	id := m.Root.Member("messageId")
	if id.Kind() != jsondoc.String || id.TextIs("") {
		return Identity{}
	}
	h := fnv.New64a()
	_, _ = h.Write(id.Raw())
	source := crc32.Checksum([]byte(writeKey), castagnoli)
	sum := source
	for _, name := range content {
		sum = crc32.Update(sum, castagnoli, m.Root.Member(name).Raw())
		sum = crc32.Update(sum, castagnoli, separator)
	}
	return Identity{max(h.Sum64(), 1), sum, source}
}

var separator = []byte{0}

// Find looks among what has come for the same message, or else for the first
// other one of the same id. Known gives the one that is known by a hash, the zero
// T for none.
func Find[T comparable](i Identity, known func(hash uint64) T, content func(T) uint32) (same, other T) {
	var none T
	first := known(i.ID)
	if first == none || content(first) == i.Content {
		return first, none
	}
	if second := known(i.Other()); second != none && content(second) == i.Content {
		return second, none
	}
	return none, first
}

// Other is what a message is known by when another one of its id came first.
func (i Identity) Other() uint64 { return i.ID ^ (uint64(i.Content)<<32 | 1) }
