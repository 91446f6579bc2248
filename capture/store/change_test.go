package store_test

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
	"segtap/capture/journal/file"
	"segtap/capture/problems"
	"segtap/capture/store"
	"segtap/capture/store/index"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/destination"
	"segtap/mapping/jsondoc/jsondoctest"
	"segtap/mapping/verdict"
)

// drawShop draws a shop in which some things are otherwise.
func drawShop(t *rapid.T) *catalogue.Catalogue {
	return cataloguetest.Shop(func(c *catalogue.Catalogue, _ *catalogue.Metric, e *catalogue.Experiment) {
		for i := range c.Metrics {
			m := &c.Metrics[i]
			switch rapid.IntRange(0, 12).Draw(t, "what is otherwise") {
			case 0:
				m.LastSeen, m.Place.Line = 1, 2
			case 1:
				m.Archived = !m.Archived
			case 2:
				m.EventKey = rapid.SampledFrom([]string{"Order Completed", "order completed", "Product Viewed", "Signed Up"}).Draw(t, "event key")
			case 3:
				m.Filter = &catalogue.Filter{Type: "eventProperty", Attribute: "plan", Op: "in", Values: []string{`"pro"`}}
			case 4:
				m.Numeric = !m.Numeric
			case 5:
				m.Name = "Signed Up"
			}
		}
		if rapid.IntRange(0, 3).Draw(t, "a metric more") == 0 {
			m := c.Metrics[0]
			m.Key, m.EventKey = "orders", rapid.SampledFrom([]string{"Order Completed", "Signed Up", "Step 1"}).Draw(t, "its event key")
			c.Metrics = append(c.Metrics, m)
		}
		if rapid.IntRange(0, 3).Draw(t, "the experiment knows another event key") == 0 {
			e.Iteration.Metrics[1].EventKey = "Signed Up"
		}
	})
}

// drawJudge draws a judge of a shop, mostly one with a catalogue and with the same mapping.
func drawJudge(t *rapid.T, tb testing.TB) *mapping.Judge {
	mapped := "{}"
	if rapid.IntRange(0, 9).Draw(t, "mapped otherwise") == 0 {
		mapped = `{"event_name":{"@path":"$.properties.plan"}}`
	}
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{Mappings: jsondoctest.Value(tb.(*testing.T), mapped)})
	if err != nil {
		tb.Fatal(err)
	}
	if rapid.IntRange(0, 9).Draw(t, "no catalogue") == 0 {
		return mapping.NewJudge(engine)
	}
	return mapping.NewJudge(engine).With(drawShop(t))
}

// drawTrack draws a message of the shop.
func drawTrack(t *rapid.T) string {
	some := func(name string, values ...string) string {
		return rapid.SampledFrom(values).Draw(t, name)
	}
	user := `"userId":` + some("user", `"u1"`, `"u2"`, `"u3"`, `""`, `5`) + `,`
	if rapid.IntRange(0, 3).Draw(t, "nobody") == 0 {
		user = ""
	}
	before, behind := user, "" // of the id: what is told first of one that comes again depends on it
	if rapid.Bool().Draw(t, "user behind the id") {
		before, behind = "", user
	}
	return `{` + before + `"type":"` + some("type", "track", "track", "track", "page") + `","event":` +
		some("event", `"Order Completed"`, `"Order Completed"`, `"order completed"`, `"Product Viewed"`, `"Checkout Started"`, `"Signed Up"`, `"Step 1"`, `"Step 2"`, `""`, `5`) +
		`,"name":"Signed Up","messageId":"m` + some("id", "1", "2", "3", "4", "5", "6", "7", "8") + `",` + behind + `"properties":` + some("properties", `{"revenue":5,"plan":"pro"}`, `{"revenue":7,"plan":"Signed Up"}`, `{"value":3,"plan":"free"}`, `{"revenue":"$5"}`, `{}`) +
		`,"integrations":` + some("integrations", `{}`, `{}`, `{"All":false}`, `{"all":false}`) + `}`
}

// verdictsOf counts what entries have, by the plainest means.
func verdictsOf(entries []capture.Entry) (v index.Verdicts) {
	for _, e := range entries {
		v.Headlines[e.Verdict.Headline]++
		for _, gate := range verdict.AllGates() {
			if e.Verdict.Gates.State(gate) == verdict.Fail {
				v.Failing[gate]++
			}
		}
	}
	return v
}

