package store_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"segtap/capture/replay"
)

func TestARequestIsAttributedToItsLibrary(t *testing.T) {
	for name, c := range map[string]struct {
		path, body, want string
	}{
		"the message's":      {"/v1/track", `{"event":"E","context":{"library":{"name":"analytics.js","version":"1.84.3"}}}`, "analytics.js/1.84.3"},
		"no version":         {"/v1/track", `{"context":{"library":{"name":"amp"}}}`, "amp"},
		"a number":           {"/v1/track", `{"context":{"library":{"name":"own","version":2}}}`, "own"},
		"the first's":        {"/v1/batch", `{"batch":[{"context":{"library":{"name":"a"}}},{"context":{"library":{"name":"b"}}}]}`, "a"},
		"the batch's":        {"/v1/batch", `{"batch":[{"type":"track"}],"context":{"library":{"name":"analytics-go","version":"3.0.0"}}}`, "analytics-go/3.0.0"},
		"the message's own":  {"/v1/batch", `{"batch":[{"context":{"library":{"name":"a"}}}],"context":{"library":{"name":"b"}}}`, "a"},
		"none":               {"/v1/track", `{"event":"E"}`, "agent/1 (x)"},
		"another member":     {"/v1/track", `{"properties":{"library":{"name":"no"}}}`, "agent/1 (x)"},
		"no object":          {"/v1/track", `{"context":{"library":"no"}}`, "agent/1 (x)"},
		"an empty name":      {"/v1/track", `{"context":{"library":{"name":"","version":"1"}}}`, "agent/1 (x)"},
		"no messages":        {"/v1/batch", `{"batch":[],"context":{"library":{"name":"a"}}}`, "agent/1 (x)"},
		"what is not JSON":   {"/v1/track", `{"context":{"library":{"name":"a"}}`, "agent/1 (x)"},
		"a name without end": {"/v1/track", `{"context":{"library":{"name":"` + strings.Repeat("é", 100) + `"}}}`, strings.Repeat("é", 64)},
		"half a character":   {"/v1/track", `{"context":{"library":{"name":"\ud800"}}}`, "\uFFFD"},
	} {
		t.Run(name, func(t *testing.T) {
			store, _ := open(t, filepath.Join(t.TempDir(), "f.ndjson"))
			defer store.Close()
			req := request(c.path, c.body)
			req.Header = http.Header{"User-Agent": {"agent/1 (x)"}, "Authorization": {"Basic SECRET"}, "Cookie": {"SECRET"}}
			req.Host = "my-mac.local:8910"
			id, err := store.Capture(req)
			if err != nil {
				t.Fatal(err)
			}
			got, err := store.Read(id)
			if err != nil {
				t.Fatal(err)
			}
			if got.Record.Library != c.want || !utf8.ValidString(got.Record.Library) {
				t.Errorf("library %q, want %q", got.Record.Library, c.want)
			}
			host := ""
			for _, h := range got.Record.Headers {
				if h.Name == "Host" {
					host = h.Value
				}
				if strings.Contains(h.Value, "SECRET") {
					t.Errorf("%s is kept", h.Name)
				}
			}
			if host != "my-mac.local:8910" {
				t.Errorf("headers %v", got.Record.Headers)
			}
		})
	}
}

// Whoever is saved from a panic in what is known of an entry, as a screen over SSH is, leaves the
// store to the others.
func TestAPanicHoldsUpNobody(t *testing.T) {
	s := newStore(t)
	id := mustCapture(t, s, "/v1/track", track(1))
	if err := s.AddAttempt(0, &replay.Attempt{Target: "here", Kind: replay.Here, EntryID: id, Status: 200, Tries: 1, At: noon}, noon); err != nil {
		t.Fatal(err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("it has not panicked")
			}
		}()
		s.Chooser(nil).Wants(id)
	}()
	if err := s.Mark(id, true, noon); err != nil {
		t.Error(err)
	}
}
