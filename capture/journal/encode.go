package journal

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	version    = 1
	maxID      = 1 << 53   // what jq, and every reader that knows float64 only, takes without loss
	maxCount   = 1<<31 - 1 // fits an int everywhere
	maxLine    = 64 << 20  // bytes; longer lines are neither written nor read. 8 MiB of body take 16 at worst
	timeLayout = "2006-01-02T15:04:05.000000Z"
	// room is kept at the start of a line for the members up to the id, which
	// is known only under the lock.
	room = len(`{"v":1,"rec":"request","id":`) + len("9007199254740992")
)

// ErrInvalid says that a record cannot be written as it is.
var ErrInvalid = errors.New("not a valid record")

// line is one line in the making. Everything but the id is ready before the
// lock is taken; the id then goes in front, and nothing has to be moved.
type line struct {
	kind Kind
	at   time.Time
	buf  []byte // room, then the line from behind its id, newline included

	n       int // how many entries its record makes
	written func(id uint64, place Place)
	id      uint64 // the first of them; 0 for none
	length  int    // in bytes, newline included
	// What came of writing it.
	place   Place
	covered *commit // the sync that covers it; nil without Fsync
	err     error
}

// ids returns how many ids its record takes.
func (l *line) ids() uint64 {
	if l.kind.numbered() {
		return uint64(l.n)
	}
	return 0
}

