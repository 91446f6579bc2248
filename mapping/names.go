package mapping

import (
	"math/bits"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/cases"

	"segtap/mapping/jsondoc"
)

// names finds the metric that an event name was probably meant for. It remembers
// what it has found, since an app sends few names many times.
type names struct {
	byFold  map[string]*tracked // by event key, case folded
	byLabel map[string]*tracked // by the key and name of metrics that have an event key, case folded
	others  map[string]*tracked // by the key and name of click and page view metrics, case folded
	byShape map[string]*tracked // by event key, as shape gives it
	shapes  []shaped            // in the order of the metrics' keys
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
	code        Code     // MetricNotFound when there is nothing near
	metric      *tracked // nil when there is nothing near
	effect, fix string
	rename      Patch // puts the metric's event key in the place of /event; nil when there is none
}

// newNames takes the metrics sorted by key: where several fit, the first wins.
func newNames(all []*tracked, classic bool) *names {
	n := &names{
		byFold: make(map[string]*tracked), byLabel: make(map[string]*tracked), others: make(map[string]*tracked),
		byShape: make(map[string]*tracked), memo: make(map[string]*nearby), classic: classic,
	}
	for _, t := range all {
		labels := n.byLabel
		switch {
		case t.EventKey != "":
			first(n.byFold, fold(t.EventKey), t)
			if s := shape(t.EventKey); s != "" && n.byShape[s] == nil {
				n.byShape[s] = t
				n.shapes = append(n.shapes, newShaped(s, t))
			}
		case t.Kind == metricClick || t.Kind == metricPageview:
			labels = n.others
		default: // its event key is not known
			continue
		}
		first(labels, fold(t.Key), t)
		first(labels, fold(t.Name), t)
	}
	return n
}

func first(in map[string]*tracked, name string, t *tracked) {
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
	if s := shape(name); s != "" {
		t := n.byShape[s]
		if t == nil {
			t = n.misspelt(s)
		}
		if t != nil {
			return n.found(MetricNearMiss, t)
		}
	}
	return &nearby{code: MetricNotFound, effect: codes[MetricNotFound].Why, fix: codes[MetricNotFound].Fix}
}

// found gives what is said of a name that is near to a metric.
func (n *names) found(code Code, t *tracked) *nearby {
	if code == MetricNotCustom {
		return &nearby{code: code, metric: t, effect: t.Key + " is a " + t.Kind + " metric: it has no event key, and a custom event does not feed it.", fix: codes[code].Fix}
	}
	key := quoted(t.EventKey)
	near := &nearby{
		code: code, metric: t, effect: "LaunchDarkly compares event keys exactly, and " + t.Key + " has " + key + ".",
		fix:    "Send " + key + " as the event name, or give " + t.Key + " the event key that you send.",
		rename: Patch{{Op: "replace", Path: "/event", Value: string(jsondoc.AppendString(nil, t.EventKey))}},
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

// shape gives a name as words in lower case, without what people write in
// different ways: separators, camel case and plurals. It is empty for what has no
// words, and for what is not UTF-8.
func shape(name string) string {
	if !utf8.ValidString(name) {
		return ""
	}
	words := strings.FieldsFunc(splitCamel(name), func(r rune) bool {
		return unicode.IsSpace(r) || r == '_' || r == '-' || r == '.' || r == '\u200b' || r == '\ufeff'
	})
	for i, w := range words {
		w = fold(w)
		if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
			w = w[:len(w)-1]
		}
		words[i] = w
	}
	return strings.Join(words, " ")
}

// splitCamel puts a space where a word of a camel case name begins:
// "orderCompleted" and "HTTPServer" have two.
func splitCamel(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if i > 0 && unicode.IsUpper(r) {
			after := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if unicode.IsLower(runes[i-1]) || unicode.IsUpper(runes[i-1]) && after {
				b.WriteByte(' ')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// maxEdits is how many letters a misspelt name may differ in.
const maxEdits = 2

// shaped is the shape of an event key, with what tells quickly that another
// shape is far from it.
type shaped struct {
	text   string
	runes  int
	letter uint64 // which letters it has, by their low six bits
	metric *tracked
}

func newShaped(text string, t *tracked) shaped {
	s := shaped{text: text, metric: t}
	for _, r := range text {
		s.runes++
		s.letter |= 1 << (r & 63)
	}
	return s
}

// misspelt gives the metric whose event key is the fewest edits away; nil when
// all are too far: two edits, one for names of up to five characters, none for
// up to three. Neither a number nor a whole word is a misspelling of another:
// "Step 1" is not "Step 2", nor "Signed In" "Signed Up".
func (n *names) misspelt(text string) *tracked {
	s := newShaped(text, nil)
	var best *tracked
	closest := maxEdits + 1
	for i := range n.shapes {
		other := &n.shapes[i]
		allowed := min(editsFor(min(s.runes, other.runes)), closest-1)
		if max(s.runes-other.runes, other.runes-s.runes) > allowed || bits.OnesCount64(s.letter^other.letter) > 2*allowed {
			continue
		}
		if d := levenshtein.ComputeDistance(text, other.text); d <= allowed && !otherWords(text, other.text) {
			best, closest = other.metric, d
		}
	}
	return best
}

func editsFor(runes int) int {
	switch {
	case runes <= 3:
		return 0
	case runes <= 5:
		return 1
	}
	return maxEdits
}

// otherWords reports whether two names differ in a number, or in a word that has
// been replaced.
func otherWords(a, b string) bool {
	if digits(a) != digits(b) {
		return true
	}
	one, two := strings.Fields(a), strings.Fields(b)
	if len(one) != len(two) {
		return false
	}
	for i := range one {
		if levenshtein.ComputeDistance(one[i], two[i]) >= max(utf8.RuneCountInString(one[i]), utf8.RuneCountInString(two[i])) {
			return true
		}
	}
	return false
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}
