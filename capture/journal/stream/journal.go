package stream

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"segtap/capture/journal"
	"segtap/capture/journal/groupcommit"
	"segtap/capture/journal/notation"
	"segtap/capture/journal/stream/client"
	"segtap/capture/journal/stream/login"
	"segtap/capture/journal/stream/parts"
	"segtap/capture/journal/stream/recent"
)

// errBrokenOff is what becomes of a record when nothing else does.
var errBrokenOff = fmt.Errorf("%w: the publishing of it was broken off", journal.ErrNotKept)

var _ journal.Journal = (*Journal)(nil)

// line is one line in the making, and what comes of it.
type line struct {
	notation.Line

	subject string
	name    string    // its message id, the same whenever it is published
	came    time.Time // when it was appended
	written func(id uint64, place journal.Place)
	id      uint64   // the first of its entries; 0 for none
	size    int      // of a message, at most: the same whenever it is published
	parts   [][]byte // the messages that it makes
	seen    int      // how many of them have been found in the stream
	// What came of publishing it.
	place journal.Place
	err   error
}

// Journal is a stream of records. Its methods may be called by many goroutines at once.
type Journal struct {
	link     *client.Link
	opts     Options
	run      atomic.Pointer[string]
	created  time.Time // of the stream
	prefix   string    // of the subjects
	only     string    // the subject that is read; empty for all
	denied   error     // why the user may not publish; nil where it may, for all that is known
	replicas atomic.Int64
	longest  atomic.Int64 // of a message, as the stream says; 0: as long as the server takes

	lines   notation.Pool[line, *line]
	commits groupcommit.Queue[*line]
	writer  writer

	recent  recent.End
	size    atomic.Int64             // see Size
	first   atomic.Uint64            // the sequence of the first message that is still there
	known   atomic.Uint64            // that of the last one that is known to be there
	between atomic.Pointer[[]uint64] // see Missing
	later   atomic.Bool              // a record of a later version has been seen
	gone    atomic.Pointer[goneError]
	barred  barring
	blind   blindness

	done       chan struct{}
	closing    sync.Once
	background sync.WaitGroup

	turn    sync.Mutex // held by who moves the end: who publishes, or who reads what others have
	ids     counter
	key     key           // of a journal of one write key
	joining parts.Joining // of what others write
	missing int           // how many times in a row the end that is known to be there was not found
	since   uint64        // the sequence from which on all has been read
}

// goneError says that the stream is not the one that was opened.
type goneError struct{ text string }

func (e *goneError) Error() string { return e.text }
func (e *goneError) Unwrap() error { return journal.ErrGone }

// Append is that of [journal.Journal]. A record of which it stays unknown whether the stream
// has it is not kept: others, and this journal after it, may find it in the stream all the same.
func (j *Journal) Append(rec journal.Record, written func(id uint64, place journal.Place)) (journal.Place, error) {
	l := j.lines.Take()
	defer j.lines.Return(l)
	if err := l.Encode(&rec); err != nil {
		return journal.Place{}, err
	}
	if _, err := parts.Fit(l.Size(), j.messageSize()); err != nil {
		return journal.Place{}, fmt.Errorf("%w: %w", journal.ErrInvalid, err)
	}
	l.subject = j.writer.subject(&rec)
	l.name = j.writer.name + "." + strconv.FormatUint(j.writer.count.Add(1), 10)
	l.written, l.place, l.err, l.came, l.seen = written, journal.Place{}, errBrokenOff, time.Now(), 0
	j.commits.Do(l, j.writer.write)
	l.written, l.parts = nil, l.parts[:0]
	return l.place, l.err
}

// subject gives the subject of a record: by the write key, or that of its entry, and the type,
// or the kind.
func (w *writer) subject(rec *journal.Record) string {
	what := rec.Type
	if rec.Kind != journal.Request || what == "" {
		what = rec.Kind.String()
	}
	return w.journal.prefix + "." + login.Token(cmp.Or(rec.WriteKey, rec.Under)) + "." + login.Token(what)
}

// messageRoom is how long the headers of a message may be.
const messageRoom = 512

// messageSize is how long a message may be, without its headers.
func (j *Journal) messageSize() int {
	size := int(j.link.MaxPayload())
	if longest := int(j.longest.Load()); longest > 0 {
		size = min(size, longest)
	}
	return size - messageRoom
}