// judgedState writes down all that depends on the judge.
func judgedState(s *store.Store) string {
	var b strings.Builder
	counts := s.Counts()
	fmt.Fprintf(&b, "%d entries, %d errors, %d warnings, %d gone\n", counts.Entries, counts.Errors, counts.Warnings, counts.Evicted)
	if want := verdictsOf(entries(s)); counts.Verdicts != want {
		fmt.Fprintf(&b, "counted are %v, the entries have %v\n", counts.Verdicts, want)
	}
	for i := range counts.Entries {
		e, _ := s.At(counts.First + i)
		fmt.Fprintf(&b, "%+v\n", e)
	}
	seen := s.Coverage()
	keys := seen.EventKeys()
	slices.SortFunc(keys, func(a, b coverage.Sighting) int { return cmp.Compare(a.EventKey, b.EventKey) })
	axis := seen.Axis()
	for _, key := range keys {
		all, _ := seen.Sighting(key.EventKey)
		all.Values.Mean = float64(int(all.Values.Mean*1e6)) / 1e6
		for i, share := range all.Values.Histogram { // sums of floats, in another order
			all.Values.Histogram[i] = float64(int(share*1e6+0.5)) / 1e6
		}
		slices.SortFunc(all.Contexts, func(a, b coverage.Contexts) int { return cmp.Compare(a.Kind, b.Kind) })
		fmt.Fprintf(&b, "%+v\n%v over %+v\n", all, seen.Over([]string{key.EventKey}, axis), axis)
	}
	for _, key := range []string{"order-revenue", "products-viewed-count", "checkout-started-jp", "buy-now-clicks", "thank-you-page", "orders"} {
		tally, counted := seen.Tallies()[key]
		fmt.Fprintf(&b, "%s: %v %+v %+v %v\n", key, counted, tally, seen.Reasons(key), seen.Toward(key))
	}
	groups, over, unknown := store.ProblemsOf(s).Groups()
	slices.SortFunc(groups, func(a, b problems.Group) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Event, b.Event))
	})
	for _, g := range groups {
		g.Last, g.Sought = 0, false // the newest that has gone is looked for when it is asked for
		arrived := 0                // spans stay as wide as those before had to be
		for _, n := range store.ProblemsOf(s).Over(g.Key, over) {
			arrived += n
		}
		fmt.Fprintf(&b, "%+v, %d over time\n", g, arrived)
	}
	fmt.Fprintf(&b, "%d unknown\n", unknown)
	return b.String()
}

// Whatever judges follow each other, and whatever comes meanwhile, all that is known of the
// entries is what the last of them says of all of them.
func TestAStoreSaysWhatItsLastJudgeSays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		limits := capture.Limits{}
		if rapid.IntRange(0, 4).Draw(rt, "limited") == 0 {
			limits.Entries = rapid.IntRange(1, 20).Draw(rt, "entries")
		}
		s, err := store.New(drawJudge(rt, t), file.Memory(), limits)
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		at := noon
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			switch rapid.IntRange(0, 5).Draw(rt, "step") {
			case 0:
				s.SetJudge(drawJudge(rt, t))
			case 1:
				settled(s)
			case 2:
				if c := s.Counts(); c.Entries > 0 {
					if e, ok := s.At(c.First + rapid.IntRange(0, c.Entries-1).Draw(rt, "which")); ok {
						_, _ = s.Read(e.ID) // which brings it up to date
					}
				}
			case 3:
				if rapid.Bool().Draw(rt, "cleared") {
					_ = s.Clear()
				} else {
					_ = s.Unclear()
				}
			default:
				prepared := make([]*store.Prepared, rapid.IntRange(1, 6).Draw(rt, "messages"))
				for i := range prepared {
					at = at.Add(time.Duration(rapid.IntRange(0, 90).Draw(rt, "seconds")) * time.Second)
					r := request("/v1/track", drawTrack(rt))
					r.At = at
					prepared[i] = s.Prepare(r)
				}
				var next []*mapping.Judge
				for range rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(rt, "judges change meanwhile") {
					next = append(next, drawJudge(rt, t))
				}
				for i, p := range prepared {
					if i == 0 && len(next) > 0 {
						s.SetJudge(next[0])
					}
					if _, err := s.Keep(p); err != nil {
						rt.Fatal(err)
					}
					if i == 0 && len(next) > 1 {
						s.SetJudge(next[1])
					}
				}
			}
		}
		last := drawJudge(rt, t)
		s.SetJudge(last)
		settled(s)
		got := judgedState(s)
		if strings.Contains(got, "counted are") {
			rt.Fatal(got)
		}
		s.SetJudge(mapping.NewJudge(last.Engine())) // of which nothing is carried over
		s.SetJudge(last)
		settled(s)
		if want := judgedState(s); got != want {
			rt.Fatalf("after judges followed each other:\n%s\nall judged anew:\n%s", got, want)
		}
	})
}
