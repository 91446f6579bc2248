package check

import (
	"bufio"
	"errors"
	"fmt"
	"slices"
	"time"

	"segtap/mapping/expectation"
	"segtap/mapping/query"
	"segtap/mapping/tree"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/cli/jsonl"
	"segtap/ui/widget/sanitize"
)

// maxExpect is how many bytes a file of expectations may have.
const maxExpect = 4 << 20

// ReadExpected reads the files of --expect.
func ReadExpected(files config.FilesFlag, now time.Time) ([]*expectation.Set, error) {
	var sets []*expectation.Set
	for _, file := range files {
		text, err := file.Read(maxExpect)
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

// WriteResults writes results, those that are not met first, and fails if there is one.
func WriteResults(std console.Streams, results []expectation.Result, asJSON bool) error {
	sorted := slices.Clone(results)
	slices.SortStableFunc(sorted, func(a, b expectation.Result) int {
		return map[bool]int{true: 1}[a.OK] - map[bool]int{true: 1}[b.OK]
	})
	out := bufio.NewWriter(std.Out)
	unmet := 0
	for i := range sorted {
		r := &sorted[i]
		if !r.OK {
			unmet++
		}
		if !asJSON {
			writeResult(out, r)
		} else if err := jsonl.Write(out, r); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if unmet > 0 {
		return console.Failed("", "%d of %s not met", unmet, console.Count(len(results), "expectation"))
	}
	console.Say(std, []string{console.Count(len(results), "expectation") + " met"})
	return nil
}

// writeResult tells a person of a result.
func writeResult(out *bufio.Writer, r *expectation.Result) {
	word := "FAIL"
	switch r.State {
	case expectation.Met:
		word = "ok"
	case expectation.Skipped:
		word = "skip"
	case expectation.Missing, expectation.Broken:
	}
	fmt.Fprintf(out, "%-4s %s  %s:%d\n", word, sanitize.Escape(r.Name), sanitize.Escape(r.File), r.Line)
	if r.State == expectation.Skipped {
		fmt.Fprintf(out, "         %s\n", sanitize.Escape(r.Came))
	}
	if r.OK {
		return
	}
	fmt.Fprintf(out, "         expected: %s\n         came:     %s\n", sanitize.Escape(r.Expected), sanitize.Escape(r.Came))
	m := r.Nearest
	if m == nil {
		return
	}
	where := place{m.File, m.Line}.String()
	if m.File == "" {
		where = fmt.Sprintf("event %d", m.Entry)
	}
	fmt.Fprintf(out, "         nearest:  %s, %s: %s\n", sanitize.Escape(where), sanitize.Escape(named(m.Event)), sanitize.Escape(m.What))
	if found := m.Found(); found != "" {
		fmt.Fprintf(out, "                   %s\n", sanitize.Escape(found))
	}
	if m.Fix != "" {
		fmt.Fprintf(out, "                   %s\n", sanitize.Escape(m.Fix))
	}
}
