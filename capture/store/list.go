package store

import (
	"sync"

	"segtap/capture/journal"
	"segtap/capture/store/index"
	"segtap/mapping"
)

// list is what all who work on the entries of a store share: the file that they
// stand in, what is known of them, and by whom they are judged.
type list struct {
	file    *journal.Journal
	changed chan struct{} // capacity one: a burst of changes is one signal

	mu      sync.RWMutex
	index   *index.Index
	judging judging
}

// judging is the judge that entries are judged by, and its number: verdicts of
// another number are stale.
type judging struct {
	judge      *mapping.Judge
	generation uint8
}

// currentJudging gives what entries are judged by now.
func (l *list) currentJudging() judging {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.judging
}

// signal says that there is something new, and waits for nobody.
func (l *list) signal() {
	select {
	case l.changed <- struct{}{}:
	default:
	}
}
