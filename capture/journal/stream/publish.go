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
	"segtap/capture/journal/stream/client"
	"segtap/capture/journal/stream/parts"
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
	// lostPatience is how long is waited for a connection that has been lost for long.
	lostPatience = 500 * time.Millisecond
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
	w.inbox = w.journal.link.Conn.NewInbox()
	w.acks = make(chan *nats.Msg, 64)
	_, err := w.journal.link.Conn.ChanSubscribe(w.inbox+".*", w.acks)
	return err
}

// write publishes the lines of those who append at the same time. Nobody is released before the
// last of them, so all have the same time: when it is over, or there is no connection, what is
// left is not kept.
func (w *writer) write(group []*line) {
	w.journal.turn.Lock()
	defer w.journal.turn.Unlock()
	size, until := w.journal.messageSize(), w.until(group[0])
	for _, l := range group {
		l.size = size
	}
	for len(group) > 0 {
		n, bytes, messages := 0, 0, 0
		for n < len(group) {
			bytes += group[n].Size()
			messages += group[n].Size()/max(size-parts.Room, 1) + 1
			if n > 0 && (bytes > groupBytes || messages > groupMessages) {
				break
			}
			n++
		}
		err := w.publish(group[:n], until)
		if group = group[n:]; err != nil {
			refuse(group, err)
			return
		}
	}
}

// until gives how long a group is tried. Who has waited for a turn gets a try all the same, a
// short one where there has been no connection for long: others wait behind.
func (w *writer) until(first *line) time.Time {
	patience, now := w.journal.opts.Patience, time.Now()
	if state, _ := w.journal.link.Now(); !state.Connected && now.Sub(state.Since) > patience {
		return now.Add(min(lostPatience, patience))
	}
	until := first.came.Add(patience)
	if least := now.Add(patience / 4); until.Before(least) {
		return least
	}
	return until
}

// refuse says of lines that they are not kept.
func refuse(lines []*line, err error) {
	for _, l := range lines {
		l.err = fmt.Errorf("%w: %w", journal.ErrNotKept, err)
	}
}

