package replay

import (
	"errors"
	"strings"
	"testing"
)

const (
	testClientID = "5f8a1b2c3d4e5f6a7b8c9d0e"
	testToken    = "api-11111111-2222-3333-4444-555566667777"
	testWriteKey = "wkQ7rT2mZx90LbVc4NsYp1Ue8GhJdK3a"
)

// everything is an Env that lacks nothing.
func everything() Env {
	return Env{
		Address: "http://127.0.0.1:8910", ClientSideID: testClientID, Project: "storefront", Environment: "test",
		AccessToken: NewSecret(testToken), WriteKey: NewSecret(testWriteKey),
	}
}

func TestParse(t *testing.T) {
	for _, test := range []struct {
		name, spec string
		env        func(*Env)
		want       Target // Name is the spec
	}{
		{"this endpoint", "here", nil, Target{Kind: Here, URL: "http://127.0.0.1:8910"}},
		{
			"white space around is not part of it", " here\n", nil,
			Target{Name: "here", Kind: Here, URL: "http://127.0.0.1:8910"},
		},
		{"launchdarkly at the default host", "launchdarkly", nil, Target{
			Kind: LaunchDarkly, URL: "https://events.launchdarkly.com",
			ClientSideID: testClientID, Project: "storefront", Environment: "test",
		}},
		{
			"launchdarkly needs neither token nor project", "launchdarkly",
			func(e *Env) { *e = Env{ClientSideID: testClientID} },
			Target{Kind: LaunchDarkly, URL: "https://events.launchdarkly.com", ClientSideID: testClientID},
		},
		{
			"the EU instance, with a slash too many", "launchdarkly",
			func(e *Env) { *e = Env{ClientSideID: testClientID, EventsURL: "https://events.eu.launchdarkly.com/"} },
			Target{Kind: LaunchDarkly, URL: "https://events.eu.launchdarkly.com", ClientSideID: testClientID},
		},
		{
			"a fake on this machine behind a path", "launchdarkly",
			func(e *Env) { *e = Env{ClientSideID: testClientID, EventsURL: "http://127.0.0.1:9999/relay"} },
			Target{Kind: LaunchDarkly, URL: "http://127.0.0.1:9999/relay", ClientSideID: testClientID},
		},
		{"the metric import API", "launchdarkly-import", nil, Target{
			Kind: LaunchDarklyImport, URL: "https://events.launchdarkly.com",
			Project: "storefront", Environment: "test", AccessToken: NewSecret(testToken),
		}},
		{"segment", "segment", nil, Target{Kind: Segment, URL: "https://api.segment.io", WriteKey: NewSecret(testWriteKey)}},
		{
			"segment with the write key of each message", "segment",
			func(e *Env) { e.WriteKey = Secret{} },
			Target{Kind: Segment, URL: "https://api.segment.io"},
		},
		{"a URL gets the message", "https://example.com/hook?a=1", nil, Target{Kind: URL, URL: "https://example.com/hook?a=1", Payload: Message}},
		{"message said aloud", "message:http://localhost:1/x", nil, Target{Kind: URL, URL: "http://localhost:1/x", Payload: Message}},
		{"a URL that gets the custom event", "event:https://example.com/", nil, Target{Kind: URL, URL: "https://example.com/", Payload: CustomEvent}},
		{"a fragment is never sent", "https://example.com/a#b", nil, Target{Kind: URL, URL: "https://example.com/a", Payload: Message}},
		{
			"a dry run needs nothing", "dry-run", func(e *Env) { *e = Env{} },
			Target{Kind: LaunchDarkly, DryRun: true, URL: "https://events.launchdarkly.com"},
		},
		{
			"a dry run of the import API", "dry-run:launchdarkly-import", func(e *Env) { *e = Env{} },
			Target{Kind: LaunchDarklyImport, DryRun: true, URL: "https://events.launchdarkly.com"},
		},
		{
			"a dry run of a URL", "dry-run:event:https://example.com/", nil,
			Target{Kind: URL, DryRun: true, URL: "https://example.com/", Payload: CustomEvent},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			env := everything()
			if test.env != nil {
				test.env(&env)
			}
			if test.want.Name == "" {
				test.want.Name = test.spec
			}
			got, err := Parse(test.spec, env)
			if err != nil || got != test.want {
				t.Errorf("Parse(%q)\n got %+v, %v\nwant %+v", test.spec, got, err, test.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, test := range []struct {
		name, spec string
		env        func(*Env)
		says       string // part of the error
		not        string // never part of the error
	}{
		{"nothing", "", nil, "an empty name is not a target", ""},
		{"an unknown word", "launchdarkyl", nil, `"launchdarkyl" is not a target; use here, launchdarkly`, ""},
		{"a host without a scheme", "localhost:8080/x", nil, "begins with http:// or https://", ""},
		{"another scheme", "ftp://example.com/", nil, "begin it with http:// or https://", ""},
		{"a bare path", "event:/x", nil, "not an absolute URL", ""},
		{"no host", "http:///x", nil, "names no host", ""},
		{"no such port", "http://127.0.0.1:99999/", nil, "has a port that there is none of", "99999"},
		{"a dry run of a dry run", "dry-run:dry-run", nil, "not a target", ""},
		{"a user name that looks like a host", "http://127.0.0.1@evil.com/", nil, "its host, which is evil.com", ""},
		{"a password is not repeated", "https://joe:hunter22@example.com/", nil, "user name before its host", "hunter22"},
		{"nor in a URL that cannot be read", "https://joe:hun%zzter22@example.com/", nil, "is not a URL", "ter22"},
		{"a backslash in the host", `http://127.0.0.1\@evil.com/`, nil, "is not a URL", ""},
		{"a host that looks like another", "https://еvents.launchdarkly.com/", nil, "outside ASCII", ""},
		{"a token in the place of a target", testToken, nil, "an API access token (api-…) is not a target", testToken},

		{"here without an endpoint", "here", func(e *Env) { e.Address = "" }, "none is running", ""},
		{
			"launchdarkly without a client-side ID", "launchdarkly", func(e *Env) { e.ClientSideID = "" },
			"launchdarkly needs a client-side ID; set --ld-client-side-id or LD_CLIENT_SIDE_ID", "",
		},
		{
			"an SDK key for a client-side ID", "launchdarkly", func(e *Env) { e.ClientSideID = "sdk-0123-secret" },
			"the client-side ID is an SDK key (sdk-…), which LaunchDarkly does not take here; give the environment's client-side ID", "0123-secret",
		},
		{"in a dry run too", "dry-run", func(e *Env) { e.ClientSideID = "sdk-0123" }, "is an SDK key", "0123"},
		{"a mobile key for a client-side ID", "launchdarkly", func(e *Env) { e.ClientSideID = "mob-0123" }, "is a mobile key", "0123"},
		{"a token for a client-side ID", "launchdarkly", func(e *Env) { e.ClientSideID = testToken }, "is an API access token", testToken},
		{"a client-side ID that changes the path", "launchdarkly", func(e *Env) { e.ClientSideID = "../x?y" }, "characters that no such key has", ""},
		{"a client-side ID that is a path step", "launchdarkly", func(e *Env) { e.ClientSideID = ".." }, "characters that no such key has", ""},
		{"an events host without a scheme", "launchdarkly", func(e *Env) { e.EventsURL = "events.launchdarkly.us" }, "--ld-events-url is not an absolute URL", ""},
		{"an events URL with a query", "launchdarkly", func(e *Env) { e.EventsURL = "https://x/?a" }, "--ld-events-url has a query", ""},
		{
			"the import API without anything", "launchdarkly-import", func(e *Env) { *e = Env{} },
			"launchdarkly-import needs a project key, an environment key and an API access token; " +
				"set --ld-project or LD_PROJECT, --ld-environment or LD_ENVIRONMENT and LD_ACCESS_TOKEN", "",
		},
		{
			"the import API without a token", "launchdarkly-import", func(e *Env) { e.AccessToken = Secret{} },
			"launchdarkly-import needs an API access token; set LD_ACCESS_TOKEN", "",
		},
		{
			"an SDK key for a token", "launchdarkly-import", func(e *Env) { e.AccessToken = NewSecret("sdk-0123") },
			"the access token is an SDK key", "0123",
		},
		{
			"a token of two lines", "launchdarkly-import", func(e *Env) { e.AccessToken = NewSecret("api-12\nX: 34") },
			"characters that no token has", "34",
		},
		{
			"a token over plain http", "launchdarkly-import", func(e *Env) { e.EventsURL = "http://ld.example" },
			"the access token would travel unencrypted to ld.example; begin --ld-events-url with https://", "",
		},
		{
			"an instance whose events may go anywhere", "launchdarkly", func(e *Env) { e.EventsUnknown = true },
			"cannot be told from --ld-base-url or LD_BASE_URI, which name none of its own instances; set --ld-events-url", "",
		},
		{"the same for the import API", "launchdarkly-import", func(e *Env) { e.EventsUnknown = true }, "set --ld-events-url", ""},
		{"a project key that changes the path", "launchdarkly-import", func(e *Env) { e.Project = "a/b" }, "the project key has characters", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			env := everything()
			if test.env != nil {
				test.env(&env)
			}
			got, err := Parse(test.spec, env)
			var refusal *Error
			if !errors.As(err, &refusal) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("Parse(%q) = %+v, %v; want an error with %q", test.spec, got, err, test.says)
			}
			if err != nil && test.not != "" && strings.Contains(err.Error(), test.not) {
				t.Errorf("the error repeats a secret: %v", err)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"here", "dry-run:segment", "event:https://a.b/?c#d", "http://[::1%25lo]:80", "message:", "https://u:p@h"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		target, err := Parse(spec, everything())
		if err != nil {
			return
		}
		// Whatever is taken can be shown and asked about.
		item := Item{Message: []byte(`{"type":"track"}`), EventBody: []byte(`[{}]`)}
		request, err := target.Request(item, testOptions())
		if err != nil {
			t.Fatalf("Parse(%q) gives %+v, which makes no request: %v", spec, target, err)
		}
		_, _, _ = request.Preview(), request.Curl(), target.Consent(1, Environment{})
	})
}

func TestParseNamed(t *testing.T) {
	env := everything()
	env.Named = []Named{
		{Name: "prod", Kind: LaunchDarkly, ClientSideID: "aaaaaaaaaaaaaaaaaaaaaaaa", URL: "https://events.eu.launchdarkly.com", Environment: "production", Critical: true},
		{Name: "import", Kind: LaunchDarklyImport, Project: "p", Environment: "e", TokenEnv: "T", AccessToken: NewSecret("api-1")},
		{Name: "unset", Kind: Segment, WriteKeyEnv: "K"},
		{Name: "hook", Kind: URL, URL: "https://example.com/x", Payload: CustomEvent},
	}
	prod, err := Parse("prod", env)
	if err != nil || prod.ClientSideID != "aaaaaaaaaaaaaaaaaaaaaaaa" || prod.URL != "https://events.eu.launchdarkly.com" || prod.Project != "" || prod.Name != "prod" {
		t.Errorf("%+v, %v", prod, err)
	}
	if c := prod.Consent(3, Environment{}); c.TypeToConfirm != "production" {
		t.Errorf("%+v", c)
	}
	imported, err := Parse("import", env)
	if err != nil || imported.AccessToken.Reveal() != "api-1" || imported.Project != "p" {
		t.Errorf("%+v, %v", imported, err)
	}
	if r, err := imported.Request(Item{EventBody: []byte(trackEvent)}, testOptions()); err != nil || !strings.Contains(r.Curl(), `"Authorization: $T"`) {
		t.Errorf("%v\n%s", err, r.Curl())
	}
	if _, err := Parse("unset", env); err == nil || !strings.Contains(err.Error(), "from K, which is not set") {
		t.Error(err)
	}
	if hook, err := Parse("dry-run:hook", env); err != nil || !hook.DryRun || hook.Payload != CustomEvent || hook.URL != "https://example.com/x" {
		t.Errorf("%+v, %v", hook, err)
	}
}
