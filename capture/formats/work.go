package formats

import (
	"bytes"
	"errors"
	"runtime"
	"sync"
)

// errStopped ends the reading of an input of which nothing more is taken.
var errStopped = errors.New("stopped")

// Work has the stretches of an input worked on by a worker a processor, each with a
// function of its own, and takes what they have made of them in the order of the input.
// What has been read is worked on at once, so that a slow input is answered line by line,
// and memory does not grow with the input. The text of a stretch stays as it is for good.
//
// An error of take ends it and is returned, without waiting for more of the input. Notes
// are those of [Reader.Notes], of the input as far as it has been taken.
func Work[T any](r *Reader, worker func() func(Stretch) T, take func(T) error) (notes []string, err error) {
	type part struct {
		Stretch
		made chan T
		told told // of the input as far as this
	}
	workers := runtime.GOMAXPROCS(0)
	work, ordered := make(chan part, workers), make(chan part, 2*workers)
	stop := make(chan struct{})
	var running sync.WaitGroup
	for range workers {
		running.Go(func() {
			do := worker()
			for p := range work {
				p.made <- do(p.Stretch)
			}
		})
	}
	var failed error
	running.Go(func() {
		defer close(ordered)
		defer close(work)
		failed = r.Each(func(s Stretch) error {
			s.Text = bytes.Clone(s.Text)
			p := part{s, make(chan T, 1), r.told}
			select {
			case ordered <- p:
			case <-stop:
				return errStopped
			}
			work <- p
			return nil
		})
	})
	for p := range ordered {
		if err := take(<-p.made); err != nil {
			close(stop)
			return p.told.notes(r.format), err
		}
	}
	running.Wait()
	return r.Notes(), failed
}
