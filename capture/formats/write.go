package formats

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"mvdan.cc/sh/v3/syntax"

	"segtap/capture/formats/writekeys"
	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/capture/replay"
	"segtap/capture/store/intake"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
)

// keyVariable stands for the write key of a command: the one that replay reads too.
const keyVariable = `"$SEGTAP_WRITE_KEY:"`

// Written are the names of the formats that can be written.
func Written() []string { return []string{"ndjson", "batch", "curl", "har", "capture"} }

// Writer writes records in a format.
type Writer struct {
	out     io.Writer
	write   func(w *Writer, rec *journal.Record) error
	head    string
	tail    string
	count   int
	given   int             // messages
	left    int             // of them, those that the format cannot carry
	journal journal.Journal // of a capture file
	own     bool            // it numbers entries itself
	copied  bool            // it has records of another capture file, which bring their numbers
	last    uint64          // of these
	batch   []byte          // of messages that wait
	waiting int
	some    []bool // of the messages of the record that is written, those that are wanted; nil for all
	// Masked leaves out write keys: [writekeys.Masked] stands in their place, in a command the
	// variable SEGTAP_WRITE_KEY. A record of a capture file that stays one keeps its own.
	Masked bool
	masked int
}

// NewWriter returns a writer of one of the formats of [Written]; ok is false for
// another name.
func NewWriter(out io.Writer, format string) (w *Writer, ok bool) {
	w = &Writer{out: out}
	switch format {
	case "ndjson":
		w.write = (*Writer).messages
	case "batch":
		w.write = (*Writer).batches
	case "curl":
		w.write = (*Writer).command
	case "har":
		w.write = (*Writer).request
		w.head, w.tail = `{"log":{"version":"1.2","creator":{"name":"segtap","version":"1"},"entries":[`+"\n", "\n]}}\n"
	case "capture":
		w.write, w.journal = (*Writer).record, file.Memory()
	default:
		return nil, false
	}
	return w, true
}

// Write writes the messages of a record, with what the format carries of it. What the
// format cannot carry at all is left out: see [Writer.LeftOut].
func (w *Writer) Write(rec *journal.Record) error {
	if w.count == 0 && w.head != "" {
		if _, err := io.WriteString(w.out, w.head); err != nil {
			return err
		}
	}
	w.count++
	if w.some == nil {
		w.given += intake.Of(rec, nil).Len()
	}
	if w.Masked && w.journal == nil {
		hidden := writekeys.MaskRecord(rec)
		if hidden.WriteKey != rec.WriteKey || hidden.Query != rec.Query || !bytes.Equal(hidden.Body, rec.Body) {
			w.masked++
		}
		rec = &hidden
	}
	return w.write(w, rec)
}

// WriteSome writes of a record the messages that are wanted, one each. A format that
// has requests has the whole request of such a message.
func (w *Writer) WriteSome(rec *journal.Record, wanted []bool) error {
	w.some = wanted
	defer func() { w.some = nil }()
	if n := w.of(rec); n > 0 {
		w.given += n
		return w.Write(rec)
	}
	return nil
}

// of is how many messages of the record that is written are wanted.
func (w *Writer) of(rec *journal.Record) (n int) {
	if w.some == nil {
		return rec.N
	}
	for _, is := range w.some {
		if is {
			n++
		}
	}
	return n
}

// MaskedRequests is of how many records write keys were masked.
func (w *Writer) MaskedRequests() int { return w.masked }

// ErrNumbers says that a capture file was to be written of a capture file and of something
// else: the numbers by which records name entries would mean two things.
var ErrNumbers = errors.New("begins another input, and a capture file is written of one capture file alone: its numbers would mean two things")

// WriteItem writes what an item holds, as [Writer.Write] does; rec and ok are what
// [Item.Record] has said of it. As a capture file, records of a capture file are written as they stand,
// those that hold no messages too: what was made of which entry, attempts, marks, drafts.
func (w *Writer) WriteItem(item *Item, rec *journal.Record, ok bool) error {
	switch {
	case w.journal != nil && item.Form == Value && item.Kind == Record:
		return w.copy(item.Text, rec, ok)
	case !ok:
		return nil
	case w.copied:
		return ErrNumbers
	}
	w.own = true
	return w.Write(rec)
}

