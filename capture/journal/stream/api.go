package stream

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"

	"segtap/capture/journal/stream/login"
	"segtap/capture/journal/stream/recent"
)

// The errors that callers tell apart, besides those of package journal.
var (
	// ErrServer: what answers is no nats-server that a journal can be on: too old, without
	// JetStream, or it refuses.
	ErrServer = errors.New("this server cannot hold a journal")
	// ErrLink: there is no connection now.
	ErrLink = errors.New("no connection to NATS")
	// ErrForeign: the stream has messages that are not records.
	ErrForeign = errors.New("a stream of somebody else: name another one")
	// ErrUnfit: the stream lacks what a journal needs.
	ErrUnfit = errors.New("the stream cannot hold a journal as it is")
	// ErrReplicas: a stream is to be made with more of them than there are servers.
	ErrReplicas = errors.New("there are fewer servers than replicas were asked for")
	// ErrNoStream: there is no such stream.
	ErrNoStream = errors.New("there is no such stream")

	errClosed = fmt.Errorf("the journal is closed: %w", fs.ErrClosed)
)

const (
	// askPatience is how long one answer of a server is waited for, and readPatience the next
	// message of many. A question is lost where a leader goes, and asked again.
	askPatience  = 2 * time.Second
	readPatience = time.Second

	headerStatus       = "Status"
	headerMsgID        = "Nats-Msg-Id"
	headerSequence     = "Nats-Sequence"
	headerLastSequence = "Nats-Last-Sequence"
	headerPending      = "Nats-Num-Pending"
	headerExpected     = "Nats-Expected-Last-Sequence"
	headerExpectedID   = "Nats-Expected-Last-Msg-Id"
	headerBatch        = "Nats-Batch-Id"
	headerBatchSeq     = "Nats-Batch-Sequence"
	headerBatchCommit  = "Nats-Batch-Commit"
)

// The error codes of JetStream that are told apart.
const (
	codeNoPeers        = 10005
	codeUnavailable    = 10008
	codeTooLong        = 10054
	codeHeadTooLong    = 10097
	codeUnclustered    = 10074 // replicas, and only one server
	codeNoMessage      = 10037
	codeNoStream       = 10059
	codeWrongSequence  = 10071
	codeWrongID        = 10070
	codeNoJetStream    = 10076
	codeNoJetStreamFor = 10039
	codeNameTaken      = 10058
)

// apiError is what JetStream answers where it refuses.
type apiError struct {
	Code        int    `json:"err_code"`
	Description string `json:"description"`
}

func (e *apiError) Error() string { return e.Description }

// ask asks JetStream's API, and reads the answer. The error may be an apiError.
func (l *link) ask(subject string, request []byte, answer any) error {
	asked := time.Now()
	msg, err := l.request(&nats.Msg{Subject: subject, Data: request})
	if err != nil {
		return l.unanswered(&l.asks, asked, err)
	}
	var said struct {
		Error   *apiError                `json:"error"`
		Cluster *struct{ Leader string } `json:"cluster"`
	}
	if err := json.Unmarshal(msg.Data, &said); err != nil {
		return fmt.Errorf("%w: it answers %.80q", ErrServer, msg.Data)
	}
	// One that knows no leader tells what it has itself.
	if said.Error != nil && said.Error.Code == codeUnavailable || said.Cluster != nil && said.Cluster.Leader == "" {
		return l.leaderless(&l.asks, asked)
	}
	if l.asks.end(); said.Error != nil {
		return said.Error
	}
	return json.Unmarshal(msg.Data, answer)
}

// request sends a message, and waits for the answer. None comes through a connection that is no
// more, and none where the user may not send it. The client is waited for no longer than that: it
// holds its lock while it connects.
func (l *link) request(msg *nats.Msg) (*nats.Msg, error) {
	state, lost := l.now()
	if !state.Connected {
		return nil, &linkError{state}
	}
	ctx, end := context.WithTimeout(context.Background(), askPatience)
	defer end()
	denied, done := l.denials(msg.Subject)
	defer done()
	type answer struct {
		*nats.Msg
		err error
	}
	answered := make(chan answer, 1)
	go func() {
		got, err := l.conn.RequestMsgWithContext(ctx, msg)
		answered <- answer{got, err}
	}()
	select {
	case got := <-answered:
		return got.Msg, got.err
	case err := <-denied:
		return nil, err
	case <-lost:
		state, _ = l.now()
		return nil, &linkError{state}
	}
}

