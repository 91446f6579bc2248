package sources

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"segtap/capture/plans"
	"segtap/capture/scan"
	"segtap/mapping/naming"
	"segtap/mapping/origin"
	"segtap/mapping/prose"
	"segtap/mapping/tree"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
)

// Reader reads the sources, and again what has changed. It is used by one goroutine at a
// time.
type Reader struct {
	opt   Options
	plans *plans.Plans // nil: not read
	code  *scan.Result // nil: not read; its numbers are those of when all was read last
	noted []string     // all notes of the last reading
}

// Read reads all sources, or those alone to which files belong that have changed; none:
// all. Tell, unless nil, is told how far it has come. The notes have to be said: of files
// that have changed those that are new.
func (r *Reader) Read(ctx context.Context, changed []string, tell func(string)) (naming.Sources, []string, error) {
	if tell == nil {
		tell = func(string) {}
	}
	if len(r.opt.plans) > 0 && (r.plans == nil || len(changed) == 0 || slices.ContainsFunc(changed, r.opt.isPlan)) {
		tell("reading " + console.Count(len(r.opt.plans), "tracking plan"))
		read, err := plans.Read(r.opt.plans...)
		if err != nil {
			return naming.Sources{}, nil, unplanned(err)
		}
		r.plans = read
	}
	if len(r.opt.code) > 0 && (r.code == nil || len(changed) == 0 || !slices.ContainsFunc(changed, r.opt.isPlan) || slices.ContainsFunc(changed, r.opt.isCode)) {
		if err := r.scan(ctx, changed, tell); err != nil {
			return naming.Sources{}, nil, err
		}
	}
	before := r.noted
	r.noted = r.notes()
	if len(changed) == 0 {
		before = nil
	}
	fresh := slices.DeleteFunc(slices.Clone(r.noted), func(note string) bool { return slices.Contains(before, note) })
	return r.sources(), fresh, nil
}

// sources gives what was read.
func (r *Reader) sources() naming.Sources {
	from := naming.Sources{Ignore: r.opt.Ignored()}
	if r.plans != nil {
		from.Plans = &r.plans.Found
	}
	if r.code != nil {
		found := r.code.Found
		from.Code = &found
	}
	return from
}

// notes say what is odd, or was left out.
func (r *Reader) notes() []string {
	var notes []string
	if r.plans != nil {
		notes = slices.Concat(r.plans.Warnings, r.plans.Notes)
	}
	if r.code == nil {
		return notes
	}
	for _, left := range r.code.LeftOut {
		if left.Why == scan.Link || left.Why == scan.Special {
			continue // git has no code there
		}
		note := "not read, " + string(left.Why) + ": " + console.Count(left.Count, "file") + ", such as " + left.First[0].Path
		if detail := left.First[0].Detail; detail != "" {
			note += " (" + detail + ")"
		}
		notes = append(notes, note)
	}
	if r.code.Read == 0 {
		notes = append(notes, "no source code in "+strings.Join(r.opt.code.GetSlice(), ", ")+" is in a language that is known")
	}
	return notes
}

// scan reads the source code: all, or the files that have changed.
func (r *Reader) scan(ctx context.Context, changed []string, tell func(string)) error {
	for _, dir := range r.opt.code {
		if err := dir.Stays(); err != nil {
			return console.Cannot(config.FileHint(err), "%w", err)
		}
	}
	if files, alone := r.alone(changed); alone {
		again := r.opt.files.Options()
		again.Again = r.opt.code.GetSlice()
		read, err := r.run(ctx, again, files, tell)
		if err != nil {
			return err
		}
		if len(read.LeftOut) == 0 { // else that is counted among all
			r.code.Found = r.with(read.Found, changed)
			return nil
		}
	}
	read, err := r.run(ctx, r.opt.files.Options(), r.opt.code.GetSlice(), tell)
	if err != nil {
		return err
	}
	r.code = &read
	return nil
}

