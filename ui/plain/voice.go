package plain

import (
	"bufio"
	"fmt"
	"strings"

	"segtap/ui/widget/sanitize"
)

// voice writes what is said.
type voice struct {
	out    *bufio.Writer
	failed error // of writing
	asked  bool  // the prompt stands, and perhaps some of a command behind it
}

// say writes a line. Texts from outside are escaped as a whole: there is nothing else in it that could be.
func (v *voice) say(format string, args ...any) {
	if v.failed == nil {
		_, v.failed = v.out.WriteString(sanitize.Escape(fmt.Sprintf(format, args...)) + "\n")
	}
}

// text writes the lines of a text, indented.
func (v *voice) text(text string) {
	for line := range strings.Lines(text) {
		v.say("  %s", strings.TrimRight(line, "\r\n"))
	}
}

func (v *voice) flush() {
	if err := v.out.Flush(); v.failed == nil {
		v.failed = err
	}
}

// ready writes the prompt.
func (v *voice) ready() {
	_, v.failed = v.out.WriteString("> ")
	v.asked = true
}

// endPrompt has what is said next begin a line: what is being typed stays one of its own.
func (v *voice) endPrompt() {
	if v.asked {
		_, v.failed = v.out.WriteString("\n")
		v.asked = false
	}
}

// aside says what nobody has asked for.
func (v *voice) aside(news []string) {
	if len(news) == 0 {
		return
	}
	asked := v.asked
	v.endPrompt()
	for _, line := range news {
		v.say("%s", line)
	}
	if asked {
		v.ready()
	}
	v.flush()
}
