package plain

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"segtap/capture/coverage"
	"segtap/capture/problems"
	"segtap/capture/store"
	"segtap/mapping/catalogue"
	"segtap/mapping/prose"
	"segtap/ui/metrics"
	"segtap/ui/widget/count"
)

// mostProblems is how many problems are told where nobody asks for all.
const mostProblems = 20

// allProblems tells how often each problem was found, the worst and most frequent first.
func (s *session) allProblems(all bool) {
	groups, _, unknown := store.ProblemsOf(s.shown).Groups()
	slices.SortFunc(groups, func(a, b problems.Group) int {
		return cmp.Or(cmp.Compare(b.Severity(), a.Severity()), cmp.Compare(b.Entries(), a.Entries()), cmp.Compare(a.Code, b.Code), strings.Compare(a.Event, b.Event))
	})
	told := groups
	if !all {
		told = groups[:min(len(groups), mostProblems)]
	}
	for i := range told {
		g := &told[i]
		name := "of " + g.Event
		switch {
		case g.Others:
			name = "of other names"
		case g.Event == "":
			name = "without a name"
		}
		s.say("%s %s: %s %s. %s", titled(g.Severity()), g.Code, count.Of(g.Entries(), "event"), name, g.Code.Info().What)
	}
	if more := len(groups) - len(told); more > 0 {
		s.say("And %s more: problems all tells them.", count.Number(more))
	}
	switch {
	case unknown > 0:
		s.say("Of %s it is not known yet.", count.Of(unknown, "event"))
	case len(groups) == 0:
		s.say("Nothing is wrong with any event.")
	default:
		s.say("explain CODE tells more of one, filter code:CODE only its events.")
	}
}

// metrics tells what has come for each metric, and names that are none's.
func (s *session) metrics(context.Context, string) {
	judge := s.shown.Judge()
	known := judge.Catalogue()
	if known == nil || len(known.Metrics) == 0 {
		s.say("No metrics are known: give them with --metrics.")
		return
	}
	cover := s.shown.Coverage()
	tallies, runs := cover.Tallies(), known.Running()
	for i := range known.Metrics {
		m := &known.Metrics[i]
		seen, _ := cover.Sighting(m.EventKey)
		s.say("%s", metric(m, &seen, tallies[m.Key], runs[m.Key], known.ExperimentsKnown))
	}
	keys := cover.EventKeys()
	slices.SortFunc(keys, func(a, b coverage.Sighting) int { return strings.Compare(a.EventKey, b.EventKey) })
	for i := range keys {
		if match := judge.Match(keys[i].EventKey); len(match.Metrics) == 0 {
			s.say("No metric takes %s: %s. %s", prose.Quoted(keys[i].EventKey), count.Of(keys[i].Sent+keys[i].Lost+keys[i].Made, "event"), match.Sentence)
		}
	}
}

// experiments tells of each whether it is getting what it needs.
func (s *session) experiments(context.Context, string) {
	answers, missing := metrics.Experiments(s.shown)
	for _, e := range answers {
		s.say("Experiment %s: %s. %s.", e.Key, e.Says, e.Iteration)
		for _, metric := range e.Metrics {
			s.say("  %s.", metric)
		}
	}
	switch {
	case missing != "":
		s.say("%s.", strings.ToUpper(missing[:1])+missing[1:])
	case len(answers) == 0:
		s.say("There is no experiment in this environment.")
	}
}

// metric tells what has come for one.
func metric(m *catalogue.Metric, seen *coverage.Sighting, tally coverage.Tally, runs []*catalogue.Experiment, known bool) string {
	text := "Metric " + m.Key
	switch {
	case m.EventKey == "":
		text += " has no event key: Segment's events do not feed it"
	case seen.Sent+seen.Lost+seen.Made == 0:
		text += " takes " + prose.Quoted(m.EventKey) + ": no event has come"
	default:
		text += " takes " + prose.Quoted(m.EventKey) + ": " + count.Of(seen.Sent+seen.Lost, "event") + " came"
		if seen.Lost > 0 {
			text += ", " + count.Number(seen.Lost) + " dropped by Segment"
		}
		text += ", " + count.Number(tally.Counts) + " count"
		if tally.May > 0 {
			text += ", " + count.Number(tally.May) + " may count"
		}
	}
	var experiments []string
	for _, e := range runs {
		experiments = append(experiments, e.Key)
	}
	switch {
	case len(experiments) > 0:
		return text + ". It runs in " + prose.Listed(experiments, "and") + "."
	case !known:
		return text + ". Whether an experiment runs on it is not known."
	}
	return text + ". No experiment runs on it."
}
