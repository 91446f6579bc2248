package stream

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"

	"segtap/capture/journal"
	"segtap/capture/journal/groupcommit"
)

const (
	// groupMessages and groupBytes are how much is published before an acknowledgement is
	// waited for.
	groupMessages = 256
	groupBytes    = 1 << 20
	// ackPatience is how long an acknowledgement is waited for before the stream is looked at.
	ackPatience = time.Second
	// retryWait is how long is waited before what changed nothing is tried again: a message
	// that is still being replicated is refused as a duplicate that long.
	retryWait = 20 * time.Millisecond
)

// writer publishes what a journal is to keep.
type writer struct {
	journal *Journal
	name    string // tells its message ids from those of others
	inbox   string // where acknowledgements come
	acks    chan *nats.Msg
	count   atomic.Uint64 // of the message ids
	attempt uint64
}

// start has the acknowledgements come.
func (w *writer) start() error {
	if err := w.journal.Later(); err != nil {
		return err
	}
	var own [8]byte
	_, _ = rand.Read(own[:]) // it never fails
	w.name = hex.EncodeToString(own[:])
	w.inbox = w.journal.link.conn.NewInbox()
	w.acks = make(chan *nats.Msg, 64)
	_, err := w.journal.link.conn.ChanSubscribe(w.inbox+".*", w.acks)
	return err
}

// write publishes the lines of those who append at the same time.
func (w *writer) write(group []*line) {
	w.journal.turn.Lock()
	defer w.journal.turn.Unlock()
	size := w.journal.messageSize()
	for len(group) > 0 {
		n, bytes, messages := 0, 0, 0
		for n < len(group) {
			bytes += group[n].Size()
			messages += group[n].Size()/max(size-partRoom, 1) + 1
			if n > 0 && (bytes > groupBytes || messages > groupMessages) {
				break
			}
			n++
		}
		w.publish(group[:n])
		group = group[n:]
	}
}

// publish has the stream keep lines, in their order, and announces each. It tries until they
// are kept, the stream refuses, or patience ends. The caller has the turn.
func (w *writer) publish(lines []*line) {
	began := time.Now()
	// Those who have waited for their turn get a try all the same.
	until := lines[0].came.Add(w.journal.opts.Patience)
	if least := began.Add(w.journal.opts.Patience / 4); until.Before(least) {
		until = least
	}
	err := w.journal.writable()
	for some := len(lines); err == nil && len(lines) > 0; {
		end := w.journal.recent.next()
		kept, failed := w.try(lines, some, until)
		lines = lines[kept:]
		late, final := !time.Now().Before(until), new(finalError)
		switch {
		case kept > 0:
			some = len(lines)
		case late || errors.As(failed, &final) && some == 1:
			err = failed
		case w.journal.recent.next() != end: // others have been first
			some = len(lines)
		default:
			// Only the last of a group is answered: what is wrong is said to one that is alone.
			some = 1
			time.Sleep(retryWait)
		}
		if refused := w.journal.writable(); refused != nil {
			err = refused
		}
	}
	for _, l := range lines {
		l.err = fmt.Errorf("%w: %w", journal.ErrNotKept, err)
	}
}

// writable says why nothing can be appended; nil when it can.
func (j *Journal) writable() error {
	switch {
	case j.isClosed():
		return errClosed
	case j.opts.ReadOnly:
		return journal.ErrReadOnly
	case j.Present() != nil:
		return j.Present()
	}
	return j.Later()
}

// finalError is a refusal that trying again does not change.
type finalError struct{ text string }

func (e *finalError) Error() string { return e.text }

