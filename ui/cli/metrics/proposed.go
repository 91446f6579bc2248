package metrics

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"segtap/capture/launchdarkly/proposal"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/message"
	"segtap/mapping/naming"
	"segtap/mapping/origin"
	"segtap/mapping/prose"
	"segtap/mapping/spelling"
	"segtap/ui/cli/console"
	"segtap/ui/cli/sources"
	"segtap/ui/widget/sanitize"
)

// The formats of a proposal.
const (
	Terraform = "terraform"
	API       = "api"
	YAML      = "yaml"
)

// Proposed are the formats of a proposal.
func Proposed() []string { return []string{Terraform, API, YAML} }

// Proposing says for what a metric is proposed, and how it is written.
type Proposing struct {
	Name, Format  string
	Files         []string
	Project, Base string // LaunchDarkly's; the project may be empty
	// Another says that a metric is wanted though one has the event key already.
	Another bool
	Names   *sources.Reader // of plans and code; nil: none are given
	Metrics []string        // the files that the metrics are from
}

// Propose writes a metric for the events of a name: as they are seen in the files, else as
// plans and code have them, or for the name alone where none is given. It sends nothing.
func Propose(ctx context.Context, std console.Streams, judge *mapping.Judge, opt *Proposing) error {
	ideal := judge.Ideal(opt.Name)
	if len(ideal.DependsOn) > 0 {
		return console.Failed("a metric counts one event key: make one for each that your mapping makes", "the mapping makes the event key of more than the name: %s", opt.Name)
	}
	key := opt.Name
	if ideal.EventKey != "" {
		key = ideal.EventKey
	}
	if match := judge.Match(key); len(match.Metrics) > 0 && !opt.Another {
		return console.Failed("give --another for one more", "%s", sanitize.Escape(strings.TrimSuffix(match.Sentence, ".")))
	}
	w := watching{key: key, names: map[string]bool{}}
	files := seeing{judge: judge, now: time.Now(), each: w.take}
	if err := files.files(ctx, std, opt.Files); err != nil {
		return err
	}
	if len(opt.Files) > 0 && w.seen.Events == 0 {
		return w.none(opt.Name)
	}
	written, notes, err := opt.written(ctx, judge, key)
	if err != nil {
		return err
	}
	p := proposal.New(&proposal.Event{
		Key: key, Project: opt.Project, Seen: w.seen, Ideal: &ideal.Judgement, Written: written, Values: judge.Names().Values(), Known: judge.Catalogue(),
	})
	text, notes := p.Terraform(), append(notes, warned(judge, opt.Name, key)...)
	switch opt.Format {
	case API:
		text = p.API(opt.Base)
	case YAML:
		var where string
		if text, where = opt.yaml(&p, judge.Catalogue()); where != "" {
			notes = append(notes, where)
		}
	default:
		if p.Composes() {
			notes = append(notes, "Terraform composes the characters of the event key (Unicode NFC), which these events do not: give --format api")
		}
	}
	if key != opt.Name {
		notes = append(notes, fmt.Sprintf("the mapping makes the event key %s of the name", quoted(key)))
	}
	console.Say(std, slices.Concat(files.notes, notes))
	_, err = std.Out.WriteString(text)
	return err
}

// written gives where plans and code have the event key.
func (o *Proposing) written(ctx context.Context, judge *mapping.Judge, key string) ([]*origin.Name, []string, error) {
	if o.Names == nil {
		return nil, nil, nil
	}
	from, notes, err := o.Names.Read(ctx, nil, nil)
	if err != nil {
		return nil, nil, err
	}
	row := naming.New(judge, from).Of(key)
	if row == nil || len(row.Planned)+len(row.Code) == 0 {
		return nil, append(notes, "no plan and no code that was read has "+quoted(o.Name)), nil
	}
	return slices.Concat(row.Planned, row.Code), notes, nil
}

// yaml writes the metric by hand, so that it can stand under those of a file with metrics,
// and says which file that is.
func (o *Proposing) yaml(p *proposal.Proposal, known *catalogue.Catalogue) (text, where string) {
	for _, path := range o.Metrics {
		if ext := filepath.Ext(path); ext != ".yaml" && ext != ".yml" {
			continue
		}
		for i := range known.Metrics {
			if at := known.Metrics[i].Place; at.File == path && at.Column > 1 {
				return p.Entry(at.Column - 1), "it goes under `metrics:` in " + prose.Outside(path)
			}
		}
	}
	return p.YAML(), ""
}

// warned says what metrics there are for the name already, or nearly.
func warned(judge *mapping.Judge, name, key string) []string {
	match := judge.Match(key)
	switch {
	case len(match.Metrics) > 0:
		return []string{match.Sentence}
	case match.Nearest != nil:
		return []string{quoted(name) + ": " + match.Sentence}
	}
	return nil
}

// watching sums up the events of one event key in files.
type watching struct {
	key   string
	seen  proposal.Seen
	lost  int             // Track calls of the name that do not reach LaunchDarkly
	names map[string]bool // of other events, up to some
}

// maxNames is how many names are kept to say which was meant.
const maxNames = 10_000

func (w *watching) take(m *message.Message, j *mapping.Judgement) {
	switch name := m.Root.Member("event").Text(); {
	case j.Event != nil && j.Event.Key == w.key && j.Sent():
		w.seen.Add(j)
	case j.Event != nil && j.Event.Key != w.key && len(w.names) < maxNames:
		w.names[j.Event.Key] = true
	case name == w.key:
		w.lost++
	}
}

// none says that no event of the name is there.
func (w *watching) none(name string) error {
	names := make([]string, 0, len(w.names))
	for other := range w.names {
		names = append(names, other)
	}
	slices.Sort(names)
	hint := "leave the files out to make one for the name alone"
	switch near := spelling.Nearest(w.key, names); {
	case w.lost > 0:
		return console.Failed("run `segtap check` on them, which says why", "none of the %s named %s reaches LaunchDarkly", console.Count(w.lost, "event"), quoted(name))
	case near != "":
		hint = "is " + sanitize.Escape(quoted(near)) + " meant? Else " + hint
	}
	return console.Failed(hint, "there is no event named %s in the files", quoted(name))
}
