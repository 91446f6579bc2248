package signal

import (
	"slices"
	"sync"
	"sync/atomic"
)

// Signal has one receiver of its own, and any number of others. Many who wait are best
// served by one [Board]: each receiver costs whoever signals a little.
type Signal struct {
	changed chan struct{} // capacity one
	mu      sync.Mutex
	more    atomic.Pointer[[]chan struct{}] // of Listen; a slice is never changed
}

// New returns a signal.
func New() *Signal { return &Signal{changed: make(chan struct{}, 1)} }

// Changed returns the channel of the receiver that every signal has.
func (s *Signal) Changed() <-chan struct{} { return s.changed }

// Ring says that there is something new, and waits for nobody.
func (s *Signal) Ring() {
	leave(s.changed)
	if more := s.more.Load(); more != nil {
		for _, changed := range *more {
			leave(changed)
		}
	}
}

// leave leaves a signal in a channel, unless one lies there.
func leave(changed chan<- struct{}) {
	select {
	case changed <- struct{}{}:
	default:
	}
}

// Listen returns the channel of a further receiver, until stop is called.
func (s *Signal) Listen() (changed <-chan struct{}, stop func()) {
	own := make(chan struct{}, 1)
	s.change(func(all []chan struct{}) []chan struct{} { return append(all, own) })
	return own, func() {
		s.change(func(all []chan struct{}) []chan struct{} {
			return slices.DeleteFunc(all, func(c chan struct{}) bool { return c == own })
		})
	}
}

// change changes who listens.
func (s *Signal) change(by func([]chan struct{}) []chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []chan struct{}
	if now := s.more.Load(); now != nil {
		all = slices.Clone(*now)
	}
	if all = by(all); len(all) == 0 {
		s.more.Store(nil)
		return
	}
	s.more.Store(&all)
}
