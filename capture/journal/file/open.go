package file

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/gofrs/flock"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
	"segtap/capture/regular"
)

var (
	// ErrLocked: another process, or another Journal of this one, writes the
	// file. It may be opened with [Options.ReadOnly].
	ErrLocked = errors.New("it is being written by another segtap: open it to read, or name another file")
	// ErrForeign: the file is not a capture file.
	ErrForeign = errors.New("not a capture file of segtap: name another file, or move this one away")
	// ErrName: there is no capture file yet, and what is named is not called as
	// one. A name that ends in .ndjson is nobody's profile or program.
	ErrName = errors.New("a new capture file needs a name that ends in .ndjson")
)

// Options say how a file is opened.
type Options struct {
	// ReadOnly opens the file to read what it has and what another process
	// adds to it. It is neither made, locked, repaired nor written.
	ReadOnly bool
	// Fsync makes Append return only when the disk has the record.
	Fsync bool
	// Program is the name and version of the program, for the first line of a
	// new file.
	Program string
	// Now is the time for the first line of a new file.
	Now time.Time
}

// Open opens a capture file, and makes it first where there is none, unless it
// is opened to read. A last line that was cut short is set aside first; see
// [Journal.Recovery].
//
// The error names the file and wraps [ErrLocked], [ErrForeign], [ErrName],
// [journal.ErrLater] or that of the operating system. The file has not been changed then.
func Open(path string, opts Options) (*Journal, error) {
	if opts.ReadOnly {
		return openToRead(path)
	}
	return openToWrite(path, opts)
}

func openToRead(path string) (*Journal, error) {
	file, err := regular.Open(path)
	if errors.Is(err, regular.ErrNotRegular) {
		return nil, fmt.Errorf("%s: %w", path, ErrForeign)
	}
	if err != nil {
		return nil, err
	}
	j := &Journal{path: path, file: file, source: file, readOnly: true}
	err = recognise(file, path)
	if err == nil {
		_, err = j.refresh()
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return j, nil
}

func openToWrite(path string, opts Options) (*Journal, error) {
	if err := begin(path); err != nil {
		return nil, err
	}
	lock := flock.New(lockPath(path), flock.SetPermissions(0o600), flock.SetFlag(lockFlag()))
	locked, err := lock.TryLock()
	if !locked && err == nil { // it may only be looked at: see BeingWritten
		time.Sleep(lookFor)
		locked, err = lock.TryLock()
	}
	if errors.As(err, new(*fs.PathError)) { // it cannot be opened
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be locked: %w", path, err)
	}
	if !locked {
		return nil, fmt.Errorf("%s: %w", path, ErrLocked)
	}
	j, err := prepare(path, lock, opts)
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	return j, nil
}

// lookFor is longer than it takes to see whether a file is locked.
const lookFor = 20 * time.Millisecond

// lockPath names the file that is locked: the capture file itself, so that the
// lock holds under every name of it. On Windows a lock keeps others from
// reading too, so there it is a file beside it.
func lockPath(path string) string {
	if runtime.GOOS == "windows" {
		return path + ".lock"
	}
	return path
}

// lockFlag is how that file is opened: made where it is not the capture file, which
// is there.
func lockFlag() int {
	if runtime.GOOS == "windows" {
		return os.O_RDONLY | os.O_CREATE
	}
	return os.O_RDONLY
}

// begin makes an empty file where there is none. It refuses what is there and not a
// file, before opening it could wait for the other end of a pipe.
func begin(path string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("%s: %w", path, ErrForeign)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	case !isNamed(path):
		return fmt.Errorf("%s: %w", path, ErrName)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	// Not through a link: it could make a file of any name.
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		if _, err = os.Stat(path); err != nil {
			return fmt.Errorf("%s: a link that leads to no file: remove it, or name another file", path)
		}
		return nil // somebody else has made it meanwhile
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// isNamed says that a path ends as that of a capture file.
func isNamed(path string) bool { return strings.EqualFold(filepath.Ext(path), ".ndjson") }

// prepare opens a file that has been locked.
func prepare(path string, lock *flock.Flock, opts Options) (*Journal, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return nil, err
	}
	j := &Journal{path: path, file: file, descriptor: int(file.Fd()), source: file, lock: lock, next: 1}
	if err = j.start(opts); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return j, nil
}

// start makes sure that the file is ours, whole, and begun.
func (j *Journal) start(opts Options) error {
	info, err := j.file.Stat()
	if err != nil {
		return err
	}
	held, err := j.lock.Stat()
	if err != nil {
		return err
	}
	if lockPath(j.path) == j.path && !os.SameFile(info, held) {
		// Someone put another file in its place since it was locked.
		return fmt.Errorf("%s: %w", j.path, ErrLocked)
	}
	if info.Size() == 0 { // behind a link, its own name is meant
		if own, err := filepath.EvalSymlinks(j.path); err != nil || !isNamed(own) {
			return errors.Join(err, fmt.Errorf("%s: is empty: %w", j.path, ErrName))
		}
	}
	if err := recognise(j.file, j.path); err != nil {
		return err
	}
	if err := j.repair(info.Size()); err != nil {
		return err
	}
	if j.next, err = j.nextID(); err != nil {
		return err
	}
	if j.Size() > 0 {
		return j.keepSynced(opts.Fsync)
	}
	program, _ := jsontext.AppendQuote([]byte(`{"program":`), opts.Program) // its error says that it is not UTF-8
	if _, err := j.Append(journal.Record{Head: journal.Head{Kind: journal.Opening, At: opts.Now}, Fields: append(program, '}')}, nil); err != nil {
		return fmt.Errorf("%s: %w", j.path, err)
	}
	return j.keepSynced(opts.Fsync)
}

// keepSynced turns syncing on. What the file has until now, its name in the
// directory included, is synced first.
func (j *Journal) keepSynced(on bool) error {
	if !on {
		return nil
	}
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("%s: %w", j.path, err)
	}
	j.pending = new(commit)
	if runtime.GOOS == "windows" { // has no sync of directories
		return nil
	}
	dir, err := os.Open(filepath.Dir(j.path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// recognise refuses a file that does not begin as a capture file does: with a
// record of a kind that is known, or of a later version, or with a damaged line
// before one. It need not be the first record of a new file, since what grep
// leaves of a capture file is one too.
func recognise(file io.ReaderAt, path string) error {
	start := make([]byte, 64)
	n, err := file.ReadAt(start, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	start = bytes.TrimPrefix(start[:n], mark)
	v, kind, ok := notation.Begins(start)
	switch {
	case ok && (v > notation.Version || v == notation.Version && kind != 0):
		return nil
	case n == 0, strings.HasPrefix(string(start), `{"v":1,"rec":"segtap`):
		return nil // empty, or the program ended while it wrote the first line
	case secondIsWhole(file):
		return nil
	}
	shown := strconv.QuoteToASCII(string(start[:min(len(start), 24)]))
	return fmt.Errorf("%s:1: begins with %s: %w", path, shown, ErrForeign)
}

// secondIsWhole says that the second line of a file is a record.
func secondIsWhole(file io.ReaderAt) bool {
	const most = 1 << 20 // bytes of the first two lines: a first one has some hundred
	r := bufio.NewReader(io.NewSectionReader(file, 0, most))
	if _, err := r.ReadSlice('\n'); err != nil && !errors.Is(err, bufio.ErrBufferFull) {
		return false
	}
	second, err := r.ReadBytes('\n')
	return err == nil && notation.IsWhole(notation.Bare(bytes.TrimSuffix(second, newline)))
}
