package input

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"segtap/capture/journal/stream"
	"segtap/capture/journal/stream/natsurl"
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

// openStream opens a stream to read what it has now, until ctx ends. Credentials are in the
// environment, or in files that it names: what is given here is told in reports.
func openStream(ctx context.Context, address string) (io.ReadCloser, error) {
	login, creds, ca := config.Variable("journal"), config.Variable("nats-creds"), config.Variable("nats-ca")
	if strings.Contains(address, "@") {
		return nil, console.Usage("leave them out, and set "+login+" to the address with them, or "+creds+" to a file that has them", "a stream that is read is named without its credentials")
	}
	j, err := stream.Open(ctx, natsurl.WithLogin(address, os.Getenv(login)), stream.Options{ReadOnly: true, Creds: os.Getenv(creds), CA: os.Getenv(ca)})
	if ctx.Err() != nil {
		return nil, console.ErrInterrupted
	}
	if errors.Is(err, natsurl.ErrAddress) {
		return nil, console.Usage("such as nats://127.0.0.1:4222/SEGTAP, or nats://127.0.0.1:4222/SEGTAP.KEY for one write key", "%w", err)
	}
	if err != nil {
		return nil, console.Cannot(wayIn(err, login, creds, ca), "%w", err)
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

// wayIn is what helps where a stream cannot be opened; login, creds and ca are variables that say how.
func wayIn(err error, login, creds, ca string) string {
	switch {
	case stream.IsRefused(err):
		return "set " + login + " to this address with USER:PASSWORD and an @ before the host, or " + creds + " to a file with credentials"
	case errors.Is(err, stream.ErrCreds):
		return "set " + creds + " to a file with credentials that can be read"
	case errors.Is(err, stream.ErrCA):
		return "set " + ca + " to a file of certificates in PEM"
	}
	return "is the server there? " + login + ", " + creds + " and " + ca + " say how it is entered"
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
