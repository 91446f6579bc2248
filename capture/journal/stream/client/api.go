package client

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
	// ErrUnfit: the stream lacks what a journal needs.
	ErrUnfit = errors.New("the stream cannot hold a journal as it is")
	// ErrReplicas: a stream is to be made with more of them than there are servers.
	ErrReplicas = errors.New("there are fewer servers than replicas were asked for")
	// ErrNoStream: there is no such stream.
	ErrNoStream = errors.New("there is no such stream")

	// ErrClosed: the journal has been closed.
	ErrClosed = fmt.Errorf("the journal is closed: %w", fs.ErrClosed)
)

const (
	// AskPatience is how long one answer of a server is waited for, and readPatience the next
	// message of many. A question is lost where a leader goes, and asked again.
	AskPatience  = 2 * time.Second
	readPatience = time.Second

	HeaderStatus       = "Status"
	HeaderMsgID        = "Nats-Msg-Id"
	headerSequence     = "Nats-Sequence"
	headerLastSequence = "Nats-Last-Sequence"
	headerPending      = "Nats-Num-Pending"
	HeaderExpected     = "Nats-Expected-Last-Sequence"
	HeaderExpectedID   = "Nats-Expected-Last-Msg-Id"
	HeaderBatch        = "Nats-Batch-Id"
	HeaderBatchSeq     = "Nats-Batch-Sequence"
	HeaderBatchCommit  = "Nats-Batch-Commit"
	// HeaderBegin says where the numbers of a stream began again; none stands for never.
	HeaderBegin = "Segtap-Begin"
)

// The error codes of JetStream that are told apart.
const (
	codeNoPeers        = 10005
	CodeUnavailable    = 10008
	CodeTooLong        = 10054
	CodeHeadTooLong    = 10097
	codeUnclustered    = 10074 // replicas, and only one server
	codeNoMessage      = 10037
	codeNoStream       = 10059
	CodeWrongSequence  = 10071
	CodeWrongID        = 10070
	codeNoJetStream    = 10076
	codeNoJetStreamFor = 10039
	codeNameTaken      = 10058
)

// Refusal is what JetStream answers where it refuses.
type Refusal struct {
	Code        int    `json:"err_code"`
	Description string `json:"description"`
}

func (e *Refusal) Error() string { return e.Description }

// ask asks JetStream's API, and reads the answer. The error may be a Refusal.
func (l *Link) ask(subject string, request []byte, answer any) error {
	asked := time.Now()
	msg, err := l.Request(&nats.Msg{Subject: subject, Data: request})
	if err != nil {
		return l.Unanswered(&l.asks, asked, err)
	}
	var said struct {
		Error   *Refusal                 `json:"error"`
		Cluster *struct{ Leader string } `json:"cluster"`
	}
	if err := json.Unmarshal(msg.Data, &said); err != nil {
		return fmt.Errorf("%w: it answers %.80q", ErrServer, msg.Data)
	}
	// One that knows no leader tells what it has itself.
	if said.Error != nil && said.Error.Code == CodeUnavailable || said.Cluster != nil && said.Cluster.Leader == "" {
		return l.leaderless(&l.asks, asked)
	}
	if l.asks.End(); said.Error != nil {
		return said.Error
	}
	return json.Unmarshal(msg.Data, answer)
}

// Request sends a message, and waits for the answer. None comes through a connection that is no
// more, and none where the user may not send it. The client is waited for no longer than that: it
// holds its lock while it connects.
func (l *Link) Request(msg *nats.Msg) (*nats.Msg, error) {
	state, lost := l.Now()
	if !state.Connected {
		return nil, state.Err()
	}
	ctx, end := context.WithTimeout(context.Background(), AskPatience)
	defer end()
	denied, done := l.Denials(msg.Subject)
	defer done()
	type answer struct {
		*nats.Msg
		err error
	}
	answered := make(chan answer, 1)
	go func() {
		got, err := l.Conn.RequestMsgWithContext(ctx, msg)
		answered <- answer{got, err}
	}()
	select {
	case got := <-answered:
		return got.Msg, got.err
	case err := <-denied:
		return nil, err
	case <-lost:
		state, _ = l.Now()
		return nil, state.Err()
	}
}

