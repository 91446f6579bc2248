package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/control/eventjson"
	"segtap/capture/ingest"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/verdict"
	"segtap/ui/cli/check"
	"segtap/ui/cli/console"
)

// sent is a request of the corpus.
type sent struct {
	name, path, body string
	header           []string // names and values
}

// goodTrack is a Track call that nothing is wrong with.
const goodTrack = `{"type":"track","userId":"u_9","event":"Order Completed","properties":{"revenue":59.9}}`

// oddMessages are texts of messages that a reader which knows JSON only as it
// should be stumbles over.
var oddMessages = []string{
	`{"type":"track","userId":"\ud800","event":"Half a pair"}`,
	"{\"type\":\"track\",\"userId\":\"u\xe9\",\"event\":\"Latin 1\"}",
	"{\"type\":\"track\",\"userId\":\"u\",\"event\":\"caf\xe9\",\"properties\":{\"revenue\":\"\xff\"}}",
	`{"type":"track","userId":"u","event":"a\u0000b"}`,
	`{"type":"track","userId":"u","event":"\u001b]0;title\u0007"}`,
	"{\"type\":\"track\",\"userId\":\"u\",\"event\":\"\u202etxet\"}",
	`{"type":"track","userId":"u","userId":"v","event":"Twice"}`,
	`{"type":"track","userId":12345678901234567890,"event":"Long id"}`,
	`{"type":"track","userId":42,"event":"Number"}`,
	`{"type":"track","userId":"u","event":"Big","properties":{"revenue":1e309}}`,
	`{"type":"track","userId":"u","event":"NaN","properties":{"revenue":NaN}}`,
	`{"type":"track","userId":"u","event":"Cut`,
	`{"type":"track","userId":"u","event":"Proto","properties":{"__proto__":{"toString":1}}}`,
	`{"type":"track","userId":"u","event":"Deep","properties":{"a":` + strings.Repeat("[", 600) + strings.Repeat("]", 600) + `}}`,
	`{"type":"track","userId":{"id":1},"event":["x"],"properties":[1]}`,
	"{\"type\":\"track\",\"userId\":\"u\",\"event\":\"\U0001F9D1\u200d\U0001F680 \u6ce8\u6587\"}",
}

