package capture

import (
	"context"
	"time"
)

// Follow lists what another process adds to the capture file, which has been
// opened to read, until ctx ends. It looks every so often.
func (s *Store) Follow(ctx context.Context, every time.Duration) {
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
			s.catchUp()
		}
	}
}

// catchUp lists the records that have come since the last look.
func (s *Store) catchUp() {
	if s.loading.share() < 1 {
		return // whoever loads the file comes by
	}
	l := s.loader()
	s.mu.Lock()
	defer s.mu.Unlock()
	l.index = s.index
	before := l.index.upTo
	was := s.unread
	s.unread = unreadable(l.read(before))
	if l.index.upTo > before {
		s.stale()
	}
	if l.index.upTo > before || s.unread != was {
		s.signal()
	}
}
