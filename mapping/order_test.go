package mapping

import (
	"cmp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// Problems stand in the order of the gates, in a gate the worst first, and of those that are as bad the one first that
// comes first in the message; what is missing stands at the end.
func TestTheOrderOfProblems(t *testing.T) {
	judge := NewJudge(engineOf(t, destination.Actions()))
	told := func(text string) []verdict.Diagnostic {
		b := message.TakeIn(message.Posted{Raw: []byte(text), Type: "track"}).Body
		m := b.Message(0)
		return judge.Message(&m, message.Arrival{At: noon, RequestBytes: len(text), BatchMessages: b.BatchMessages()}).Diagnostics
	}
	for name, c := range map[string]struct{ text, want string }{
		"as they stand":           {`{"anonymousId":"a","event":7,"userId":{},"properties":[1]}`, "/event /userId /properties"},
		"the other way round":     {`{"properties":[1],"userId":{},"event":7,"anonymousId":"a"}`, "/properties /userId /event"},
		"what is missing is last": {`{"properties":[1],"userId":"u"}`, "/properties /event"},
	} {
		var got []string
		for _, d := range told(c.text) {
			if d.Gate == verdict.Accepted {
				got = append(got, d.Pointer)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, not %s", name, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		members := rapid.Permutation([]string{`"type":"track"`, `"event":7`, `"userId":{"a":1}`, `"timestamp":"x"`, `"sentAt":"2020-01-01"`, `"properties":[1]`, `"traits":2`, `"category":[1]`, `"messageId":"` + strings.Repeat("m", 200) + `"`}).Draw(t, "members")
		text := "{" + strings.Join(members[:rapid.IntRange(1, len(members)).Draw(t, "many")], ",") + "}"
		list := told(text)
		for i := 1; i < len(list); i++ {
			a, b := &list[i-1], &list[i]
			order := cmp.Or(cmp.Compare(a.Gate, b.Gate), cmp.Compare(b.Severity, a.Severity))
			at, then := strings.Index(text, `"`+strings.TrimPrefix(a.Pointer, "/")+`":`), strings.Index(text, `"`+strings.TrimPrefix(b.Pointer, "/")+`":`)
			if order > 0 || order == 0 && at > then && then >= 0 {
				t.Fatalf("%s %s stands before %s %s in %s", a.Name(), a.Pointer, b.Name(), b.Pointer, text)
			}
		}
	})
}
