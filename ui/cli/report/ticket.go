package report

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/control/eventjson"
	"segtap/ui/cli/console"
	"segtap/ui/widget/sanitize"
)

// Example is the first message that has a problem, as a ticket shows it.
type Example struct {
	Message  []byte // as text of JSON, or what came instead
	Sends    []byte // the custom event; nil when none is sent
	Reason   string // why none is
	WriteKey string
}

// Ticket is what a report for a ticket has besides.
type Ticket struct {
	Checked []string       // what was checked, and against what, a line each
	Mask    func(*Problem) // leaves out what is not meant for those who read it
}

// mostInExample is how many bytes of a message are shown, and mostTicket of all.
const (
	mostInExample = 6_000
	mostTicket    = mostMarkdown
)

// Format returns the format of the report.
func (t *Ticket) Format() Format { return Format{"ticket", t.write} }

func (t *Ticket) write(r *Report, out *bufio.Writer) error {
	page := strings.Builder{}
	found := "no problem"
	if n := len(r.Problems); n > 0 {
		found = beyond(r.Unlisted.Failing+r.Unlisted.Other) + console.Count(n, "kind") + " of problems"
	}
	fmt.Fprintf(&page, "### segtap: %s in %s\n\n", found, console.Count(r.Messages, "message"))
	for _, line := range t.Checked {
		page.WriteString("- " + sentence(line) + "\n")
	}
	if r.Failure != "" {
		page.WriteString("- Not everything could be checked: " + sentence(r.Failure) + "\n")
	}
	if r.Summary != "" {
		page.WriteString("- " + sentence(r.Summary) + "\n")
	}
	for i := range r.Problems {
		p := r.Problems[i]
		t.Mask(&p)
		text := p.chapter()
		if page.Len()+len(text) > mostTicket {
			fmt.Fprintf(&page, "\n%s more of problems, for which there is no room here: `segtap check` lists %s.\n", console.Count(len(r.Problems)-i, "kind"), r.Unlisted.listed())
			break
		}
		page.WriteString(text)
	}
	_, err := out.WriteString(page.String())
	return err
}

// chapter tells of a problem, with its first message.
func (p *Problem) chapter() string {
	b := strings.Builder{}
	event := "(no event name)"
	if p.Event != "" {
		event = code(p.Event)
	}
	fmt.Fprintf(&b, "\n#### %s: %s %s\n\n", p.Severity, code(p.Code), event)
	fmt.Fprintf(&b, "%s, first at %s.", console.Count(p.Messages, "message"), code(p.place()))
	if p.Pointer != "" {
		fmt.Fprintf(&b, " At %s: %s", code(p.Pointer), code(p.shown()))
	}
	fmt.Fprintf(&b, "\n\n**What happens:** %s\n\n**What to do:** %s\n", sentence(p.Effect), sentence(p.Fix))
	if p.Example == nil {
		return b.String()
	}
	b.WriteString("\n<details><summary>The message and its custom event</summary>\n\n")
	b.WriteString(fence(p.Example.Message))
	if p.Example.Sends != nil {
		b.WriteString("\nThe custom event:\n\n" + fence(p.Example.Sends))
	} else {
		b.WriteString("\nNo custom event is sent: " + sentence(p.Example.Reason) + "\n")
	}
	b.WriteString("\n</details>\n")
	return b.String()
}

// fence writes a text as a block of code, indented where it is JSON. No text ends the block:
// its fence is longer than any run of backticks in it.
func fence(text []byte) string {
	language := "json"
	value := jsontext.Value(slices.Clone(text))
	if value.Indent(jsontext.WithIndent("  "), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)) == nil {
		text = console.Disarm(eventjson.Escape(value), `\u005b`)
	} else {
		language = "text"
		text = []byte(console.Harmless(string(text)))
	}
	shown := string(text)
	if len(shown) > mostInExample {
		shown = strings.ToValidUTF8(shown[:mostInExample], "") + "\n… " + fmt.Sprintf("%d bytes more", len(shown)-mostInExample)
	}
	lines := strings.Split(shown, "\n")
	for i, line := range lines {
		lines[i] = sanitize.Escape(line)
	}
	shown = strings.Join(lines, "\n")
	marks := "```"
	for strings.Contains(shown, marks) {
		marks += "`"
	}
	return marks + language + "\n" + shown + "\n" + marks + "\n"
}
