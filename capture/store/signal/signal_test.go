package signal_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"segtap/capture/store/signal"
)

const within = 20 * time.Second

func TestAllWhoLookAtABoardSeeTheLastChange(t *testing.T) {
	const lookers, changes = 20, 2000
	s := signal.New()
	board := signal.NewBoard(s)
	var count atomic.Int64
	var all sync.WaitGroup
	for range lookers {
		all.Go(func() {
			next, stop := board.Watch()
			defer stop()
			for {
				changed := next()
				if count.Load() == changes {
					return
				}
				select {
				case <-changed:
				case <-time.After(within):
					t.Errorf("asleep at %d of %d", count.Load(), changes)
					return
				}
			}
		})
	}
	for range changes {
		count.Add(1)
		s.Ring()
	}
	all.Wait()
	// Who comes after all others have gone sees what comes then.
	next, stop := board.Watch()
	defer stop()
	changed := next()
	s.Ring()
	select {
	case <-changed:
	case <-time.After(within):
		t.Error("a board that was left shows nothing")
	}
}

func TestWhoSignalsNeverWaits(t *testing.T) {
	s := signal.New()
	one, stop := s.Listen()
	two, stopToo := s.Listen()
	for range 3 {
		s.Ring() // nobody receives
	}
	for i, c := range []<-chan struct{}{s.Changed(), one, two} {
		<-c
		select {
		case <-c:
			t.Errorf("receiver %d has more than one signal", i)
		default:
		}
	}
	stop()
	s.Ring()
	<-two
	select {
	case <-one:
		t.Error("who has stopped is signalled")
	default:
	}
	stopToo()
	s.Ring()
	<-s.Changed()
}

// BenchmarkRing is what a change costs whoever captures.
func BenchmarkRing(b *testing.B) {
	for name, lookers := range map[string]int{"nobody looks": 0, "one looks": 1, "fifty look": 50} {
		b.Run(name, func(b *testing.B) {
			s := signal.New()
			board := signal.NewBoard(s)
			done := make(chan struct{})
			var all sync.WaitGroup
			for range lookers {
				next, stop := board.Watch()
				all.Go(func() {
					defer stop()
					for {
						select {
						case <-next():
						case <-done:
							return
						}
					}
				})
			}
			for b.Loop() {
				s.Ring()
			}
			close(done)
			all.Wait()
		})
	}
}
