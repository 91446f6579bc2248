package query

import (
	"slices"
	"strings"
	"testing"
)

// TestComplete types up to the bar, and says what the text becomes with each of
// the first suggestions.
func TestComplete(t *testing.T) {
	known := Known{
		Events: []string{"Order Completed", "Order Viewed", "Signed Up", `Say "hi"*`, "signup"}, Users: []string{"u_42"},
		Metrics: []string{"order-revenue"}, Experiments: []string{"checkout-redesign"}, Sources: []string{"analytics.js"},
		WriteKeys: []string{"wk_a"}, Paths: []string{"properties.revenue", "properties.plan", "context.page.path"},
	}
	for _, c := range []struct {
		story, text string
		want        []string
	}{
		{"a field", "ev|", []string{"event:", "properties.revenue:"}},
		{"a field in capitals", "EV|", []string{"event:", "properties.revenue:"}},
		{"a field behind others", "is:error (-ga|", []string{"is:error (-gate:"}},
		{"a field before its value", "ev|ent:x", []string{"event:x", "properties.revenue:x"}},
		{"all fields", "a |", []string{"a event:", "a is:", "a user:"}},
		{"a path", "properties.r|", []string{"properties.revenue:"}},
		{"a path by its end", "page.pa|", []string{"context.page.path:"}},
		{"nothing fits", "zzz|", nil},
		{"an event name in quotes", "event:ord|", []string{`event:"Order Completed"`, `event:"Order Viewed"`}},
		{"an open quote", `event:"order c|`, []string{`event:"Order Completed"`}},
		{"a closed quote", `event:"order c|x" a`, []string{`event:"Order Completed" a`}},
		{"exactly", `event:=sign|`, []string{`event:="Signed Up"`, "event:=signup"}},
		{"those that begin so come first", `event:up|`, []string{`event:"Signed Up"`, "event:signup"}},
		{"quotes and stars are escaped", `event:say|`, []string{`event:"Say \"hi\"\*"`}},
		{"is", "-is:e|", []string{"-is:error", "-is:edited", "-is:nowhere"}},
		{"a gate", "gate:va|", []string{"gate:valued"}},
		{"a state", "gate:valued=f|", []string{"gate:valued=fail"}},
		{"another state", "gate:valued=fail|w|", []string{"gate:valued=fail|warn"}},
		{"a code", "code:value_not|", []string{"code:value_not_number"}},
		{"has", "has:properties.p|", []string{"has:properties.plan"}},
		{"a user", "user:|", []string{"user:u_42"}},
		{"a metric", "metric:rev|", []string{"metric:order-revenue"}},
		{"an experiment", "experiment:|", []string{"experiment:checkout-redesign"}},
		{"a library", "source:an|", []string{"source:analytics.js"}},
		{"a write key", "key:|", []string{"key:wk_a"}},
		{"a parent", "-par|", []string{"-parent:"}},
		{"any parent", "parent:|", []string{"parent:*"}},
		{"a type", "type:t|", []string{"type:track"}},
		{"a time", "after:1|", []string{"after:1m", "after:10m", "after:1h", "after:1d"}},
		{"a value that nobody knows", "value:|", nil},
		{"a phrase", `"ord|`, nil},
		{"behind a phrase with spaces", `"a (b" ev|`, []string{`"a (b" event:`, `"a (b" properties.revenue:`}},
	} {
		t.Run(c.story, func(t *testing.T) {
			cursor := strings.LastIndexByte(c.text, '|')
			text := c.text[:cursor] + c.text[cursor+1:]
			var got []string
			for _, s := range Complete(text, cursor, known) {
				got = append(got, text[:s.Start]+s.Text+text[s.End:])
			}
			if len(c.want) > 0 {
				got = got[:min(len(got), len(c.want))]
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("\n got %q\nwant %q", got, c.want)
			}
		})
	}
}

// TestSuggestionsAreFilters takes every suggestion for a value.
func TestSuggestionsAreFilters(t *testing.T) {
	known := Known{Events: []string{"", "a b", "x*", `"`, `\`, "=a", ">b", "é\n", "(", "\xff"}}
	for _, text := range []string{"event:", "is:", "gate:", "code:", "type:", "before:", "gate:valued="} {
		list := Complete(text, len(text), known)
		if len(list) == 0 {
			t.Errorf("%s: nothing", text)
		}
		for _, s := range list {
			parse(t, text[:s.Start]+s.Text+text[s.End:])
		}
	}
}
