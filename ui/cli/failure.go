package cli

import (
	"errors"
	"fmt"
	"io"

	"segtap/ui/widget/sanitize"
)

// Exit codes.
const (
	exitFailed = 1 // the command failed
	exitUsage  = 2 // wrong flags or arguments
	exitCannot = 3 // a file or an address cannot be used

	exitInterrupted = 130 // as shells give for a program that ctrl+c has ended
)

// ErrInterrupted says that somebody ended the program before its input did.
var ErrInterrupted error = &failure{errors.New("interrupted before the input ended"), "", exitInterrupted}

// failure is an error with its way out and its exit code.
type failure struct {
	err  error
	hint string
	code int
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }
func (f *failure) Hint() string  { return f.hint } // the screen shows it as well

// failedWith returns the error of a command that failed.
func failedWith(hint string, format string, args ...any) error {
	return &failure{fmt.Errorf(format, args...), hint, exitFailed}
}

// cannot returns the error of a file or an address that cannot be used.
func cannot(hint string, format string, args ...any) error {
	return &failure{fmt.Errorf(format, args...), hint, exitCannot}
}

// usage returns the error of wrong flags or arguments.
func usage(hint string, format string, args ...any) error {
	return &failure{fmt.Errorf(format, args...), hint, exitUsage}
}

// report tells an error to a person and gives its exit code.
func report(w io.Writer, err error) int {
	fmt.Fprintf(w, "segtap: error: %s\n", sanitize.Escape(err.Error()))
	var f *failure
	if !errors.As(err, &f) {
		return exitFailed
	}
	if f.hint != "" {
		fmt.Fprintf(w, "segtap: hint: %s\n", sanitize.Escape(f.hint))
	}
	return f.code
}
