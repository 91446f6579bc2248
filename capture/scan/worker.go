package scan

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"segtap/mapping/origin"
	"segtap/mapping/sourcecode"
)

// chunk is how many entries of a directory are read at a time.
const chunk = 512

// worker does tasks, one after the other.
type worker struct {
	ctx  context.Context
	q    *queue
	part *partial
	opt  Options
	buf  []byte
}

func newWorker(ctx context.Context, q *queue, part *partial, opt Options) *worker {
	return &worker{ctx: ctx, q: q, part: part, opt: opt, buf: make([]byte, 64<<10)}
}

func (w *worker) run() {
	for {
		t, ok := w.q.pop()
		if !ok {
			return
		}
		if t.files == nil {
			w.directory(t)
		} else {
			w.files(t)
		}
		w.q.done()
	}
}

// directory reads a directory. Its files are read at once, unless another worker has
// nothing to do.
func (w *worker) directory(t task) {
	dir, err := os.Open(t.dir)
	if err != nil {
		w.part.leave(Unreadable, Path(t.dir), reason(err))
		return
	}
	defer func() { _ = dir.Close() }()
	var inner []task
	for w.ctx.Err() == nil {
		entries, err := dir.ReadDir(chunk)
		found := task{dir: t.dir, rules: t.rules}
		for _, e := range entries {
			switch {
			case len(w.q.within) > 0 && w.q.within[filepath.Join(t.dir, e.Name())]:
			case t.rules.Ignored(e.Name(), e.IsDir()):
				if e.Name() != ".git" {
					w.part.Ignored++
				}
			case e.IsDir():
				inner = append(inner, w.into(t, e.Name()))
			default:
				found.files = append(found.files, file{e.Name(), e.Type()})
			}
		}
		if len(found.files) > 0 && w.q.wanted() {
			w.q.push(found)
		} else {
			w.files(found)
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				w.part.leave(Unreadable, Path(t.dir), reason(err))
			}
			break
		}
	}
	w.q.push(inner...)
}

// into returns the task of a directory that is an entry of another.
func (w *worker) into(t task, name string) task {
	dir := filepath.Join(t.dir, name)
	rules, err := t.rules.Into(name)
	w.part.patterns(dir, err)
	return task{dir: dir, rules: rules}
}

// patterns notes that files with patterns cannot be read.
func (p *partial) patterns(dir string, err error) {
	if err != nil {
		p.leave(Unreadable, Path(dir), err.Error())
	}
}

// files reads the files of a task that are in a language.
func (w *worker) files(t task) {
	for _, f := range t.files {
		if w.ctx.Err() != nil {
			return
		}
		w.part.Files++
		w.opt.Progress.Files.Add(1)
		if !Wanted(f.name) {
			continue
		}
		path := Path(filepath.Join(t.dir, f.name))
		switch {
		case f.mode.IsRegular():
			w.read(path, t.named)
		case f.mode&fs.ModeSymlink != 0:
			w.part.leave(Link, path, "")
		default:
			w.part.leave(Special, path, "")
		}
	}
}

// read reads a file, and looks for names in it.
func (w *worker) read(path string, named bool) {
	text, err := w.text(path, named)
	switch {
	case errors.Is(err, errTooLarge):
		w.part.leave(TooLarge, path, err.Error())
		return
	case err != nil:
		w.part.leave(Unreadable, path, reason(err))
		return
	}
	w.part.Read++
	w.part.Bytes += int64(len(text))
	text = plain(text)
	no := unmarked(text)
	if !no && !sourcecode.Candidate(text) {
		return
	}
	if no || binary(text) {
		w.part.leave(Binary, path, "")
		return
	}
	if n := longest(text); n > minified && !named {
		w.part.leave(Minified, path, lineOf(n))
		return
	}
	found := sourcecode.Find(path, text)
	w.opt.Progress.Names.Add(int64(len(found.Names)))
	w.part.keep(path, found)
}

// keep keeps what was found in a file, and nothing of its text.
func (p *partial) keep(path string, found origin.Found) {
	for _, n := range found.Names {
		p.Names = append(p.Names, apart(path, n))
	}
	for _, u := range found.Unread {
		u.Place.File = path
		p.Unread = append(p.Unread, u)
	}
}

// Path returns a path as it is told, in places and of what was left out.
func Path(path string) string { return filepath.ToSlash(filepath.Clean(path)) }

// reason returns why a file cannot be read, without its path.
func reason(err error) string {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err.Error()
	}
	return err.Error()
}
