package console

import (
	"fmt"
	"os"

	"github.com/dustin/go-humanize/english"
)

// Streams is where a command reads and writes.
type Streams struct {
	In       *os.File
	Out, Err *os.File
}

// Say writes notes to standard error.
func Say(std Streams, notes []string) {
	for _, note := range notes {
		fmt.Fprintln(std.Err, "segtap: "+Harmless(note))
	}
}

// Count returns a number with the word for what it counts, such as 2 events.
func Count(n int, word string) string {
	return fmt.Sprintf("%d %s", n, english.PluralWord(n, word, ""))
}
