package formats

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sort"
	"sync"
	"time"

	"segtap/capture/journal"
	"segtap/capture/store/intake"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
)

// File is a file of messages that is not the capture file of a running segtap. It is
// read as far as it went when it was opened, and never changed. Its methods may be
// called by many goroutines at once.
type File struct {
	in     io.ReaderAt
	size   int64
	name   string
	format Format
	first  Form      // what its items are
	lined  bool      // its first value is one line
	now    time.Time // when it was opened: of what does not say its time

	mu    sync.Mutex
	told  told
	calls []int64 // of a HAR file, where its calls begin
	nth   []int   // and which request of the file each is
	lines []int64 // how many lines there are before each block of lineBlock bytes; made when first asked for
	// lastOffset is where a line was last asked for, and lastLines how many are before it.
	lastOffset, lastLines int64
}

// Open looks at the beginning of a file and says what it is. The error wraps
// [ErrForeign] for what holds no messages, and then names what it is.
func Open(in io.ReaderAt, size int64, name string) (*File, error) {
	f := &File{in: in, size: size, name: name, now: time.Now()}
	// A value that goes on behind this is known by its first bytes; a batch that is
	// as large as Segment takes one is read whole.
	const known = 1 << 20
	reader := NewReader(io.NewSectionReader(in, 0, min(size, known)))
	errFirst := errors.New("seen")
	var kind Kind
	err := reader.Items(func(item *Item) error {
		switch {
		case item.Err != nil:
			return fmt.Errorf("%s:%d: %w", name, item.Line, item.Err)
		case item.Form == Value && item.Root.Kind() == jsondoc.Absent && size <= known:
			f.told.broken = "-" // for now: no JSON
			return nil
		}
		f.told.broken = ""
		f.first, kind, f.lined = item.Form, item.Kind, bytes.IndexByte(item.Text, '\n') < 0
		return errFirst
	})
	f.format = reader.format
	if kind == Record && f.format == Messages {
		f.format = Capture
	}
	seen := errors.Is(err, errFirst)
	switch noJSON := f.told.broken != ""; {
	case seen:
	case errors.Is(err, ErrForeign), errors.Is(err, ErrLater):
		return nil, f.named(err)
	case err != nil && size <= known:
		return nil, f.named(err)
	case noJSON:
		return nil, f.named(&Foreign{"a text without any JSON", ""})
	case size <= known && f.format == HAR && reader.told.others > 0:
		return nil, f.named(&Foreign{"a HAR file without a request to a route of Segment", "record it anew while the page sends, or look at where the SDK sends to"})
	case size <= known:
		return nil, f.named(ErrNothing)
	}
	f.told = told{}
	return f, nil
}

// ErrNothing says that a file has nothing in it.
var ErrNothing = errors.New("there is no message in it")

// named says of which file something is.
func (f *File) named(err error) error {
	if errors.As(err, new(*Foreign)) && !bytes.HasPrefix([]byte(err.Error()), []byte(f.name)) {
		return fmt.Errorf("%s: %w", f.name, err)
	}
	if bytes.HasPrefix([]byte(err.Error()), []byte(f.name)) {
		return err
	}
	return fmt.Errorf("%s: %w", f.name, err)
}

// Format names what the file is, for people.
func (f *File) Format() string { return f.format.String() }

// Notes say what has to be said of the file, as far as it has been read.
func (f *File) Notes() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.told.notes(f.format)
}

// Size returns the size of the file in bytes.
func (f *File) Size() int64 { return f.size }