// publish has the stream keep lines, in their order, and announces each. It tries until they
// are kept, the stream refuses, or the time is over. The error says why what comes behind them
// is not kept either. The caller has the turn.
func (w *writer) publish(lines []*line, until time.Time) error {
	err := w.journal.writable()
	if err == nil && time.Now().After(until) {
		err = errors.New("what was to be kept before it took all the time there is")
	}
	for some := len(lines); err == nil && len(lines) > 0; {
		end := w.journal.recent.Next()
		kept, failed := w.try(lines, some, until)
		lines = lines[kept:]
		late, final := !time.Now().Before(until), new(finalError)
		switch {
		case kept > 0:
			some = len(lines)
		case errors.As(failed, &final) && some == 1 && !final.all:
			refuse(lines[:1], failed) // the others may well be kept
			lines = lines[1:]
		case late || errors.As(failed, &final) && some == 1:
			err = failed
		case w.journal.recent.Next() != end: // others have been first
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
	refuse(lines, err)
	return err
}

// writable says why nothing can be appended; nil when it can.
func (j *Journal) writable() error {
	switch {
	case j.isClosed():
		return client.ErrClosed
	case j.link.To.Key != "":
		return unwritable(j.link.To)
	case j.opts.ReadOnly:
		return journal.ErrReadOnly
	case j.Present() != nil:
		return j.Present()
	}
	return j.Later()
}

// finalError is a refusal that trying again does not change.
type finalError struct {
	error
	all bool // it concerns whatever comes, such as that the stream is full
}

func (e *finalError) Unwrap() error { return e.error }

// try publishes the first of some lines once, and finds out what has become of all of them: of
// the others too, which may have been published before. It gives how many are kept, the first
// ones; they have been announced. The error says why no more.
func (w *writer) try(lines []*line, some int, until time.Time) (kept int, err error) {
	if err := w.journal.writable(); err != nil {
		return 0, err
	}
	lost, err := w.journal.link.Connect(until, w.journal.done)
	if err != nil {
		return 0, err
	}
	messages, err := w.number(lines[:some])
	if err != nil {
		return 0, err
	}
	expected := w.journal.recent.Next() - 1
	w.attempt++
	began, link := time.Now(), w.journal.link
	denied, done := link.Denials(lines[some-1].subject)
	err = w.send(lines[:some], messages, expected)
	if err == nil {
		err = w.answered(expected+uint64(messages), lost, denied, until)
	}
	done()
	if err == nil {
		link.Acks.End()
		w.keep(lines[:some])
		return some, nil
	}
	// It is looked at what the stream has, whatever the answer: that is what counts.
	kept, looked := w.settle(lines, until)
	moved := w.journal.recent.Next() != expected+1
	if moved {
		link.Acks.End()
	}
	switch {
	case kept == 0 && looked != nil:
		err = fmt.Errorf("%w, and %w", err, looked)
	case errors.Is(err, errElsewhere) && !moved:
		err = errUndecided
		link.Unheard(&link.Acks, began)
	}
	return kept, err
}

// number gives lines their ids, in the order in which they are to stand, and makes their
// messages, as many as it says.
func (w *writer) number(lines []*line) (messages int, err error) {
	next := w.journal.ids.next
	for _, l := range lines {
		if next+l.IDs > lastID+1 {
			return 0, &finalError{errors.New("there are no ids left"), true}
		}
		text := l.Finish(next)
		text = text[:len(text)-1]
		if l.id = 0; l.IDs > 0 {
			l.id = next
		}
		next += l.IDs
		if len(text) <= l.size {
			l.parts = append(l.parts[:0], text)
		} else if l.parts, err = parts.Split(text, l.size); err != nil {
			return 0, &finalError{err, false}
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
			head := nats.Header{client.HeaderMsgID: {name}}
			if batch == "" || sent == 0 {
				head[client.HeaderExpected] = []string{strconv.FormatUint(expected+uint64(sent), 10)}
			}
			switch {
			case batch != "":
				head[client.HeaderBatch], head[client.HeaderBatchSeq] = []string{batch}, []string{strconv.Itoa(sent + 1)}
			case sent > 0:
				head[client.HeaderExpectedID] = []string{before}
			}
			w.journal.ids.mark(head)
			msg := nats.Msg{Subject: l.subject, Header: head, Data: text}
			if sent++; sent == messages {
				if msg.Reply = w.inbox + "." + strconv.FormatUint(w.attempt, 10); batch != "" {
					head[client.HeaderBatchCommit] = []string{"1"}
				}
			}
			if err := w.journal.link.Conn.PublishMsg(&msg); err != nil {
				return err
			}
			before = name
		}
	}
	return nil
}

// answered waits for the answer to the last message of this attempt, which has to say that it
// has the sequence want.
func (w *writer) answered(want uint64, lost <-chan struct{}, denied <-chan error, until time.Time) error {
	asked := time.Now()
	limit := time.NewTimer(max(min(ackPatience, time.Until(until)), retryWait))
	defer limit.Stop()
	for {
		select {
		case msg := <-w.acks:
			if msg.Subject != w.inbox+"."+strconv.FormatUint(w.attempt, 10) {
				continue // to an earlier attempt
			}
			err := answer(msg, want)
			if errors.Is(err, client.ErrLink) {
				w.journal.link.Unheard(&w.journal.link.Acks, asked)
			}
			return err
		case <-lost:
			state, _ := w.journal.link.Now()
			return state.Err()
		case err := <-denied:
			return &finalError{err, false}
		case <-w.journal.done:
			return client.ErrClosed
		case <-limit.C:
			return w.journal.link.Unanswered(&w.journal.link.Acks, asked, nats.ErrTimeout)
		}
	}
}

// answer reads an acknowledgement. Whatever it says but that the last message has the
// sequence that was wanted, it has to be looked at what the stream has.
func answer(msg *nats.Msg, want uint64) error {
	if msg.Header.Get(client.HeaderStatus) == "503" {
		return fmt.Errorf("%w: the stream has no leader now, or is not there", client.ErrLink)
	}
	var ack struct {
		Error     *client.Refusal `json:"error"`
		Seq       uint64          `json:"seq"`
		Duplicate bool            `json:"duplicate"`
	}
	err := json.Unmarshal(msg.Data, &ack)
	switch {
	case err != nil:
		return fmt.Errorf("%w: it answers %.80q", client.ErrServer, msg.Data)
	case ack.Error == nil && ack.Seq == want && !ack.Duplicate:
		return nil
	case ack.Error == nil:
		return errElsewhere
	}
	switch ack.Error.Code {
	case client.CodeWrongSequence, client.CodeWrongID, 10158, 10164, 10176, 10201:
		return errElsewhere
	case client.CodeUnavailable:
		return fmt.Errorf("%w: %w", client.ErrLink, ack.Error)
	case 10023, 10047, 10167, 10210: // short of something, overrun
		return fmt.Errorf("%w: %w", client.ErrServer, ack.Error)
	}
	return &finalError{fmt.Errorf("the stream refuses it: %w", ack.Error), ack.Error.Code != client.CodeTooLong && ack.Error.Code != client.CodeHeadTooLong}
}

// errElsewhere says that the stream does not end where it was expected to.
var errElsewhere = errors.New("others write to the stream all the time")

// errUndecided says that what was sent has neither been stored nor refused, be it this or that of others.
var errUndecided = errors.New("the leader of the stream does not come to store what it was sent: do most of its servers reach each other?")
