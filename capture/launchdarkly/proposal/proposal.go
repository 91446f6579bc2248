package proposal

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/origin"
	"segtap/mapping/prose"
)

// maxKey is how long a key is made. LaunchDarkly does not say how long one may be.
const maxKey = 100

// Seen sums up the events of one event key that reach LaunchDarkly.
type Seen struct {
	Events int
	Values int // of these, with a metric value
	// Kinds are in how many each context kind has a key that LaunchDarkly can use, and
	// Own in how many it is the event's own kind.
	Kinds, Own map[string]int
	// Currencies are how many events have each currency in their data.
	Currencies map[string]int
}

// Add takes an event that was judged.
func (s *Seen) Add(j *mapping.Judgement) {
	if s.Kinds == nil {
		s.Kinds, s.Own, s.Currencies = map[string]int{}, map[string]int{}, map[string]int{}
	}
	s.Events++
	if j.Event.MetricValue.State == destination.ValueNumber {
		s.Values++
	}
	for _, kind := range j.Event.Kinds() {
		if _, ok := j.Event.Carries(kind); !ok {
			continue
		}
		s.Kinds[kind]++
		if kind == j.Event.OwnKind || j.Event.OwnKind == "" {
			s.Own[kind]++
		}
	}
	if currency := j.Event.Data.Member("currency").Text(); isCurrency(currency) {
		s.Currencies[currency]++
	}
}

