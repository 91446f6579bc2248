package notation

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/journal"
)

// class says what a line is.
type class uint8

const (
	damaged class = iota // not a whole record
	known                // a record of a kind that is given to the caller
	skipped              // the first record of a file
	unknown              // a record of a kind that this version does not know
	newer                // a record of a later version
)

// The members of a head, as a set.
type members uint16

const (
	hasID members = 1 << iota
	hasAt
	hasN
	hasSummaries
	hasParent
	hasOrigin
	hasFrom
	hasEntry
	hasOn
)

func headMember(name []byte) members {
	switch string(name) {
	case "id":
		return hasID
	case "at":
		return hasAt
	case "n":
		return hasN
	case "heads":
		return hasSummaries
	case "parent":
		return hasParent
	case "origin":
		return hasOrigin
	case "from":
		return hasFrom
	case "entry":
		return hasEntry
	case "on":
		return hasOn
	}
	return 0
}

// headOf gives the members that the head of a kind may have, and those that it
// must have. All other members belong to the rest of the record, even if they
// bear one of these names.
var headOf = [...]struct{ may, must members }{
	journal.Request:  {hasID | hasAt | hasN | hasSummaries | hasParent | hasOrigin | hasFrom, hasID | hasN | hasSummaries},
	journal.Entry:    {hasID | hasAt | hasN | hasSummaries | hasParent | hasOrigin | hasFrom, hasID | hasN | hasSummaries},
	journal.Attempt:  {hasAt | hasEntry, hasEntry},
	journal.Mark:     {hasAt | hasEntry | hasOn, hasEntry | hasOn},
	journal.Draft:    {hasAt | hasEntry | hasOn, hasEntry | hasOn},
	journal.Settings: {hasAt, 0},
	journal.Plan:     {hasAt, 0},
	journal.Opening:  {hasAt, 0},
}

// readHead reads the head of a line, all but its place, and leaves the cursor
// behind it. Summaries points into the line. A line of class known may still turn
// out to be damaged behind its head.
func (c *cursor) readHead(h *journal.Head) class {
	v, rec, ok := c.begin()
	switch {
	case !ok || v == 0 || c.line[len(c.line)-1] != '}':
		return damaged
	case v > Version:
		return newer
	}
	*h = journal.Head{Kind: journal.KindNamed(rec)}
	if h.Kind == 0 {
		return unknown
	}
	var has members
	for {
		before := c.at
		name, ok := c.member()
		m := headMember(name)
		if !ok || m&headOf[h.Kind].may == 0 || m&has != 0 {
			c.at = before
			break
		}
		if !setHead(h, m, c) {
			return damaged
		}
		has |= m
	}
	must := headOf[h.Kind].must
	if has&must != must || h.Kind.Numbered() && (h.ID < 1 || h.N < 1 || h.ID+uint64(h.N) > MaxID) {
		return damaged
	}
	if h.Kind == journal.Opening {
		return skipped
	}
	return known
}

// set reads the value of one member of the head.
func setHead(h *journal.Head, m members, c *cursor) (ok bool) {
	var n uint64
	var raw []byte
	switch m {
	case hasID:
		h.ID, ok = c.number()
	case hasN:
		n, ok = c.number()
		h.N, ok = int(n), ok && n <= maxCount
	case hasParent:
		h.Parent, ok = c.number()
	case hasEntry:
		h.Entry, ok = c.number()
	case hasOn:
		h.On, ok = c.boolean()
	case hasAt:
		raw, ok = c.value()
		h.At, ok = parseTime(raw, ok)
	case hasOrigin:
		raw, ok = c.value()
		h.Origin, ok = text(raw, ok)
	case hasFrom:
		raw, ok = c.value()
		h.From, ok = text(raw, ok)
	case hasSummaries:
		h.Summaries, ok = c.value()
		ok = ok && h.Summaries[0] == '['
	}
	return ok
}

// parseTime reads a time. A text that is none reads as the zero time: a time
// is informative, and no reason to lose a record.
func parseTime(raw []byte, ok bool) (time.Time, bool) {
	if n := len(raw); ok && n >= 2 && raw[0] == '"' {
		if at, err := time.Parse(time.RFC3339Nano, string(raw[1:n-1])); err == nil {
			return at.UTC(), true
		}
	}
	_, ok = text(raw, ok)
	return time.Time{}, ok
}

// closes says that the cursor, behind a head, is on the way to the end of a
// record that was not cut short. It does not look into the body: a line that
// was cut short cannot end as a body does.
func (c *cursor) closes(kind journal.Kind) bool {
	if !kind.Numbered() {
		return c.leave() && c.done()
	}
	c.skipToBody()
	for {
		name, ok := c.member()
		if !ok {
			return false
		}
		if isBody(name) {
			end := len(c.line) - len(`"}`)
			return end > c.at && c.line[c.at] == '"' && string(c.line[end:]) == `"}` &&
				backslashes(c.line[c.at+1:end])%2 == 0
		}
		if !c.skip() {
			return false
		}
	}
}

// skipToBody goes to the body of a request, if that takes no more than a look:
// it stands behind the status, and no other member of that name stands behind
// a digit, since the values of headers are texts.
func (c *cursor) skipToBody() {
	rest := c.line[c.at:]
	i := bytes.Index(rest, bodyName) - len(`,"`)
	if i > 0 && isDigit(rest[i-1]) && rest[i] == ',' && rest[i+1] == '"' {
		c.at += i
	}
}

var bodyName = []byte("body")

