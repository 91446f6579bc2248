package login

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A password goes where it was given for, and nowhere else.
func TestAPasswordGoesWhereItWasGivenFor(t *testing.T) {
	const known = "nats://me:p%40ss@a:4222,b/TEAM"
	for text, want := range map[string]string{
		"nats://a:4222/TEAM":        "nats://me:p%40ss@a:4222/TEAM",
		"nats://b,a/TEAM":           "nats://me:p%40ss@b:4222,a:4222/TEAM",
		"nats://a/TEAM.wk%2Fx":      "nats://me:p%40ss@a:4222/TEAM.wk%2Fx",
		"nats://a/OTHER":            "nats://a/OTHER",
		"nats://a/OTHER.wk":         "nats://a/OTHER.wk",
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
	long := strings.Repeat("k", longest-1)
	for text, want := range map[string]string{
		"nats://host/S":                           "nats://host:4222/S",
		"nats://a:1,b:2/TEAM-1_x":                 "nats://a:1,b:2/TEAM-1_x",
		"tls://user:pass@[::1]:7/S":               "tls://[::1]:7/S",
		"nats://token@10.0.0.1/S":                 "nats://10.0.0.1:4222/S",
		"nats://us%40er:p%40ss@a,b:4/S":           "nats://a:4222,b:4/S",
		"nats://host/S.wk_storefront":             "nats://host:4222/S.****",
		"nats://u:p@host/S.aW9kPq2bTz8xLmC4vKd7":  "nats://host:4222/S.****vKd7",
		"nats://host/S.__":                        "nats://host:4222/S.****",
		"nats://host/S." + long:                   "nats://host:4222/S.****kkkk",
		"nats://host":                             "",
		"nats://host/":                            "",
		"nats://host/S.":                          "write key",
		"nats://host/.wk":                         "",
		"nats://host/S.wk.track":                  "%2E",
		"nats://host/S.secret.track":              "%2E",
		"nats://host/S.*":                         "%2A",
		"nats://host/S.>":                         "%3E",
		"nats://host/S.secret%zz":                 "%25",
		"nats://host/S._":                         "without one",
		"nats://host/S.%5F":                       "without one",
		"nats://host/S." + long + "k":             "whole stream",
		"nats://host/S." + long[:60] + "%20%20":   "whole stream",
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
		if !strings.Contains(want, "://") {
			if !errors.Is(err, ErrAddress) || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", text, err)
			}
			continue
		}
		if err != nil || got.String() != want {
			t.Errorf("%s is read as %s, %v", text, got, err)
		}
	}
}

// Whatever a write key is, it comes back from the address that has it, and no other has its
// token; or it is refused.
func TestWriteKeysInAddresses(t *testing.T) {
	texts := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z_.%@/=*> ]{1,5}`), rapid.StringMatching(`k{60}[k_ ]{0,9}`), rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOfN(rapid.Byte(), 0, 9).Draw(t, "bytes")) }))
	rapid.Check(t, func(t *rapid.T) {
		keys := [2]string{texts.Draw(t, "key"), texts.Draw(t, "another")}
		var read [2]bool
		for i, key := range keys {
			got, err := Parse("nats://host/S." + escapeKey(key))
			if read[i] = err == nil; read[i] && got.Key != key {
				t.Fatalf("%q comes back as %q", key, got.Key)
			}
			if with := With("nats://host/S."+escapeKey(key), "nats://me:p%40ss@host/S"); read[i] {
				if again, err := Parse(with); err != nil || again.Key != key || again.user.Username() != "me" {
					t.Fatalf("%q with a password is %s, %v", key, with, err)
				}
			}
		}
		if read[0] && keys[0] != keys[1] && Token(keys[0]) == Token(keys[1]) {
			t.Fatalf("%q and %q are both %s", keys[0], keys[1], Token(keys[0]))
		}
		if got := Token(keys[0]); got == "" || len(got) > 66 || strings.ContainsAny(got, ".*> \t\r\n") {
			t.Fatalf("%q becomes %q", keys[0], got)
		}
	})
	for text, want := range map[string]string{"": "_", "wk_1-A": "wk_1-A", "a.b >": "a=2Eb=20=3E"} {
		if got := Token(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
