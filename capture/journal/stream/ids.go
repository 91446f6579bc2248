package stream

import (
	"bytes"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
)

// What goes from a stream takes with it which ids there have been. So who writes, and knows,
// notes the next one in the stream as soon as nothing in it tells it any more. The note is a
// message of its own, which is no record. Where nobody was there to do that, the numbers of
// the stream begin again: what is written from then on says so in a header, and whoever knew
// more is told that the stream is gone.

// numbers is what a journal knows of the ids. It is behind the turn.
type numbers struct {
	next    uint64 // id
	told    uint64 // the sequence of the last message that tells which is next; 0 for none
	begin   uint64 // the sequence behind which they began again; 0 for never
	guessed bool   // nothing told them, and nobody has given one since
	passed  bool   // messages have gone before they were read
	strays  strays
}

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

// Rows of a list have 32 bits for an id. Whoever may publish can put in records with ids that
// nobody gave: those that have been, or are this far ahead of the one before.
const (
	lastID = 1<<32 - 2
	far    = 1 << 24
)

// follows says whether the ids of a record can follow next, which is 0 where it is not known.
// Behind a gap more may have gone.
func follows(next, id, behind uint64, gap bool) bool {
	return id >= next && behind <= lastID+1 && (gap || next == 0 || id-next <= far)
}

// reads takes in the ids of a record, or of a note, that begins at a sequence.
func (n *numbers) reads(from, id, behind uint64, gap bool) {
	next := n.next
	if n.told == 0 && next == 1 {
		next = 0
	}
	if !follows(next, id, behind, gap) {
		n.strays.add(from)
		return
	}
	n.told, n.next = from, behind
}

// strays are the sequences of records with ids that nobody gave. They count as damaged.
type strays struct {
	mu  sync.Mutex
	all map[uint64]bool
}

func (s *strays) add(seq uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = make(map[uint64]bool)
	}
	s.all[seq] = true
}

func (s *strays) has(seq uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all[seq]
}

// sorting gives the records of a scan on but for those with ids that nobody gave.
type sorting struct {
	*notation.Scanner
	strays *strays
	give   func(*journal.Head) error
	next   uint64 // id; 0 for none yet
	behind int64  // the last record
}

func (s *sorting) record(h *journal.Head) error {
	gap := h.Place.Offset != s.behind
	s.behind = h.Place.End()
	if h.Kind.Numbered() {
		behind := h.ID + uint64(h.N)
		if s.strays.has(uint64(h.Place.Offset)) || !follows(s.next, h.ID, behind, gap) {
			s.Records--
			s.Damaging(h.Place.Offset, int64(h.Place.Length))
			return nil
		}
		s.next = behind
	}
	return s.give(h)
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
// would show: behind a gap, where an id comes again, and where this journal does not know.
func (j *Journal) checked(seq uint64) error {
	msg, ok, err := j.link.leader(seq)
	if err != nil || !ok || msg.seq != seq {
		return err // what has gone meanwhile says nothing
	}
	switch {
	case j.ids.guessed:
		j.ids.begin, j.ids.guessed = msg.begin, false
	case msg.begin > j.ids.begin:
		j.lose(fmt.Sprintf("it was empty, and its numbers have begun again behind %d, where #%d would have been next", msg.begin, j.ids.next))
		return j.Present()
	}
	return nil
}

// keepCount notes the next id where nothing in the stream tells it any more. The caller says
// how the stream is and how it was before.
func (j *Journal) keepCount(found, was *info) {
	if j.opts.ReadOnly {
		return
	}
	for tries := 0; !j.turn.TryLock(); tries++ {
		if tries == 10 { // who publishes tells it
			return
		}
		time.Sleep(retryWait)
	}
	defer j.turn.Unlock()
	shrank := was == nil || was.messages+found.last-min(was.last, found.last) > found.messages
	if j.ids.guessed || j.ids.told == 0 || j.recent.next() != found.last+1 || j.ids.told >= found.first && !shrank || j.writable() != nil {
		return
	}
	if j.ids.told >= found.first {
		if msg, ok, err := j.link.leader(j.ids.told); err != nil || ok && msg.seq == j.ids.told {
			return
		}
	}
	note := nats.Msg{Subject: notes(j.prefix), Data: fmt.Appendf(nil, "%s%d}", noteFront, j.ids.next), Header: nats.Header{
		headerMsgID: {j.writer.name + "." + strconv.FormatUint(j.writer.count.Add(1), 10)}, headerExpected: {strconv.FormatUint(found.last, 10)},
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
		case err != nil || found.last == 0:
			return found, err
		case j.ids.told > 0:
			msg, ok, err := j.link.leader(j.ids.told)
			if ok && msg.seq == j.ids.told {
				j.ids.begin = msg.begin
			}
			return found, err
		case time.Now().After(until):
			j.ids.next, j.ids.begin, j.ids.guessed = found.last+1, found.last, true
			return found, nil
		}
		if found, _, err = j.link.look(); err != nil {
			return nil, err
		}
	}
}
