package cli

import (
	"errors"
	"strings"

	"segtap/capture/regular"
)

// maxJSON is how many bytes a file with a mapping or with settings may have.
const maxJSON = 32 << 20

// fileFlag is a flag for a file that is read.
type fileFlag struct{ regular.File }

func (f *fileFlag) Set(path string) error {
	f.File = regular.File{Path: path}
	return nil
}

func (f *fileFlag) Type() string { return "string" }

func (f *fileFlag) confine(dir string) { f.Within = dir }

// filesFlag is a flag for files that are read, which may be given several times.
type filesFlag []regular.File

func (f *filesFlag) Set(path string) error { return f.Append(path) }

func (f *filesFlag) Append(path string) error {
	*f = append(*f, regular.File{Path: path})
	return nil
}

func (f *filesFlag) Replace(paths []string) error {
	*f = nil
	for _, path := range paths {
		_ = f.Append(path) // takes all
	}
	return nil
}

func (f *filesFlag) GetSlice() []string {
	var paths []string
	for _, file := range *f {
		paths = append(paths, file.Path)
	}
	return paths
}

func (f *filesFlag) String() string { return strings.Join(f.GetSlice(), ", ") }

func (f *filesFlag) Type() string { return "stringArray" }

func (f *filesFlag) confine(dir string) {
	for i := range *f {
		(*f)[i].Within = dir
	}
}

// unreadFile gives the way out where a file is not one that is read; empty for
// other errors.
func unreadFile(err error) string {
	switch {
	case errors.Is(err, regular.ErrOutside):
		return "a file that a project's segtap.toml names stays within its directory, links included: put it there, or name it with the flag"
	case errors.Is(err, regular.ErrNotRegular):
		return "save what comes from there to a file first, and name that"
	case errors.Is(err, regular.ErrTooLarge):
		return "give a smaller file"
	}
	return ""
}
