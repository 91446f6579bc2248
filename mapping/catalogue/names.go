package catalogue

import (
	"slices"
	"strings"
	"sync"

	"segtap/mapping/jsondoc"
	"segtap/mapping/spelling"
)

// names finds the metric that an event name was probably meant for. It remembers
// what it has found, since an app sends few names many times.
type names struct {
	byFold  map[string]*meant // by event key, case folded
	byLabel map[string]*meant // by the key and name of metrics that have an event key, case folded
	others  map[string]*meant // by the key and name of click and page view metrics, case folded
	byShape map[string]*meant // by event key, as shape gives it
	spelt   spelling.Set      // of the event keys, in the order of the metrics' keys
	bySpelt []*meant          // parallel to spelt
	words   func(*Near) (effect, fix string)

	mu   sync.RWMutex
	memo map[string]*Near // bounded by maxMemo names of up to maxMemoName bytes
}

const (
	maxMemo     = 4096
	maxMemoName = 256
)

// Miss says how an event name misses all event keys.
type Miss uint8

// How an event name can miss.
const (
	FarFromAll  Miss = iota // nothing is near
	OtherCase               // an event key in other upper and lower case
	CalledSo                // what a metric is called, by its key or its name
	ClickOrView             // what a metric is called that has no event key
	OtherForm               // an event key but for separators, camel case and plurals
	Misspelt                // an event key but for slips
)

// Near is what an event name that no metric has is near to.
type Near struct {
	Miss   Miss
	Metric *Metric // with the event key that was meant; nil when nothing is near
	// Running is the experiment that knows the metric by this event key; nil where
	// it is the metric's own.
	Running *Experiment
	// Effect and Fix are what the words of [NewIndex] say of it.
	Effect, Fix string
	// Rename is the event key that was meant, as JSON; empty when there is none.
	Rename string
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
func (t *Tracked) meant() []*meant {
	all := []*meant{{Metric: t.Metric}}
	for _, u := range t.Running {
		key := u.As.EventKey
		if key == "" || slices.ContainsFunc(all, func(m *meant) bool { return m.EventKey == key }) {
			continue
		}
		m := *t.Metric
		m.EventKey = key
		all = append(all, &meant{&m, u.Experiment})
	}
	return all
}

// newNames takes the metrics sorted by key: where several fit, the first wins.
func newNames(all []*Tracked, words func(*Near) (effect, fix string)) *names {
	n := &names{
		byFold: make(map[string]*meant), byLabel: make(map[string]*meant), others: make(map[string]*meant),
		byShape: make(map[string]*meant), memo: make(map[string]*Near), words: words,
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
		first(n.byFold, spelling.Fold(t.EventKey), t)
		words := spelling.Words(t.EventKey)
		if s := spelling.Shape(words); s != "" && n.byShape[s] == nil {
			n.byShape[s] = t
			n.spelt.Add(words)
			n.bySpelt = append(n.bySpelt, t)
		}
	case t.notCustom():
		labels = n.others
	default: // its event key is not known
		return
	}
	first(labels, spelling.Fold(t.Key), t)
	first(labels, spelling.Fold(t.Name), t)
}

func first(in map[string]*meant, name string, t *meant) {
	if name != "" && in[name] == nil {
		in[name] = t
	}
}

// near finds what a name that is no metric's event key is near to.
func (n *names) near(name string) *Near {
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

func (n *names) search(name string) *Near {
	near := &Near{}
	t, miss := n.nearest(name)
	if t != nil {
		near.Miss, near.Metric, near.Running = miss, t.Metric, t.running
		if miss != ClickOrView {
			near.Rename = string(jsondoc.AppendString(nil, t.EventKey))
		}
	}
	if n.words != nil {
		near.Effect, near.Fix = n.words(near)
	}
	return near
}

// nearest gives the metric that a name was probably meant for; nil for none.
func (n *names) nearest(name string) (*meant, Miss) {
	folded := spelling.Fold(name)
	if t := n.byFold[folded]; t != nil {
		return t, OtherCase
	}
	if t := n.byLabel[folded]; t != nil {
		return t, CalledSo
	}
	if t := n.others[folded]; t != nil {
		return t, ClickOrView
	}
	words := spelling.Words(name)
	if t := n.byShape[spelling.Shape(words)]; t != nil {
		return t, OtherForm
	}
	return n.misspelt(words), Misspelt
}

// misspelt gives the metric whose event key has the same words but for the
// fewest slips; nil when there is none.
func (n *names) misspelt(words []string) *meant {
	if at := n.spelt.Nearest(words); at >= 0 {
		return n.bySpelt[at]
	}
	return nil
}
