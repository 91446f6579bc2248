package stream

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
	"segtap/capture/journal/stream/parts"
)

// What goes from a stream takes with it which ids there have been. So who writes, and knows,
// notes the next one in the stream as soon as nothing in it tells it any more. The note is a
// message of its own, which is no record. Where nobody was there to do that, the numbers of
// the stream begin again: what is written from then on says so in a header, and whoever knew
// more is told that the stream is gone.

const (
	noteFront = `{"v":1,"rec":"ids","next":`
	// headerBegin says where the numbers began again; none stands for never.
	headerBegin = "Segtap-Begin"
	// askAround is how long somebody who knows the ids has to note them, when a stream is
	// opened that does not tell them.
	askAround = 3 * watchEvery
)

// noted reads a note; 0 for what is none.
func noted(text []byte) (next uint64) {
	rest, ok := bytes.CutPrefix(text, []byte(noteFront))
	number, end, _ := bytes.Cut(rest, []byte{'}'})
	next, err := strconv.ParseUint(string(number), 10, 64)
	if !ok || err != nil || next > notation.MaxID || len(end) > 0 {
		return 0
	}
	return next
}

// idsOf gives the ids of a record, or of a note, and the one behind them; ok is false where it
// has none. It notes a record of a later version.
func (j *Journal) idsOf(text []byte) (id, behind uint64, ok bool) {
	if next := noted(text); next > 0 {
		return next, next, true
	}
	s := notation.Scanner{Give: func(h *journal.Head) error {
		if ok = h.Kind.Numbered(); ok {
			id, behind = h.ID, h.ID+uint64(h.N)
		}
		return nil
	}}
	_ = s.Record(text, journal.Place{})
	if s.Newer > 0 {
		j.later.Store(true)
	}
	return id, behind, ok
}

// checked looks whether the numbers have begun again with a message, which is asked where it
// would show: behind a gap, and where the ids that it tells are not the next ones.
func (j *Journal) checked(seq uint64) error {
	msg, ok, err := j.link.leader(seq, ">")
	if err != nil || !ok || msg.seq != seq || msg.begin <= j.ids.begin {
		return err // what has gone meanwhile says nothing
	}
	if again, err := j.again(msg.begin, seq); err != nil || !again {
		return err // whoever may publish may say so
	}
	j.lose(fmt.Sprintf("its end was taken away, and its numbers have begun again behind %d, where #%d would have been next", msg.begin, j.ids.next))
	return j.Present()
}

// again says whether the numbers can have begun again behind a sequence, as the message at
// another one says.
func (j *Journal) again(begin, seq uint64) (bool, error) {
	if begin >= seq || j.ids.told > begin {
		return false, nil
	}
	return j.untold(j.first.Load(), begin)
}

// replaces has ids that somebody else gives take the place of those that were guessed.
func (j *Journal) replaces(seq, id, behind uint64) error {
	msg, ok, err := j.link.leader(seq, ">")
	if err != nil || !ok || msg.seq != seq || !follows(j.ids.least, id, behind, seq) {
		return err
	}
	j.ids.next, j.ids.guessed = id, false
	j.anew(msg.begin)
	return nil
}

// untold says whether the messages up to one do not tell any more which id is next: none that
// does is left, or something behind it has gone.
func (j *Journal) untold(first, last uint64) (bool, error) {
	for count := uint64(tailMessages); ; count *= 8 {
		var n numbers
		from := max(first, last-min(last, count)+1)
		if err := j.learn(&n, "", from, last, new(parts.Joining), nil); err != nil || n.told > 0 || from <= max(first, 1) {
			return n.told == 0 || n.lack() > 0, err
		}
	}
}

// keepCount notes the next id where nothing in the stream tells it any more. The caller says
// how the stream is and how it was before.
func (j *Journal) keepCount(found, was *info) {
	if j.opts.ReadOnly {
		return
	}
	if was == nil || was.messages+found.last-min(was.last, found.last) > found.messages {
		j.shrank = true
	}
	for tries := 0; !j.turn.TryLock(); tries++ {
		if tries == 10 { // who publishes tells it
			return
		}
		time.Sleep(retryWait)
	}
	defer j.turn.Unlock()
	if j.ids.guessed || j.ids.told == 0 || j.recent.Next() != found.last+1 || j.ids.told >= found.first && !j.shrank || j.writable() != nil {
		return
	}
	still, err := j.tells(found)
	if err != nil {
		return
	}
	if j.shrank = !still; j.shrank {
		j.noteNext(found.last)
	}
}

// tells says whether all is there from the message on that tells which id is next.
func (j *Journal) tells(found *info) (bool, error) {
	switch {
	case j.ids.told < found.first:
		return false, nil
	case found.between() == 0:
		return true, nil
	}
	var n numbers
	err := j.learn(&n, "", j.ids.told, found.last, new(parts.Joining), nil)
	return n.gone == 0, err
}

// noteNext notes the next id behind the last message.
func (j *Journal) noteNext(last uint64) {
	note := nats.Msg{Subject: notes(j.prefix), Data: fmt.Appendf(nil, "%s%d}", noteFront, j.ids.next), Header: nats.Header{
		headerMsgID: {j.writer.name + "." + strconv.FormatUint(j.writer.count.Add(1), 10)}, headerExpected: {strconv.FormatUint(last, 10)},
	}}
	j.ids.mark(note.Header)
	// Whatever the answer: it is read if it is there, and tried again if not.
	_, _ = j.link.request(&note)
	j.pull()
}

// notes is the subject of notes in a stream with a prefix.
func notes(prefix string) string { return prefix + "._.ids" }

// mark has a message say where the numbers of the stream began again.
func (n *numbers) mark(head nats.Header) {
	if n.begin > 0 {
		head[headerBegin] = []string{strconv.FormatUint(n.begin, 10)}
	}
}

// count finds out which id is next, when the stream is opened.
func (j *Journal) count(found *info) (*info, error) {
	for until := time.Now().Add(askAround); ; time.Sleep(askAround / 8) {
		err := j.recall(found)
		switch {
		case err != nil:
			return nil, err
		case found.last == 0:
			j.ids.next = 1
			return found, nil
		case j.ids.told > 0 && j.ids.lack() == 0:
			return found, j.begun(found)
		case time.Now().After(until):
			j.ids.least = max(j.ids.next, 1)
			j.ids.next, j.ids.begin, j.ids.guessed = max(j.ids.least, found.last+1), found.last, true
			return found, nil
		}
		if found, _, err = j.link.look(); err != nil {
			return nil, err
		}
	}
}

// begun finds out where the numbers began again, by the last message that tells which is next.
func (j *Journal) begun(found *info) error {
	msg, ok, err := j.link.leader(j.ids.told, ">")
	if err != nil || !ok || msg.seq != j.ids.told || msg.begin == 0 || msg.begin >= msg.seq {
		return err
	}
	began, err := j.untold(found.first, msg.begin)
	if began {
		j.ids.begin = msg.begin
	}
	return err
}
