package stream

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"segtap/capture/journal/notation"
	"segtap/capture/journal/stream/client"
	"segtap/capture/journal/stream/login"
	"segtap/capture/journal/stream/parts"
	"segtap/capture/journal/stream/recent"
)

// Options say how a stream is opened.
type Options struct {
	// ReadOnly opens the stream to read what is in it and what others add.
	ReadOnly bool
	// Writable refuses a stream that the user may not write, also where it is opened to be read.
	Writable bool
	// Make makes the stream where there is none, with Replicas replicas, at least one.
	Make     bool
	Replicas int
	// Fsync asks for a stream whose servers sync each message; see the package.
	Fsync bool
	// Files are what the server is entered with, besides what stands in the address.
	login.Files
	// Patience is how long a record is tried to be kept, and the first connection; 5 seconds
	// where it is 0.
	Patience time.Duration
}

// Open opens the stream of an address, unless ctx ends before. The error names it without its credentials, and
// wraps one of package login, [client.ErrServer], [client.ErrNoStream], [client.ErrUnfit], [ErrForeign] or that of the
// client. The stream has not been changed then.
func Open(ctx context.Context, text string, opts Options) (*Journal, error) {
	to, err := login.Parse(text)
	if err != nil {
		return nil, err
	}
	type opening struct {
		*Journal
		err error
	}
	opened := make(chan opening, 1)
	go func() { // the client has no way to end it
		j, err := open(to, opts)
		opened <- opening{j, err}
	}()
	select {
	case o := <-opened:
		return o.Journal, o.err
	case <-ctx.Done():
		go func() {
			if o := <-opened; o.err == nil {
				_ = o.Close()
			}
		}()
		return nil, fmt.Errorf("%s: %w", to, context.Cause(ctx))
	}
}

func open(to login.Address, opts Options) (*Journal, error) {
	if opts.Patience <= 0 {
		opts.Patience = 5 * time.Second
	}
	if to.Key != "" && !opts.ReadOnly {
		return nil, fmt.Errorf("%s: %w", to, unwritable(to))
	}
	l, err := client.Dial(to, opts.Files, opts.Patience)
	if err != nil {
		return nil, err
	}
	j := &Journal{link: l, opts: opts, done: make(chan struct{})}
	j.writer.journal, j.key.journal, j.ids.journal = j, j, j
	for until := time.Now().Add(startPatience); ; time.Sleep(retryWait) {
		if err = j.start(); err == nil {
			return j, nil
		}
		if !errors.Is(err, client.ErrLink) || time.Now().After(until) {
			l.Conn.Close()
			return nil, fmt.Errorf("%s: %w", to, err)
		}
	}
}

// startPatience is how long is tried to open a stream that has no leader: a cluster takes some
// seconds to elect one.
const startPatience = 15 * time.Second

// start makes sure that the stream is there and ours, and begins to follow it.
func (j *Journal) start() error {
	found, cfg, err := j.link.Look()
	if errors.Is(err, client.ErrNoStream) && j.opts.Make {
		if err := j.link.Make(j.opts.Replicas); err != nil {
			return err
		}
		found, cfg, err = j.link.Look()
	}
	if errors.Is(err, client.ErrNoStream) {
		return fmt.Errorf("%w: segtap serve makes it", err)
	}
	if err == nil {
		err = ours(j.link, found)
	}
	if err == nil {
		err = j.link.Fit(cfg)
	}
	if err != nil {
		return err
	}
	j.only = ""
	if found, err = j.ids.count(found); err == nil {
		err = j.key.read(found)
	}
	if err != nil {
		return err
	}
	j.created, j.prefix = found.Created, found.Prefix
	j.anew(j.ids.begin)
	j.replicas.Store(int64(found.Replicas))
	j.longest.Store(int64(found.Longest))
	j.first.Store(found.First)
	if !j.opts.ReadOnly {
		if err := j.writer.start(); err != nil {
			return err
		}
	}
	if !j.opts.ReadOnly || j.opts.Writable {
		if j.denied = j.link.Denies(notes(j.prefix)); j.denied != nil && j.opts.Writable {
			return j.denied
		}
	}
	j.background.Go(j.follow)
	j.background.Go(j.watch)
	return nil
}