// Close closes what the file is read from, where that can be closed.
func (f *File) Close() error {
	if c, ok := f.in.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// Scan gives the heads of the items from an offset on, which is 0 or the Next of an
// earlier call, in the order of the file. What is no message is passed over, and
// [File.Notes] tells of it. An error of give ends it and is returned; Next is then where
// that item begins.
func (f *File) Scan(from int64, give func(*journal.Head) error) (journal.Scanned, error) {
	s := journal.Scanned{From: from, Next: from}
	if from >= f.size {
		return s, nil
	}
	reader := NewReader(io.NewSectionReader(f.in, from, f.size-from))
	reader.continues(from, f.format)
	var id uint64
	var seen told
	var calls []int64
	var nth []int
	w := items{brief: true, records: f.format == Capture}
	w.give = func(item *Item) error {
		place := journal.Place{Offset: item.Offset, Length: len(item.Text)}
		s.Next = item.Offset
		switch {
		case item.Err != nil:
			if seen.foreign++; seen.foreign == 1 {
				seen.first = fmt.Sprintf("%s:%d: %s", f.name, item.Line, item.Err)
			}
			s.Unknown++
			return nil
		case item.CutShort:
			s.Damaged++
			return nil
		case item.Form == Call:
			calls, nth = append(calls, item.Offset), append(nth, item.Line)
		}
		n, ok := f.count(item)
		if !ok {
			return nil
		}
		head := journal.Head{Place: place, Kind: journal.Request, ID: id + 1, N: n, Origin: openedOrigin}
		if err := give(&head); err != nil {
			return err
		}
		s.Records++
		id += uint64(n)
		return nil
	}
	err := reader.Each(w.stretch)
	if err == nil {
		s.Next = f.size
	}
	if from == 0 && err == nil {
		f.mu.Lock()
		seen.others, seen.odd, seen.calls, seen.unanswered, seen.unseen, seen.undated, seen.passed = reader.told.others, reader.told.odd, reader.told.calls, reader.told.unanswered, reader.told.unseen, reader.told.undated, reader.told.passed
		f.told, f.calls, f.nth = seen, calls, nth
		f.mu.Unlock()
	}
	return s, err
}

// count returns how many entries an item makes; ok is false for a record that makes
// none, such as a mark.
func (f *File) count(item *Item) (n int, ok bool) {
	if item.Form == Value && item.Kind == Message {
		return 1, true
	}
	rec, ok, err := item.Record(f.now)
	if err != nil || !ok {
		return 0, false
	}
	return rec.N, true
}

// tailLimit is how far back Tail reads, in bytes.
const tailLimit = 32 << 20

// Tail gives the heads of the items in about the last n lines, of a file that has one
// item a line. Of others it gives none: where their last items begin is known only
// when all has been read.
func (f *File) Tail(n int, give func(*journal.Head) error) (journal.Scanned, error) {
	if !f.lined || f.first != Value || f.format != Messages && f.format != Capture {
		return journal.Scanned{}, nil
	}
	from, ok, err := f.lineStart(n)
	if err != nil || !ok {
		return journal.Scanned{}, err
	}
	return f.Scan(from, give)
}

// lineStart returns where the last n lines begin; ok is false when one of them is none
// that stands alone.
func (f *File) lineStart(n int) (from int64, ok bool, err error) {
	block := make([]byte, 1<<20)
	var text []byte // from from on
	for from = f.size; from > 0 && f.size-from < tailLimit; {
		size := min(int64(len(block)), from)
		if _, err := f.in.ReadAt(block[:size], from-size); err != nil && !errors.Is(err, io.EOF) {
			return 0, false, err
		}
		from -= size
		text = append(append(make([]byte, 0, len(text)+int(size)), block[:size]...), text...)
		if bytes.Count(text, []byte{'\n'}) > n+1 {
			break
		}
	}
	end := len(bytes.TrimRight(text, blanks))
	start := end
	for lines := 0; lines < n && start > 0; lines++ {
		before := bytes.LastIndexByte(text[:start-1], '\n') + 1
		if before == 0 && from > 0 {
			break
		}
		line := bytes.TrimSpace(text[before:start])
		if len(line) > 0 && (line[0] != '{' || line[len(line)-1] != '}') {
			return 0, false, nil // a part of a value, or none
		}
		start = before
	}
	return from + int64(start), start < end, nil
}

// ReadAt returns the record that stands for the item at a place. The error wraps
// [journal.ErrDamaged] when there is none.
func (f *File) ReadAt(place journal.Place) (journal.Record, error) {
	if place.Offset < 0 || place.Length <= 0 || int64(place.Length) > f.size-place.Offset {
		return journal.Record{}, fmt.Errorf("%s: %w at byte %d", f.name, journal.ErrDamaged, place.Offset)
	}
	text := make([]byte, place.Length)
	if _, err := f.in.ReadAt(text, place.Offset); err != nil && !errors.Is(err, io.EOF) {
		return journal.Record{}, err
	}
	item := itemAt(f.first, text)
	rec, ok, err := item.Record(f.now)
	if err != nil || !ok {
		return journal.Record{}, fmt.Errorf("%s: %w at byte %d: %w", f.name, journal.ErrDamaged, place.Offset, errors.Join(err, item.Err))
	}
	rec.Place = place
	return rec, nil
}

// lineBlock is how many bytes are searched at once for lines.
const lineBlock = 1 << 20

// LineOf returns the line that a place is in, from 1; of a HAR file, which of its
// requests stands there.
func (f *File) LineOf(place journal.Place) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.format == HAR {
		i := sort.Search(len(f.calls), func(i int) bool { return f.calls[i] >= place.Offset })
		if i == len(f.calls) || f.calls[i] != place.Offset {
			return 0, fmt.Errorf("%s: %w at byte %d", f.name, journal.ErrDamaged, place.Offset)
		}
		return f.nth[i], nil
	}
	count := func(at, n int64) (int64, error) {
		n = min(n, f.size-at)
		block := make([]byte, n)
		if _, err := f.in.ReadAt(block, at); err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		return int64(bytes.Count(block, []byte{'\n'})), nil
	}
	if len(f.lines) == 0 {
		f.lines = append(f.lines, 0)
	}
	for int64(len(f.lines)) <= place.Offset/lineBlock {
		n, err := count(int64(len(f.lines)-1)*lineBlock, lineBlock)
		if err != nil {
			return 0, err
		}
		f.lines = append(f.lines, f.lines[len(f.lines)-1]+n)
	}
	whole := place.Offset / lineBlock
	from, before := whole*lineBlock, f.lines[whole]
	if f.lastOffset > from && f.lastOffset <= place.Offset { // who goes through the file asks of one after the other
		from, before = f.lastOffset, f.lastLines
	}
	n, err := count(from, place.Offset-from)
	if err == nil {
		f.lastOffset, f.lastLines = place.Offset, before+n
	}
	return int(before+n) + 1, err
}

// recordOf makes the record of a message or a batch: what a request would have that
// had brought it, as far as that is known. Where a message says its time, that is when
// it came, unless that is still ahead.
func recordOf(item *Item, now time.Time) journal.Record {
	rec := journal.Record{Head: journal.Head{Kind: journal.Request, Origin: openedOrigin}, Body: bytes.Clone(item.Text)}
	if item.Kind == Batch {
		rec.Type = intake.BatchType
	} else {
		rec.Type = AssumedType(item.Root)
	}
	rec.At = timeOr(item.Root, now)
	if item.Kind == Message { // it says all itself
		m := message.Message{Root: item.Root}
		rec.N, rec.WriteKey, rec.Library = 1, item.Root.Member("writeKey").Text(), intake.Library(&m, "")
		return rec
	}
	finish(&rec, nil, nil)
	return rec
}
