package formats_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"segtap/capture/formats"
	"segtap/capture/formats/writekeys"
	"segtap/capture/journal"
	"segtap/capture/store/intake"
	"segtap/mapping/jsondoc"
)

// anyRecord draws a request as it may have been captured, or read from a file.
func anyRecord(t *rapid.T) journal.Record {
	text := rapid.OneOf(rapid.StringN(0, 12, 40), rapid.SampledFrom([]string{"it's", "$HOME `id` $(id)", "\"\\\"", "a\nb\r\nc\td", "\x7f\u2028é😀", "-x", "^", "@f", "Order Completed"}))
	key := rapid.StringMatching(`[A-Za-z0-9]{1,12}`)
	message := func() string {
		typ := rapid.SampledFrom([]string{"track", "page", "identify"}).Draw(t, "type")
		return fmt.Sprintf(`{"type":%q,"event":%s,"userId":%s,"n":%s}`, typ, jsondoc.AppendString(nil, text.Draw(t, "event")),
			jsondoc.AppendString(nil, text.Draw(t, "user")), rapid.SampledFrom([]string{"1", "1.50", "1e400", "9007199254740993", "[]"}).Draw(t, "number"))
	}
	rec := journal.Record{
		Head:   journal.Head{Kind: journal.Request, At: time.UnixMicro(rapid.Int64Range(1e15, 1.7e15).Draw(t, "at")).UTC(), N: 1, Origin: "opened"},
		Method: "POST", WriteKey: key.Draw(t, "key"), Status: 200,
		Headers: []journal.Header{{Name: "Host", Value: "x.example:81"}, {Name: "User-Agent", Value: "agent/" + key.Draw(t, "agent")}},
	}
	switch rapid.IntRange(0, 2).Draw(t, "route") {
	case 0:
		rec.Path, rec.Type, rec.Body = "/v1/track", "track", []byte(message())
	case 1:
		rec.Path, rec.Type = "/v1/page", "page"
		rec.Body = []byte("{\n  \"userId\": " + string(jsondoc.AppendString(nil, text.Draw(t, "user"))) + "\n}\n")
	case 2:
		rec.N = rapid.IntRange(1, 5).Draw(t, "n")
		var list []string
		for range rec.N {
			list = append(list, message())
		}
		rec.Path, rec.Type, rec.Body = "/v1/batch", "batch", []byte(`{"batch":[`+strings.Join(list, " ,")+"]}")
	}
	return rec
}

// written writes records in a format and reads them again.
func written(t *rapid.T, format string, records []journal.Record) (again []journal.Record, left int) {
	var out bytes.Buffer
	w, ok := formats.NewWriter(&out, format)
	if !ok {
		t.Fatal(format)
	}
	for i := range records {
		if err := w.Write(&records[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := formats.Open(bytes.NewReader(out.Bytes()), int64(out.Len()), "again")
	if err != nil {
		t.Fatalf("%v of\n%s", err, out.Bytes())
	}
	if _, err := f.Scan(0, func(h *journal.Head) error {
		rec, err := f.ReadAt(h.Place)
		again = append(again, rec)
		return err
	}); err != nil {
		t.Fatalf("%v of\n%s", err, out.Bytes())
	}
	return again, w.LeftOut()
}

// messagesOf returns the texts of all messages, without the blanks in them.
func messagesOf(records []journal.Record) (texts []string) {
	for i := range records {
		in := intake.Of(&records[i], nil)
		for n := range in.Len() {
			texts = append(texts, string(jsondoc.Compact(in.Message(n).Text)))
		}
	}
	return texts
}

// What a format carries comes out of it as it went in: messages of each, the request
// with its body byte for byte of those that have requests.
func TestRoundTrips(t *testing.T) {
	for _, format := range formats.Written() {
		t.Run(format, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				records := rapid.SliceOfN(rapid.Custom(anyRecord), 1, 4).Draw(t, "records")
				again, left := written(t, format, records)
				if want, got := messagesOf(records), messagesOf(again); !slices.Equal(want, got) || left > 0 {
					t.Fatalf("%q\nbecame %q", want, got)
				}
				if format == "ndjson" || format == "batch" {
					return
				}
				for i := range records {
					a, b := records[i], again[i]
					same := a.Method == b.Method && a.Path == b.Path && a.Type == b.Type && a.WriteKey == b.WriteKey && bytes.Equal(a.Body, b.Body) && slices.Equal(a.Headers, b.Headers)
					if format != "curl" { // which says neither when it ran nor what came of it
						same = same && a.At.Equal(b.At) && a.Status == b.Status
					}
					if !same {
						t.Fatalf("%+v\nbecame %+v\n%q\n%q", a, b, a.Body, b.Body)
					}
				}
			})
		})
	}
}

// A message whose route is not known keeps its type, or that it has none.
func TestMessagesWithoutARouteKeepTheirType(t *testing.T) {
	const text = "{\"userId\":\"u\"}\n{\"type\":\"page\",\"userId\":\"u\"}\n{\"event\":\"E\"}\n{\"batch\":[{\"type\":\"group\"}]}\n"
	for _, format := range []string{"curl", "har", "capture"} {
		records, _ := all(t, opened(t, text))
		rapid.Check(t, func(t *rapid.T) {
			again, _ := written(t, format, records)
			if want, got := messagesOf(records), messagesOf(again); !slices.Equal(want, got) {
				t.Fatalf("%s: %q\nbecame %q", format, want, got)
			}
		})
	}
}

