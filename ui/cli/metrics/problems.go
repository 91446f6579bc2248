package metrics

import (
	"slices"

	"segtap/mapping/naming"
	"segtap/mapping/verdict"
	"segtap/ui/cli/ignoring"
	"segtap/ui/cli/report"
)

// failsOn are the severities from which on --fail-on lets a command fail, by its words.
var failsOn = map[string]verdict.Severity{"error": verdict.Error, "warning": verdict.Warning, "never": verdict.Error + 1}

// problems are the findings of a table as a report tells them, those that fail first.
func problems(table *naming.Table, failOn string) []report.Problem {
	var list []report.Problem
	for i := range table.Rows {
		for k := range table.Rows[i].Findings {
			list = append(list, problemOf(&table.Rows[i].Findings[k], failOn))
		}
	}
	slices.SortStableFunc(list, func(a, b report.Problem) int {
		return map[bool]int{false: 1}[a.Fails] - map[bool]int{false: 1}[b.Fails]
	})
	return list
}

func problemOf(f *naming.Finding, failOn string) report.Problem {
	p := report.Problem{
		Code: f.Name(), Severity: f.Severity.String(), Fails: f.Severity >= failsOn[failOn], Event: f.Event,
		File: f.Place.File, Line: f.Place.Line, Column: f.Place.Column, Pointer: f.Pointer, Value: f.Value,
		Metric: f.Metric, Nearest: f.Nearest, Effect: f.Effect, Fix: f.Fix, Sent: f.Sent, SentAt: f.SentAt(),
	}
	if f.Code == verdict.MetricNotFound {
		p.Fix = "Send the event key of a metric, or create one with this event key; if it is meant for none, leave it out with " + ignoring.Hint(f.Name(), f.Event) + "."
	}
	if f.Value != "" {
		p.Values = []string{f.Value}
	}
	return p
}
