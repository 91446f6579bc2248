package naming

import (
	"slices"
	"strings"

	"segtap/mapping"
	"segtap/mapping/jsondoc"
	"segtap/mapping/verdict"
)

// Status is what is said of a name.
type Status string

// What is said of a name. A check of an event fails by Missed, and by Barred where [Match]
// says so.
const (
	Well   Status = "ok"        // a metric can count its events
	Barred Status = "but"       // metrics have it, and none counts its events now
	Missed Status = "no"        // no metric has it
	Unsure Status = "not_known" // what was read does not say
)

// Match is what becomes of the events of a name.
type Match struct {
	Name   string `json:"name"`
	Status Status `json:"status"`
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

// Severity returns how severe a diagnostic is to who asks whether names are right. Most
// apps send events that are meant for no metric; but who has names checked asks which
// these are.
func Severity(d *verdict.Diagnostic) verdict.Severity {
	if d.Code == verdict.MetricNotFound {
		return verdict.Error
	}
	return d.Severity
}

// Of returns what becomes of the events of a name.
func Of(judge *mapping.Judge, name string) Match {
	j := judge.Ideal(name)
	return of(judge, name, &j)
}

// of is Of with the ideal event of the name.
func of(judge *mapping.Judge, name string, j *mapping.IdealEvent) Match {
	line := Match{Name: name, Headline: j.Verdict.Headline.Name(), Summary: j.Summary()}
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
		fails = fails || Severity(d) == verdict.Error
		if d.Gate != verdict.Named && (d.Severity != verdict.Info || d.Gate > verdict.Named) {
			line.Notes = append(line.Notes, d.Name()+": "+d.Effect)
		}
	}
	fails = fails || !j.Sent()
	line.Fails = fails
	switch {
	case len(line.Metrics) == 0 && fails:
		line.Status = Missed
	case len(line.Metrics) == 0:
		line.Status = Unsure
	case fails, j.Verdict.Headline == verdict.CountsNowhere:
		line.Status = Barred
	default:
		line.Status, line.CanCount = Well, true
	}
	return line
}

// unsettled says of a name that its events have several event keys.
func unsettled(line Match, places []string) Match {
	for _, p := range places {
		line.DependsOn = append(line.DependsOn, strings.ReplaceAll(strings.TrimPrefix(p, "/"), "/", "."))
	}
	names := strings.Join(line.DependsOn, ", ")
	line.Status, line.Headline = Unsure, verdict.HeadlineUnknown.Name()
	line.Sentence = "The mapping makes the event key of more than the name: it depends on " + names + " as well."
	line.Summary = "may count: its event key depends on " + names
	return line
}

// quoted is a name in a sentence, as JSON has it.
func quoted(name string) string { return string(jsondoc.AppendString(nil, name)) }
