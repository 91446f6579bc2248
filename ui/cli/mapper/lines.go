package mapper

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"

	"segtap/mapping"
	"segtap/ui/cli/console"
	"segtap/ui/cli/input"
	"segtap/ui/cli/jsonl"
)

// chunk is a stretch of the input on its way through a worker.
type chunk struct {
	text  []byte
	value bool // it is one JSON value; else lines
	out   []byte
	done  chan struct{}
}

// eachLine gives every line of in that is not blank, and every JSON value over
// several lines, to a worker and writes what the workers append for them, in
// their order. There is a worker a processor, each with its own function from
// newWorker. What has been read is worked on at once, so that a slow input is
// answered line by line, and memory does not grow with the input, only with its
// longest line.
func eachLine(in io.Reader, name string, out io.Writer, newWorker func() func(dst, line []byte) []byte) error {
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
	running.Go(func() {
		defer close(ordered)
		defer close(work)
		failed = input.Each(in, func(s input.Stretch) {
			c, ok := pool.Get().(*chunk)
			if !ok {
				c = &chunk{}
			}
			c.text, c.value, c.out, c.done = append(c.text[:0], s.Text...), s.Value, c.out[:0], make(chan struct{})
			ordered <- c
			work <- c
		})
	})
	var unwritten error
	for c := range ordered {
		<-c.done
		if unwritten == nil {
			_, unwritten = out.Write(c.out)
		}
		pool.Put(c)
	}
	running.Wait()
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
	return eachLine(in, name, std.Out, func() func(dst, line []byte) []byte { return newMapper(judge, opt).appendLine })
}

// run has a worker make the output of a chunk.
func (c *chunk) run(worker func(dst, line []byte) []byte) {
	if c.value {
		c.out = worker(c.out, bytes.TrimSpace(c.text))
	} else {
		for line := range bytes.SplitSeq(c.text, []byte{'\n'}) {
			if line = bytes.TrimSpace(line); len(line) > 0 {
				c.out = worker(c.out, line)
			}
		}
	}
	c.out = jsonl.Escape(c.out)
}
