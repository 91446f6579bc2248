package replay

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"segtap/mapping/destination/date"
	"segtap/mapping/jsondoc"
)

// Rewriting says what of a message is made new before it is sent again.
type Rewriting struct {
	// NewMessageID gives a fresh messageId, such as a UUID; nil keeps the
	// message's own. Segment drops a message whose id it has seen in the last
	// day (Segment docs, guides/duplicate-data).
	NewMessageID func() string
	// CurrentTime gives the time that the message is stamped with; nil keeps
	// the original timestamp. A sentAt that the message has is stamped too:
	// Segment moves the timestamp by the difference between sentAt and the
	// time of receipt (Segment docs, spec/common), so an old sentAt would put
	// a present timestamp into the future.
	CurrentTime func() time.Time
	// Shift moves the timestamp, and a sentAt that the message has, by a duration; 0
	// moves nothing. A message whose timestamp is missing or cannot be read gets one:
	// when it came, moved.
	Shift time.Duration
	Came  time.Time
}

// Rewrite returns a copy of a message, one JSON object, with the members asked
// for replaced or added at the end. Every other byte stays as it is. Where a
// name occurs more than once the last one is replaced, since that is the one
// that counts (ECMA-262, JSON.parse). Names are matched as decoded:
// "messag\u0065Id" is messageId.
//
// Rewrite before mapping, so that the custom event follows the message. The
// error says that the message is not one JSON object.
func Rewrite(message []byte, how Rewriting) ([]byte, error) {
	out := bytes.Clone(message)
	if _, err := root(out); err != nil {
		return nil, err
	}
	var err error
	if how.NewMessageID != nil {
		if out, err = setString(out, "messageId", how.NewMessageID()); err != nil {
			return nil, err
		}
	}
	if how.CurrentTime == nil {
		return how.shifted(out)
	}
	now := date.ISO(how.CurrentTime().UnixMilli())
	if out, err = setString(out, "timestamp", now); err != nil {
		return nil, err
	}
	return refresh(out, "sentAt", now)
}

// shifted returns a message with its times moved.
func (how *Rewriting) shifted(message []byte) ([]byte, error) {
	if how.Shift == 0 {
		return message, nil
	}
	at := how.Came.UnixMilli()
	if text, ok := stringMember(message, "timestamp"); ok {
		if read := date.Read(text); read.OK {
			at = read.MS
		}
	}
	out, err := setString(message, "timestamp", date.ISO(at+how.Shift.Milliseconds()))
	if err != nil {
		return nil, err
	}
	text, _ := stringMember(out, "sentAt")
	sent := date.Read(text)
	if !sent.OK {
		return out, nil
	}
	return setString(out, "sentAt", date.ISO(sent.MS+how.Shift.Milliseconds()))
}

// refresh replaces a member that the message has, and adds none.
func refresh(message []byte, name, text string) ([]byte, error) {
	at, err := find(message, name)
	if err != nil || !at.found {
		return message, err
	}
	return setString(message, name, text)
}

// setString replaces or adds a top-level member.
func setString(message []byte, name, text string) ([]byte, error) {
	at, err := find(message, name)
	if err != nil {
		return nil, err
	}
	value := jsondoc.AppendString(nil, text)
	if !at.found {
		member := append(append([]byte(`"`+name+`"`), ':'), value...)
		if !at.empty {
			member = append([]byte{','}, member...)
		}
		value = member
	}
	return slices.Concat(message[:at.start], value, message[at.end:]), nil
}

// place is where a member's value stands in a message, in bytes; where it was
// not found, start and end are both the place to add it at.
type place struct {
	start, end int
	found      bool
	empty      bool // the message has no members at all
}

var errNotObject = errors.New("a message is one JSON object, and this is not")

// root returns the one object that a message is. Duplicate names and bytes that are
// not UTF-8 are let through: they are part of what was captured.
func root(message []byte) (jsondoc.Value, error) {
	doc, err := jsondoc.Parse(message)
	if err != nil || doc.Root().Kind() != jsondoc.Object {
		return jsondoc.Value{}, errNotObject
	}
	return doc.Root(), nil
}

// find looks for the last top-level member of a name.
func find(message []byte, name string) (place, error) {
	object, err := root(message)
	if err != nil {
		return place{}, err
	}
	if value := object.Member(name); value.Kind() != jsondoc.Absent {
		start, end := value.Span()
		return place{start: start, end: end, found: true}, nil
	}
	start, _ := object.Span()
	at := place{start: start + len("{"), empty: true}
	for member := range object.Members() {
		_, at.start = member.Span()
		at.empty = false
	}
	at.end = at.start
	return at, nil
}

// stringMember returns the text of the last top-level member of a name; false
// when it has none or it is no string.
func stringMember(message []byte, name string) (string, bool) {
	object, err := root(message)
	if err != nil {
		return "", false
	}
	value := object.Member(name)
	return value.Text(), value.Kind() == jsondoc.String
}
