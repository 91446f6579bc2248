package formats

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"

	"segtap/capture/journal"
	"segtap/capture/routes"
	"segtap/mapping/destination/date"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
)

// errCutShort says that a file has not been saved whole.
var errCutShort = errors.New("breaks off")

// maxRequest is how many bytes a request of a HAR file may have, with the answer to
// it: browsers keep pictures and videos there.
const maxRequest = 64 << 20

// maxUnpacked is how many bytes a body may have that is unpacked here: what the
// capture endpoint takes.
const maxUnpacked = 8 << 20

// requests gives the requests to routes of Segment.
func (r *Reader) requests(give func(Stretch) error) error {
	ordinal := 0
	err := r.each(maxRequest, func(size int) error {
		ordinal++
		text := r.buf[r.at : r.at+size]
		c, fits := readCall(text)
		r.told.note(&c, fits)
		s := Stretch{text, ordinal, r.offset, Call}
		r.skip(size)
		if !fits {
			return nil
		}
		return give(s)
	})
	switch {
	case errors.Is(err, errBroken):
		return fmt.Errorf("line %d %w: the HAR file ends in its request %d, or is no JSON there", r.line, errCutShort, ordinal+1)
	case errors.Is(err, ErrLongValue):
		return fmt.Errorf("line %d begins a request of more than 64 MiB: save the HAR file without contents", r.line)
	case err != nil:
		return err
	}
	if ordinal > 0 && r.told.odd == ordinal {
		return &Foreign{"an object with a log whose entries are no requests", ""}
	}
	for r.ended == nil { // what stands behind the list says nothing of requests
		r.at = len(r.buf)
		r.offset += int64(len(r.buf))
		r.more()
	}
	return r.failed()
}

// call is one request of a HAR file, as far as it is read.
type call struct {
	rec     journal.Record
	odd     bool // it is no request
	undated bool // it does not say when it was sent, in a form that can be read
}

// readCall reads a request, and reports whether it goes to a route of Segment and may
// hold messages.
func readCall(text []byte) (c call, fits bool) {
	doc, err := jsondoc.Parse(text)
	if err != nil {
		return call{odd: true}, false
	}
	request := doc.Root().Member("request")
	to, err := url.Parse(request.Member("url").Text())
	if err != nil || request.Member("url").Kind() != jsondoc.String {
		return call{odd: true}, false
	}
	method := strings.ToUpper(request.Member("method").Text())
	route, ok := routes.Match(to.EscapedPath())
	if !ok || route.Telemetry || route.Pixel != (method == http.MethodGet) || !route.Pixel && method != http.MethodPost {
		return c, false
	}
	header := make(http.Header)
	for h := range request.Member("headers").Elements() {
		if name := h.Member("name").Text(); name != "" && name[0] != ':' {
			header.Add(name, h.Member("value").Text())
		}
	}
	c.rec = opened(method, to, header, route)
	c.rec.At, c.undated = startOf(doc.Root())
	if n, err := strconv.ParseInt(string(request.Member("bodySize").Raw()), 10, 40); err == nil && n > 0 {
		c.rec.WireBytes = n
	}
	if n, err := strconv.Atoi(string(doc.Root().Member("response").Member("status").Raw())); err == nil && n >= 100 && n < 1000 {
		c.rec.Status = n
	}
	if route.Pixel {
		c.rec.Body = routes.PixelMessage(to.RawQuery)
	} else {
		c.body(request.Member("postData"), header.Get("Content-Encoding"))
	}
	if !isSegments(to, route, &c.rec) {
		return c, false
	}
	finish(&c.rec, to, header)
	return c, true
}

// startOf returns when a request was sent; undated says that it does not tell, in a form
// that can be read, or names a time before there was any such request.
func startOf(request jsondoc.Value) (at time.Time, undated bool) {
	text := request.Member("startedDateTime").Text()
	at, err := time.Parse(time.RFC3339Nano, text)
	if m := date.Read(text); err != nil && m.OK && !m.Free { // such as an offset without a colon
		at, err = time.UnixMilli(m.MS), nil
	}
	return at.UTC(), err != nil || !at.After(earliest)
}

