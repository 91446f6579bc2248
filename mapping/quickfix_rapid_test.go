package mapping

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"segtap/mapping/destination"
	"segtap/mapping/jsondoc"
	"segtap/mapping/jsondoc/jsondoctest"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// oddValues are what real senders put where something else was meant.
var oddValues = map[string][]string{
	"userId": {
		`"u_1"`, `163087938282848481`, `9007199254740993`, `12.50`, `1e21`, `-0`, `1e400`, `""`, `"null"`, `"\"NULL\""`, `" u_1 "`, `"%22u%401%22"`,
		`"Guest"`, `true`, `null`, `["x"]`, `[163087938282848481]`, `{}`, `"100%"`, `"\ud800"`,
	},
	"anonymousId": {`"an-1"`, `"\"an-1\""`, `null`, `""`, `"undefined"`, `"%7B%7D"`, `5`, `12345678901234567890`, `{}`},
	"user_id":     {`"u_2"`, `163087938282848481`, `{}`, `"null"`, `" u_2 "`, `"%22u_2%22"`, `"undefined"`, `0`, `""`}, "anonymousID": {`"an-2"`, `"null"`, `"\t"`, `"'an-2'"`},
	"name": {`"Order Completed"`, `7`, `""`}, "Type": {`"track"`, `" TRACK "`, `"event"`, `0`},
	"type":  {`"track"`, `"Track"`, `" TRACK "`, `"page"`, `"identify"`, `null`, `5`},
	"event": {`"Order Completed"`, `""`, `null`, `404`, `12345678901234567890`, `{}`},
	"properties": {
		`{"revenue":59.9,"value":1}`, `{"revenue":"12345678901234567890"}`, `{"revenue":"0x1FFFFFFFFFFFFFF"}`, `{"revenue":"$1,299.00"}`, `{"revenue":"€1.299"}`, `{"revenue":"SKU100"}`,
		`{"revenue":" +007.50 "}`, `{"revenue":".5"}`, `{"revenue":"5."}`, `{"revenue":"1e309"}`, `{"value":"USD ` + strings.Repeat("9", 400) + `"}`, `{"Revenue":5}`, `{"Revenue":"SKU100"}`, `{"Revenue":"59.90"}`, `{"Revenue":["5"]}`, `{"Revenue":1e309}`, `{"revenue":["5"]}`,
		`{"revenue":"-$5","revenue":"5"}`, `{"revenue":1e309}`, `[]`, `"x"`, `null`, `{"id":9007199254740993,"revenue":99.99999999999999999999}`,
	},
	"timestamp": {
		`"2026-08-18T11:59:59.000Z"`, `1787054400`, `1787054400.25`, `1787054400000000`, `1787054400000000000`, `"1787054400"`, `"1787054400000000"`, `-1787054400`, `0`,
		`"0001-01-01T00:00:00Z"`, `"yesterday"`, `"Tue, 18 Aug 2026 12:00:00 GMT"`, `[1787054400]`, `9e15`, `17870544000000000001`, `null`, `""`, `true`,
	},
	"originalTimestamp": {`"2026-08-18T11:59:59.000Z"`, `5`, `"x"`},
	"integrations": {
		`{"all":false,"Mixpanel":true}`, `{"All":null}`, `{"All":"false"}`, `{"All":"true"}`, `{"All":false,"Actions Launchdarkly":true}`, `{"launch darkly":false}`, `{"LaunchDarkly":5}`, `false`, `{"All":false}`,
	},
	"context": {`null`, `{}`, `{"group_id":"g_1"}`, `{"group_id":" null "}`, `{"groupId":"g_1"}`, `{"personas":null}`, `{"consent":{"categoryPreferences":{"Ads":false}}}`},
}

// oddMessage draws a message whose members hold such values, some of them twice.
func oddMessage(t *rapid.T) string {
	var members []string
	for _, name := range slices.Sorted(maps.Keys(oddValues)) {
		for range rapid.SampledFrom([]int{0, 0, 1, 1, 1, 2}).Draw(t, name) {
			members = append(members, fmt.Sprintf("%q: %s", name, rapid.SampledFrom(oddValues[name]).Draw(t, name)))
		}
	}
	return "{" + strings.Join(rapid.Permutation(members).Draw(t, "order"), " ,\n") + "}"
}

// oddMappings are what workspaces lay over the mapping of the actions
// destination: other places of the key, the name and what goes with them.
var oddMappings = []string{
	`{"user_key":{"@path":"$.userId"}}`, `{"user_key":{"@path":"$.anonymousId"}}`, `{"user_key":{"@path":"$.user_id"}}`, `{"user_key":{"@path":"$.context.groupId"}}`, `{"user_key":null}`,
	`{"user_key":{"@if":{"exists":{"@path":"$.anonymousId"},"then":{"@path":"$.anonymousId"},"else":{"@path":"$.userId"}}}}`,
	`{"user_key":{"@if":{"exists":{"@path":"$.anonymousId"},"then":{"@path":"$.userId"},"else":{"@path":"$.userId"}}}}`,
	`{"user_key":{"@template":"{{userId}}{{anonymousId}}"}}`, `{"user_key":{"@literal":"k"}}`,
	`{"user_key":{"@path":"$.anonymousId"},"additional_context_keys":{"account":{"@path":"$.userId"}}}`,
	`{"event_name":{"@path":"$.name"},"metric_value":{"@path":"$.properties.Revenue"}}`, `{"event_name":{"@template":"shop {{event}}"},"timestamp":{"@path":"$.originalTimestamp"}}`,
}

