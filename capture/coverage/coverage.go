package coverage

import (
	"cmp"
	"hash/maphash"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/axiomhq/hyperloglog"

	"segtap/capture/timeline"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/query"
	"segtap/mapping/verdict"
)

// Sighting is what the app has sent of one event key. What was made here, by an
// edit or a replay, is no news of the app, and counted apart.
type Sighting struct {
	EventKey string    // its first 256 bytes
	Sent     int       // events that reach LaunchDarkly
	Lost     int       // Track calls of this name that Segment drops or refuses
	Made     int       // Track calls of this name that were made here, in neither of the others
	Last     time.Time // when the newest that the app sent arrived; zero: none
	Values   Values
	Contexts []Contexts
}

// Values sums up the metric values of events.
type Values struct {
	Count          int // events that have one
	Min, Mean, Max float64
	P50, P90, P99  float64 // as many percent of the values are not above it
	// Histogram has the shares, from 0 to 1, of values in ranges of equal width
	// from Min to Max; nil when there is only one value.
	Histogram []float64
}

// Contexts says how many different keys of a context kind were seen: nearly
// exact up to some thousands, to about one in a hundred above.
type Contexts struct {
	Kind string
	Keys uint64
}

// Tally is how the events that feed one metric fare.
type Tally struct {
	Counts int // events that count toward it
	May    int // events of which it is not known here
}

// Reason is why events do not count toward a metric, or why that is not known.
type Reason struct {
	Code   verdict.Code // as [mapping.Judgement.Why] gives it
	Events int
	May    bool // they may count: it is not known
}

// seed makes the hashes by which context keys are counted in this process.
var seed = maphash.MakeSeed()

const (
	// maxKeys is how many event keys are followed besides those that feed a
	// metric: more than any plan has, and few enough that random names cannot
	// fill the memory.
	maxKeys = 10_000
	// maxKinds is how many context kinds of one event key are followed.
	maxKinds = 8
)

// Sums are what has been seen of each event key, and how the events of each
// metric fare. They are used by one goroutine at a time.
type Sums struct {
	byKey   map[string]*sighting
	metrics map[string]*tally // by metric key
	all     timeline.Series   // of all events of the app
	strays  bool              // an event has had another event key than the name of its message
	recent  *recent
	sets    uint64 // of context keys, so far
}

type sighting struct {
	sent, lost, made int
	last             int64 // µs since 1970; 0 for none
	values           histogram
	contexts         []kindSeen
	of               *Sums           // nil: it is not one of several
	when             timeline.Series // of those that the app sent
}

type tally struct {
	Tally
	why    []Reason       // one for each code
	toward map[string]int // events that count in each experiment
}

type kindSeen struct {
	kind   string
	keys   *hyperloglog.Sketch
	number uint64 // of the set; 0: it is not one of several
}

// recent are the context keys that were seen last, with their sets. A person sends many
// events, and a sketch takes ten times as long to find that it has a key already.
type recent [1 << 15]uint64

// has reports whether a key was seen in a set a while ago, and notes that it was.
func (r *recent) has(set, key uint64) bool {
	key ^= set * 0x9e3779b97f4a7c15 // so that the sets do not meet
	slot := &r[key>>(64-15)]
	was := *slot == key
	*slot = key
	return was
}

func New() *Sums {
	return &Sums{byKey: make(map[string]*sighting), metrics: make(map[string]*tally), recent: new(recent)}
}

// Event is what the sums are told of an event beside its judgement.
type Event struct {
	Name string // as a list shows it
	At   int64  // µs since 1970
	Made bool   // here, by an edit or a replay
	// Duplicate says that another message of its id came before, which may turn
	// out after it has been judged.
	Duplicate bool
}

// Take takes a Track call that has just been judged into the sums, and returns the event
// key that it is seen under.
func (c *Sums) Take(j *mapping.Judgement, of Event) (eventKey string) {
	sent := j.Sent() && !of.Duplicate
	key := of.Name
	if j.Event != nil {
		made := query.Cut(j.Event.Key, query.MaxName) // as the name is
		c.strays = c.strays || made != key
		if sent {
			key = made
		}
	}
	if sent && !of.Made {
		for i := range j.Metrics {
			c.tally(j, &j.Metrics[i])
		}
	}
	s := c.follow(key, j.Feeds)
	switch {
	case s == nil:
	case of.Made:
		s.made++
	default:
		c.all.Add(of.At)
		s.see(j, sent, of.At)
	}
	return key
}

// Divisible reports whether what was seen of each name can be forgotten by itself: all events
// have had their names as their keys, and all names are followed.
func (c *Sums) Divisible() bool { return !c.strays && len(c.byKey) < maxKeys }

// Forget forgets the event keys and the metrics that are concerned, as if none of their events
// had come. All event keys that feed such a metric have to be.
func (c *Sums) Forget(eventKey, metric func(key string) bool) {
	c.all = timeline.Series{}
	for key, s := range c.byKey {
		if eventKey(key) {
			delete(c.byKey, key)
			continue
		}
		c.all.Join(&s.when)
	}
	for key := range c.metrics {
		if metric(key) {
			delete(c.metrics, key)
		}
	}
}

