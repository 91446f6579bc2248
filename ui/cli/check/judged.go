package check

import (
	"bytes"

	"segtap/capture/formats"
	"segtap/capture/repeat"
	"segtap/mapping"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
)

// item is one thing that was read, with its messages judged as if nothing had come
// before them.
type item struct {
	line     int
	err      error
	record   bool // it is a record of a capture file
	broken   bool // it is no JSON value
	taken    formats.Taken
	messages []judged
}

// judged is a message and what was judged of it.
type judged struct {
	message.Message
	arrival   message.Arrival
	identity  repeat.Identity
	judgement mapping.Judgement
}

func (m *judged) judge(judge *mapping.Judge) { m.judgement = judge.Message(&m.Message, m.arrival) }

// judged judges the messages of a stretch. It may be called by many goroutines at once.
func (c *Checker) judged(s formats.Stretch, items []item) []item {
	items = items[:0]
	s.Text = bytes.Clone(s.Text)                 // messages point into it
	_ = s.Items(func(read *formats.Item) error { // no error comes from here
		it := item{line: read.Line, record: read.Kind == formats.Record, broken: read.Form == formats.Value && read.Root.Kind() == jsondoc.Absent}
		var ok bool
		if it.taken, ok, it.err = read.Take(c.now); ok && (!it.taken.Made || c.opt.Edits) {
			it.messages = make([]judged, it.taken.Len())
			for i := range it.messages {
				m := &it.messages[i]
				m.Message, m.arrival = it.taken.Message(i), it.taken.Arrival(i)
				m.identity = repeat.Of(&m.Message, it.taken.WriteKey)
				m.judge(c.judge)
			}
		}
		items = append(items, it)
		return nil
	})
	return items
}
