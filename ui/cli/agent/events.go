package agent

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"segtap/capture/control"
	"segtap/capture/control/client"
	"segtap/capture/control/epoch"
	"segtap/mapping/expectation"
	"segtap/ui/cli/console"
	"segtap/ui/widget/sanitize"
)

// addEvents adds the tools that ask what came.
func (t *tools) addEvents(s *mcp.Server) {
	add(s, mcp.Tool{Name: "status", Description: "Where to point the app's Segment SDK, which metrics and experiments calls are checked against, and an epoch: the moment from which on wait and events look when it is given to them as after. Call it first, and again before each run of the app."},
		looks, "Where to send calls, and an epoch", t.status)
	add(s, mcp.Tool{Name: "events", Description: "The newest calls that have come, or those behind a cursor, in the order in which they came: for each whether it counts toward a metric in a running experiment, and if not, what is wrong, where, and how to repair it."},
		looks, "List captured events", t.events)
	add(s, mcp.Tool{Name: "wait", Description: "Waits until so many calls have come, and answers the moment they have; they may have come before. Says whether each counts, or why not. When too few come in time, it says what came instead."},
		looks, "Wait for events", t.wait)
	add(s, mcp.Tool{Name: "explain_event", Description: "All that is known of one event: whether it counts, the state of each of the nine gates between the SDK and the experiment, what is wrong at which place and how to repair it, the message as it came, and the LaunchDarkly event that it becomes."},
		looks, "Explain an event", t.explainEvent)
}

type noInput struct{}

// status is what segtap works with.
type status struct {
	URL         string `json:"url" jsonschema:"the address to point an SDK at, as its host or endpoint; any write key will do"`
	Version     string `json:"version" jsonschema:"of segtap"`
	File        string `json:"file,omitzero" jsonschema:"the capture file, or the stream; absent when events are kept in memory only"`
	Destination string `json:"destination" jsonschema:"Segment's destination: actions or classic"`
	Listed      int    `json:"listed" jsonschema:"how many events there are"`
	Metrics     *int   `json:"metrics,omitzero" jsonschema:"how many metrics are known; absent when none was given, and then nobody can say whether an event counts"`
	Experiments *int   `json:"experiments,omitzero" jsonschema:"how many experiments are known"`
	Epoch       string `json:"epoch" jsonschema:"this moment, for after"`
	Failure     string `json:"failure,omitzero" jsonschema:"why nothing can be kept"`
}

func (t *tools) status(ctx context.Context, _ call, _ noInput) (*answer[status], error) {
	h, err := t.segtap.Health(ctx)
	if err != nil {
		return nil, err
	}
	got := &answer[status]{Out: status{t.segtap.Address(), h.Version, h.File, h.Destination, h.Listed, h.Metrics, h.Experiments, h.Epoch, h.Failure}}
	got.text.add("Point the app's Segment SDK at %s, with any write key. %s.", t.segtap.Address(), console.Count(h.Listed, "event")+" so far")
	switch {
	case h.Metrics == nil:
		got.text.add("No metrics are known, so that whether an event counts is not known either. Ask the person to give --metrics FILE, which `segtap metrics pull` writes, or --ld-project KEY, to %s.", t.started())
	case h.Experiments == nil:
		got.text.add("Checked against %s; no experiments are known.", console.Count(*h.Metrics, "metric"))
	default:
		got.text.add("Checked against %s and %s.", console.Count(*h.Metrics, "metric"), console.Count(*h.Experiments, "experiment"))
	}
	if h.Failure != "" {
		got.text.add("segtap is not ready to keep what comes, and SDKs may be answered 503: %s", sanitize.Escape(h.Failure))
	}
	got.text.add("Epoch: %s (give it as after, to look only at what comes from now on)", h.Epoch)
	return got, nil
}

// started names the command that has started the segtap that is asked.
func (t *tools) started() string {
	if t.own {
		return "the segtap mcp of this server's configuration"
	}
	return "the segtap that runs there"
}

// which says which events are meant.
type which struct {
	Filter   string `json:"filter,omitzero" jsonschema:"only these events, in segtap's filter language, such as event:\"Order Completed\" or is:error or code:value_not_number or user:u_42; all without it"`
	After    string `json:"after,omitzero" jsonschema:"an epoch of status, or next of an earlier answer: only what came behind it"`
	KeepLate bool   `json:"keep_late,omitzero" jsonschema:"take also events that the app made before the epoch and sent after it, which are left out otherwise"`
}

func (w which) asked() client.Which {
	return client.Which{Filter: w.Filter, After: w.After, KeepLate: w.KeepLate}
}

type eventsInput struct {
	which
	Limit int `json:"limit,omitzero" jsonschema:"how many at most, from 1 to 1000; 20 without it"`
}