// try publishes the first of some lines once, and finds out what has become of all of them: of
// the others too, which may have been published before. It gives how many are kept, the first
// ones; they have been announced. The error says why no more.
func (w *writer) try(lines []*line, some int, until time.Time) (kept int, err error) {
	if err := w.journal.writable(); err != nil {
		return 0, err
	}
	lost, err := w.journal.link.connected(until, w.journal.done)
	if err != nil {
		return 0, err
	}
	messages, err := w.number(lines[:some])
	if err != nil {
		return 0, err
	}
	expected := w.journal.recent.next() - 1
	w.attempt++
	err = w.send(lines[:some], messages, expected)
	if err == nil {
		err = w.answered(expected+uint64(messages), lost, until)
	}
	if err == nil {
		w.keep(lines[:some])
		return some, nil
	}
	// It is looked at what the stream has, whatever the answer: that is what counts.
	kept, looked := w.settle(lines, until)
	switch {
	case kept == 0 && looked != nil:
		err = fmt.Errorf("%w, and %w", err, looked)
	case errors.Is(err, errElsewhere) && w.journal.recent.next() == expected+1:
		err = errUndecided
	}
	return kept, err
}

// number gives lines their ids, in the order in which they are to stand, and makes their
// messages, as many as it says.
func (w *writer) number(lines []*line) (messages int, err error) {
	next, size := w.journal.ids.next, w.journal.messageSize()
	for _, l := range lines {
		if next+l.IDs > lastID+1 {
			return 0, &finalError{"there are no ids left"}
		}
		text := l.Finish(next)
		text = text[:len(text)-1]
		if l.id = 0; l.IDs > 0 {
			l.id = next
		}
		next += l.IDs
		if len(text) <= size {
			l.parts = append(l.parts[:0], text)
		} else if l.parts, err = split(text, size); err != nil {
			return 0, &finalError{err.Error()}
		}
		messages += len(l.parts)
	}
	return messages, nil
}

// partName gives the message id of one of the messages of a line.
func (l *line) partName(i int) string {
	if i == 0 {
		return l.name
	}
	return l.name + "." + strconv.Itoa(i+1)
}

// send publishes the messages of lines, of which only the last is answered. They are linked
// so that each is stored only directly behind the one before it, and the first only where the
// stream ends as expected: so the answer to the last says it of all.
//
// On one replica each message names the id of the one before. On several that is checked too
// late, after the message has been replicated, so they are an atomic batch there, and so are
// the messages of a record that is split, which nobody may come between. On one replica a
// batch has files of its own made and synced, which takes a hundred times as long.
func (w *writer) send(lines []*line, messages int, expected uint64) error {
	batch := ""
	if messages > len(lines) || messages > 1 && w.journal.replicas.Load() > 1 {
		batch = w.name + "." + strconv.FormatUint(w.attempt, 10)
	}
	sent, before := 0, ""
	for _, l := range lines {
		for i, text := range l.parts {
			name := l.partName(i)
			head := nats.Header{headerMsgID: {name}}
			if batch == "" || sent == 0 {
				head[headerExpected] = []string{strconv.FormatUint(expected+uint64(sent), 10)}
			}
			switch {
			case batch != "":
				head[headerBatch], head[headerBatchSeq] = []string{batch}, []string{strconv.Itoa(sent + 1)}
			case sent > 0:
				head[headerExpectedID] = []string{before}
			}
			w.journal.ids.mark(head)
			msg := nats.Msg{Subject: l.subject, Header: head, Data: text}
			if sent++; sent == messages {
				if msg.Reply = w.inbox + "." + strconv.FormatUint(w.attempt, 10); batch != "" {
					head[headerBatchCommit] = []string{"1"}
				}
			}
			if err := w.journal.link.conn.PublishMsg(&msg); err != nil {
				return err
			}
			before = name
		}
	}
	return nil
}

// answered waits for the answer to the last message of this attempt, which has to say that it
// has the sequence want.
func (w *writer) answered(want uint64, lost <-chan struct{}, until time.Time) error {
	asked := time.Now()
	limit := time.NewTimer(max(min(ackPatience, time.Until(until)), retryWait))
	defer limit.Stop()
	for {
		select {
		case msg := <-w.acks:
			if msg.Subject != w.inbox+"."+strconv.FormatUint(w.attempt, 10) {
				continue // to an earlier attempt
			}
			w.journal.link.mute.Store(0)
			return answer(msg, want)
		case <-lost:
			state, _ := w.journal.link.now()
			return fmt.Errorf("%w: %s", ErrLink, state)
		case <-w.journal.done:
			return errClosed
		case <-limit.C:
			return w.journal.link.unanswered(asked, nats.ErrTimeout)
		}
	}
}

