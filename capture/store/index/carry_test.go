package index

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/coverage"
	"segtap/capture/journal"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/query"
)

// succession is an index whose judges follow each other while rows come, are read and go.
type succession struct {
	*Index
	judges     []*mapping.Judge // each with its generation
	generation []uint8
	current    uint8
	texts      []string // of the messages, by their ids from 1
}

// judged gives the draft of a message as one of the judges judges it.
func (s *succession) judged(text string, by int) *Draft {
	in := message.TakeIn(message.Posted{Raw: []byte(text), Type: "track"})
	m := in.Message(0)
	j := s.judges[by].Message(&m, in.Arrival(0))
	d := NewDraft(&m, &j, "")
	d.Came(time.UnixMicro(1_787_054_400_000_000), 0, capture.Received, 0)
	d.JudgedBy(s.generation[by])
	return &d
}

// list lists a message as judged by one of the judges.
func (s *succession) list(text string, by int) {
	s.texts = append(s.texts, text)
	d := s.judged(text, by)
	id := uint64(len(s.texts))
	d.Number(id)
	s.List(d, journal.Place{Offset: int64(id) * 100, Length: 99}, s.current)
	s.Evict()
}

// renew has a row judged by the judge there is.
func (s *succession) renew(id uint32) {
	s.Renew(id, s.judged(s.texts[id-1], len(s.judges)-1), s.current)
}

// follow has another judge follow.
func (s *succession) follow(judge *mapping.Judge) {
	was := s.judges[len(s.judges)-1]
	s.current = Succeed(s.Index, s.current, func() (*catalogue.Change, bool) { return judge.Since(was) })
	s.judges, s.generation = append(s.judges, judge), append(s.generation, s.current)
}

// over carries over some rows, and notes what the judge there is has become the number of.
func (s *succession) over(rows int) (more bool) {
	more = s.Carried.Over(s.Index, rows, &s.current)
	s.generation[len(s.generation)-1] = s.current
	return more
}

// settle does all that is left, as the workers of a store do.
func (s *succession) settle() {
	if s.Carried != nil {
		if !s.Carried.Taken {
			s.Carried.Ask(time.Now().Add(time.Hour))
		}
		for s.over(2) {
		}
	}
	for i := range s.Len() {
		if id := s.At(i).ID; s.IsStale(id, s.current) {
			s.renew(id)
		}
	}
}

// summed writes down what has been seen.
func (s *succession) summed() string {
	var b strings.Builder
	keys := s.Sums.Keys()
	slices.SortFunc(keys, func(a, b coverage.Sighting) int { return cmp.Compare(a.EventKey, b.EventKey) })
	for _, k := range keys {
		fmt.Fprintf(&b, "%s: %d sent, %d lost, %v\n", k.EventKey, k.Sent, k.Lost, s.Sums.Over(k.EventKey, s.Sums.Axis()))
	}
	tallies := s.Sums.Tallies()
	for _, key := range []string{"order-revenue", "products-viewed-count", "checkout-started-jp", "orders", "long"} {
		fmt.Fprintf(&b, "%s: %+v %+v %v\n", key, tallies[key], s.Sums.Reasons(key), s.Sums.Toward(key))
	}
	return b.String()
}

// longKey is an event key of which a list shows the beginning.
var longKey = strings.Repeat("long ", query.MaxName/4)

// drawJudge draws a judge of a shop in which some things are otherwise.
func drawJudge(t *rapid.T, engine *destination.Engine) *mapping.Judge {
	return mapping.NewJudge(engine).With(cataloguetest.Shop(func(c *catalogue.Catalogue, _ *catalogue.Metric, _ *catalogue.Experiment) {
		if rapid.IntRange(0, 3).Draw(t, "a long event key") == 0 {
			m := c.Metrics[0]
			m.Key, m.EventKey = "long", longKey
			c.Metrics = append(c.Metrics, m)
		}
		m := &c.Metrics[rapid.IntRange(0, len(c.Metrics)-1).Draw(t, "which")]
		switch rapid.IntRange(0, 3).Draw(t, "what is otherwise") {
		case 0:
			m.Archived = !m.Archived
		case 1:
			m.EventKey = rapid.SampledFrom([]string{"Order Completed", "Product Viewed", "Signed Up"}).Draw(t, "event key")
		case 2:
			m.Numeric = !m.Numeric
		}
	}))
}

