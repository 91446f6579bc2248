package mapping

import (
	"segtap/mapping/catalogue"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// Match is what the catalogue has for an event name.
type Match struct {
	Name string
	// Metrics are those with exactly this event key, now or in a running
	// iteration, by their keys.
	Metrics []*catalogue.Metric
	// Code says how the name misses when Metrics is empty: the code of the
	// diagnostic that an event of that name would have. NoCode when it does not
	// miss, and when that is not known.
	Code verdict.Code
	// Nearest is the metric that was probably meant, with the event key that was
	// meant, as of [Judgement]; nil when there is none.
	Nearest *catalogue.Metric
	// Sentence says all of this to a person.
	Sentence string
}

// Instead says what to send instead of the name; empty when no event key was probably meant.
func (m *Match) Instead() string {
	if len(m.Metrics) > 0 || m.Nearest == nil || m.Nearest.EventKey == "" {
		return ""
	}
	return "Send " + prose.Quoted(m.Nearest.EventKey) + " instead of " + prose.Quoted(m.Name) + "."
}

// Match looks an event key up in the judge's catalogue. What the mapping makes of
// an event name, and whether it then counts, says [Judge.Ideal].
func (j *Judge) Match(name string) Match {
	match := Match{Name: name, Sentence: "No metrics are known."}
	if j.index == nil {
		return match
	}
	var keys []string
	for _, t := range j.index.FedBy(name) {
		match.Metrics = append(match.Metrics, t.Metric)
		keys = append(keys, t.Key)
	}
	if len(keys) > 0 {
		match.Sentence = prose.Quoted(name) + " is the event key of " + prose.Listed(keys, "and") + "."
		return match
	}
	near := j.index.Near(name)
	const some = "Not all metrics were read, and none of those that were has this event key."
	switch partial := j.index.Catalogue.MetricsPartial; {
	case near.Metric != nil:
		match.Code, match.Nearest = verdict.CodeOfMiss(near.Miss), near.Metric
		match.Sentence = match.Code.Info().What + " " + near.Effect
		if partial {
			match.Sentence = some + " " + near.Effect
		}
	case partial:
		match.Sentence = some
	case len(j.index.Catalogue.Metrics) > 0:
		match.Code = verdict.CodeOfMiss(near.Miss)
		match.Sentence = match.Code.Info().What
	}
	return match
}
