package index

// maxItem is the number of the last message that a request may have.
const maxItem = 1<<16 - 1

// maxResent is of how many messages that were sent again it is known which entry
// they stand in: what came of their request is told soon, or never.
const maxResent = 1 << 16

// requests knows which entries the messages of a request stand in: those of their
// own ids, or, of messages that had been sent before, earlier ones.
type requests struct {
	rows   *table
	resent recent[uint32, resent] // by the id that the message would have had
}

// resent is a message that stands in an earlier entry.
type resent struct {
	as      uint32 // the entry
	request uint32 // the id of the first message of its request
}

// sentAgain notes of a message which entry it stands in.
func (q *requests) sentAgain(d *Draft, as uint32) {
	q.resent.put(d.row.ID, resent{as, d.row.ID - uint32(d.row.Item)})
	q.resent.keep(maxResent, nil)
}

// each gives the row of each message of a request. The request is known by the id
// of any of its messages that is listed, or of its first; no id is beyond last.
func (q *requests) each(id uint64, last uint32, do func(*Row)) {
	first := uint32(id)
	if i, ok := q.rows.find(id); ok {
		r := q.rows.row(i)
		first = r.ID - uint32(r.Item)
	}
	for id, end := first, q.end(first, last); id < end; id++ {
		as := id
		if earlier, ok := q.resent.get(id); ok && earlier.request == first {
			as = earlier.as
		}
		if i, ok := q.rows.search(as); ok {
			do(q.rows.row(i))
		}
	}
}

// Stands gives the entry that a message stands in, by the id that it has or would have had.
func Stands(x *Index, id uint64) uint64 {
	if earlier, ok := x.requests.resent.get(uint32(id)); ok {
		return uint64(earlier.as)
	}
	return id
}

// end gives the id behind those of a request, or one further on: that of the next
// request of which an entry is listed.
func (q *requests) end(first, last uint32) uint32 {
	i, _ := q.rows.search(first)
	for ; i < q.rows.size(); i++ {
		if r := q.rows.row(i); r.ID-uint32(r.Item) > first {
			return r.ID - uint32(r.Item)
		}
	}
	return min(last, first+maxItem) + 1
}
