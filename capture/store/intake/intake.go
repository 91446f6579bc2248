package intake

import (
	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/routes"
	"segtap/mapping/message"
)

// BatchType is what a record has in the place of a type when its messages came as a
// batch.
const BatchType = "batch"

// keptEncoded is how the body of a record is kept that is not in the content
// encoding it says it is in: see [journal.Record].
const keptEncoded = "encoded"

// Note has a record tell what [Of] reads.
func Note(rec *journal.Record, in *message.Intake) {
	p := in.Posted()
	rec.Body, rec.Type, rec.FullBytes = p.Raw, p.Type, p.Full
	if p.Batch {
		rec.Type = BatchType
	}
	if p.Undecoded != "" {
		rec.Kept = keptEncoded
	}
	rec.Problem = string(in.Problem)
}

// Of takes the request of a record in, as it was when it came; of an entry
// that was made here, its one message. The body of the record is kept.
// Scratch is the memory that it is taken in with; nil for its own.
func Of(rec *journal.Record, scratch *message.Scratch) *message.Intake {
	if rec.Kind == journal.Entry {
		return message.TakeIn(message.Posted{Raw: rec.Body, At: rec.At.UnixMilli(), Unreceived: true, Scratch: scratch})
	}
	route := routes.Route{Type: rec.Type}
	switch rec.Type {
	case BatchType:
		route.Type = ""
	case "": // of a version that did not note it
		route, _ = routes.Match(rec.Path)
	}
	p := route.Posted(rec.Body, rec.At)
	if rec.Origin == capture.Opened.String() && rec.Status == 0 { // no file says that it has arrived
		p.Unreceived = true
		p.Batch = rec.Type == BatchType
	}
	p.Full, p.Scratch = rec.FullBytes, scratch
	if problem := message.ProblemNamed(rec.Problem); p.Full > 0 || problem.Unseen() {
		p.Problem = problem
	}
	if rec.Kept == keptEncoded {
		p.Undecoded = rec.Encoding
	}
	return message.TakeIn(p)
}
