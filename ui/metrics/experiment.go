package metrics

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"segtap/capture/store"
	"segtap/mapping/catalogue"
	"segtap/ui/preferences"
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
	partly                  // events of a metric count, and others of it are lost
	perhaps                 // whether events count is not known
	yes                     // events of each metric count, and none is lost
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

// Answer is what is said of an experiment.
type Answer struct {
	Key       string
	Says      string   // whether it is getting what it needs
	Iteration string   // whether it runs, since when, by which unit, on which flag
	Metrics   []string // how each of its metrics fares in it
}

// Experiments says of each experiment in the catalogue of a store whether it is getting what it
// needs, those that run first; missing says which part of the catalogue is not known.
func Experiments(of *store.Store) (answers []Answer, missing string) {
	s := New(Options{Store: of, Preferences: new(preferences.Preferences)})
	s.learn(of.Judge())
	s.sorted = byNeed
	more := true
	var metrics []row
	for more {
		metrics, _, more = s.collect()
	}
	for _, item := range s.experiments(metrics) {
		if item.isExperiment() {
			answers = append(answers, Answer{Key: item.name, Says: item.says, Iteration: iterationText(item.experiment, view{s}.day)})
		} else {
			last := &answers[len(answers)-1]
			last.Metrics = append(last.Metrics, item.name+": "+underText(&Options{}, &item))
		}
	}
	return answers, s.hint
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
		whole := row{name: e.Key, experiment: e, answer: answerOf(e, under), says: answerText(e, under), keys: namesOf(under)}
		for _, name := range whole.keys {
			whole.see(s.byKey[name])
		}
		rows = append(rows, whole)
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
	case item.lost() > 0:
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
	case item.state == losing:
		return partly
	case item.state == maybe:
		return perhaps
	}
	return yes
}

// answerText answers in one line whether an experiment is getting what it needs, and says of
// each metric that keeps it from that why.
func answerText(e *catalogue.Experiment, metrics []row) string {
	var needs, misses []string
	fed := 0
	metrics = slices.Clone(metrics) // those that the answer is of come first
	slices.SortStableFunc(metrics, func(a, b row) int { return cmp.Compare(answerFor(&a), answerFor(&b)) })
	for i := range metrics {
		if need := needText(&metrics[i]); need != "" {
			needs = append(needs, need)
		} else if miss := metrics[i].missText(1); miss != "" {
			misses = append(misses, miss+" of "+metrics[i].name)
		}
		if metrics[i].state != unusable {
			fed++
		}
	}
	word := ""
	switch answerOf(e, metrics) {
	case no:
		word = "no: "
	case notYet:
		word = "not yet: "
	case partly:
		word = "partly: "
	case perhaps:
		word = "perhaps: "
	case yes:
		text := "yes: events of each metric count"
		if fed == 1 {
			text = "yes: events of its metric count"
		}
		if unfed := len(metrics) - fed; unfed > 0 {
			text += "; not fed by Segment: " + count.Of(unfed, "metric")
		}
		return strings.Join(append([]string{text}, misses...), "; ")
	case unfedOnly:
		if len(metrics) == 0 {
			return "it has no metric that is known"
		}
		return "none of its metrics is fed by Segment"
	case notRunning:
		return "nothing is recorded now: " + statusText(e)
	}
	return word + strings.Join(needs, "; ")
}

// needText says what a metric under an experiment still needs; empty when its events count
// and none is lost, and when Segment cannot feed it.
func needText(item *row) string {
	var text, why string
	switch answerFor(item) {
	case no:
		text, why = "no event of "+item.name+" counts", item.uncounted()
	case notYet:
		text = item.name + " has had no event"
	case partly:
		text, why = item.name+" loses "+count.Number(item.lost())+" of "+count.Number(item.came()), item.losses()
	case perhaps:
		text, why = "whether events of "+item.name+" count is not known", item.unsure()
	case yes, unfedOnly, notRunning:
		return ""
	}
	if miss := item.missText(2); miss != "" {
		if why != "" {
			why += "; "
		}
		why += miss
	}
	if why != "" {
		text += " (" + why + ")"
	}
	return text
}

// underText says in one line how a metric fares in the experiment under which it stands.
func underText(opt *Options, item *row) string {
	text := stateText(opt, item)
	if item.came() > 0 && item.state != unusable {
		text = count.Of(item.came(), "event") + ", " + count.Number(item.toward) + " " + english.PluralWord(item.toward, "counts", "count") + " here"
		for _, part := range []string{item.unsure(), item.uncounted()} {
			if part != "" {
				text += ", " + part
			}
		}
	}
	if miss := item.missText(len(item.misses)); miss != "" {
		text += "; " + miss
	}
	return text
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

// answerGlyph is the sign of an answer: that of the metric which fares worst.
func (s view) answerGlyph(a answer) (string, theme.Paint) {
	switch a {
	case no, notYet:
		return s.glyph(waited)
	case partly:
		return s.glyph(losing)
	case perhaps:
		return s.theme.Maybe, s.theme.Warned
	case yes:
		return s.theme.OK, s.theme.Good
	case unfedOnly, notRunning:
	}
	return s.theme.None, s.theme.Dim
}
