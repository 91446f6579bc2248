package stream

import (
	"slices"

	"github.com/nats-io/nats.go/jetstream"
)

// Missing returns the offsets of messages that have gone from between others, such as by a purge
// of a subject, in their order. It is another slice when more have, which Changed signals.
func (j *Journal) Missing() []uint64 {
	if between := j.between.Load(); between != nil {
		return *between
	}
	return nil
}

// between gives how many messages are missing between the first and the last.
func (i *info) between() uint64 {
	if i.messages == 0 {
		return 0
	}
	return i.last + 1 - i.first - i.messages
}

// missing asks which messages those are.
func (l *link) missing() (seqs []uint64, err error) {
	var got jetstream.StreamInfo
	err = l.ask("$JS.API.STREAM.INFO."+l.to.Stream, []byte(`{"deleted_details":true}`), &got)
	slices.Sort(got.State.Deleted)
	return got.State.Deleted, err
}

// misses finds out which messages have gone from between others, when more have than are known.
// They do not come again.
func (j *Journal) misses(found *info) {
	known := j.Missing()
	i, _ := slices.BinarySearch(known, found.first)
	if found.between() <= uint64(len(known)-i) {
		return
	}
	missing, err := j.link.missing()
	if err != nil || !j.turn.TryLock() {
		return // at the next look
	}
	defer j.turn.Unlock()
	j.between.Store(&missing)
	j.recent.Start(j.recent.Next())
	j.link.ring()
}
