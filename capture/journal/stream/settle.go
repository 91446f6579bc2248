package stream

import (
	"fmt"
	"time"

	"segtap/capture/journal"
	"segtap/capture/journal/groupcommit"
	"segtap/capture/journal/stream/client"
)

// keep takes in lines that are known to stand at the end of the stream, and announces them.
func (w *writer) keep(lines []*line) {
	seq := w.journal.recent.Next()
	for _, l := range lines {
		l.place = journal.Place{Offset: int64(seq), Length: len(l.parts) - 1}
		for _, text := range l.parts {
			w.journal.recent.Add(seq, text, true)
			seq++
		}
		w.journal.ids.keeps(l)
	}
	w.journal.joining.Drop()
	groupcommit.Tell(lines, w.announce)
}

// announce announces a line that stands in the stream. It has not been kept for its sender
// before that has returned, and no scan comes to it before.
func (w *writer) announce(l *line) {
	defer w.journal.size.Store(l.place.End())
	if l.written != nil {
		l.written(l.id, l.place)
	}
	l.err = nil
}

// settle reads what the stream has beyond what is known. What is there of lines is theirs,
// and is announced; what others have written comes in between, and is listed at once. It gives
// how many of the lines are kept.
func (w *writer) settle(lines []*line, until time.Time) (kept int, err error) {
	for {
		if time.Now().After(until.Add(ackPatience)) { // what is not read now is read later
			return kept, fmt.Errorf("%w: it takes too long to read what others have written meanwhile", client.ErrLink)
		}
		next := w.journal.recent.Next()
		got, err := w.journal.link.Fetch("", next, next+client.FetchMessages, client.FetchMessages, true)
		if err == nil && len(got.Texts) == 0 { // or a replica that lags
			var msg client.Message
			var ok bool
			if msg, ok, err = w.journal.link.Leader(next, ">"); ok {
				got.Names = []string{msg.ID}
				got.Add(msg.Seq, msg.Text)
			}
		}
		if err != nil || len(got.Texts) == 0 {
			return kept, err
		}
		for i, text := range got.Texts {
			seq := got.Seq(i)
			if kept == len(lines) || got.Names[i] != lines[kept].partName(lines[kept].seen) {
				if err := w.journal.takeOther(seq, text); err != nil {
					return kept, err
				}
				continue
			}
			l := lines[kept]
			w.journal.recent.Add(seq, text, false)
			// Where the rest of it comes when it has been given up, it is one of others.
			w.journal.joining.Add(seq, text)
			if l.seen++; l.seen < len(l.parts) {
				continue
			}
			l.place = journal.Place{Offset: int64(seq) - int64(l.seen-1), Length: l.seen - 1}
			w.journal.ids.keeps(l)
			kept++
			w.announce(l)
		}
	}
}

// keeps notes the ids of a line that stands in the stream.
func (n *numbers) keeps(l *line) {
	if l.IDs > 0 {
		n.reads(uint64(l.place.Offset), l.id, l.id+l.IDs)
		n.guessed = false
	}
}

// takeOther takes in a message of others, which is listed from now on.
func (j *Journal) takeOther(seq uint64, text []byte) error {
	if err := j.take(seq, text); err != nil {
		return err
	}
	if !j.joining.Within() {
		j.size.Store(int64(seq) + 1)
	}
	j.link.Ring()
	return nil
}
