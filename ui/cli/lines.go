package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
)

// chunkSize is how many bytes of lines are handed to a worker at once.
const chunkSize = 256 << 10

// chunk is a stretch of whole lines on its way through a worker.
type chunk struct {
	lines []byte
	out   []byte
	done  chan struct{}
}

// eachLine gives every line of in that is not blank to a worker and writes what
// the workers append for them, in the order of the lines. There is a worker a
// processor, each with its own function from newWorker. What has been read is
// worked on at once, so that a slow input is answered line by line, and memory
// does not grow with the input, only with its longest line.
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
				for line := range bytes.SplitSeq(c.lines, []byte{'\n'}) {
					if line = bytes.TrimSpace(line); len(line) > 0 {
						c.out = worker(c.out, line)
					}
				}
				c.out = harmless(c.out)
				close(c.done)
			}
		})
	}
	var failed error // of reading
	running.Go(func() {
		defer close(ordered)
		defer close(work)
		failed = readChunks(in, &pool, func(c *chunk) {
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
		c.lines, c.out = c.lines[:0], c.out[:0]
		pool.Put(c)
	}
	running.Wait()
	switch {
	case failed != nil:
		return cannot("", "cannot read %s: %w", name, failed)
	case unwritten != nil:
		return fmt.Errorf("cannot write to standard output: %w", unwritten)
	}
	return nil
}

// readChunks reads whole lines and gives them on as they come.
func readChunks(in io.Reader, pool *sync.Pool, give func(*chunk)) error {
	var rest []byte // of a line whose end has not been read
	for {
		c, ok := pool.Get().(*chunk)
		if !ok {
			c = &chunk{lines: make([]byte, 0, chunkSize)}
		}
		c.done = make(chan struct{})
		c.lines = append(c.lines, rest...)
		if cap(c.lines)-len(c.lines) < chunkSize/4 {
			c.lines = append(make([]byte, 0, 2*cap(c.lines)), c.lines...)
		}
		n, err := in.Read(c.lines[len(c.lines):cap(c.lines)])
		c.lines = c.lines[:len(c.lines)+n]
		end := bytes.LastIndexByte(c.lines, '\n') + 1
		if err != nil {
			end = len(c.lines)
		}
		rest = append(rest[:0], c.lines[end:]...)
		c.lines = c.lines[:end]
		if end > 0 {
			give(c)
		} else {
			c.lines = c.lines[:0]
			pool.Put(c)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
