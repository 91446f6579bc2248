package monitoring_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/control"
	"segtap/capture/control/guard"
	"segtap/capture/forward"
	"segtap/capture/ingest"
	"segtap/capture/ingest/tally"
	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/capture/journal/journaltest"
	"segtap/capture/monitoring"
	"segtap/capture/routes"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

var noon = time.Date(2026, 8, 18, 12, 0, 0, 0, time.UTC)

// watched is an endpoint that is watched over.
type watched struct {
	store      *store.Store
	capture    *httptest.Server
	monitoring *httptest.Server
}

func watch(t testing.TB, kept journal.Journal, limits capture.Limits, change func(*ingest.Options, *monitoring.Options)) *watched {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.New(mapping.NewJudge(engine).With(cataloguetest.Storefront()), kept, limits)
	if err != nil {
		t.Fatal(err)
	}
	taking := ingest.Options{Tally: tally.New(), Now: func() time.Time { return noon }}
	watching := monitoring.Options{Version: "1", Store: s, Tally: taking.Tally, Now: taking.Now}
	if change != nil {
		change(&taking, &watching)
	}
	w := &watched{
		store:      s,
		capture:    httptest.NewServer(control.New(s, control.Options{}).Before(ingest.New(s, taking))),
		monitoring: httptest.NewServer(monitoring.New(watching)),
	}
	return w
}

func (w *watched) close() {
	w.capture.Close()
	w.monitoring.Close()
	_ = w.store.Close()
}

// ask gets an address, and gives the status and the body.
func ask(t testing.TB, method, url, body string, header ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

// page reads /metrics as Prometheus does, and has its linter look at it.
func (w *watched) page(t testing.TB) map[string]*dto.MetricFamily {
	t.Helper()
	status, text := ask(t, "GET", w.monitoring.URL+"/metrics", "")
	if status != 200 {
		t.Fatalf("%d\n%s", status, text)
	}
	problems, err := promlint.New(strings.NewReader(text)).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v, of\n%s", err, problems, text)
	}
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return families
}

// values are the samples of a family that are not 0, by the values of their labels.
func values(f *dto.MetricFamily) map[string]int {
	all := make(map[string]int)
	for _, m := range f.GetMetric() {
		var by []string
		for _, l := range m.Label {
			by = append(by, l.GetValue())
		}
		if v := m.GetCounter().GetValue() + m.GetGauge().GetValue(); v != 0 {
			all[strings.Join(by, " ")] = int(v)
		}
	}
	return all
}

func same(t testing.TB, what string, got, want map[string]int) {
	t.Helper()
	for key, n := range want {
		if n == 0 {
			delete(want, key)
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// Whatever comes, the page says what the automation API and the list of the screen say.
func TestThePageSaysWhatTheAPISays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := watch(t, file.Memory(), capture.Limits{}, nil)
		defer w.close()
		types := make(map[string]int)
		tries := 0
		seen := make(map[string]bool)
		for range rapid.IntRange(0, 12).Draw(rt, "messages") {
			typ := rapid.SampledFrom([]string{"track", "track", "page", "nonsense"}).Draw(rt, "type")
			text := fmt.Sprintf(`{"type":%q,"event":%s,"messageId":"m%d","properties":{"revenue":%s},"userId":"u"}`, typ,
				rapid.SampledFrom([]string{`"Order Completed"`, `"order completed"`, `""`, `5`}).Draw(rt, "event"), rapid.IntRange(1, 6).Draw(rt, "id"),
				rapid.SampledFrom([]string{"1", `"1"`, "null"}).Draw(rt, "revenue"))
			if status, body := ask(t, "POST", w.capture.URL+"/v1/batch", `{"batch":[`+text+`]}`); status != 200 {
				rt.Fatal(status, body)
			}
			if typ == "nonsense" {
				typ = tally.Other
			}
			if types[typ]++; seen[text] {
				tries++
			}
			seen[text] = true
		}
		_, text := ask(t, "GET", w.capture.URL+control.Prefix+"/summary", "")
		var summary struct {
			Events    int
			Headlines map[string]int
			Codes     []struct {
				Code   string
				Events int
			}
		}
		if err := json.Unmarshal([]byte(text), &summary); err != nil {
			rt.Fatal(err, text)
		}
		codes := make(map[string]int)
		for _, c := range summary.Codes {
			codes[c.Code] = c.Events
		}
		gates := make(map[string]int)
		for i := range w.store.Counts().Entries {
			e, _ := w.store.At(i)
			for gate := range e.Verdict.Gates.Failing() {
				gates[gate.String()]++
			}
		}
		page := w.page(t)
		same(t, "headlines", values(page["segtap_entries"]), summary.Headlines)
		same(t, "codes", values(page["segtap_entries_diagnosed"]), codes)
		same(t, "gates", values(page["segtap_entries_failing"]), gates)
		same(t, "types", values(page["segtap_messages_total"]), types)
		same(t, "retries", values(page["segtap_retries_total"]), map[string]int{"": tries})
	})
}

