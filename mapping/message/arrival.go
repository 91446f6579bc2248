package message

import (
	"slices"

	"segtap/mapping/jsondoc"
)

// Arrival is what is known of a message beyond its own text.
type Arrival struct {
	At            int64   // when it arrived, ms since 1970
	RequestBytes  int     // size of the request's body, decompressed
	BatchMessages int     // how many messages its batch has; 0 outside of a batch
	Problem       Problem // what is wrong with its request as a whole; NoProblem when nothing is
	SentAt        string  // when the sender says it sent the request; empty when it does not
	Retries       int     // how often its sender sent it again
	DuplicateOf   uint64  // an earlier entry with the same messageId and other content or another write key; 0 for none
	OtherSource   bool    // DuplicateOf came with another write key
}

// types are the types of messages that Segment has, each with a route of its own (Segment
// docs, HTTP API source).
var types = [...]string{"track", "identify", "page", "screen", "group", "alias"}

// Types returns the types of messages that Segment has.
func Types() []string { return types[:] }

// TypeOf returns the type that a value says if it is one that Segment has; empty
// for every other.
func TypeOf(v jsondoc.Value) string {
	for _, known := range types {
		if v.TextIs(known) {
			return known
		}
	}
	return ""
}

// IsType reports whether a text is a type that Segment has.
func IsType(text string) bool { return slices.Contains(types[:], text) }

// Problem is what is wrong with a request as a whole. It reads as the code of the
// diagnostic that each of its messages has.
type Problem string

// The problems.
const (
	NoProblem     Problem = ""
	InvalidJSON   Problem = "invalid_json"
	TooLarge      Problem = "message_too_large"
	BatchTooLarge Problem = "batch_too_large"
	BatchTooLong  Problem = "batch_too_long"
	EmptyBatch    Problem = "empty_batch"
	// What a file does not have of a request that was sent all the same: nothing is
	// known of its messages, and nobody is to blame.
	BodyNotRecorded Problem = "body_not_recorded"
	BodySpoilt      Problem = "body_spoilt"
)

// Unseen says that the body was not in the file that tells of the request, or not as
// it was sent.
func (p Problem) Unseen() bool { return p == BodyNotRecorded || p == BodySpoilt }

// ProblemNamed returns the problem of a name; [NoProblem] for a name that is none.
func ProblemNamed(name string) Problem {
	switch p := Problem(name); p {
	case InvalidJSON, TooLarge, BatchTooLarge, BatchTooLong, EmptyBatch, BodyNotRecorded, BodySpoilt:
		return p
	}
	return NoProblem
}