// unanswered says why there was no answer to what was asked at a moment.
func (l *link) unanswered(of *silence, asked time.Time, err error) error {
	state, _ := l.now()
	said := l.heard(asked)
	switch {
	case !state.Connected || errors.As(err, new(*linkError)):
		return &linkError{state}
	case errors.Is(err, login.ErrForbidden):
		return err
	case errors.Is(err, nats.ErrNoResponders):
		l.unheard(of, asked)
		return fmt.Errorf("%w: JetStream does not answer on %s: it is not enabled there, or not for this account", ErrServer, state.Server)
	case said != nil:
		return said
	case errors.Is(err, nats.ErrTimeout) || errors.Is(err, context.DeadlineExceeded):
		return l.leaderless(of, asked)
	}
	return fmt.Errorf("%w: %s: %s", ErrLink, state.Server, reason(err))
}

// leaderless notes that a server which is there knew nothing of what was asked at a moment, and says why.
func (l *link) leaderless(of *silence, asked time.Time) error {
	state, _ := l.now()
	defer l.unheard(of, asked) // which may leave that server
	return fmt.Errorf("%w: %s does not answer: the stream has no leader now, or the server is cut off from the others", ErrLink, state.Server)
}

// message is one message of a stream, as the leader gives it.
type message struct {
	seq   uint64
	id    string
	begin uint64 // see headerBegin
	text  []byte
}

// leader asks the leader for the first message of a subject, > for any, whose sequence is seq or
// higher; ok is false where there is none.
func (l *link) leader(seq uint64, subject string) (msg message, ok bool, err error) {
	var answer struct {
		Message struct {
			Seq  uint64 `json:"seq"`
			Head []byte `json:"hdrs"`
			Data []byte `json:"data"`
		} `json:"message"`
	}
	request := fmt.Appendf(nil, `{"seq":%d,"next_by_subj":%q}`, seq, subject)
	err = l.ask("$JS.API.STREAM.MSG.GET."+l.to.Stream, request, &answer)
	var refused *apiError
	if errors.As(err, &refused) && refused.Code == codeNoMessage {
		return message{}, false, nil
	}
	if err != nil {
		return message{}, false, err
	}
	head, _ := nats.DecodeHeadersMsg(answer.Message.Head) // a message of ours has some
	return message{seq: answer.Message.Seq, id: head.Get(headerMsgID), begin: number(head.Get(headerBegin)), text: answer.Message.Data}, true, nil
}

const (
	// fetchBytes and fetchMessages are how much is asked for at once. More is no faster.
	fetchBytes    = 512 << 10
	fetchMessages = 1024
)

// batch is what one batched direct get gives.
type batch struct {
	recent.Block
	names   []string // the ids of the messages; without headers none
	whole   bool     // all between the messages is there too
	begin   uint64   // see headerBegin: the highest there is in headers
	pending uint64   // how many more there are behind, of the subject that is read
}

// fetch reads messages of a subject, empty for any, from a sequence on, not behind upTo and not more
// than most, by one batched direct get, which any replica answers: one that lags gives fewer. With ids it gives those of
// the messages. Without, the server sends no headers, which has three times as many come in a
// second; those of one subject come with headers, since only they say where each stands.
//
// Through a connection that is cut again and again little comes at once. So after a reading
// that was broken off the next one has headers, and what comes of it counts.
func (l *link) fetch(subject string, seq, upTo, most uint64, ids bool) (batch, error) {
	if seq > upTo {
		return batch{}, nil
	}
	most = min(upTo-seq+1, most)
	heads := ids || subject != "" || l.slow.Load()
	got, err := l.direct(subject, seq, upTo, most, heads)
	if err == nil && !got.whole && !heads {
		heads = true
		got, err = l.direct(subject, seq, upTo, most, heads)
	}
	if l.slow.Store(err != nil); heads && len(got.Texts) > 0 {
		err = nil
	}
	return got, err
}

