package client

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"segtap/mapping/expectation"
)

// Health is what a segtap works with.
type Health struct {
	Version     string `json:"version"`
	File        string `json:"file"` // the capture file; empty for none
	Epoch       string `json:"epoch"`
	Listed      int    `json:"listed"`
	Destination string `json:"destination"`
	Metrics     *int   `json:"metrics"` // nil without a catalogue
	Experiments *int   `json:"experiments"`
	Failure     string `json:"failure"` // why nothing can be kept; empty when it can
}

// Event is an event, as serve prints it.
type Event struct {
	ID       uint64 `json:"id"`
	At       string `json:"at"`
	Headline string `json:"headline"`
	Summary  string `json:"summary"`
	// Gates has the state of each gate by its name.
	Gates       map[string]string `json:"gates"`
	Diagnostics []Diagnostic      `json:"diagnostics"`
	Message     jsontext.Value    `json:"message"` // empty for what is not JSON
	Raw         string            `json:"raw"`     // what is not JSON
	Sends       jsontext.Value    `json:"sends"`   // null when nothing reaches LaunchDarkly
	Reason      string            `json:"reason"`  // why nothing is sent
	Text        jsontext.Value    `json:"-"`       // all of it, as it was answered
}

// Diagnostic is one thing that is wrong with an event.
type Diagnostic struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Gate     string `json:"gate"`
	Pointer  string `json:"pointer"`
	Value    string `json:"value"`
	Metric   string `json:"metric"`
	Effect   string `json:"effect"`
	Fix      string `json:"fix"`
}

// UnmarshalJSONFrom reads an event, and keeps its text.
func (e *Event) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	text, err := dec.ReadValue()
	if err != nil {
		return err
	}
	type plain Event
	if err := json.Unmarshal(text, (*plain)(e), dec.Options()); err != nil {
		return err
	}
	e.Text = text.Clone()
	return nil
}

// Page is some events, in the order in which they came.
type Page struct {
	Events []Event `json:"events"`
	Next   string  `json:"next"` // the cursor behind them
	More   bool    `json:"more"` // there are more behind them
	LeftOut
}

// LeftOut is how many events were left out of an answer, and how many it may miss.
type LeftOut struct {
	Late   int `json:"late"`   // they were made before the epoch
	Made   int `json:"made"`   // they are edits and replays
	Unread int `json:"unread"` // they cannot be read from the capture file any more
	Gone   int `json:"gone"`   // they are not listed any more; whether they were wanted is not known
}

// Which says which events are asked for. The zero Which are all that are listed.
type Which struct {
	Filter   string
	After    string // a cursor, or an epoch
	KeepLate bool   // late events are events like others
	KeepMade bool   // so are edits and replays, to wait and check; events lists them anyway
}

// Values returns the parameters of a call.
func (w Which) Values() url.Values {
	query := make(url.Values)
	set := func(name, value string) {
		if value != "" {
			query.Set(name, value)
		}
	}
	set("filter", w.Filter)
	set("after", w.After)
	if w.KeepLate {
		set("late", "keep")
	}
	return query
}

// deciding returns the parameters of a call that is about the events of an app.
func (w Which) deciding() url.Values {
	query := w.Values()
	if w.KeepMade {
		query.Set("made", "keep")
	}
	return query
}

// Health asks what segtap works with: it tells in a moment whether one is there.
func (c *Client) Health(ctx context.Context) (h Health, err error) {
	err = c.within(ctx, c.there, func(ctx context.Context) error {
		return c.into(ctx, Request{Method: http.MethodGet, Path: "/health"}, &h)
	})
	return h, err
}

// Reset begins an epoch, of the events of a write key unless that is empty.
func (c *Client) Reset(ctx context.Context, writeKey string) (epoch string, err error) {
	asked := Request{Method: http.MethodPost, Path: "/reset"}
	if writeKey != "" {
		if asked.Body, err = json.Marshal(map[string]string{"key": writeKey}); err != nil {
			return "", err
		}
	}
	var answer struct {
		Epoch string `json:"epoch"`
	}
	err = c.into(ctx, asked, &answer)
	return answer.Epoch, err
}

// Events asks for the events that there are, at most limit; 0 for the usual number.
func (c *Client) Events(ctx context.Context, which Which, limit int) (p Page, err error) {
	query := which.Values()
	if limit > 0 {
		query.Set("limit", strconv.Itoa(limit))
	}
	err = c.into(ctx, Request{Method: http.MethodGet, Path: "/events", Query: query}, &p)
	return p, err
}

// Event asks for one event.
func (c *Client) Event(ctx context.Context, id uint64) (e Event, err error) {
	err = c.into(ctx, Request{Method: http.MethodGet, Path: fmt.Sprintf("/events/%d", id)}, &e)
	return e, err
}

// Wait waits until count events are there. When they are not in time, the error is an
// [Error] of status 408, whose answer says what came instead. A count of 0 waits for the
// whole of the time; an event that comes is an [Error] of status 409,
// and so it is when it is not known whether none came.
func (c *Client) Wait(ctx context.Context, which Which, count int, timeout time.Duration) (p Page, err error) {
	query := which.deciding()
	query.Set("count", strconv.Itoa(count))
	query.Set("timeout", timeout.String())
	err = c.within(ctx, timeout+c.late, func(ctx context.Context) error {
		return c.into(ctx, Request{Method: http.MethodGet, Path: "/wait", Query: query}, &p)
	})
	return p, err
}

// Checked is how it stands with what a file expects.
type Checked struct {
	OK    bool   `json:"ok"`
	Ended string `json:"ended"` // met, broken or timeout
	Came  int    `json:"came"`  // messages, whether or not they were expected
	LeftOut
	Next    string               `json:"next"`
	Results []expectation.Result `json:"results"`
}

// Check holds what comes against a file, whose name is for the results: until all is met or
// cannot be any more, or as long as wait. What further events could break has to hold for
// settle; 0 stands for the usual time. Of the events asked for, the filter is the file's.
func (c *Client) Check(ctx context.Context, which Which, name string, file []byte, wait, settle time.Duration) (checked Checked, err error) {
	query := which.deciding()
	query.Del("filter")
	query.Set("name", name)
	query.Set("wait", wait.String())
	if settle > 0 {
		query.Set("settle", settle.String())
	}
	err = c.within(ctx, wait+c.late, func(ctx context.Context) error {
		return c.into(ctx, Request{Method: http.MethodPost, Path: "/check", Query: query, Type: "application/yaml", Body: file}, &checked)
	})
	return checked, err
}