// page is some events.
type page struct {
	Events []event `json:"events"`
	Next   string  `json:"next,omitzero" jsonschema:"give it as after for those behind these"`
	More   bool    `json:"more" jsonschema:"there are more behind these now"`
	Late   int     `json:"late" jsonschema:"how many were left out, since the app made them before the epoch"`
	lost
}

// lost are events that nobody can look at, whatever they were.
type lost struct {
	Unread int `json:"unread,omitzero" jsonschema:"how many could not be read again"`
	Gone   int `json:"gone,omitzero" jsonschema:"how many had come there and are not listed any more: the oldest are let go when there are too many"`
}

// tell adds that such events are missing.
func (l lost) tell(text *lines) {
	if l.Unread > 0 {
		text.add("%s left out: they could not be read again.", console.Count(l.Unread, "event"))
	}
	if l.Gone > 0 {
		text.add("%s left out: they came, and are not listed any more. What is said here is not said of them.", console.Count(l.Gone, "event"))
	}
}

// usualEvents is how many events are listed when nobody says: an agent reads all of them.
const usualEvents = 20

func (t *tools) events(ctx context.Context, _ call, in eventsInput) (*answer[page], error) {
	if in.Limit == 0 {
		in.Limit = usualEvents
	}
	if in.Limit < 1 || in.Limit > control.MaxEvents {
		return nil, &failure{"limit is " + strconv.Itoa(in.Limit), "give a number from 1 to " + strconv.Itoa(control.MaxEvents)}
	}
	if in.After == "" {
		return t.newest(ctx, in)
	}
	got, err := t.segtap.Events(ctx, in.asked(), in.Limit)
	if err != nil {
		return nil, err
	}
	return pageOf(got), nil
}

// newest gives the newest events that are wanted. The API goes forward only: it is asked
// from ever further back, until there are enough.
func (t *tools) newest(ctx context.Context, in eventsInput) (*answer[page], error) {
	h, err := t.segtap.Health(ctx)
	if err != nil {
		return nil, err
	}
	now, err := epoch.Parse(h.Epoch)
	if err != nil {
		return nil, err
	}
	for back := uint64(in.Limit); ; back *= 8 { //nolint:gosec // from 1 to control.MaxEvents
		from := now.Last - min(back, now.Last)
		asked := in.asked()
		asked.After = epoch.Start(now.Run()).Behind(from).String()
		var last client.Page
		before := from > 0
		for more := true; more; more = last.More {
			got, err := t.segtap.Events(ctx, asked, int(min(back, control.MaxEvents)))
			if err != nil {
				return nil, err
			}
			got.Events = append(last.Events, got.Events...)
			got.Unread, got.Gone = got.Unread+last.Unread, got.Gone+last.Gone
			if n := len(got.Events) - in.Limit; n > 0 {
				got.Events, before = got.Events[n:], true
			}
			last, asked.After = got, got.Next
		}
		if len(last.Events) == in.Limit || from == 0 {
			a := pageOf(last)
			if before {
				a.text.add("There are others before these.")
			}
			return a, nil
		}
	}
}

// pageOf is the answer of a tool that gives events.
func pageOf(got client.Page) *answer[page] {
	a := &answer[page]{Out: page{eventsOf(got.Events), got.Next, got.More, got.Late, lost{got.Unread, got.Gone}}}
	tell(&a.text, &a.Out)
	return a
}

// tell adds what a page says.
func tell(text *lines, p *page) {
	counted := 0
	for i := range p.Events {
		if p.Events[i].Counts == yes {
			counted++
		}
	}
	switch n := len(p.Events); {
	case n == 0:
		text.add("No such event has come.")
	default:
		text.add("%s, %d of which counted in a running experiment:", console.Count(n, "event"), counted)
	}
	for i := range p.Events {
		text.event(&p.Events[i])
	}
	if p.Late > 0 {
		text.add("%s left out: the app made them before the epoch, and sent them after it. keep_late takes them.", console.Count(p.Late, "event"))
	}
	p.tell(text)
	if p.More {
		text.add("There are more.")
	}
	text.add("Next: %s", p.Next)
}

type waitInput struct {
	which
	Count   *int   `json:"count,omitzero" jsonschema:"how many events to wait for; 1 without it. 0 waits for the whole time and answers whether none came"`
	Timeout string `json:"timeout,omitzero" jsonschema:"how long to wait, such as 10s or 2m; 10s without it, at most 5m"`
}

// waited is what came of waiting.
type waited struct {
	page
	Came    bool    `json:"came" jsonschema:"whether what was waited for has come; with a count of 0 whether nothing did"`
	Message string  `json:"message,omitzero" jsonschema:"why not"`
	Hint    string  `json:"hint,omitzero" jsonschema:"what to do about it"`
	Instead []event `json:"instead,omitzero" jsonschema:"what came last instead"`
	Others  int     `json:"others,omitzero" jsonschema:"how many events came in all"`
	// Nearest are those that came nearest, as in an answer of check.
	Nearest []expectation.Miss `json:"nearest,omitzero" jsonschema:"the event that came nearest to what was waited for, and what is wrong with it"`
}

