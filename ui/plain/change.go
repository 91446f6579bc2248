package plain

import (
	"context"
	"fmt"
	"strings"

	"segtap/capture"
	"segtap/capture/store"
	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// fix repairs a copy of an event.
func (s *session) fix(_ context.Context, args string) {
	got, code, ok := s.event(args, "For example fix 3")
	if !ok {
		return
	}
	for i := range got.Judgement.Diagnostics {
		d := &got.Judgement.Diagnostics[i]
		if d.QuickFix != nil && (code == "" || code == d.Name()) {
			s.keep(got, d.QuickFix)
			return
		}
	}
	if code != "" {
		s.say("%s has no evident repair in event %d. set changes a value yourself.", code, got.Entry.ID)
		return
	}
	s.say("Event %d has no problem with an evident repair. problems %d tells what is wrong, and set changes a value yourself.", got.Entry.ID, got.Entry.ID)
}

// set sets a value in a copy of an event.
func (s *session) set(_ context.Context, args string) {
	const usage = "For example set 3 properties.revenue 59.9"
	got, rest, ok := s.event(args, usage)
	if !ok {
		return
	}
	place, value, _ := strings.Cut(rest, " ")
	value = strings.TrimSpace(value)
	if place == "" || value == "" {
		s.say("Which value? %s.", usage)
		return
	}
	if _, err := jsondoc.Parse([]byte(value)); err != nil {
		value = string(jsondoc.AppendString(nil, value)) // a text that somebody has not put quotes around
	}
	if !strings.HasPrefix(place, "/") {
		place = "/" + strings.ReplaceAll(place, ".", "/")
	}
	op := "replace"
	doc, err := jsondoc.Parse(got.Message.Text)
	if err != nil {
		s.say("Event %d is not JSON: nothing can be set in it.", got.Entry.ID)
		return
	}
	if doc.Root().Lookup(place).Kind() == jsondoc.Absent {
		op = "add"
	}
	s.keep(got, verdict.Patch{{Op: op, Path: place, Value: value}})
}

// keep keeps a copy of an event with changes made in it. One of a file is brought into the capture when they fit.
func (s *session) keep(got *store.Captured, changes verdict.Patch) {
	text, err := changes.Apply(got.Message.Text)
	if err == nil {
		_, err = jsondoc.Parse(text)
	}
	if err != nil {
		s.say("Event %d stays as it is: %v.", got.Entry.ID, err)
		return
	}
	got, ok := s.bring(s.opened(), got)
	if !ok {
		return
	}
	id, err := s.Store.Add(text, capture.Edited, got.Entry.ID, s.Now())
	if err != nil {
		s.say("The copy was not kept: %v.", err)
		return
	}
	for _, op := range changes {
		s.say("%s", changed(op))
	}
	s.say("The copy is event %d; event %d stays as it came. To send it: replay %d", id, got.Entry.ID, id)
}

// changed says what a change does.
func changed(op verdict.PatchOp) string {
	if op.Op == "remove" {
		return prose.Dotted(op.Path) + " is taken out."
	}
	return fmt.Sprintf("%s is %s now.", prose.Dotted(op.Path), op.Value)
}
