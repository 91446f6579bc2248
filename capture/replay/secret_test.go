package replay

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestASecretShowsItsMask(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"none", "", ""},
		{"white space", " \n", ""},
		{"a short one", "wk", "****"},
		{"nineteen characters", "0123456789012345678", "****"},
		{"a long one shows its last four", "01234567890123456789abcd", "****abcd"},
		{"unless they are no letters", "01234567890123456789a\x1bcd", "****"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := NewSecret(test.text)
			holder := struct{ s Secret }{s} // unexported, so fmt cannot call String
			for _, verb := range []string{"%v", "%s", "%q", "%x", "%d", "%+v", "%#v"} {
				if got := fmt.Sprintf(verb, s); got != test.want {
					t.Errorf("%s gives %q, want %q", verb, got, test.want)
				}
				if got := fmt.Sprintf(verb, holder); len(test.text) > 3 && strings.Contains(got, test.text[:4]) {
					t.Errorf("%s of a holder gives %q", verb, got)
				}
			}
			if got, err := json.Marshal(map[string]any{"s": s}); err != nil || string(got) != `{"s":"`+test.want+`"}` {
				t.Errorf("JSON is %s, %v", got, err)
			}
			if line := logged(s); len(test.text) > 8 && strings.Contains(line, test.text[:8]) { // a time of day may have fewer of its digits
				t.Errorf("the log has %s", line)
			}
			if s != NewSecret(test.text+"\n") || s.Reveal() != strings.TrimSpace(test.text) {
				t.Errorf("reveals %q", s.Reveal())
			}
		})
	}
}

func TestASecretIsNeverShown(t *testing.T) {
	key := rapid.StringMatching(`[A-Za-z0-9]{8,40}`)
	spec := rapid.SampledFrom([]string{
		"here", "segment", "launchdarkly", "launchdarkly-import", "https://example.com/", "event:https://example.com/", "dry-run:segment", "dry-run:launchdarkly-import",
	})
	rapid.Check(t, func(t *rapid.T) {
		token, configured, came := "api-"+key.Draw(t, "token"), key.Draw(t, "configured"), key.Draw(t, "came")
		env := everything()
		env.AccessToken, env.WriteKey = NewSecret(token), NewSecret(configured)
		if rapid.Bool().Draw(t, "without a configured write key") {
			env.WriteKey = Secret{}
		}
		target, err := Parse(spec.Draw(t, "spec"), env)
		if err != nil {
			t.Fatal(err)
		}
		control := rapid.SampledFrom([]string{"", "\x7f", "\xff"}).Draw(t, "a byte")
		message := fmt.Sprintf(`{"type":"track","writeKey":%q,"properties":{"a":%q,"b":"%s"}}`, came, token+configured, control)
		item := Item{EntryID: 1, Message: []byte(message), EventBody: []byte("[" + message + "]"), WriteKey: NewSecret(came)}
		request, err := target.Request(item, testOptions())
		if err != nil {
			t.Fatal(err)
		}
		fake := &network{answers: []answerOrError{echo(token, configured, came)}}
		attempt := NewClient(fake, (&patience{now: testNow}).clock(), steadyPauses).Do(t.Context(), request.Approve(), nil)
		record, err := attempt.AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		shown := strings.Join([]string{
			previewText(request), request.Curl(), string(record), attempt.Meaning(), strings.Join(request.Notes, ""),
			string(attempt.RequestBody), string(attempt.ResponseBody),
			target.Consent(1, Environment{}).Sentence, fmt.Sprintf("%v %+v %#v", target, &target, target),
			fmt.Sprintf("%+v %#v %v", env, env, item.WriteKey), fmt.Sprintf("%+v", request.credentials), logged(target),
		}, "\n")
		secrets := []string{token, came}
		if !env.WriteKey.IsZero() {
			secrets = append(secrets, configured)
		}
		for _, secret := range secrets {
			if target.Kind != LaunchDarklyImport && secret == token {
				continue // this target does not know it
			}
			if target.Kind != Segment && secret == configured && secret != came {
				continue
			}
			for _, form := range []string{secret, base64.StdEncoding.EncodeToString([]byte(secret + ":"))} {
				if strings.Contains(shown, form) {
					t.Fatalf("%q is shown by %s:\n%s", form, target, shown)
				}
			}
		}
	})
}

// echo answers as a receiver that repeats all it was sent, in the body, in a
// field and, by breaking off, in an error.
func echo(secrets ...string) answerOrError {
	var all string
	for _, s := range secrets {
		all += s + " " + base64.StdEncoding.EncodeToString([]byte(s+":")) + " "
	}
	return answerOrError{
		status: 400, header: http.Header{"X-Echo": {all}},
		body: io.MultiReader(strings.NewReader(all), brokenBody{errors.New("broken: " + all)}),
	}
}

func logged(value any) string {
	var b strings.Builder
	slog.New(slog.NewTextHandler(&b, nil)).Info("x", "v", value)
	slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "v", value)
	return b.String()
}

func TestASecretAtTheCutIsNotShownByHalf(t *testing.T) {
	secret := "0123456789abcdef"
	credentials := []credential{{NewSecret(secret), "X"}}
	for n := range len(secret) {
		body := strings.Repeat("x", MaxResponseBody-n) + secret + secret
		kept, truncated := capped([]byte(body), credentials)
		if got := strings.Trim(string(kept), "x*"); got != "" || !truncated {
			t.Errorf("cut after %d characters, %q is left", n, got)
		}
	}
}

func TestAShortWriteKeyDoesNotMaskTheText(t *testing.T) {
	target := Target{Name: "here", Kind: Here, URL: "http://127.0.0.1:1"}
	request, err := target.Request(Item{Message: []byte(`{"type":"track","event":"track"}`), WriteKey: NewSecret("track")}, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if got := previewText(request); !strings.HasSuffix(got, `{"type":"track","event":"track"}`) || !strings.Contains(got, "Basic ****\n") {
		t.Errorf("preview\n%s", got)
	}
}
