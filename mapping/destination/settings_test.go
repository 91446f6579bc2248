package destination

import (
	"strings"
	"testing"

	"segtap/mapping/jsondoc/jsondoctest"
)

func TestSettingsAreCheckedAsSegmentChecksThem(t *testing.T) {
	const notHost = "LaunchDarkly events host name must be a valid hostname string but it was not."
	label := strings.Repeat("a", 63)
	longest := strings.Repeat(strings.Repeat("a", 61)+".", 4) + "aaaaa" // 253
	for _, tc := range []struct{ name, settings, want string }{
		{"the usual host", `{"client_id":"abc"}`, "https://events.launchdarkly.com/events/bulk/abc"},
		{"another host", `{"client_id":"abc","events_host_name":"events.eu.launchdarkly.com"}`, "https://events.eu.launchdarkly.com/events/bulk/abc"},
		{"hosts are in lower case, ids are not", `{"client_id":"AbC","events_host_name":"Events.Example.COM"}`, "https://events.example.com/events/bulk/AbC"},
		{"a trailing dot", `{"client_id":"a","events_host_name":"x.y."}`, "https://x.y./events/bulk/a"},
		{"localhost", `{"client_id":"a","events_host_name":"localhost"}`, "https://localhost/events/bulk/a"},
		{"an address", `{"client_id":"a","events_host_name":"10.0.0.1"}`, "https://10.0.0.1/events/bulk/a"},
		{"the longest label", `{"client_id":"a","events_host_name":"` + label + `.b"}`, "https://" + label + ".b/events/bulk/a"},
		{"the longest name", `{"client_id":"a","events_host_name":"` + longest + `."}`, "https://" + longest + "./events/bulk/a"},
		{"a numeric id", `{"client_id":5}`, "https://events.launchdarkly.com/events/bulk/5"},
		{"a null id", `{"client_id":null}`, "https://events.launchdarkly.com/events/bulk/"},
		{"an empty id", `{"client_id":""}`, "https://events.launchdarkly.com/events/bulk/"},
		{"an id that needs escaping", `{"client_id":"a b\"é{}"}`, "https://events.launchdarkly.com/events/bulk/a%20b%22%C3%A9%7B%7D"},
		{"an id in a list", `{"client_id":["a"]}`, "https://events.launchdarkly.com/events/bulk/a"},
		{"no id", `{}`, "The root value is missing the required field 'client_id'."},
		{"an id that is an object", `{"client_id":{}}`, "LaunchDarkly client-side ID must be a string but it was an object."},
		{"both wrong", `{"client_id":[],"events_host_name":"a_b"}`, "LaunchDarkly client-side ID must be a string but it was an array. " + notHost},
		{"an empty host", `{"client_id":"a","events_host_name":""}`, notHost},
		{"a null host", `{"client_id":"a","events_host_name":null}`, notHost},
		{"a port", `{"client_id":"a","events_host_name":"x.y:443"}`, notHost},
		{"a scheme", `{"client_id":"a","events_host_name":"https://x.y"}`, notHost},
		{"an underscore", `{"client_id":"a","events_host_name":"a_b.c"}`, notHost},
		{"not ASCII", `{"client_id":"a","events_host_name":"é.com"}`, notHost},
		{"a dash at the start", `{"client_id":"a","events_host_name":"-a.com"}`, notHost},
		{"two dots", `{"client_id":"a","events_host_name":"a..b"}`, notHost},
		{"a line break", `{"client_id":"a","events_host_name":"a.b\n"}`, notHost},
		{"a long label", `{"client_id":"a","events_host_name":"a` + label + `.b"}`, notHost},
		{"a long name", `{"client_id":"a","events_host_name":"` + longest + `b"}`, notHost},
		{"a host that is a list", `{"client_id":"a","events_host_name":[]}`, "LaunchDarkly events host name must be a string but it was an array."},
		{"no object", `[]`, "the settings must be an object, but they are an array"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := ""
			if s, err := ParseSettings(jsondoctest.Value(t, tc.settings)); err != nil {
				got = err.Error()
			} else {
				got = s.URL()
			}
			if got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
	if _, err := NewEngine(Actions(), EngineOptions{Settings: Settings{EventsHost: "x:1"}}); err == nil || err.Error() != notHost {
		t.Errorf("an engine takes a bad host: %v", err)
	}
}

func TestMappingsOfAWorkspace(t *testing.T) {
	const overridden = `"user":"x"`
	for _, tc := range []struct{ name, mappings, want string }{
		{"none", `null`, `"user":"u1"`},
		{"fields", `{"user_key":"x"}`, overridden},
		{"a subscription", `{"id":"1","name":"Track Event","actionSlug":"trackEvent","mapping":{"user_key":"x"}}`, overridden},
		{"its settings", `{"name":"My tracking","settings":{"user_key":"x"}}`, overridden},
		{"wrapped", `{"subscription":{"partnerAction":"trackEvent","mapping":{"user_key":"x"}}}`, overridden},
		{"an answer of the API", `{"data":{"subscription":{"actionSlug":"trackEvent","settings":{"user_key":"x"}}}}`, overridden},
		{"a list", `[{"actionSlug":"aliasUser","mapping":{"user_key":"y"}},{"actionSlug":"trackEvent","mapping":{"user_key":"x"}}]`, overridden},
		{"a list in an object", `{"subscriptions":[{"subscription":{"name":"Track Event","mapping":{"user_key":"x"}}}]}`, overridden},
		{"of another action", `{"actionSlug":"aliasUser","mapping":{"user_key":"x"}}`, `"user":"u1"`},
		{"what Segment keeps beside", `{"user_key":"x","__segment_internal_sync_mode":"add"}`, overridden},
		{"a field that is null is absent", `{"user_key":null}`, "The root value is missing the required field 'user_key'."},
		{"an unknown field", `{"userkey":"x","b":1}`, "trackEvent has no field userkey, b: its fields are context_kind, user_key, additional_context_keys, event_name, metric_value, event_properties, timestamp"},
		{"an unknown action", `{"actionSlug":"trackAll","mapping":{}}`, `the destination LaunchDarkly (Actions) has no action "trackAll": it has trackEvent, aliasUser`},
		{"an invalid mapping", `{"user_key":{"@nope":1}}`, "/user_key has an invalid directive: @nope."},
		{"no object", `5`, "the mapping must be an object of fields, or a subscription or a list of subscriptions as Segment's API gives them"},
		{"a list of no objects", `[5]`, "a subscription must be an object, and /0 is not"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			engine, err := NewEngine(Actions(), EngineOptions{Mappings: jsondoctest.Value(t, tc.mappings)})
			if err != nil {
				if err.Error() != tc.want {
					t.Errorf("got  %s\nwant %s", err, tc.want)
				}
				return
			}
			msg := jsondoctest.Value(t, trackMessage(nil))
			out := engine.Run(engine.Select(msg), msg, testClock)
			got := out.Err
			if out.Event != nil {
				got = string(out.Event.AppendJSON(nil))
			}
			if !strings.Contains(got, tc.want) {
				t.Errorf("%s is not in %s", tc.want, got)
			}
		})
	}
}

func TestLenientEnginesFailWhenTheyRun(t *testing.T) {
	for _, tc := range []struct{ name, mappings, want string }{
		{"unknown fields are dropped", `{"bogus":"x"}`, ""},
		{"but resolved", `{"bogus":{"@path":{"@path":"$.nope"}}}`, "@path: expected string, got undefined"},
		{"and checked", `{"bogus":{"@path":5},"user_key":{"@nope":1}}`, "/user_key has an invalid directive: @nope. /bogus/@path should be a string or a mapping directive but it is a number."},
		{"a directive for a field", `{"@path":"x"}`, "/ should only have one @-prefixed key but it has 8 keys."},
		{"two of them", `{"@path":"x","@if":{},"user_key":"x"}`, "/ should only have one @-prefixed key but it has 2 keys."},
		{"errors of one message", `{"metric_value":{"@if":{"then":1}}}`, `@if requires an "exists" key or a "blank" key`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			engine, err := NewEngine(Actions(), EngineOptions{Mappings: jsondoctest.Value(t, tc.mappings), Lenient: true})
			if err != nil {
				t.Fatal(err)
			}
			msg := jsondoctest.Value(t, trackMessage(nil))
			if out := engine.Run(engine.Select(msg), msg, testClock); out.Err != tc.want {
				t.Errorf("got  %s\nwant %s", out.Err, tc.want)
			}
		})
	}
}

func TestDestinationsAreConsistent(t *testing.T) {
	for _, dest := range Destinations() {
		found, ok := ByName(dest.Name)
		if !ok || found.Label != dest.Label || len(dest.IntegrationNames) == 0 {
			t.Errorf("%s is not found by its name", dest.Name)
		}
		for i := range dest.Actions {
			action := &dest.Actions[i]
			if dest.Action(action.Name) != action || len(action.Types) == 0 || len(action.Fields) > maxFields {
				t.Errorf("%s: %s is wrong", dest.Name, action.Name)
			}
			for k := range action.Fields {
				if f := &action.Fields[k]; action.Field(f.Name) != f || f.feeds == "" || f.Label == "" {
					t.Errorf("%s: %s: %s is wrong", dest.Name, action.Name, f.Name)
				}
			}
		}
		newEngine(t, dest) // the default mappings compile
	}
	if _, ok := ByName("nope"); ok {
		t.Error("there is a destination of any name")
	}
}
