package machine

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/atotto/clipboard"
	"mvdan.cc/sh/v3/shell"
)

// Clipboard returns what copies to the clipboard of this machine; nil where there is
// nothing that does, and over SSH, where it would be the clipboard of the wrong machine:
// the terminal is asked then.
func Clipboard() func(text string) error {
	if clipboard.Unsupported || Remote() {
		return nil
	}
	return clipboard.WriteAll
}

// Remote reports whether this is a session over SSH.
func Remote() bool { return os.Getenv("SSH_CONNECTION") != "" }

// Locale returns what says how texts are shown here, and the variable that it is from; nothing
// where no variable does.
func Locale() (locale, variable string) {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := os.Getenv(name); v != "" {
			return v, name
		}
	}
	return "", ""
}

// ASCIIOnly reports whether the locale says that the terminal shows ASCII only. Without
// a locale it says nothing.
func ASCIIOnly() bool {
	locale, _ := Locale()
	return locale == "C" || locale == "POSIX"
}

// Command is a program with its arguments, and what names it.
type Command struct {
	Words  []string
	Origin string // $VISUAL, $EDITOR; empty where it is there unasked
	// Unread says why a variable that goes before it is passed over; nil where none is.
	Unread error
}

// Editor returns $VISUAL, else $EDITOR, with its arguments, else vi where there is one. It
// need not be there.
func Editor() Command {
	var unread error
	for _, name := range []string{"VISUAL", "EDITOR"} {
		words, err := shell.Fields(os.Getenv(name), os.Getenv)
		if err != nil {
			unread = cmp.Or(unread, fmt.Errorf("$%s is %q, which a shell cannot read: %w", name, os.Getenv(name), err))
		} else if len(words) > 0 {
			return Command{words, "$" + name, unread}
		}
	}
	if _, err := exec.LookPath("vi"); err == nil {
		return Command{Words: []string{"vi"}, Unread: unread}
	}
	return Command{Unread: unread}
}

// String returns the command as it was given.
func (c Command) String() string { return strings.Join(c.Words, " ") }
