package check

import (
	"errors"
	"slices"
	"time"

	"segtap/mapping/expectation"
	"segtap/mapping/query"
	"segtap/mapping/tree"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/cli/report"
)

// ReadExpected reads the files of --expect.
func ReadExpected(files config.FilesFlag, now time.Time) ([]*expectation.Set, error) {
	var sets []*expectation.Set
	for _, file := range files {
		text, err := file.Read(expectation.MaxText)
		if err != nil {
			hint := config.FileHint(err)
			if hint == "" {
				hint = "--expect takes a YAML or JSON file: docs/expectations.md"
			}
			return nil, console.Cannot(hint, "%w", err)
		}
		set, err := expectation.Parse(file.Path, text, now)
		if wrong, ok := errors.AsType[*tree.Error](err); ok {
			said := *wrong
			said.Hint = ""
			return nil, console.Cannot(wrong.Hint, "%w", &said)
		}
		if err != nil {
			return nil, err
		}
		sets = append(sets, set)
	}
	return sets, nil
}

// Expect has the checker hold the messages against what files expect.
func (c *Checker) Expect(sets []*expectation.Set) error {
	for _, set := range sets {
		e, err := set.Begin(c.judge)
		if wrong, ok := errors.AsType[*tree.Error](err); ok {
			said := *wrong
			said.Hint = ""
			return console.Usage(wrong.Hint, "%w", &said)
		}
		if err != nil {
			return err
		}
		c.expected = append(c.expected, e)
	}
	return nil
}

// hold holds a message against all that is expected.
func (c *Checker) hold(at place, row *query.Row, doc *query.Document) {
	for _, e := range c.expected {
		e.Add(&expectation.Event{File: at.file, Line: at.line, Row: row, Document: doc})
	}
}

// results returns what came of all that was expected.
func (c *Checker) results() []expectation.Result {
	var all []expectation.Result
	for _, e := range c.expected {
		all = append(all, e.Results()...)
	}
	return all
}

// unmetFirst sorts results.
func unmetFirst(results []expectation.Result) []expectation.Result {
	sorted := slices.Clone(results)
	slices.SortStableFunc(sorted, func(a, b expectation.Result) int {
		return map[bool]int{true: 1}[a.OK] - map[bool]int{true: 1}[b.OK]
	})
	return sorted
}

// decide reports what came of expectations, with notes, and fails where they are not met, or with what
// kept them from being checked: then nobody knows whether those are met that are not broken.
func decide(std console.Streams, format report.Format, r *report.Report, failure error, notes []string) error {
	if failure != nil {
		r.Failure = failure.Error()
		if _, unmet := r.Failing(); unmet == 0 {
			r.Results = nil
		}
	}
	if err := format.Write(std.Out, r); err != nil {
		return err
	}
	console.Say(std, notes)
	if r.Results != nil {
		if err := decided(std, r); err != nil {
			return err
		}
	}
	return failure
}

// decided says whether the expectations are met, and fails where they are not.
func decided(std console.Streams, r *report.Report) error {
	if _, unmet := r.Failing(); unmet > 0 {
		return console.Failed("", "%d of %s not met", unmet, console.Count(len(r.Results), "expectation"))
	}
	console.Say(std, []string{console.Count(len(r.Results), "expectation") + " met"})
	return nil
}
