package report

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"

	"segtap/mapping/verdict"
	"segtap/ui/cli/console"
	"segtap/ui/widget/sanitize"
)

// github writes commands to the runner of GitHub Actions, each of which becomes an
// annotation of a file. What fails stands first, since GitHub shows ten errors and ten
// warnings of a step.
func (r *Report) github(out *bufio.Writer) error {
	if r.Failure != "" {
		annotate(out, "error", "", 0, 0, r.command(), []string{r.Failure})
	}
	for i := range r.Results {
		result := &r.Results[i]
		if state(result) == "met" {
			continue
		}
		command := "notice"
		if !result.OK {
			command = "error"
		}
		title := state(result) + ": " + result.Name
		annotate(out, command, r.fileFrom(result.File), result.Line, result.Column, title, append([]string{title}, texts(details(result))...))
	}
	for i := range r.Problems {
		p := &r.Problems[i]
		file := ""
		if p.File != "-" {
			file = r.fileFrom(p.File)
		}
		command := map[string]string{verdict.Error.String(): "error", verdict.Warning.String(): "warning", verdict.Info.String(): "notice"}[p.level()]
		// The log of a job shows only the message.
		annotate(out, command, file, p.Line, p.Column, p.title(), []string{p.title() + ", " + p.counted(), p.what(), p.Fix})
	}
	for i := range r.Unread {
		u := &r.Unread[i]
		annotate(out, "notice", r.fileFrom(u.Place.File), u.Place.Line, u.Place.Column, unreadTitle, []string{u.Place.String() + ": " + unreadTitle, whyUnread(u)})
	}
	if !r.Unlisted.IsZero() {
		annotate(out, "notice", "", 0, 0, unlistedTitle, []string{unlistedTitle, r.Unlisted.String()})
	}
	return nil
}

// annotate writes a workflow command.
func annotate(out *bufio.Writer, command, file string, line, column int, title string, message []string) {
	var properties []string
	set := func(name, value string) { properties = append(properties, name+"="+escapeProperty(value)) }
	if file != "" {
		set("file", file)
		set("line", strconv.Itoa(max(line, 1)))
		if column > 0 {
			set("col", strconv.Itoa(column))
		}
	}
	set("title", title)
	for i := range message {
		message[i] = escapeData(message[i])
	}
	fmt.Fprintf(out, "::%s %s::%s\n", command, strings.Join(properties, ","), strings.Join(message, "%0A"))
}

// visible is a text as an annotation shows it.
func visible(text string) string {
	return string(console.Disarm([]byte(sanitize.Escape(text)), `\x5b`))
}

// escapeData and escapeProperty write a text as the runner reads it back: of the values
// of properties, colons and commas too. Line breaks are visible escapes by then.
func escapeData(text string) string {
	return strings.ReplaceAll(visible(text), "%", "%25")
}

func escapeProperty(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapeData(text))
}
