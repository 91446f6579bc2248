package notation

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/journal"
)

const (
	// Version is the version of the format that is written.
	Version = 1
	// MaxID is above all ids: what jq, and every reader that knows float64 only, takes
	// without loss.
	MaxID = 1 << 53
	// MaxLine is how many bytes a line may have, its newline included; longer ones are
	// neither written nor read. 8 MiB of body take 16 at worst.
	MaxLine = 64 << 20

	maxCount   = 1<<31 - 1 // fits an int everywhere
	timeLayout = "2006-01-02T15:04:05.000000Z"
	// room is kept at the start of a line for the members up to the id, which
	// is known only when its turn has come.
	room = len(`{"v":1,"rec":"request","id":`) + len("9007199254740992")
)

// Line is one line in the making. Everything but the id is ready before it is its turn to
// be written; the id then goes in front, and nothing has to be moved. It may be given
// another id, until it has been written.
type Line struct {
	Kind journal.Kind
	At   time.Time // of the record
	IDs  uint64    // how many ids the record takes
	buf  []byte    // room, then the line from behind its id, newline included
}

// Size returns how many bytes the line may take, and its memory at least has.
func (l *Line) Size() int { return len(l.buf) }

// Held returns how many bytes of memory the line keeps for the next record.
func (l *Line) Held() int { return cap(l.buf) }

// Encode makes the line of a record, all but its id. The error wraps [journal.ErrInvalid].
func (l *Line) Encode(rec *journal.Record) error {
	if err := check(rec); err != nil {
		return fmt.Errorf("%w: %w", journal.ErrInvalid, err)
	}
	if l.Kind, l.At, l.IDs = rec.Kind, rec.At, 0; rec.Kind.Numbered() {
		l.IDs = uint64(rec.N)
	}
	dst := slices.Grow(l.buf[:0], room+512+len(rec.Summaries)+len(rec.Fields)+len(rec.Body)*9/8)[:room]
	dst = appendTime(append(dst, `,"at":`...), rec.At)
	switch rec.Kind {
	case journal.Request:
		dst = appendRequest(appendOrigin(appendSummary(dst, rec), rec), rec)
	case journal.Entry:
		dst = appendBody(appendOrigin(appendSummary(dst, rec), rec), rec.Body)
	case journal.Mark:
		dst = strconv.AppendUint(append(dst, `,"entry":`...), rec.Entry, 10)
		dst = strconv.AppendBool(append(dst, `,"on":`...), rec.On)
	case journal.Draft:
		dst = strconv.AppendUint(append(dst, `,"entry":`...), rec.Entry, 10)
		if dst = strconv.AppendBool(append(dst, `,"on":`...), rec.On); rec.On {
			dst = appendBody(dst, rec.Body)
		}
	case journal.Attempt:
		dst = strconv.AppendUint(append(dst, `,"entry":`...), rec.Entry, 10)
		dst = appendFields(dst, rec.Fields)
	case journal.Settings, journal.Plan, journal.Opening:
		dst = appendFields(dst, rec.Fields)
	}
	l.buf = append(dst, '}', '\n')
	if len(l.buf) > MaxLine {
		return fmt.Errorf("%w: it takes %d bytes, at most %d are kept", journal.ErrInvalid, len(l.buf), MaxLine)
	}
	return nil
}

// Finish puts the members up to the id in front and gives the whole line, newline included.
// The id is that of the first of its entries; it goes nowhere where its record takes none.
func (l *Line) Finish(id uint64) []byte {
	var front [room]byte
	dst := append(front[:0], `{"v":1,"rec":"`...)
	dst = append(append(dst, l.Kind.String()...), '"')
	if l.Kind.Numbered() {
		dst = strconv.AppendUint(append(dst, `,"id":`...), id, 10)
	}
	start := room - len(dst)
	copy(l.buf[start:], dst)
	return l.buf[start:]
}

// check finds what the file could not give back.
func check(rec *journal.Record) error {
	if size := len(rec.Summaries) + len(rec.Fields) + len(rec.Body); size > MaxLine {
		return fmt.Errorf("it has %d bytes, at most %d are kept", size, MaxLine)
	}
	switch rec.Kind {
	case journal.Request, journal.Entry:
		if rec.N < 1 || rec.N > maxCount || rec.Parent >= MaxID {
			return fmt.Errorf("%d entries made from entry %d are out of range", rec.N, rec.Parent)
		}
		if rec.Status < 0 || rec.Status > maxCount || rec.WireBytes < 0 || rec.WireBytes >= MaxID || rec.FullBytes < 0 || rec.FullBytes >= MaxID {
			return fmt.Errorf("status %d, %d bytes on the wire or %d in all are out of range", rec.Status, rec.WireBytes, rec.FullBytes)
		}
		summaries := cursor{line: rec.Summaries}
		if len(rec.Summaries) > 0 && (rec.Summaries[0] != '[' || !summaries.skip() || !summaries.done() || !looksWhole(rec.Summaries)) {
			return errors.New("heads are not a JSON array on one line")
		}
	case journal.Attempt, journal.Mark, journal.Settings, journal.Plan, journal.Draft, journal.Opening:
		if rec.Entry >= MaxID {
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
func appendSummary(dst []byte, rec *journal.Record) []byte {
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
func appendOrigin(dst []byte, rec *journal.Record) []byte {
	if rec.Origin != "" || rec.Kind == journal.Entry {
		dst = appendText(append(dst, `,"origin":`...), rec.Origin)
	}
	if rec.From != "" {
		dst = appendText(append(dst, `,"from":`...), rec.From)
	}
	if rec.Kind == journal.Entry && rec.WriteKey != "" {
		dst = appendText(append(dst, `,"write_key":`...), rec.WriteKey)
	}
	return dst
}

func appendRequest(dst []byte, rec *journal.Record) []byte {
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