// follow gives the sighting of an event key, a new one for one that is new; nil
// when too many are followed already, unless this one feeds a metric.
func (c *Sums) follow(key string, feeds bool) *sighting {
	s := c.byKey[key]
	if s == nil && (feeds || len(c.byKey) < maxKeys) {
		s = &sighting{of: c}
		c.byKey[strings.Clone(key)] = s
	}
	return s
}

// see takes an event of the app into its sums; at is when it arrived.
func (s *sighting) see(j *mapping.Judgement, sent bool, at int64) {
	s.last = max(s.last, at)
	s.when.Add(at)
	if !sent {
		s.lost++
		return
	}
	s.sent++
	s.values.fed = s.values.fed || j.Feeds && s.values.count < sampled
	s.addEvent(j.Event)
}

// tally takes what one metric makes of an event into its sums.
func (c *Sums) tally(j *mapping.Judgement, v *verdict.Metric) {
	t := c.metrics[v.Metric.Key]
	if t == nil {
		t = &tally{toward: make(map[string]int)}
		c.metrics[v.Metric.Key] = t
	}
	switch j.CountsFor(v) {
	case verdict.Pass:
		t.Counts++
		for _, toward := range v.Toward {
			t.toward[toward.Experiment.Key]++
		}
		return
	case verdict.Unknown:
		t.May++
	case verdict.Warn, verdict.Fail:
	}
	why := Reason{Code: j.Why(v), Events: 1, May: j.CountsFor(v) == verdict.Unknown}
	for i := range t.why {
		if t.why[i].Code == why.Code && t.why[i].May == why.May {
			t.why[i].Events++
			return
		}
	}
	t.why = append(t.why, why)
}

func (s *sighting) addEvent(e *destination.Event) {
	if e.MetricValue.State == destination.ValueNumber {
		s.values.add(e.MetricValue.Number)
	}
	if e.UserKey != "" {
		s.addContext("user", e.UserKey)
	}
	for _, k := range e.ContextKeys {
		s.addContext(k.Kind, k.Key)
	}
}

func (s *sighting) addContext(kind, key string) {
	hash := maphash.String(seed, key)
	for i := range s.contexts {
		if k := &s.contexts[i]; k.kind == kind {
			if s.of == nil || !s.of.recent.has(k.number, hash) {
				k.keys.InsertHash(hash)
			}
			return
		}
	}
	if len(s.contexts) < maxKinds {
		seen := kindSeen{kind: kind, keys: hyperloglog.New14()}
		if s.of != nil {
			s.of.sets++
			seen.number = s.of.sets
		}
		seen.keys.InsertHash(hash)
		s.contexts = append(s.contexts, seen)
	}
}

// head gives what has been seen without values and contexts.
func (s *sighting) head(key string) Sighting {
	out := Sighting{EventKey: key, Sent: s.sent, Lost: s.lost, Made: s.made}
	if s.last != 0 {
		out.Last = time.UnixMicro(s.last)
	}
	return out
}

// Keys returns the event keys seen, in no order, with how often each was sent,
// lost and made here and when it came last.
func (c *Sums) Keys() []Sighting {
	keys := make([]Sighting, 0, len(c.byKey))
	for key, seen := range c.byKey {
		keys = append(keys, seen.head(key))
	}
	return keys
}

// Tallies returns how the events of each metric fare that has had any, by metric
// key.
func (c *Sums) Tallies() map[string]Tally {
	tallies := make(map[string]Tally, len(c.metrics))
	for key, t := range c.metrics {
		tallies[key] = t.Tally
	}
	return tallies
}

// Toward returns how many events of a metric count in each experiment, by its key.
func (c *Sums) Toward(metricKey string) map[string]int {
	if t := c.metrics[metricKey]; t != nil {
		return maps.Clone(t.toward)
	}
	return nil
}

// Axis returns the time over which the events of the app arrived.
func (c *Sums) Axis() timeline.Axis { return c.all.Axis() }

// Over returns how many events of an event key the app sent in each span of a time, as of
// [Sums.Axis].
func (c *Sums) Over(eventKey string, a timeline.Axis) []int {
	if seen := c.byKey[query.Cut(eventKey, query.MaxName)]; seen != nil {
		return seen.when.Over(a)
	}
	return nil
}

// Reasons returns why events do not count toward a metric, or why that is not
// known, the most frequent first.
func (c *Sums) Reasons(metricKey string) []Reason {
	t := c.metrics[metricKey]
	if t == nil {
		return nil
	}
	return slices.SortedFunc(slices.Values(t.why), func(a, b Reason) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), cmp.Compare(a.Code, b.Code))
	})
}

// Sighting returns all that has been seen of one event key, of which the first 256
// bytes tell it from others.
func (c *Sums) Sighting(eventKey string) (Sighting, bool) {
	eventKey = query.Cut(eventKey, query.MaxName)
	seen, ok := c.byKey[eventKey]
	if !ok {
		return Sighting{EventKey: eventKey}, false
	}
	out := seen.head(eventKey)
	out.Values = seen.values.sumUp()
	for _, k := range seen.contexts {
		out.Contexts = append(out.Contexts, Contexts{k.kind, k.keys.Estimate()})
	}
	return out, true
}
