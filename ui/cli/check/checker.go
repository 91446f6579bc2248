package check

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/dustin/go-humanize/english"

	"segtap/capture/formats"
	"segtap/capture/repeat"
	"segtap/mapping"
	"segtap/mapping/expectation"
	"segtap/mapping/message"
	"segtap/mapping/naming"
	"segtap/mapping/query"
	"segtap/mapping/verdict"
	"segtap/ui/cli/console"
	"segtap/ui/cli/ignoring"
	"segtap/ui/cli/input"
	"segtap/ui/cli/report"
)

// Options say what a check fails for, and how it is regraded.
type Options struct {
	FailOn string          // the severity from which on it fails: error or warning; never
	Ignore verdict.Ignored // what is no problem
	Filter string          // as it was given
	Edits  bool            // edits and replays are checked too
	Format report.Format
	Root   string // the directory that reports name files from; empty for the present one
	// Problems says that what is wrong with messages is told, and fails the check: as ever
	// where nothing is expected of them.
	Problems bool
	// Example shows the first message of each kind of problem; nil: none is shown.
	Example func(m *message.Message, j *mapping.Judgement, writeKey string) *report.Example
}

// Checker judges messages and sums up what is wrong with them.
type Checker struct {
	judge    *mapping.Judge
	opt      Options
	wanted   *query.Filter // nil: all
	now      time.Time
	Messages int // that were judged and wanted
	unwanted int // by the filter
	again    int // sent again: they are no messages of their own
	made     int // made here, by an edit or a replay: no app has sent them
	repeats  repeat.Detector
	assumed  int // of the messages, have no type and were taken for Track calls
	tally    tally
	found    map[finding]*problem
	kinds    map[bool]int // how many were found that fail, or do not
	unlisted report.Unlisted
	records  bool     // there are records: it is a capture file
	damaged  int      // lines of capture files that are no whole records
	said     []string // of the files
	expected []*expectation.Evaluation
}

// New returns a checker of the messages that a filter wants; nil for all.
func New(judge *mapping.Judge, opt Options, wanted *query.Filter, now time.Time) *Checker {
	return &Checker{judge: judge, opt: opt, wanted: wanted, now: now, found: make(map[finding]*problem), kinds: make(map[bool]int), unlisted: report.Unlisted{Most: mostKinds}, repeats: repeat.Bounded()}
}

// Check checks the messages of files, - for standard input, reports what is wrong
// with them, and fails if there is a problem or no message.
func (c *Checker) Check(ctx context.Context, std console.Streams, files []string) error {
	err := c.files(ctx, std, files)
	c.repeats.Close()
	return c.report(std, files, err) // what was found before an error is told
}

func (c *Checker) files(ctx context.Context, std console.Streams, files []string) error {
	for _, name := range files {
		if err := c.File(ctx, std, name); err != nil {
			return err
		}
	}
	if err := c.repeats.Err(); err != nil {
		return console.Cannot("", "cannot tell which messages came again: %w", err)
	}
	return nil
}

// place is where a value stands.
type place struct {
	file string
	line int
}

// File checks the messages of a file, or of standard input for -.
func (c *Checker) File(ctx context.Context, std console.Streams, name string) error {
	in, err := input.Open(ctx, std, name)
	if err != nil {
		return err
	}
	defer in.Close()
	name = input.Shown(name)
	refused := false
	notes, err := formats.Work(formats.NewReader(in), func() func(formats.Stretch, *sheet) *sheet { return (&worker{Checker: c}).sheet }, func(s *sheet) error {
		for i := range s.items {
			if err := c.item(name, &s.items[i], s); err != nil {
				refused = true
				return err
			}
		}
		return nil
	})
	c.said = append(c.said, notes...)
	if err != nil && !refused {
		return input.Unreadable(name, err)
	}
	return err
}

// item counts what one item holds.
func (c *Checker) item(name string, it *item, in *sheet) error {
	c.records = c.records || it.record
	switch {
	case it.broken && c.records: // a line that was cut short when the writer ended
		c.damaged++
	case it.err != nil:
		return input.Refused(name, it.stretch.Line, it.err)
	case it.made && !c.opt.Edits:
		c.made += it.len
	default:
		for i := range it.messages {
			c.message(place{name, it.stretch.Line}, it, i, in)
		}
	}
	return nil
}

// message counts a message, and what is wrong with it.
func (c *Checker) message(at place, it *item, i int, in *sheet) {
	m, number := &it.messages[i], uint64(c.Messages+c.unwanted+c.again+1)
	if it.first > 0 {
		number = it.first + uint64(i)
	}
	if !it.made { // what was made of a message may have its messageId
		again, duplicateOf, otherSource := c.repeats.Note(m.identity, number)
		switch {
		case again:
			c.again++
			return
		case duplicateOf > 0:
			whole := &c.whole(it)[i]
			whole.arrival.DuplicateOf, whole.arrival.OtherSource = duplicateOf, otherSource
			whole.judge(c.judge)
			*m = c.sumUp(&whole.Message, &whole.judgement, &it.taken, in)
		}
	}
	if m.assumed {
		c.assumed++
	}
	if m.refused {
		c.repeats.Refuse(m.identity)
	}
	if !c.wants(at, it, i, number) {
		c.unwanted++
		return
	}
	c.Messages++
	c.tally.add(m, c.judge.Catalogue() != nil)
	c.problemsOf(m, at, it, i)
}

