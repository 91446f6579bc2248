package replay

import (
	"os/exec"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// runShell runs a curl line in the machine's shell, with a curl that prints
// its arguments and what it is piped, each behind a NUL.
func runShell(line string) (arguments []string, piped string, err error) {
	const fake = "curl() { for a; do printf '\\001%s' \"$a\"; done; printf '\\002'; case \"$*\" in *--data-binary*) cat;; esac; }\n"
	cmd := exec.Command("sh", "-c", fake+line)
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "LD_ACCESS_TOKEN=" + testToken, "SEGTAP_WRITE_KEY=" + testWriteKey}
	out, err := cmd.Output()
	if err != nil {
		return nil, "", err
	}
	head, piped, _ := strings.Cut(string(out), "\x02")
	return strings.Split(head, "\x01")[1:], piped, nil
}

func TestCurl(t *testing.T) {
	for _, test := range []struct {
		name, spec string
		item       Item
		want       string
	}{
		{
			"launchdarkly", "launchdarkly",
			Item{EventBody: []byte(`[{"key":"it's"}]`)},
			`curl -i -X POST 'https://events.launchdarkly.com/events/bulk/` + testClientID + `' \
  -H 'User-Agent: SegmentDestination/2.2.0' \
  -H 'Content-Type: application/json' \
  -H 'X-LaunchDarkly-Event-Schema: 4' \
  --data-raw '[{"key":"it'\''s"}]'`,
		},
		{
			"here, with the write key in the body as well", "here",
			Item{EntryID: 5, Lineage: "5.5ea1", Message: []byte(`{"type":"track","writeKey":"` + testWriteKey + `"}`), WriteKey: NewSecret(testWriteKey)},
			`curl -i -X POST 'http://127.0.0.1:8910/v1/track' \
  -H 'User-Agent: segtap/1.2.3' \
  -u "$SEGTAP_WRITE_KEY:" \
  -H 'Content-Type: application/json' \
  -H 'Segtap-Parent: 5.5ea1' \
  --data-raw '{"type":"track","writeKey":"'"$SEGTAP_WRITE_KEY"'"}'`,
		},
		{
			"the import API goes out plain", "launchdarkly-import",
			Item{EventBody: []byte(`[]`)},
			`curl -i -X POST 'https://events.launchdarkly.com/v2/event-data-import/storefront/test' \
  -H 'User-Agent: MetricImport-segtap-int/1.2.3' \
  -H "Authorization: $LD_ACCESS_TOKEN" \
  -H 'Content-Type: application/json' \
  -H 'X-LaunchDarkly-Event-Schema: 4' \
  -H 'X-LaunchDarkly-Payload-ID: 0b5e7c1e-0000-4000-8000-000000000001' \
  --data-raw '[]'`,
		},
		{
			"control characters go through printf", "http://[::1]:9/a?b={c}",
			Item{Message: []byte("100% \\ '\x1b[201~\x00\xff\u009b" + testWriteKey), WriteKey: NewSecret(testWriteKey)},
			`printf '100%% \\ \047\033[201~\000\377\302\233%s' "$SEGTAP_WRITE_KEY" |
curl -g -i -X POST 'http://[::1]:9/a?b={c}' \
  -H 'User-Agent: segtap/1.2.3' \
  -H 'Content-Type: application/json' \
  --data-binary @-`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			target, err := Parse(test.spec, everything())
			if err != nil {
				t.Fatal(err)
			}
			request, err := target.Request(test.item, testOptions())
			if err != nil {
				t.Fatal(err)
			}
			if got := request.Curl(); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestTheShellSeesTheSameRequest(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Fatalf("this test needs a POSIX shell: %v", err)
	}
	part := rapid.OneOf(
		rapid.SampledFrom([]string{
			"'", `"`, "\\", "$HOME", "`id`", "!", "%s", "%", "@", "\n", "\t", "\x00", "\x1b", "\xff", "é", "\u202e", "\u009b", testWriteKey, "-",
		}),
		rapid.StringMatching(`[ -~]{0,6}`),
	)
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Join(rapid.SliceOfN(part, 0, 12).Draw(t, "body"), "")
		path := rapid.StringMatching(`[a-z0-9/$'()!&;*~]{0,10}`).Draw(t, "path")
		target, err := Parse("http://127.0.0.1:9/"+path, Env{})
		if err != nil {
			t.Fatal(err)
		}
		request, err := target.Request(Item{Message: []byte(body), WriteKey: NewSecret(testWriteKey)}, testOptions())
		if err != nil {
			t.Fatal(err)
		}
		line := request.Curl()
		arguments, piped, err := runShell(line)
		if err != nil {
			t.Fatalf("%v\n%s", err, line)
		}
		if last := len(arguments) - 1; arguments[last-1] == "--data-raw" {
			piped, arguments[last] = arguments[last], "@-"
		}
		if piped != body {
			t.Fatalf("the shell sends %q, want %q\n%s", piped, body, line)
		}
		if got := arguments[3]; got != request.URL {
			t.Fatalf("the shell asks for %q, want %q", got, request.URL)
		}
	})
}