func isBody(name []byte) bool { return string(name) == "body" || string(name) == "body64" }

// text gives what a JSON string says.
func text(raw []byte, ok bool) (string, bool) {
	if !ok {
		return "", false
	}
	if n := len(raw); n >= 2 && raw[0] == '"' && raw[n-1] == '"' && bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : n-1]), looksWhole(raw)
	}
	said, err := jsontext.AppendUnquote(nil, raw)
	return string(said), err == nil
}

// ErrHead says that a line does not begin as a record does.
var ErrHead = errors.New("its head cannot be read")

var (
	errRest = errors.New("it cannot be read behind its head")
	errBody = errors.New("its body cannot be read")
)

// Decode reads one line of a capture file, without its newline and not in a file.
// A record of a kind that holds nothing to decode has no kind. The error wraps
// [journal.ErrNewer], or [journal.ErrDamaged] where the line is no whole record.
func Decode(line []byte) (journal.Record, error) {
	c := cursor{line: line}
	var head journal.Head
	switch c.readHead(&head) {
	case newer:
		return journal.Record{}, journal.ErrNewer
	case skipped, unknown:
		return journal.Record{}, nil
	case damaged, known:
	}
	var rec journal.Record
	if err := decode(line, &rec, nil); err != nil {
		return journal.Record{}, fmt.Errorf("%w: %w", journal.ErrDamaged, err)
	}
	return rec, nil
}

// Read reads all of a line of a known kind, without its newline, and checks all that it
// gives. Nothing in rec points into the line. The error says what cannot be read.
func Read(line []byte, rec *journal.Record) error { return decode(line, rec, nil) }

// decode reads all of a line of class known, and checks all that it gives.
// Nothing in rec points into the line. Was may be nil; else the summaries are not read.
func decode(line []byte, rec *journal.Record, was *former) error {
	c := cursor{line: line}
	*rec = journal.Record{}
	if c.readHead(&rec.Head) != known {
		return ErrHead
	}
	if was != nil {
		rec.Summaries = nil
	} else if rec.Summaries = bytes.Clone(rec.Summaries); rec.Summaries != nil && !jsontext.Value(rec.Summaries).IsValid(jsontext.AllowDuplicateNames(true)) {
		return ErrHead
	}
	if !rec.Kind.Numbered() && rec.Kind != journal.Draft {
		return decodeFields(rec, &c)
	}
	for {
		if rec.Kind == journal.Draft && !rec.On && c.ended() {
			return nil
		}
		name, ok := c.member()
		if !ok {
			return errRest
		}
		if isBody(name) {
			return decodeBody(rec, string(name), c.line[c.at:], was.room())
		}
		if rec.Kind == journal.Draft { // has no other members in this version
			ok = c.skip()
		} else {
			ok = setMember(rec, string(name), &c, was)
		}
		if !ok {
			return errRest
		}
	}
}

// decodeFields reads what follows the head of a record without a body.
func decodeFields(rec *journal.Record, c *cursor) error {
	if c.ended() {
		return nil
	}
	if !c.take(",") || len(bytes.TrimSpace(c.line[c.at:])) == len("}") {
		return errRest
	}
	rec.Fields = append(append(make([]byte, 0, len(c.line)-c.at+1), '{'), c.line[c.at:]...)
	if !isObject(rec.Fields) {
		return errRest
	}
	return nil
}

// decodeBody reads the body from the end of a line, into the room that there is.
func decodeBody(rec *journal.Record, name string, rest, room []byte) (err error) {
	if len(rest) < len(`""}`) || rest[len(rest)-1] != '}' {
		return errBody
	}
	raw := rest[:len(rest)-1]
	rec.Body, err = jsontext.AppendUnquote(slices.Grow(room, len(raw)), raw)
	if err == nil && name == "body64" {
		rec.Body, err = base64.StdEncoding.AppendDecode(nil, rec.Body)
	}
	if err != nil {
		return errBody
	}
	return nil
}

// set reads the value of one member of a request. Members of other names are
// from versions that add some.
func setMember(rec *journal.Record, name string, c *cursor, was *former) bool {
	var n uint64
	raw, ok := c.value()
	if said := textOf(rec, name); said != nil {
		if was == nil {
			*said, ok = text(raw, ok)
		} else {
			*said, ok = textAgain(raw, ok, *textOf(&was.record, name))
		}
		return ok
	}
	switch name {
	case "headers":
		rec.Headers, ok = was.headersAgain(raw)
	case "wire_bytes":
		n, ok = whole(raw)
		rec.WireBytes = int64(n)
	case "full_bytes":
		n, ok = whole(raw)
		rec.FullBytes, ok = int64(n), ok && n < MaxID
	case "status":
		n, ok = whole(raw)
		rec.Status, ok = int(n), ok && n <= maxCount
	}
	return ok
}

// whole reads a whole number that is all there is.
func whole(raw []byte) (uint64, bool) {
	c := cursor{line: raw}
	n, ok := c.number()
	return n, ok && c.done()
}

// headers reads an object of texts.
func headers(raw []byte) (list []journal.Header, ok bool) {
	if string(raw) == "{}" {
		return nil, true
	}
	c := cursor{line: raw}
	for separator := "{"; c.take(separator); separator = "," {
		var h journal.Header
		if h.Name, ok = text(c.value()); !ok || !c.take(":") {
			return nil, false
		}
		if h.Value, ok = text(c.value()); !ok {
			return nil, false
		}
		list = append(list, h)
	}
	return list, c.ended()
}