// A request goes where it went: to this machine in the clear, as it is captured there.
func TestRequestsGoWhereTheyWent(t *testing.T) {
	for host, want := range map[string]string{
		"127.0.0.1:8765": "http://127.0.0.1:8765/v1/track", "localhost:81": "http://localhost:81/v1/track", "[::1]:81": "http://[::1]:81/v1/track",
		"127.0.0.1": "http://127.0.0.1/v1/track", "[::1]": "http://[::1]/v1/track",
		"cdp.example.com": "https://cdp.example.com/v1/track", "localhost.example.com:81": "https://localhost.example.com:81/v1/track", "": "https://api.segment.io/v1/track",
	} {
		for _, format := range []string{"curl", "har"} {
			var out bytes.Buffer
			w, _ := formats.NewWriter(&out, format)
			rec := journal.Record{
				Head: journal.Head{Kind: journal.Request, N: 1}, Method: "POST", Path: "/v1/track", Type: "track", Status: 200,
				Headers: []journal.Header{{Name: "Host", Value: host}}, Body: []byte(`{"event":"E"}`),
			}
			if err := errors.Join(w.Write(&rec), w.Close()); err != nil || !strings.Contains(strings.ReplaceAll(out.String(), `"`, " ")+" ", " "+want+" ") && !strings.Contains(out.String(), "'"+want+"'") {
				t.Errorf("%s of %q: %s; %v, want %s", format, host, out.Bytes(), err, want)
			}
		}
	}
}

// What a format cannot carry is counted.
func TestWhatIsLeftOut(t *testing.T) {
	records := []journal.Record{
		{Head: journal.Head{Kind: journal.Request, N: 1}, Method: "POST", Path: "/v1/track", Type: "track", Status: 400, Body: []byte("{\x00")},
		{Head: journal.Head{Kind: journal.Request, N: 1}, Method: "POST", Path: "/v1/track", Type: "track", Status: 200, Body: []byte(`{"event":"E"}`)},
		{Head: journal.Head{Kind: journal.Request, N: 1, Origin: "opened"}, Method: "POST", Path: "/v1/track", Type: "track", Status: 200, Problem: "body_not_recorded"},
	}
	for format, want := range map[string]int{"ndjson": 2, "batch": 2, "curl": 2, "har": 0, "capture": 0} {
		var out bytes.Buffer
		w, _ := formats.NewWriter(&out, format)
		for i := range records {
			if err := w.Write(&records[i]); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil || w.LeftOut() != want {
			t.Errorf("%s leaves out %d, want %d; %v", format, w.LeftOut(), want, err)
		}
	}
}

// Where write keys are masked, none is left, all else of a message stays, and what was
// written is read again.
func TestMaskedKeysAreNowhere(t *testing.T) {
	for _, format := range []string{"ndjson", "batch", "curl", "har"} {
		t.Run(format, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				key := rapid.StringMatching(`[A-Za-z0-9]{9}KEY[A-Za-z0-9]{8,20}`).Draw(t, "key")
				rec := anyRecord(t)
				rec.WriteKey = key
				name := rapid.SampledFrom([]string{"writeKey", "write_key", "note"}).Draw(t, "name")
				message := fmt.Sprintf(`{"type":"track","event":"E","userId":"u","n":1.50,%q:%q,"properties":{"text":"of %s, \\n%s"}}`, name, key, key, key)
				rec.N, rec.Path, rec.Type, rec.Body = 1, "/v1/track", "track", []byte(message)
				rec.Query = "writeKey=" + key + "&a=" + key
				var out bytes.Buffer
				w, _ := formats.NewWriter(&out, format)
				w.Masked = true
				if err := errors.Join(w.Write(&rec), w.Close()); err != nil {
					t.Fatal(err)
				}
				if strings.Contains(out.String(), key) || w.MaskedRequests() != 1 {
					t.Fatalf("%d masked of\n%s", w.MaskedRequests(), out.Bytes())
				}
				f, err := formats.Open(bytes.NewReader(out.Bytes()), int64(out.Len()), "again")
				if err != nil {
					t.Fatal(err)
				}
				var again []journal.Record
				if _, err := f.Scan(0, func(h *journal.Head) error {
					rec, err := f.ReadAt(h.Place)
					again = append(again, rec)
					return err
				}); err != nil {
					t.Fatal(err)
				}
				want := strings.ReplaceAll(message, key, writekeys.Masked)
				if got := messagesOf(again); len(got) != 1 || got[0] != want {
					t.Fatalf("%q, want %q", got, want)
				}
			})
		})
	}
}

// Of a record the messages that are wanted are written, and where it is written as a request all of it.
func TestSomeMessagesOfARecord(t *testing.T) {
	rec := journal.Record{
		Head: journal.Head{Kind: journal.Request, N: 3, Origin: "opened"}, Method: "POST", Path: "/v1/batch", Type: "batch", Status: 200,
		Body: []byte(`{"batch":[{"event":"A"},{"event":"B"},{"event":"C"}]}`),
	}
	for format, want := range map[string]string{"ndjson": "{\"event\":\"A\"}\n{\"event\":\"C\"}\n", "batch": `{"batch":[{"event":"A"},{"event":"C"}]}` + "\n"} {
		var out bytes.Buffer
		w, _ := formats.NewWriter(&out, format)
		if err := errors.Join(w.WriteSome(&rec, []bool{true, false, true}), w.WriteSome(&rec, []bool{false, false, false}), w.Close()); err != nil || out.String() != want || w.Given() != 2 {
			t.Errorf("%s: %q of %d, want %q; %v", format, out.String(), w.Given(), want, err)
		}
	}
	var out bytes.Buffer
	w, _ := formats.NewWriter(&out, "curl")
	if err := errors.Join(w.WriteSome(&rec, []bool{true, false, false}), w.Close()); err != nil || !strings.Contains(out.String(), `"event":"C"`) || w.Given() != 1 {
		t.Errorf("%s; %v", out.Bytes(), err)
	}
}
