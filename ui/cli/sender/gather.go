package sender

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/dustin/go-humanize/english"

	"segtap/capture/formats"
	"segtap/capture/journal"
	"segtap/capture/repeat"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/query"
	"segtap/ui/cli/console"
	"segtap/ui/cli/input"
)

// gatherer takes the messages that are wanted from files into a store.
type gatherer struct {
	opt     *Options
	judge   *mapping.Judge
	now     time.Time
	into    *store.Copies
	events  bool // only what becomes a custom event is wanted
	entries []uint64
	repeats repeat.Detector

	seen, unwanted, again, made, eventless, broken int
	firstBroken                                    string   // where it stands
	said                                           []string // of the files
}

// file takes the messages of a file, or of standard input for -.
func (g *gatherer) file(ctx context.Context, std console.Streams, name string) error {
	in, err := input.Open(ctx, std, name)
	if err != nil {
		return err
	}
	defer in.Close()
	name = input.Shown(name)
	shown := name
	if name == "-" {
		shown = "stdin"
	}
	reader := formats.NewReader(in)
	err = reader.Items(func(item *formats.Item) error {
		if g.full() {
			return errFull
		}
		return g.item(name, fmt.Sprintf("%s:%d", shown, item.Line), item)
	})
	g.said = append(g.said, reader.Notes()...)
	if err != nil && !errors.Is(err, errFull) {
		return input.Unreadable(name, err)
	}
	return nil
}

// errFull ends the reading of a file when no more messages are wanted.
var errFull = errors.New("enough")

// full says that no more messages are wanted.
func (g *gatherer) full() bool { return g.opt.Limit > 0 && len(g.entries) >= g.opt.Limit }

// item takes the messages of an item.
func (g *gatherer) item(name, at string, item *formats.Item) error {
	if item.Form == formats.Value && item.Err == nil && item.Root.Kind() == jsondoc.Absent {
		g.breaks(at)
		return nil
	}
	taken, ok, err := item.Take(g.now)
	if err != nil {
		return input.Refused(name, item.Line, err)
	}
	if !ok {
		return nil
	}
	if taken.Made && !g.opt.Edits {
		g.made += taken.Len()
		return nil
	}
	rec, _, err := item.Record(g.now)
	if err != nil {
		return input.Refused(name, item.Line, err)
	}
	return g.take(at, &taken, &rec)
}

func (g *gatherer) breaks(at string) {
	if g.broken++; g.broken == 1 {
		g.firstBroken = at
	}
}

// take takes the messages that came together; rec is their record.
func (g *gatherer) take(at string, taken *formats.Taken, rec *journal.Record) error {
	for i := range taken.Len() {
		if g.full() {
			return errFull
		}
		m, arrival := taken.Message(i), taken.Arrival(i)
		g.seen++
		number := uint64(g.seen)
		if taken.First > 0 {
			number = taken.First + uint64(i)
		}
		if m.Syntax != nil || m.Root.Kind() != jsondoc.Object {
			g.breaks(at)
			continue
		}
		if !taken.Made { // what was made of a message may have its messageId
			if again, _, _ := g.repeats.Note(repeat.Of(&m, taken.WriteKey), number); again {
				g.again++
				continue
			}
		}
		got := g.captured(&m, arrival, taken, rec, i)
		if !g.wants(got, number) {
			g.unwanted++
			continue
		}
		if g.events && got.Judgement.Action == nil {
			g.eventless++
			continue
		}
		id, _, err := g.into.Bring(got, at)
		if err != nil {
			return console.Cannot("free some room, or give another --file", "what is to be sent cannot be kept: %w", err)
		}
		g.entries = append(g.entries, id)
	}
	return nil
}

// captured returns a message as if it had been captured.
func (g *gatherer) captured(m *message.Message, arrival message.Arrival, taken *formats.Taken, rec *journal.Record, i int) *store.Captured {
	got := &store.Captured{Message: *m, Arrival: arrival, Judge: g.judge, WriteKey: taken.WriteKey, Item: i}
	got.Judgement, got.Record = g.judge.Message(m, arrival), *rec
	return got
}

// wants reports whether a message is wanted, by its number and by the filter.
func (g *gatherer) wants(got *store.Captured, number uint64) bool {
	if number < g.opt.First || g.opt.Last > 0 && number > g.opt.Last {
		return false
	}
	if g.opt.Wanted == nil {
		return true
	}
	row := query.RowOf(&got.Message, &got.Judgement)
	row.ID, row.At = number, got.Record.At.UnixMicro()
	doc := query.DocumentOf(&got.Message, &got.Judgement, got.WriteKey)
	return g.opt.Wanted.MatchDocument(&row, &doc)
}

// notes say what was left out.
func (g *gatherer) notes() []string {
	notes := slices.Clone(g.said)
	if g.unwanted > 0 {
		notes = append(notes, "left out "+console.Count(g.unwanted, "message")+" that --filter or --range does not want")
	}
	if g.eventless > 0 {
		notes = append(notes, "left out "+console.Count(g.eventless, "message")+" of which the destination makes no custom event, such as page calls")
	}
	if g.again > 0 {
		notes = append(notes, console.Count(g.again, "message")+" came again with the same messageId, and "+english.PluralWord(g.again, "goes", "go")+" out once")
	}
	if g.made > 0 {
		notes = append(notes, input.MadeHere(g.made))
	}
	if g.broken > 0 {
		notes = append(notes, fmt.Sprintf("left out what is no message: %s, the first at %s", console.Count(g.broken, "value"), g.firstBroken))
	}
	return notes
}
