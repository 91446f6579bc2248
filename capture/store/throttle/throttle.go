package throttle

import (
	"runtime"
	"time"
)

const (
	// Quiet is how long nothing must have arrived before work in the background
	// may have all processors.
	Quiet = 250 * time.Millisecond
	// rest is how long it sleeps after every few messages until then, about as
	// long as they take.
	rest = time.Millisecond
)

// Throttle is how much work may take.
type Throttle struct {
	Workers int  // goroutines at a time
	Rests   bool // after every few messages
}

// None has all processors: nothing arrives.
func None() Throttle { return Throttle{runtime.GOMAXPROCS(0), false} }

// Since is what is right some time after the last arrival.
func Since(ago time.Duration) Throttle {
	if 0 <= ago && ago < Quiet {
		return Throttle{(runtime.GOMAXPROCS(0) + 1) / 2, true}
	}
	return None()
}

// Part is how many of n things one goroutine is to take, so that there are no more
// goroutines than may work.
func (t Throttle) Part(n int) int { return max(n/t.Workers+1, 64) } // less is not worth one

// GiveWay lets others go first, after every few of many messages: else they would
// wait for as long as Go lets a goroutine run, 10 ms.
func (t Throttle) GiveWay(message int) {
	switch {
	case message%32 != 0:
	case t.Rests:
		time.Sleep(rest)
	default:
		runtime.Gosched()
	}
}
