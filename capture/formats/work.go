package formats

import (
	"errors"
	"runtime"
	"sync"
)

// errStopped ends the reading of an input of which nothing more is taken.
var errStopped = errors.New("stopped")

// keptText is how many bytes of text a part keeps for the next stretch: of longer lines,
// which are few, each has its own.
const keptText = 2 * chunkSize

// mostWorkers bounds the memory of chunks on a machine of many processors. That one reader has
// enough to do for eight is reckoned from its share of the time on two (a seventh of map's, a
// ninth of check's), and has not been measured.
const mostWorkers = 8

// Work has the stretches of an input worked on by a worker a processor, each with a
// function of its own, and takes what they have made of them in the order of the input.
// What has been read is worked on at once, so that a slow input is answered line by line,
// and memory does not grow with the input.
//
// A worker is given a stretch, and something that was made and taken before, whose memory
// it may use again: the zero T at first. The text of a stretch, and what was made of it, stay
// until take returns.
//
// An error of take ends it and is returned, without waiting for more of the input. Notes
// are those of [Reader.Notes], of the input as far as it has been taken.
func Work[T any](r *Reader, worker func() func(Stretch, T) T, take func(T) error) (notes []string, err error) {
	type part struct {
		Stretch
		made T
		done chan struct{}
		told told // of the input as far as this
	}
	workers := min(runtime.GOMAXPROCS(0), mostWorkers)
	parts := 2*workers + 1 // one is read into, and as many again wait as are worked on
	free, work, ordered := make(chan *part, parts), make(chan *part, parts), make(chan *part, parts)
	for range parts {
		free <- &part{done: make(chan struct{}, 1)}
	}
	stop := make(chan struct{})
	var running sync.WaitGroup
	for range workers {
		running.Go(func() {
			do := worker()
			for p := range work {
				p.made = do(p.Stretch, p.made)
				p.done <- struct{}{}
			}
		})
	}
	var failed error
	running.Go(func() {
		defer close(ordered)
		defer close(work)
		failed = r.Each(func(s Stretch) error {
			select {
			case p := <-free:
				if cap(p.Text) > keptText {
					p.Text = nil
				}
				s.Text = append(p.Text[:0], s.Text...)
				p.Stretch, p.told = s, r.told
				ordered <- p
				work <- p
				return nil
			case <-stop:
				return errStopped
			}
		})
	})
	for p := range ordered {
		<-p.done
		if err := take(p.made); err != nil {
			close(stop)
			return p.told.notes(r.format), err
		}
		free <- p
	}
	running.Wait()
	return r.Notes(), failed
}