// wants reports whether the filter wants a message, and holds one that it wants against what
// is expected.
func (c *Checker) wants(at place, it *item, i int, number uint64) bool {
	decided := it.messages[i].wanted
	if decided != query.Unknown || c.wanted == nil && len(c.expected) == 0 {
		return decided != query.False
	}
	whole := &c.whole(it)[i]
	row, doc := seen(&whole.Message, &whole.judgement, &it.taken)
	row.ID = number
	if c.wanted != nil && !c.wanted.MatchDocument(&row, &doc) {
		return false
	}
	c.hold(at, &row, &doc)
	return true
}

// Regrade returns a diagnostic of an event as a check tells of it: to a check, events that are meant
// for no metric are errors.
func Regrade(d *verdict.Diagnostic, event string) *verdict.Diagnostic {
	severity := naming.Severity(d)
	if severity == d.Severity {
		return d
	}
	regraded := *d
	regraded.Severity = severity
	regraded.Fix = "Send the event key of a metric, or create one with this event key; if it is meant for none, leave it out with " + ignoring.Hint(d.Name(), event) + ", or with --filter."
	return &regraded
}

// worthTelling reports whether a check, to which it has a severity, tells of a
// diagnostic: of all that is wrong, and of why it is not known whether a message counts.
func worthTelling(d *verdict.Diagnostic, severity verdict.Severity, j *mapping.Judgement) bool {
	return severity != verdict.Info || d.Code == verdict.MetricFilterUnseen && j.Verdict.Headline == verdict.HeadlineUnknown
}

// report writes the problems, those that fail first, and what came of all that was
// expected; says what becomes of the messages; and fails if there is a problem, an
// expectation that is not met or no message, or with what kept it from checking all.
func (c *Checker) report(std console.Streams, files []string, failure error) error {
	r := report.Report{Problems: c.problems(), Messages: c.Messages, Headlines: c.tally.headlines(), Unlisted: c.unlisted, Root: c.opt.Root}
	if failure == nil { // else nobody knows whether they are met
		r.Results = unmetFirst(c.results())
	}
	if c.Messages == 0 && failure == nil {
		failure = c.nothing(files)
	}
	notes := c.said
	if c.Messages > 0 {
		notes = c.notes()
		r.Summary = notes[len(notes)-1]
	}
	if err := decide(std, c.opt.Format, &r, failure, notes); err != nil {
		return err
	}
	failed, _ := r.Failing()
	if failed == 0 {
		return nil
	}
	text := console.Count(failed, "problem") + " in " + console.Count(c.Messages, "message")
	if n := c.unlisted.Failing; n > 0 {
		text = fmt.Sprintf("more than %s: %d %s further ones, which are not listed", text, n, english.PluralWord(n, "has", "have"))
	}
	return console.Failed("`segtap explain CODE` says more about one", "%s", text)
}

// nothing says that no message was checked.
func (c *Checker) nothing(files []string) error {
	if c.unwanted > 0 {
		return console.Failed("", "--filter %s wants none of %s: nothing was checked", c.opt.Filter, console.Count(c.unwanted, "message"))
	}
	where := input.List(files)
	if where == "-" {
		where = "standard input"
	}
	if c.made > 0 {
		return console.Failed("--edits checks them", "there are only edits and replays in %s, %s: nothing was checked", where, console.Count(c.made, "message"))
	}
	return console.Failed(input.Instead(files), "there is no message in %s: nothing was checked", where)
}

// notes say what was assumed, and what becomes of the messages.
func (c *Checker) notes() []string {
	notes := slices.Clone(c.said)
	if c.assumed > 0 {
		verb := english.PluralWord(c.assumed, "has no type and is", "have no type and are")
		notes = append(notes, fmt.Sprintf("%s %s taken for Track calls, as /v1/track does", console.Count(c.assumed, "message"), verb))
	}
	if c.again > 0 {
		notes = append(notes, console.Count(c.again, "message")+" came again with the same messageId: Segment keeps the first")
	}
	if c.made > 0 {
		notes = append(notes, input.MadeHere(c.made))
	}
	if c.damaged > 0 {
		notes = append(notes, input.Damaged(c.damaged))
	}
	text := console.Count(c.Messages, "message") + ": " + c.tally.String()
	if c.judge.Catalogue() == nil {
		text += "; names not checked: give --metrics or --ld-project"
	}
	if !c.unlisted.IsZero() {
		text += "; " + c.unlisted.String()
	}
	return append(notes, text)
}

// Unchecked reports that nothing could be checked, and why, and returns the reason.
func Unchecked(std console.Streams, opt Options, failure error) error {
	r := report.Report{Failure: failure.Error(), Root: opt.Root}
	if err := opt.Format.Write(std.Out, &r); err != nil {
		return err
	}
	return failure
}
