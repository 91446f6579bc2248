package query

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"segtap/mapping/query/match"
	"segtap/mapping/query/syntax"
)

// Texts that filters and messages are drawn from: few, so that they meet.
var (
	someTexts  = []string{"Order", "order completed", "Signed Up", "café", "Café", "pro", "a*b", "", "u_42", "3", "OR", "-x", "a:b", "(", `"`, `\`, "é\n", "\u0085", "ß", "K"}
	someGlobs  = []string{"*", "?", "o*", "*e*", "order?completed", "caf?", "**", "*d", "\\*", "u_*2"}
	someValues = []string{"3", "3.0", "30e-1", `"3"`, `"3.0"`, `" 4 "`, "-1", "1e3", `"pro"`, `"Caf\u00e9"`, "null", "true", `""`, "{}", "[]", `[3,"pro"]`, `["x",[3]]`, `"` + strings.Repeat("long ", 10) + `"`, "12345678901234567890123"}
	someOps    = []string{"", ">", ">=", "<", "<=", "="}
)

// drawValue draws the text of a value: bare, quoted or with wildcards.
func drawValue(t *rapid.T) string {
	text := rapid.SampledFrom(someTexts).Draw(t, "text")
	switch rapid.IntRange(0, 3).Draw(t, "form") {
	case 0:
		return rapid.SampledFrom([]string{"order", "Pro", "café", "3", "u_42", "o"}).Draw(t, "bare")
	case 1:
		return `"` + rapid.SampledFrom(someGlobs).Draw(t, "glob") + `"`
	case 2:
		return "=" + string(syntax.AppendQuoted(nil, text, true))
	}
	return string(syntax.AppendQuoted(nil, text, false))
}

// drawCompare draws what a number is compared with.
func drawCompare(t *rapid.T) string {
	number := rapid.SampledFrom([]string{"3", "3.0", "4", "-1", "1000", "1e3"})
	switch rapid.IntRange(0, 2).Draw(t, "compare") {
	case 0:
		return rapid.SampledFrom(someOps).Draw(t, "op") + number.Draw(t, "number")
	case 1:
		return rapid.SampledFrom([]string{"3..4", "..3", "3..", "-1..1000"}).Draw(t, "range")
	}
	return drawValue(t)
}

func drawTerm(t *rapid.T) string {
	switch rapid.IntRange(0, 8).Draw(t, "term") {
	case 0:
		return string(syntax.AppendQuoted(nil, rapid.SampledFrom(someTexts).Draw(t, "phrase"), true))
	case 1:
		return rapid.SampledFrom([]string{"event", "user", "anon", "type", "source", "key", "metric", "experiment"}).Draw(t, "field") + ":" + drawValue(t)
	case 2:
		return "value:" + drawCompare(t)
	case 3:
		return rapid.SampledFrom([]string{"properties.revenue", "properties.*", ".userId", `properties."a b"`}).Draw(t, "path") + ":" + drawCompare(t)
	case 4:
		return "is:" + rapid.SampledFrom(properties[:]).Draw(t, "property").name
	case 5:
		return rapid.SampledFrom([]string{"gate:valued", "gate:keyed=pass|unknown", "gate:valued=fail", "code:value_*", "code:value_missing", "code:metric*"}).Draw(t, "finding")
	case 6:
		return rapid.SampledFrom([]string{"id:2", "id:>2", "id:<=3", "id:1..3", "id:2..", `id:"3"`, "id:m*", "id:=m-1", "parent:2", "parent:#1", "parent:*", "parent:>1", "parent:<=2", "parent:1..3", "parent:..2", "target:seg*", `target:""`, "target:*", "status:202", "status:>300", "status:timeout", `status:"202"`, "status:200..299"}).Draw(t, "id")
	case 7:
		return rapid.SampledFrom([]string{"after:10m", "after:5m", "before:5m", "before:2024-05-01", "after:11:55"}).Draw(t, "time")
	}
	return rapid.SampledFrom([]string{"has:properties.revenue", "has:userId", "order", "orde", "pro", "p"}).Draw(t, "other")
}

func drawFilter(t *rapid.T, depth int) string {
	form := rapid.IntRange(0, 5).Draw(t, "shape")
	if depth == 0 || form < 2 {
		return drawTerm(t)
	}
	var parts []string
	for range rapid.IntRange(1, 3).Draw(t, "parts") {
		parts = append(parts, drawFilter(t, depth-1))
	}
	switch form {
	case 2:
		return "-(" + strings.Join(parts, " ") + ")"
	case 3:
		return "(" + strings.Join(parts, " OR ") + ")"
	}
	return "(" + strings.Join(parts, " ") + ")"
}

// drawEntries draws a few entries, rows that have been cut among them.
func drawEntries(t *rapid.T, judge judgeOf) []entry {
	name := rapid.SampledFrom([]string{`"Order Completed"`, `"order completed"`, `"Caf\u00e9"`, `"pro"`, `""`, "7", "null", `"` + strings.Repeat("Order ", 60) + `"`, `"\ud800"`})
	user := rapid.SampledFrom([]string{`"u_42"`, `"U_42"`, "null", "3", `"` + strings.Repeat("u", 60) + `"`})
	var list []entry
	for range rapid.IntRange(1, 4).Draw(t, "entries") {
		text := `{"type":"` + rapid.SampledFrom([]string{"track", "page", "custom"}).Draw(t, "type") + `"` +
			`,"event":` + name.Draw(t, "event") + `,"name":` + name.Draw(t, "name") + `,"userId":` + user.Draw(t, "user") +
			`,"anonymousId":` + user.Draw(t, "anonymous") + `,"messageId":` + rapid.SampledFrom([]string{`"3"`, `"m-1"`}).Draw(t, "messageId") +
			`,"properties":{"revenue":` + rapid.SampledFrom(someValues).Draw(t, "revenue") + `,"a b":` + rapid.SampledFrom(someValues).Draw(t, "odd") + `}}`
		if rapid.IntRange(0, 9).Draw(t, "broken") == 0 {
			text = text[:len(text)-1]
		}
		e := judge(uint64(rapid.IntRange(0, 4).Draw(t, "id")), text)
		e.row.At = noon.Add(time.Duration(rapid.IntRange(-12, 0).Draw(t, "minutes")) * time.Minute).UnixMicro()
		e.row.Sent = rapid.SliceOfN(rapid.SampledFrom([]Sending{{"segment", 200, ""}, {"launchdarkly", 503, ""}, {"x", 0, "timeout"}}), 0, 2).Draw(t, "sent")
		e.row.Parent = uint64(rapid.IntRange(0, 3).Draw(t, "parent"))
		e.row.Marked, e.row.Retries = rapid.Bool().Draw(t, "marked"), rapid.IntRange(0, 1).Draw(t, "retries")
		list = append(list, e)
	}
	return list
}

// judgeOf makes an entry of a message.
type judgeOf func(id uint64, text string) entry

func newJudgeOf(tb testing.TB) judgeOf {
	judge := shopJudge(tb)
	return func(id uint64, text string) entry { return newEntry(judge, id, text, "wk") }
}

// TestAllWaysGiveTheSameAnswer asks for the name, the row and the document.
func TestAllWaysGiveTheSameAnswer(t *testing.T) {
	judge := newJudgeOf(t)
	rapid.Check(t, func(rt *rapid.T) {
		text := drawFilter(rt, 2)
		f, not := parse(t, text), parse(t, "-("+text+")")
		again := parse(t, f.String())
		if again.String() != f.String() {
			rt.Fatalf("%s is written %s and then %s", text, f, again)
		}
		for _, e := range drawEntries(rt, judge) {
			want := f.MatchDocument(&e.row, &e.doc)
			var s match.Signature
			if s.Add(e.doc.Text); want && !f.MayBeAmong(&s) {
				rt.Fatalf("%s: a signature rules out %s", text, e.doc.Text)
			}
			if got := f.MatchRow(&e.row); got != Unknown && got != triOf(want) {
				rt.Fatalf("%s: the row says %v of %s", text, got, e.doc.Text)
			}
			if got := f.MatchName(e.row.Name); got != Unknown && got != triOf(want) {
				rt.Fatalf("%s: the name says %v of %s", text, got, e.doc.Text)
			}
			if f.Match(&e.row, e.load) != want || again.Match(&e.row, e.load) != want {
				rt.Fatalf("%s, written %s: not the same of %s", text, f, e.doc.Text)
			}
			if not.Match(&e.row, e.load) == want {
				rt.Fatalf("-(%s) says the same of %s", text, e.doc.Text)
			}
			if f.Needs() == 0 && f.MatchRow(&e.row) == Unknown {
				rt.Fatalf("%s needs nothing and is open", text)
			}
		}
	})
}

// TestARowWithoutCutsSaysWhatTheDocumentSays compares each term of a row with
// what its document alone says.
func TestARowWithoutCutsSaysWhatTheDocumentSays(t *testing.T) {
	judge := newJudgeOf(t)
	rapid.Check(t, func(rt *rapid.T) {
		text := drawTerm(rt)
		f := parse(t, text)
		if f.root.op != opTerm || f.Needs() == 0 {
			return
		}
		for _, e := range drawEntries(rt, judge) {
			got := f.MatchRow(&e.row)
			if strings.Contains(e.row.Name, "\uFFFD") {
				continue // it shows what is not there
			}
			if want := f.root.term.document(&e.row, &e.doc); got != Unknown && got != triOf(want) && !strings.HasPrefix(text, "type:") {
				rt.Fatalf("%s: the row says %v of %s", text, got, e.doc.Text)
			}
		}
	})
}

// TestNarrowsIsSound draws pairs of filters, the second often made of the first.
func TestNarrowsIsSound(t *testing.T) {
	judge := newJudgeOf(t)
	narrowed := 0
	rapid.Check(t, func(rt *rapid.T) {
		a := drawFilter(rt, 2)
		b := a
		switch rapid.IntRange(0, 3).Draw(rt, "then") {
		case 0:
			b = drawFilter(rt, 2)
		case 1:
			b = a + " " + drawTerm(rt)
		case 2:
			b = drawTerm(rt)
			a = drawTerm(rt)
		}
		previous, next := parse(t, a), parse(t, b)
		if !Narrows(previous, next) {
			return
		}
		narrowed++
		for _, e := range drawEntries(rt, judge) {
			if next.Match(&e.row, e.load) && !previous.Match(&e.row, e.load) {
				rt.Fatalf("%s is no narrower than %s: %s", b, a, e.doc.Text)
			}
		}
	})
	if narrowed == 0 {
		t.Error("nothing narrows anything")
	}
}

// TestNarrows types on.
func TestNarrows(t *testing.T) {
	for _, c := range []struct {
		previous, next string
		want           bool
	}{
		{"", "a", true},
		{"a", "", false},
		{"ord", "order", true},
		{"order", "ord", false},
		{"ORD", "order", true},
		{"order", "order is:error", true},
		{"order is:error", "is:error order pro", true},
		{"order is:error", "order", false},
		{"a OR b", "a", true},
		{"a OR b", "a OR c", false},
		{"a OR b OR c", "c OR a", true},
		{"-order", "-ord", true},
		{"-ord", "-order", false},
		{"-(a b)", "-a", true},
		{"event:o*", "event:ord*", true},
		{"event:o*", "event:order", true},
		{"event:o*", `event:="Order"`, true},
		{"event:*er", "event:o*er", true},
		{"event:o?d*", "event:ord*", true},
		{"event:o??", "event:o*", false},
		{"event:*", "event:?*", true},
		{"event:*", "event:o*", true},
		{"event:*", `event:""`, false},
		{"event:order", "user:order", false},
		{"value:>10", "value:>20", true},
		{"value:>10", "value:>=10", false},
		{"value:>=10", "value:>10", true},
		{"value:>=10", "value:10..20", true},
		{"value:<5", "value:>5", false},
		{"value:1..", "value:5", true},
		{"value:5", "value:=5", false},
		{"properties.a:x*", "properties.a:xy*", true},
		{"properties.a:x*", "properties.b:xy*", false},
		{"value:<5", "value:<=5", false},
		{"value:<=5", "value:<5", true},
		{"event:o?", "event:o*", false},
		{"properties.a:x*", "properties.a:>3", false},
		{"properties.a:*", "properties.a:>3", true},
		{"id:1..10", "id:3..4", true},
		{"id:>3", "id:>2", false},
		{"after:10m", "after:5m", true},
		{"before:10m", "before:5m", false},
		{"gate:valued", "gate:valued=fail", true},
		{"gate:valued", "gate:valued=pass", false},
		{"code:value_*", "code:value_missing", true},
		{"is:error", "is:error", true},
		{"is:error", "is:warning", false},
	} {
		t.Run(c.previous+" then "+c.next, func(t *testing.T) {
			if got := Narrows(parse(t, c.previous), parse(t, c.next)); got != c.want {
				t.Errorf("%t, want %t", got, c.want)
			}
		})
	}
}

// TestADurationIsReadAtItsTime reads the same text five minutes later.
func TestADurationIsReadAtItsTime(t *testing.T) {
	before := parse(t, "after:10m")
	later, err := Parse("after:10m", noon.Add(5*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if !Narrows(before, later) || Narrows(later, before) {
		t.Error("later is narrower")
	}
}

func TestNarrowsGivesUp(t *testing.T) {
	deep := strings.Repeat("(a OR b (", 40) + "c" + strings.Repeat("))", 40)
	other := strings.Repeat("(b (a OR ", 40) + "d" + strings.Repeat("))", 40)
	if Narrows(parse(t, deep), parse(t, other)) {
		t.Error("nothing says so")
	}
}
