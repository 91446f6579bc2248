package input

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"segtap/capture/journal/stream"
	"segtap/capture/journal/stream/login"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/cli/entering"
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
	names := entering.Names{Address: config.Variable("journal"), Creds: config.Variable("nats-creds"), CA: config.Variable("nats-ca")}
	if strings.Contains(address, "@") {
		return nil, console.Usage("leave them out, and set "+names.Address+" to the address with them, or "+names.Creds+" to a file that has them", "a stream that is read is named without its credentials")
	}
	j, err := stream.Open(ctx, login.With(address, os.Getenv(names.Address)), stream.Options{ReadOnly: true, Files: login.Files{Creds: os.Getenv(names.Creds), CA: os.Getenv(names.CA)}})
	if ctx.Err() != nil {
		return nil, console.ErrInterrupted
	}
	if errors.Is(err, login.ErrAddress) {
		return nil, console.Usage("such as nats://127.0.0.1:4222/SEGTAP, or nats://127.0.0.1:4222/SEGTAP.KEY for one write key", "%w", err)
	}
	if set := os.Getenv(names.Address); login.IsRefused(err) && set != "" {
		if _, bad := login.Parse(set); bad != nil {
			return nil, console.Cannot("mend "+names.Address+", which is of no use: "+bad.Error(), "%w", err)
		}
	}
	if err != nil {
		return nil, console.Cannot(names.WayOut(err), "%w", err)
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
