package metrics

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"segtap/mapping/catalogue"
	"segtap/mapping/jsondoc"
	"segtap/ui/cli/jsonl"
	"segtap/ui/widget/sanitize"
)

// List writes a table of the metrics. Event keys are quoted: blanks at
// their ends count.
func List(out *bufio.Writer, c *catalogue.Catalogue) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "METRIC\tEVENT KEY\tKIND\tUNITS\tRUNS IN\tNOTES")
	for _, s := range c.Eligibilities() {
		m := s.Metric
		runs := strings.Join(keysOf(s.Running), ", ")
		if runs == "" && !c.ExperimentsKnown {
			runs = "not read"
		}
		row := []string{m.Key, "", measures(&s), strings.Join(m.Units, ", "), runs, strings.Join(notesOn(&s), "; ")}
		if m.EventKey != "" {
			row[1] = quoted(m.EventKey)
		}
		for i, cell := range row {
			if row[i] = sanitize.Escape(cell); cell == "" {
				row[i] = "-"
			}
		}
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	return w.Flush()
}

// quoted returns a name from outside with its ends.
func quoted(name string) string { return string(jsondoc.AppendString(nil, name)) }

// measures says what a metric makes of its events. Of one that only an
// experiment names that is known in part.
func measures(s *catalogue.Eligibility) string {
	if text := s.Metric.Measures(); s.Described || text != "occurrence" {
		return text
	}
	return "conversion"
}

// notesOn says what there is to know of a metric, what is in the way first.
func notesOn(s *catalogue.Eligibility) []string {
	notes := slices.Concat(s.Bars, s.Notes)
	if !s.Described {
		notes = append(notes, "only an experiment names it")
	}
	return notes
}

// keysOf returns the keys of experiments, each once.
func keysOf(experiments []*catalogue.Experiment) []string {
	var keys []string
	for _, e := range experiments {
		if !slices.Contains(keys, e.Key) {
			keys = append(keys, e.Key)
		}
	}
	return keys
}

// listedMetric is a line of `metrics list --json`.
type listedMetric struct {
	Key      string   `json:"key"`
	Name     string   `json:"name"`
	EventKey string   `json:"event_key,omitzero"`
	Kind     string   `json:"kind"`
	Numeric  bool     `json:"numeric"`
	Units    []string `json:"units"`
	Archived bool     `json:"archived,omitzero"`
	CanCount bool     `json:"can_count"`
	Notes    []string `json:"notes"`
	// ExperimentsRead says whether RunsIn lists all.
	ExperimentsRead bool     `json:"experiments_read"`
	RunsIn          []string `json:"runs_in"`
}

// ListJSON writes a line of JSON for each metric.
func ListJSON(out *bufio.Writer, c *catalogue.Catalogue) error {
	for _, s := range c.Eligibilities() {
		m := s.Metric
		line := listedMetric{
			m.Key, m.Name, m.EventKey, m.Kind, m.Numeric, m.Units, m.Archived,
			len(s.Bars) == 0, notesOn(&s), c.ExperimentsKnown, keysOf(s.Running),
		}
		if err := jsonl.Write(out, line); err != nil {
			return err
		}
	}
	return nil
}
