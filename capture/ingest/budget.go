package ingest

import (
	"bytes"
	"context"

	"golang.org/x/sync/semaphore"
)

const (
	// maxWork is how much memory, in bytes, the requests may take together that
	// are split, judged and kept at one time. Who waits for room waits for the
	// processor and the disk, never for a client.
	maxWork = 64 << 20
	// freeWork is the memory in bytes up to which a request does not ask: more
	// than nearly every single message takes.
	freeWork = 128 << 10

	// What a value of JSON and what an object, which may be a message that is
	// judged, take beside the body: rounded up from what was measured.
	perValue, perObject = 64, 2 << 10
)

// budget is the memory for requests that are worked on. Small bodies can stand
// for much: one of 30 KB may hold ten thousand messages.
type budget struct{ room *semaphore.Weighted }

func newBudget() budget { return budget{semaphore.NewWeighted(maxWork)} }

// take waits for the room that a body needs, or for the end of ctx, whose error
// it gives. GiveBack is to be called when the request has been kept.
func (b budget) take(ctx context.Context, body []byte) (giveBack func(), err error) {
	return b.takeFor(ctx, weight(body))
}

// takeFor is take for a body of a weight.
func (b budget) takeFor(ctx context.Context, weight int64) (giveBack func(), err error) {
	need := min(weight, maxWork)
	if need <= freeWork {
		return func() {}, nil
	}
	if err := b.room.Acquire(ctx, need); err != nil {
		return nil, err
	}
	return func() { b.room.Release(need) }, nil
}

// weight estimates how much memory splitting and judging a body takes, in
// bytes. It does not tell what stands in a string from what does not: that is
// too much at worst.
func weight(body []byte) int64 {
	objects := bytes.Count(body, []byte{'{'})
	values := 1 + objects + bytes.Count(body, []byte{'['}) + bytes.Count(body, []byte{','})
	return int64(len(body)) + perValue*int64(values) + perObject*int64(objects)
}
