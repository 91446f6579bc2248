package formats

import (
	"context"
	"runtime"
	"sync"

	"golang.org/x/sync/semaphore"
)

// usualText is how many bytes of text a stretch has at most as a rule. What is made of a longer
// one, a line of very many values or messages, may have fifty times its text: they are worked
// on one at a time, and alone.
const usualText = 2 * chunkSize

// mostWorkers bounds the memory of chunks on a machine of many processors. That one reader has
// enough to do for eight is reckoned from its share of the time on two (a seventh of map's, a
// ninth of check's), and has not been measured.
const mostWorkers = 8

// Work has the stretches of an input worked on by a worker a processor, each with a
// function of its own, and takes what they have made of them in the order of the input.
// What has been read is worked on at once, so that a slow input is answered line by line,
// and memory does not grow with the input. A stretch of more than half a MiB, which is a long
// line, is worked on alone, and all of them by one worker, so that their memory is that of the
// longest and not of many.
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
	long := &part{done: make(chan struct{}, 1)}
	room := semaphore.NewWeighted(int64(parts)) // a long stretch takes all of it
	goesOn, stop := context.WithCancel(context.Background())
	defer stop()
	var running sync.WaitGroup
	doLong := worker()
	for range workers {
		running.Go(func() {
			do := worker()
			for p := range work {
				if p == long {
					p.made = doLong(p.Stretch, p.made)
				} else {
					p.made = do(p.Stretch, p.made)
				}
				p.done <- struct{}{}
			}
		})
	}
	var failed error
	running.Go(func() {
		defer close(ordered)
		defer close(work)
		failed = r.Each(func(s Stretch) error {
			p, places := long, int64(parts)
			if len(s.Text) <= usualText {
				p, places = nil, 1
			}
			if err := room.Acquire(goesOn, places); err != nil {
				return err
			}
			if p == nil {
				p = <-free // as many as there are places
			}
			s.Text = append(p.Text[:0], s.Text...)
			p.Stretch, p.told = s, r.told
			ordered <- p
			work <- p
			return nil
		})
	})
	for p := range ordered {
		<-p.done
		if err := take(p.made); err != nil {
			return p.told.notes(r.format), err
		}
		if p == long {
			room.Release(int64(parts))
		} else {
			free <- p
			room.Release(1)
		}
	}
	running.Wait()
	return r.Notes(), failed
}
