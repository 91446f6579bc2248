package store_test

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/problems"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/jsondoc"
	"segtap/mapping/query"
	"segtap/mapping/verdict"
)

// problemsOf counts the problems of a store by reading every entry and judging it.
func problemsOf(t *rapid.T, s *store.Store) map[problems.Key]problems.Group {
	want := make(map[problems.Key]problems.Group)
	c := s.Counts()
	for place := c.First; place < c.First+c.Entries; place++ {
		e, _ := s.At(place)
		got, err := s.Read(e.ID)
		if err != nil {
			t.Fatal(err)
		}
		worst := make(map[verdict.Code]verdict.Severity)
		for _, d := range got.Judgement.Diagnostics {
			worst[d.Code] = max(worst[d.Code], d.Severity)
		}
		for code, severity := range worst {
			k := problems.Key{Code: code, Event: e.Name}
			g := want[k]
			g.Key, g.Last = k, max(g.Last, e.At.UnixMicro())
			*[]*int{&g.Infos, &g.Warnings, &g.Errors}[severity]++
			want[k] = g
		}
	}
	return want
}

// Whatever comes, goes, is cleared, sent again or judged anew: each group has the entries
// that judging all of them again finds, the filter of the group finds as many, and the
// entries with errors and warnings are those that are counted elsewhere.
func TestProblemsAreCounted(t *testing.T) {
	names := []string{"Paid", "paid", "Piad", "", "a\"b\\*?", "<b>\u202e\x1b[31m", strings.Repeat("long ", 60)}
	rapid.Check(t, func(rt *rapid.T) {
		limit := rapid.SampledFrom([]int{0, 6}).Draw(rt, "limit")
		s, err := store.New(judge(t), file.Memory(), capture.Limits{Entries: limit})
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		judges := []*mapping.Judge{s.Judge(), s.Judge().With(paidCatalogue()), classic(t).With(paidCatalogue())}
		rt.Repeat(map[string]func(*rapid.T){
			"capture": func(rt *rapid.T) {
				var messages []string
				for range rapid.IntRange(1, 4).Draw(rt, "n") {
					user := rapid.SampledFrom([]string{`"userId":"u"`, `"anonymousId":"a"`, `"userId":""`, `"userId":"undefined"`, `"x":1`}).Draw(rt, "user")
					value := rapid.SampledFrom([]string{`1`, `"1"`, `"$5"`, `null`, `{"a":1,"a":2}`}).Draw(rt, "value")
					id := rapid.SampledFrom([]string{"", `,"messageId":"m-1"`, `,"messageId":"m-2"`}).Draw(rt, "id")
					typ := rapid.SampledFrom([]string{"track", "track", "page", "identify"}).Draw(rt, "type")
					name := jsondoc.AppendString(nil, rapid.SampledFrom(names).Draw(rt, "name"))
					messages = append(messages, fmt.Sprintf(`{"type":%q,%s,"event":%s,"name":%s,"properties":{"revenue":%s,"value":%s}%s}`, typ, user, name, name, value, value, id))
				}
				mustCapture(t, s, "/v1/batch", `{"batch":[`+strings.Join(messages, ",")+`]}`)
			},
			"broken": func(*rapid.T) { mustCapture(t, s, "/v1/track", `{"event":`) },
			"clear":  func(*rapid.T) { _ = s.Clear() },
			"take back": func(rt *rapid.T) {
				if rapid.Bool().Draw(rt, "really") {
					_ = s.Unclear()
				}
			},
			"mark": func(rt *rapid.T) {
				if c := s.Counts(); c.Entries > 0 {
					e, _ := s.At(c.First + rapid.IntRange(0, c.Entries-1).Draw(rt, "which"))
					_ = s.Mark(e.ID, rapid.Bool().Draw(rt, "on"), noon)
				}
			},
			"judge anew": func(rt *rapid.T) {
				s.SetJudge(rapid.SampledFrom(judges).Draw(rt, "judge"))
			},
			"look": func(rt *rapid.T) { checkProblems(rt, s) },
		})
		checkProblems(rt, s)
	})
}

func checkProblems(t *rapid.T, s *store.Store) {
	settled(s)
	for store.ProblemsOf(s).Renew() {
	}
	groups, over, unknown := store.ProblemsOf(s).Groups()
	if unknown != 0 {
		t.Fatalf("of %d entries nothing is known", unknown)
	}
	got := make(map[problems.Key]problems.Group)
	for _, g := range groups {
		got[g.Key] = g
		found := search(t, s, query.WithCode(g.Code, g.Event))
		if len(found) != g.Entries() {
			t.Fatalf("%s of %q: %d entries are counted, and the filter finds %d", g.Code, g.Event, g.Entries(), len(found))
		}
		if first, last := store.ProblemsOf(s).Ends(context.Background(), g.Key); first != found[0] || last != found[len(found)-1] {
			t.Fatalf("%s of %q: #%d to #%d, want %v", g.Code, g.Event, first, last, found)
		}
		sum := 0
		for _, n := range store.ProblemsOf(s).Over(g.Key, over) {
			sum += n
		}
		if sum != g.Entries() {
			t.Fatalf("%s of %q: %d entries over time, want %d", g.Code, g.Event, sum, g.Entries())
		}
	}
	if want := problemsOf(t, s); !maps.Equal(got, want) {
		t.Fatalf("%+v\nwant %+v", got, want)
	}
	if c := s.Counts(); c.Errors != len(search(t, s, "is:error")) || c.Warnings != len(search(t, s, "is:warning")) {
		t.Fatalf("%+v", c)
	}
}
