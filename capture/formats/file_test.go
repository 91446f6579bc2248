package formats_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"segtap/capture/formats"
	"segtap/capture/journal"
	"segtap/capture/store/intake"
	"segtap/mapping/jsondoc"
)

// opened opens a text as a file.
func opened(t testing.TB, text string) *formats.File {
	t.Helper()
	f, err := formats.Open(strings.NewReader(text), int64(len(text)), "test.json")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// all reads all records of a file, by way of their places.
func all(t testing.TB, f *formats.File) (records []journal.Record, lines []int) {
	t.Helper()
	var heads []journal.Head
	if _, err := f.Scan(0, func(h *journal.Head) error { heads = append(heads, *h); return nil }); err != nil {
		t.Fatal(err)
	}
	next := uint64(1)
	for _, h := range heads {
		rec, err := f.ReadAt(h.Place)
		if err != nil {
			t.Fatal(err)
		}
		line, err := f.LineOf(h.Place)
		if err != nil {
			t.Fatal(err)
		}
		if h.N != rec.N || h.ID != next || rec.Place != h.Place || intake.Of(&rec, nil).Len() != h.N {
			t.Errorf("the head says %+v, the record %+v", h, rec.Head)
		}
		next += uint64(h.N)
		records, lines = append(records, rec), append(lines, line)
	}
	return records, lines
}

func TestTheCallsOfAHARFile(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "chromium.har"))
	if err != nil {
		t.Fatal(err)
	}
	f := opened(t, string(text))
	records, lines := all(t, f)
	if f.Format() != "HAR" || !slices.Equal(lines, []int{4, 5, 6, 7, 8, 9}) {
		t.Fatalf("%s, calls %v", f.Format(), lines)
	}
	for i, want := range []struct{ path, typ, key, library, at, problem, in string }{
		{"/v1/i", "identify", "WK", "analytics.js/npm:next-1.84.3", "06:24:24.128", "", `"plan":"pro"`},
		{"/v1/t", "track", "WK", "analytics.js/npm:next-1.84.3", "06:24:24.145", "", `"event":"Order Completed"`},
		{"/v1/track", "track", "", "Mozilla/5.0", "06:24:24.427", "body_not_recorded", ""},
		{"/v1/track", "track", "WK", "Mozilla/5.0", "06:24:24.429", "", `"Keepalive Fetch"`},
		{"/v1/track", "track", "", "Mozilla/5.0", "06:24:24.435", "body_not_recorded", ""},
		{"/v1/track", "track", "", "Mozilla/5.0", "06:24:24.444", "body_spoilt", "\ufffd"},
	} {
		r := records[i]
		if r.Method != "POST" || r.Path != want.path || r.Type != want.typ || r.WriteKey != want.key || !strings.HasPrefix(r.Library, want.library) ||
			r.At.Format("15:04:05.000") != want.at || r.Problem != want.problem || r.Status != 200 || !strings.Contains(string(r.Body), want.in) {
			t.Errorf("call %d is %+v, want %+v", i, r, want)
		}
		for _, h := range r.Headers {
			if h.Name == "Authorization" || h.Name == "Cookie" {
				t.Errorf("%s is kept", h.Name)
			}
		}
	}
	want := []string{
		"3 other requests are not listed", "3 calls have no readable body in the HAR file",
		"a HAR file lacks what a page sends while it unloads: more may have been sent",
	}
	if notes := f.Notes(); !slices.Equal(notes, want) {
		t.Errorf("it is said %q", notes)
	}
}

// harOf makes a HAR file of requests.
func harOf(requests ...string) string {
	return `{"log":{"version":"1.2","creator":{"name":"t","version":"1"},"entries":[` + strings.Join(requests, ",") + `]}}`
}

// request is a request of a HAR file.
func request(method, url, rest string) string {
	return fmt.Sprintf(`{"startedDateTime":"2026-11-29T08:00:00.5+01:00","request":{"method":%q,"url":%q,"headers":[]%s},"response":{"status":200}}`, method, url, rest)
}

func posted(body string) string {
	return fmt.Sprintf(`,"postData":{"mimeType":"text/plain","text":%q}`, body)
}