// isCurrency reports whether a text is spelt as the code of a currency (ISO 4217).
func isCurrency(text string) bool {
	return len(text) == 3 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// Event is an event key with what is known of its events.
type Event struct {
	Key     string
	Project string // key of the project; empty: not known
	Seen    Seen
	// Ideal is the event of the name that has all that the mapping looks for, which stands
	// for events where none was seen.
	Ideal *mapping.Judgement
	// Written is where plans and code have the name, which counts where no event was seen.
	Written []*origin.Name
	// Values are the places that the mapping takes the metric value from, in its order.
	Values []string
	// Known are the metrics that there are; nil: not known.
	Known *catalogue.Catalogue
}

// Proposal is a metric for the events of a name.
type Proposal struct {
	Project string // key of the project; empty: not known
	Metric  catalogue.Metric
	// Why says of parts of the metric why they are so, or that they are a person's to say.
	Why Why
}

// Why are remarks, one each; empty: there is nothing to say.
type Why struct{ Event, Numeric, Unit, Units string }

// New proposes a metric for the events of an event key, with a key that none has.
func New(of *Event) Proposal {
	p := Proposal{Project: of.Project, Metric: catalogue.Metric{
		Name: nameOf(of.Key), Key: keyOf(of.Key, of.Known), Kind: catalogue.KindCustom, EventKey: of.Key, UnitsAs: unitsAs(of.Known),
		Success: "HigherThanBaseline", Aggregation: "average", Analysis: "mean",
		AttachedFlags: -1, Experiments: -1, ActiveExperiments: -1, ActiveRollouts: -1,
	}}
	measured := of.Seen
	if of.Seen.Events == 0 {
		p.Why.Event = "none of its events was seen"
		p.Why.Numeric = "not known without events: whether the metric counts values"
		if of.Ideal != nil && of.Ideal.Event != nil {
			measured.Add(of.Ideal)
			measured.Values, measured.Currencies = 0, nil // which the ideal event only makes up
		}
		p.written(of.Written, of.Values)
	} else {
		p.values(&measured)
	}
	p.units(&measured, of.Seen.Events)
	return p
}

// Composes reports whether Terraform would make another event key of it: it composes
// characters (Unicode's NFC) in every text, and LaunchDarkly compares bytes.
func (p *Proposal) Composes() bool { return !norm.NFC.IsNormalString(p.Metric.EventKey) }

// values says whether the metric counts values: where most events have one.
func (p *Proposal) values(s *Seen) {
	p.Metric.Numeric = s.Values*2 > s.Events
	switch have := fmt.Sprintf("%d of %d %s a number", s.Values, s.Events, plural(s.Values, "has", "have")); {
	case s.Values == s.Events:
		p.Why.Numeric = have
	case p.Metric.Numeric:
		p.Why.Numeric = have + "; events without one do not count for a numeric metric"
	case s.Values > 0:
		p.Why.Numeric = have + "; a numeric metric would count these alone"
	default:
		p.Why.Numeric = have
	}
	if !p.Metric.Numeric {
		return
	}
	p.Metric.Aggregation = "sum"
	codes := slices.SortedFunc(maps.Keys(s.Currencies), func(a, b string) int {
		if d := s.Currencies[b] - s.Currencies[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	if len(codes) == 0 {
		p.Metric.Unit, p.Why.Unit = "value", "what the values count, such as USD: yours to say"
		return
	}
	p.Metric.Unit = codes[0]
	var said []string
	for _, code := range codes[:min(len(codes), 4)] {
		said = append(said, fmt.Sprintf("%s in %d of %d", code, s.Currencies[code], s.Events))
	}
	p.Why.Unit = "currency: " + strings.Join(said, ", ")
	if len(codes) > 1 {
		p.Why.Unit += "; a filter on currency keeps them apart"
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// units takes the context kind that is the events' own, and tells of the others.
func (p *Proposal) units(s *Seen, events int) {
	kinds := slices.SortedFunc(maps.Keys(s.Kinds), func(a, b string) int {
		if d := s.Own[b] - s.Own[a]; d != 0 {
			return d
		}
		if d := s.Kinds[b] - s.Kinds[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	if len(kinds) == 0 && events == 0 {
		p.Why.Units = "the mapping makes no key that LaunchDarkly can use: the context kind of your experiments is yours to say"
		return
	}
	if len(kinds) == 0 {
		p.Why.Units = "no event has a key that LaunchDarkly can use: the context kind of your experiments is yours to say"
		return
	}
	p.Metric.Units = kinds[:1]
	if events == 0 {
		return
	}
	var said []string
	for i, kind := range kinds[:min(len(kinds), 4)] {
		if i > 0 || s.Kinds[kind] < events {
			said = append(said, fmt.Sprintf("%s in %d of %d", prose.Outside(prose.Abridged(kind)), s.Kinds[kind], events))
		}
	}
	if len(said) > 0 {
		p.Why.Units = "events also have keys of " + strings.Join(said, ", ") + ", which count where LaunchDarkly has the kind available for experiments"
		if len(kinds) == 1 {
			p.Why.Units = "keys: " + strings.Join(said, ", ")
		}
	}
}

// nameOf is the event key as people read it.
func nameOf(eventKey string) string {
	if name := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, eventKey)), " "); name != "" {
		return prose.Abridged(name)
	}
	return "Event"
}

// keyOf makes a key of a name by LaunchDarkly's rule: letters, digits, '.', '-' and '_',
// the first a letter or a digit. Of a name in which none of these stands it is made of its
// bytes. One that is taken gets a number.
func keyOf(name string, known *catalogue.Catalogue) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(name, " ")) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || b.Len() > 0 && (r == '_' || r == '.')):
			b.WriteRune(unicode.ToLower(r))
		case unicode.Is(unicode.Mn, r): // the accent of the letter before it
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() == maxKey {
			break
		}
	}
	key := strings.TrimRight(b.String(), "-")
	if key == "" {
		sum := sha256.Sum256([]byte(name))
		key = "event-" + hex.EncodeToString(sum[:4])
	}
	unique := key
	for n := 2; isTaken(known, unique); n++ {
		unique = fmt.Sprintf("%s-%d", key, n)
	}
	return unique
}

// isTaken reports whether a metric has a key.
func isTaken(known *catalogue.Catalogue, key string) bool {
	return known != nil && slices.ContainsFunc(known.Metrics, func(m catalogue.Metric) bool { return m.Key == key })
}

// unitsAs gives what Terraform calls the units of most metrics that say them; empty for none.
func unitsAs(known *catalogue.Catalogue) (most string) {
	times := map[string]int{}
	for i := 0; known != nil && i < len(known.Metrics); i++ {
		name := known.Metrics[i].UnitsAs
		if name == "" {
			continue
		}
		if times[name]++; times[name] > times[most] {
			most = name
		}
	}
	return most
}
