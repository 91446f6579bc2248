package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"

	"segtap/capture/store"
)

const (
	// MaxBody is how many bytes of a body are read and kept: of what came over
	// the wire, and of what is left with its encoding undone. Segment takes
	// 500 KB; what is larger is kept so that it can be looked at.
	MaxBody = 8 << 20

	// smallBody is the size in bytes up to which bodies are read without
	// asking: single calls never wait.
	smallBody = 64 << 10
	// usualBody is a little more than Segment takes.
	usualBody = 512 << 10
	// maxArriving is how many bytes of bodies beyond smallBody may be on their way
	// in together: of some three hundred that Segment would take. A client that
	// is slow has no more of it than what it sends may need.
	maxArriving = 128 << 20
	// arrivingStep is how much room a body beyond usualBody takes at a time.
	arrivingStep = 512 << 10
	// maxUsual and maxLarge are how many bodies beyond smallBody and beyond
	// usualBody are unpacked and kept at one time: nobody waits for a client
	// there, since they have come. Places are taken in this order, so that nobody
	// waits for one who waits for him.
	maxUsual = 64
	maxLarge = 2
	// maxDrained is how much of a body behind MaxBody is read and thrown away,
	// so that the client, which reads the answer only then, gets it.
	maxDrained = 64 << 20
	// maxPooled is the size of the largest buffers kept for the next request.
	maxPooled = 1 << 20
	// maxScratch is the [weight] of the heaviest request whose memory is kept, as what is
	// made of it takes a multiple of its body: more than a batch has that an SDK sends by
	// itself.
	maxScratch = 4 << 20
)

// errTooLarge says that a body goes on after MaxBody bytes, or, where many large
// ones come, that there is no room for more of it.
var errTooLarge = errors.New("larger than 8 MiB")

// brokenOff says that a body ended before its end: the client went away, or
// was too slow.
type brokenOff struct{ cause error }

func (e *brokenOff) Error() string { return "the body broke off: " + e.cause.Error() }

func (e *brokenOff) Unwrap() error { return e.cause }

func isBrokenOff(err error) bool {
	var broken *brokenOff
	return errors.As(err, &broken)
}

// slots are places for work that takes much memory.
type slots chan struct{}

// intake takes in one request after another, and keeps its buffers, decompressors
// and all that is made of a body between them. It is used by one goroutine at a time.
type intake struct {
	wire    bytes.Buffer // the body as it came
	plain   bytes.Buffer // the body with its encoding undone
	limited io.LimitedReader
	packed  bytes.Reader
	unpack  unpackers
	came    int64 // how many bytes came over the wire
	cut     bool  // they are more than wire holds
	upload  upload
	apart   int64 // the weight of the body
	req     store.Request
	judged  store.Prepared

	room         *semaphore.Weighted // bytes of bodies on their way; shared by all intakes of a handler, as the slots are
	taken        int64               // what this one has of it
	patience     time.Duration       // how long it waits for it
	usual, large slots
	held         []slots // what this one occupies
}

// read reads a body: at most MaxBody bytes of it, with its content encoding
// undone. What it gives is valid until reset.
//
// On errTooLarge it gives the start of the body. On any other error but
// [*brokenOff], which gives nothing, the body is not what its encoding says,
// and it gives the bytes that came.
func (in *intake) read(ctx context.Context, body io.Reader, encoding string) ([]byte, error) {
	err := in.receive(ctx, body)
	in.came = int64(in.wire.Len())
	switch {
	case errors.Is(err, errTooLarge):
		rest, _ := io.CopyN(io.Discard, body, maxDrained)
		in.came, in.cut = in.came+rest, true
		return in.wire.Bytes(), err
	case err != nil:
		return nil, &brokenOff{err}
	}
	encoding = strings.ToLower(strings.TrimSpace(encoding))
	if encoding == "" || encoding == "identity" {
		return in.wire.Bytes(), nil
	}
	in.packed.Reset(in.wire.Bytes())
	if hungry(encoding) {
		for _, places := range []slots{in.usual, in.large} {
			if err := in.occupy(ctx, places); err != nil {
				return nil, &brokenOff{err}
			}
		}
	}
	reader, err := in.unpack.reader(&in.packed, encoding)
	if err == nil {
		err = in.fill(ctx, &in.plain, reader)
	}
	switch {
	case err == nil || errors.Is(err, errTooLarge):
		return in.plain.Bytes(), err
	case ctx.Err() != nil:
		return nil, &brokenOff{err}
	}
	return in.wire.Bytes(), fmt.Errorf("content encoding %s: %w", encoding, err)
}