func TestWhichRequestsOfAHARFileAreSegments(t *testing.T) {
	const track = `{"type":"track","event":"E","userId":"u"}`
	for name, c := range map[string]struct {
		request string
		n       int // messages; 0 for a request that is not listed
	}{
		"Segment's host":                      {request("POST", "https://api.segment.io/v1/t", posted(track)), 1},
		"a short path at Segment's host":      {request("POST", "https://eu1.api.segmentapis.com/b", posted(`{"batch":[{},{}]}`)), 2},
		"no JSON at Segment's host":           {request("POST", "https://api.segment.io/v1/t", posted("{")), 1},
		"an own host":                         {request("POST", "https://cdp.example.com/v1/batch", posted(`{"batch":[`+track+`]}`)), 1},
		"no JSON at an own host":              {request("POST", "https://cdp.example.com/v1/t", posted("{")), 1},
		"a short path elsewhere":              {request("POST", "https://x.example.com/t", posted(track)), 1},
		"a pixel":                             {request("GET", "https://api.segment.io/v1/pixel/track?data=eyJldmVudCI6IkUifQ", ""), 1},
		"a preflight":                         {request("OPTIONS", "https://api.segment.io/v1/t", ""), 0},
		"telemetry":                           {request("POST", "https://api.segment.io/v1/m", posted(`{"series":[]}`)), 0},
		"settings":                            {request("GET", "https://cdn.segment.com/v1/projects/WK/settings", ""), 0},
		"Amplitude's batch":                   {request("POST", "https://api2.amplitude.com/batch", posted(`{"api_key":"k","events":[]}`)), 0},
		"PostHog's batch":                     {request("POST", "https://us.i.posthog.com/batch/", posted(`{"api_key":"k","batch":[{"event":"E","distinct_id":"d"}]}`)), 0},
		"PostHog's recording, packed":         {request("POST", "https://us.i.posthog.com/s/?compression=gzip-js", posted("\ufffd\ufffd")), 0},
		"Mixpanel's track":                    {request("POST", "https://api.mixpanel.com/track", posted("data=eyJ9")), 0},
		"another's /v1/track":                 {request("POST", "https://api.example.com/v1/track", posted(`{"parcel":"P1","carrier":"C"}`)), 0},
		"a picture":                           {request("GET", "https://example.com/p", ""), 0},
		"a request without a URL":             {`{"request":{}}`, 0},
		"a body in base64":                    {request("POST", "https://api.segment.io/v1/t", `,"postData":{"encoding":"base64","text":"eyJldmVudCI6IkUifQ=="}`), 1},
		"what has no request":                 {`{"a":[]}`, 0},
		"a batch that lists nothing":          {request("POST", "https://api.segment.io/v1/b", posted(`{"batch":[]}`)), 1},
		"numbers beyond all bounds in status": {strings.Replace(request("POST", "https://api.segment.io/v1/t", posted(track)), `200`, `1e99`, 1), 1},
	} {
		t.Run(name, func(t *testing.T) {
			f := opened(t, harOf(c.request, request("POST", "https://api.segment.io/v1/p", posted(`{"type":"page","userId":"u"}`))))
			records, lines := all(t, f)
			n := 0
			for i, r := range records[:len(records)-1] {
				n += r.N
				if lines[i] != 1 || r.At != time.Date(2026, 11, 29, 7, 0, 0, 500e6, time.UTC) {
					t.Errorf("call %d at %s", lines[i], r.At)
				}
			}
			if n != c.n || lines[len(lines)-1] != 2 {
				t.Errorf("%d messages, want %d", n, c.n)
			}
		})
	}
}

// A call is never of a time that nobody has told: where the file has none that can be
// read, its message may say it, else it is when it was read.
func TestWhenTheCallsOfAHARFileCame(t *testing.T) {
	const silent, telling = `{"event":"E"}`, `{"event":"E","timestamp":"2026-01-02T03:04:05Z"}`
	for name, c := range map[string]struct{ started, body, want string }{
		"it says so":              {`"2026-11-29T08:00:00.5+01:00"`, telling, "2026-11-29T07:00:00.5Z"},
		"an offset without colon": {`"2026-11-29T08:00:00.5+0100"`, telling, "2026-11-29T07:00:00.5Z"},
		"its message says so":     {`"soon"`, telling, "2026-01-02T03:04:05Z"},
		"neither":                 {`"soon"`, silent, ""},
		"nothing":                 {`""`, silent, ""},
		"a number":                {`1764400000`, silent, ""},
		"null":                    {`null`, silent, ""},
		"the year 1":              {`"0001-01-01T00:00:00Z"`, silent, ""},
		"no body either":          {`"soon"`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			before := time.Now().UTC()
			call := strings.Replace(request("POST", "https://api.segment.io/v1/t", posted(c.body)), `"2026-11-29T08:00:00.5+01:00"`, c.started, 1)
			f := opened(t, harOf(call))
			records, _ := all(t, f)
			at := records[0].At
			if c.want == "" && (at.Before(before) || at.After(time.Now())) || c.want != "" && at.Format(time.RFC3339Nano) != c.want {
				t.Errorf("it came at %s, want %s", at, c.want)
			}
			said := strings.Contains(strings.Join(f.Notes(), "\n"), "1 call does not say when it was sent: ")
			if readable := strings.HasPrefix(c.started, `"2026`); said == readable {
				t.Errorf("it is said %q", f.Notes())
			}
		})
	}
}

