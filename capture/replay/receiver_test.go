package replay

import (
	"strings"
	"testing"
)

// As the dev-server of ldcli 3.10.0 and ld-relay 8.10.1 were seen to answer.
func TestWhoStandsInLaunchDarklysPlace(t *testing.T) {
	for _, c := range []struct {
		spec, events string
		says         string // before it is sent; empty for nothing
	}{
		{"launchdarkly", "http://localhost:8765", "Port 8765 is that of ldcli's dev-server, which answers 202 and throws the event away: event:http://localhost:8765/bulk is kept there. ld-relay passes it on."},
		{"launchdarkly", "http://127.0.0.1:8030", "If ldcli's dev-server listens there, it answers 202 and throws the event away: event:http://127.0.0.1:8030/bulk is kept there. ld-relay passes it on."},
		{"launchdarkly", "https://relay.example.com", ""},
		{"launchdarkly", "", ""},
		{"event:http://localhost:8765/bulk", "", "shows the event at /events/tee, and stores it only while somebody is connected there."},
		{"event:https://relay.example.com/bulk", "", "If ld-relay listens there, it wants a key at this address and answers 401; its /events/bulk/CLIENT-SIDE-ID wants none."},
		{"event:http://localhost:8765/mobile", "", "throws the event away"},
		{"http://localhost:9000/events/bulk/abc", "", "if ld-relay listens there, it answers 202 to a message and drops it"},
		{"event:http://localhost:9000/other", "", ""},
	} {
		env := everything()
		env.EventsURL = c.events
		target, err := Parse(c.spec, env)
		if err != nil {
			t.Fatal(err)
		}
		r, err := target.Request(Item{Message: []byte(`{"type":"track"}`), EventBody: []byte(trackEvent)}, testOptions())
		if got := strings.Join(r.Notes, " "); err != nil || !strings.Contains(got, c.says) || (got == "") != (c.says == "") {
			t.Errorf("%s %s: %v %q\nwant %q", c.spec, c.events, err, got, c.says)
		}
	}
}

func TestWhatAnAnswerShowsOfWhoGaveIt(t *testing.T) {
	schema := []Field{{"X-LaunchDarkly-Event-Schema", "4"}}
	asJSON := []Field{{"Content-Type", "application/json"}}
	for _, c := range []struct {
		name string
		a    Attempt
		says string
	}{
		{"thrown away by the dev-server", Attempt{Kind: LaunchDarkly, URL: "http://localhost:9000/events/bulk/abc", Status: 202, RequestHeader: schema, ResponseHeader: asJSON}, "throws away what comes to this address: event:http://localhost:9000/bulk is kept there"},
		{"passed on by a relay", Attempt{Kind: LaunchDarkly, URL: "http://localhost:8030/events/bulk/abc", Status: 202, RequestHeader: schema}, ""},
		{"unknown to a relay", Attempt{Kind: LaunchDarkly, URL: "http://localhost:8030/events/bulk/abc", Status: 404, RequestHeader: schema, ResponseBody: []byte("URL did not contain an environment ID")}, "does not know this client-side ID"},
		{"a relay wants a key", Attempt{Kind: URL, URL: "http://localhost:8030/bulk", Status: 401, RequestHeader: schema}, "wants a key"},
		{"a message to a relay", Attempt{Kind: URL, URL: "http://localhost:8030/bulk", Status: 202}, "it drops a message"},
		{"LaunchDarkly itself", Attempt{Kind: LaunchDarkly, URL: "https://events.launchdarkly.com/events/bulk/abc", Status: 202, RequestHeader: schema, ResponseHeader: asJSON}, ""},
		{"no answer", Attempt{Kind: LaunchDarkly, URL: "http://localhost:9000/events/bulk/abc", Failure: TimedOut, Tries: 1}, ""},
	} {
		aside := c.a.Aside()
		if !strings.Contains(aside, c.says) || (aside == "") != (c.says == "") || !strings.HasSuffix(c.a.Meaning(), aside) {
			t.Errorf("%s: %q, in %q", c.name, aside, c.a.Meaning())
		}
	}
}