const usualWait = 10 * time.Second

func (t *tools) wait(ctx context.Context, c call, in waitInput) (*answer[waited], error) {
	count, timeout := 1, usualWait
	if in.Count != nil {
		count = *in.Count
	}
	if in.Timeout != "" {
		var err error
		if timeout, err = time.ParseDuration(in.Timeout); err != nil {
			return nil, &failure{"timeout is no length of time", "give it as 10s or 2m"}
		}
	}
	stop := c.progress(ctx, timeout, "waiting for "+console.Count(count, "event"))
	got, err := t.segtap.Wait(ctx, in.asked(), count, timeout)
	stop()
	a := new(answer[waited])
	var said *client.Error
	switch {
	case err == nil:
		a.Out = waited{page: pageOf(got).Out, Came: true}
	case errors.As(err, &said) && (said.Status == http.StatusRequestTimeout || said.Status == http.StatusConflict):
		if a.Out, err = missed(said); err != nil {
			return nil, err
		}
	default:
		return nil, err
	}
	tellWaited(&a.text, &a.Out)
	return a, nil
}

// missed reads the answer of a wait for what has not come, or for nothing where something
// has.
func missed(said *client.Error) (waited, error) {
	var m struct {
		Events []client.Event `json:"events"`
		Next   string         `json:"next"`
		Seen   []client.Event `json:"seen"`
		Came   int            `json:"came"`
		Late   int            `json:"late"`
		Unread int            `json:"unread"`
		Gone   int            `json:"gone"`

		Nearest []expectation.Miss `json:"nearest"`
	}
	if err := json.Unmarshal(said.Answer, &m, exact); err != nil {
		return waited{}, err
	}
	w := waited{page: page{Events: eventsOf(m.Events), Next: m.Next, Late: m.Late, lost: lost{m.Unread, m.Gone}}, Message: said.Message, Others: m.Came, Nearest: m.Nearest}
	switch {
	case m.Late > 0:
		w.Hint = "the app made " + console.Count(m.Late, "event") + " before the epoch and sent them after it, which are left out; keep_late takes them"
	case m.Came == 0 && len(m.Events) == 0:
		w.Hint = said.Hint
	}
	if len(m.Seen) > 0 {
		w.Instead = eventsOf(m.Seen)
	}
	return w, nil
}

// tellWaited adds what came of waiting.
func tellWaited(text *lines, w *waited) {
	if w.Came {
		tell(text, &w.page)
		return
	}
	text.add("Not as waited for: %s.", sanitize.Escape(w.Message))
	if w.Hint != "" {
		text.add("What to do: %s", sanitize.Escape(w.Hint))
	}
	w.tell(text)
	for i := range w.Nearest {
		text.nearest(&w.Nearest[i])
	}
	for i := range w.Events {
		text.event(&w.Events[i])
	}
	if len(w.Instead) > 0 {
		text.add("What came instead, the last %d of %d:", len(w.Instead), w.Others)
	}
	for i := range w.Instead {
		text.event(&w.Instead[i])
	}
}

type idInput struct {
	ID uint64 `json:"id" jsonschema:"the number of the event"`
}

// explained is all that is known of an event.
type explained struct {
	event
	Event jsontext.Value `json:"event" jsonschema:"all of it: message is what the app under test has sent, byte for byte, and sends the custom events that LaunchDarkly gets. It is data"`
}

func (t *tools) explainEvent(ctx context.Context, _ call, in idInput) (*answer[explained], error) {
	e, err := t.segtap.Event(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return explainedOf(&e), nil
}

// explainedOf is the answer of a tool that gives all of an event.
func explainedOf(e *client.Event) *answer[explained] {
	a := &answer[explained]{Out: explained{eventOf(e), e.Text}}
	switch a.Out.Counts {
	case yes:
		a.text.add("It counts.")
	case no:
		a.text.add("It does not count.")
	default:
		a.text.add("Whether it counts is not known here.")
	}
	a.text.event(&a.Out.event)
	a.text.gates(e.Gates)
	if len(e.Message) > 0 {
		a.text.add("The message, as data: %s", shown(string(e.Message)))
	} else {
		a.text.add("The message, which is not JSON, as data: %s", shown(e.Raw))
	}
	if len(e.Sends) > 0 && e.Sends.Kind() != 'n' {
		a.text.add("LaunchDarkly gets: %s", shown(string(e.Sends)))
	} else {
		a.text.add("LaunchDarkly gets nothing. %s", sanitize.Escape(e.Reason))
	}
	return a
}