// alone gives those of the changed files that are to be read, where reading these is
// enough: no directory has changed, nothing that says what is ignored, and nothing that
// notes are about.
func (r *Reader) alone(changed []string) (files []string, alone bool) {
	if r.code == nil || r.code.Read == 0 || len(changed) == 0 || r.mixed() {
		return nil, false
	}
	for _, path := range changed {
		if r.opt.isPlan(path) {
			continue
		}
		info, err := os.Lstat(path)
		// A file that is named is read as such. One that has gone may have been the last.
		if !scan.Wanted(path) || r.opt.isNamed(path) || r.mayBeLeftOut(path) || err != nil || !info.Mode().IsRegular() {
			return nil, false
		}
		files = append(files, filepath.Clean(path))
	}
	return files, true
}

// mixed reports whether source code is given by paths of two sorts: one file may then have
// two of them.
func (r *Reader) mixed() bool {
	paths := r.opt.code.GetSlice()
	return slices.ContainsFunc(paths, func(path string) bool { return filepath.IsAbs(path) != filepath.IsAbs(paths[0]) })
}

// mayBeLeftOut reports whether a file may have been left out: of many, the first are known.
func (r *Reader) mayBeLeftOut(path string) bool {
	path = scan.Path(path)
	return slices.ContainsFunc(r.code.LeftOut, func(left scan.LeftOut) bool {
		first := left.First
		return slices.ContainsFunc(first, func(u scan.Unread) bool { return u.Path == path }) ||
			left.Count > len(first) && path > first[len(first)-1].Path
	})
}

// with gives what is known with what was found in files anew.
func (r *Reader) with(read origin.Found, changed []string) origin.Found {
	again := make(map[string]bool)
	for _, path := range changed {
		again[scan.Path(path)] = true
	}
	all := origin.Found{
		Names:  slices.DeleteFunc(slices.Clone(r.code.Names), func(n origin.Name) bool { return again[n.Place.File] }),
		Unread: slices.DeleteFunc(slices.Clone(r.code.Unread), func(u origin.Unread) bool { return again[u.Place.File] }),
		// What was left out has not changed: see alone.
		Skipped: r.code.Skipped,
	}
	all.Names, all.Unread = append(all.Names, read.Names...), append(all.Unread, read.Unread...)
	scan.Sort(&all)
	return all
}

// told is how often it is said how far a scan has come.
const told = 200 * time.Millisecond

// run scans paths.
func (r *Reader) run(ctx context.Context, opt scan.Options, paths []string, tell func(string)) (scan.Result, error) {
	if len(paths) == 0 {
		return scan.Result{}, nil
	}
	progress := new(scan.Progress)
	opt.Progress = progress
	done := make(chan struct{})
	ticks := time.NewTicker(told)
	defer ticks.Stop()
	var read scan.Result
	var err error
	go func() {
		defer close(done)
		read, err = scan.Run(ctx, paths, opt)
	}()
	for {
		select {
		case <-done:
			return read, unscanned(err)
		case <-ticks.C:
			tell(fmt.Sprintf("reading source code: %s files, %s", prose.Grouped(int(progress.Files.Load())), console.Count(int(progress.Names.Load()), "name")))
		}
	}
}

// unplanned makes what is wrong with a plan one of the program's errors.
func unplanned(err error) error {
	if wrong, ok := errors.AsType[*tree.Error](err); ok {
		said := *wrong
		said.Hint = ""
		return console.Cannot(wrong.Hint, "%w", &said)
	}
	return console.Cannot(cmp.Or(config.FileHint(err), "give --plan a file that can be read"), "%w", err)
}

// unscanned makes what is wrong with a directory one of the program's errors.
func unscanned(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return console.ErrInterrupted
	case errors.Is(err, fs.ErrNotExist):
		if at, ok := errors.AsType[*fs.PathError](err); ok {
			err = missingError{at}
		}
	}
	return console.Cannot("give --code a directory with source code that can be read", "%w", err)
}

// missingError says that a path is not there.
type missingError struct{ *fs.PathError }

func (e missingError) Error() string { return e.Path + " is not there" }