func corpus() []sent {
	batch := func(items ...string) string { return `{"batch":[` + strings.Join(items, ",") + `]}` }
	big := strings.Replace(goodTrack, `"revenue"`, `"pad":"`+strings.Repeat("x", 33<<10)+`","revenue"`, 1)
	padded := strings.Replace(goodTrack, `"revenue"`, `"pad":"`+strings.Repeat("x", 30<<10)+`","revenue"`, 1)
	list := []sent{
		{name: "a call", path: "/v1/track", body: goodTrack},
		{name: "a type from the route", path: "/v1/t", body: `{"userId":"u","event":"E"}`},
		{name: "a page", path: "/v1/page", body: `{"anonymousId":"a1","name":"Shop"}`},
		{name: "an identify", path: "/v1/i/", body: `{"userId":"u","traits":{}}`},
		{name: "another type than the route's", path: "/v1/track", body: `{"type":"Track","userId":"u","event":"E"}`},
		{name: "a batch with a context", path: "//v1/batch", body: `{"batch":[` + goodTrack + `,{"userId":"u","event":"shop"}],"context":{"library":{"name":"go"}},"integrations":{"All":false}}`},
		{name: "one bad of three", path: "/v1/import", body: batch(goodTrack, `{"type":"track","event":"E"}`, `7`)},
		{name: "a batch of 602 KB", path: "/v1/batch", body: batch(slices.Repeat([]string{padded}, 20)...)},
		{name: "a large message alone", path: "/v1/track", body: big},
		{name: "a large message in a batch", path: "/v1/batch", body: batch(big, goodTrack)},
		{name: "too many", path: "/v1/batch", body: batch(slices.Repeat([]string{`{"type":"track","userId":"u","event":"E"}`}, 2501)...)},
		{name: "far too many", path: "/v1/batch", body: batch(slices.Repeat([]string{`{"type":"track","userId":"u","event":"E"}`}, 10_001)...)},
		{name: "over 8 MiB", path: "/v1/batch", body: batch(slices.Repeat([]string{padded}, 300)...)},
		{name: "an empty batch", path: "/v1/batch", body: `{"batch":[]}`},
		{name: "no batch at all", path: "/v1/batch", body: goodTrack},
		{name: "not what its encoding says", path: "/v1/track", body: goodTrack, header: []string{"Content-Encoding", "gzip"}},
		{name: "gzip that nothing says", path: "/v1/batch", body: "\x1f\x8b\x08\x00"},
		{name: "no object", path: "/v1/track", body: `[` + goodTrack + `]`},
		{name: "nothing", path: "/v1/track", body: ``},
		{name: "some other JSON", path: "/v1/track", body: `{"log":{"entries":[]}}`},
		{name: "a clock that is off", path: "/v1/batch", body: `{"sentAt":"2026-08-01T12:00:00Z","batch":[{"type":"track","userId":"u","event":"E","timestamp":"2026-08-01T12:00:00Z"}]}`},
	}
	const withID = `{"type":"track","messageId":"m1","userId":"u","event":"Once"}`
	list = append(list,
		sent{name: "a message with an id", path: "/v1/track", body: withID},
		sent{name: "the same again", path: "/v1/track", body: strings.Replace(withID, "{", `{"sentAt":"2026-08-18T12:00:00Z",`, 1)},
		sent{name: "another of the id", path: "/v1/track", body: strings.Replace(withID, "Once", "Twice", 1)},
		sent{name: "the same from another source", path: "/v1/track", body: withID, header: []string{"Authorization", "Basic T1RIRVI6"}},
	)
	for i, text := range oddMessages {
		list = append(list, sent{name: fmt.Sprintf("odd message %d", i+1), path: "/v1/track", body: text})
	}
	return list
}

// shown is what one surface says of a message.
type shown struct {
	Headline string
	Codes    []string
	Wrong    []string // the codes that are no mere remarks; of the screen only
	Sends    string
}

func (x shown) String() string { return fmt.Sprintf("%s %q %.200s", x.Headline, x.Codes, x.Sends) }

