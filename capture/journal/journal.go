package journal

import "errors"

// The errors that callers tell apart. All come wrapped in one that says more.
var (
	// ErrNotKept: the record could not be written, or not as safely as was asked for.
	// It must not be acknowledged.
	ErrNotKept = errors.New("the record was not kept")
	// ErrInvalid: the record cannot be written as it is.
	ErrInvalid = errors.New("not a valid record")
	// ErrDamaged: there is no whole record at this place.
	ErrDamaged = errors.New("no whole record")
	// ErrReadOnly: the journal was opened to read.
	ErrReadOnly = errors.New("opened to read only")
	// ErrLater: the journal has records of a later version, which nothing is added to.
	ErrLater = errors.New("has records of a later version of segtap, which this one can neither read nor add to")
	// ErrNewer: a record is of a later version of the format.
	ErrNewer = errors.New("a record of a later version of segtap")
	// ErrGone: what was kept is not where it was any more.
	ErrGone = errors.New("the capture file has been removed, replaced or shortened meanwhile: put it back, or start anew")
)

// Journal keeps records: a capture file, one in memory, or a stream that others write
// too. Its methods may be called by many goroutines at once.
type Journal interface {
	// Append writes one record and gives its place. ID and Place of rec are ignored: ids
	// are given here, in the order of the journal.
	//
	// Where written is not nil, it is called once the record is written and before any
	// later one of this journal is, with the first id of the record (0 when its kind has
	// none) and its place: an index that it feeds sees the records in their order. Where
	// others write too, what they have written before it can be scanned when written is
	// called, and no scan comes to the record itself before written has returned. It must
	// not append.
	//
	// The error wraps [ErrNotKept] when the record could not be written, or [ErrInvalid],
	// [ErrReadOnly], [ErrLater], [ErrGone] or [fs.ErrClosed]; written has not been called
	// then, except where the record stands in the journal and only may not survive a loss
	// of power. Those who append at the same time are written together, and what keeps one
	// of them from being written, such as a full disk or ids that have run out, keeps all.
	//
	// Where written panics, whoever writes for all gets the panic; the record stands in the
	// journal, and its error wraps [ErrNotKept] all the same. Those written with it are told
	// of theirs.
	Append(rec Record, written func(id uint64, place Place)) (Place, error)

	// Scan returns the heads of the records from an offset on, which is 0 or the Next of an
	// earlier Scan, to the end that the journal has now, in its order. It reads no bodies:
	// damage within a body that leaves it text is found by ReadAt only.
	//
	// The head that fn gets, and what it points to, is valid during the call only. An error
	// of fn ends the scan and is given back as it is; Next is then where that record begins.
	Scan(from int64, fn func(*Head) error) (Scanned, error)
	// Tail returns the heads of the last n records or so, as Scan does, and reads only the
	// end for them: fewer where they are long.
	Tail(n int, fn func(*Head) error) (Scanned, error)
	// ReadAt returns the record at a place, which comes from Append, Scan or Tail. The error
	// wraps [ErrDamaged] when there is no whole record.
	ReadAt(place Place) (Record, error)
	// Lines returns a reader of records that follow each other.
	Lines() Lines

	// Size returns the offset behind the last whole record that is known.
	Size() int64
	// First returns the offset of the oldest record that there still is: what stood before
	// has gone, by the limits of a stream or a purge. It never waits for the network, nor
	// do Size, Run and Present. A scan from further back begins there.
	First() int64
	// Forget says that nothing before an offset will be read again, but for the records at
	// the places given, in the order of the journal. What is in memory only frees what it
	// can; others keep all they have.
	Forget(before int64, but []Place)
	// InMemory says that nothing outlives the process.
	InMemory() bool
	// Present says whether what was kept can be found: the error wraps [ErrGone] when not.
	Present() error
	// Later says whether a record of a later version has been seen: the error wraps
	// [ErrLater] then, and nothing is appended any more.
	Later() error
	// Run returns a short text in hexadecimal that tells what is recorded here from what is
	// recorded elsewhere: ids mean something only together with it.
	Run() string
	// Name is how people know the journal, such as the path of a file; empty in memory. It
	// has no credentials.
	Name() string
	// Changed signals that others have added records, or that some have gone, since it was
	// last received from; nil where nobody else does.
	Changed() <-chan struct{}
	// Close ends writing and reading, and lets others write what only one may. Closing
	// again does nothing.
	Close() error
}

// Lines reads records as they stand in a journal, many at a time: those that follow each
// other cost one reading for many. It may not be used by several goroutines at once.
type Lines interface {
	// At returns the line of the record at a place, without its newline. It is valid until
	// the next call. The error wraps [ErrDamaged] when there is no such place.
	At(place Place) ([]byte, error)
	// Record returns the record at a place, as [Journal.ReadAt] does.
	Record(place Place) (Record, error)
	// Next reads the record at a place into rec, but for its summaries, which take a tenth
	// of the time and are for those who do not read the body. It is valid until the next
	// call, be it one that fails: its memory is used again.
	Next(place Place, rec *Record) error
	// Ahead says that what stands up to an offset will be asked for, and nothing behind it:
	// else as much is read as is good for many.
	Ahead(offset int64)
}

// Scanned says what a reading of a journal went over.
type Scanned struct {
	From, Next int64 // where it began and where the next one goes on
	Records    int   // given to the caller
	Unknown    int   // skipped: of an unknown kind
	Newer      int   // skipped: of a later version
	Damaged    int   // skipped: not whole
	Damage     []Damage
	// Torn is how many bytes stand behind Next that are not a whole line: a file was
	// cut short there, or another process is writing it just now.
	Torn int64
}

// Damage is a stretch of a journal that is not a whole record.
type Damage struct {
	Offset, Length int64
}
