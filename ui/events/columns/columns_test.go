package columns

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/mapping/verdict"
	"segtap/ui/preferences"
	"segtap/ui/theme"
	"segtap/ui/widget/styled"
)

var noon = time.Date(2026, 8, 18, 12, 0, 0, 0, time.UTC)

// what an entry of a list may have in it: names in every script, and none.
var texts = []string{
	"", "Order Completed", "注文完了しました注文完了しました", "e\u0301te\u0301 e\u0301te\u0301", "הזמנה הושלמה", "طلب مكتمل", "👩‍👩‍👧‍👦 family 👍🏽", "क्षत्रिय", "\x1b[31mred", " ends ",
	strings.Repeat("long ", 30), "a\u200bb\u202ec", "\xff\xfe",
}

func entry(t *rapid.T) capture.Entry {
	text := func(name string) string { return rapid.SampledFrom(texts).Draw(t, name) }
	return capture.Entry{
		ID: rapid.Uint64Range(1, 1<<31+5).Draw(t, "id"), At: noon.Add(-time.Duration(rapid.IntRange(0, 800).Draw(t, "days")) * 24 * time.Hour),
		Type: rapid.SampledFrom([]string{"", "track", "page"}).Draw(t, "type"), Name: text("event"), User: text("user"), Value: text("value"),
		Code: verdict.Code(rapid.IntRange(0, len(verdict.Codes())).Draw(t, "code")), Toward: capture.Toward{Metric: text("metric"), Experiment: text("experiment"), Metrics: rapid.IntRange(0, 3).Draw(t, "metrics")},
		Source: text("source"), Verdict: verdict.Verdict{Errors: rapid.IntRange(0, 1).Draw(t, "errors"), Headline: verdict.Headline(rapid.IntRange(0, verdict.Headlines-1).Draw(t, "headline"))},
		Parent: rapid.Uint64Range(0, 2).Draw(t, "parent"), Origin: capture.Origin(rapid.IntRange(0, 3).Draw(t, "origin")), Marked: rapid.Bool().Draw(t, "marked"),
	}
}

// Whatever stands in an entry, its row is as wide as it may be, by either way of counting,
// and all columns of all rows stand under their headings.
func TestNoRowIsTooWide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shown := Shown{
			Needs:   Needs{Event: rapid.IntRange(0, 40).Draw(t, "event"), User: rapid.IntRange(0, 36).Draw(t, "user"), Value: rapid.IntRange(0, 12).Draw(t, "value"), Why: rapid.IntRange(0, 32).Draw(t, "why")},
			Columns: rapid.Permutation(All()).Draw(t, "columns")[:rapid.IntRange(1, int(count)).Draw(t, "many")],
			Highest: rapid.SampledFrom([]uint64{0, 9, 1234567}).Draw(t, "highest"), OtherDay: rapid.Bool().Draw(t, "other day"), Metrics: rapid.Bool().Draw(t, "metrics"),
		}
		w := rapid.IntRange(1, 250).Draw(t, "width")
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"o", "ORDER", "注文", "e\u0301", "é", "long long", "\U0001f468"}), 0, 3).Draw(t, "words")
		table := New(theme.New(rapid.Bool().Draw(t, "ascii")), noon, shown, words, w)
		e := entry(t)
		selected, focused := rapid.Bool().Draw(t, "selected"), rapid.Bool().Draw(t, "focused")
		row := table.Row(&e, selected, focused)
		for name, line := range map[string]string{"heading": table.Heading(), "row": row} {
			if got := max(ansi.StringWidth(line), ansi.StringWidthWc(line)); got > w || styled.Width(line) > w {
				t.Fatalf("the %s is %d cells wide, not %d: %q", name, got, w, line)
			}
		}
		if selected && styled.Width(row) != w {
			t.Fatalf("the selected row is %d cells wide, not %d: %q", styled.Width(row), w, row)
		}
		if without := New(theme.New(false), noon, shown, nil, w); table.theme.Look == without.theme.Look && ansi.Strip(without.Row(&e, selected, focused)) != ansi.Strip(row) {
			t.Fatalf("with the words %q it reads %q", words, ansi.Strip(row))
		}
	})
}

// shopNeeds are what the entries of a shop take: names, numbers and money in them.
var shopNeeds = Needs{Event: 15, User: 4, Value: 8, Why: 13, Metric: 13, Source: 18}