// Each way in which a request ends is counted by its status and what became of it, and its time.
func TestRequestsAreCountedByWhatBecameOfThem(t *testing.T) {
	faults := ingest.NewFaults(func() float64 { return 0 })
	upstream := httptest.NewServer(http.NotFoundHandler())
	defer upstream.Close()
	to, err := forward.New(upstream.URL, forward.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := watch(t, file.Memory(), capture.Limits{}, func(i *ingest.Options, m *monitoring.Options) {
		i.Faults, i.Forward, m.Forward = faults, to.Pass, to
	})
	defer w.close()
	const track = `{"userId":"u","event":"E"}`
	n := 0
	for _, c := range []struct{ method, path, body, fault, want string }{
		{"POST", "/v1/track", track, "", "200 captured"},
		{"POST", "/v1/batch", `{"batch":[` + track + `]}`, "", "200 captured"},
		{"GET", "/v1/pixel/track?userId=u&event=E", "", "", "200 captured"},
		{"POST", "/v1/track", `{`, "", "400 invalid_json"},
		{"POST", "/v1/batch", `{"batch":[]}`, "", "200 captured"},
		{"POST", "/v1/track", track, "503", "503 fault"},
		{"POST", "/v1/track", track, "drop", "0 fault"},
		{"POST", "/v1/m", "{}", "", "200 telemetry"},
		{"GET", "/v1/projects/WK/settings", "", "", "200 settings"},
		{"GET", "/sourceConfig", "", "", "200 settings"},
		{"POST", "/token", "", "", "200 settings"},
		{"HEAD", "/v1/track", "", "", "200 asked"},
		{"HEAD", "/v1/pixel/track", "", "", "200 asked"},
		{"OPTIONS", "/v1/track", "", "", "204 asked"},
		{"OPTIONS", "/elsewhere", "", "", "204 asked"},
		{"GET", "/v1/track", "", "", "405 method_not_allowed"},
		{"GET", "/token", "", "", "405 method_not_allowed"},
		{"POST", "/sourceConfig", "", "", "405 method_not_allowed"},
		{"GET", "/", "", "", "404 not_found"},
		{"GET", "/analytics.js/v1/WK/analytics.min.js", "", "", "404 analytics_js_not_served"},
	} {
		t.Run(c.method+c.path+c.fault, func(t *testing.T) {
			if err := faults.Set(c.fault); err != nil {
				t.Fatal(err)
			}
			before := w.page(t)
			status, _ := ask(t, c.method, w.capture.URL+c.path, c.body)
			if want, _, _ := strings.Cut(c.want, " "); strconv.Itoa(status) != want {
				t.Errorf("answered %d, want %s", status, c.want)
			}
			n++
			after := w.page(t)
			got := values(after["segtap_requests_total"])
			for key, n := range values(before["segtap_requests_total"]) {
				got[key] -= n
			}
			same(t, "more", got, got) // leaves out what is 0
			swapped := strings.Fields(c.want)
			same(t, "requests", got, map[string]int{strings.Join(swapped, " "): 1})
			if spans := after["segtap_request_duration_seconds"].Metric[0].Histogram; spans.GetSampleCount() != uint64(n) || spans.GetSampleSum() <= 0 {
				t.Errorf("%v after %d requests", spans, n)
			}
		})
	}
	if err := to.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	page := w.page(t)
	same(t, "passed on", values(page["segtap_forwarded_total"]), map[string]int{"refused": 6})
	same(t, "bytes", values(page["segtap_request_body_bytes_total"]), map[string]int{"": 4*len(track) + len(`{"batch":[]}`) + len(`{`) + len(`{"batch":[]}`)})
}

// That requests are lost is counted from 0 on: Prometheus has no rate of a series that begins with the first of them.
func TestLossesAreThereBeforeTheFirst(t *testing.T) {
	w := watch(t, file.Memory(), capture.Limits{}, nil)
	defer w.close()
	_, text := ask(t, "GET", w.monitoring.URL+"/metrics", "")
	for _, status := range []string{"200", "503"} { // of a pixel, and of all else
		if want := `segtap_requests_total{status="` + status + `",outcome="not_kept"} 0` + "\n"; !strings.Contains(text, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

// Nothing that a client sends stands on the page, and however much comes, it does not grow.
func TestThePageTellsNothingOfWhatCame(t *testing.T) {
	w := watch(t, file.Memory(), capture.Limits{}, nil)
	defer w.close()
	size := 0
	for i := range 40 {
		secret := fmt.Sprintf("SECRET%d", i)
		ask(t, "POST", w.capture.URL+"/v1/batch?q="+secret, `{"writeKey":"`+secret+`","batch":[{"type":"`+secret+`","userId":"`+secret+`"},{"type":"track","event":"`+secret+`","userId":"`+secret+`","properties":{"`+secret+`":1}}]}`, "User-Agent", secret)
		ask(t, "POST", w.capture.URL+"/"+secret, secret)
		ask(t, secret, w.capture.URL+"/v1/track", secret)
		_, text := ask(t, "GET", w.monitoring.URL+"/metrics", "")
		if strings.Contains(text, "SECRET") {
			t.Fatal(text)
		}
		if lines := strings.Count(text, "\n"); i == 0 {
			size = lines
		} else if lines != size {
			t.Fatalf("%d lines, and %d after the first: \n%s", lines, size, text)
		}
	}
}

// Readyz says whether what comes can be kept, and comes back to it by itself.
func TestReadyIsWhoCanKeepWhatComes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "capture.ndjson")
	kept, err := file.Open(path, file.Options{})
	if err != nil {
		t.Fatal(err)
	}
	now, short := noon, error(nil)
	ending, end := context.WithCancel(t.Context())
	w := watch(t, kept, capture.Limits{}, func(_ *ingest.Options, m *monitoring.Options) {
		m.Now, m.Short, m.Ending = func() time.Time { return now }, func() error { return short }, ending
	})
	defer w.close()
	expect := func(status int, says string) {
		t.Helper()
		if got, text := ask(t, "GET", w.monitoring.URL+"/readyz", ""); got != status || text != says+"\n" {
			t.Errorf("%d %q, want %d %q", got, text, status, says)
		}
		if got, _ := ask(t, "GET", w.monitoring.URL+"/healthz", ""); got != 200 {
			t.Errorf("healthz answers %d", got)
		}
	}
	post := func() int {
		status, _ := ask(t, "POST", w.capture.URL+"/v1/track", `{"userId":"u","event":"E"}`)
		return status
	}
	expect(200, "ready")
	short = errors.New("less than 50 MB left on the disk")
	expect(503, "not ready: less than 50 MB left on the disk")
	short = nil
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	expect(503, "not ready: the capture file has been removed, replaced or shortened")
	if status := post(); status != 503 {
		t.Errorf("answered %d", status)
	}
	if err := os.Rename(path+".away", path); err != nil {
		t.Fatal(err)
	}
	expect(503, "not ready: the last request could not be kept")
	same(t, "errors", values(w.page(t)["segtap_journal_append_errors_total"]), map[string]int{"": 1})
	now = noon.Add(time.Minute) // else none would ever come
	expect(200, "ready")
	if status := post(); status != 200 {
		t.Errorf("answered %d", status)
	}
	now = noon
	expect(200, "ready")
	end()
	expect(503, "not ready: segtap is ending")
}

// No page of a browser reads it. On loopback it goes by the names of loopback, beyond by any.
func TestNoPageReadsIt(t *testing.T) {
	for _, c := range []struct {
		name   string
		beyond bool
		header []string
		status int
	}{
		{"a program", false, nil, 200},
		{"one beyond", true, nil, 200},
		{"another name", false, []string{"Host", "evil.example"}, 403},
		{"another name beyond", true, []string{"Host", "segtap-0.segtap:9464"}, 200},
		{"a page", true, []string{"Origin", "https://evil.example"}, 403},
		{"an image of a page", true, []string{"Sec-Fetch-Site", "cross-site"}, 403},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := watch(t, file.Memory(), capture.Limits{}, func(_ *ingest.Options, m *monitoring.Options) { m.Guard = guard.Options{Beyond: c.beyond} })
			defer w.close()
			for _, path := range []string{"/metrics", "/healthz", "/readyz"} {
				if status, text := ask(t, "GET", w.monitoring.URL+path, "", c.header...); status != c.status {
					t.Errorf("%s: %d %s", path, status, text)
				}
			}
		})
	}
	w := watch(t, file.Memory(), capture.Limits{}, nil)
	defer w.close()
	if status, _ := ask(t, "POST", w.monitoring.URL+"/metrics", ""); status != 405 {
		t.Errorf("POST is answered %d", status)
	}
	if status, _ := ask(t, "GET", w.monitoring.URL+"/elsewhere", ""); status != 404 {
		t.Errorf("elsewhere is answered %d", status)
	}
}

