package mapper

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"

	"segtap/capture/control/eventjson"
	"segtap/capture/formats"
	"segtap/mapping"
	"segtap/ui/cli/console"
	"segtap/ui/cli/input"
)

// chunk is a stretch of the input on its way through a worker.
type chunk struct {
	formats.Stretch
	out  []byte
	done chan struct{}
}

// eachLine gives every line of in that is not blank, every JSON value over several
// lines, and every call of a HAR file and curl command, to a worker and writes what the workers append for them, in
// their order. There is a worker a processor, each with its own function from
// newWorker. What has been read is worked on at once, so that a slow input is
// answered line by line, and memory does not grow with the input, only with its
// longest line.
func eachLine(in io.Reader, name string, std console.Streams, newWorker func() func(dst []byte, form formats.Form, text []byte) []byte) error {
	workers := runtime.GOMAXPROCS(0)
	work := make(chan *chunk, workers)
	ordered := make(chan *chunk, 2*workers)
	var pool sync.Pool
	var running sync.WaitGroup
	for range workers {
		running.Go(func() {
			worker := newWorker()
			for c := range work {
				c.run(worker)
				close(c.done)
			}
		})
	}
	var failed error // of reading
	var notes []string
	running.Go(func() {
		defer close(ordered)
		defer close(work)
		reader := formats.NewReader(in)
		failed = reader.Each(func(s formats.Stretch) error {
			c, ok := pool.Get().(*chunk)
			if !ok {
				c = &chunk{}
			}
			c.Text, c.Form, c.out, c.done = append(c.Text[:0], s.Text...), s.Form, c.out[:0], make(chan struct{})
			ordered <- c
			work <- c
			return nil
		})
		notes = reader.Notes()
	})
	var unwritten error
	for c := range ordered {
		<-c.done
		if unwritten == nil {
			_, unwritten = std.Out.Write(c.out)
		}
		pool.Put(c)
	}
	running.Wait()
	console.Say(std, notes)
	switch {
	case failed != nil:
		return input.Unreadable(name, failed)
	case unwritten != nil:
		return fmt.Errorf("cannot write to standard output: %w", unwritten)
	}
	return nil
}

// File writes what becomes of the lines of a file, or of standard input for -.
func File(ctx context.Context, std console.Streams, name string, judge *mapping.Judge, opt Options) error {
	in, err := input.Open(ctx, std, name)
	if err != nil {
		return err
	}
	defer in.Close()
	return eachLine(in, name, std, func() func([]byte, formats.Form, []byte) []byte { return newMapper(judge, opt).append })
}

// run has a worker make the output of a chunk.
func (c *chunk) run(worker func(dst []byte, form formats.Form, text []byte) []byte) {
	if c.Form != formats.Lines {
		c.out = worker(c.out, c.Form, bytes.TrimSpace(c.Text))
	} else {
		for line := range bytes.SplitSeq(c.Text, []byte{'\n'}) {
			if line = bytes.TrimSpace(line); len(line) > 0 {
				c.out = worker(c.out, formats.Value, line)
			}
		}
	}
	c.out = eventjson.Escape(c.out)
}
