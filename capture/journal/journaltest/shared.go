package journaltest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
)

// Stream is a stream in memory that any number of journals write, for tests: what a server
// would be. It can be out of reach, and lose what is oldest.
type Stream struct {
	mu      sync.Mutex
	lines   [][]byte // without newlines, by sequence, from 1; nil for one that has gone
	first   int64
	missing []uint64
	next    uint64 // id
	down    bool
	gone    error
	members []*member
}

// NewStream returns an empty one.
func NewStream() *Stream { return &Stream{lines: make([][]byte, 1), first: 1, next: 1} }

// Open returns another journal over the stream.
func (s *Stream) Open() journal.Journal {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := &member{of: s, changed: make(chan struct{}, 1)}
	s.members = append(s.members, m)
	return m
}

// Reach says whether the stream can be reached.
func (s *Stream) Reach(can bool) {
	s.mu.Lock()
	s.down = !can
	s.mu.Unlock()
	s.ring()
}

// Put adds a message as anybody does who may publish to the stream.
func (s *Stream) Put(text []byte) {
	s.mu.Lock()
	s.lines = append(s.lines, text)
	s.mu.Unlock()
	s.ring()
}

// Delete has the stream be gone for good.
func (s *Stream) Delete() {
	s.mu.Lock()
	s.down, s.gone = true, fmt.Errorf("the stream has been deleted: %w", journal.ErrGone)
	s.mu.Unlock()
	s.ring()
}

// Purge lets all before a sequence go, or all there is.
func (s *Stream) Purge(before int64) {
	s.mu.Lock()
	before = min(before, int64(len(s.lines)))
	for ; s.first < before; s.first++ {
		s.lines[s.first] = nil
	}
	s.mu.Unlock()
	s.ring()
}

// Take lets messages go from between others, whose sequences are given in their order.
func (s *Stream) Take(seqs ...uint64) {
	s.mu.Lock()
	for _, seq := range seqs {
		s.lines[seq] = nil
	}
	s.missing = slices.Sorted(slices.Values(append(slices.Clone(s.missing), seqs...)))
	s.mu.Unlock()
	s.ring()
}

func (s *Stream) ring() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.members {
		select {
		case m.changed <- struct{}{}:
		default:
		}
	}
}

// member is one journal over a stream.
type member struct {
	of      *Stream
	changed chan struct{}
	turn    sync.Mutex // held by who writes
	own     int64      // what has been written and not been announced; 0 for nothing
	closed  bool
}

var errUnreachable = errors.New("the stream cannot be reached")

func (m *member) Append(rec journal.Record, written func(uint64, journal.Place)) (journal.Place, error) {
	var line notation.Line
	if err := line.Encode(&rec); err != nil {
		return journal.Place{}, err
	}
	m.turn.Lock()
	defer m.turn.Unlock()
	id, place, err := m.write(&line)
	if err != nil {
		return journal.Place{}, fmt.Errorf("%w: %w", journal.ErrNotKept, err)
	}
	defer func() {
		m.of.mu.Lock()
		m.own = 0
		m.of.mu.Unlock()
		m.of.ring()
	}()
	if written != nil {
		written(id, place)
	}
	return place, nil
}

func (m *member) write(line *notation.Line) (id uint64, place journal.Place, err error) {
	s := m.of
	s.mu.Lock()
	defer s.mu.Unlock()
	if m.closed {
		return 0, journal.Place{}, fs.ErrClosed
	}
	if s.down {
		return 0, journal.Place{}, errUnreachable
	}
	if line.IDs > 0 {
		id = s.next
	}
	m.own = int64(len(s.lines))
	s.lines = append(s.lines, bytes.Clone(bytes.TrimSuffix(line.Finish(id), []byte{'\n'})))
	s.next += line.IDs
	return id, journal.Place{Offset: m.own}, nil
}

func (m *member) Size() int64 {
	m.of.mu.Lock()
	defer m.of.mu.Unlock()
	if m.own > 0 {
		return m.own
	}
	return int64(len(m.of.lines))
}

func (m *member) Scan(from int64, fn func(*journal.Head) error) (journal.Scanned, error) {
	s, end := notation.Scanner{Scanned: journal.Scanned{From: from, Next: from}, Give: fn}, m.Size()
	if from < 0 || from > end {
		return s.Scanned, fmt.Errorf("%d is behind the end: %w", from, journal.ErrDamaged)
	}
	for s.Next = max(from, m.First()); s.Next < end; s.Next++ {
		place := journal.Place{Offset: s.Next}
		line, err := m.line(place)
		if errors.Is(err, journal.ErrDamaged) {
			continue // it has gone meanwhile
		}
		if err == nil {
			err = s.Record(line, place)
		}
		if err != nil {
			return s.Scanned, err
		}
	}
	return s.Scanned, nil
}

func (m *member) Tail(n int, fn func(*journal.Head) error) (journal.Scanned, error) {
	end := m.Size()
	return m.Scan(min(max(end-int64(n), m.First()), end), fn)
}

func (m *member) line(place journal.Place) ([]byte, error) {
	s := m.of
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		return nil, errUnreachable
	}
	if place.Length != 0 || place.Offset < s.first || place.Offset >= int64(len(s.lines)) || s.lines[place.Offset] == nil {
		return nil, fmt.Errorf("%w at %d", journal.ErrDamaged, place.Offset)
	}
	return s.lines[place.Offset], nil
}

func (m *member) ReadAt(place journal.Place) (journal.Record, error) { return m.Lines().Record(place) }

func (m *member) Lines() journal.Lines {
	return &memberLines{member: m, Records: notation.Records{Line: m.line, Damaged: damagedAt}}
}

func damagedAt(place journal.Place, why error) error {
	return fmt.Errorf("%w at %d: %w", journal.ErrDamaged, place.Offset, why)
}

func (m *member) First() int64 {
	m.of.mu.Lock()
	defer m.of.mu.Unlock()
	return m.of.first
}

// Missing gives the offsets of what has gone from between others.
func (m *member) Missing() []uint64 {
	m.of.mu.Lock()
	defer m.of.mu.Unlock()
	return m.of.missing
}

// Present says that the stream has been deleted.
func (m *member) Present() error {
	m.of.mu.Lock()
	defer m.of.mu.Unlock()
	return m.of.gone
}

// Trouble says that the stream cannot be reached.
func (m *member) Trouble() string {
	m.of.mu.Lock()
	defer m.of.mu.Unlock()
	if m.of.down {
		return errUnreachable.Error() + " since noon, trying again"
	}
	return ""
}

func (m *member) Close() error {
	m.of.mu.Lock()
	defer m.of.mu.Unlock()
	m.closed = true
	return nil
}

func (m *member) Forget(int64, []journal.Place) {}
func (m *member) InMemory() bool                { return false }
func (m *member) Later() error                  { return nil }
func (m *member) Run() string                   { return "5eed" }
func (m *member) Name() string                  { return "a stream in memory" }
func (m *member) Changed() <-chan struct{}      { return m.changed }

// memberLines reads records one by one.
type memberLines struct {
	notation.Records
	member *member
}

func (l *memberLines) At(place journal.Place) ([]byte, error) { return l.member.line(place) }

func (l *memberLines) Ahead(int64) {}
