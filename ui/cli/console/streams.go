package console

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/dustin/go-humanize/english"
)

// Streams is where a command reads and writes.
type Streams struct {
	In       *os.File
	Out, Err *os.File
	// Log takes what is told on Err, notes among it; nil for lines there.
	Log *slog.Logger
}

// Say writes notes to standard error.
func Say(std Streams, notes []string) {
	for _, note := range notes {
		if std.Log != nil {
			std.Log.Info(note)
			continue
		}
		fmt.Fprintln(std.Err, "segtap: "+Harmless(note))
	}
}

// Advise is [Warn] for what a command serves with: it goes where its notes go.
func Advise(std Streams, mistakes []error) {
	if std.Log == nil {
		Warn(std.Err, mistakes)
		return
	}
	for _, mistake := range mistakes {
		var way interface{ Hint() string }
		if errors.As(mistake, &way) && way.Hint() != "" {
			std.Log.Warn("warning: "+mistake.Error(), "hint", way.Hint())
			continue
		}
		std.Log.Warn("warning: " + mistake.Error())
	}
}

// Warn writes what is wrong and stops nothing, with the way out where it is known.
func Warn(w io.Writer, mistakes []error) {
	for _, mistake := range mistakes {
		fmt.Fprintf(w, "segtap: warning: %s\n", Harmless(mistake.Error()))
		var way interface{ Hint() string }
		if errors.As(mistake, &way) && way.Hint() != "" {
			fmt.Fprintf(w, "segtap: hint: %s\n", Harmless(way.Hint()))
		}
	}
}

// Count returns a number with the word for what it counts, such as 2 events.
func Count(n int, word string) string {
	return fmt.Sprintf("%d %s", n, english.PluralWord(n, word, ""))
}
