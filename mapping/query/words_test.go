package query

import (
	"slices"
	"testing"
	"time"

	"segtap/mapping/query/match"
)

func TestTheWordsOfAFilter(t *testing.T) {
	for text, want := range map[string][]string{
		"order":                                   {"order"},
		`"order completed" free`:                  {"order completed", "free"},
		"order -refund NOT paid":                  {"order"},
		"event:*order*complet?d user:u_42 order":  {"order", "complet", "d", "u_42"},
		"is:error value:>10 properties.plan:pro":  nil,
		"(event:a* OR anon:b) -(event:c OR word)": {"a", "b"},
		"event:*": nil,
	} {
		f, err := Parse(text, time.Time{})
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := f.Words(); !slices.Equal(got, want) {
			t.Errorf("%s has the words %q, not %q", text, got, want)
		}
	}
}

// A signature rules out what wants a text that none of its messages has.
func TestWhatASignatureRulesOut(t *testing.T) {
	var s match.Signature
	s.Add([]byte(`{"type":"custom","event":"Order Completed","userId":"u_4711","anonymousId":"7c9e6679-7425","messageId":"m-1","properties":{"plan":"premium","qty":1000},"context":{"library":{"name":"analytics.js"}}}`))
	for text, want := range map[string]bool{
		"order": true, "ORDER": true, "refund": false, "order refund": false, "order OR refund": true, "-refund": true, "refund -order": false, "no": true,
		"event:order*": true, "event:refund*": false, `event:="Order Completed"`: true, `event:"order*ted"`: true, `event:"order*gone"`: false,
		"user:u_4711": true, "user:u_9999": false, "anon:7c9e*": true, "anon:0000*": false, `id:"m-1"`: true, `id:"none"`: false, "id:142": true,
		"source:analytics*": true, "source:python*": false, "type:other": true, "type:track": true, "key:nowhere": true, "metric:nowhere": true,
		"properties.plan:premium": true, "properties.plan:basic": false, "properties.plan:*": true, "properties.qty:1e3": true, "properties.qty:>7777": true,
		"is:error refund": false, "has:properties.nowhere": true,
	} {
		if got := parse(t, text).MayBeAmong(&s); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