// What fits is what tells most, in the order that was chosen; all of a wide list is used.
func TestTheColumnsThatFit(t *testing.T) {
	names := func(w int, of ...Column) string {
		if len(of) == 0 {
			of = All()
		}
		var all []string
		for _, p := range (&Shown{Columns: of, Metrics: true, Needs: shopNeeds}).fit(w) {
			all = append(all, p.String())
		}
		return strings.Join(all, " ")
	}
	for w, want := range map[int]string{
		1: "", 4: "event", 10: "verdict event", 20: "verdict event", 24: "number verdict event", 29: "number verdict event user", 38: "number verdict event user value", 43: "number verdict event user value", 51: "number verdict event user value why", 54: "number verdict event user value why",
		63: "number time verdict event user value why", 87: "number time verdict event user value why metric", 104: "number time verdict event user value why metric source",
	} {
		if got := names(w); got != want {
			t.Errorf("%d cells: %s, not %s", w, got, want)
		}
	}
	if got := names(60, Why, Source, Event); got != "why source event" {
		t.Errorf("in the order of a person: %s", got)
	}
	for w := 1; w <= 400; w++ {
		for _, of := range [][]Column{All(), {Event}, {Number}, {Verdict, Time}, {Value, User}} {
			shown := Shown{Columns: of, Metrics: true}
			sum := margin - 1
			for _, p := range shown.fit(w) {
				sum += p.w + 1
				if p.w < 1 {
					t.Errorf("%d cells: the column %s has %d", w, p, p.w)
				}
			}
			if sum > max(w, margin) || sum < w && slices.ContainsFunc(of, func(c Column) bool { return c == Event || c == User }) && w > margin {
				t.Errorf("%d cells: %v take %d", w, Names(of), sum)
			}
		}
	}
}

// A column has room for what the rows have in it before another one has blank cells, as far
// as there is room.
func TestTheWidthsFollowWhatIsShown(t *testing.T) {
	for name, c := range map[string]struct {
		w     int
		needs Needs
		want  map[Column]int
	}{
		"all of it":               {54, shopNeeds, map[Column]int{Event: 15, User: 4, Value: 8, Why: 15}},
		"what is wrong is cut":    {53, Needs{Event: 15, User: 4, Value: 8, Why: 15}, map[Column]int{Event: 15, User: 4, Value: 8, Why: 14}},
		"a long name":             {54, Needs{Event: 40, User: 4, Value: 8, Why: 13}, map[Column]int{Event: 18, User: 4, Value: 8, Why: 12}},
		"users that are UUIDs":    {54, Needs{Event: 15, User: 36, Value: 8, Why: 13}, map[Column]int{Event: 15, User: 7, Value: 8, Why: 12}},
		"with room for the UUIDs": {120, Needs{Event: 15, User: 36, Value: 8, Why: 13}, map[Column]int{Event: 15, User: 36, Value: 8}},
		"the verdict in a word":   {78, shopNeeds, map[Column]int{Verdict: 11, Event: 15, User: 4, Value: 8, Why: 20}},
	} {
		shown := Shown{Columns: All(), Needs: c.needs}
		for _, p := range shown.fit(c.w) {
			if want, ok := c.want[p.Column]; ok && p.w != want {
				t.Errorf("%s: the column %s has %d cells, not %d", name, p, p.w, want)
			}
			delete(c.want, p.Column)
		}
		if len(c.want) > 0 {
			t.Errorf("%s: not shown: %v", name, c.want)
		}
	}
}

// What has been in sight keeps its room: nothing jumps when it is scrolled out.
func TestNeedsOnlyGrow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var needs Needs
		look := theme.New(false)
		for range rapid.IntRange(1, 5).Draw(t, "times") {
			before, rows := needs, []capture.Entry{entry(t), entry(t)}
			needs.Look(look, noon, false, rows)
			for c := range needs {
				if needs[c] < before[c] || needs[c] > specs[c].most {
					t.Fatalf("the column %s needs %d cells after %d", Column(c), needs[c], before[c])
				}
			}
			table := New(look, noon, Shown{Columns: []Column{Event, User, Value}, Needs: needs}, nil, 100)
			for i := range rows {
				if row := ansi.Strip(table.Row(&rows[i], false, false)); rows[i].User != "" && ansi.StringWidth(rows[i].User) < 30 && strings.Contains(row, look.Ellipsis) {
					if w := needs[User]; w < 36 && needs[Event] < 40 && needs[Value] < 12 {
						t.Fatalf("with %v something is cut in %q", needs, row)
					}
				}
			}
		}
	})
}

