package stream

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
	"segtap/capture/journal/stream/client"
	"segtap/capture/journal/stream/parts"
)

// What goes from a stream takes with it which ids there have been. So who writes, and knows,
// notes the next one in the stream as soon as nothing in it tells it any more. The note is a
// message of its own, which is no record. Where nobody was there to do that, the numbers of
// the stream begin again: what is written from then on says so in a header, and whoever knew
// more is told that the stream is gone.

const (
	noteFront = `{"v":1,"rec":"ids","next":`
	// askAround is how long somebody who knows the ids has to note them, when a stream is
	// opened that does not tell them.
	askAround = 3 * watchEvery
)

// counter gives the next ids of a journal, and knows which have been given. It is behind the turn.
type counter struct {
	journal *Journal
	numbers
	shrank bool // something has gone, and with it perhaps what tells the next one
}

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
func (c *counter) idsOf(text []byte) (id, behind uint64, ok bool) {
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
		c.journal.later.Store(true)
	}
	return id, behind, ok
}

// checked looks whether the numbers have begun again with a message, which is asked where it
// would show: behind a gap, and where the ids that it tells are not the next ones.
func (c *counter) checked(seq uint64) error {
	msg, ok, err := c.journal.link.Leader(seq, ">")
	if err != nil || !ok || msg.Seq != seq || msg.Begin <= c.begin {
		return err // what has gone meanwhile says nothing
	}
	if again, err := c.again(msg.Begin, seq); err != nil || !again {
		return err // whoever may publish may say so
	}
	c.journal.lose(fmt.Sprintf("its end was taken away, and its numbers have begun again behind %d, where #%d would have been next", msg.Begin, c.next))
	return c.journal.Present()
}

// again says whether the numbers can have begun again behind a sequence, as the message at
// another one says.
func (c *counter) again(begin, seq uint64) (bool, error) {
	if begin >= seq || c.told > begin {
		return false, nil
	}
	return c.untold(c.journal.first.Load(), begin)
}

// replaces has ids that somebody else gives take the place of those that were guessed.
func (c *counter) replaces(seq, id, behind uint64) error {
	msg, ok, err := c.journal.link.Leader(seq, ">")
	if err != nil || !ok || msg.Seq != seq || !follows(c.least, id, behind, seq) {
		return err
	}
	c.next, c.guessed = id, false
	c.journal.anew(msg.Begin)
	return nil
}

// untold says whether the messages up to one do not tell any more which id is next: none that
// does is left, or something behind it has gone.
func (c *counter) untold(first, last uint64) (bool, error) {
	for count := uint64(tailMessages); ; count *= 8 {
		var n numbers
		from := max(first, last-min(last, count)+1)
		if err := c.journal.learn(&n, "", from, last, new(parts.Joining), nil); err != nil || n.told > 0 || from <= max(first, 1) {
			return n.told == 0 || n.lack() > 0, err
		}
	}
}

// keepCount notes the next id where nothing in the stream tells it any more. The caller says
// how the stream is and how it was before.
func (c *counter) keepCount(found, was *client.Info) {
	if c.journal.opts.ReadOnly {
		return
	}
	if was == nil || was.Messages+found.Last-min(was.Last, found.Last) > found.Messages {
		c.shrank = true
	}
	for tries := 0; !c.journal.turn.TryLock(); tries++ {
		if tries == 10 { // who publishes tells it
			return
		}
		time.Sleep(retryWait)
	}
	defer c.journal.turn.Unlock()
	if c.guessed || c.told == 0 || c.journal.recent.Next() != found.Last+1 || c.told >= found.First && !c.shrank || c.journal.writable() != nil {
		return
	}
	still, err := c.isTold(found)
	if err != nil {
		return
	}
	if c.shrank = !still; c.shrank {
		c.noteNext(found.Last)
	}
}

// isTold says whether all is there from the message on that tells which id is next.
func (c *counter) isTold(found *client.Info) (bool, error) {
	switch {
	case c.told < found.First:
		return false, nil
	case found.Between() == 0:
		return true, nil
	}
	var n numbers
	err := c.journal.learn(&n, "", c.told, found.Last, new(parts.Joining), nil)
	return n.gone == 0, err
}

// noteNext notes the next id behind the last message.
func (c *counter) noteNext(last uint64) {
	note := nats.Msg{Subject: notes(c.journal.prefix), Data: fmt.Appendf(nil, "%s%d}", noteFront, c.next), Header: nats.Header{
		client.HeaderMsgID: {c.journal.writer.name + "." + strconv.FormatUint(c.journal.writer.count.Add(1), 10)}, client.HeaderExpected: {strconv.FormatUint(last, 10)},
	}}
	c.mark(note.Header)
	// Whatever the answer: it is read if it is there, and tried again if not.
	_, _ = c.journal.link.Request(&note)
	c.journal.pull()
}

// notes is the subject of notes in a stream with a prefix.
func notes(prefix string) string { return prefix + "._.ids" }

// mark has a message say where the numbers of the stream began again.
func (n *numbers) mark(head nats.Header) {
	if n.begin > 0 {
		head[client.HeaderBegin] = []string{strconv.FormatUint(n.begin, 10)}
	}
}

// count finds out which id is next, when the stream is opened.
func (c *counter) count(found *client.Info) (*client.Info, error) {
	for until := time.Now().Add(askAround); ; time.Sleep(askAround / 8) {
		err := c.journal.recall(found)
		switch {
		case err != nil:
			return nil, err
		case found.Last == 0:
			c.next = 1
			return found, nil
		case c.told > 0 && c.lack() == 0:
			return found, c.begun(found)
		case time.Now().After(until):
			c.least = max(c.next, 1)
			c.next, c.begin, c.guessed = max(c.least, found.Last+1), found.Last, true
			return found, nil
		}
		if found, _, err = c.journal.link.Look(); err != nil {
			return nil, err
		}
	}
}

// begun finds out where the numbers began again, by the last message that tells which is next.
func (c *counter) begun(found *client.Info) error {
	msg, ok, err := c.journal.link.Leader(c.told, ">")
	if err != nil || !ok || msg.Seq != c.told || msg.Begin == 0 || msg.Begin >= msg.Seq {
		return err
	}
	began, err := c.untold(found.First, msg.Begin)
	if began {
		c.begin = msg.Begin
	}
	return err
}
