package query

import (
	"slices"
	"testing"
	"time"
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
