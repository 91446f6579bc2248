package store

import (
	"runtime"
	"time"
)

const (
	// quiet is how long nothing must have arrived before work in the background
	// may have all processors.
	quiet = 250 * time.Millisecond
	// rest is how long it sleeps after every few messages until then, about as
	// long as they take.
	rest = time.Millisecond
)

// throttle is how much of the machine work in the background may take. While calls
// arrive, it leaves most to whoever captures and draws, and to the terminal, which
// is another program.
type throttle struct {
	workers int  // goroutines at a time
	rests   bool // after every few messages
}

// throttle returns what is right now.
func (l *list) throttle() throttle {
	all := runtime.GOMAXPROCS(0)
	if l.opened { // nothing arrives
		return throttle{all, false}
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	if n := l.index.Len(); n > 0 {
		if ago := time.Since(time.UnixMicro(l.index.At(n - 1).At)); 0 <= ago && ago < quiet {
			return throttle{(all + 1) / 2, true}
		}
	}
	return throttle{all, false}
}

// part is how many of n things one goroutine is to take, so that there are no more
// goroutines than may work.
func (t throttle) part(n int) int { return max(n/t.workers+1, 64) } // less is not worth one

// giveWay lets others go first, after every few of many messages: else they would
// wait for as long as Go lets a goroutine run, 10 ms.
func (t throttle) giveWay(message int) {
	switch {
	case message%32 != 0:
	case t.rests:
		time.Sleep(rest)
	default:
		runtime.Gosched()
	}
}
