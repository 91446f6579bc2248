package stream

import (
	"slices"

	"segtap/capture/journal/stream/client"
)

// Missing returns the offsets of messages that have gone from between others, such as by a purge
// of a subject, in their order. It is another slice when more have, which Changed signals.
func (j *Journal) Missing() []uint64 {
	if between := j.between.Load(); between != nil {
		return *between
	}
	return nil
}

// misses finds out which messages have gone from between others, when more have than are known.
// They do not come again.
func (j *Journal) misses(found *client.Info) {
	known := j.Missing()
	i, _ := slices.BinarySearch(known, found.First)
	if found.Between() <= uint64(len(known)-i) {
		return
	}
	missing, err := j.link.Missing()
	if err != nil || !j.turn.TryLock() {
		return // at the next look
	}
	defer j.turn.Unlock()
	j.between.Store(&missing)
	j.recent.Start(j.recent.Next())
	j.link.Ring()
}