// body takes the body that was recorded, its content encoding undone where it has
// not been already.
func (c *call) body(post jsondoc.Value, encoding string) {
	text := post.Member("text")
	if text.Kind() != jsondoc.String || text.Text() == "" {
		c.rec.Problem = string(message.BodyNotRecorded)
		return
	}
	body := []byte(text.Text())
	if strings.EqualFold(post.Member("encoding").Text(), "base64") {
		raw, err := base64.StdEncoding.DecodeString(text.Text())
		if err != nil {
			c.rec.Problem = string(message.BodySpoilt)
			return
		}
		body = raw
	}
	c.rec.Body = body
	start := bytes.TrimLeft(body, blanks)
	if encoding == "" || strings.EqualFold(encoding, "identity") || len(start) > 0 && start[0] == '{' {
		c.rec.Encoding = "" // what has recorded it has undone it
		return
	}
	if plain, ok := unpacked(body); ok {
		c.rec.Body = plain
		return
	}
	c.rec.Problem = string(message.BodySpoilt)
}

// unpacked undoes gzip, of bytes or of a text whose characters stand for bytes.
func unpacked(body []byte) ([]byte, bool) {
	if utf8.Valid(body) {
		var raw []byte
		for _, c := range string(body) {
			if c > 0xff {
				return nil, false // a replacement character: what stood there is lost
			}
			raw = append(raw, byte(c))
		}
		body = raw
	}
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, false
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxUnpacked+1))
	return plain, err == nil && len(plain) <= maxUnpacked
}

// isSegments reports whether a request to one of the routes is meant for Segment, or
// one like it: others have routes of these names too. By its host, by a path that
// hardly anybody else has, or by the messages that it holds.
func isSegments(to *url.URL, route routes.Route, rec *journal.Record) bool {
	host := strings.ToLower(to.Hostname())
	for _, own := range []string{"segment.io", "segment.com", "segmentapis.com"} {
		if host == own || strings.HasSuffix(host, "."+own) {
			return true
		}
	}
	versioned := strings.HasPrefix(strings.TrimLeft(to.Path, "/"), "v1/")
	if rec.Problem != "" || route.Pixel {
		return versioned
	}
	doc, err := jsondoc.Parse(rec.Body)
	if err != nil {
		return versioned
	}
	kind, err := KindOf(doc.Root())
	switch {
	case err != nil:
		return false
	case kind == Batch && route.Type == "":
		return sentBySDK(doc.Root().Member("batch").Element(0))
	case kind == Message && route.Type != "":
		return versioned || sentBySDK(doc.Root())
	}
	return versioned
}

// sentBySDK reports whether a message has what those of Segment's SDKs have, and
// hardly others.
func sentBySDK(m jsondoc.Value) bool {
	for _, name := range []string{"messageId", "anonymousId", "userId"} {
		if m.Member(name).Kind() == jsondoc.String && (m.Member("type").Kind() == jsondoc.Absent || isType(m.Member("type"))) {
			return true
		}
	}
	return false
}

// told is what has been seen of an input, for what has to be said of it.
type told struct {
	others     int // requests that are none of Segment's
	odd        int // of these, are no requests
	unanswered int
	unseen     int
	undated    int
	calls      int
	passed     int // commands that are not curl's
	foreign    int // values that are no messages
	first      string
	broken     string
}

func (t *told) note(c *call, fits bool) {
	if !fits {
		t.others++
		if c.odd {
			t.odd++
		}
		return
	}
	t.calls++
	if c.rec.Status == 0 {
		t.unanswered++
	}
	if c.undated {
		t.undated++
	}
	if message.ProblemNamed(c.rec.Problem).Unseen() {
		t.unseen++
	}
}

// notes say it, for people.
func (t *told) notes(format Format) []string {
	var notes []string
	add := func(n int, one, many string) {
		switch {
		case n == 1:
			notes = append(notes, "1 "+one)
		case n > 1:
			notes = append(notes, fmt.Sprintf("%d %s", n, many))
		}
	}
	add(t.others, "other request is not listed", "other requests are not listed")
	add(t.unanswered, "call got no answer, as when something blocks it", "calls got no answer, as when something blocks them")
	add(t.unseen, "call has no readable body in the HAR file", "calls have no readable body in the HAR file")
	add(t.undated, "call does not say when it was sent: it has the time of its message, or that of the reading", "calls do not say when they were sent: they have the time of their messages, or that of the reading")
	if format == HAR {
		notes = append(notes, "a HAR file lacks what a page sends while it unloads: more may have been sent")
	}
	add(t.passed, "command that is not curl's was passed over", "commands that are not curl's were passed over")
	if t.foreign > 0 {
		add(t.foreign, "value is left out, "+t.first, "values are left out, the first of them "+t.first)
	}
	if t.broken != "" {
		notes = append(notes, t.broken)
	}
	return notes
}
