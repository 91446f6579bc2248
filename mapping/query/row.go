package query

import (
	"segtap/mapping"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// Row is what an index has of one entry. Name, User and Value must be taken out
// of the entry's message, and may be cut at their end: see [MaxName].
type Row struct {
	ID uint64
	At int64 // when it arrived, µs since 1970
	// Type is the message's type; "other" or empty when the index does not
	// know which.
	Type string
	Name string // event name; of a page or screen its name
	User string // userId, else anonymousId, as text
	// Value is the member that the destination takes the metric value from, as
	// JSON; empty when there is none.
	Value string
	// Source is the library that sent it; empty for none, or where it is not known.
	Source string
	// Metric is one of the metrics that it feeds, and Metrics how many there are; 0 for none,
	// or where it is not known.
	Metric  string
	Metrics int
	Verdict verdict.Verdict
	// Codes are those of its diagnostics, where CodesKnown says that they are known.
	Codes      verdict.CodeSet
	CodesKnown bool
	Origin     Origin
	Parent     uint64 // the entry that it was made of; 0 for none
	Retries    int    // how often its sender sent it again
	Marked     bool
	Draft      bool      // a copy of it is unfinished
	Sent       []Sending // what came of sending it on from here
}

// Tell has the row say what a judgement says of its message.
func (r *Row) Tell(j *mapping.Judgement) {
	r.Verdict, r.Codes, r.CodesKnown = j.Verdict, verdict.CodesOf(j.Diagnostics), true
}

// Sending is what came of sending an entry somewhere.
type Sending struct {
	Target string
	Status int    // of the answer; 0 when none came
	Result string // in a word, when none came: timeout, connection_refused, unknown …
}

// The lengths, in bytes, at which an index cuts the texts of a [Row]. A text as
// long as that, or up to three bytes shorter (a cut never goes through a
// character), is taken to be the beginning of a longer one, and the message
// decides.
const (
	MaxName  = 256
	MaxUser  = 48 // of a Source too
	MaxValue = 24
)

// whole reports whether a text of a row cannot have been cut at limit.
func whole(text string, limit int) bool { return len(text) <= limit-4 }

// Origin says how an entry came to be.
type Origin uint8

// The origins.
const (
	Captured Origin = iota // a client sent it
	Edited                 // made here, by editing another entry
	Replayed               // made here, by sending another entry somewhere else
	Opened                 // brought here from a file, or pasted
)

// Document is what stands behind a row. A filter looks only at the parts that
// [Filter.Needs] names; the others may be left zero.
type Document struct {
	// Text is the message: the bytes that came, with what it inherits.
	Text []byte
	// Root is Text read; Absent when it is not JSON.
	Root jsondoc.Value
	// WriteKey is the write key that its request came with.
	WriteKey string
	// Judgement is what was said of the message; nil counts as nothing.
	Judgement *mapping.Judgement
}

// DocumentOf makes the document of a message and of what was judged of it.
func DocumentOf(m *message.Message, j *mapping.Judgement, writeKey string) Document {
	return Document{Text: m.Text, Root: m.Root, WriteKey: writeKey, Judgement: j}
}

// Needs is a set of the parts of a [Document].
type Needs uint8

// The parts of a document.
const (
	NeedsText      Needs = 1 << iota // Text
	NeedsRoot                        // Root
	NeedsWriteKey                    // WriteKey
	NeedsJudgement                   // Judgement
)

// Tri is an answer that may be left open.
type Tri uint8

// The answers. The zero value is the open one.
const (
	Unknown Tri = iota
	False
	True
)

var triNames = [...]string{Unknown: "unknown", False: "false", True: "true"}

// String returns "unknown", "false" or "true".
func (t Tri) String() string { return triNames[t] }

func triOf(b bool) Tri {
	if b {
		return True
	}
	return False
}

// not turns an answer around; what is open stays open.
func (t Tri) not() Tri {
	switch t {
	case True:
		return False
	case False:
		return True
	}
	return Unknown
}
