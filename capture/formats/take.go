package formats

import (
	"errors"
	"net/http"
	"time"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/journal/notation"
	"segtap/capture/store/intake"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
)

// Taken is a value that has been taken in.
type Taken struct {
	*message.Intake
	WriteKey string // that the messages came with; empty when it is not known
	At       time.Time
	Origin   capture.Origin
	First    uint64 // the id of the first message in the capture file; 0 for none
	// Refused says that Segment's ingest has not taken the request.
	Refused bool
	Made    bool // see [Made]
	// Assumed is the type that a message has been taken for that says none; empty for
	// what no message was.
	Assumed string
}

// TakeIn takes a message or a batch in, at the time of the clock: when it came is
// not known. Type is what the route would have said of a message that does not
// say its type itself; empty for nothing. Doc is the text read, nil where nobody has; it
// must not change while what is taken in is in use. Within is the memory that it is taken in
// with, nil for new one.
func TakeIn(kind Kind, text []byte, doc *jsondoc.Doc, typ string, now time.Time, within *message.Scratch) Taken {
	p := message.Posted{Raw: text, Doc: doc, Batch: kind == Batch, Type: typ, At: now.UnixMilli(), Unreceived: true, Scratch: within}
	in := message.TakeIn(p)
	return Taken{Intake: in, WriteKey: in.WriteKey, At: now, Refused: in.Refusal != "", Assumed: typ}
}

// Made reports whether a record of a capture file was made there, by an edit or a replay:
// no app has sent it. What was captured is an app's, and so is what was opened or pasted.
// All that read messages go by this.
func Made(rec *journal.Record) bool {
	return capture.OriginNamed(rec.Origin).MadeHere(rec.Parent)
}

// decode reads a record of a capture file; see [Item.Record] for ok.
func decode(text []byte) (rec journal.Record, ok bool, err error) {
	rec, err = notation.Decode(text)
	if errors.Is(err, journal.ErrDamaged) { // as jq indents it, perhaps
		rec, err = notation.Decode(jsondoc.Compact(text))
	}
	return rec, err == nil && (rec.Kind == journal.Request || rec.Kind == journal.Entry), err
}

// Recorded takes in what a record of a capture file holds, as when it was
// captured: ok is false for a record that holds no message. The error is that of
// [notation.Decode].
func Recorded(text []byte) (taken Taken, ok bool, err error) {
	rec, ok, err := decode(text)
	if !ok {
		return Taken{}, false, err
	}
	return Taken{
		Intake: intake.Of(&rec, nil), WriteKey: rec.WriteKey, At: rec.At, Origin: capture.OriginNamed(rec.Origin),
		First: rec.ID, Refused: rec.Status != http.StatusOK && (rec.Status != 0 || rec.Origin != openedOrigin), Made: Made(&rec),
	}, true, nil
}
