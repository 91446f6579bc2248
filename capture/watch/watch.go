package watch

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// How long it has to be quiet before changes are told, and how long they wait at most.
const (
	Quiet = 150 * time.Millisecond
	Most  = 2 * time.Second
)

// Options are what to watch.
type Options struct {
	// Paths are files and directories; they need not be there.
	Paths []string
	// Exclude are patterns as in a .gitignore file of each directory of Paths.
	Exclude []string
	// Wanted says of a file in a directory, by its name, whether it is told; nil: all are.
	Wanted func(name string) bool
	// After gives the time after a while; nil: [time.After].
	After func(time.Duration) <-chan time.Time
}

// Change is what has happened since the last one.
type Change struct {
	// Paths have changed, come or gone, sorted. They begin as they were given.
	Paths []string
	// Problem is what cannot be watched; it is told once.
	Problem error
}

// Watcher watches until it is closed.
type Watcher struct {
	changes chan Change
	system  *fsnotify.Watcher
	ended   chan struct{}
	watched
}

// Start watches. What is read behind it is not changed without being told. The error says
// that nothing can be watched.
func Start(opt Options) (*Watcher, error) {
	system, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("cannot watch files: %w", explained(err))
	}
	if opt.Wanted == nil {
		opt.Wanted = func(string) bool { return true }
	}
	if opt.After == nil {
		opt.After = time.After
	}
	w := &Watcher{changes: make(chan Change), system: system, ended: make(chan struct{})}
	w.watched = newWatched(system, opt)
	for _, g := range w.given {
		w.aim(g)
	}
	go w.run(opt.After)
	return w, nil
}

// Changes is where changes are told. It is closed when the watcher is.
func (w *Watcher) Changes() <-chan Change { return w.changes }

// Close ends the watching.
func (w *Watcher) Close() error {
	err := w.system.Close()
	<-w.ended
	return err
}

// run tells changes until the system's watcher is closed.
func (w *Watcher) run(after func(time.Duration) <-chan time.Time) {
	defer close(w.ended)
	defer close(w.changes)
	var quiet, most <-chan time.Time
	var tell chan Change // nil: not yet
	if w.problem != nil {
		tell = w.changes
	}
	for {
		var next Change
		if tell != nil {
			next = w.change()
		}
		select {
		case e, ok := <-w.system.Events:
			if !ok {
				return
			}
			moved := e.Has(fsnotify.Create | fsnotify.Remove | fsnotify.Rename)
			if !moved && !e.Has(fsnotify.Write) {
				continue // such as another mode
			}
			w.happened(filepath.Clean(e.Name), moved)
		case err, ok := <-w.system.Errors:
			if !ok {
				return
			}
			w.failed(err)
		case <-quiet:
			quiet, most, tell = nil, nil, w.changes
			continue
		case <-most:
			quiet, most, tell = nil, nil, w.changes
			continue
		case tell <- next:
			w.changed, w.problem, tell = make(map[string]bool), nil, nil
			continue
		}
		if len(w.changed) == 0 && w.problem == nil {
			continue
		}
		if quiet = after(Quiet); most == nil {
			most = after(Most)
		}
	}
}

// change returns what is to be told.
func (w *watched) change() Change {
	return Change{slices.Sorted(maps.Keys(w.changed)), w.problem}
}

// failed takes an error of the system. When it could not keep up, anything may have
// changed.
func (w *watched) failed(err error) {
	if !errors.Is(err, fsnotify.ErrEventOverflow) {
		w.trouble(err)
		return
	}
	for _, g := range w.given {
		w.changed[g.path] = true
		w.aim(g)
	}
}

// trouble keeps what is to be told as a problem; of each kind the first.
func (w *watched) trouble(err error) {
	said := explained(err)
	kind := said.Error()
	if of, ok := errors.AsType[syscall.Errno](said); ok { // whatever directory it is about
		kind = of.Error()
	}
	if !w.told[kind] {
		w.told[kind] = true
		w.problem = errors.Join(w.problem, said)
	}
}

// explained says what to do about a limit of the system.
func explained(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return errors.New("not all directories are watched: the system's limit is reached (Linux: sysctl fs.inotify.max_user_watches)")
	case errors.Is(err, syscall.EMFILE):
		return errors.New("not all is watched: the system's limit is reached (Linux: sysctl fs.inotify.max_user_instances; others: ulimit -n)")
	}
	return err
}
