package metrics

import (
	"fmt"
	"slices"
	"strings"

	"segtap/mapping/catalogue"
	"segtap/mapping/prose"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
)

// answer is whether an experiment is getting what it needs, in the order of how much it
// needs a person to look.
type answer uint8

const (
	no        answer = iota // events come for a metric, and none counts
	notYet                  // no event has come for a metric
	perhaps                 // whether events count is not known
	yes                     // events of each metric count
	unfedOnly               // it runs, and no metric of it is fed by Segment
	notRunning
)

// listed are the experiments of the environment, those that run first.
func (s *Screen) listed() []*catalogue.Experiment {
	var list []*catalogue.Experiment
	for i := range s.known.Experiments {
		e := &s.known.Experiments[i]
		if e.Iteration != nil && !e.Archived && (e.Environment == "" || s.known.Environment == "" || e.Environment == s.known.Environment) {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b *catalogue.Experiment) int {
		if a.Running() != b.Running() {
			return map[bool]int{true: -1, false: 1}[a.Running()]
		}
		return strings.Compare(a.Key, b.Key)
	})
	return list
}

// experiments makes the rows of the experiments, each with its metrics behind it. What a
// metric got is said for each experiment by itself.
func (s *Screen) experiments(metrics []row) []row {
	byKey := make(map[string]*row, len(metrics))
	for i := range metrics {
		byKey[metrics[i].name] = &metrics[i]
	}
	var rows []row
	for _, e := range s.listed() {
		var under []row
		for _, used := range e.Iteration.Metrics {
			if at := slices.IndexFunc(under, func(r row) bool { return r.name == used.Key }); at >= 0 || byKey[used.Key] == nil {
				continue
			}
			item := *byKey[used.Key]
			item.experiment = e
			item.toward = s.store.Coverage().Toward(item.name)[e.Key]
			item.state = s.stateWithin(&item)
			under = append(under, item)
		}
		s.sort(under)
		rows = append(rows, row{name: e.Key, experiment: e, answer: answerOf(e, under), says: answerText(e, under)})
		rows = append(rows, under...)
	}
	return rows
}

// stateWithin says how a metric fares in the experiment under which it stands.
func (s *Screen) stateWithin(item *row) state {
	switch {
	case !item.experiment.Running(), item.state == unusable, item.state == waited:
		return item.state
	case item.toward == 0 && item.tally.May > 0:
		return maybe
	case item.toward == 0:
		return uncounted
	case item.seen.Lost > 0:
		return losing
	}
	return counted
}

// answerOf says whether an experiment is getting what it needs, by its metrics.
func answerOf(e *catalogue.Experiment, metrics []row) answer {
	if !e.Running() {
		return notRunning
	}
	all := unfedOnly
	for i := range metrics {
		all = min(all, answerFor(&metrics[i]))
	}
	return all
}

// answerFor is what one metric says to that.
func answerFor(item *row) answer {
	switch {
	case item.state == unusable:
		return unfedOnly
	case item.state == waited:
		return notYet
	case item.state == uncounted:
		return no
	case item.state == maybe:
		return perhaps
	}
	return yes
}

// answerText answers in one line whether an experiment is getting what it needs.
func answerText(e *catalogue.Experiment, metrics []row) string {
	all := answerOf(e, metrics)
	var by []*row // the metrics that say so
	fed := 0
	for i := range metrics {
		if answerFor(&metrics[i]) == all {
			by = append(by, &metrics[i])
		}
		if metrics[i].state != unusable {
			fed++
		}
	}
	more := ""
	if len(by) > 1 {
		more = fmt.Sprintf(", and %d more like it", len(by)-1)
	}
	switch all {
	case no:
		if by[0].seen.Sent == 0 {
			return "no: Segment drops every event of " + by[0].name + more
		}
		return "no: events of " + by[0].name + " come, and none counts" + more
	case notYet:
		if misses := by[0].misses; len(misses) > 0 {
			return "not yet: " + by[0].name + " has had no event; " + prose.Quoted(misses[0]) + " was probably meant for it" + more
		}
		return "not yet: " + by[0].name + " has had no event" + more
	case perhaps:
		return "perhaps: whether events of " + by[0].name + " count is not known" + more
	case yes:
		text := "yes: events of each metric count"
		if fed == 1 {
			text = "yes: events of its metric count"
		}
		if unfed := len(metrics) - fed; unfed > 0 {
			text += "; not fed by Segment: " + count.Of(unfed, "metric")
		}
		return text
	case unfedOnly:
		if len(metrics) == 0 {
			return "it has no metric that is known"
		}
		return "none of its metrics is fed by Segment"
	case notRunning:
	}
	return "nothing is recorded now: " + statusText(e)
}

// statusText says whether an experiment runs.
func statusText(e *catalogue.Experiment) string {
	return strings.ReplaceAll(e.Iteration.Status, "_", " ")
}

// iterationText tells of the iteration: whether it runs, since when, by which unit, on
// which flag.
func iterationText(e *catalogue.Experiment, since func(int64) string) string {
	it := e.Iteration
	text := statusText(e)
	switch {
	case e.Running() && it.StartedAt > 0:
		text += " since " + since(it.StartedAt)
	case it.EndedAt > 0:
		text += " since " + since(it.EndedAt)
	}
	if it.Unit != "" {
		text += ", randomized by " + it.Unit
	}
	if len(it.Flags) > 0 {
		text += ", flag " + strings.Join(it.Flags, ", ")
	}
	return sanitize.Escape(text)
}

// answerGlyph is the sign of an answer.
func (s view) answerGlyph(a answer) (string, theme.Paint) {
	switch a {
	case no:
		return s.theme.Err, s.theme.Bad
	case notYet:
		return s.theme.Warn, s.theme.Warned
	case perhaps:
		return s.theme.Maybe, s.theme.Warned
	case yes:
		return s.theme.OK, s.theme.Good
	case unfedOnly, notRunning:
	}
	return s.theme.None, s.theme.Dim
}
