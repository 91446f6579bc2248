package capture

import (
	"hash/maphash"

	"segtap/mapping"
	"segtap/mapping/jsondoc"
)

// seed makes the hashes of this process. They are never written down.
var seed = maphash.MakeSeed()

// identity is what tells a message that was sent again from a new one. A zero
// id is none: such messages are all different, at Segment as well.
type identity struct {
	id      uint64 // of the messageId
	content uint32 // of what an SDK does not change when it tries again
}

// content are the members that stay the same when an SDK tries again; sentAt
// and what it notes about its tries do not.
var content = [...]string{"type", "event", "name", "userId", "anonymousId", "properties", "traits", "timestamp"}

func identityOf(m *mapping.Message) identity {
	id := m.Root.Member("messageId")
	if id.Kind() != jsondoc.String || id.TextIs("") {
		return identity{}
	}
	var h maphash.Hash
	h.SetSeed(seed)
	for _, name := range content {
		_, _ = h.Write(m.Root.Member(name).Raw())
		_ = h.WriteByte(0)
	}
	return identity{max(maphash.Bytes(seed, id.Raw()), 1), uint32(h.Sum64())}
}

// resent is a message that stands in an earlier entry.
type resent struct {
	as      uint32 // the entry
	request uint32 // the id of the first message of its request
}

// sentAgain looks whether a message from a client has come before. An SDK that
// tries again sends the same message: it is counted where it stands, in the row
// of id as, and not to be listed. Another message of the same id is listed,
// and known as one that Segment would take for a duplicate. The caller holds
// mu.
func (s *Store) sentAgain(d *draft) (as uint32, again bool) {
	if d.identity.id == 0 || d.row.origin != Received || d.row.parent != 0 {
		return 0, false
	}
	first, ok := s.rowOf(d.identity.id)
	if !ok {
		s.byMessageID[d.identity.id] = d.row.id
		return 0, false
	}
	if s.rows[first].content != d.identity.content {
		other := d.identity.id ^ (uint64(d.identity.content)<<32 | 1)
		as, ok := s.rowOf(other)
		if !ok || s.rows[as].content != d.identity.content {
			s.byMessageID[other] = d.row.id
			s.duplicate(d, s.rows[first].id)
			return 0, false
		}
		first = as
	}
	r := &s.rows[first]
	r.retries = min(r.retries, 254) + 1
	return r.id, true
}

// rowOf gives the place of the row that is known by a hash.
func (s *Store) rowOf(hash uint64) (int, bool) {
	id, ok := s.byMessageID[hash]
	if !ok {
		return 0, false
	}
	return s.index(uint64(id))
}

// duplicate notes that another message of the same id came before.
func (s *Store) duplicate(d *draft, of uint32) {
	d.row.duplicateOf = of
	d.row.warnings = min(d.row.warnings, 254) + 1
	if d.row.gates.State(mapping.Accepted) != mapping.Fail {
		d.row.gates = d.row.gates.With(mapping.Accepted, mapping.Warn)
	}
}
