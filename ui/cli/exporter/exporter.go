package exporter

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/dustin/go-humanize/english"

	"segtap/capture/formats"
	"segtap/capture/journal"
	"segtap/capture/repeat"
	"segtap/mapping"
	"segtap/mapping/message"
	"segtap/mapping/query"
	"segtap/ui/cli/console"
	"segtap/ui/cli/input"
)

// The formats that are made of what becomes of a message.
const (
	LaunchDarkly = "launchdarkly"
	CSV          = "csv"
	Markdown     = "markdown"
	Capture      = "capture" // written as it stands
)

// Formats are the names of the formats, the first one where none is named.
func Formats() []string { return append(formats.Written(), LaunchDarkly, CSV, Markdown) }

// Options say what is written, and how.
type Options struct {
	Format string
	Filter string        // as it was given
	Wanted *query.Filter // nil: all
	Edits  bool          // edits and replays are written too
	Keys   bool          // write keys are written as they came
	Emails bool          // e-mail addresses are masked
}

// Judges reports whether the messages have to be judged.
func (o *Options) Judges() bool {
	return o.Wanted != nil || slices.Contains([]string{LaunchDarkly, CSV, Markdown}, o.Format)
}

// exporter writes the messages of files.
type exporter struct {
	opt     Options
	judge   *mapping.Judge // nil where none is needed
	now     time.Time
	records *formats.Writer // nil for a format that is made of what becomes of a message
	rows    rows            // nil for one that has records
	repeats repeat.Detector

	given, unwanted, again, made, left, damaged int
}

// rows writes what becomes of each message.
type rows interface {
	write(e *event) (written bool, err error)
	close() (notes []string, err error)
}

// event is a message that is written.
type event struct {
	number   uint64
	at       time.Time
	writeKey string
	message  *message.Message
	judged   *mapping.Judgement
}

// Export writes the messages of files, - for standard input. The judge may be nil where
// [Options.Judges] says so.
func Export(ctx context.Context, std console.Streams, judge *mapping.Judge, opt Options, now time.Time, files []string) error {
	out := bufio.NewWriter(std.Out)
	e := exporter{opt: opt, judge: judge, now: now}
	switch opt.Format {
	case LaunchDarkly:
		e.rows = &events{out: out, keys: opt.Keys}
	case CSV:
		e.rows = newTable(out, opt)
	default:
		w, _ := formats.NewWriter(out, opt.Format)
		w.Masked = !opt.Keys
		e.records = w
	}
	for _, name := range files {
		if err := e.file(ctx, std, name); err != nil {
			return errors.Join(err, out.Flush())
		}
	}
	notes, err := e.close()
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return fmt.Errorf("cannot write to standard output: %w", err)
	}
	if err := e.nothing(files); err != nil {
		return err
	}
	console.Say(std, slices.Concat(e.notes(), notes))
	return nil
}

// close writes what is left to write.
func (e *exporter) close() (notes []string, err error) {
	if e.rows != nil {
		return e.rows.close()
	}
	err = e.records.Close()
	e.given, e.left = e.records.Given(), e.records.LeftOut()
	return maskedKeys(e.records.MaskedRequests(), "request"), err
}

// file writes what a file holds.
func (e *exporter) file(ctx context.Context, std console.Streams, name string) error {
	in, err := input.Open(ctx, std, name)
	if err != nil {
		return err
	}
	defer in.Close()
	name = input.Shown(name)
	reader := formats.NewReader(in)
	err = reader.Items(func(item *formats.Item) error {
		if item.CutShort { // a line that was cut short when the writer ended
			e.damaged++
			return nil
		}
		return e.item(name, item)
	})
	console.Say(std, reader.Notes())
	if err != nil {
		return input.Unreadable(name, err)
	}
	return nil
}

