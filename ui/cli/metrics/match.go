package metrics

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/dustin/go-humanize/english"

	"segtap/mapping"
	"segtap/mapping/naming"
	"segtap/mapping/verdict"
	"segtap/ui/cli/console"
	"segtap/ui/cli/jsonl"
	"segtap/ui/widget/sanitize"
)

// unsettled are names of which nothing is known, since their event key depends on more.
const unsettled naming.Status = "unsettled"

// Match writes what becomes of an event of each name, and fails where a check of one
// would.
func Match(std console.Streams, judge *mapping.Judge, names []string, asJSON bool) error {
	out := bufio.NewWriter(std.Out)
	numbers, idle := map[naming.Status]int{}, 0 // idle: of those that are barred, by a warning only
	for _, name := range names {
		line := naming.Of(judge, name)
		status := line.Status
		if len(line.DependsOn) > 0 {
			status = unsettled
		}
		numbers[status]++
		if status == naming.Barred && !line.Fails {
			idle++
		}
		if asJSON {
			if err := jsonl.Write(out, line); err != nil {
				return err
			}
			continue
		}
		writeMatch(out, &line)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if n := numbers[naming.Unsure]; n > 0 {
		console.Say(std, []string{ofNames(n, len(names)) + " not known: no metric that was read has it, and not all were read"})
	}
	if n := numbers[unsettled]; n > 0 {
		console.Say(std, []string{ofNames(n, len(names)) + " not known: the event key depends on more than the name"})
	}
	if idle > 0 {
		console.Say(std, []string{ofNames(idle, len(names)) + " the event key of a metric that no running experiment uses"})
	}
	var failed []string
	if n := numbers[naming.Missed]; n > 0 {
		failed = append(failed, ofNames(n, len(names))+" no metric's event key")
	}
	if n := numbers[naming.Barred] - idle; n > 0 {
		failed = append(failed, ofNames(n, len(names))+" the event key of metrics that cannot count it now")
	}
	if len(failed) > 0 {
		return console.Failed("", "%s", strings.Join(failed, ", and "))
	}
	return nil
}

// ofNames begins a sentence about n of all names.
func ofNames(n, all int) string {
	return fmt.Sprintf("%d of %s %s", n, console.Count(all, "name"), english.PluralWord(n, "is", "are"))
}

// becomes is the summary as what an event does: a verb stands first.
func becomes(m *naming.Match) string {
	switch m.Headline {
	case verdict.DroppedBySegment.Name(), verdict.Rejected.Name():
		return "is " + m.Summary
	}
	return m.Summary
}

// writeMatch tells a person what a name matches, and what becomes of its events.
func writeMatch(out *bufio.Writer, line *naming.Match) {
	sign, text := string(line.Status), line.Sentence
	switch line.Status {
	case naming.Unsure:
		sign, text = "?", quoted(line.Name)+": "+text
	case naming.Missed:
		text = quoted(line.Name) + ": " + text
	}
	if len(line.Metrics) > 0 || line.Status == naming.Missed && line.Code == "" {
		text += " An event of this name " + becomes(line) + "."
	}
	fmt.Fprintf(out, "%-3s %s\n", sign, sanitize.Escape(text))
	for _, note := range line.Notes {
		fmt.Fprintf(out, "    %s\n", sanitize.Escape(note))
	}
}
