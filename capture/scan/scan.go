package scan

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"segtap/capture/scan/gitignore"
	"segtap/mapping/sourcecode"
	"segtap/mapping/sourcecode/language"
)

// MaxSize is how many bytes of a file are read unless [Options] say otherwise.
const MaxSize = 2 << 20

// ErrLanguage says that a file has the name of no language that is known.
var ErrLanguage = errors.New("its name is that of no language that can be scanned")

// Options are how to scan.
type Options struct {
	// Exclude are patterns as in a .gitignore file of each directory that is named.
	Exclude []string
	// Again are the directories whose scan has met the paths, which are files in them: they
	// are read as that scan reads them, or are ignored, unlike files that somebody has named.
	Again   []string
	MaxSize int64 // 0: MaxSize
	Workers int   // 0: as many as there are processors
	// Progress is told how far the scan has come; nil: nobody is.
	Progress *Progress
}

// Wanted says whether a file is in a language that is known, by its name.
func Wanted(name string) bool {
	_, ok := sourcecode.Language(filepath.Base(name))
	return ok
}

// Languages returns the names of the languages that are known.
func Languages() []string { return language.Names() }

// Run scans files and directories. The error is that of a path that cannot be read at
// all, or that of the context.
func Run(ctx context.Context, paths []string, opt Options) (Result, error) {
	if opt.MaxSize == 0 {
		opt.MaxSize = MaxSize
	}
	if opt.Workers == 0 {
		opt.Workers = runtime.GOMAXPROCS(0)
	}
	if opt.Progress == nil {
		opt.Progress = new(Progress)
	}
	q := newQueue()
	parts := make([]partial, opt.Workers)
	if err := begin(q, &parts[0], paths, opt); err != nil {
		return Result{}, err
	}
	stop := context.AfterFunc(ctx, q.end)
	defer stop()
	var working sync.WaitGroup
	for i := range parts {
		working.Go(func() { newWorker(ctx, q, &parts[i], opt).run() })
	}
	working.Wait()
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	return sum(parts), nil
}

// begin queues the paths that somebody has named.
func begin(q *queue, part *partial, paths []string, opt Options) error {
	roots, err := rootsOf(paths, opt.Again != nil)
	if err != nil {
		return err
	}
	q.within = within(roots)
	for _, r := range roots {
		switch {
		case !r.info.IsDir() && !Wanted(r.path):
			return fmt.Errorf("%s: %w", r.path, ErrLanguage)
		case !r.info.IsDir():
			if opt.Again == nil || again(part, r.path, opt) {
				q.push(task{dir: filepath.Dir(r.path), files: []file{{filepath.Base(r.path), r.info.Mode().Type()}}, named: opt.Again == nil})
			}
			continue
		}
		if err := opens(r.path); err != nil {
			return err
		}
		rules, err := gitignore.At(r.path, opt.Exclude)
		if rules == nil {
			return err
		}
		part.patterns(r.path, err)
		q.push(task{dir: r.path, rules: rules})
	}
	return nil
}

// again says whether the scan of a directory meets a file, and notes that it is ignored.
func again(part *partial, path string, opt Options) bool {
	for _, dir := range opt.Again {
		within, err := filepath.Rel(dir, path)
		if err != nil || !filepath.IsLocal(within) {
			continue
		}
		rules, err := gitignore.At(filepath.Clean(dir), opt.Exclude)
		part.patterns(dir, err)
		names := strings.Split(filepath.ToSlash(within), "/")
		for i, name := range names {
			if rules == nil || rules.Ignored(name, i+1 < len(names)) {
				break
			}
			if i+1 == len(names) {
				return true
			}
			rules, err = rules.Into(name)
			part.patterns(dir, err)
		}
	}
	part.Ignored++
	return false
}

// opens says why a directory cannot be opened.
func opens(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return f.Close()
}
