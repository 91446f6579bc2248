package message

import (
	"bytes"
	"fmt"

	"segtap/mapping/jsondoc"
)

// Posted is the body of one request to the Tracking API, or a message that was
// read from elsewhere, before it is taken apart.
type Posted struct {
	Raw []byte // as it came, its content encoding undone; it is kept
	// Doc is Raw read, where somebody has read it already; else nil. It must not change
	// while the intake is in use.
	Doc *jsondoc.Doc
	// Batch says that the route takes batches. Type is what the route says the
	// messages are ("track", "page", …), for those that do not say it themselves;
	// empty on a route for batches, and where no route is known.
	Batch bool
	Type  string
	// Undecoded is the content encoding that the body says it is in and is not:
	// Raw is then what came over the wire. Empty when it could be undone.
	Undecoded string
	// Full is how many bytes the body has where Raw is only its start, and Problem
	// what is known to be wrong with it, or that it is not known ([Problem.Unseen]);
	// else both are zero.
	Full    int64
	Problem Problem
	At      int64 // when it came, ms since 1970
	// Unreceived says that it is not known when it came: At is the clock, and
	// tells nothing about when it was sent.
	Unreceived bool
	// Scratch is the memory that the intake is taken in with; nil for its own.
	Scratch *Scratch
}

// Intake is a request taken in: its messages, each with its arrival, and what
// Segment makes of it as a whole. The same request gives the same intake whoever
// takes it in.
type Intake struct {
	*Body
	// Problem is what is wrong with the request as a whole; NoProblem when nothing
	// is. Segment answers 400 where Refusal says why, and 200 otherwise.
	Problem Problem
	Refusal string

	posted   Posted
	messages int // of the batch, whether or not it is taken apart
}

const (
	// maxApart is how many messages a request is split into: four times what
	// Segment takes.
	maxApart = 4 * MaxBatchMessages
	// maxLent is how many bytes the messages of a batch may have from it all
	// together. A context of 300 KB lent to 2,500 messages would be 750 MB.
	maxLent = 64 << 20
	// maxValues is how many values a body beyond what Segment takes may have to be
	// taken apart: enough for a batch that grew too large by mistake. A value takes
	// some 50 bytes of memory.
	maxValues = 150_000
)

// refusals are what Segment says of requests that are too large.
var refusals = map[Problem]string{
	BatchTooLarge: "Exceed payload limit: a request is at most 500 KB",
	TooLarge:      "Exceed payload limit: a message is at most 32 KB",
	InvalidJSON:   "the body is not JSON",
}

// TakeIn takes a request apart. It answers as Segment does: 400 for what is not
// JSON or too large, 200 for everything else (Segment docs, HTTP API source,
// errors).
func TakeIn(p Posted) *Intake {
	in := p.Scratch.newIntake()
	in.posted = p
	if p.Problem.Unseen() {
		in.Body, in.Problem = unreadable(p, "the file that tells of the request does not have its body as it was sent"), p.Problem
		return in
	}
	large := max(int64(len(p.Raw)), p.Full) > MaxRequestBytes
	switch {
	case p.Undecoded != "":
		in.Body = unreadable(p, "the body is not in the content encoding it says, "+p.Undecoded)
		in.refuse(InvalidJSON, in.Body.Syntax.Msg)
		return in
	case p.Full > 0:
		in.Body = unreadable(p, fmt.Sprintf("only the first %d of its %d bytes were kept", len(p.Raw), p.Full))
	case large && manyValues(p.Raw):
		in.Body = unreadable(p, fmt.Sprintf("it has more than %d values, and is not taken apart", maxValues))
	default:
		in.Body = split(&p)
	}
	n := in.Count()
	in.messages = in.BatchMessages()
	if p.Full > 0 && !large && p.Problem != NoProblem { // what was wrong is not to be seen from its start
		in.refuse(p.Problem, refusals[p.Problem])
		return in
	}
	whole := !in.apart()
	if whole {
		key := in.WriteKey
		in.Body = unreadable(p, fmt.Sprintf("a batch of %d messages that is not taken apart", n))
		in.WriteKey = key
	}
	switch {
	case large:
		in.refuse(BatchTooLarge, refusals[BatchTooLarge])
	case n > MaxBatchMessages:
		in.Problem = BatchTooLong
	case whole:
		in.refuse(BatchTooLarge, "the context of the batch is too large for so many messages")
	case in.Syntax != nil:
		in.refuse(InvalidJSON, in.Syntax.Error())
	case !in.Batch && len(p.Raw) > MaxMessageBytes:
		in.refuse(TooLarge, refusals[TooLarge])
	case n == 0:
		in.Problem = EmptyBatch
	}
	return in
}

// CutShort returns the intake of the first n bytes of the body, with what is known of
// all of it.
func (in *Intake) CutShort(n int) *Intake {
	p := in.posted
	p.Full, p.Problem = max(p.Full, int64(len(p.Raw))), in.Problem
	p.Raw, p.Doc, p.Scratch = p.Raw[:n], nil, nil
	short := TakeIn(p)
	short.WriteKey, short.Refusal = in.WriteKey, in.Refusal
	return short
}

func (in *Intake) refuse(problem Problem, why string) { in.Problem, in.Refusal = problem, why }

// unreadable is a body that is not taken apart: why says so. It counts as one
// message that is not JSON.
func unreadable(p Posted, why string) *Body {
	return &Body{raw: p.Raw, full: int(p.Full), Batch: p.Batch, Type: p.Type, Syntax: &jsondoc.SyntaxError{Line: 1, Column: 1, Msg: why}}
}

func manyValues(raw []byte) bool {
	values := 1
	for _, mark := range []byte(",[{") {
		values += bytes.Count(raw, []byte{mark})
	}
	return values > maxValues
}

// apart reports whether splitting the request is no more work than it is worth:
// a request of a few hundred KB could be made to stand for gigabytes.
func (in *Intake) apart() bool {
	n := in.Count()
	if n < 2 {
		return true
	}
	first, _ := in.Span(0)
	_, last := in.Span(n - 1)
	return n <= maxApart && n*(len(in.raw)-(last-first)) <= maxLent
}

// Raw returns the body that was taken in.
func (in *Intake) Raw() []byte { return in.posted.Raw }

// Posted returns what was taken in.
func (in *Intake) Posted() Posted { return in.posted }

// Arrival returns what a judge has to know of message i beside its text.
func (in *Intake) Arrival(i int) Arrival {
	a := Arrival{At: in.posted.At, RequestBytes: max(len(in.posted.Raw), int(in.posted.Full)), BatchMessages: in.messages, Problem: in.Problem}
	if !in.posted.Unreceived {
		a.SentAt = in.Sent(i)
	}
	return a
}
