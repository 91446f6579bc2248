package snippet_test

import (
	"strings"
	"testing"

	"segtap/ui/snippet"
)

// named gives the snippet of an SDK.
func named(t *testing.T, name string) snippet.Snippet {
	t.Helper()
	for _, s := range snippet.All() {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("there is no snippet %q", name)
	return snippet.Snippet{}
}

func filled(s snippet.Snippet, address string) string { return strings.Join(s.Fill(address), "\n") }

func TestSnippetsAreWhole(t *testing.T) {
	for _, s := range snippet.All() {
		for _, address := range []string{"http://127.0.0.1:8910", "https://localhost:8910", "http://[::1]:8910", "https://tap.test", "http://tap.test"} {
			t.Run(s.Name+" at "+address, func(t *testing.T) {
				lines := filled(s, address)
				for _, wrong := range []string{"{URL}", "{HOST}", "{NAME}", "{PORT}", "{SCHEME}", "[[", "]]:", "port: )"} {
					if strings.Contains(lines, wrong) {
						t.Errorf("%s is in\n%s", wrong, lines)
					}
				}
				host := strings.TrimPrefix(strings.TrimPrefix(address, "http://"), "https://")
				if !strings.Contains(lines, host) && s.Name != "ruby" {
					t.Errorf("%s is not in\n%s", host, lines)
				}
			})
		}
	}
}

// SDKs that speak https by themselves only are not talked into http when the
// endpoint speaks https.
func TestSnippetsForHTTPSHaveNoDetour(t *testing.T) {
	for _, s := range snippet.All() {
		t.Run(s.Name, func(t *testing.T) {
			lines := filled(s, "https://localhost:8910")
			for _, detour := range []string{"http://", "'http'", `"http"`, "PlainHTTP", "use_ssl = false", "requestFactory", "allowInsecureProxy"} {
				if strings.Contains(lines, detour) {
					t.Errorf("%s is in\n%s", detour, lines)
				}
			}
			notes := strings.Join(s.NotesFor("https://localhost:8910"), "\n")
			if !strings.Contains(notes, "segtap ca") || strings.Contains(notes, "plain http") || strings.Contains(notes, "https only") || strings.Contains(notes, "allowInsecureProxy") {
				t.Errorf("notes %s", notes)
			}
		})
	}
	for _, name := range []string{"ruby", "php", "csharp", "swift", "kotlin", "react-native"} {
		if s := named(t, name); filled(s, "https://localhost:8910") == filled(s, "http://localhost:8910") {
			t.Errorf("%s: the same lines for http and https", name)
		}
	}
}

func TestTheRubySnippetNamesHostAndPort(t *testing.T) {
	for address, want := range map[string]string{
		"http://127.0.0.1:8910": "host: '127.0.0.1', port: 8910)",
		"https://[::1]:8910":    "host: '::1', port: 8910)",
		"http://tap.test":       "host: 'tap.test', port: 80)",
		"https://tap.test":      "host: 'tap.test', port: 443)",
	} {
		if lines := filled(named(t, "ruby"), address); !strings.Contains(lines, want) {
			t.Errorf("%s: %s is not in\n%s", address, want, lines)
		}
	}
}

// The connection of an overridden upload is the SDK's to write to: it needs what
// the SDK's own has (analytics-kotlin, RequestFactory). Without default settings
// a failed fetch of them sends events to production.
func TestTheKotlinSnippetCanSend(t *testing.T) {
	for address, wants := range map[string][]string{
		"http://10.0.2.2:8910": {
			`openConnection("http://$apiHost/b")`, "doOutput = true", "setChunkedStreamingMode(0)", `setRequestProperty("Content-Type", "text/plain")`,
			`openConnection("http://$cdnHost/projects/$writeKey/settings")`, "defaultSettings = ", `apiHost = "10.0.2.2:8910/v1"`, `cdnHost = "10.0.2.2:8910/v1"`,
		},
		"https://10.0.2.2:8910": {"defaultSettings = ", `apiHost = "10.0.2.2:8910/v1"`, `cdnHost = "10.0.2.2:8910/v1"`},
	} {
		lines := filled(named(t, "kotlin"), address)
		for _, want := range wants {
			if !strings.Contains(lines, want) {
				t.Errorf("%s: %s is not in\n%s", address, want, lines)
			}
		}
	}
}

// What could not be run says from which version it was read; what was run does
// not need to.
func TestSnippetsSayWhatWasOnlyRead(t *testing.T) {
	for _, s := range snippet.All() {
		notes := strings.Join(s.NotesFor("http://127.0.0.1:8910"), "\n")
		if says := strings.Contains(notes, "read from the source of "+s.Source()+","); says == s.Ran {
			t.Errorf("%s, run %v, says\n%s", s.Name, s.Ran, notes)
		}
	}
}

// On a screen of 80 columns the end of a long line is cut off: what keeps an SDK
// from production must not stand there. Here those of JavaScript are held to it.
func TestTheLinesOfJavaScriptFitTheScreen(t *testing.T) {
	for _, s := range snippet.All() {
		if !strings.Contains(s.Lines[0], " from '") {
			continue
		}
		for _, line := range s.Fill("http://127.0.0.1:8910") {
			if len(line) > 75 {
				t.Errorf("%s: %d columns: %s", s.Name, len(line), line)
			}
		}
	}
}