// Whatever comes, is read, is cleared and goes while it is found out what the next judge has from the
// one before, each entry is summed up once, as the last judge says.
func TestWhatIsCarriedOverIsSummedUpOnce(t *testing.T) {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	carried := 0
	rapid.Check(t, func(rt *rapid.T) {
		limits := capture.Limits{}
		if rapid.IntRange(0, 5).Draw(rt, "limited") == 0 {
			limits.Entries = rapid.IntRange(1, 20).Draw(rt, "entries")
		}
		s := &succession{Index: New(limits), judges: []*mapping.Judge{drawJudge(rt, engine)}, generation: []uint8{0}}
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			switch step := rapid.IntRange(0, 12).Draw(rt, "step"); {
			case step == 0:
				s.follow(drawJudge(rt, engine))
			case step == 1 && s.Carried != nil && !s.Carried.Taken:
				s.Carried.Taken = true
				s.Carried.Ask(time.Now().Add(rapid.SampledFrom([]time.Duration{-1, time.Hour}).Draw(rt, "time to ask")))
			case step <= 3 && s.Carried != nil && s.Carried.Taken:
				s.over(rapid.IntRange(1, 4).Draw(rt, "rows"))
				carried++
			case step == 4 && s.Len() > 0:
				s.renew(s.At(rapid.IntRange(0, s.Len()-1).Draw(rt, "which")).ID)
			case step == 5:
				s.settle()
			case step == 6 && rapid.Bool().Draw(rt, "cleared"):
				s.Clear()
			case step == 6:
				s.Unclear()
			default:
				name := rapid.SampledFrom([]string{"Order Completed", "Product Viewed", "Signed Up", "order completed", "Step 1", longKey}).Draw(rt, "event")
				user := rapid.SampledFrom([]string{`"u"`, `""`}).Draw(rt, "user")
				by := max(0, len(s.judges)-1-rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(rt, "judges ago"))
				s.list(fmt.Sprintf(`{"type":"track","event":%q,"messageId":"%d","userId":%s,"properties":{"revenue":5}}`, name, len(s.texts), user), by)
			}
		}
		s.settle()
		got := s.summed()
		if s.Sums.Divisible() && !s.sumsGone { // else what has gone is in them
			s.ForgetSums()
			s.Unjudge()
			s.settle()
			if want := s.summed(); got != want {
				rt.Fatalf("after judges followed each other:\n%s\nall judged anew:\n%s", got, want)
			}
		}
	})
	if carried == 0 {
		t.Error("nothing was carried over")
	}
}

// BenchmarkOver reports for how long others wait at most while a change of one metric is carried
// over a million rows.
func BenchmarkOver(b *testing.B) {
	shop := func(archived bool) *catalogue.Index {
		return catalogue.NewIndex(&catalogue.Catalogue{Metrics: []catalogue.Metric{{Key: "a", Kind: "custom", EventKey: "A", Archived: archived}}}, nil)
	}
	was, is := shop(false), shop(true)
	x := New(capture.Limits{})
	name := x.names.intern("E")
	for i := range 1_000_000 {
		x.rows.push(Row{ID: uint32(i + 1), Name: name})
	}
	generation := uint8(0)
	var waits []time.Duration
	for b.Loop() {
		generation = Succeed(x, generation, func() (*catalogue.Change, bool) { return is.Since(was) })
		if x.Carried == nil { // the numbers have begun again
			continue
		}
		x.Carried.Ask(time.Now().Add(time.Hour))
		for more := true; more; {
			began := time.Now()
			more = x.Carried.Over(x, RowsCarried, &generation)
			waits = append(waits, time.Since(began))
		}
	}
	slices.Sort(waits)
	b.ReportMetric(float64(waits[len(waits)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(waits[len(waits)*99/100].Microseconds()), "p99-µs")
}
