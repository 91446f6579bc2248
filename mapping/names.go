package mapping

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/cases"

	"segtap/mapping/jsondoc"
)

// names finds the metric that an event name was probably meant for. It remembers
// what it has found, since an app sends few names many times.
type names struct {
	byFold  map[string]*meant // by event key, case folded
	byLabel map[string]*meant // by the key and name of metrics that have an event key, case folded
	others  map[string]*meant // by the key and name of click and page view metrics, case folded
	byShape map[string]*meant // by event key, as shape gives it
	spelt   []spelling        // of the event keys, in the order of the metrics' keys
	classic bool

	mu   sync.RWMutex
	memo map[string]*nearby // bounded by maxMemo names of up to maxMemoName bytes
}

const (
	maxMemo     = 4096
	maxMemoName = 256
)

// nearby is what an event name that no metric has is near to.
type nearby struct {
	code        Code   // MetricNotFound when there is nothing near
	metric      *meant // nil when there is nothing near
	effect, fix string
	// rename is the event key that was meant, as JSON; empty when there is none.
	rename string
}

// meant is a metric with an event key that feeds it.
type meant struct {
	*Metric // with that event key, whatever the catalogue's has
	// running is the experiment that knows it by this event key; nil where it is
	// the metric's own.
	running *Experiment
}

// meant gives the metric with its own event key, if any, and with each other one
// by which a running iteration knows it.
func (t *tracked) meant() []*meant {
	all := []*meant{{Metric: t.Metric}}
	for _, u := range t.running {
		key := u.as.EventKey
		if key == "" || slices.ContainsFunc(all, func(m *meant) bool { return m.EventKey == key }) {
			continue
		}
		m := *t.Metric
		m.EventKey = key
		all = append(all, &meant{&m, u.experiment})
	}
	return all
}

// newNames takes the metrics sorted by key: where several fit, the first wins.
func newNames(all []*tracked, classic bool) *names {
	n := &names{
		byFold: make(map[string]*meant), byLabel: make(map[string]*meant), others: make(map[string]*meant),
		byShape: make(map[string]*meant), memo: make(map[string]*nearby), classic: classic,
	}
	for _, t := range all {
		for _, m := range t.meant() {
			n.add(m)
		}
	}
	return n
}

func (n *names) add(t *meant) {
	labels := n.byLabel
	switch {
	case t.EventKey != "":
		first(n.byFold, fold(t.EventKey), t)
		words := wordsOf(t.EventKey)
		if s := shape(words); s != "" && n.byShape[s] == nil {
			n.byShape[s] = t
			n.spelt = append(n.spelt, newSpelling(words, t))
		}
	case t.Kind == metricClick || t.Kind == metricPageview:
		labels = n.others
	default: // its event key is not known
		return
	}
	first(labels, fold(t.Key), t)
	first(labels, fold(t.Name), t)
}

func first(in map[string]*meant, name string, t *meant) {
	if name != "" && in[name] == nil {
		in[name] = t
	}
}

// near finds what a name that is no metric's event key is near to.
func (n *names) near(name string) *nearby {
	n.mu.RLock()
	found := n.memo[name]
	n.mu.RUnlock()
	if found != nil {
		return found
	}
	found = n.search(name)
	if len(name) > maxMemoName {
		return found
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.memo) >= maxMemo {
		clear(n.memo) // names that come again are found again
	}
	n.memo[strings.Clone(name)] = found
	return found
}

func (n *names) search(name string) *nearby {
	folded := fold(name)
	if t := n.byFold[folded]; t != nil {
		return n.found(MetricCaseDiffers, t)
	}
	if t := n.byLabel[folded]; t != nil {
		return n.found(MetricMatchesNameNotEventKey, t)
	}
	if t := n.others[folded]; t != nil {
		return n.found(MetricNotCustom, t)
	}
	words := wordsOf(name)
	if t := n.byShape[shape(words)]; t != nil {
		return n.found(MetricNearMiss, t)
	}
	if t := n.misspelt(words); t != nil {
		near := n.found(MetricNearMiss, t)
		near.fix = "If that was meant, send " + quoted(t.EventKey) + " as the event name."
		return near
	}
	return &nearby{code: MetricNotFound, effect: codes[MetricNotFound].Why, fix: codes[MetricNotFound].Fix}
}

// found gives what is said of a name that is near to a metric.
func (n *names) found(code Code, t *meant) *nearby {
	if code == MetricNotCustom {
		return &nearby{code: code, metric: t, effect: t.Key + " is a " + t.Kind + " metric: it has no event key, and a custom event does not feed it.", fix: codes[code].Fix}
	}
	key := quoted(t.EventKey)
	near := &nearby{
		code: code, metric: t, effect: "LaunchDarkly compares event keys exactly, and " + t.Key + " has " + key + ".",
		fix:    "Send " + key + " as the event name, or give " + t.Key + " the event key that you send.",
		rename: string(jsondoc.AppendString(nil, t.EventKey)),
	}
	if t.running != nil {
		near.effect = "LaunchDarkly compares event keys exactly, and " + t.running.Key + " takes " + t.Key + " by " + key + "."
		near.fix = "Send " + key + " as the event name as long as " + t.running.Key + " runs."
		return near
	}
	if code == MetricMatchesNameNotEventKey {
		near.effect = "This is what " + t.Key + " is called; its event key is " + key + ", and LaunchDarkly looks at nothing else."
		if n.classic {
			near.effect = "Segment's page on this destination speaks of the metric's name; LaunchDarkly matches the event key, and that of " + t.Key + " is " + key + "."
			near.fix = "Send " + key + " as the event name, whatever the metric is called."
		}
	}
	return near
}

// quoted gives a text from outside as it stands in a sentence.
func quoted(text string) string { return shorten(jsondoc.AppendString(nil, text)) }

// fold gives a name without differences of case (Unicode, full case folding).
// What is not UTF-8 is its own fold: folding would merge what differs.
func fold(name string) string {
	if !utf8.ValidString(name) {
		return name
	}
	return cases.Fold().String(name)
}
