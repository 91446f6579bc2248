package login

import (
	"errors"
	"strings"
	"testing"
)

// A password goes where it was given for, and nowhere else.
func TestAPasswordGoesWhereItWasGivenFor(t *testing.T) {
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
		if got := With(text, known); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	for _, from := range []string{"", "nats://a/TEAM", "nonsense"} {
		if got := With("nats://a/TEAM", from); got != "nats://a/TEAM" {
			t.Errorf("from %q: %s", from, got)
		}
	}
}

func TestAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"nats://host/S":                           "nats://host:4222/S",
		"nats://a:1,b:2/TEAM-1_x":                 "nats://a:1,b:2/TEAM-1_x",
		"tls://user:pass@[::1]:7/S":               "tls://[::1]:7/S",
		"nats://token@10.0.0.1/S":                 "nats://10.0.0.1:4222/S",
		"nats://us%40er:p%40ss@a,b:4/S":           "nats://a:4222,b:4/S",
		"nats://host":                             "",
		"nats://host/":                            "",
		"nats://host/a.b":                         "",
		"nats://host/a b":                         "",
		"nats://host/ä":                           "",
		"nats:///S":                               "",
		"nats://a,,b/S":                           "",
		"ws://host/S":                             "",
		"capture.ndjson":                          "",
		"nats://host:99999/S":                     "",
		"nats://host:port/S":                      "",
		"nats://[::1/S":                           "",
		"nats://u:secret@a:1,u:secret@b:2/S":      "",
		"nats://user:very-secret%zz@host/S":       "",
		"nats://user:very-secret@host/not a name": "",
		"nats://user:very-secret/S":               "", // the host was forgotten
		"nats://user:very:secret/S":               "",
		"nats://a,user:very-secret/S":             "",
		"nats://secret:99999/S":                   "",
		"nats://host:4222/user:very-secret":       "",
	} {
		got, err := Parse(text)
		if want == "" {
			if !errors.Is(err, ErrAddress) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: %v", text, err)
			}
			continue
		}
		if err != nil || got.String() != want {
			t.Errorf("%s is read as %s, %v", text, got, err)
		}
	}
}
