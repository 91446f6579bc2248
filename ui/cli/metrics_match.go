package cli

import (
	"bufio"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"segtap/mapping"
	"segtap/ui/plain"
)

func metricsMatchCommand(io streams) *cobra.Command {
	var opt metricsOptions
	cmd := &cobra.Command{
		Use:   "match NAME…",
		Short: "say which metrics an event name feeds, or what it was probably meant to be",
		Long: `match looks event names up in the metrics of --metrics, or of LaunchDarkly when no
file is given. It says ok, no or but, and fails when a name is no metric's event key
(no), or when none of the metrics that have it can count an event of that name now
(but): it is archived, computed in a warehouse, or used in another version.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, names []string) error {
			judge, err := opt.known(cmd.Context(), io)
			if err != nil {
				return err
			}
			return matchNames(io, judge, names, opt.json)
		},
	}
	opt.addFlags(cmd)
	return cmd
}

// matched is a line of `metrics match --json`.
type matched struct {
	Name     string   `json:"name"`
	Metrics  []string `json:"metrics"`
	RunsIn   []string `json:"runs_in"`
	Code     string   `json:"code,omitzero"`
	Nearest  string   `json:"nearest,omitzero"`
	EventKey string   `json:"nearest_event_key,omitzero"`
	Sentence string   `json:"sentence"`
	// CanCount says whether one of the metrics can count an event of this name.
	CanCount bool     `json:"can_count"`
	Notes    []string `json:"notes"`
}

// matchName looks a name up.
func matchName(judge *mapping.Judge, name string) matched {
	match := judge.Match(name)
	line := matched{Name: name, Sentence: match.Sentence}
	for _, s := range judge.Standing(match) {
		line.Metrics = append(line.Metrics, s.Metric.Key)
		if len(s.Bars) == 0 {
			line.CanCount = true
			for _, key := range keysOf(s.Running) {
				if !slices.Contains(line.RunsIn, key) {
					line.RunsIn = append(line.RunsIn, key)
				}
			}
		}
		if notes := notesOn(&s); len(notes) > 0 {
			line.Notes = append(line.Notes, s.Metric.Key+": "+strings.Join(notes, "; "))
		}
	}
	if match.Code != mapping.NoCode {
		line.Code = match.Code.String()
	}
	if match.Nearest != nil {
		line.Nearest, line.EventKey = match.Nearest.Key, match.Nearest.EventKey
	}
	return line
}

func matchNames(std streams, judge *mapping.Judge, names []string, asJSON bool) error {
	out := bufio.NewWriter(std.out)
	missed, barred := 0, 0
	for _, name := range names {
		line := matchName(judge, name)
		switch {
		case len(line.Metrics) == 0:
			missed++
		case !line.CanCount:
			barred++
		}
		if asJSON {
			if err := writeLine(out, line); err != nil {
				return err
			}
			continue
		}
		writeMatch(out, line, judge.Catalogue().ExperimentsKnown)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	var failed []string
	if missed > 0 {
		failed = append(failed, ofNames(missed, len(names))+" no metric's event key")
	}
	if barred > 0 {
		failed = append(failed, ofNames(barred, len(names))+" the event key of metrics that cannot count it now")
	}
	if len(failed) > 0 {
		return &failure{errors.New(strings.Join(failed, ", and ")), "", exitFailed}
	}
	return nil
}

// ofNames begins a sentence about n of all names.
func ofNames(n, all int) string {
	verb := "are"
	if n == 1 {
		verb = "is"
	}
	return fmt.Sprintf("%d of %s %s", n, count(all, "name"), verb)
}

// writeMatch tells a person what a name matches.
func writeMatch(out *bufio.Writer, line matched, experimentsKnown bool) {
	var sign, text string
	switch {
	case len(line.Metrics) == 0:
		sign, text = "no", quoted(line.Name)+": "+line.Sentence
	case !line.CanCount:
		sign, text = "but", line.Sentence+" No event of this name counts now."
	case len(line.RunsIn) > 0:
		sign, text = "ok", line.Sentence+" It runs in "+strings.Join(line.RunsIn, ", ")+"."
	case experimentsKnown:
		sign, text = "ok", line.Sentence+" No experiment runs on it."
	default:
		sign, text = "ok", line.Sentence+" Whether an experiment runs on it was not read."
	}
	fmt.Fprintf(out, "%-3s %s\n", sign, plain.Escape(text))
	for _, note := range line.Notes {
		fmt.Fprintf(out, "    %s\n", plain.Escape(note))
	}
}
