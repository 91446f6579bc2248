package store

import (
	"context"
	"sync/atomic"
	"time"

	"segtap/capture/store/index"
)

// Follow lists what another process adds to the capture file, which has been
// opened to read, until ctx ends. It looks every so often, and now and then
// whether there still is such a process; see [Counts].
func (s *Store) Follow(ctx context.Context, every time.Duration) { s.following.run(ctx, every) }

// following is the work of listing what another process adds to the capture file.
type following struct {
	list       *list
	again      *rejudging
	loading    *loading
	writerGone atomic.Bool               // see Counts
	said       string                    // the trouble that was said last
	since      atomic.Pointer[time.Time] // when there began to be one; nil for none
	without    *index.Index              // what is known to be missing has left it
	known      []uint64
	back       func() // called when there is none any more
}

// writerLooks is after how many looks for records one is made for who writes them.
const writerLooks = 5

// run looks until ctx ends.
func (f *following) run(ctx context.Context, every time.Duration) {
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	for look := 1; ; look++ {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
		gone := look%writerLooks == 0 && !f.beingWritten()
		f.catchUp() // what the writer wrote last, too
		if look%writerLooks == 0 && f.writerGone.Swap(gone) != gone {
			f.list.signal()
		}
	}
}

// beingWritten says that somebody may add to the records.
func (f *following) beingWritten() bool {
	one, is := f.list.journal.(interface{ BeingWritten() bool })
	return !is || one.BeingWritten()
}

// catchUp lists the records that have come since the last look.
func (f *following) catchUp() {
	if f.loading.share() < 1 {
		return // whoever loads the file comes by
	}
	by := f.loading.source().Lister()
	f.list.mu.Lock()
	defer f.list.mu.Unlock()
	by.Index = f.list.index
	before, was, last := by.Index.UpTo, f.loading.unread, by.Index.Last
	f.loading.unread = f.list.unreadable(by.Read(before))
	if by.Index.UpTo > before {
		f.again.beginFrom(last + 1)
	}
	if by.Index.UpTo > before || f.loading.unread != was {
		f.list.signal()
	}
}