// copy writes a record of a capture file as it stands.
func (w *Writer) copy(text []byte, rec *journal.Record, holdsMessages bool) error {
	again := holdsMessages && rec.ID <= w.last
	if w.own || again {
		return ErrNumbers
	}
	w.copied = true
	if holdsMessages {
		n := intake.Of(rec, nil).Len()
		w.given += n
		w.last = rec.ID + uint64(max(n, 1)) - 1
	}
	if bytes.IndexByte(text, '\n') >= 0 {
		text = jsondoc.Compact(text)
	}
	_, err := w.out.Write(append(bytes.Clone(text), '\n'))
	return err
}

// Given is how many messages have been given to be written.
func (w *Writer) Given() int { return w.given }

// LeftOut is how many messages the format could not carry.
func (w *Writer) LeftOut() int { return w.left }

// Close writes what is left to write.
func (w *Writer) Close() error {
	if err := w.flush(); err != nil {
		return err
	}
	if w.count == 0 {
		if _, err := io.WriteString(w.out, w.head); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w.out, w.tail)
	return err
}

// eachMessage calls with the text of each message of a record, on one line.
func (w *Writer) eachMessage(rec *journal.Record, give func(text []byte) error) error {
	in := intake.Of(rec, nil)
	for i := range in.Len() {
		if w.some != nil && !w.some[i] {
			continue
		}
		m := in.Message(i)
		if m.Root.Kind() != jsondoc.Object {
			w.left++ // no JSON: it has no line of its own
			continue
		}
		text := m.Text
		if bytes.IndexByte(text, '\n') >= 0 {
			text = jsondoc.Compact(text)
		}
		if err := give(text); err != nil {
			return err
		}
	}
	return nil
}

// messages writes each message on a line of its own.
func (w *Writer) messages(rec *journal.Record) error {
	return w.eachMessage(rec, func(text []byte) error {
		_, err := w.out.Write(append(bytes.Clone(text), '\n'))
		return err
	})
}

// batches gathers messages to batches that Segment takes.
func (w *Writer) batches(rec *journal.Record) error {
	return w.eachMessage(rec, func(text []byte) error {
		if w.waiting == message.MaxBatchMessages || len(w.batch)+len(text)+len(`,]}`) > message.MaxRequestBytes {
			if err := w.flush(); err != nil {
				return err
			}
		}
		if w.waiting == 0 {
			w.batch = append(w.batch[:0], `{"batch":[`...)
		} else {
			w.batch = append(w.batch, ',')
		}
		w.batch = append(w.batch, text...)
		w.waiting++
		return nil
	})
}

// flush writes the batch that has been gathered.
func (w *Writer) flush() error {
	if w.waiting == 0 {
		return nil
	}
	w.waiting = 0
	_, err := w.out.Write(append(w.batch, "]}\n"...))
	return err
}

// sent is what a request has to be that brings the messages of a record.
type sent struct {
	method, url string
	body        []byte
}

// sentAs returns the request of a record: as it came, or as it would have to be sent.
// Messages that say their type alone are sent as a batch, since each other route would
// say it for them. A record does not tell whether it came over TLS: what went to this
// machine goes in the clear, as captures do, and all else does not.
func sentAs(rec *journal.Record) sent {
	s := sent{rec.Method, "", rec.Body}
	to := url.URL{Scheme: "https", Host: "api.segment.io", RawQuery: rec.Query}
	for _, h := range rec.Headers {
		if h.Name == "Host" && h.Value != "" {
			to.Host = h.Value
		}
	}
	path := rec.Path
	if path == "" {
		s.method = "POST"
		switch {
		case rec.Kind == journal.Entry || rec.Type == "" || rec.Type == intake.BatchType:
			path = "/v1/batch"
			if rec.Type != intake.BatchType {
				s.body = slices.Concat([]byte(`{"batch":[`), rec.Body, []byte("]}"))
			}
		default:
			path = "/v1/" + rec.Type
		}
	}
	if replay.IsLoopback(to.Hostname()) {
		to.Scheme = "http"
	}
	s.url = to.Scheme + "://" + to.Host + path
	if rec.Query != "" {
		s.url += "?" + rec.Query
	}
	return s
}