// BenchmarkScrape is what a page costs, of entries that have many different names and diagnostics.
func BenchmarkScrape(b *testing.B) {
	w := watch(b, file.Memory(), capture.Limits{}, nil)
	defer w.close()
	route, _ := routes.Match("/v1/batch")
	for i := range 200 {
		var batch bytes.Buffer
		for j := range 50 {
			fmt.Fprintf(&batch, `,{"type":"track","event":"E%d","userId":""}`, i*50+j)
		}
		in := message.TakeIn(route.Posted([]byte(`{"batch":[`+batch.String()[1:]+`]}`), noon))
		if _, err := w.store.Capture(&store.Request{At: noon, Method: "POST", Path: "/v1/batch", Intake: in, Status: 200}); err != nil {
			b.Fatal(err)
		}
	}
	m := monitoring.New(monitoring.Options{Store: w.store, Tally: tally.New(), Guard: guard.Options{Beyond: true}})
	r := httptest.NewRequest("GET", "/metrics", nil)
	b.ReportAllocs()
	for b.Loop() {
		m.ServeHTTP(httptest.NewRecorder(), r)
	}
	if got := w.store.Counts().Verdicts.Failing[verdict.Keyed]; got != 10_000 {
		b.Errorf("%d entries fail", got)
	}
}

