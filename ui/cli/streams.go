package cli

import (
	"fmt"
	"os"

	"segtap/ui/widget/sanitize"
)

// streams are where a command reads and writes.
type streams struct {
	in       *os.File
	out, err *os.File
}

// say tells notes to a person.
func say(std streams, notes []string) {
	for _, note := range notes {
		fmt.Fprintln(std.err, "segtap: "+sanitize.Escape(note))
	}
}

// count returns a number of things in words.
func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
