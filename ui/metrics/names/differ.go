package names

import (
	"slices"
	"strconv"
	"strings"

	"segtap/mapping/naming"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// sum is what is compared of two tables.
type sum struct {
	names, metrics map[string]bool
	near, wrong    int // findings: near misses, and all others but those that are worth knowing only
}

func sumOf(t *naming.Table) sum {
	s := sum{names: make(map[string]bool), metrics: make(map[string]bool)}
	for i := range t.Rows {
		row := &t.Rows[i]
		for _, name := range slices.Concat(row.Planned, row.Code) {
			s.names[name.Event] = true
		}
		for k := range row.Metrics {
			s.metrics[row.Metrics[k].Metric.Key] = true
		}
		for k := range row.Findings {
			switch f := &row.Findings[k]; {
			case isNear(f):
				s.near++
			case f.Severity != verdict.Info:
				s.wrong++
			}
		}
	}
	return s
}

// isNear reports whether a finding is that a name was probably meant to be another one.
func isNear(f *naming.Finding) bool { return f.Nearest != "" }

// differ says in what a table is another one than before; empty where it is not.
func differ(before, now *naming.Table) string {
	a, b := sumOf(before), sumOf(now)
	var parts []string
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	add(comings(a.names, b.names, "name"))
	add(comings(a.metrics, b.metrics, "metric"))
	add(change(b.near-a.near, "near miss", "near misses"))
	add(change(b.wrong-a.wrong, "other problem", "other problems"))
	return strings.Join(parts, ", ")
}

// comings says which have come and gone: one by its name, several by their number.
func comings(before, now map[string]bool, what string) string {
	came, went := missing(before, now), missing(now, before)
	switch {
	case len(came) == 1 && len(went) == 1:
		return "the " + what + " " + prose.Quoted(came[0]) + " instead of " + prose.Quoted(went[0])
	case len(came) == 0 || len(went) == 0:
		return change(len(came)-len(went), what, what+"s")
	}
	return change(len(came), what, what+"s") + ", " + change(-len(went), what, what+"s")
}

// missing are those of now that were not there before.
func missing(before, now map[string]bool) (names []string) {
	for name := range now {
		if !before[name] {
			names = append(names, name)
		}
	}
	return names
}

// change says how many more or less there are: "1 name more"; empty for none.
func change(by int, one, many string) string {
	word, direction := many, " more"
	if by < 0 {
		by, direction = -by, " less"
	}
	switch by {
	case 0:
		return ""
	case 1:
		word = one
	}
	return strconv.Itoa(by) + " " + word + direction
}
