package exporter

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"segtap/mapping"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/ui/cli/check"
	"segtap/ui/cli/console"
	"segtap/ui/cli/report"
)

// Report writes what a check finds, with the first message of each kind of problem, as
// Markdown for a ticket. Checked says what it was checked against.
func Report(ctx context.Context, std console.Streams, judge *mapping.Judge, opt Options, checked []string, now time.Time, files []string) error {
	s := secrets{keys: opt.Keys, emails: opt.Emails}
	names := slices.Clone(files)
	for i, name := range names {
		if name == "-" {
			names[i] = "standard input"
		}
	}
	ticket := report.Ticket{Checked: append([]string{"what: " + strings.Join(names, ", ")}, checked...), Mask: s.problem}
	if opt.Filter != "" {
		ticket.Checked = append(ticket.Checked, "of that what the filter wants: "+s.text(opt.Filter, ""))
	}
	return check.New(judge, check.Options{
		FailOn: "never", Filter: opt.Filter, Edits: opt.Edits, Format: ticket.Format(), Problems: true, Example: s.example,
	}, opt.Wanted, now).Check(ctx, std, files)
}

// example shows a message without its secrets.
func (s *secrets) example(m *message.Message, j *mapping.Judgement, writeKey string) *report.Example {
	e := report.Example{WriteKey: writeKey, Reason: s.text(j.Reason, writeKey)}
	if m.Root.Kind() == jsondoc.Absent {
		e.Message = []byte(s.text(string(m.Text), writeKey))
	} else {
		e.Message = bytes.Clone(s.json(m.Root, writeKey))
	}
	if j.Sent() {
		if doc, err := jsondoc.Parse(j.Event.AppendJSON(nil)); err == nil {
			e.Sends = s.json(doc.Root(), writeKey)
		}
	}
	return &e
}

// problem leaves out the secrets of what is told of a problem.
func (s *secrets) problem(p *report.Problem) {
	key := ""
	if p.Example != nil {
		key = p.Example.WriteKey
	}
	p.Event = s.text(p.Event, key)
	hidden := s.hidden(p.Pointer)
	values := make([]string, len(p.Values))
	for i, value := range p.Values {
		if values[i] = mask; !hidden {
			values[i] = s.text(value, key)
		}
		if values[i] != value && value != "" {
			p.Effect, p.Fix = strings.ReplaceAll(p.Effect, value, values[i]), strings.ReplaceAll(p.Fix, value, values[i])
		}
	}
	p.Values = values
	p.Pointer, p.Effect, p.Fix = s.text(p.Pointer, key), s.text(p.Effect, key), s.text(p.Fix, key)
}
