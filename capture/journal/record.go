package journal

import "time"

// Kind is the kind of a record.
type Kind uint8

// The kinds. The zero Kind is none of them.
const (
	_        Kind = iota
	Request       // a request that a client sent: ID, N, Summaries, Parent, Origin, From, the members of the request, Body
	Entry         // an entry made here: ID, N, Summaries, Parent, Origin, From, WriteKey, Body
	Attempt       // one try to send an entry somewhere: Entry, Fields
	Mark          // a mark put on an entry, or taken off: Entry, On
	Settings      // a change of settings: Fields
	Plan          // many entries that are to be sent somewhere: Fields
	Draft         // the text of an unfinished copy of an entry, or its end: Entry, On, Body
	Opening       // the first record of a file, which stands for nothing: Fields
)

var kindNames = [...]string{
	Request: "request", Entry: "entry", Attempt: "attempt", Mark: "mark", Settings: "settings", Plan: "plan", Draft: "draft", Opening: "segtap",
}

// String returns the kind as the file spells it; it is empty for no kind.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return ""
}

// KindNamed returns the kind that the file spells so; the zero Kind for none.
func KindNamed(name []byte) Kind {
	for k, s := range kindNames {
		if s != "" && s == string(name) {
			return Kind(k)
		}
	}
	return 0
}

// Numbered says whether records of the kind have an id and a body.
func (k Kind) Numbered() bool { return k == Request || k == Entry }

// Place is where a record stands in a journal. The zero Place is none.
type Place struct {
	Offset int64 // what comes later has a higher one: in a file of its first byte, in a stream its sequence
	Length int   // in a file: bytes, without the newline. In a stream: how many further messages it has
}

// End returns the offset from which on what comes behind a record stands.
func (p Place) End() int64 { return p.Offset + int64(p.Length) + 1 }

// Head is the part of a record that stands before its body and is cheap to
// read. What the kind does not have is zero.
type Head struct {
	Place     Place
	Kind      Kind
	ID        uint64    // of the first of its entries
	At        time.Time // informative: records are ordered by their place, never by time; to the microsecond
	N         int       // how many entries it makes, at least 1
	Summaries []byte    // a JSON array of what the index keeps of each message; opaque here
	Parent    uint64    // the entry it was made from; 0 for none
	Origin    string    // how an entry came to be: edit, replay, opened; empty for a request that was captured
	From      string    // where an opened one stood, such as shop.har:12
	Entry     uint64    // the entry that an attempt, a mark or a draft is about
	On        bool      // whether a mark is put on; whether a draft is unfinished
}

// Header is one header of a request.
type Header struct {
	Name, Value string
}

// Record is one record, all of it. What the kind does not have is ignored when
// it is appended, and zero when it is read.
//
// Texts that are not UTF-8 are kept with U+FFFD in the place of what is not;
// only the body is kept byte for byte.
type Record struct {
	Head

	Method    string
	Path      string
	Type      string // of the messages, as the route says it; "batch" on a route for batches
	Query     string
	Remote    string // host:port of the sender
	WriteKey  string
	Library   string // the SDK, as it names itself
	Headers   []Header
	Encoding  string // the content encoding that was undone
	Kept      string // "encoded": Body is what came, since it is not in Encoding
	WireBytes int64  // how many bytes the body had on the wire
	FullBytes int64  // how many bytes the body has, where only its beginning is kept; else 0
	Problem   string // the code of what is wrong with the request as a whole
	Status    int    // the HTTP status that the sender got
	Body      []byte

	// Under is the write key of the entry that the record is about, or was made of: a stream has
	// what has none of its own stand with that. It is written nowhere, and never read.
	Under string

	// Fields are the members of an attempt, a settings record or a plan, as one JSON
	// object. They are kept byte for byte.
	Fields []byte
}