// Unanswered says why there was no answer to what was asked at a moment.
func (l *Link) Unanswered(of *Silence, asked time.Time, err error) error {
	state, _ := l.Now()
	said := l.heard(asked)
	switch {
	case !state.Connected || errors.As(err, new(*stateError)):
		return state.Err()
	case errors.Is(err, login.ErrForbidden):
		return err
	case errors.Is(err, nats.ErrNoResponders):
		l.Unheard(of, asked)
		return fmt.Errorf("%w: JetStream does not answer on %s: it is not enabled there, or not for this account", ErrServer, state.Server)
	case said != nil:
		return said
	case errors.Is(err, nats.ErrTimeout) || errors.Is(err, context.DeadlineExceeded):
		return l.leaderless(of, asked)
	}
	return fmt.Errorf("%w: %s: %s", ErrLink, state.Server, reason(err))
}

// leaderless notes that a server which is there knew nothing of what was asked at a moment, and says why.
func (l *Link) leaderless(of *Silence, asked time.Time) error {
	state, _ := l.Now()
	defer l.Unheard(of, asked) // which may leave that server
	return fmt.Errorf("%w: %s does not answer: the stream has no leader now, or the server is cut off from the others", ErrLink, state.Server)
}

// Message is one message of a stream, as the leader gives it.
type Message struct {
	Seq   uint64
	ID    string
	Begin uint64 // see HeaderBegin
	Text  []byte
}

// Leader asks the leader for the first message of a subject, > for any, whose sequence is seq or
// higher; ok is false where there is none.
func (l *Link) Leader(seq uint64, subject string) (msg Message, ok bool, err error) {
	var answer struct {
		Message struct {
			Seq  uint64 `json:"seq"`
			Head []byte `json:"hdrs"`
			Data []byte `json:"data"`
		} `json:"message"`
	}
	request := fmt.Appendf(nil, `{"seq":%d,"next_by_subj":%q}`, seq, subject)
	err = l.ask("$JS.API.STREAM.MSG.GET."+l.To.Stream, request, &answer)
	var refused *Refusal
	if errors.As(err, &refused) && refused.Code == codeNoMessage {
		return Message{}, false, nil
	}
	if err != nil {
		return Message{}, false, err
	}
	head, _ := nats.DecodeHeadersMsg(answer.Message.Head) // a message of ours has some
	return Message{Seq: answer.Message.Seq, ID: head.Get(HeaderMsgID), Begin: number(head.Get(HeaderBegin)), Text: answer.Message.Data}, true, nil
}

const (
	// fetchBytes and FetchMessages are how much is asked for at once. More is no faster.
	fetchBytes    = 512 << 10
	FetchMessages = 1024
)

// Batch is what one batched direct get gives.
type Batch struct {
	recent.Block
	Names   []string // the ids of the messages; without headers none
	Whole   bool     // all between the messages is there too
	Begin   uint64   // see HeaderBegin: the highest there is in headers
	Pending uint64   // how many more there are behind, of the subject that is read
}

// Fetch reads messages of a subject, empty for any, from a sequence on, not behind upTo and not more
// than most, by one batched direct get, which any replica answers: one that lags gives fewer. With ids it gives those of
// the messages. Without, the server sends no headers, which has three times as many come in a
// second; those of one subject come with headers, since only they say where each stands.
//
// Through a connection that is cut again and again little comes at once. So after a reading
// that was broken off the next one has headers, and what comes of it counts.
func (l *Link) Fetch(subject string, seq, upTo, most uint64, ids bool) (Batch, error) {
	if seq > upTo {
		return Batch{}, nil
	}
	most = min(upTo-seq+1, most)
	heads := ids || subject != "" || l.slow.Load()
	got, err := l.direct(subject, seq, upTo, most, heads)
	if err == nil && !got.Whole && !heads {
		heads = true
		got, err = l.direct(subject, seq, upTo, most, heads)
	}
	if l.slow.Store(err != nil); heads && len(got.Texts) > 0 {
		err = nil
	}
	return got, err
}

