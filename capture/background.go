package capture

import (
	"runtime"
	"time"
)

// giveWay lets whoever captures or draws go first, after every few of many
// messages: else they would wait for as long as Go lets a goroutine run, 10 ms.
func giveWay(message int) {
	if message%32 == 0 {
		runtime.Gosched()
	}
}

// quiet is how long nothing must have arrived before work in the background may
// have all processors.
const quiet = 250 * time.Millisecond

// hands gives how many goroutines may work in the background at a time: while
// calls arrive half of the processors, since the other half is for those who
// capture and draw, and for the terminal, which is another program.
func (s *Store) hands() int {
	all := runtime.GOMAXPROCS(0)
	s.mu.RLock()
	defer s.mu.RUnlock()
	if n := s.index.rows.len(); n > 0 {
		if ago := time.Since(time.UnixMicro(s.index.rows.at(n - 1).at)); 0 <= ago && ago < quiet {
			return (all + 1) / 2
		}
	}
	return all
}