// answer reads an acknowledgement. Whatever it says but that the last message has the
// sequence that was wanted, it has to be looked at what the stream has.
func answer(msg *nats.Msg, want uint64) error {
	if msg.Header.Get(headerStatus) == "503" {
		return fmt.Errorf("%w: the stream has no leader now, or is not there", ErrLink)
	}
	var ack struct {
		Error     *apiError `json:"error"`
		Seq       uint64    `json:"seq"`
		Duplicate bool      `json:"duplicate"`
	}
	err := json.Unmarshal(msg.Data, &ack)
	switch {
	case err != nil:
		return fmt.Errorf("%w: it answers %.80q", ErrServer, msg.Data)
	case ack.Error == nil && ack.Seq == want && !ack.Duplicate:
		return nil
	case ack.Error == nil:
		return errElsewhere
	}
	switch ack.Error.Code {
	case codeWrongSequence, codeWrongID, 10158, 10164, 10176, 10201:
		return errElsewhere
	case 10008, 10023, 10047, 10167, 10210: // without leader, short of something, overrun
		return fmt.Errorf("%w: %w", ErrServer, ack.Error)
	}
	return &finalError{"the stream refuses it: " + ack.Error.Error()}
}

// errElsewhere says that the stream does not end where it was expected to.
var errElsewhere = errors.New("others write to the stream all the time")

// errUndecided says that what was sent has neither been stored nor refused, be it this or that of others.
var errUndecided = errors.New("the leader of the stream does not come to store what it was sent: do most of its servers reach each other?")

// keep takes in lines that are known to stand at the end of the stream, and announces them.
func (w *writer) keep(lines []*line) {
	seq := w.journal.recent.next()
	for _, l := range lines {
		l.place = journal.Place{Offset: int64(seq), Length: len(l.parts) - 1}
		for _, text := range l.parts {
			w.journal.recent.add(seq, text, true)
			seq++
		}
		w.journal.number(l)
	}
	w.journal.joining.n = 0
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
			return kept, fmt.Errorf("%w: it takes too long to read what others have written meanwhile", ErrLink)
		}
		next := w.journal.recent.next()
		got, names, err := w.journal.link.fetch(next, next+fetchMessages, true)
		if err == nil && len(got.texts) == 0 { // or a replica that lags
			var msg message
			var ok bool
			if msg, ok, err = w.journal.link.leader(next); ok {
				got, names = block{first: msg.seq, texts: [][]byte{msg.text}}, []string{msg.id}
			}
		}
		if err != nil || len(got.texts) == 0 {
			return kept, err
		}
		for i, text := range got.texts {
			seq := got.seq(i)
			if kept == len(lines) || names[i] != lines[kept].partName(lines[kept].seen) {
				if err := w.journal.takeOther(seq, text); err != nil {
					return kept, err
				}
				continue
			}
			l := lines[kept]
			w.journal.recent.add(seq, text, false)
			// Where the rest of it comes when it has been given up, it is one of others.
			w.journal.joining.add(seq, text)
			if l.seen++; l.seen < len(l.parts) {
				continue
			}
			l.place = journal.Place{Offset: int64(seq) - int64(l.seen-1), Length: l.seen - 1}
			w.journal.number(l)
			kept++
			w.announce(l)
		}
	}
}

// number notes the ids of a line that stands in the stream.
func (j *Journal) number(l *line) {
	if l.IDs > 0 {
		j.ids.reads(uint64(l.place.Offset), l.id, l.id+l.IDs, false)
		j.ids.guessed = false
	}
}

// takeOther takes in a message of others, which is listed from now on.
func (j *Journal) takeOther(seq uint64, text []byte) error {
	if err := j.take(seq, text); err != nil {
		return err
	}
	if j.joining.n == 0 {
		j.size.Store(int64(seq) + 1)
	}
	j.link.ring()
	return nil
}
