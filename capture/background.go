package capture

import (
	"runtime"
	"sync"
	"time"
)

const (
	// quiet is how long nothing must have arrived before work in the background
	// may have all processors.
	quiet = 250 * time.Millisecond
	// breath is how long it rests after every few messages until then, about as
	// long as they take.
	breath = time.Millisecond
)

// pace is how much of the machine work in the background may take. While calls
// arrive, it leaves most to whoever captures and draws, and to the terminal, which
// is another program.
type pace struct {
	workers int  // goroutines at a time
	hurried bool // others are
}

// pace gives what is right now.
func (s *Store) pace() pace {
	all := runtime.GOMAXPROCS(0)
	s.mu.RLock()
	defer s.mu.RUnlock()
	if n := s.index.len(); n > 0 {
		if ago := time.Since(time.UnixMicro(s.index.at(n - 1).at)); 0 <= ago && ago < quiet {
			return pace{(all + 1) / 2, true}
		}
	}
	return pace{all, false}
}

// share has work on n things done part by part, by at most as many goroutines as
// may work, and waits for its end. Part is the number of a part, from 0.
func (p pace) share(n int, work func(part, from, upTo int)) {
	size := max(n/p.workers+1, 64) // less is not worth a goroutine
	var all sync.WaitGroup
	for part := 0; part*size < n; part++ {
		all.Go(func() { work(part, part*size, min((part+1)*size, n)) })
	}
	all.Wait()
}

// giveWay lets others go first, after every few of many messages: else they would
// wait for as long as Go lets a goroutine run, 10 ms.
func (p pace) giveWay(message int) {
	switch {
	case message%32 != 0:
	case p.hurried:
		time.Sleep(breath)
	default:
		runtime.Gosched()
	}
}
