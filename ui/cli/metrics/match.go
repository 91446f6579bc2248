package metrics

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"segtap/mapping"
	"segtap/mapping/verdict"
	"segtap/ui/cli/check"
	"segtap/ui/cli/console"
	"segtap/ui/cli/jsonl"
	"segtap/ui/widget/sanitize"
)

// What is said of a name. A check of such an event fails by missed and barred.
const (
	matchedWell = "ok"
	matchBarred = "but"
	matchMissed = "no"
	matchUnsure = "not_known"

	matchUnsettled = "unsettled" // not_known, since the event key depends on more
)

// matched is a line of `metrics match --json`.
type matched struct {
	Name   string `json:"name"`
	Status string `json:"status"` // ok, but, no or not_known
	// EventKey is what the mapping makes of the name; empty where that is the name.
	EventKey string `json:"event_key,omitzero"`
	// DependsOn are what else of the message it is made of; nothing is known then.
	DependsOn  []string `json:"event_key_depends_on,omitzero"`
	Metrics    []string `json:"metrics"`
	RunsIn     []string `json:"runs_in"`
	Code       string   `json:"code,omitzero"`
	Nearest    string   `json:"nearest,omitzero"`
	NearestKey string   `json:"nearest_event_key,omitzero"`
	Sentence   string   `json:"sentence"`
	// Headline and Summary are those of the event.
	Headline string `json:"headline"`
	Summary  string `json:"summary"`
	// CanCount says whether one of the metrics can count an event of this name.
	CanCount bool     `json:"can_count"`
	Fails    bool     `json:"fails"` // a check of such an event fails
	Notes    []string `json:"notes"`
}

// matchName says what becomes of an event of a name.
func matchName(judge *mapping.Judge, name string) matched {
	j := judge.Ideal(name)
	line := matched{Name: name, Headline: j.Verdict.Headline.Name(), Summary: j.Summary()}
	if len(j.DependsOn) > 0 {
		return unsettled(line, j.DependsOn)
	}
	key := name
	if j.EventKey != "" && j.EventKey != name {
		key, line.EventKey = j.EventKey, j.EventKey
	}
	match := judge.Match(key)
	line.Sentence = match.Sentence
	switch {
	case line.EventKey != "" && j.Event == nil:
		line.Sentence = "Its event key is " + quoted(key) + ". " + match.Sentence
	case line.EventKey != "":
		line.Sentence = "It goes out as " + quoted(key) + ". " + match.Sentence
	}
	for _, m := range match.Metrics {
		line.Metrics = append(line.Metrics, m.Key)
	}
	for i := range j.Metrics {
		v := &j.Metrics[i]
		for _, t := range v.Toward {
			if v.Counts != verdict.Fail && !slices.Contains(line.RunsIn, t.Experiment.Key) {
				line.RunsIn = append(line.RunsIn, t.Experiment.Key)
			}
		}
	}
	if match.Code != verdict.NoCode {
		line.Code = match.Code.String()
	}
	if match.Nearest != nil {
		line.Nearest, line.NearestKey = match.Nearest.Key, match.Nearest.EventKey
	}
	fails := false
	for i := range j.Diagnostics {
		d := &j.Diagnostics[i]
		fails = fails || check.Regrade(d).Severity == verdict.Error
		if d.Gate != verdict.Named && (d.Severity != verdict.Info || d.Gate > verdict.Named) {
			line.Notes = append(line.Notes, d.Name()+": "+d.Effect)
		}
	}
	fails = fails || !j.Sent()
	line.Fails = fails
	switch {
	case len(line.Metrics) == 0 && fails:
		line.Status = matchMissed
	case len(line.Metrics) == 0:
		line.Status = matchUnsure
	case fails, j.Verdict.Headline == verdict.CountsNowhere:
		line.Status = matchBarred
	default:
		line.Status, line.CanCount = matchedWell, true
	}
	return line
}

// unsettled says of a name that its events have several event keys.
func unsettled(line matched, places []string) matched {
	for _, p := range places {
		line.DependsOn = append(line.DependsOn, strings.ReplaceAll(strings.TrimPrefix(p, "/"), "/", "."))
	}
	names := strings.Join(line.DependsOn, ", ")
	line.Status, line.Headline = matchUnsure, verdict.HeadlineUnknown.Name()
	line.Sentence = "The mapping makes the event key of more than the name: it depends on " + names + " as well."
	line.Summary = "may count: its event key depends on " + names
	return line
}

// Match writes what becomes of an event of each name, and fails where a check of one
// would.
func Match(std console.Streams, judge *mapping.Judge, names []string, asJSON bool) error {
	out := bufio.NewWriter(std.Out)
	numbers, idle := map[string]int{}, 0 // idle: of those that are barred, by a warning only
	for _, name := range names {
		line := matchName(judge, name)
		status := line.Status
		if len(line.DependsOn) > 0 {
			status = matchUnsettled
		}
		numbers[status]++
		if status == matchBarred && !line.Fails {
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
	if n := numbers[matchUnsure]; n > 0 {
		console.Say(std, []string{ofNames(n, len(names)) + " not known: no metric that was read has it, and not all were read"})
	}
	if n := numbers[matchUnsettled]; n > 0 {
		console.Say(std, []string{ofNames(n, len(names)) + " not known: the event key depends on more than the name"})
	}
	if idle > 0 {
		console.Say(std, []string{ofNames(idle, len(names)) + " the event key of a metric that no running experiment uses"})
	}
	var failed []string
	if n := numbers[matchMissed]; n > 0 {
		failed = append(failed, ofNames(n, len(names))+" no metric's event key")
	}
	if n := numbers[matchBarred] - idle; n > 0 {
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
func (m *matched) becomes() string {
	switch m.Headline {
	case verdict.DroppedBySegment.Name(), verdict.Rejected.Name():
		return "is " + m.Summary
	}
	return m.Summary
}

// writeMatch tells a person what a name matches, and what becomes of its events.
func writeMatch(out *bufio.Writer, line *matched) {
	sign, text := line.Status, line.Sentence
	switch line.Status {
	case matchUnsure:
		sign, text = "?", quoted(line.Name)+": "+text
	case matchMissed:
		text = quoted(line.Name) + ": " + text
	}
	if len(line.Metrics) > 0 || line.Status == matchMissed && line.Code == "" {
		text += " An event of this name " + line.becomes() + "."
	}
	fmt.Fprintf(out, "%-3s %s\n", sign, sanitize.Escape(text))
	for _, note := range line.Notes {
		fmt.Fprintf(out, "    %s\n", sanitize.Escape(note))
	}
}