func TestWhatIsTold(t *testing.T) {
	toward := capture.Toward{Metric: "order-revenue", Experiment: "checkout", Metrics: 2}
	for name, c := range map[string]struct {
		e    capture.Entry
		of   []Column
		want string
	}{
		"the first problem":             {capture.Entry{Type: "track", Code: verdict.ValueNotNumber, Verdict: verdict.Verdict{Errors: 1}}, []Column{Why}, "  not a number"},
		"the metric and the experiment": {capture.Entry{Type: "track", Toward: toward}, []Column{Why}, "  order-revenue in checkout"},
		"the experiment beside it":      {capture.Entry{Type: "track", Toward: toward}, []Column{Metric, Why}, "  order-revenue +1 checkout"},
		"the verdict in a word":         {capture.Entry{Type: "track", Verdict: verdict.Verdict{Errors: 1, Headline: verdict.DroppedBySegment}}, []Column{Verdict, Event}, "  ✗ dropped   (no event name)"},
		"metrics that were not read":    {capture.Entry{Type: "track"}, []Column{Why}, "  unread metrics"},
		"one that was":                  {capture.Entry{Type: "track", Toward: toward}, []Column{Metric}, "  order-revenue +1"},
		"the source":                    {capture.Entry{Type: "track", Source: "analytics.js"}, []Column{Source}, "  analytics.js"},
		"a date that is not today":      {capture.Entry{Type: "track", At: noon.Add(-48 * time.Hour)}, []Column{Time}, "    Aug 16"},
		"its number":                    {capture.Entry{Type: "track", ID: 7}, []Column{Number}, "    #7"},
	} {
		got := ansi.Strip(New(theme.New(false), noon, Shown{Columns: c.of, Metrics: true, Unread: true, Needs: Needs{Metric: 16}}, nil, 40).Row(&c.e, false, false))
		if strings.TrimRight(got, " ") != strings.TrimRight(c.want, " ") {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

func TestWordsAreFoundInAnyCase(t *testing.T) {
	for _, c := range []struct {
		text  string
		words []string
		lit   string
	}{
		{"Order Completed", []string{"order"}, "Order"},
		{"Reorder", []string{"x", "ORDER"}, "order"},
		{"Order", []string{"or", "order"}, "Order"},
		{"ÉTÉ", []string{"été"}, "ÉTÉ"},
		{"Order", []string{"orders"}, ""},
		{"", []string{"a"}, ""},
		{"Order", nil, ""},
	} {
		if at, n := First(c.text, c.words); c.text[at:at+n] != c.lit {
			t.Errorf("%q in %q: %q", c.words, c.text, c.text[at:at+n])
		}
	}
}

func TestTheChoiceOfColumns(t *testing.T) {
	var chosen preferences.Preferences
	is := func(when string, c *Choice, want ...Column) {
		t.Helper()
		if got := c.Now(); !slices.Equal(got, want) {
			t.Errorf("%s: %v, not %v", when, Names(got), Names(want))
		}
	}
	c := NewChoice(&chosen, nil, false)
	is("nothing is chosen", c, All()...)
	c.Choose([]Column{Event, Why})
	is("chosen", c, Event, Why)
	is("chosen in another run", NewChoice(&chosen, []Column{Time}, false), Event, Why)
	typed := NewChoice(&chosen, []Column{Time}, true)
	is("typed for this one", typed, Time)
	typed.Choose([]Column{User})
	is("and then chosen", typed, User)
	typed.Choose(nil)
	is("as usual again", typed, Time)
	if chosen.Columns != nil {
		t.Errorf("what is usual is remembered: %v", chosen.Columns)
	}
	chosen.Columns = []string{"event", "of another version"}
	is("a name that is none", NewChoice(&chosen, []Column{Time}, false), Time)
	for _, bad := range [][]string{nil, {"event", "event"}, {"evnt"}} {
		if _, err := Named(bad); err == nil {
			t.Errorf("%q are columns", bad)
		}
	}
}