// encode makes the line of a record.
func (l *line) encode(rec *Record) error {
	if err := rec.check(); err != nil {
		return fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	l.kind, l.at = rec.Kind, rec.At
	dst := slices.Grow(l.buf[:0], room+512+len(rec.Summaries)+len(rec.Fields)+len(rec.Body)*9/8)[:room]
	dst = appendTime(append(dst, `,"at":`...), rec.At)
	switch rec.Kind {
	case Request:
		dst = appendRequest(appendOrigin(appendSummary(dst, rec), rec), rec)
	case Entry:
		dst = appendBody(appendOrigin(appendSummary(dst, rec), rec), rec.Body)
	case Mark:
		dst = strconv.AppendUint(append(dst, `,"entry":`...), rec.Entry, 10)
		dst = strconv.AppendBool(append(dst, `,"on":`...), rec.On)
	case Draft:
		dst = strconv.AppendUint(append(dst, `,"entry":`...), rec.Entry, 10)
		if dst = strconv.AppendBool(append(dst, `,"on":`...), rec.On); rec.On {
			dst = appendBody(dst, rec.Body)
		}
	case Attempt:
		dst = strconv.AppendUint(append(dst, `,"entry":`...), rec.Entry, 10)
		dst = appendFields(dst, rec.Fields)
	case Settings, Plan, opening:
		dst = appendFields(dst, rec.Fields)
	}
	l.buf = append(dst, '}', '\n')
	if len(l.buf) > maxLine {
		return fmt.Errorf("%w: it takes %d bytes, at most %d are kept", ErrInvalid, len(l.buf), maxLine)
	}
	return nil
}

// finish puts the members up to the id in front and gives the whole line.
func (l *line) finish(id uint64) []byte {
	var front [room]byte
	dst := append(front[:0], `{"v":1,"rec":"`...)
	dst = append(append(dst, l.kind.String()...), '"')
	if l.id = 0; l.kind.numbered() {
		l.id = id
		dst = strconv.AppendUint(append(dst, `,"id":`...), id, 10)
	}
	start := room - len(dst)
	copy(l.buf[start:], dst)
	l.length = len(l.buf) - start
	return l.buf[start:]
}

// check finds what the file could not give back.
func (rec *Record) check() error {
	if size := len(rec.Summaries) + len(rec.Fields) + len(rec.Body); size > maxLine {
		return fmt.Errorf("it has %d bytes, at most %d are kept", size, maxLine)
	}
	switch rec.Kind {
	case Request, Entry:
		if rec.N < 1 || rec.N > maxCount || rec.Parent >= maxID {
			return fmt.Errorf("%d entries made from entry %d are out of range", rec.N, rec.Parent)
		}
		if rec.Status < 0 || rec.Status > maxCount || rec.WireBytes < 0 || rec.WireBytes >= maxID || rec.FullBytes < 0 || rec.FullBytes >= maxID {
			return fmt.Errorf("status %d, %d bytes on the wire or %d in all are out of range", rec.Status, rec.WireBytes, rec.FullBytes)
		}
		summaries := cursor{line: rec.Summaries}
		if len(rec.Summaries) > 0 && (rec.Summaries[0] != '[' || !summaries.skip() || !summaries.done() || !looksWhole(rec.Summaries)) {
			return errors.New("heads are not a JSON array on one line")
		}
	case Attempt, Mark, Settings, Plan, Draft, opening:
		if rec.Entry >= maxID {
			return fmt.Errorf("entry %d is out of range", rec.Entry)
		}
		if len(rec.Fields) > 0 && (!isObject(rec.Fields) || !looksWhole(rec.Fields)) {
			return errors.New("fields are not a JSON object on one line")
		}
	default:
		return fmt.Errorf("there is no kind %d", rec.Kind)
	}
	return nil
}

func isObject(text []byte) bool {
	return len(text) >= 2 && text[0] == '{' && text[len(text)-1] == '}' &&
		jsontext.Value(text).IsValid(jsontext.AllowDuplicateNames(true))
}

// appendSummary appends the head of a numbered record behind its time.
func appendSummary(dst []byte, rec *Record) []byte {
	dst = strconv.AppendInt(append(dst, `,"n":`...), int64(rec.N), 10)
	dst = append(dst, `,"heads":`...)
	if len(rec.Summaries) == 0 {
		dst = append(dst, "[]"...)
	}
	dst = append(dst, rec.Summaries...)
	if rec.Parent != 0 {
		dst = strconv.AppendUint(append(dst, `,"parent":`...), rec.Parent, 10)
	}
	return dst
}

// appendOrigin appends how the entries came to be, which an entry made here always
// says.
func appendOrigin(dst []byte, rec *Record) []byte {
	if rec.Origin != "" || rec.Kind == Entry {
		dst = appendText(append(dst, `,"origin":`...), rec.Origin)
	}
	if rec.From != "" {
		dst = appendText(append(dst, `,"from":`...), rec.From)
	}
	if rec.Kind == Entry && rec.WriteKey != "" {
		dst = appendText(append(dst, `,"write_key":`...), rec.WriteKey)
	}
	return dst
}

func appendRequest(dst []byte, rec *Record) []byte {
	dst = appendText(append(dst, `,"method":`...), rec.Method)
	dst = appendText(append(dst, `,"path":`...), rec.Path)
	if rec.Type != "" {
		dst = appendText(append(dst, `,"type":`...), rec.Type)
	}
	dst = appendText(append(dst, `,"query":`...), rec.Query)
	dst = appendText(append(dst, `,"remote":`...), rec.Remote)
	dst = appendText(append(dst, `,"write_key":`...), rec.WriteKey)
	if rec.Library != "" {
		dst = appendText(append(dst, `,"library":`...), rec.Library)
	}
	dst = append(dst, `,"headers":{`...)
	for i, h := range rec.Headers {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendText(dst, h.Name), ':')
		dst = appendText(dst, h.Value)
	}
	dst = append(dst, '}')
	if rec.Encoding != "" {
		dst = appendText(append(dst, `,"encoding":`...), rec.Encoding)
	}
	if rec.Kept != "" {
		dst = appendText(append(dst, `,"kept":`...), rec.Kept)
	}
	if rec.WireBytes > 0 {
		dst = strconv.AppendInt(append(dst, `,"wire_bytes":`...), rec.WireBytes, 10)
	}
	if rec.Problem != "" {
		dst = appendText(append(dst, `,"problem":`...), rec.Problem)
	}
	if rec.FullBytes > 0 {
		dst = strconv.AppendInt(append(dst, `,"full_bytes":`...), rec.FullBytes, 10)
	}
	dst = strconv.AppendInt(append(dst, `,"status":`...), int64(rec.Status), 10)
	return appendBody(dst, rec.Body)
}

// appendBody appends the body as text, or as base64 where it is not UTF-8 or where
// the text would be more than twice as long, as control characters make it: then
// nobody could read it anyway, and a line stays within what other programs take.
func appendBody(dst, body []byte) []byte {
	before := len(dst)
	dst, err := jsontext.AppendQuote(append(dst, `,"body":`...), body)
	if err == nil && len(dst)-before <= len(`,"body":""`)+2*len(body) {
		return dst
	}
	dst = append(dst[:before], `,"body64":"`...)
	return append(base64.StdEncoding.AppendEncode(dst, body), '"')
}

// appendFields appends the members of an object, if it has any.
func appendFields(dst, object []byte) []byte {
	if len(object) == 0 {
		return dst
	}
	members := object[1 : len(object)-1]
	if len(bytes.TrimSpace(members)) == 0 {
		return dst
	}
	return append(append(dst, ','), members...)
}

// appendText appends a text as a JSON string. The error of AppendQuote says
// that the text is not UTF-8; what is appended is a valid string all the same.
func appendText(dst []byte, text string) []byte {
	dst, _ = jsontext.AppendQuote(dst, text)
	return dst
}

func appendTime(dst []byte, at time.Time) []byte {
	return append(at.UTC().AppendFormat(append(dst, '"'), timeLayout), '"')
}