// What was packed is unpacked where its bytes are still there.
func TestPackedBodiesOfAHARFile(t *testing.T) {
	const (
		packed  = `,"headers":[{"name":"content-encoding","value":"gzip"}],"postData":`
		message = `{"event":"E"}`
	)
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	_, _ = w.Write([]byte(message))
	_ = w.Close()
	whole := base64.StdEncoding.EncodeToString(gz.Bytes())
	var eachByte []rune
	for _, b := range gz.Bytes() {
		eachByte = append(eachByte, rune(b))
	}
	spoilt := strings.ToValidUTF8(gz.String(), "\ufffd")
	for name, c := range map[string]struct{ post, problem, body string }{
		"base64":            {`{"encoding":"base64","text":"` + whole + `"}`, "", message},
		"base64, cut short": {`{"encoding":"base64","text":"` + whole[:24] + `"}`, "body_spoilt", ""},
		"no base64":         {`{"encoding":"base64","text":"!"}`, "body_spoilt", ""},
		"a character each":  {`{"text":` + string(jsondoc.AppendString(nil, string(eachByte))) + `}`, "", message},
		"replacements":      {`{"text":` + string(jsondoc.AppendString(nil, spoilt)) + `}`, "body_spoilt", spoilt},
		"unpacked before":   {`{"text":"{\"event\":\"E\"}"}`, "", message},
		"empty":             {`{"text":""}`, "body_not_recorded", ""},
		"no text":           {`{"params":[]}`, "body_not_recorded", ""},
		"text that is none": {`{"text":5}`, "body_not_recorded", ""},
	} {
		text := strings.Replace(request("POST", "https://api.segment.io/v1/t", ""), `,"headers":[]`, packed+c.post, 1)
		records, _ := all(t, opened(t, harOf(text)))
		if r := records[0]; r.Problem != c.problem || c.body != "" && string(r.Body) != c.body {
			t.Errorf("%s: %q, %q, want %q", name, r.Problem, r.Body, c.body)
		}
	}
}

func TestMessagesAreReadAsIfTheyHadBeenCaptured(t *testing.T) {
	const text = `{"event":"E","userId":"u","timestamp":"2026-01-02T03:04:05Z","receivedAt":"2026-01-02T03:04:06Z"}

{"batch":[{"type":"page"},{"type":"track","timestamp":"2026-01-02T03:04:05Z"}],"sentAt":"2026-02-02T03:04:05Z","writeKey":"WK"}
{"foo":1}
[{"type":"identify","timestamp":"3026-01-02T03:04:05Z"},{"batch":[{}]}]
{
 "type": "group", "timestamp": 5
}
{"type":"track"} {"type":
`
	f := opened(t, text)
	before := time.Now()
	records, lines := all(t, f)
	if !slices.Equal(lines, []int{1, 3, 5, 5, 6, 9, 9}) || f.Format() != "messages" {
		t.Fatalf("%s in lines %v", f.Format(), lines)
	}
	for i, want := range []struct{ typ, key, at string }{
		{"track", "", "2026-01-02T03:04:06Z"},
		{"batch", "WK", "2026-02-02T03:04:05Z"},
		{"", "", ""},
		{"batch", "", ""},
		{"", "", ""},
		{"", "", ""},
		{"", "", ""},
	} {
		r := records[i]
		at := r.At.Format(time.RFC3339)
		if want.at == "" && !r.At.After(before) && before.Sub(r.At) < time.Minute {
			at = "" // when it was opened
		}
		if r.Type != want.typ || r.WriteKey != want.key || at != want.at || !intake.Of(&r, nil).Posted().Unreceived || r.Origin != "opened" {
			t.Errorf("record %d is %+v, want %+v", i, r, want)
		}
	}
	if notes := f.Notes(); len(notes) != 1 || !strings.Contains(notes[0], "1 value is left out, test.json:4: this is no Segment message") {
		t.Errorf("it is said %q", notes)
	}
}

func TestTheNewestEndIsReadFirst(t *testing.T) {
	var lines []string
	for i := range 1000 {
		lines = append(lines, fmt.Sprintf(`{"type":"track","event":"E%d","userId":"u"}`, i))
	}
	text := strings.Join(lines, "\n") + "\n\n"
	f := opened(t, text)
	var got []string
	scanned, err := f.Tail(3, func(h *journal.Head) error {
		rec, err := f.ReadAt(h.Place)
		got = append(got, string(rec.Body))
		return err
	})
	if err != nil || !slices.Equal(got, lines[997:]) || scanned.Next != int64(len(text)) {
		t.Errorf("%q, %+v, %v", got, scanned, err)
	}
	// Where it cannot be told where an item begins, none is given.
	for name, text := range map[string]string{
		"indented": "{\"type\":\"track\"}\n{\n\"type\":\"track\"\n}\n", "array": `[{"type":"track"}]`, "HAR": harOf(request("POST", "https://api.segment.io/v1/t", posted("{}"))),
	} {
		scanned, err := opened(t, text).Tail(5, func(*journal.Head) error { return errors.New("given") })
		if err != nil || scanned.Next != 0 {
			t.Errorf("%s: %+v, %v", name, scanned, err)
		}
	}
}
