package replay

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAnAttemptInTheCaptureFile(t *testing.T) {
	a := Attempt{
		Target: "segment", Kind: Segment, EntryID: 7, At: testNow, Duration: 12_500 * time.Microsecond, Tries: 2, Status: 200,
		Method: "POST", URL: "https://api.segment.io/v1/track",
		RequestHeader: []Field{{"Content-Type", "application/json"}}, RequestBody: []byte(`{"a":"<é>"}`),
		ResponseHeader: []Field{{"Date", "today"}}, ResponseBody: []byte("\xff\x00"),
	}
	got, err := a.AppendJSON(nil)
	const want = `{"target":"segment","kind":"segment","sent":7,"began":"2026-03-04T05:06:07.89Z","ms":12.5,"tries":2,"status":200,` +
		`"method":"POST","url":"https://api.segment.io/v1/track",` +
		`"request":{"header":[{"name":"Content-Type","value":"application/json"}],"body":"{\"a\":\"<é>\"}"},` +
		`"response":{"header":[{"name":"Date","value":"today"}],"bodyBase64":"/wA="}}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}

func TestAnAttemptIsReadAsItWasWritten(t *testing.T) {
	text := rapid.StringMatching(`[ -~\n\x00é\x{1F600}]{0,20}`)
	fields := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Field { return Field{text.Draw(t, "name"), text.Draw(t, "value")} }), 0, 3)
	body := rapid.OneOf(rapid.SliceOfN(rapid.Byte(), 0, 20), rapid.Map(text, func(s string) []byte { return []byte(s) }))
	rapid.Check(t, func(t *rapid.T) {
		a := Attempt{
			Target: text.Draw(t, "target"), Kind: rapid.SampledFrom([]Kind{Here, LaunchDarkly, URL}).Draw(t, "kind"),
			EntryID: rapid.Uint64().Draw(t, "entry"), DryRun: rapid.Bool().Draw(t, "dry"),
			Method: "POST", URL: text.Draw(t, "url"),
			RequestHeader: fields.Draw(t, "request header"), RequestBody: body.Draw(t, "request body"),
			At:       time.UnixMicro(rapid.Int64Range(0, 1e16).Draw(t, "at")).UTC(),
			Duration: time.Duration(rapid.Int64Range(0, 1e10).Draw(t, "µs")) * time.Microsecond,
			Tries:    rapid.IntRange(0, 4).Draw(t, "tries"), Status: rapid.IntRange(0, 599).Draw(t, "status"),
			ResponseHeader: fields.Draw(t, "response header"), ResponseBody: body.Draw(t, "response body"),
			Plan: text.Draw(t, "plan"), ID: text.Draw(t, "id"), Begun: rapid.Bool().Draw(t, "begun"),
			Sends: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Send {
				return Send{rapid.Uint64().Draw(t, "of"), rapid.Uint64().Draw(t, "child")}
			}), 0, 3).Draw(t, "sends"),
			Failure: rapid.SampledFrom([]Failure{"", TimedOut, Refused}).Draw(t, "failure"), Err: text.Draw(t, "error"),
		}
		members, err := a.AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		object := `{"unknown":[1],` + string(members[1:])
		if !json.Valid([]byte(object)) {
			t.Fatalf("not JSON: %s", object)
		}
		back, err := ParseAttempt([]byte(object))
		if err != nil {
			t.Fatal(err)
		}
		again, err := back.AppendJSON(nil)
		if err != nil || string(again) != string(members) {
			t.Fatalf("%v\nwrote %s\nread  %s", err, members, again)
		}
		if back.Duration != a.Duration || !back.At.Equal(a.At) || string(back.ResponseBody) != string(a.ResponseBody) {
			t.Fatalf("wrote %+v\nread  %+v", a, back)
		}
	})
}

func TestACutBodyEndsInAWholeCharacter(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"ab", "ab"},
		{"aé", "aé"},
		{"a\xc3", "a"},
		{"a\xf0\x9f\x98", "a"},
		{"\xf0\x9f", ""},
		{"", ""},
		{"a\xff", "a\xff"}, // never was UTF-8
	} {
		if got := string(wholeRunes([]byte(test.in))); got != test.want {
			t.Errorf("wholeRunes(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func TestParseAttemptRefuses(t *testing.T) {
	for _, object := range []string{``, `[]`, `{}`, `{"began":"yesterday"}`, `{"began":1}`, `{"began":"2026-03-04T05:06:07Z","tries":"x"}`} {
		if a, err := ParseAttempt([]byte(object)); err == nil {
			t.Errorf("ParseAttempt(%s) = %+v", object, a)
		}
	}
}

func TestMeaning(t *testing.T) {
	ld := "https://events.launchdarkly.com/events/bulk/x"
	for _, test := range []struct {
		name string
		a    Attempt
		want string // its beginning
	}{
		{"a dry run", Attempt{DryRun: true}, "A dry run: nothing was sent."},
		{"202 proves nothing", Attempt{Kind: LaunchDarkly, Status: 202, Tries: 1}, "Accepted, which proves nothing yet: LaunchDarkly validates little at this point,"},
		{"200 from a fake", Attempt{Kind: LaunchDarklyImport, Status: 200, Tries: 1}, "Accepted, which proves nothing yet"},
		{"the token", Attempt{Kind: LaunchDarklyImport, Status: 401}, "LaunchDarkly does not accept the access token (401 Unauthorized): it is wrong, or its role does not allow importEventData"},
		{"the role", Attempt{Kind: LaunchDarklyImport, Status: 403}, "LaunchDarkly forbids it (403 Forbidden). The role"},
		{"the schema", Attempt{Kind: LaunchDarklyImport, Status: 406}, "LaunchDarkly wants event schema 4"},
		{"no credential is asked here", Attempt{Kind: LaunchDarkly, Status: 401}, "LaunchDarkly refused it (401 Unauthorized), though this route asks for no credential."},
		{"the wrong instance", Attempt{Kind: LaunchDarkly, Status: 404, URL: ld}, "events.launchdarkly.com does not know this address. Check the client-side ID"},
		{"too large", Attempt{Kind: LaunchDarkly, Status: 413}, "LaunchDarkly finds the event too large"},
		{
			"rate limit",
			Attempt{Kind: LaunchDarkly, Status: 429, Tries: 4, URL: ld},
			"events.launchdarkly.com asks to slow down (429 Too Many Requests), and still did after 4 tries.",
		},
		{"their problem", Attempt{Kind: Segment, Status: 503, Tries: 1, URL: "https://api.segment.io/"}, "api.segment.io has a problem of its own (503 Service Unavailable) after 1 try."},
		{"here keeps it not", Attempt{Kind: Here, Status: 503}, "segtap could not keep it"},
		{"here", Attempt{Kind: Here, Status: 200}, "Captured again, as an entry"},
		{"something else listens here", Attempt{Kind: Here, Status: 204, URL: "http://127.0.0.1:80/"}, "127.0.0.1:80 took it (204 No Content)."},
		{"segment", Attempt{Kind: Segment, Status: 200}, "Accepted, which proves little: Segment answers 200 to nearly everything"},
		{"segment refuses", Attempt{Kind: Segment, Status: 400}, "Segment refused it (400 Bad Request): it is not JSON, or larger than 32 KB."},
		{"any 4xx", Attempt{Kind: LaunchDarkly, Status: 418, URL: ld}, "events.launchdarkly.com refused it (418 I'm a teapot)."},
		{
			"elsewhere",
			Attempt{Kind: URL, Status: 302, URL: "http://a/", ResponseHeader: []Field{{"Location", "http://b/"}}},
			"a points elsewhere (302 Found to http://b/); segtap does not follow",
		},
		{"a number that is no status", Attempt{Kind: URL, Status: 999}, "An answer that HTTP does not know: 999."},
		{
			"tried twice without a payload id",
			Attempt{Kind: LaunchDarkly, Status: 202, Tries: 2},
			ldAccepted + " It took 2 tries, and one that failed on the other side may have been counted all the same.",
		},
		{"tried twice with one", Attempt{Kind: LaunchDarklyImport, Status: 202, Tries: 2}, ldAccepted},
		{"a relay that took a custom event", Attempt{Kind: URL, Status: 202, Tries: 1, URL: "http://a/", RequestHeader: []Field{{"X-LaunchDarkly-Event-Schema", "4"}}}, ldAccepted},
		{
			"a relay that took it at the second try",
			Attempt{Kind: URL, Status: 200, Tries: 2, URL: "http://a/", RequestHeader: []Field{{"X-LaunchDarkly-Event-Schema", "3"}}},
			ldAccepted + " It took 2 tries,",
		},
		{"a relay that refused one", Attempt{Kind: URL, Status: 404, URL: "http://a/", RequestHeader: []Field{{"X-LaunchDarkly-Event-Schema", "4"}}}, "a does not know this address (404 Not Found)."},
		{"a message to a URL", Attempt{Kind: URL, Status: 202, Tries: 2, URL: "http://a/"}, "a took it (202 Accepted)."},
		{"refused", Attempt{Failure: Refused, URL: ld}, "Nothing listens at events.launchdarkly.com"},
		{"timeout", Attempt{Failure: TimedOut, URL: ld}, "No answer from events.launchdarkly.com in time. Whether the event was taken is not known"},
		{"TLS", Attempt{Failure: Certificate, Err: "unknown authority", URL: ld}, "events.launchdarkly.com could not prove who it is (unknown authority)"},
		{"no name", Attempt{Failure: NoSuchHost, URL: ld}, "There is no address for the host of events.launchdarkly.com"},
		{"stopped", Attempt{Failure: Canceled, Tries: 1}, "Stopped from here before an answer came."},
		{"stopped before", Attempt{Failure: Canceled}, "Stopped from here before it was sent."},
		{"begun", Attempt{Begun: true}, "It was about to be sent, and segtap ended before it knew what came of that. Whether the event was taken is not known, and sending it again may count it twice."},
		{"stopped between tries", Attempt{Failure: Canceled, Status: 503}, "Stopped from here; the last answer was 503 Service Unavailable."},
		{"half an answer", Attempt{Kind: LaunchDarkly, Failure: Closed, Status: 202}, ldAccepted + " The rest of the answer did not come."},
		{"nobody said yes", Attempt{Failure: NotApproved, URL: ld}, "Not sent: events.launchdarkly.com is outside this machine"},
		{"a failure of another version", Attempt{Failure: "gremlins", Err: "x", URL: ":"}, "No answer from the target: x."},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.a.Meaning(); !strings.HasPrefix(got, test.want) {
				t.Errorf("got  %s\nwant %s…", got, test.want)
			}
		})
	}
}

func TestEveryStatusHasAMeaning(t *testing.T) {
	for _, kind := range []Kind{Here, LaunchDarkly, LaunchDarklyImport, Segment, URL, "other"} {
		for status := range 1000 {
			a := Attempt{Kind: kind, Status: status, Tries: 1, URL: "http://h/"}
			if got := a.Meaning(); got == "" || strings.ContainsAny(got, "{}") {
				t.Fatalf("%s %d means %q", kind, status, got)
			}
		}
	}
}
