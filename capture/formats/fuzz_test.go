package formats_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"segtap/capture/formats"
	"segtap/capture/journal"
	"segtap/capture/store/intake"
)

// readsWhole reads a text as a file, and holds that what is listed of it can be read,
// and is what the list says.
func readsWhole(t *testing.T, text []byte) {
	t.Helper()
	f, err := formats.Open(bytes.NewReader(text), int64(len(text)), "fuzz")
	if err != nil {
		return
	}
	last := int64(-1)
	check := func(h *journal.Head) error {
		if h.Place.Offset <= last || h.Place.Length < 1 || h.N < 1 {
			t.Fatalf("%+v behind byte %d of %q", h, last, text)
		}
		last = h.Place.Offset
		rec, err := f.ReadAt(h.Place)
		if err != nil {
			t.Fatalf("%+v of %q: %v", h, text, err)
		}
		if n := intake.Of(&rec, nil).Len(); n != h.N || rec.N != n {
			t.Fatalf("%d messages in %q, the head says %d, the record %d", n, rec.Body, h.N, rec.N)
		}
		if line, err := f.LineOf(h.Place); f.Format() != "HAR" && (err != nil || line != 1+bytes.Count(text[:h.Place.Offset], []byte{'\n'})) {
			t.Fatalf("line %d of byte %d in %q, %v", line, h.Place.Offset, text, err)
		}
		return nil
	}
	scanned, err := f.Scan(0, check)
	if err == nil && scanned.Next != f.Size() {
		t.Fatalf("%+v of %d bytes", scanned, len(text))
	}
	f.Notes()
	last = -1
	if _, failed := f.Tail(3, check); failed != nil && err == nil {
		t.Fatalf("the end of %q: %v", text, failed)
	}
}

func FuzzHAR(f *testing.F) {
	text, err := os.ReadFile(filepath.Join("testdata", "chromium.har"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(harOf(request("POST", "https://api.segment.io/v1/b", posted(`{"batch":[{},{}]}`)), request("GET", "https://x/v1/pixel/track?data=e30", ""))))
	f.Add([]byte(`{"log":{"entries":[{"request":{"method":"POST","url":"/t","postData":{"encoding":"base64","text":"H4sI"}}},]}}`))
	f.Add([]byte("\ufeff { \"log\" : { \"pages\":[{}], \"entries\" : [ ] , \"x\":1} } "))
	f.Fuzz(readsWhole)
}

func FuzzCurl(f *testing.F) {
	for _, text := range []string{
		`curl -u WK: https://api.segment.io/v1/track -d '{"event":"E"}'`, "# x\n$ curl x/t --json \"{\\\"a\\\":$B}\" && curl y/b -d $'\\u0041' | jq",
		"curl x/t -d @- <<'E'\n{}\nE\ncurl z/i -d {}", "curl ${A:-b}/t -d ~ -d `c` -XPOST;", "curl `", "curl \"", "curl <<A", "curl x/t -d {} <<A\nB", "curl x -G -d a=b -H 'A: b' -H ':' -u '' --url y",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(readsWhole)
}

func FuzzValues(f *testing.F) {
	for _, text := range []string{
		"{\"type\":\"track\"}\n{\"batch\":[{},{}]}\r\n\n[{\"event\":1},[{}],{\"batch\":[]}]", "{\n\"event\":\"E\"\n}{\"type\":\"page\"} {\"userId\":\"u\"}",
		`{"v":1,"rec":"request","id":1,"at":"2026-11-29T08:00:01.000000Z","n":1,"heads":[],"method":"POST","path":"/v1/track","query":"","remote":"","write_key":"","headers":{},"status":200,"body":"{}"}` + "\n" + `{"v":1,"rec":"mark","at":"","entry":1,"on":true}`,
		"\ufeff[\n{\"sentAt\":\"2026\"}\n,{}]\n{\"foo\":1}\nx\n[", `{"event":"}{","a":"\"} {"}`, "[[[{\"event\":1}]]]",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(readsWhole)
}