// item writes what an item holds.
func (e *exporter) item(name string, item *formats.Item) error {
	rec, ok, err := item.Record(e.now)
	if err != nil {
		return input.Refused(name, item.Line, err)
	}
	if e.opt.Format == Capture {
		err := e.records.WriteItem(item, &rec, ok)
		if errors.Is(err, formats.ErrNumbers) {
			return console.Failed("export each for itself", "%s %w", input.Place(name, item.Line), err)
		}
		return err
	}
	if !ok {
		return nil
	}
	if formats.Made(&rec) && !e.opt.Edits {
		e.made += max(rec.N, 1)
		return nil
	}
	if e.judge == nil {
		return e.records.Write(&rec)
	}
	taken, _, err := item.Take(e.now)
	if err != nil {
		return input.Refused(name, item.Line, err)
	}
	return e.take(&taken, &rec)
}

// take writes the messages that came together, as far as they are wanted.
func (e *exporter) take(taken *formats.Taken, rec *journal.Record) error {
	wanted := make([]bool, taken.Len())
	for i := range wanted {
		m, arrival := taken.Message(i), taken.Arrival(i)
		number := uint64(e.given + e.unwanted + e.again + 1)
		if taken.First > 0 {
			number = taken.First + uint64(i)
		}
		again := false
		if !taken.Made { // what was made of a message may have its messageId
			again, arrival.DuplicateOf, arrival.OtherSource = e.repeats.Note(repeat.Of(&m, taken.WriteKey), number)
		}
		if again && e.rows != nil {
			e.again++
			continue
		}
		j := e.judge.Message(&m, arrival)
		if taken.Refused || j.Verdict.Gates.Refused() {
			e.repeats.Refuse(repeat.Of(&m, taken.WriteKey))
		}
		if !e.wants(&m, &j, taken, number) {
			e.unwanted++
			continue
		}
		wanted[i] = true
		e.given++
		if e.rows == nil {
			continue
		}
		written, err := e.rows.write(&event{number, rec.At, taken.WriteKey, &m, &j})
		if err != nil {
			return err
		}
		if !written {
			e.left++
		}
	}
	if e.rows != nil {
		return nil
	}
	return e.records.WriteSome(rec, wanted)
}

// wants reports whether the filter wants a message.
func (e *exporter) wants(m *message.Message, j *mapping.Judgement, taken *formats.Taken, number uint64) bool {
	if e.opt.Wanted == nil {
		return true
	}
	row := query.RowOf(m, j)
	row.ID, row.At, row.Origin = number, taken.At.UnixMicro(), query.Origin(taken.Origin)
	doc := query.DocumentOf(m, j, taken.WriteKey)
	return e.opt.Wanted.MatchDocument(&row, &doc)
}

// nothing is the error of an input of which nothing is written; nil where something is.
func (e *exporter) nothing(files []string) error {
	switch {
	case e.left < e.given:
		return nil
	case e.given > 0 && e.opt.Format == LaunchDarkly:
		return console.Failed("`segtap map` says why of each", "the destination sends no event for what there is: %s", console.Count(e.given, "message"))
	case e.unwanted > 0 && e.given == 0:
		return console.Failed("", "--filter %s wants none of %s", e.opt.Filter, console.Count(e.unwanted, "message"))
	case e.made > 0 && e.given == 0:
		return console.Failed("--edits takes them", "there are only edits and replays, %s", console.Count(e.made, "message"))
	case e.given == 0:
		return console.Failed(input.Instead(files), "there is no message that the format %s can carry", e.opt.Format)
	}
	return console.Failed(input.WayOut, "there is no message that the format %s can carry", e.opt.Format)
}

// notes say what was left out.
func (e *exporter) notes() (notes []string) {
	if e.damaged > 0 {
		notes = append(notes, input.Damaged(e.damaged))
	}
	if e.left > 0 {
		what := "that the format " + e.opt.Format + " cannot carry"
		if e.opt.Format == LaunchDarkly {
			what = "for which the destination sends no event: `segtap map` says why"
		}
		notes = append(notes, fmt.Sprintf("left out %s %s", console.Count(e.left, "message"), what))
	}
	if e.unwanted > 0 {
		notes = append(notes, "left out "+console.Count(e.unwanted, "message")+" that --filter does not want")
	}
	if e.again > 0 {
		notes = append(notes, fmt.Sprintf("%s came again with the same messageId, and %s there once", console.Count(e.again, "message"), english.PluralWord(e.again, "is", "are")))
	}
	if e.made > 0 {
		notes = append(notes, input.MadeHere(e.made))
	}
	return notes
}
