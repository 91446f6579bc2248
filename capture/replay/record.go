package replay

import (
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// record is an attempt as the capture file holds it. Short texts come before
// bodies, so that a reader of line heads sees them.
type record struct {
	Target   string  `json:"target"`
	Kind     Kind    `json:"kind"`
	Entry    uint64  `json:"sent,omitzero"` // not "entry": the record around it says which entry came of it
	DryRun   bool    `json:"dryRun,omitzero"`
	Plan     string  `json:"plan,omitzero"`
	ID       string  `json:"attempt,omitzero"`
	Begun    bool    `json:"begun,omitzero"`
	At       string  `json:"began"` // RFC 3339
	MS       float64 `json:"ms"`
	Tries    int     `json:"tries"`
	Status   int     `json:"status,omitzero"`
	Failure  Failure `json:"failure,omitzero"`
	Err      string  `json:"error,omitzero"`
	Sends    []pair  `json:"sends,omitempty"`
	Method   string  `json:"method"`
	URL      string  `json:"url"`
	Request  content `json:"request"`
	Response content `json:"response,omitzero"`
}

// pair is a [Send]: the entry and its child.
type pair [2]uint64

// content is the head and the body of a request or an answer.
type content struct {
	Header    []Field `json:"header,omitempty"`
	HeaderCut bool    `json:"headerTruncated,omitzero"`
	Body      string  `json:"body,omitzero"`
	Base64    []byte  `json:"bodyBase64,omitempty"` // instead of body, where that is not UTF-8
	Truncated bool    `json:"truncated,omitzero"`
}

func contentOf(header []Field, body []byte, truncated bool) content {
	c := content{Truncated: truncated}
	for _, f := range header {
		c.Header = append(c.Header, Field{validText(f.Name), validText(f.Value)})
	}
	if truncated {
		body = wholeRunes(body)
	}
	if utf8.Valid(body) {
		c.Body = string(body)
	} else {
		c.Base64 = body
	}
	return c
}

func (c content) bytes() []byte {
	if c.Base64 != nil {
		return c.Base64
	}
	if c.Body == "" {
		return nil
	}
	return []byte(c.Body)
}

// wholeRunes takes off the end of a cut text that is the beginning of a
// character.
func wholeRunes(text []byte) []byte {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if tail := text[len(text)-n:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return text[:len(text)-n]
			}
			break
		}
	}
	return text
}

// validText replaces what is not UTF-8, which JSON cannot hold.
func validText(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }

// AppendJSON appends the attempt to dst as a JSON object, for a record of the
// capture file:
//
//	{"target":"segment","kind":"segment","sent":7,"plan":"…","attempt":"…","began":"…","ms":12.5,"tries":1,"status":200,…}
//
// One that is about to be sent has "begun":true. A request of several entries has
// "sends":[[ENTRY,CHILD],…].
//
// A body that is not UTF-8 is in base64. [ParseAttempt] reads it back.
func (a Attempt) AppendJSON(dst []byte) ([]byte, error) {
	response := contentOf(a.ResponseHeader, a.ResponseBody, a.Truncated)
	response.HeaderCut = a.HeaderTruncated
	sends := make([]pair, len(a.Sends))
	for i, s := range a.Sends {
		sends[i] = pair{s.Entry, s.Child}
	}
	text, err := json.Marshal(record{
		Target: validText(a.Target), Kind: Kind(validText(string(a.Kind))), Entry: a.EntryID, DryRun: a.DryRun,
		Plan: validText(a.Plan), ID: validText(a.ID), Begun: a.Begun, Sends: sends,
		At: a.At.UTC().Format(time.RFC3339Nano), MS: float64(a.Duration.Microseconds()) / 1000,
		Tries: a.Tries, Status: a.Status, Failure: a.Failure, Err: validText(a.Err),
		Method: validText(a.Method), URL: validText(a.URL),
		Request:  contentOf(a.RequestHeader, a.RequestBody, a.RequestBodyTruncated),
		Response: response,
	})
	if err != nil {
		return dst, fmt.Errorf("writing an attempt: %w", err)
	}
	return append(dst, text...), nil
}

// ParseAttempt reads what [Attempt.AppendJSON] wrote, or an object that holds
// its members among others.
func ParseAttempt(object []byte) (Attempt, error) {
	var r record
	if err := json.Unmarshal(object, &r, jsontext.AllowDuplicateNames(true)); err != nil {
		return Attempt{}, fmt.Errorf("reading an attempt: %w", err)
	}
	at, err := time.Parse(time.RFC3339Nano, r.At)
	if err != nil {
		return Attempt{}, fmt.Errorf("reading an attempt: when it was made: %w", err)
	}
	var sends []Send
	for _, s := range r.Sends {
		sends = append(sends, Send{s[0], s[1]})
	}
	return Attempt{
		Target: r.Target, Kind: r.Kind, EntryID: r.Entry, DryRun: r.DryRun,
		Plan: r.Plan, ID: r.ID, Begun: r.Begun, Sends: sends,
		At: at, Duration: time.Duration(math.Round(r.MS*1000)) * time.Microsecond,
		Tries: r.Tries, Status: r.Status, Failure: r.Failure, Err: r.Err,
		Method: r.Method, URL: r.URL,
		RequestHeader: r.Request.Header, RequestBody: r.Request.bytes(), RequestBodyTruncated: r.Request.Truncated,
		ResponseHeader: r.Response.Header, HeaderTruncated: r.Response.HeaderCut, ResponseBody: r.Response.bytes(), Truncated: r.Response.Truncated,
	}, nil
}
