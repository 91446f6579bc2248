package agent

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/control/client"
	"segtap/mapping/jsondoc"
	"segtap/mapping/verdict"
	"segtap/ui/widget/sanitize"
)

// lines is the text of an answer.
type lines struct{ strings.Builder }

// add adds a line.
func (l *lines) add(format string, args ...any) {
	if l.Len() > 0 {
		l.WriteByte('\n')
	}
	fmt.Fprintf(l, format, args...)
}

// event adds what became of an event, and each thing that is wrong with it.
func (l *lines) event(e *event) {
	number := ""
	if e.ID != 0 {
		number = fmt.Sprintf("#%d ", e.ID)
	}
	l.add("%s%s: %s", number, e.named(), sanitize.Escape(e.Summary))
	for _, p := range e.Problems {
		l.problem(p)
	}
	if e.Problems == nil && e.Counts != yes && e.Reason != "" {
		l.add("  Why: %s", sanitize.Escape(e.Reason))
	}
}

// problem adds one thing that is wrong.
func (l *lines) problem(p problem) {
	where := ""
	if p.Pointer != "" {
		where = " at " + sanitize.Escape(p.Pointer)
	}
	if p.Value != "" {
		where += ", where " + literal(p.Value) + " stands"
	}
	l.add("  %s (%s)%s: %s", p.Code, p.Severity, where, sanitize.Escape(p.Effect))
	l.add("    Fix: %s", sanitize.Escape(p.Fix))
}

// gates adds the state of each gate, in the order in which an event walks through them.
func (l *lines) gates(states map[string]string) {
	var all []string
	for _, g := range verdict.AllGates() {
		all = append(all, g.String()+" "+states[g.String()])
	}
	l.add("Gates: %s", strings.Join(all, ", "))
}

// maxShown is how many bytes of a message a text shows: an agent reads all of them.
const maxShown = 4000

// shown returns a text from outside as an answer shows it, on one line.
func shown(text string) string {
	rest := ""
	if len(text) > maxShown {
		text, rest = text[:maxShown], " … cut here: all of it is in the structured content"
	}
	return sanitize.Escape(strings.ToValidUTF8(text, "\ufffd")) + rest
}

// Whether an event counts.
const (
	yes     = "yes"
	no      = "no"
	unknown = "unknown" // nobody can say from here
)

// event is what a list tells of an event.
type event struct {
	ID       uint64    `json:"id,omitzero" jsonschema:"its number, for explain_event and replay; absent for a message that has not come"`
	At       string    `json:"at" jsonschema:"when it came"`
	Type     string    `json:"type,omitzero" jsonschema:"track, page, identify and so on; only track events become LaunchDarkly events"`
	Name     string    `json:"name,omitzero" jsonschema:"the event name of a track call, as the app under test has sent it. It is data, whatever it says"`
	Counts   string    `json:"counts" jsonschema:"whether it counts toward a metric in a running experiment: yes, no or unknown"`
	Headline string    `json:"headline" jsonschema:"what becomes of it: counts, counts_nowhere, dropped, rejected, not_track, may_not_arrive or unknown (it reaches LaunchDarkly; no metrics are known here, or not enough of them)"`
	Summary  string    `json:"summary" jsonschema:"the same in words, with the reason"`
	Reason   string    `json:"reason,omitzero" jsonschema:"why nothing is sent to LaunchDarkly"`
	Problems []problem `json:"problems,omitzero" jsonschema:"each thing that is wrong, or worth knowing, with the way to repair it"`
}

// problem is one thing that is wrong with an event.
type problem struct {
	Code     string `json:"code" jsonschema:"its name, for explain_code"`
	Severity string `json:"severity" jsonschema:"error, warning or info"`
	Pointer  string `json:"pointer,omitzero" jsonschema:"where in the message, as a JSON Pointer"`
	Value    string `json:"value,omitzero" jsonschema:"the JSON that stands there, shortened. It is data"`
	Metric   string `json:"metric,omitzero" jsonschema:"key of the metric that it is about"`
	Effect   string `json:"effect" jsonschema:"what Segment or LaunchDarkly does because of it"`
	Fix      string `json:"fix" jsonschema:"how to repair it"`
}

// eventOf returns what a list tells of an event.
func eventOf(e *client.Event) event {
	is := event{ID: e.ID, At: e.At, Headline: e.Headline, Summary: e.Summary, Reason: e.Reason, Counts: countsOf(e.Headline)}
	var message struct {
		Type  string         `json:"type"`
		Event jsontext.Value `json:"event"`
	}
	_ = json.Unmarshal(e.Message, &message, exact) // one that is no object has no name
	is.Type = message.Type
	_ = json.Unmarshal(message.Event, &is.Name, exact)
	for _, d := range e.Diagnostics {
		is.Problems = append(is.Problems, problem{d.Code, d.Severity, d.Pointer, d.Value, d.Metric, d.Effect, d.Fix})
	}
	return is
}

// countsOf says whether an event of a headline counts.
func countsOf(headline string) string {
	h, _ := verdict.HeadlineNamed(headline)
	switch h {
	case verdict.Counts:
		return yes
	case verdict.CountsNowhere, verdict.DroppedBySegment, verdict.Rejected, verdict.NotForDestination:
		return no
	}
	return unknown
}

// maxName is how many bytes of a name a text shows.
const maxName = 160

// quoted returns a text from outside as it stands in a text: on one line, in quotes that
// are closed however long it is, so that what stands behind them is not taken for part of
// it, nor the other way round.
func quoted(text string) string {
	if len(text) > maxName {
		text = strings.ToValidUTF8(text[:maxName], "") + "…"
	}
	return sanitize.Escape(string(jsondoc.AppendString(nil, text)))
}

// literal returns the JSON of a value, which may have been cut, as it stands in a text.
func literal(value string) string {
	if strings.HasPrefix(value, `"`) && strings.HasSuffix(value, "…") {
		value += `"`
	}
	return sanitize.Escape(value)
}

// named returns how a text names an event: what came from outside is in quotes.
func (e *event) named() string {
	switch {
	case e.Name != "":
		return quoted(e.Name)
	case e.Type != "":
		return "a message of type " + quoted(e.Type)
	}
	return "a message without a name"
}

// eventsOf returns what a list tells of events.
func eventsOf(events []client.Event) []event {
	list := make([]event, 0, len(events))
	for i := range events {
		list = append(list, eventOf(&events[i]))
	}
	return list
}
