package regular

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// The errors that callers tell apart. All come wrapped in one that names the file.
var (
	ErrNotRegular = errors.New("not a regular file")
	ErrTooLarge   = errors.New("too large")
	ErrOutside    = errors.New("leads out of the directory that it has to stay in")
)

// readOnly opens without waiting: a pipe could take the place of a file between
// the look at it and the opening.
const readOnly = os.O_RDONLY | syscall.O_NONBLOCK

// File is a file by its name.
type File struct {
	Path string
	// Within is the directory that the file has to be in, behind all links; empty
	// for anywhere. Path is then relative to the working directory, as ever.
	Within string
}

// String returns the path.
func (f File) String() string { return f.Path }

// Read reads all of a file that has at most so many bytes.
func (f File) Read(most int64) ([]byte, error) {
	file, err := f.open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	// Its size is not asked for: files of /proc have none, and others grow.
	text, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("%s: %w: at most %s are read", f.Path, ErrTooLarge, size(most))
	}
	if err != nil {
		return nil, err
	}
	return text, nil
}

// Open opens a file to read it.
func Open(path string) (*os.File, error) { return File{Path: path}.open() }

func (f File) open() (*os.File, error) {
	if f.Within == "" {
		return checked(f.Path, os.Stat, func(path string) (*os.File, error) { return os.OpenFile(path, readOnly, 0) })
	}
	name, err := f.within()
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(f.Within)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	file, err := checked(name, root.Stat, func(name string) (*os.File, error) { return root.OpenFile(name, readOnly, 0) })
	if err != nil && f.leadsOut() {
		return nil, fmt.Errorf("%s: %w", f.Path, ErrOutside)
	}
	return file, err
}

// checked opens what is a regular file before and after it is opened: opening a
// device may already do something.
func checked(name string, stat func(string) (fs.FileInfo, error), open func(string) (*os.File, error)) (*os.File, error) {
	info, err := stat(name)
	if cause, ok := errors.AsType[*fs.PathError](err); ok {
		cause.Op = "open" // which is what people know of
	}
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", name, ErrNotRegular)
	}
	file, err := open(name)
	if err != nil {
		return nil, err
	}
	if info, err = file.Stat(); err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: %w", name, ErrNotRegular)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// within gives the name of the file in its directory, as it is written.
func (f File) within() (string, error) {
	path, err := filepath.Abs(f.Path)
	if err != nil {
		return "", err
	}
	dir, err := filepath.Abs(f.Within)
	if err != nil {
		return "", err
	}
	name, err := filepath.Rel(dir, path)
	if err != nil || !filepath.IsLocal(name) {
		return "", fmt.Errorf("%s: %w", f.Path, ErrOutside)
	}
	return name, nil
}

// Stays fails where the path leads out of the directory that it has to be in, be it of a
// file or of a directory.
func (f File) Stays() error {
	if f.Within == "" {
		return nil
	}
	if _, err := f.within(); err != nil {
		return err
	}
	if f.leadsOut() {
		return fmt.Errorf("%s: %w", f.Path, ErrOutside)
	}
	return nil
}

// leadsOut says whether links are why the file was not opened: os.Root does not
// say so in a way that can be told from other errors.
func (f File) leadsOut() bool {
	dir, err := filepath.EvalSymlinks(f.Within)
	if err != nil {
		return false
	}
	path, err := filepath.EvalSymlinks(f.Path)
	if err != nil {
		return false
	}
	_, err = File{Path: path, Within: dir}.within()
	return err != nil
}

// size gives a number of bytes as people say it.
func size(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
