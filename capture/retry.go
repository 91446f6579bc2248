package capture

import (
	"hash/crc32"
	"hash/fnv"
	"unicode/utf8"

	"segtap/mapping"
	"segtap/mapping/jsondoc"
)

// identity is what tells a message that was sent again from a new one. A zero
// id is none: such messages are all different, at Segment as well. It is the
// same in every process, since the capture file has it.
type identity struct {
	id      uint64 // FNV-1a of the messageId
	content uint32 // CRC-32C of the write key, and of what an SDK does not change when it tries again
}

// content are the members that stay the same when an SDK tries again; sentAt
// and what it notes about its tries do not.
var content = [...]string{"type", "event", "name", "userId", "anonymousId", "properties", "traits", "timestamp"}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// identityOf gives the identity of a message that came with a write key. The same
// message with another one is that of another source.
func identityOf(m *mapping.Message, writeKey string) identity {
	id := m.Root.Member("messageId")
	if id.Kind() != jsondoc.String || id.TextIs("") {
		return identity{}
	}
	h := fnv.New64a()
	_, _ = h.Write(id.Raw())
	if !utf8.ValidString(writeKey) {
		writeKey = string([]rune(writeKey)) // as the capture file gives it back
	}
	sum := crc32.Update(0, castagnoli, []byte(writeKey))
	for _, name := range content {
		sum = crc32.Update(sum, castagnoli, separator)
		sum = crc32.Update(sum, castagnoli, m.Root.Member(name).Raw())
	}
	return identity{max(h.Sum64(), 1), sum}
}

var separator = []byte{0}

// messageKey is an identity's id in half the alignment: a map of millions is a
// third smaller by it.
type messageKey [2]uint32

func keyOf(id uint64) messageKey { return messageKey{uint32(id >> 32), uint32(id)} }

// resent is a message that stands in an earlier entry.
type resent struct {
	as      uint32 // the entry
	request uint32 // the id of the first message of its request
}

// sentAgain looks whether a message from a client has come before. An SDK that
// tries again sends the same message, with the same write key: it is counted
// where it stands, in the row of id as, and not to be listed. Another message of
// the same id, or that of another source, is listed, and known as one that Segment
// would take for a duplicate.
func (x *index) sentAgain(d *draft) (as uint32, again bool) {
	if !d.mayBeSentAgain() {
		return 0, false
	}
	r, other := x.before(d)
	if r == nil {
		key := d.identity.id
		if other != nil {
			key = d.identity.other()
			d.duplicate(other.id)
		}
		x.first.put(keyOf(key), d.row.id)
		return 0, false
	}
	t := x.tale(r)
	t.retries = min(t.retries, 254) + 1
	x.altered.note(r.id)
	return r.id, true
}

// mayBeSentAgain says that a message is one that an SDK may have sent before.
func (d *draft) mayBeSentAgain() bool {
	return d.identity.id != 0 && d.row.origin() == Received && d.tale.parent == 0
}

// before gives the row of the same message, if it has come before, else that of
// the first other one of the same id.
func (x *index) before(d *draft) (same, other *row) {
	if !d.mayBeSentAgain() {
		return nil, nil
	}
	r := x.rowOf(d.identity.id)
	if r == nil || r.content == d.identity.content {
		return r, nil
	}
	if second := x.rowOf(d.identity.other()); second != nil && second.content == d.identity.content {
		return second, nil
	}
	return nil, r
}

// other is what a message is known by when another one of its id came first.
func (i identity) other() uint64 { return i.id ^ (uint64(i.content)<<32 | 1) }

// rowOf gives the row that is known by a hash; nil when there is none.
func (x *index) rowOf(hash uint64) *row {
	id, ok := x.first.get(keyOf(hash))
	if !ok {
		return nil
	}
	i, ok := x.rows.find(id)
	if !ok {
		return nil // it has been let go
	}
	return x.rows.at(i)
}

// duplicate notes that another message of the same id came before.
func (d *draft) duplicate(of uint32) {
	d.tale.duplicateOf = of
	d.row.warnings = min(d.row.warnings, 254) + 1
	if d.row.gates.State(mapping.Accepted) != mapping.Fail {
		d.row.gates = d.row.gates.With(mapping.Accepted, mapping.Warn)
	}
}