// The guide lists all families, with their labels and what they are.
func TestTheGuideListsWhatIsCounted(t *testing.T) {
	to, err := forward.New("http://127.0.0.1:1", forward.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := watch(t, file.Memory(), capture.Limits{}, func(_ *ingest.Options, m *monitoring.Options) { m.Forward = to })
	defer w.close()
	ask(t, "POST", w.capture.URL+"/v1/track", "{")
	page := w.page(t)
	table := "| name | labels | what it is |\n| --- | --- | --- |\n"
	for _, name := range slices.Sorted(maps.Keys(page)) {
		if !strings.HasPrefix(name, "segtap_") {
			continue
		}
		var labels []string
		for _, l := range page[name].Metric[0].Label {
			labels = append(labels, "`"+l.GetName()+"`")
		}
		table += fmt.Sprintf("| `%s` | %s | %s |\n", name, strings.Join(labels, ", "), page[name].GetHelp())
	}
	guide, err := os.ReadFile("../../docs/monitoring.md")
	if err != nil {
		t.Fatal(err)
	}
	_, said, _ := strings.Cut(string(guide), "<!-- families: checked by a test -->\n")
	if said, _, _ = strings.Cut(said, "<!-- /families -->"); said != table {
		t.Errorf("docs/monitoring.md has\n%s\nand should have\n%s", said, table)
	}
	for _, name := range regexp.MustCompile(`\b(?:segtap|go|process)_[a-z_]+`).FindAllString(string(guide), -1) {
		base := strings.TrimSuffix(name, "_bucket")
		if page[name] == nil && page[base] == nil {
			t.Errorf("docs/monitoring.md speaks of %s, which there is not", name)
		}
	}
	values := []string{tally.Captured, tally.Telemetry, tally.Settings, tally.Asked, tally.Fault, tally.NotKept, tally.Gone}
	for h := range verdict.Headline(verdict.Headlines) {
		values = append(values, h.Name()+"` | `"+h.Word())
	}
	for _, value := range values {
		if !strings.Contains(string(guide), "`"+value+"`") {
			t.Errorf("docs/monitoring.md does not say what %s is", value)
		}
	}
}

// A stream that is gone for good helps nobody to wait for: whoever watches starts segtap anew.
func TestAStreamThatIsGoneIsStartedAnew(t *testing.T) {
	stream := journaltest.NewStream()
	w := watch(t, stream.Open(), capture.Limits{}, nil)
	defer w.close()
	stream.Reach(false)
	if status, _ := ask(t, "GET", w.monitoring.URL+"/healthz", ""); status != 200 {
		t.Errorf("out of reach it answers %d", status)
	}
	journaltest.Until(t, "it is said since when", func() bool {
		status, said := ask(t, "GET", w.monitoring.URL+"/readyz", "")
		return status == 503 && regexp.MustCompile(`^not ready: the stream cannot be reached since \d\d:\d\d:\d\d; trying again\n$`).MatchString(said)
	})
	stream.Delete()
	for path, want := range map[string]string{"/healthz": "start segtap anew: the stream is not what it was", "/readyz": "not ready: the stream is not what it was: whoever runs segtap has to start it anew"} {
		if status, said := ask(t, "GET", w.monitoring.URL+path, ""); status != 503 || strings.TrimSpace(said) != want {
			t.Errorf("%s: %d %s", path, status, said)
		}
	}
}

// What is counted from the start begins with nothing, whatever was kept before; and how large a
// stream is, is not for one of many to say.
func TestWhatWasKeptBeforeIsNotCounted(t *testing.T) {
	stream := journaltest.NewStream()
	for range 2 {
		w := watch(t, stream.Open(), capture.Limits{}, nil)
		if page := w.page(t); len(values(page["segtap_retries_total"])) > 0 || page["segtap_journal_size_bytes"] != nil {
			t.Errorf("%v, %v", page["segtap_retries_total"], page["segtap_journal_size_bytes"])
		}
		for range 2 {
			ask(t, "POST", w.capture.URL+"/v1/track", `{"userId":"u","event":"E","messageId":"m"}`)
		}
		if n := values(w.page(t)["segtap_retries_total"])[""]; n == 0 {
			t.Error("a retry is not counted")
		}
		w.close()
	}
}

// An entry has either been let go for another one, or has gone from the stream.
func TestWhatHasGoneIsNotEvictedToo(t *testing.T) {
	stream := journaltest.NewStream()
	w := watch(t, stream.Open(), capture.Limits{Entries: 4}, nil)
	defer w.close()
	for i := range 6 {
		ask(t, "POST", w.capture.URL+"/v1/track", fmt.Sprintf(`{"userId":"u","event":"E","messageId":"m%d"}`, i))
	}
	same(t, "evicted", values(w.page(t)["segtap_entries_evicted"]), map[string]int{"": 2})
	stream.Purge(6)
	journaltest.Until(t, "three go", func() bool { return w.store.Counts().Entries == 1 })
	page := w.page(t)
	same(t, "evicted", values(page["segtap_entries_evicted"]), map[string]int{"": 2})
	same(t, "gone", values(page["segtap_entries_gone"]), map[string]int{"": 3})
}

// denied is a journal whose user may not write it, for all that was seen when it was opened.
type denied struct{ journal.Journal }

func (denied) Denied() error { return errors.New("lacks a permission") }

// Who may not write is not ready, before anything has come, until something has been kept.
func TestWhoMayNotWriteIsNotReady(t *testing.T) {
	w := watch(t, denied{journaltest.NewStream().Open()}, capture.Limits{}, nil)
	defer w.close()
	if status, text := ask(t, "GET", w.monitoring.URL+"/readyz", ""); status != 503 || text != "not ready: the user of NATS may not write the stream\n" {
		t.Errorf("%d %s", status, text)
	}
	ask(t, "POST", w.capture.URL+"/v1/track", `{"userId":"u","event":"E"}`)
	if status, text := ask(t, "GET", w.monitoring.URL+"/readyz", ""); status != 200 {
		t.Errorf("%d %s", status, text)
	}
}
