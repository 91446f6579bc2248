package plain

import (
	"fmt"
	"strings"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/store"
	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
	"segtap/ui/draw"
	"segtap/ui/widget/count"
)

// sentence tells an event in one sentence: what it is, what becomes of it, and its worst problem.
func sentence(got *store.Captured) string {
	e := &got.Entry
	text := fmt.Sprintf("Event %d: %s", e.ID, named(*e))
	if e.User != "" {
		text += ", user " + e.User
	}
	if e.Value != "" {
		text += ", value " + e.Value
	}
	text += made(*e) + ": " + got.Judgement.Summary() + "."
	if d := worst(got.Judgement.Diagnostics); d != nil {
		text += " " + titled(d.Severity) + " " + d.Name() + at(d) + "."
		if more := e.Verdict.Errors + e.Verdict.Warnings - 1; more > 0 {
			text += fmt.Sprintf(" And %s.", count.Of(int(more), "more problem"))
		}
	}
	return text
}

// named names an event: a Track call by its event, others with their type.
func named(e capture.Entry) string {
	switch {
	case e.Type == "" && e.Name == "":
		return "no message"
	case e.Type == "track" && e.Name == "":
		return "a Track call without an event name"
	case e.Type == "track":
		return e.Name
	}
	return strings.TrimSpace(e.Type + " " + e.Name)
}

// made says how an event came to be, where no app sent it, and what has been done with it.
func made(e capture.Entry) string {
	var parts []string
	add := func(yes bool, text string) {
		if yes {
			parts = append(parts, text)
		}
	}
	add(e.Origin == capture.Edited, fmt.Sprintf("an edit of %d", e.Parent))
	add(e.Origin == capture.Replayed || e.Origin == capture.Received && e.Parent != 0, fmt.Sprintf("a replay of %d", e.Parent))
	add(e.Origin == capture.Opened, "opened from a file")
	add(e.Retries > 0, "sent "+count.Of(e.Retries+1, "time")+" by its sender")
	add(e.Marked, "marked")
	add(e.Draft, "with an unfinished edit")
	if len(parts) == 0 {
		return ""
	}
	return ", " + strings.Join(parts, ", ")
}

// worst returns the first of the most serious diagnostics; nil when there is nothing wrong.
func worst(list []verdict.Diagnostic) (found *verdict.Diagnostic) {
	for i := range list {
		if d := &list[i]; d.Severity != verdict.Info && (found == nil || d.Severity > found.Severity) {
			found = d
		}
	}
	return found
}

// titled is a severity at the beginning of a sentence.
func titled(s verdict.Severity) string {
	name := s.String()
	return strings.ToUpper(name[:1]) + name[1:]
}

// at says where a diagnostic is, and what stands there.
func at(d *verdict.Diagnostic) string {
	text := ""
	if d.Pointer != "" {
		text = " at " + prose.Dotted(d.Pointer)
	}
	if d.Metric != "" {
		text += " for the metric " + d.Metric
	}
	return text
}

// problems tells all that is wrong with an event.
func (v *voice) problems(got *store.Captured) {
	list := got.Judgement.Diagnostics
	if len(list) == 0 {
		v.say("Nothing is wrong with event %d.", got.Entry.ID)
		return
	}
	for i := range list {
		d := &list[i]
		value := ""
		if d.Value != "" {
			value = ", where " + d.Value + " is"
		}
		v.say("Problem %d of %d: %s %s%s%s.", i+1, len(list), d.Severity, d.Name(), at(d), value)
		v.say("  %s", d.Effect)
		v.say("  %s", d.Fix)
		if d.QuickFix != nil {
			v.say("  To repair a copy: fix %d %s", got.Entry.ID, d.Name())
		}
	}
}

// tellAll tells all of an event, what matters first.
func (s *session) tellAll(got *store.Captured) {
	e, j := &got.Entry, &got.Judgement
	s.say("Event %d: %s%s.", e.ID, named(*e), made(*e))
	s.say("Verdict: %s.", j.Summary())
	s.say("Gates: %s.", gates(j.Verdict.Gates))
	s.problems(got)
	s.say("The message:")
	s.text(string(jsondoc.Indent(got.Message.Text)))
	switch {
	case j.Event == nil && j.Reason != "":
		s.say("Nothing goes to LaunchDarkly: %s", j.Reason)
	case j.Event == nil:
		s.say("Nothing goes to LaunchDarkly.")
	default:
		s.say("%s:", draw.EventTitle(j))
		s.text(string(jsondoc.Indent(j.Event.AppendJSON(nil))))
	}
	for i := range j.Metrics {
		if v := &j.Metrics[i]; j.Sent() {
			s.say("Metric %s: %s.", v.Metric.Key, draw.MetricVerdict(v, j.CountsFor(v)))
		}
	}
	if rec := &got.Record; rec.Kind == journal.Request {
		s.say("It came at %s%s.", draw.Moment(e.At, s.Now()), came(rec))
	}
	for i := range got.Attempts {
		a := &got.Attempts[i]
		s.say("It was sent to %s: %s. %s", a.Target, a.Result(), a.Meaning())
	}
}

// came says how a request came.
func came(rec *journal.Record) string {
	text := ""
	if route := strings.TrimSpace(rec.Method + " " + rec.Path); route != "" {
		text += " by " + route
	}
	if rec.Library != "" {
		text += " from " + rec.Library
	}
	if rec.Status != 0 {
		text += fmt.Sprintf(", answered %d", rec.Status)
	}
	return text
}

// gates tells the gates by what they say, in their order.
func gates(gates verdict.Gates) string {
	var parts []string
	names := map[verdict.State][]string{}
	for _, g := range verdict.AllGates() {
		state := gates.State(g)
		names[state] = append(names[state], g.String())
	}
	for _, of := range []struct {
		state verdict.State
		says  string
	}{{verdict.Fail, "fails"}, {verdict.Warn, "warns"}, {verdict.Pass, "passes"}, {verdict.Unknown, "not known"}} {
		if list := names[of.state]; len(list) > 0 {
			parts = append(parts, of.says+": "+strings.Join(list, ", "))
		}
	}
	return strings.Join(parts, "; ")
}
