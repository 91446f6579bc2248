package replay

import (
	"strings"
	"testing"
)

func TestOnlyLoopbackNeedsNoConsent(t *testing.T) {
	for _, test := range []struct {
		url    string
		needed bool
	}{
		{"http://127.0.0.1:8910/x", false},
		{"http://127.0.0.2/", false},
		{"http://127.255.255.254/", false},
		{"https://[::1]:8443/", false},
		{"http://[::1%25lo]/", false},
		{"http://[::ffff:127.0.0.1]/", false},
		{"http://localhost:1/", false},
		{"http://LocalHost/", false},

		{"http://localhost.evil.com/", true},
		{"http://localhost./", true},
		{"http://a.localhost/", true},
		{"http://localho\u017ft/", true}, // the long s, which folds to s
		{"http://127.0.0.1.evil.com/", true},
		{"http://127.0.0.1@evil.com/", true},
		{"http://localhost:80@evil.com/", true},
		{"http://evil@127.0.0.1/", true}, // harmless, but nobody writes it by chance
		{"http://evil.com#@127.0.0.1/", true},
		{"http://evil.com?@127.0.0.1/", true},
		{`http://127.0.0.1\@evil.com/`, true},
		{"http://10.0.0.1/", true},
		{"http://192.168.1.1/", true},
		{"http://0.0.0.0/", true},
		{"http://[::]/", true},
		{"http://127.1/", true},
		{"http://2130706433/", true},
		{"http://0177.0.0.1/", true},
		{"http://128.0.0.1/", true},
		{"http://[::ffff:10.0.0.1]/", true},
		{"https://events.launchdarkly.com/", true},
		{"", true},
		{"::", true},
	} {
		t.Run(test.url, func(t *testing.T) {
			target := Target{Name: "x", Kind: URL, URL: test.url}
			got := target.Consent(1, Environment{})
			if got.Needed != test.needed || (got.Sentence != "") != test.needed {
				t.Errorf("Consent = %+v, want needed %v", got, test.needed)
			}
			target.DryRun = true
			if dry := target.Consent(1, Environment{}); dry.Needed {
				t.Errorf("a dry run asks: %+v", dry)
			}
		})
	}
}

// What a person has called critical is asked for on this machine too: a relay may listen
// there and pass it on.
func TestACriticalTargetOnThisMachineAsks(t *testing.T) {
	target := Target{Name: "st", Kind: LaunchDarkly, URL: "http://127.0.0.1:7101", ClientSideID: testClientID, Project: "p", Environment: "prod", Critical: true}
	if got := target.Consent(1, Environment{}); !got.Needed || got.TypeToConfirm != "prod" {
		t.Errorf("%+v", got)
	}
	target.DryRun = true
	if got := target.Consent(1, Environment{}); got.Needed {
		t.Errorf("a dry run asks: %+v", got)
	}
}

func TestConsentNamesWhatIsAtStake(t *testing.T) {
	const counts = "? A replay counts now: a running experiment there takes it into its results, and it cannot be taken back."
	verified := Environment{Project: "storefront", Key: "production", ClientSideID: testClientID, Critical: true}
	for _, test := range []struct {
		name  string
		spec  string
		env   func(*Env)
		known Environment
		count int
		want  string
		typed string
	}{
		{
			"an environment nobody knows", "launchdarkly",
			func(e *Env) { e.Project, e.Environment = "", "" },
			Environment{},
			1,
			"Send 1 event to LaunchDarkly at events.launchdarkly.com, client-side ID " + testClientID + ", whose environment segtap does not know" + counts, "",
		},
		{
			"a configured environment is not proof", "launchdarkly", nil,
			Environment{},
			12345,
			"Send 12,345 events to LaunchDarkly at events.launchdarkly.com, client-side ID " + testClientID +
				", probably storefront/test (segtap has not checked that)" + counts + " Whether it is critical is not known.", "test",
		},
		{
			"a critical environment is typed", "launchdarkly", nil, verified, 2,
			"Send 2 events to LaunchDarkly at events.launchdarkly.com, environment storefront/production" + counts, "production",
		},
		{
			"one of which LaunchDarkly did not say whether it is critical", "launchdarkly", nil,
			Environment{Project: "storefront", Key: "production", ClientSideID: testClientID, CriticalUnknown: true},
			2,
			"Send 2 events to LaunchDarkly at events.launchdarkly.com, environment storefront/production" + counts + " LaunchDarkly did not say whether it is critical.", "production",
		},
		{
			"also when the ID was not checked", "launchdarkly", nil,
			Environment{Project: "storefront", Key: "production", Critical: true},
			1,
			"Send 1 event to LaunchDarkly at events.launchdarkly.com, client-side ID " + testClientID +
				", probably storefront/production (segtap has not checked that)" + counts, "production",
		},
		{
			"the ID of another environment", "launchdarkly", nil,
			Environment{Project: "storefront", Key: "test", ClientSideID: "ffffffffffffffffffffffff"},
			1,
			"Send 1 event to LaunchDarkly at events.launchdarkly.com, client-side ID " + testClientID +
				", which is not that of storefront/test but of an environment that segtap does not know" + counts, "",
		},
		{
			"the import API", "launchdarkly-import", nil,
			Environment{Project: "storefront", Key: "test", Critical: true},
			1,
			"Send 1 event to LaunchDarkly at events.launchdarkly.com, environment storefront/test" + counts, "test",
		},
		{
			"the import API elsewhere than the critical one", "launchdarkly-import", nil, verified, 1,
			"Send 1 event to LaunchDarkly at events.launchdarkly.com, environment storefront/test" + counts + " Whether it is critical is not known.", "test",
		},
		{
			"segment", "segment", nil,
			Environment{},
			1,
			"Send 1 message to Segment at api.segment.io, with write key ****dK3a? Every destination of that source receives it, " +
				"and where LaunchDarkly is one, it counts now in a running experiment.", "",
		},
		{
			"segment with the keys of the messages, unencrypted", "segment",
			func(e *Env) { e.WriteKey, e.SegmentURL = Secret{}, "http://segment.test" },
			Environment{},
			1,
			"Send 1 message to Segment at segment.test, with the write key of each message? Every destination of that source receives it, " +
				"and where LaunchDarkly is one, it counts now in a running experiment. It travels unencrypted.", "",
		},
		{
			"a URL that is the critical environment's", "event:https://events.launchdarkly.com/events/bulk/" + testClientID, nil, verified, 1,
			"Send 1 custom event to events.launchdarkly.com? If LaunchDarkly is behind it, a replay counts now in a running experiment, and it cannot be taken back.", "production",
		},
		{"any URL", "event:https://example.com:8443/x", nil, Environment{}, 2, "Send 2 custom events to example.com:8443? If LaunchDarkly is behind it, a replay counts now in a running experiment, and it cannot be taken back.", ""},
		{"a fake LaunchDarkly on this machine", "launchdarkly", func(e *Env) { e.EventsURL = "http://127.0.0.1:9" }, verified, 1, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			env := everything()
			if test.env != nil {
				test.env(&env)
			}
			target, err := Parse(test.spec, env)
			if err != nil {
				t.Fatal(err)
			}
			got := target.Consent(test.count, test.known)
			if got.Sentence != test.want || got.TypeToConfirm != test.typed || got.Needed != (test.want != "") {
				t.Errorf("Consent\n got %+v\nwant %q, typed %q", got, test.want, test.typed)
			}
			if strings.Contains(got.Sentence, testWriteKey) {
				t.Error("the sentence shows the write key")
			}
		})
	}
}
