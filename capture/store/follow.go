package store

import (
	"context"
	"time"
)

// writerLooks is after how many looks for records one is made for who writes them.
const writerLooks = 5

// Follow lists what another process adds to the capture file, which has been
// opened to read, until ctx ends. It looks every so often, and now and then
// whether there still is such a process; see [Counts].
func (s *Store) Follow(ctx context.Context, every time.Duration) {
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	for look := 1; ; look++ {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
		gone := look%writerLooks == 0 && !s.list.file.BeingWritten()
		s.catchUp() // what the writer wrote last, too
		if look%writerLooks == 0 {
			s.noteWriter(gone)
		}
	}
}

func (s *Store) noteWriter(gone bool) {
	s.list.mu.Lock()
	changed := s.writerGone != gone
	s.writerGone = gone
	s.list.mu.Unlock()
	if changed {
		s.list.signal()
	}
}

// catchUp lists the records that have come since the last look.
func (s *Store) catchUp() {
	if s.loading.share() < 1 {
		return // whoever loads the file comes by
	}
	l := s.loading.loader()
	s.list.mu.Lock()
	defer s.list.mu.Unlock()
	l.index = s.list.index
	before := l.index.UpTo
	was := s.loading.unread
	s.loading.unread = unreadable(l.read(before))
	if l.index.UpTo > before {
		s.again.begin()
	}
	if l.index.UpTo > before || s.loading.unread != was {
		s.list.signal()
	}
}
