package console

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// Exit codes, beside 0.
const (
	exitFailed = 1 // the command failed
	ExitUsage  = 2 // wrong flags or arguments
	exitCannot = 3 // a file or an address cannot be used

	ExitInterrupted = 130 // as shells give for a program that ctrl+c has ended
)

// ErrInterrupted says that somebody ended the program before its input did.
var ErrInterrupted error = &failure{errors.New("interrupted before the input ended"), "", ExitInterrupted}

// failure is an error with its way out and its exit code.
type failure struct {
	err  error
	hint string
	code int
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// Hint returns the way out; the screen shows it as well.
func (f *failure) Hint() string { return f.hint }

// Failed returns the error of a command that failed.
func Failed(hint string, format string, args ...any) error {
	return &failure{fmt.Errorf(format, args...), hint, exitFailed}
}

// Cannot returns the error of a file or an address that cannot be used.
func Cannot(hint string, format string, args ...any) error {
	return &failure{fmt.Errorf(format, args...), hint, exitCannot}
}

// Unwritten returns the error of a command, as that of a result that cannot be written where
// this is what failed: out is where the result goes.
func Unwritten(err error, out *os.File) error {
	const what = "cannot write to standard output"
	var failed *fs.PathError
	if !errors.As(err, &failed) || failed.Op != "write" || failed.Path != out.Name() {
		return err
	}
	if !strings.Contains(err.Error(), what) {
		err = fmt.Errorf("%s: %w", what, err)
	}
	return Cannot("give it a file that can be written, and room", "%w", err)
}

// Interrupted returns the error of a command that somebody has ended.
func Interrupted(hint string, format string, args ...any) error {
	return &failure{fmt.Errorf(format, args...), hint, ExitInterrupted}
}

// Usage returns the error of wrong flags or arguments.
func Usage(hint string, format string, args ...any) error {
	return &failure{fmt.Errorf(format, args...), hint, ExitUsage}
}

// told is an error that has been told: how the process ends is left of it.
type told struct{ code int }

func (t *told) Error() string { return "told already" }

// Told returns what is left of an error that has been told otherwise than by [Report].
func Told(err error) error {
	var f *failure
	if errors.As(err, &f) {
		return &told{f.code}
	}
	return &told{exitFailed}
}

// Report writes an error and its way out, and returns its exit code.
func Report(w io.Writer, err error) int {
	var t *told
	if errors.As(err, &t) {
		return t.code
	}
	fmt.Fprintf(w, "segtap: error: %s\n", Harmless(err.Error()))
	var f *failure
	if !errors.As(err, &f) {
		return exitFailed
	}
	if f.hint != "" {
		fmt.Fprintf(w, "segtap: hint: %s\n", Harmless(f.hint))
	}
	return f.code
}