// receive reads a body as it comes. What goes beyond smallBody waits for room;
// what goes beyond usualBody, and will be refused, does not wait: where there is
// no room it is not read, and neither is what goes beyond MaxBody. The error is
// errTooLarge then.
func (in *intake) receive(ctx context.Context, body io.Reader) error {
	more := func(n int64) (bool, error) {
		in.limited = io.LimitedReader{R: body, N: n}
		_, err := in.wire.ReadFrom(&in.limited)
		return err == nil && in.limited.N == 0, err
	}
	on, err := more(smallBody)
	if !on {
		return err
	}
	if err := in.waitForRoom(ctx, usualBody-smallBody); err != nil {
		return err
	}
	if on, err = more(usualBody - smallBody); !on {
		return err
	}
	for read := int64(usualBody); read < MaxBody; read += arrivingStep {
		if !in.room.TryAcquire(arrivingStep) {
			return errTooLarge
		}
		in.taken += arrivingStep
		if on, err = more(arrivingStep); !on {
			return err
		}
	}
	if on, err = more(1); on {
		in.wire.Truncate(MaxBody)
		return errTooLarge
	}
	return err
}

// waitForRoom takes room, for which it waits as long as its patience goes. It is
// given back by reset.
func (in *intake) waitForRoom(ctx context.Context, n int64) error {
	if !in.room.TryAcquire(n) {
		ctx, cancel := context.WithTimeout(ctx, in.patience)
		defer cancel()
		if err := in.room.Acquire(ctx, n); err != nil {
			return err
		}
	}
	in.taken += n
	return nil
}

// fill unpacks r to its end into buf. What goes beyond smallBody and usualBody
// waits for a place; what goes beyond MaxBody is not read, and the error is
// errTooLarge.
func (in *intake) fill(ctx context.Context, buf *bytes.Buffer, r io.Reader) error {
	read := int64(0)
	for _, step := range []struct {
		upTo   int64
		places slots // for what comes after
	}{{smallBody, in.usual}, {usualBody, in.large}} {
		in.limited = io.LimitedReader{R: r, N: step.upTo - read}
		if _, err := buf.ReadFrom(&in.limited); err != nil || in.limited.N > 0 {
			return err
		}
		read = step.upTo
		if err := in.occupy(ctx, step.places); err != nil {
			return err
		}
	}
	in.limited = io.LimitedReader{R: r, N: MaxBody - usualBody + 1}
	_, err := buf.ReadFrom(&in.limited)
	if buf.Len() > MaxBody {
		buf.Truncate(MaxBody)
		return errTooLarge
	}
	return err
}

// occupy waits for a place among those that work at the same time. It is
// given back by reset.
func (in *intake) occupy(ctx context.Context, places slots) error {
	for _, held := range in.held {
		if held == places {
			return nil
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	select {
	case places <- struct{}{}:
		in.held = append(in.held, places)
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// reset makes the intake ready for the next body, and tells whether it is
// small enough to be kept for it.
func (in *intake) reset() bool {
	for _, held := range in.held {
		<-held
	}
	in.room.Release(in.taken)
	in.taken = 0
	in.held, in.cut = in.held[:0], false
	in.wire.Reset()
	in.plain.Reset()
	in.limited.R = nil
	in.packed.Reset(nil)
	in.upload, in.req = upload{}, store.Request{}
	if in.apart > maxScratch {
		in.judged = store.Prepared{}
	}
	in.apart = 0
	return in.wire.Cap() <= maxPooled && in.plain.Cap() <= maxPooled
}
