package signal

import "sync"

// Board shows a signal to many at once. It costs whoever signals as much as one receiver
// while somebody looks at it, and nothing while nobody does.
type Board struct {
	of *Signal

	mu     sync.Mutex
	looks  int           // how many look at it
	posted chan struct{} // closed at the next change
	ended  chan struct{} // closed when nobody looks any more
}

// NewBoard returns a board for a signal.
func NewBoard(of *Signal) *Board { return &Board{of: of} }

// Watch begins to look at the board, until stop is called. Next returns a channel that is
// closed at the next change. Who calls it first, then looks at what there is, and then
// waits, misses none.
func (b *Board) Watch() (next func() <-chan struct{}, stop func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.looks++; b.looks == 1 {
		b.posted, b.ended = make(chan struct{}), make(chan struct{})
		changed, silent := b.of.Listen()
		go b.run(changed, silent, b.ended)
	}
	return b.next, sync.OnceFunc(b.leave)
}

func (b *Board) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.posted
}

// leave is for one who does not look any more.
func (b *Board) leave() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.looks--; b.looks == 0 {
		close(b.ended)
	}
}

// run posts changes until nobody looks any more.
func (b *Board) run(changed <-chan struct{}, silent func(), ended <-chan struct{}) {
	defer silent()
	for {
		select {
		case <-ended:
			return
		case <-changed:
		}
		b.mu.Lock()
		if b.ended == ended {
			close(b.posted)
			b.posted = make(chan struct{})
		}
		b.mu.Unlock()
	}
}
