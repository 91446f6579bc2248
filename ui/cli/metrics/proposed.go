package metrics

import (
	"context"
	"fmt"
	"slices"
	"time"

	"segtap/capture/launchdarkly/proposal"
	"segtap/mapping"
	"segtap/mapping/message"
	"segtap/mapping/spelling"
	"segtap/ui/cli/console"
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
}

// Propose writes a metric for the events of a name: as they are seen in the files, or for
// the name alone where none is given. It sends nothing.
func Propose(ctx context.Context, std console.Streams, judge *mapping.Judge, opt Proposing) error {
	ideal := judge.Ideal(opt.Name)
	if len(ideal.DependsOn) > 0 {
		return console.Failed("a metric counts one event key: make one for each that your mapping makes", "the mapping makes the event key of more than the name: %s", opt.Name)
	}
	key := opt.Name
	if ideal.EventKey != "" {
		key = ideal.EventKey
	}
	w := watching{key: key, names: map[string]bool{}}
	files := seeing{judge: judge, now: time.Now(), each: w.take}
	if err := files.files(ctx, std, opt.Files); err != nil {
		return err
	}
	if len(opt.Files) > 0 && w.seen.Events == 0 {
		return w.none(opt.Name)
	}
	p := proposal.New(key, opt.Project, w.seen, &ideal.Judgement, taken(judge))
	text, notes := p.Terraform(), warned(judge, opt.Name, key)
	switch opt.Format {
	case API:
		text = p.API(opt.Base)
	case YAML:
		text = p.YAML()
	default:
		if p.Composes() {
			notes = append(notes, "Terraform composes the characters of the event key (Unicode NFC), which these events do not: give --format api")
		}
	}
	if key != opt.Name {
		notes = append(notes, fmt.Sprintf("the mapping makes the event key %s of the name", quoted(key)))
	}
	console.Say(std, slices.Concat(files.notes, notes))
	_, err := std.Out.WriteString(text)
	return err
}

// taken says which keys metrics have.
func taken(judge *mapping.Judge) func(string) bool {
	known := judge.Catalogue()
	if known == nil {
		return nil
	}
	keys := make(map[string]bool, len(known.Metrics))
	for i := range known.Metrics {
		keys[known.Metrics[i].Key] = true
	}
	return func(key string) bool { return keys[key] }
}

// warned says what metrics there are for the name already, or nearly.
func warned(judge *mapping.Judge, name, key string) []string {
	match := judge.Match(key)
	switch {
	case len(match.Metrics) > 0:
		return []string{match.Sentence + " Is another one needed?"}
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