// captureCorpus posts each request to a real endpoint and gives the store and
// its capture file.
func captureCorpus(t *testing.T, requests []sent) (*store.Store, string) {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "corpus.ndjson")
	at := time.Date(2026, 8, 18, 12, 0, 0, 0, time.UTC)
	file, err := file.Open(path, file.Options{Program: "segtap test", Now: at})
	if err != nil {
		t.Fatal(err)
	}
	store, err := store.New(mapping.NewJudge(engine), file, capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	srv := httptest.NewServer(ingest.New(store, ingest.Options{Now: func() time.Time { return at }}))
	t.Cleanup(srv.Close)
	for _, s := range requests {
		req, err := http.NewRequest(http.MethodPost, srv.URL+s.path, strings.NewReader(s.body))
		if err != nil {
			t.Fatal(err)
		}
		req.SetBasicAuth("WK", "")
		for i := 0; i < len(s.header); i += 2 {
			req.Header.Set(s.header[i], s.header[i+1])
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(s.name, err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
	}
	return store, path
}

// screenSays is what the screen shows: the row of the list, and the detail.
func screenSays(t *testing.T, store *store.Store) []shown {
	t.Helper()
	var all []shown
	reader := store.NewReader()
	for i := range store.Counts().Entries {
		row, _ := store.At(i)
		got, err := reader.ReadWanted(row.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		if row.Verdict != got.Judgement.Verdict {
			t.Errorf("#%d: the list says %+v, the detail %+v", row.ID, row.Verdict, got.Judgement.Verdict)
		}
		all = append(all, shownOf(&got.Judgement))
	}
	return all
}

func shownOf(j *mapping.Judgement) shown {
	x := shown{Headline: j.Verdict.Headline.Name()}
	for _, d := range j.Diagnostics {
		x.Codes = append(x.Codes, d.Name())
		if d.Severity > verdict.Info {
			x.Wrong = append(x.Wrong, d.Name())
		}
	}
	if j.Event != nil {
		x.Sends = string(eventjson.Escape(j.Event.Body()))
	}
	return x
}

// lineSays is what a line of serve or map says.
func lineSays(t *testing.T, line []byte) shown {
	t.Helper()
	var said struct {
		Headline    string
		Diagnostics []struct{ Code string }
		Sends       json.RawMessage
		WouldSend   json.RawMessage `json:"would_send"`
		Body        json.RawMessage
	}
	if err := json.Unmarshal(line, &said); err != nil {
		t.Fatalf("%v in %.300s", err, line)
	}
	x := shown{Headline: said.Headline}
	for _, d := range said.Diagnostics {
		x.Codes = append(x.Codes, d.Code)
	}
	for _, sends := range []json.RawMessage{said.Sends, said.WouldSend, said.Body} {
		if len(sends) > 0 && string(sends) != "null" {
			x.Sends = string(sends)
		}
	}
	return x
}

func run(t *testing.T, wantExit int, args ...string) []byte {
	t.Helper()
	cmd := program(t, args...)
	cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+t.TempDir(), "XDG_STATE_HOME="+t.TempDir())
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, _ := cmd.Output()
	if got := cmd.ProcessState.ExitCode(); got != wantExit {
		t.Fatalf("segtap %s ended with %d, want %d:\n%s", strings.Join(args, " "), got, wantExit, errs.String())
	}
	return out
}

// TestOneTruth holds what the screen, serve, map and check say of a corpus of
// requests against each other.
func TestOneTruth(t *testing.T) {
	store, path := captureCorpus(t, corpus())
	screen := screenSays(t, store)

	var lines bytes.Buffer
	p := printer{store: store, out: bufio.NewWriter(&lines), log: slog.New(slog.DiscardHandler)}
	if err := p.printRest(store.NewReader()); err != nil {
		t.Fatal(err)
	}
	served := bytes.Split(bytes.TrimSpace(lines.Bytes()), []byte("\n"))
	mapped := bytes.Split(bytes.TrimSpace(run(t, 0, "map", "--diagnostics", path)), []byte("\n"))
	// map looks at each message alone: also at one that came again.
	if i := slices.IndexFunc(screen, func(x shown) bool { return strings.Contains(x.Sends, `"Once"`) }); i >= 0 {
		mapped = slices.Delete(mapped, i+1, i+2)
	}
	if len(served) != len(screen) || len(mapped) != len(screen) {
		t.Fatalf("the screen has %d messages, serve %d, map %d", len(screen), len(served), len(mapped))
	}
	codes := map[string]int{}
	for i, want := range screen {
		for _, code := range slices.Compact(slices.Sorted(slices.Values(want.Wrong))) {
			codes[code]++
		}
		if got := lineSays(t, served[i]); got.String() != want.String() {
			t.Errorf("message %d: serve says\n%v, the screen\n%v", i+1, got, want)
		}
		got := lineSays(t, mapped[i])
		got.Headline = want.Headline // map says none
		if slices.Contains(want.Codes, "batch_too_large") || slices.Contains(want.Codes, "batch_too_long") {
			want.Sends = "" // what would go out otherwise, serve says with the other name
		}
		want.Codes = slices.DeleteFunc(slices.Clone(want.Codes), func(code string) bool { return code == "sdk_retry" || code == "duplicate_message_id" })
		if got.String() != want.String() {
			t.Errorf("message %d: map says\n%v, the screen\n%v", i+1, got, want)
		}
	}
	checked := map[string]int{}
	report := run(t, 1, "check", "--json", path)
	for line := range bytes.Lines(report) {
		var said struct {
			Code     string
			Messages int
		}
		if err := json.Unmarshal(line, &said); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		checked[said.Code] += said.Messages
	}
	for code, n := range checked {
		if codes[code] != n {
			t.Errorf("check finds %s in %d messages, the screen in %d", code, n, codes[code])
		}
	}
	if !strings.Contains(string(report), "which came first with another write key") {
		t.Error("check does not say that another source came first")
	}
	if checked["duplicate_message_id"] != 2 {
		t.Errorf("check finds %d messages with an id of another's, want 2", checked["duplicate_message_id"])
	}
	if checked["batch_too_large"] != 21 {
		t.Errorf("check finds batch_too_large in %d messages, want 21", checked["batch_too_large"])
	}
}

// TestOneFilter holds the filters of serve and of check against each other: all of them over what is small, and those that
// tell the parts of large batches from each other, which take long to read again and again, over the whole corpus.
func TestOneFilter(t *testing.T) {
	small := slices.DeleteFunc(corpus(), func(s sent) bool { return len(s.body) > 50_000 })
	sameFilters(t, small,
		"user:u_9", "user:42", "user:u", "event:shop", "event:E", "event:*", "type:track", "type:page", "type:other", "-type:track",
		"is:error", "is:dropped", "is:warning", "value:>1", "key:WK", "code:id_not_string", "after:2026-08-17T00:00:00Z",
		"before:2026-08-17T00:00:00Z", "revenue", "gate:received", "has:properties.revenue", "anon:a1", "properties.revenue:59.9", "id:3", "id:40")
	sameFilters(t, corpus(), "code:batch_too_large", "code:batch_too_long", "is:error", "id:2560")
}

// sameFilters holds the filters against each other over some requests.
func sameFilters(t *testing.T, requests []sent, filters ...string) {
	t.Helper()
	store, path := captureCorpus(t, requests)
	found := 0
	for _, text := range filters {
		f, err := parseFilter(text)
		if err != nil {
			t.Fatal(text, err)
		}
		var lines bytes.Buffer
		p := printer{store: store, wanted: f, out: bufio.NewWriter(&lines), log: slog.New(slog.DiscardHandler)}
		if err := p.printRest(store.NewReader()); err != nil {
			t.Fatal(err)
		}
		served := bytes.Count(lines.Bytes(), []byte("\n"))
		c := check.New(store.Judge(), check.Options{}, f, time.Now())
		if err := c.File(t.Context(), console.Streams{In: os.Stdin}, path); err != nil {
			t.Fatal(err)
		}
		if c.Messages != served {
			t.Errorf("%s: serve finds %d, check %d", text, served, c.Messages)
		}
		if served > 0 {
			found++
		}
	}
	if found < len(filters)/2 {
		t.Errorf("only %d of %d filters find anything", found, len(filters))
	}
}

// TestOddMessages gives the odd messages to each command as they are, each between
// two good ones.
func TestOddMessages(t *testing.T) {
	var file bytes.Buffer
	file.WriteString(goodTrack + "\n")
	for _, text := range oddMessages {
		file.WriteString(text + "\n" + goodTrack + "\n")
	}
	path := filepath.Join(t.TempDir(), "odd.ndjson")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	all := 2*len(oddMessages) + 1
	for _, args := range [][]string{{"map"}, {"map", "--diagnostics"}, {"check"}, {"check", "--json"}} {
		cmd := program(t, append(args, path)...)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		out, _ := cmd.Output()
		if n := bytes.Count(out, []byte("\n")); args[0] == "map" && n != all {
			t.Errorf("segtap %v prints %d lines of %d:\n%s", args, n, all, out)
		}
		if args[0] == "check" && !strings.Contains(errs.String(), fmt.Sprintf("%d messages: ", all)) {
			t.Errorf("segtap %v says %s%s", args, out, errs.String())
		}
		if len(args) == 1 && args[0] == "check" {
			continue // for people
		}
		for line := range bytes.Lines(out) {
			if !json.Valid(line) {
				t.Errorf("segtap %v prints what is no JSON: %s", args, line)
			}
		}
	}
}
