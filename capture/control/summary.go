package control

import (
	"cmp"
	"maps"
	"net/http"
	"slices"

	"segtap/capture/control/epoch"
	"segtap/capture/coverage"
	"segtap/capture/store"
	"segtap/mapping/catalogue"
	"segtap/mapping/query"
	"segtap/mapping/verdict"
)

// maxNames is how many event names a summary lists; the others are summed up in one.
const maxNames = 1000

// summary answers with how many came of what.
func (a *API) summary(w http.ResponseWriter, r *http.Request) error {
	which, err := a.which(r)
	if err != nil {
		return err
	}
	ctx, stop := a.lasting(w, r)
	defer stop()
	if err := a.loaded(ctx); err != nil {
		return err
	}
	sum := summary{codes: make(map[verdict.Code]int), names: make(map[named]counted), metrics: coverage.New()}
	walk := epoch.NewWalk(a.store, which)
	for {
		got, err := walk.Next(ctx)
		if err != nil {
			return err
		}
		if got == nil {
			break
		}
		sum.take(got)
	}
	var answer object
	answer.number("events", sum.events)
	answer.raw("headlines", sum.headlinesJSON())
	answer.list("codes", sum.codesJSON())
	answer.list("names", sum.namesJSON())
	if c := a.store.Judge().Catalogue(); c != nil {
		answer.list("metrics", sum.metricsJSON(c))
	} else {
		answer.raw("metrics", []byte("null"))
	}
	answer.leftOut(walk)
	reply(w, http.StatusOK, answer.end())
	return nil
}

// summary is what came, summed up.
type summary struct {
	events    int
	headlines [verdict.Headlines]int
	codes     map[verdict.Code]int
	names     map[named]counted
	others    counted        // of more names than are listed
	metrics   *coverage.Sums // as the screen sums them up
}

// named is what events are told apart by.
type named struct{ typ, name string }

type counted struct{ events, counts int }

// take takes an event into the sums.
func (s *summary) take(got *store.Captured) {
	j := &got.Judgement
	s.events++
	s.headlines[j.Verdict.Headline]++
	seen := make([]verdict.Code, 0, 8)
	for i := range j.Diagnostics {
		if code := j.Diagnostics[i].Code; !slices.Contains(seen, code) {
			seen = append(seen, code)
			s.codes[code]++
		}
	}
	name := named{got.Entry.Type, got.Entry.Name}
	of, listed := s.names[name]
	listed = listed || len(s.names) < maxNames
	if !listed {
		of = s.others
	}
	of.events++
	if j.Verdict.Headline == verdict.Counts {
		of.counts++
	}
	if listed {
		s.names[name] = of
	} else {
		s.others = of
	}
	if got.Entry.Type == "track" && got.Entry.Name != "" {
		s.metrics.Take(j, coverage.Event{
			Name: query.Cut(got.Entry.Name, query.MaxName), At: got.Entry.At.UnixMicro(),
			Made: got.Entry.Origin.MadeHere(got.Entry.Parent), Duplicate: got.Entry.DuplicateOf != 0,
		})
	}
}

// headlinesJSON has the number of each headline by its name.
func (s *summary) headlinesJSON() []byte {
	var o object
	for i, n := range s.headlines {
		o.number(verdict.Headline(i).Name(), n)
	}
	return o.end()
}

// codesJSON has in how many events each diagnostic was found, the most frequent first.
func (s *summary) codesJSON() (list [][]byte) {
	codes := slices.SortedFunc(maps.Keys(s.codes), func(a, b verdict.Code) int {
		return cmp.Or(cmp.Compare(s.codes[b], s.codes[a]), cmp.Compare(a, b))
	})
	for _, code := range codes {
		var o object
		o.text("code", code.String())
		o.number("events", s.codes[code])
		list = append(list, o.end())
	}
	return list
}

// namesJSON has how many events came of each name, the most frequent first.
func (s *summary) namesJSON() (list [][]byte) {
	names := slices.SortedFunc(maps.Keys(s.names), func(a, b named) int {
		return cmp.Or(cmp.Compare(s.names[b].events, s.names[a].events), cmp.Compare(a.name, b.name), cmp.Compare(a.typ, b.typ))
	})
	for _, name := range names {
		var o object
		o.text("type", name.typ)
		o.text("name", name.name)
		list = append(list, s.names[name].end(o))
	}
	if s.others.events > 0 {
		var o object
		o.truth("others", true)
		list = append(list, s.others.end(o))
	}
	return list
}

func (c counted) end(o object) []byte {
	o.number("events", c.events)
	o.number("counts", c.counts)
	return o.end()
}

// metricsJSON has how many events count for each metric of a catalogue.
func (s *summary) metricsJSON(c *catalogue.Catalogue) (list [][]byte) {
	tallies := s.metrics.Tallies()
	for i := range c.Metrics {
		m := &c.Metrics[i]
		var o object
		o.text("key", m.Key)
		o.text("event_key", m.EventKey)
		o.number("counts", tallies[m.Key].Counts)
		o.number("may_count", tallies[m.Key].May)
		list = append(list, o.end())
	}
	return list
}
