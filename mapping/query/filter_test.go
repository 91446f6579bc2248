package query

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestWhatIsWanted types filters over the shop's entries and says which of them
// are wanted.
func TestWhatIsWanted(t *testing.T) {
	entries := shop(t)
	for _, c := range []struct {
		story, filter string
		want          []uint64
	}{
		{"nothing asked", "", []uint64{1, 2, 3, 4, 5, 6, 7, 8}},
		{"a word in any case", "ORDER", []uint64{1, 2, 3}},
		{"words side by side are all wanted", "order free", []uint64{2}},
		{"a phrase", `"order completed"`, []uint64{1, 2}},
		{"a word that the list does not show", "pro", []uint64{1, 2, 3, 5, 6}},
		{"not a word", "-order", []uint64{4, 5, 6, 7, 8}},
		{"not, in letters", "NOT order", []uint64{4, 5, 6, 7, 8}},
		{"twice not", "--order", []uint64{1, 2, 3}},
		{"one of two", "free OR signed", []uint64{2, 5}},
		{"OR binds more loosely", "order free OR signed", []uint64{2, 5}},
		{"parentheses", "u_42 (free OR signed)", []uint64{2}},
		{"not a parenthesis", "order -(free OR 1200)", []uint64{1}},
		{"AND may be written", "order AND free", []uint64{2}},
		{"or is a word", "or", []uint64{1, 2, 3}},

		{"a word with an accent, written as an escape", "café", []uint64{4, 6}},
		{"capital letters with an accent", "MÜNCHEN", []uint64{4}},
		{"a word in front of an escape", `"caf"`, []uint64{4, 6}},
		{"an address whose slashes are escaped", `"https://shop.example"`, []uint64{6}},
		{"an address needs no quotes", `https://shop.example`, []uint64{6}},
		{"ß is ss", `straße`, []uint64{6}},
		{"quotes in the message", `"\"hi\""`, []uint64{6}},
		{"a star in a phrase is a star", `"*off*"`, []uint64{6}},
		{"the text as it stands", `"\"qty\":3"`, []uint64{1}},
		{"a broken message is searched too", `event -"messageId"`, []uint64{7}},

		{"event, quoted, in any case", `event:"order completed"`, []uint64{1, 2}},
		{"event, exactly", `event:="Order Completed"`, []uint64{1, 2}},
		{"event, exactly, has case", `event:="order completed"`, nil},
		{"event with a star", `event:order*`, []uint64{1, 2, 3}},
		{"event with a star in quotes", `event:"order c*ed"`, []uint64{1, 2, 3}},
		{"event with question marks", `event:"order compl??ed"`, []uint64{1, 2}},
		{"event with an accent", `event:CAFÉ*`, []uint64{6}},
		{"event with parentheses", `event:"Café Visited (new)"`, []uint64{6}},
		{"an event name is there", `event:*`, []uint64{1, 2, 3, 4, 5, 6}},
		{"no event name", `event:""`, []uint64{7, 8}},
		{"a page by its name", `event:checkout`, []uint64{4}},
		{"fields in any case", `EVENT:checkout`, []uint64{4}},

		{"user", `user:u_9`, []uint64{4, 6}},
		{"user, exactly", `user:=u_9`, []uint64{4}},
		{"user by the anonymousId", `user:72d7*`, []uint64{3}},
		{"user that is a number", `user:7`, []uint64{8}},
		{"anonymousId", `anon:72d7bed1`, []uint64{3}},
		{"type", `type:page`, []uint64{4}},
		{"type that Segment does not have", `type:custom`, []uint64{8}},
		{"library", `source:analytics.js`, []uint64{4}},
		{"write key", `key:wk_b`, []uint64{1, 3, 5, 7}},

		{"entry by its number", `id:2`, []uint64{2}},
		{"entry by its number, with a hash", `id:#2`, []uint64{2}},
		{"entries of a range", `id:2..4`, []uint64{2, 3, 4}},
		{"entries from one on", `id:7..`, []uint64{7, 8}},
		{"entries behind one", `id:>7`, []uint64{8}},
		{"entries up to one", `id:..2`, []uint64{1, 2}},
		{"no entry is before the first", `id:<0`, nil},
		{"children of an entry", `parent:2`, []uint64{3}},
		{"children of an entry, with a hash", `parent:#1`, []uint64{5}},
		{"children of a range", `parent:1..2`, []uint64{3, 5}},
		{"children of the entries up to one", `parent:<=1`, []uint64{5}},
		{"all children", `parent:*`, []uint64{3, 5}},
		{"what was made of no other", `-parent:*`, []uint64{1, 2, 4, 6, 7, 8}},
		{"no child of an entry", `-parent:2`, []uint64{1, 2, 4, 5, 6, 7, 8}},
		{"sent somewhere", `target:launchdarkly`, []uint64{1}},
		{"sent anywhere", `target:*`, []uint64{1, 5}},
		{"sent nowhere", `target:""`, []uint64{2, 3, 4, 6, 7, 8}},
		{"not sent somewhere", `-target:seg*`, []uint64{1, 2, 3, 4, 6, 7, 8}},
		{"answered", `status:202`, []uint64{1}},
		{"answered with an error", `status:>=400`, []uint64{5}},
		{"answered in a range", `status:200..299`, []uint64{1}},
		{"no answer came", `status:connection_refused`, []uint64{1}},
		{"not answered so", `-status:202`, []uint64{2, 3, 4, 5, 6, 7, 8}},
		{"messageId", `id:m-5`, []uint64{5}},
		{"messageId of digits", `id:"142"`, []uint64{4}},

		{"errors", `is:error`, []uint64{2, 3, 5, 7, 8}},
		{"not an error", `-is:error`, []uint64{1, 4, 6}},
		{"counts", `is:counts`, []uint64{1}},
		{"counts nowhere", `is:nowhere`, []uint64{3, 6}},
		{"dropped", `is:dropped`, []uint64{2, 5, 8}},
		{"rejected", `is:rejected`, []uint64{7}},
		{"Track calls", `is:track`, []uint64{1, 2, 3, 5, 6}},
		{"retried", `is:retried`, []uint64{2}},
		{"edited", `is:edited`, []uint64{3}},
		{"replays", `is:replay`, []uint64{5}},
		{"marked", `is:marked`, []uint64{3}},
		{"draft", `is:draft`, []uint64{3}},

		{"a gate that fails or warns", `gate:valued`, []uint64{2, 3}},
		{"a gate that fails", `gate:valued=fail`, []uint64{2}},
		{"a gate in one of two states", `gate:valued=warn|pass`, []uint64{1, 3, 5, 6}},
		{"a code", `code:value_not_number`, []uint64{2}},
		{"codes", `code:value_*  -code:value_missing`, []uint64{2, 3}},
		{"a metric", `metric:order-revenue`, []uint64{1}},
		{"metrics", `metric:order*`, []uint64{1}},
		{"an experiment", `experiment:checkout*`, []uint64{1}},

		{"value above", `value:>59`, []uint64{1, 3}},
		{"value, exclusive", `value:>59.90`, []uint64{3}},
		{"value, inclusive", `value:>=59.90`, []uint64{1, 3}},
		{"value in a range", `value:59.9..1200`, []uint64{1, 3}},
		{"value below", `value:<1e3`, []uint64{1}},
		{"value by value", `value:5.99e1`, []uint64{1}},
		{"value that is a text", `value:$*`, []uint64{2}},

		{"path", `properties.plan:PRO`, []uint64{1}},
		{"path, exactly", `properties.plan:=PRO`, nil},
		{"path to null", `properties.plan:null`, []uint64{5}},
		{"path with a star", `context.page.path:/checkout*`, []uint64{4}},
		{"number by value", `properties.qty:3`, []uint64{1}},
		{"number as it is written", `properties.qty:"3.0"`, []uint64{1}},
		{"number above, strings too", `properties.qty:>3`, []uint64{2, 6}},
		{"number with more digits than a double", `properties.qty:9007199254740992`, nil},
		{"all its digits", `properties.qty:=9007199254740993`, []uint64{6}},
		{"element of a list", `properties.tags:sale`, []uint64{1}},
		{"element by its place", `properties.products.1.sku:b-2`, []uint64{1}},
		{"any element", `properties.products.*.sku:b-2`, []uint64{1}},
		{"any member", `properties.*:pro`, []uint64{1}},
		{"member with a dot", `properties."order.id":7`, []uint64{1}},
		{"member at the top", `.messageId:m-1`, []uint64{1}},
		{"the empty text", `properties.coupon:""`, []uint64{3}},
		{"has", `has:properties.revenue`, []uint64{1, 2, 3}},
		{"has, at the top", `has:anonymousId`, []uint64{3}},
		{"has a value, null is none", `has:properties.plan`, []uint64{1, 2}},

		{"since", `after:5m`, []uint64{6, 7, 8}},
		{"until", `before:11:52`, []uint64{1, 2}},
		{"since a time", `after:11:57:00`, []uint64{8}},
		{"since a time that is not yet", `after:12:30`, []uint64{1, 2, 3, 4, 5, 6, 7, 8}},
		{"since a date", `after:2024-05-01`, []uint64{1, 2, 3, 4, 5, 6, 7, 8}},
		{"since a moment elsewhere", `after:2024-05-01T13:57:00+02:00`, []uint64{8}},
		{"between", `after:1h before:7m`, []uint64{1, 2, 3}},
	} {
		t.Run(c.story, func(t *testing.T) {
			f := parse(t, c.filter)
			var got []uint64
			for i := range entries {
				if f.Match(&entries[i].row, entries[i].load) {
					got = append(got, entries[i].row.ID)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s\n got %v\nwant %v", c.filter, got, c.want)
			}
		})
	}
}

// TestTheMessageIsReadOnceOrNever counts how often a message is asked for.
func TestTheMessageIsReadOnceOrNever(t *testing.T) {
	entries := shop(t)
	for _, c := range []struct {
		story, filter string
		entry, want   int
		needs         Needs
	}{
		{"the row decides", `event:order* is:error`, 1, 0, NeedsRoot},
		{"a word that the list shows", `order`, 1, 0, NeedsText},
		{"a word that it does not", `pro`, 1, 1, NeedsText},
		{"several of them", `pro free properties.plan:x`, 1, 1, NeedsText | NeedsRoot},
		{"cheap terms come first", `pro is:error`, 0, 0, NeedsText},
		{"no problem at all", `code:value_not_number`, 0, 0, NeedsJudgement},
		{"no metric", `metric:x`, 5, 0, NeedsJudgement},
		{"write key", `key:x`, 5, 1, NeedsWriteKey},
		{"verdict only", `is:error OR gate:keyed OR after:1h OR id:1`, 0, 0, 0},
		{"a parent", `parent:2 OR -parent:*`, 4, 0, 0},
	} {
		t.Run(c.story, func(t *testing.T) {
			f, loads := parse(t, c.filter), 0
			e := &entries[c.entry]
			f.Match(&e.row, func() *Document { loads++; return &e.doc })
			if loads != c.want {
				t.Errorf("%s: read %d times, want %d", c.filter, loads, c.want)
			}
			if f.Needs() != c.needs {
				t.Errorf("%s: needs %b, want %b", c.filter, f.Needs(), c.needs)
			}
		})
	}
}

// TestTextsThatWereCut asks for the ends of texts that a row does not show.
func TestTextsThatWereCut(t *testing.T) {
	long := strings.Repeat("long ", 60)
	e := newJudgeOf(t)(1, `{"type":"track","event":"`+long+`name","userId":"`+long+`user","properties":{"revenue":"`+long+`value"}}`)
	for _, text := range []string{"event:*name", "user:*user", "value:*value", "-event:*long", "-(user:*long OR value:*long)"} {
		t.Run(text, func(t *testing.T) {
			f := parse(t, text)
			if got := f.MatchRow(&e.row); got != Unknown {
				t.Errorf("the row says %v", got)
			}
			if f.MatchName(e.row.Name) != Unknown {
				t.Error("the name says so")
			}
			if !f.Match(&e.row, e.load) {
				t.Error("not wanted")
			}
		})
	}
}

// TestWhatARowShowsOtherwise asks for texts that stand in the message in another
// way than in the row.
func TestWhatARowShowsOtherwise(t *testing.T) {
	e := newJudgeOf(t)(1, `{"type":"track","event":"x\ud800\ud800y","userId":"u","properties":{"revenue":"Caf\u00e9"}}`)
	for _, c := range []struct {
		filter string
		want   bool
	}{
		{"value:café", true},
		{`value:"*u00e9"`, false},
		{"x\uFFFD\uFFFDy", true},
		{"x\uFFFDy", false}, // the row has one character for the two
	} {
		if got := parse(t, c.filter).Match(&e.row, e.load); got != c.want {
			t.Errorf("%s: %t", c.filter, got)
		}
	}
}

// TestASoftenedDiagnosticIsFound has two metrics with one event key: what is
// wrong with the one is no problem, since the other counts the event.
func TestASoftenedDiagnosticIsFound(t *testing.T) {
	judge := shopJudge(t)
	c := *judge.Catalogue()
	second := c.Metrics[0]
	second.Key, second.DataSource, second.AttachedFlags = "warehouse-revenue", "snowflake", 0
	c.Metrics = append(c.Metrics, second)
	e := newEntry(judge.With(&c), 1, `{"type":"track","event":"Order Completed","userId":"u","properties":{"revenue":3}}`, "wk")
	for _, text := range []string{"is:ok", "is:counts", "code:metric_warehouse_native", "metric:warehouse-revenue"} {
		if !parse(t, text).Match(&e.row, e.load) {
			t.Errorf("not %s: %+v", text, e.doc.Judgement.Diagnostics)
		}
	}
}

func TestAMessageThatCannotBeReadIsNotWanted(t *testing.T) {
	e := shop(t)[0]
	for _, text := range []string{"pro", "-pro"} {
		if parse(t, text).Match(&e.row, func() *Document { return nil }) {
			t.Errorf("%s wants it", text)
		}
	}
}

// TestNames asks what an event name alone settles.
func TestNames(t *testing.T) {
	for _, c := range []struct {
		filter, name string
		want         Tri
	}{
		{"event:order*", "Order Completed", True},
		{"event:order*", "Signed Up", False},
		{"-event:order*", "Order Completed", False},
		{"completed", "Order Completed", True},
		{"completed", "Signed Up", Unknown},
		{"-completed", "Order Completed", False},
		{"is:error", "Order Completed", Unknown},
		{"is:error event:order*", "Order Completed", Unknown},
		{"is:error event:order*", "Signed Up", False},
		{"is:error OR event:order*", "Order Completed", True},
		{"", "", True},
	} {
		t.Run(c.filter+" for "+c.name, func(t *testing.T) {
			if got := parse(t, c.filter).MatchName(c.name); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

// TestCanonicalText reads filters and writes them again.
func TestCanonicalText(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"  a   b ", "a b"},
		{`"a" "a b" "-a" "OR" "a:b" ""`, `a "a b" "-a" "OR" "a:b" ""`},
		{"a AND b OR NOT c", "a b OR -c"},
		{"(a (b c)) OR (d)", "a b c OR d"},
		{"(a OR b) c", "(a OR b) c"},
		{"--a -(-b) -(a b)", "a b -(a b)"},
		{"EVENT:Order* Is:ERROR", "event:Order* is:error"},
		{`event:"Order" event:"a b" event:="x*" event:"\*" event:""`, `event:Order event:"a b" event:=x* event:"\*" event:""`},
		{`event:">a" event:"=a" event:"a\"b\n"`, `event:">a" event:"=a" event:"a\"b\n"`},
		{"gate:valued=fail|warn gate:keyed=UNKNOWN|pass", "gate:valued gate:keyed=pass|unknown"},
		{`value:3 value:"3" value:>=3 value:..3 value:=3 value:="3"`, `value:3 value:"3" value:>=3 value:..3 value:=3 value:="3"`},
		{`id:#3 id:"3" id:3..4 id:abc id:=abc`, `id:#3 id:"3" id:3..4 id:abc id:=abc`},
		{`properties."plan":x ."a b".c:x .user:x .1.a:x`, `properties.plan:x ."a b".c:x .user:x .1.a:x`},
		{`properties.*.sku:x properties."*".sku:x has:.user has:"a.b"`, `properties.*.sku:x properties."*".sku:x has:user has:"a.b"`},
		{`after:10m before:2024-05-01 after:"12:00"`, `after:10m before:2024-05-01 after:12:00`},
		{`"caf\u00e9" "\ud83d\ude00" "\u0007"`, `café 😀 "\u0007"`},
	} {
		t.Run(c.text, func(t *testing.T) {
			f := parse(t, c.text)
			if got := f.String(); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
			if again := parse(t, c.want).String(); again != c.want {
				t.Errorf("read again: %s", again)
			}
		})
	}
}

func TestExactlyTakesOneNameAndNoOther(t *testing.T) {
	for _, name := range []string{"Order Completed", "a*b", `quoted "x" \ back`, "caf\u00e9", "(x)", ""} {
		f, err := Parse(Exactly(name), time.Time{})
		if err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		if f.MatchName(name) != True || f.MatchName(name+"b") != False || name != "" && f.MatchName(strings.ToUpper(name)) == True && strings.ToUpper(name) != name {
			t.Errorf("%s does not take %q and nothing else", Exactly(name), name)
		}
	}
}