// Name returns the address without its credentials.
func (j *Journal) Name() string { return j.link.To.String() }

// Size is that of [journal.Journal]: an offset is a sequence of the stream.
func (j *Journal) Size() int64 { return j.size.Load() }

// First returns the offset of the first message that the stream still has: what stood before
// has gone by its limits or a purge. [Journal.Changed] signals that it moves.
func (j *Journal) First() int64 { return int64(j.first.Load()) }

// InMemory says that the journal outlives the process.
func (j *Journal) InMemory() bool { return false }

// Forget does nothing: how long messages stay is the stream's to say.
func (j *Journal) Forget(int64, []journal.Place) {}

// Run is that of [journal.Journal]: a stream that is made anew has another one.
func (j *Journal) Run() string { return *j.run.Load() }

// anew notes behind which sequence the numbers began again: what follows is another run.
func (j *Journal) anew(begin uint64) {
	run := run(j.link.To.Stream, j.created, begin)
	j.ids.begin = begin
	j.run.Store(&run)
}

// Changed is that of [journal.Journal].
func (j *Journal) Changed() <-chan struct{} { return j.link.Changed }

// Present says whether the stream is still the one that was opened: the error wraps
// [journal.ErrGone] when it has been deleted, made anew, or has lost what it had acknowledged.
func (j *Journal) Present() error {
	if gone := j.gone.Load(); gone != nil {
		return gone
	}
	return nil
}

// Later is that of [journal.Journal].
func (j *Journal) Later() error {
	if j.later.Load() {
		return fmt.Errorf("%s %w", j.Name(), journal.ErrLater)
	}
	return nil
}

// Known returns the offset behind the last message that the stream is known to have, be it read or
// not: as it was a second ago or so, or when there was a connection last.
func (j *Journal) Known() int64 {
	if j.only != "" {
		return j.Size() + int64(j.key.pending.Load())
	}
	last := int64(j.known.Load())
	return max(last+min(last, 1), j.Size())
}

// Trouble says, for people, what keeps the journal from being read or written; empty when
// nothing does. [Journal.Changed] signals that it changes.
func (j *Journal) Trouble() string {
	if gone := j.gone.Load(); gone != nil {
		return gone.Error()
	}
	if blind := j.blind.Load(); blind != nil {
		return *blind
	}
	if state, _ := j.link.Now(); !state.Connected {
		return state.String()
	}
	if barred := j.barred.Load(); barred != nil {
		return "NATS: " + (*barred).Error()
	}
	return ""
}

// Denied says why the user may not publish, as it was when the stream was opened; nil where it may, for all that is known.
func (j *Journal) Denied() error { return j.denied }

// Notes says what cannot be promised as it was asked for, in a sentence each.
func (j *Journal) Notes() (notes []string) {
	if j.denied != nil {
		notes = append(notes, "what comes here, or is done here, cannot be kept: "+j.denied.Error())
	}
	if !j.opts.Fsync {
		return notes
	}
	return append(notes, "whether the servers of "+j.Name()+" sync each message to their disks is theirs to say, and no client can ask for it or see it: "+
		"their configuration needs sync_interval: always in its jetstream block")
}

// Close ends writing and reading. Closing again does nothing. A client that is connecting is
// ended when it has a server, or none: it holds its lock until then.
func (j *Journal) Close() error {
	j.closing.Do(func() {
		close(j.done)
		closed := make(chan struct{})
		go func() {
			j.link.Conn.Close()
			close(closed)
		}()
		if state, change := j.link.Now(); state.Connected {
			select {
			case <-closed:
			case <-change:
			}
		}
		j.background.Wait()
	})
	return nil
}

// isClosed says that the journal has been closed.
func (j *Journal) isClosed() bool {
	select {
	case <-j.done:
		return true
	default:
		return false
	}
}

// run tells this stream from others, from one that is made anew under the same name, and from
// itself before its numbers began again.
func run(name string, created time.Time, begin uint64) string {
	of := fmt.Appendf(nil, "%s %d", name, created.UnixNano())
	if begin > 0 {
		of = fmt.Appendf(of, " %d", begin)
	}
	sum := sha256.Sum256(of)
	return hex.EncodeToString(sum[:4])
}