// TestQuickFixesChangeTheFaultAlone holds of every quick fix, whatever the
// mapping: its finding is gone, no error and no warning has come, an event is made
// where one was, everything else stands there with the bytes that came, and a
// number keeps its digits.
func TestQuickFixesChangeTheFaultAlone(t *testing.T) {
	var judges []*Judge
	for _, dest := range destination.Destinations() {
		judges = append(judges, NewJudge(engineOf(t, dest)), NewJudge(engineOf(t, dest)))
	}
	for _, mapping := range oddMappings {
		engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{Mappings: jsondoctest.Value(t, mapping)})
		if err != nil {
			t.Fatal(err)
		}
		judges = append(judges, NewJudge(engine))
	}
	rapid.Check(t, func(t *rapid.T) {
		text := oddMessage(t)
		m := message.Parse([]byte(text))
		judge := rapid.SampledFrom(judges).Draw(t, "judge")
		in := message.Arrival{At: noon, RequestBytes: len(text)}
		before := judge.Message(&m, in)
		for _, d := range before.Diagnostics {
			if d.QuickFix == nil {
				continue
			}
			fixed, err := d.QuickFix.Apply(m.Text)
			if err != nil {
				t.Fatalf("%s: %v\n%s", d.Name(), err, text)
			}
			after := message.Parse(fixed)
			checkUntouched(t, &m, &after, d)
			checkBetter(t, before, judge.Message(&after, in), d, string(fixed))
		}
	})
}

func checkBetter(t *rapid.T, before, after Judgement, d verdict.Diagnostic, fixed string) {
	for _, now := range after.Diagnostics {
		same := func(was verdict.Diagnostic) bool {
			return was.Code == now.Code && (was.Pointer == now.Pointer || was.Gate == now.Gate)
		}
		if now.Code == d.Code && now.Pointer == d.Pointer && now.Pointer != "" {
			t.Fatalf("%s at %s stays after its fix %v: %s", d.Name(), d.Pointer, d.QuickFix, fixed)
		}
		if d.Code == verdict.IntegrationNameNear && now.Code == verdict.IntegrationDisabled {
			continue // who wrote false under a name that is misspelt means it
		}
		if now.Code == verdict.NumberPrecisionLost && d.Code.Info().Gate == verdict.Valued {
			continue // the digits were lost all the same when they were a text
		}
		if now.Severity > verdict.Info && !slices.ContainsFunc(before.Diagnostics, same) && !uncovered(before, now) {
			t.Fatalf("the fix of %s brings %s at %s: %s", d.Name(), now.Name(), now.Pointer, fixed)
		}
	}
	if before.Event != nil && after.Event == nil && after.Action != nil {
		t.Fatalf("the fix of %s lets no event be made: %s: %s", d.Name(), after.Reason, fixed)
	}
}

// uncovered reports whether a finding was not looked for before: the destination
// took no such message, or stopped before it came that far.
func uncovered(before Judgement, now verdict.Diagnostic) bool {
	return before.Action == nil || before.Action.Name != destination.TrackEvent || before.Event == nil
}

// checkUntouched compares all that the patch does not name, and what it writes.
func checkUntouched(t *rapid.T, m, after *message.Message, d verdict.Diagnostic) {
	touched := func(pointer string) bool {
		return slices.ContainsFunc(d.QuickFix, func(op verdict.PatchOp) bool { return within(pointer, op.Path) || within(op.Path, pointer) })
	}
	leaves := func(root jsondoc.Value) map[string][]string {
		all := map[string][]string{}
		var walk func(v jsondoc.Value)
		walk = func(v jsondoc.Value) {
			if p := v.Pointer(); !touched(p) {
				all[p] = append(all[p], string(v.Raw()))
				return
			}
			for member := range v.Members() {
				walk(member)
			}
		}
		walk(root)
		return all
	}
	was, is := leaves(m.Root), leaves(after.Root)
	if fmt.Sprint(was) != fmt.Sprint(is) {
		t.Fatalf("the fix %v of %s changes more:\n%v\n%v", d.QuickFix, d.Name(), was, is)
	}
	for _, op := range d.QuickFix {
		digits := strings.Trim(d.Value, `"+-$ `)
		if isDigits(digits) && op.Path == d.Pointer && op.Op != "remove" && !strings.Contains(op.Value, strings.TrimLeft(digits, "0")) && !strings.HasPrefix(d.Code.String(), "timestamp") {
			t.Fatalf("of %s the fix makes %s", d.Value, op.Value)
		}
	}
}

func isDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// within reports whether a JSON Pointer leads to a place or into it.
func within(pointer, place string) bool { return strings.HasPrefix(pointer+"/", place+"/") }
