package input

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"segtap/capture/journal/stream"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
)

// reading reads a stream as if it were a capture file.
type reading struct {
	*io.PipeReader
	journal *stream.Journal
	done    chan struct{} // closed when nothing is written any more
	unbound func() bool
}

// openStream opens a stream to read what it has now, until ctx ends. Credentials are in files
// that the environment names: what is given here is told in reports.
func openStream(ctx context.Context, address string) (io.ReadCloser, error) {
	creds, ca := config.Variable("nats-creds"), config.Variable("nats-ca")
	if strings.Contains(address, "@") {
		return nil, console.Usage("leave them out, and set "+creds+" to a file that has them", "a stream that is read is named without its credentials")
	}
	j, err := stream.Open(ctx, address, stream.Options{ReadOnly: true, Creds: os.Getenv(creds), CA: os.Getenv(ca)})
	if ctx.Err() != nil {
		return nil, console.ErrInterrupted
	}
	if err != nil {
		return nil, console.Cannot("is the server there? "+creds+" and "+ca+" name files by which it is entered", "%w", err)
	}
	r, w := io.Pipe()
	in := &reading{PipeReader: r, journal: j, done: make(chan struct{})}
	in.unbound = context.AfterFunc(ctx, func() { _ = r.CloseWithError(console.ErrInterrupted); _ = w.CloseWithError(console.ErrInterrupted) })
	go func() {
		defer close(in.done)
		_ = w.CloseWithError(writeLines(w, j))
	}()
	return in, nil
}

// writeLines writes what a stream has as the lines of a capture file: what is no record too, so
// that it is told of as in a file.
func writeLines(to io.Writer, j *stream.Journal) error {
	out := bufio.NewWriterSize(to, 256<<10)
	err := j.Messages(func(text []byte) error {
		_, err := out.Write(text)
		if err == nil {
			err = out.WriteByte('\n')
		}
		return err
	})
	return errors.Join(err, out.Flush())
}

// Close ends the reading.
func (r *reading) Close() error {
	r.unbound()
	_ = r.PipeReader.Close()
	<-r.done
	return r.journal.Close()
}