// command writes a record as a curl command.
func (w *Writer) command(rec *journal.Record) error {
	s := sentAs(rec)
	left := w.of(rec)
	if message.ProblemNamed(rec.Problem).Unseen() {
		w.left += left
		return nil
	}
	words := []string{s.url, "-X", s.method}
	if rec.WriteKey != "" {
		words = append(words, "-u", rec.WriteKey+":")
	}
	for _, h := range rec.Headers {
		if h.Name != "Host" && h.Name != "Content-Encoding" {
			words = append(words, "-H", h.Name+": "+h.Value)
		}
	}
	if s.method != "GET" {
		words = append(words, "--data-raw", string(s.body))
	}
	text := "curl"
	for i, word := range words {
		quoted, err := syntax.Quote(word, syntax.LangBash)
		if err != nil { // a NUL byte, which no argument can have
			w.left += left
			return nil
		}
		if w.Masked && i > 0 && words[i-1] == "-u" {
			quoted = keyVariable
		}
		if i > 0 && strings.HasPrefix(word, "-") {
			text += " \\\n "
		}
		text += " " + quoted
	}
	_, err := io.WriteString(w.out, text+"\n")
	return err
}

// request writes a record as a request of a HAR file.
func (w *Writer) request(rec *journal.Record) error {
	s, dst := sentAs(rec), []byte(nil)
	if w.count > 1 {
		dst = append(dst, ",\n"...)
	}
	dst = append(dst, `{"startedDateTime":`...)
	dst = appendText(dst, rec.At.UTC().Format(time.RFC3339Nano))
	dst = append(dst, `,"time":0,"request":{"method":`...)
	dst = appendText(append(appendText(dst, s.method), `,"url":`...), s.url)
	dst = append(dst, `,"httpVersion":"HTTP/1.1","cookies":[],"headers":[`...)
	headers := rec.Headers
	if rec.WriteKey != "" {
		headers = append(headers[:len(headers):len(headers)], journal.Header{Name: "Authorization", Value: "Basic " + base64.StdEncoding.EncodeToString([]byte(rec.WriteKey+":"))})
	}
	for i, h := range headers {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendText(append(appendText(append(dst, `{"name":`...), h.Name), `,"value":`...), h.Value), '}')
	}
	dst = append(dst, `],"queryString":[],"headersSize":-1,"bodySize":`...)
	dst = strconv.AppendInt(dst, int64(len(s.body)), 10)
	if rec.Problem != string(message.BodyNotRecorded) && s.method != "GET" {
		dst = append(dst, `,"postData":{"mimeType":"application/json"`...)
		if utf8.Valid(s.body) {
			dst = appendText(append(dst, `,"text":`...), string(s.body))
		} else {
			dst = append(dst, `,"encoding":"base64"`...)
			dst = appendText(append(dst, `,"text":`...), base64.StdEncoding.EncodeToString(s.body))
		}
		dst = append(dst, '}')
	}
	dst = append(dst, `},"response":{"status":`...)
	dst = strconv.AppendInt(dst, int64(rec.Status), 10)
	dst = append(dst, `,"statusText":"","httpVersion":"HTTP/1.1","cookies":[],"headers":[],"content":{"size":0,"mimeType":""},"redirectURL":"","headersSize":-1,"bodySize":-1},"cache":{},"timings":{"send":0,"wait":0,"receive":0}}`...)
	_, err := w.out.Write(dst)
	return err
}

func appendText(dst []byte, text string) []byte {
	dst, _ = jsontext.AppendQuote(dst, text) // what is no UTF-8 in it is replaced
	return dst
}

// record writes what is no record of a capture file as a line of one, with an id of its own.
func (w *Writer) record(rec *journal.Record) error {
	copied := *rec
	copied.Summaries, copied.Parent = nil, 0 // they would be of other numbers
	place, err := w.journal.Append(copied, nil)
	if err != nil {
		return err
	}
	line, err := w.journal.Lines().At(place)
	if err != nil {
		return err
	}
	w.journal.Forget(place.Offset, nil)
	_, err = w.out.Write(append(bytes.Clone(line), '\n'))
	return err
}
