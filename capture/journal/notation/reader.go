package notation

import (
	"bytes"

	"segtap/capture/journal"
)

// Reader reads lines one after the other for one who needs the record before no more: its
// memory is used again. The zero Reader is ready.
type Reader struct{ former former }

// Read reads all of a line as the function Read does, but for the summaries, which take a
// tenth of the time and are for those who do not read the body. The record is valid until
// the next call, be it one that fails.
func (r *Reader) Read(line []byte, rec *journal.Record) error {
	if err := decode(line, rec, &r.former); err != nil {
		return err
	}
	r.former.keep(rec)
	return nil
}

// former is the record that was decoded before, by one who needs it no more: the memory of its
// body is used again, and its texts where the next record has the same. Most requests have the
// same path, write key and headers. A nil former has nothing.
type former struct {
	record  journal.Record
	headers []byte           // as they stood in a line
	list    []journal.Header // what they are
}

// keep keeps a record that has been decoded.
func (f *former) keep(rec *journal.Record) {
	body := f.record.Body
	if f.record = *rec; rec.Body == nil {
		f.record.Body = body
	}
}

// room is where a body goes.
func (f *former) room() []byte {
	if f == nil {
		return nil
	}
	return f.record.Body[:0]
}

// textAgain is text, and gives the text that there was where it is the same.
func textAgain(raw []byte, ok bool, was string) (string, bool) {
	if n := len(raw); ok && n == len(was)+2 && string(raw[1:n-1]) == was && bytes.IndexByte(raw, '\\') < 0 && raw[0] == '"' && raw[n-1] == '"' {
		return was, looksWhole(raw)
	}
	return text(raw, ok)
}

// headersAgain is headers, and gives the list that there was where they are the same.
func (f *former) headersAgain(raw []byte) (list []journal.Header, ok bool) {
	if f == nil {
		return headers(raw)
	}
	if len(f.headers) > 0 && bytes.Equal(raw, f.headers) {
		return f.list, true
	}
	if list, ok = headers(raw); ok {
		f.headers, f.list = append(f.headers[:0], raw...), list
	}
	return list, ok
}

// textOf gives the text that a member of a request becomes; nil for a member that becomes
// none.
func textOf(rec *journal.Record, name string) *string {
	switch name {
	case "method":
		return &rec.Method
	case "path":
		return &rec.Path
	case "type":
		return &rec.Type
	case "query":
		return &rec.Query
	case "remote":
		return &rec.Remote
	case "write_key":
		return &rec.WriteKey
	case "library":
		return &rec.Library
	case "encoding":
		return &rec.Encoding
	case "kept":
		return &rec.Kept
	case "problem":
		return &rec.Problem
	}
	return nil
}
