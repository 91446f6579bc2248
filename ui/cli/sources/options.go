package sources

import (
	"math"
	"path/filepath"
	"slices"

	"github.com/spf13/pflag"

	"segtap/capture/launchdarkly/files/module"
	"segtap/capture/scan"
	"segtap/capture/scan/gitignore"
	"segtap/mapping/verdict"
	"segtap/ui/cli/config"
	"segtap/ui/cli/ignoring"
)

// Options are the flags that say where names are written down.
type Options struct {
	plans, code config.FilesFlag
	files       Files
	ignore      ignoring.Flag
}

// AddFlags adds the flags.
func (o *Options) AddFlags(flags *pflag.FlagSet) {
	flags.Var(&o.plans, "plan", "`file` with a tracking plan, several times if need be: what Segment's or RudderStack's API answers, Typewriter's plan.json, or a CSV table")
	flags.Var(&o.code, "code", "`directory` with source code whose Track calls are read, several times if need be; what git ignores is not")
	o.files.AddFlags(flags)
}

// AddIgnore adds the flag of what is no matter of the names, for those who tell what is wrong with them.
func (o *Options) AddIgnore(flags *pflag.FlagSet) { o.ignore.AddTo(flags) }

// Files says which files of source code are read.
type Files struct {
	exclude []string
	maxSize config.Bytes // 0: all
}

// AddFlags adds the flags.
func (f *Files) AddFlags(flags *pflag.FlagSet) {
	f.maxSize = scan.MaxSize
	flags.StringArrayVar(&f.exclude, "exclude", nil, "leave out of the source code what this `pattern` fits, as in a .gitignore file of each directory, such as '*.test.ts'; several times if need be")
	flags.Var(&f.maxSize, "max-size", "read files of source code up to this size, such as 10MB; 0: all")
}

// Options returns how to scan.
func (f *Files) Options() scan.Options {
	size := int64(f.maxSize)
	if size == 0 {
		size = math.MaxInt32
	}
	return scan.Options{Exclude: f.exclude, MaxSize: size}
}

// Ignored is what is no matter.
func (o *Options) Ignored() verdict.Ignored { return o.ignore.Ignored }

// Given reports whether any are named.
func (o *Options) Given() bool { return len(o.plans)+len(o.code) > 0 }

// PlansGiven and CodeGiven report whether a flag names plans, or code.
func (o *Options) PlansGiven() bool { return len(o.plans) > 0 }
func (o *Options) CodeGiven() bool  { return len(o.code) > 0 }

// Paths are the files and directories that are read.
func (o *Options) Paths() []string { return slices.Concat(o.plans.GetSlice(), o.code.GetSlice()) }

// wanted reports whether names or metrics may change by a file in a directory.
func wanted(name string) bool {
	return scan.Wanted(name) || filepath.Base(name) == gitignore.File || module.Tells(name)
}

// Reader returns what reads the sources; nil where none are named.
func (o *Options) Reader() *Reader {
	if !o.Given() {
		return nil
	}
	return &Reader{opt: *o}
}

func (o *Options) isPlan(path string) bool { return isAmong(o.plans.GetSlice(), path) }

// isNamed reports whether source code is given by that very path.
func (o *Options) isNamed(path string) bool { return isAmong(o.code.GetSlice(), path) }

func (o *Options) isCode(path string) bool {
	return slices.ContainsFunc(o.code.GetSlice(), func(dir string) bool {
		from, err := filepath.Rel(dir, path)
		return err == nil && filepath.IsLocal(from)
	})
}

// isAmong reports whether a path is one of some, however they are written.
func isAmong(paths []string, path string) bool {
	return slices.ContainsFunc(paths, func(of string) bool { return filepath.Clean(of) == filepath.Clean(path) })
}