const (
	// tailMessages and tailBytes are how much of the end is read when a stream is opened.
	tailMessages = 512
	tailBytes    = 8 << 20
	// numbersMessages is how much of it is read for the next id alone: some that follow each other.
	numbersMessages = 32
)

// ErrForeign: the stream has messages that are not records.
var ErrForeign = errors.New("a stream of somebody else: name another one")

// ours says whether a stream has records: not when neither its first nor its last message is
// one. Whoever may publish can put anything in between.
func ours(l *client.Link, found *client.Info) error {
	if found.Messages == 0 {
		return nil
	}
	for _, seq := range []uint64{found.Last, found.First} {
		msg, ok, err := l.Leader(seq, ">")
		if err != nil {
			return err
		}
		_, of, _ := parts.Read(msg.Text)
		if _, _, begins := notation.Begins(msg.Text); !ok || begins || of > 0 {
			return nil
		}
	}
	return ErrForeign
}

// recall reads the end of the stream: what is looked at first, and with it the next id. It
// goes back as far as it must to find what tells which ids there have been.
func (j *Journal) recall(found *client.Info) error {
	j.ids.next, j.ids.told = 0, 0
	j.recent.Start(found.Last + 1)
	j.size.Store(int64(found.Last + min(found.Last, 1)))
	if found.Messages == 0 {
		return nil
	}
	count, average := uint64(tailMessages), max(found.Bytes/max(found.Messages, 1), 1)
	if count = max(min(count, tailBytes/average), 1); j.link.To.Key != "" {
		count = min(count, numbersMessages) // for the next id alone: see only
	}
	for {
		from := max(found.First, found.Last-min(found.Last, count)+1)
		if err := j.reload(from, found.Last); err != nil || j.ids.told > 0 || from <= max(found.First, 1) {
			return err
		}
		count *= 8
	}
}

// reload reads the messages from a sequence on into memory.
func (j *Journal) reload(from, last uint64) error {
	j.ids.gone, j.ids.before, j.since = 0, 0, from
	j.ids.strays.from(math.MaxUint64)
	j.recent.Start(from)
	j.joining.Drop()
	if err := j.learn(&j.ids.numbers, "", from, last, &j.joining, &j.recent); err != nil {
		return err
	}
	j.recent.SkipTo(last + 1)
	return nil
}

// learn reads the messages of a subject, empty for any, from one to another, and what they tell of
// the ids. They stay in memory where there is one for them.
func (j *Journal) learn(n *numbers, subject string, from, last uint64, whole *parts.Joining, memory *recent.End) error {
	next := from
	for next <= last {
		got, err := j.link.Stored(subject, next, last, client.FetchMessages)
		if err != nil {
			return err
		}
		if len(got.Texts) == 0 {
			break
		}
		for i, text := range got.Texts {
			seq := got.Seq(i)
			n.gone += seq - next
			if next = seq + 1; memory != nil {
				memory.Add(seq, text, false)
			}
			if record, begin, ok := whole.Add(seq, text); ok {
				if id, behind, ok := j.ids.idsOf(record); ok {
					n.reads(begin, id, behind)
				}
			}
		}
	}
	n.gone += last + 1 - min(next, last+1)
	n.settle()
	return nil
}

// take takes in a message that others have written, behind all others. Where it cannot be told
// whether it may be, nothing has changed.
func (j *Journal) take(seq uint64, text []byte) error {
	missing, was := seq-j.recent.Next(), j.joining
	record, from, ok := j.joining.Add(seq, text)
	var id, behind uint64
	if ok {
		id, behind, ok = j.ids.idsOf(record)
	}
	var err error
	switch {
	case ok && j.ids.guessed:
		err = j.ids.replaces(seq, id, behind)
	case j.only != "": // see key.began
	case !j.ids.guessed && (j.ids.passed || missing > 0 || ok && j.ids.told > 0 && id != j.ids.next):
		err = j.ids.checked(seq)
	}
	if err != nil {
		j.joining = was
		return err
	}
	j.ids.passed = false
	j.ids.gone += missing
	if j.recent.Add(seq, text, false); ok {
		j.ids.reads(from, id, behind)
	}
	return nil
}