// stored reads messages as fetch does. Where no replica that is asked has one, they have gone,
// or it lags: the leader knows.
func (l *link) stored(subject string, seq, upTo, most uint64) (recent.Block, error) {
	got, err := l.fetch(subject, seq, upTo, most, false)
	if err != nil || len(got.Texts) > 0 {
		return got.Block, err
	}
	msg, ok, err := l.leader(seq, cmp.Or(subject, ">"))
	if err != nil || !ok || msg.seq > upTo {
		return recent.Block{}, err
	}
	var one recent.Block
	one.Add(msg.seq, msg.text)
	return one, nil
}

// direct does one batched direct get.
func (l *link) direct(subject string, seq, upTo, most uint64, heads bool) (got batch, err error) {
	asked := time.Now()
	state, lost := l.now()
	if !state.Connected {
		return got, &linkError{state}
	}
	answers := make(chan *nats.Msg, most+1)
	inbox := l.conn.NewInbox()
	sub, err := l.conn.ChanSubscribe(inbox, answers)
	if err != nil {
		return got, l.unanswered(&l.asks, asked, err)
	}
	defer func() { go func() { _ = sub.Unsubscribe() }() }() // fails with the connection only; for go see request
	asks := "$JS.API.DIRECT.GET." + l.to.Stream
	denied, done := l.denials(asks)
	defer done()
	request := fmt.Appendf(nil, `{"seq":%d,"batch":%d,"max_bytes":%d,"no_hdr":%t}`, seq, most, fetchBytes, !heads)
	if subject != "" {
		request = fmt.Appendf(request[:len(request)-1], `,"next_by_subj":%q}`, subject)
	}
	if err := l.conn.PublishRequest(asks, inbox, request); err != nil {
		return got, l.unanswered(&l.asks, asked, err)
	}
	limit := time.NewTimer(readPatience)
	defer limit.Stop()
	for {
		var msg *nats.Msg
		select {
		case msg = <-answers:
			limit.Reset(readPatience)
		case <-lost:
			state, _ := l.now()
			return got, &linkError{state}
		case err := <-denied:
			return got, l.unanswered(&l.asks, asked, err)
		case <-limit.C:
			return got, l.unanswered(&l.asks, asked, nats.ErrTimeout)
		}
		switch status := msg.Header.Get(headerStatus); {
		case status == "204": // the end of the batch
			last, err := strconv.ParseUint(msg.Header.Get(headerLastSequence), 10, 64)
			got.whole = heads || err == nil && last == seq+uint64(len(got.Texts))-1
			got.pending = number(msg.Header.Get(headerPending))
			return got, nil
		case status != "":
			if err = refusedToRead(status, msg.Header.Get("Description")); errors.Is(err, ErrLink) {
				l.unheard(&l.asks, asked)
			}
			return batch{whole: true}, err
		case !heads:
			got.Add(seq+uint64(len(got.Texts)), msg.Data)
		default:
			if err := got.take(msg, upTo); err != nil {
				return batch{}, err
			}
		}
	}
}

// take takes in a message that came with its headers, unless it stands behind upTo.
func (b *batch) take(msg *nats.Msg, upTo uint64) error {
	at, err := strconv.ParseUint(msg.Header.Get(headerSequence), 10, 64)
	if err != nil {
		return fmt.Errorf("%w: it answers without a sequence", ErrServer)
	}
	if at > upTo {
		return nil
	}
	b.begin = max(b.begin, number(msg.Header.Get(headerBegin)))
	b.names = append(b.names, msg.Header.Get(headerMsgID))
	b.Add(at, msg.Data)
	return nil
}

// number reads a number in a header; 0 for none.
func number(text string) uint64 {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// refusedToRead says what the status of an answer means; nil where there is only nothing there.
func refusedToRead(status, said string) error {
	switch status {
	case "404":
		return nil
	case "503":
		return fmt.Errorf("%w: no replica of the stream answers now", ErrLink)
	}
	return fmt.Errorf("%w: it refuses to be read: %s %s", ErrServer, status, said)
}
