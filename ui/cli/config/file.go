package config

import (
	"errors"
	"strings"

	"segtap/capture/regular"
)

// FileFlag is a flag for a file that is read.
type FileFlag struct{ regular.File }

// Set takes a path.
func (f *FileFlag) Set(path string) error {
	f.File = regular.File{Path: path}
	return nil
}

// Type returns what help calls it.
func (f *FileFlag) Type() string { return "string" }

func (f *FileFlag) confine(dir string) { f.Within = dir }

// FilesFlag is a flag for files that are read, which may be given several times.
type FilesFlag []regular.File

// Set takes a further path.
func (f *FilesFlag) Set(path string) error { return f.Append(path) }

// Append takes a further path.
func (f *FilesFlag) Append(path string) error {
	*f = append(*f, regular.File{Path: path})
	return nil
}

// Replace takes the paths of a configuration.
func (f *FilesFlag) Replace(paths []string) error {
	*f = nil
	for _, path := range paths {
		_ = f.Append(path) // takes all
	}
	return nil
}

// GetSlice returns the paths.
func (f *FilesFlag) GetSlice() []string {
	var paths []string
	for _, file := range *f {
		paths = append(paths, file.Path)
	}
	return paths
}

func (f *FilesFlag) String() string { return strings.Join(f.GetSlice(), ", ") }

// Type returns what help calls it.
func (f *FilesFlag) Type() string { return "stringArray" }

func (f *FilesFlag) confine(dir string) {
	for i := range *f {
		(*f)[i].Within = dir
	}
}

// FileHint returns the way out where a file is not one that is read; empty for other
// errors.
func FileHint(err error) string {
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
