package sender

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/dustin/go-humanize/english"

	"segtap/capture"
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
	into    *store.Store
	events  bool // only what becomes a custom event is wanted
	entries []uint64
	repeats repeat.Detector

	seen, unwanted, again, made, eventless, broken int
	firstBroken                                    string // where it stands
	foreign                                        error
}

// file takes the messages of a file, or of standard input for -.
func (g *gatherer) file(ctx context.Context, std console.Streams, name string) error {
	in, err := input.Open(ctx, std, name)
	if err != nil {
		return err
	}
	defer in.Close()
	shown := name
	if name == "-" {
		shown = "stdin"
	}
	err = input.Each(in, func(s input.Stretch) {
		if s.Value {
			g.value(shown, s.Line, s.Text)
			return
		}
		n := s.Line
		for line := range bytes.SplitSeq(s.Text, []byte{'\n'}) {
			g.value(shown, n, line)
			n++
		}
	})
	if err != nil {
		return input.Unreadable(name, err)
	}
	return g.foreign
}

// full says that no more messages are wanted.
func (g *gatherer) full() bool { return g.opt.Limit > 0 && len(g.entries) >= g.opt.Limit }

// value takes what stands at a place: a message, a batch body, a record of a capture
// file, or an array of these.
func (g *gatherer) value(file string, line int, text []byte) {
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	line += bytes.Count(text[:len(text)-len(trimmed)], []byte{'\n'})
	text = bytes.TrimSpace(trimmed)
	if len(text) == 0 || g.foreign != nil || g.full() {
		return
	}
	at := fmt.Sprintf("%s:%d", file, line)
	doc, err := jsondoc.Parse(text)
	if err != nil {
		g.breaks(at)
		return
	}
	root := doc.Root()
	kind, err := formats.KindOf(root)
	switch {
	case err != nil:
		g.refuse(at, err)
	case kind == formats.List:
		counted := 0
		for item := range root.Elements() {
			start, _ := item.Span()
			line += bytes.Count(text[counted:start], []byte{'\n'})
			counted = start
			g.value(file, line, item.Raw())
		}
	case kind == formats.Record:
		g.record(at, text)
	case kind == formats.Message, kind == formats.Batch:
		typ := ""
		if root.Member("type").Kind() == jsondoc.Absent && root.Member("event").Kind() != jsondoc.Absent {
			typ = "track" // as /v1/track makes of it
		}
		taken := formats.TakeIn(kind, text, typ, g.now)
		g.take(at, &taken, nil)
	}
}

func (g *gatherer) refuse(at string, why error) {
	g.foreign = console.Cannot("give one message a line, a batch body or a capture file", "%s: %w", at, why)
}

func (g *gatherer) breaks(at string) {
	if g.broken++; g.broken == 1 {
		g.firstBroken = at
	}
}

// record takes the messages of a record of a capture file. What was made there from
// others, by an edit or a replay, is no message of its own.
func (g *gatherer) record(at string, text []byte) {
	taken, ok, err := formats.Recorded(text)
	if err != nil {
		g.refuse(at, err)
		return
	}
	if !ok {
		return
	}
	rec, err := journal.Decode(text)
	if err != nil {
		rec, err = journal.Decode(jsondoc.Compact(text))
	}
	switch {
	case err != nil:
		g.refuse(at, err)
	case rec.Parent != 0 || rec.Origin == capture.Edited.String() || rec.Origin == capture.Replayed.String():
		g.made += taken.Len()
	default:
		g.take(at, &taken, &rec)
	}
}

// take takes the messages that came together; rec is their record, where they have one.
func (g *gatherer) take(at string, taken *formats.Taken, rec *journal.Record) {
	for i := range taken.Len() {
		if g.full() || g.foreign != nil {
			return
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
		if again, _, _ := g.repeats.Note(&m, taken.WriteKey, number); again {
			g.again++
			continue
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
		id, err := g.into.Bring(got, at)
		if err != nil {
			g.foreign = console.Cannot("free some room, or give another --file", "what is to be sent cannot be kept: %w", err)
			return
		}
		g.entries = append(g.entries, id)
	}
}

// captured returns a message as if it had been captured.
func (g *gatherer) captured(m *message.Message, arrival message.Arrival, taken *formats.Taken, rec *journal.Record, i int) *store.Captured {
	got := &store.Captured{Message: *m, Arrival: arrival, Judge: g.judge, WriteKey: taken.WriteKey, Item: i}
	got.Judgement = g.judge.Message(m, arrival)
	if rec != nil {
		got.Record = *rec
		return got
	}
	got.Record = journal.Record{Head: journal.Head{Kind: journal.Entry, At: taken.At, N: 1}, WriteKey: taken.WriteKey, Body: m.Text}
	got.Item = 0
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
	var notes []string
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
		notes = append(notes, "left out "+console.Count(g.made, "entry")+" that no app has sent: edits and replays")
	}
	if g.broken > 0 {
		notes = append(notes, fmt.Sprintf("left out what is no message: %s, the first at %s", console.Count(g.broken, "value"), g.firstBroken))
	}
	return notes
}