// Stored reads messages as Fetch does. Where no replica that is asked has one, they have gone,
// or it lags: the leader knows.
func (l *Link) Stored(subject string, seq, upTo, most uint64) (recent.Block, error) {
	got, err := l.Fetch(subject, seq, upTo, most, false)
	if err != nil || len(got.Texts) > 0 {
		return got.Block, err
	}
	msg, ok, err := l.Leader(seq, cmp.Or(subject, ">"))
	if err != nil || !ok || msg.Seq > upTo {
		return recent.Block{}, err
	}
	var one recent.Block
	one.Add(msg.Seq, msg.Text)
	return one, nil
}

// direct does one batched direct get.
func (l *Link) direct(subject string, seq, upTo, most uint64, heads bool) (got Batch, err error) {
	asked := time.Now()
	state, lost := l.Now()
	if !state.Connected {
		return got, state.Err()
	}
	answers := make(chan *nats.Msg, most+1)
	inbox := l.Conn.NewInbox()
	sub, err := l.Conn.ChanSubscribe(inbox, answers)
	if err != nil {
		return got, l.Unanswered(&l.asks, asked, err)
	}
	defer func() { go func() { _ = sub.Unsubscribe() }() }() // fails with the connection only; for go see Request
	asks := "$JS.API.DIRECT.GET." + l.To.Stream
	denied, done := l.Denials(asks)
	defer done()
	request := fmt.Appendf(nil, `{"seq":%d,"batch":%d,"max_bytes":%d,"no_hdr":%t}`, seq, most, fetchBytes, !heads)
	if subject != "" {
		request = fmt.Appendf(request[:len(request)-1], `,"next_by_subj":%q}`, subject)
	}
	if err := l.Conn.PublishRequest(asks, inbox, request); err != nil {
		return got, l.Unanswered(&l.asks, asked, err)
	}
	limit := time.NewTimer(readPatience)
	defer limit.Stop()
	for {
		var msg *nats.Msg
		select {
		case msg = <-answers:
			limit.Reset(readPatience)
		case <-lost:
			state, _ := l.Now()
			return got, state.Err()
		case err := <-denied:
			return got, l.Unanswered(&l.asks, asked, err)
		case <-limit.C:
			return got, l.Unanswered(&l.asks, asked, nats.ErrTimeout)
		}
		switch status := msg.Header.Get(HeaderStatus); {
		case status == "204": // the end of the batch
			last, err := strconv.ParseUint(msg.Header.Get(headerLastSequence), 10, 64)
			got.Whole = heads || err == nil && last == seq+uint64(len(got.Texts))-1
			got.Pending = number(msg.Header.Get(headerPending))
			return got, nil
		case status != "":
			if err = refusedToRead(status, msg.Header.Get("Description")); errors.Is(err, ErrLink) {
				l.Unheard(&l.asks, asked)
			}
			return Batch{Whole: true}, err
		case !heads:
			got.Add(seq+uint64(len(got.Texts)), msg.Data)
		default:
			if err := got.take(msg, upTo); err != nil {
				return Batch{}, err
			}
		}
	}
}

// take takes in a message that came with its headers, unless it stands behind upTo.
func (b *Batch) take(msg *nats.Msg, upTo uint64) error {
	at, err := strconv.ParseUint(msg.Header.Get(headerSequence), 10, 64)
	if err != nil {
		return fmt.Errorf("%w: it answers without a sequence", ErrServer)
	}
	if at > upTo {
		return nil
	}
	b.Begin = max(b.Begin, number(msg.Header.Get(HeaderBegin)))
	b.Names = append(b.Names, msg.Header.Get(HeaderMsgID))
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
