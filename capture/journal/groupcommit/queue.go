package groupcommit

import (
	"runtime"
	"sync"
)

// Queue is a queue of things to be worked on. The zero Queue is empty. It may be used by
// many goroutines at once.
type Queue[T any] struct {
	turn sync.Mutex // held by who works

	mu    sync.Mutex
	open  *group[T] // those who wait for a turn; nil for nobody
	spare *group[T] // one that has ended, for its memory
	many  bool      // the last group had more than one
}

// group are those who wait for the same turn. The first of them works for all.
type group[T any] struct {
	things []T
	done   chan struct{} // closed when they have been worked on; nil while there is only one
}

// Do has work called with a thing, and returns when it has been. Work, which all who use
// the queue give alike, gets all things of the group; it must not keep them.
func (q *Queue[T]) Do(thing T, work func([]T)) {
	q.mu.Lock()
	if own := q.open; own != nil {
		if own.things = append(own.things, thing); own.done == nil {
			own.done = make(chan struct{})
		}
		done := own.done
		q.mu.Unlock()
		<-done
		return
	}
	own := q.spare
	if q.spare = nil; own == nil {
		own = new(group[T])
	}
	own.things = append(own.things, thing)
	many := q.many
	q.open = own
	q.mu.Unlock()
	if many || !q.turn.TryLock() {
		// Who can run now is about to join: with 64 senders a group has some ten then, and
		// without this hardly ever two, since a turn is shorter than what comes before it.
		// Who is alone does not wait behind all others who want a processor.
		runtime.Gosched()
		q.turn.Lock()
	}
	q.take(own, work)
}

// take takes a turn, which the caller has, for a group, which nobody joins any more.
func (q *Queue[T]) take(own *group[T], work func([]T)) {
	q.mu.Lock()
	q.open = nil
	q.mu.Unlock()
	defer func() { // whatever work does, nobody waits for ever
		q.turn.Unlock()
		if own.done != nil {
			close(own.done)
		}
		many := len(own.things) > 1
		clear(own.things)
		own.things, own.done = own.things[:0], nil
		q.mu.Lock()
		q.spare, q.many = own, many
		q.mu.Unlock()
	}()
	work(own.things)
}

// Tell calls tell with each thing of a group in their order. One that panics does not keep
// the others from theirs; whoever called gets the panic.
func Tell[T any](things []T, tell func(T)) {
	told := 0
	defer func() {
		if told < len(things) {
			Tell(things[told:], tell)
		}
	}()
	for told < len(things) {
		told++
		tell(things[told-1])
	}
}
