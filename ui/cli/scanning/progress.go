package scanning

import (
	"fmt"
	"sync"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/dustin/go-humanize"

	"segtap/capture/scan"
	"segtap/ui/cli/console"
)

// How often it is said how far a scan has come: on a terminal, in one line that is
// drawn anew, and in a log.
const (
	drawEvery = 200 * time.Millisecond
	sayEvery  = 10 * time.Second
)

// follow says on standard error how far a scan has come, until the function that it returns is
// called.
func follow(std console.Streams, p *scan.Progress) (done func()) {
	every, begin, end := sayEvery, "", "\n"
	if term.IsTerminal(std.Err.Fd()) {
		every, begin, end = drawEvery, "\r\x1b[K", ""
	}
	over := make(chan struct{})
	var telling sync.WaitGroup
	telling.Go(func() {
		ticks := time.NewTicker(every)
		defer ticks.Stop()
		said := false
		for {
			select {
			case <-ticks.C:
				said = true
				fmt.Fprintf(std.Err, "%ssegtap: scanning: %s files, %s calls%s", begin, humanize.Comma(p.Files.Load()), humanize.Comma(p.Names.Load()), end)
			case <-over:
				if said {
					fmt.Fprint(std.Err, begin)
				}
				return
			}
		}
	})
	return func() {
		close(over)
		telling.Wait()
	}
}
