package stream

import "testing"

// A password goes where it was given for, and nowhere else.
func TestWithLogin(t *testing.T) {
	const known = "nats://me:p%40ss@a:4222,b/TEAM"
	for text, want := range map[string]string{
		"nats://a:4222/TEAM":        "nats://me:p%40ss@a:4222/TEAM",
		"nats://b,a/TEAM":           "nats://me:p%40ss@b:4222,a:4222/TEAM",
		"nats://a/OTHER":            "nats://a/OTHER",
		"nats://a:4333/TEAM":        "nats://a:4333/TEAM",
		"nats://a,elsewhere/TEAM":   "nats://a,elsewhere/TEAM",
		"tls://a/TEAM":              "tls://a/TEAM",
		"nats://other:one@a/TEAM":   "nats://other:one@a/TEAM",
		"capture.ndjson":            "capture.ndjson",
		"nats://a:4222/TEAM/larger": "nats://a:4222/TEAM/larger",
	} {
		if got := WithLogin(text, known); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	for _, from := range []string{"", "nats://a/TEAM", "nonsense"} {
		if got := WithLogin("nats://a/TEAM", from); got != "nats://a/TEAM" {
			t.Errorf("from %q: %s", from, got)
		}
	}
}
