package formats_test

import (
	"errors"
	"strings"
	"testing"

	"segtap/capture/formats"
	"segtap/capture/journal"
	"segtap/capture/store/intake"
)

func TestCurlCommands(t *testing.T) {
	const track = `{"event":"E","userId":"it's"}`
	for name, c := range map[string]struct {
		text                           string
		method, path, typ, key, header string
		body                           string
	}{
		"as Chrome copies it": {
			"curl 'https://api.segment.io/v1/t' \\\n  -H 'accept: */*' \\\n  -H 'authorization: Basic V0s6' \\\n  -H 'content-type: text/plain' \\\n  --data-raw $'{\"event\":\"100%d \\u0021\",\"userId\":\"it\\'s\"}'",
			"POST", "/v1/t", "track", "WK", "text/plain", `{"event":"100%d !","userId":"it's"}`,
		},
		"as the docs have it": {
			"curl -u WK: -X POST https://api.segment.io/v1/batch -H \"Content-Type: application/json\" -d '\n{ \"batch\": [{\"type\":\"track\"}] }'\n",
			"POST", "/v1/batch", "batch", "WK", "application/json", "\n{ \"batch\": [{\"type\":\"track\"}] }",
		},
		"short options run together":  {`curl -sSuWK: -XPOST -d"{\"event\":\"E\",\"userId\":\"it's\"}" http://x.example/v1/track`, "POST", "/v1/track", "track", "WK", "", track},
		"--json":                      {`curl --json "{\"event\":\"E\",\"userId\":\"it's\"}" x.example/v1/track`, "POST", "/v1/track", "track", "", "application/json", track},
		"two pieces of data":          {`curl x.example/v1/track -d '{"event":"E' -d 'x"}'`, "POST", "/v1/track", "track", "", "", `{"event":"E&x"}`},
		"a text of lines":             {"curl x.example/v1/track --data-binary @- <<'END'\n{\"event\":\"$E\\$\",\n\"userId\":\"u\"}\nEND\n", "POST", "/v1/track", "track", "", "", "{\"event\":\"$E\\$\",\n\"userId\":\"u\"}\n"},
		"a text of lines, joined":     {"curl x.example/v1/track -d @- <<END\n{\"event\":\n\"$E\\$\"}\nEND\n", "POST", "/v1/track", "track", "", "", `{"event":"$E$"}`},
		"names that stay":             {`curl -u "$WRITE_KEY:" x.example/v1/track -d "{\"event\":\"E\",\"userId\":\"${USER:-x}\"}"`, "POST", "/v1/track", "track", "$WRITE_KEY", "", `{"event":"E","userId":"${USER:-x}"}`},
		"backslashes":                 {`curl x.example/v1/tr\ack -d "{\"event\":\"a\` + "\n" + `b\d\"}" -d 'a\b' -d \{\\`, "POST", "/v1/track", "track", "", "", `{"event":"ab\d"}&a\b&{\`},
		"arithmetic in single quotes": {`curl x.example/v1/track -d '{"event":"$((2**99999999))"}'`, "POST", "/v1/track", "track", "", "", `{"event":"$((2**99999999))"}`},
		"another route":               {`curl https://hooks.example.com/in -d '{"type":"track","event":"E"}'`, "POST", "/in", "", "", "", `{"type":"track","event":"E"}`},
		"a pixel":                     {`curl 'https://api.segment.io/v1/pixel/track?event=E&writeKey=WK'`, "GET", "/v1/pixel/track", "track", "WK", "", `{"event":"E","writeKey":"WK"}`},
		"a pixel by -G":               {`curl -G https://api.segment.io/v1/pixel/track -d event=E`, "GET", "/v1/pixel/track", "track", "", "", `{"event":"E"}`},
		"with a prompt, and a pipe":   {"# send it\n$ curl -s x.example/v1/track -d '{\"event\":\"E\"}' | jq .", "POST", "/v1/track", "track", "", "", `{"event":"E"}`},
		"no JSON":                     {`curl x.example/v1/track -d '{'`, "POST", "/v1/track", "track", "", "", `{`},
	} {
		t.Run(name, func(t *testing.T) {
			f := opened(t, c.text)
			records, _ := all(t, f)
			if len(records) != 1 || f.Format() != "curl commands" {
				t.Fatalf("%s, %d records", f.Format(), len(records))
			}
			r, header := records[0], ""
			for _, h := range r.Headers {
				if h.Name == "Content-Type" {
					header = h.Value
				}
			}
			if r.Method != c.method || r.Path != c.path || r.Type != c.typ || r.WriteKey != c.key || header != c.header || string(r.Body) != c.body || !intake.Of(&r, nil).Posted().Unreceived {
				t.Errorf("read as %+v\nbody %s", r, r.Body)
			}
		})
	}
}

func TestSeveralCurlCommands(t *testing.T) {
	const text = "#!/bin/sh\ncurl x.example/v1/track -d '{\"event\":\n\"A\"}' ;\necho done\ncurl x.example/v1/track -d '{\"event\":\"B\"}' && curl x.example/v1/page -d '{}' &\n"
	f := opened(t, text)
	records, lines := all(t, f)
	if len(records) != 3 || lines[0] != 2 || lines[1] != 5 || lines[2] != 5 || records[2].Type != "page" || !strings.Contains(strings.Join(f.Notes(), ""), "1 command that is not curl's was passed over") {
		t.Errorf("%v, %q", lines, f.Notes())
	}
}

func TestCurlCommandsThatBringNoMessage(t *testing.T) {
	for text, says := range map[string]string{
		`curl x.example/v1/track`:                            "sends no data",
		`curl -d '{}'`:                                       "without a URL",
		`curl x.example/v1/track -d @m.json`:                 "sends a file, m.json",
		`curl x.example/v1/track -T m.json`:                  "sends a file, m.json",
		`curl x.example/v1/track -d @-`:                      "sends its standard input",
		`curl x.example/v1/track -F a=b`:                     "uploads a form",
		`curl x.example/v1/track -d "$(rm -rf /)"`:           "segtap runs nothing",
		"curl x.example/v1/track -d `id`":                    "segtap runs nothing",
		"curl x.example/v1/track -d $((9**99999999999))":     "segtap runs nothing",
		"curl x.example/v1/track -d <(id)":                   "segtap runs nothing",
		`curl x.example/orders -d '{"id":1}'`:                "whose data is no Segment message",
		`curl x.example/orders -d 'a=b'`:                     "whose data is no Segment message",
		`curl --data-urlencode a=b x.example/v1/track`:       "encodes its data for a URL",
		`curl -K file`:                                       "options stand in a file",
		"curl ^\"https://x.example/v1/t^\" ^\n  -d ^\"{}^\"": "command line of Windows",
		`curl x.example/v1/track -d '{`:                      "no command from line 1, column 28 on",
		`curl "http://[::1" -d '{}'`:                         "is no URL",
	} {
		_, err := formats.Open(strings.NewReader(text), int64(len(text)), "c.sh")
		if !errors.Is(err, formats.ErrForeign) || !strings.Contains(err.Error(), says) || !strings.HasPrefix(err.Error(), "c.sh") {
			t.Errorf("%s: %v, want %q", text, err, says)
		}
	}
	// Behind one that can be read, it is passed over and told.
	f := opened(t, "curl x.example/v1/track -d '{}'\ncurl x.example\n")
	n := 0
	if _, err := f.Scan(0, func(*journal.Head) error { n++; return nil }); err != nil || n != 1 || !strings.Contains(strings.Join(f.Notes(), ""), "test.json:2: this is no Segment message but a curl command that sends no data") {
		t.Errorf("%d, %v, %q", n, err, f.Notes())
	}
}
