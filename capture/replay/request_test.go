package replay

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"segtap/capture/resend"
)

var testNow = time.Date(2026, 3, 4, 5, 6, 7, 890_000_000, time.UTC)

func testOptions() Options {
	return Options{
		Version: "1.2.3",
		NewUUID: func() string { return "0b5e7c1e-0000-4000-8000-000000000001" },
		Now:     func() time.Time { return testNow },
	}
}

// testClient sends over the real network, without pauses.
func testClient() *Client {
	return NewClient(NewTransport(), resend.Clock{Now: time.Now, Wait: noWait}, ExponentialPauses)
}

// wire listens on loopback, answers every request with 202, and gives what
// came, byte for byte.
func wire(t *testing.T) (address string, received <-chan string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	out := make(chan string, 16)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go answer(conn, out)
		}
	}()
	return listener.Addr().String(), out
}

func answer(conn net.Conn, out chan<- string) {
	defer func() { _ = conn.Close() }()
	var raw bytes.Buffer
	request, err := http.ReadRequest(bufio.NewReader(io.TeeReader(conn, &raw)))
	if err == nil {
		_, err = io.Copy(io.Discard, request.Body)
	}
	if err == nil {
		_, err = io.WriteString(conn, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	}
	if err == nil {
		out <- raw.String()
	}
}

const (
	trackMessage = `{"type":"track", "event":"Order Completed","properties":{"revenue":59.90},"userId":"u_42"}`
	trackEvent   = `[{"kind":"custom","key":"Order Completed","contextKeys":{"user":"u_42"},"metricValue":59.90,"data":{"revenue":59.90}}]`
)

func TestWhatGoesOut(t *testing.T) {
	basicAuth := "Basic " + base64.StdEncoding.EncodeToString([]byte(testWriteKey+":"))
	for _, test := range []struct {
		name string
		spec string
		env  func(*Env)
		item Item
		want string // with HOST for the address; lines end in \n
	}{
		{
			name: "here", spec: "here",
			item: Item{EntryID: 142, Lineage: "142.5ea1", Message: []byte(trackMessage), WriteKey: NewSecret(testWriteKey)},
			want: "POST /v1/track HTTP/1.1\nHost: HOST\nUser-Agent: segtap/1.2.3\nContent-Length: 90\nAuthorization: " + basicAuth +
				"\nContent-Type: application/json\nSegtap-Parent: 142.5ea1\n\n" + trackMessage,
		},
		{
			name: "here, a page without a write key that comes from no entry", spec: "here",
			item: Item{Message: []byte(`{"type":"page"}`)},
			want: "POST /v1/page HTTP/1.1\nHost: HOST\nUser-Agent: segtap/1.2.3\nContent-Length: 15\nContent-Type: application/json\n\n" + `{"type":"page"}`,
		},
		{
			name: "launchdarkly as Segment sends it", spec: "launchdarkly",
			item: Item{EntryID: 1, Message: []byte(trackMessage), EventBody: []byte(trackEvent)},
			want: "POST /events/bulk/" + testClientID + " HTTP/1.1\nHost: HOST\nUser-Agent: SegmentDestination/2.2.0\nContent-Length: 118\n" +
				"Content-Type: application/json\nX-LaunchDarkly-Event-Schema: 4\n\n" + trackEvent,
		},
		{
			name: "launchdarkly behind a path, from the classic destination", spec: "launchdarkly",
			env:  func(e *Env) { e.EventsURL += "/relay/" },
			item: Item{EventBody: []byte(`[{"userKey":"u"}]`), Schema: 3},
			want: "POST /relay/events/bulk/" + testClientID + " HTTP/1.1\nHost: HOST\nUser-Agent: SegmentDestination/2.2.0\nContent-Length: 17\n" +
				"Content-Type: application/json\nX-LaunchDarkly-Event-Schema: 3\n\n" + `[{"userKey":"u"}]`,
		},
		{
			name: "segment", spec: "segment",
			item: Item{EntryID: 1, Message: []byte(`{"type":"identify","userId":"é"}`)},
			want: "POST /v1/identify HTTP/1.1\nHost: HOST\nUser-Agent: segtap/1.2.3\nContent-Length: 33\nAuthorization: " + basicAuth +
				"\nContent-Type: application/json\n\n" + `{"type":"identify","userId":"é"}`,
		},
		{
			name: "segment with the message's own write key", spec: "segment",
			env:  func(e *Env) { e.WriteKey = Secret{} },
			item: Item{Message: []byte(`{"type":"track"}`), WriteKey: NewSecret("abc")},
			want: "POST /v1/track HTTP/1.1\nHost: HOST\nUser-Agent: segtap/1.2.3\nContent-Length: 16\nAuthorization: Basic YWJjOg==" +
				"\nContent-Type: application/json\n\n" + `{"type":"track"}`,
		},
		{
			name: "segment: sentAt is now and the two write keys agree", spec: "segment",
			item: Item{Message: []byte(`{"writeKey" : "other","sentAt":"2020-01-01T00:00:00Z" ,"type":"track"}`), WriteKey: NewSecret("other")},
			want: "POST /v1/track HTTP/1.1\nHost: HOST\nUser-Agent: segtap/1.2.3\nContent-Length: 101\nAuthorization: " + basicAuth +
				"\nContent-Type: application/json\n\n" + `{"writeKey" : "` + testWriteKey + `","sentAt":"2026-03-04T05:06:07.890Z" ,"type":"track"}`,
		},
		{
			name: "a URL gets the message, whatever it is", spec: "URL/hook?a=b%2Fc",
			item: Item{EntryID: 3, Message: []byte("not \xff JSON\n")},
			want: "POST /hook?a=b%2Fc HTTP/1.1\nHost: HOST\nUser-Agent: segtap/1.2.3\nContent-Length: 11\nContent-Type: application/json\n\nnot \xff JSON\n",
		},
		{
			name: "a URL gets the custom event", spec: "event:URL",
			item: Item{Message: []byte(trackMessage), EventBody: []byte(trackEvent)},
			want: "POST / HTTP/1.1\nHost: HOST\nUser-Agent: segtap/1.2.3\nContent-Length: 118\nContent-Type: application/json\n" +
				"X-LaunchDarkly-Event-Schema: 4\n\n" + trackEvent,
		},
		{
			name: "a URL gets the custom event of the classic destination", spec: "event:URL/relay",
			item: Item{Message: []byte(trackMessage), EventBody: []byte(`[{"userKey":"u"}]`), Schema: 3},
			want: "POST /relay HTTP/1.1\nHost: HOST\nUser-Agent: segtap/1.2.3\nContent-Length: 17\nContent-Type: application/json\n" +
				"X-LaunchDarkly-Event-Schema: 3\n\n" + `[{"userKey":"u"}]`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			address, received := wire(t)
			request := requestTo(t, "http://"+address, test.spec, test.env, test.item)
			attempt := testClient().Do(t.Context(), request, nil)
			if attempt.Status != 202 || attempt.Tries != 1 {
				t.Fatalf("attempt = %+v", attempt)
			}
			got := <-received
			head, body, _ := strings.Cut(got, "\r\n\r\n")
			want := strings.ReplaceAll(test.want, "HOST", address)
			if got := strings.ReplaceAll(head, "\r\n", "\n") + "\n\n" + body; got != want {
				t.Errorf("came\n%s\nwant\n%s", got, want)
			}
			checkPreview(t, request, head, body)
		})
	}
}

// requestTo makes a request to a target that is served at base.
func requestTo(t *testing.T, base, spec string, change func(*Env), item Item) Request {
	t.Helper()
	env := everything()
	env.Address, env.EventsURL, env.SegmentURL = base, base, base
	if change != nil {
		change(&env)
	}
	target, err := Parse(strings.Replace(spec, "URL", base, 1), env)
	if err != nil {
		t.Fatal(err)
	}
	options := testOptions()
	request, err := target.Request(item, options)
	if err != nil {
		t.Fatal(err)
	}
	return request
}

// previewText gives the lines of the preview as one text.
func previewText(r Request) string { return strings.Join(r.Preview(), "\n") }

// checkPreview holds the preview against what came over the wire.
func checkPreview(t *testing.T, request Request, head, body string) {
	t.Helper()
	want := append(strings.Split(head, "\r\n"), "")
	preview := request.Preview()
	for i, line := range want {
		if strings.HasPrefix(line, "Authorization:") {
			if strings.Contains(preview[i], testWriteKey) || !strings.Contains(preview[i], mask) {
				t.Errorf("the preview shows %q", preview[i])
			}
			continue
		}
		if preview[i] != line {
			t.Errorf("preview line %d is %q, on the wire it was %q", i, preview[i], line)
		}
	}
	if got := strings.Join(preview[len(want):], "\n"); got != strings.ReplaceAll(body, testWriteKey, mask) {
		t.Errorf("the preview shows the body %q, on the wire it was %q", got, body)
	}
	if string(request.Body) != body {
		t.Errorf("Body is %q, on the wire it was %q", request.Body, body)
	}
}

func TestWhatGoesToTheMetricImportAPI(t *testing.T) {
	address, received := wire(t)
	ids := 0
	target, err := Parse("launchdarkly-import", Env{
		EventsURL: "http://" + address, Project: "storefront", Environment: "test", AccessToken: NewSecret(testToken),
	})
	if err != nil {
		t.Fatal(err)
	}
	options := testOptions()
	options.NewUUID = func() string { ids++; return "uuid-" + string(rune('0'+ids)) }
	request, err := target.Request(Item{EventBody: []byte(trackEvent)}, options)
	if err != nil {
		t.Fatal(err)
	}
	if attempt := testClient().Do(t.Context(), request, nil); attempt.Status != 202 {
		t.Fatalf("attempt = %+v", attempt)
	}
	head, body, _ := strings.Cut(<-received, "\r\n\r\n")
	want := strings.Join([]string{
		"POST /v2/event-data-import/storefront/test HTTP/1.1", "Host: " + address,
		"User-Agent: MetricImport-segtap-int/1.2.3", request.Header[2].Name + ": " + request.Header[2].Value,
		"Authorization: " + testToken, "Content-Encoding: gzip", "Content-Type: application/json",
		"X-LaunchDarkly-Event-Schema: 4", "X-LaunchDarkly-Payload-ID: uuid-1",
	}, "\r\n")
	if head != want {
		t.Errorf("came\n%s\nwant\n%s", head, want)
	}
	unzipped, err := gzip.NewReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(unzipped); err != nil || string(plain) != trackEvent {
		t.Errorf("the body is %q, %v", plain, err)
	}
	if text := previewText(request); !strings.HasSuffix(text, "\n\n"+trackEvent) || !strings.Contains(text, "\nAuthorization: ****7777\n") {
		t.Errorf("the preview is\n%s", text)
	}
}

func TestWhatCannotGoOut(t *testing.T) {
	for _, test := range []struct {
		name, spec string
		item       Item
		says       string
	}{
		{"no JSON has no route", "here", Item{Message: []byte(`{"type":"track"`)}, "not; edit it first, or send it to a URL"},
		{"no type", "here", Item{Message: []byte(`{}`)}, "one has none that Segment knows"},
		{"an unknown type", "segment", Item{Message: []byte(`{"type":"Track"}`)}, "type is one of track"},
		{"a type that is no string", "here", Item{Message: []byte(`{"type":["track"]}`)}, "none that Segment knows"},
		{"the last type counts", "here", Item{Message: []byte(`{"type":"track","type":"x/../y"}`)}, "none that Segment knows"},
		{
			"no custom event", "launchdarkly",
			Item{Message: []byte(trackMessage), Why: "Metric Value must be a number but it was a string."},
			"there is no custom event to send; Metric Value must be a number but it was a string.",
		},
		{"no custom event for a URL", "event:https://example.com", Item{Message: []byte(trackMessage)}, "there is no custom event to send"},
		{"no custom event, even in a dry run", "dry-run", Item{Message: []byte(trackMessage)}, "there is no custom event to send"},
		{
			"more than the import API takes", "launchdarkly-import",
			Item{EventBody: make([]byte, MaxImportBytes+1)},
			"at most 10 MB, and this is 10000001 bytes",
		},
		{"a classic event for the import API", "launchdarkly-import", Item{EventBody: []byte(trackEvent), Schema: 3}, "takes events of schema 4"},
	} {
		t.Run(test.name, func(t *testing.T) {
			target, err := Parse(test.spec, everything())
			if err != nil {
				t.Fatal(err)
			}
			_, err = target.Request(test.item, testOptions())
			var refusal *Error
			if !errors.As(err, &refusal) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("err = %v, want %q", err, test.says)
			}
		})
	}
	t.Run("no write key for segment", func(t *testing.T) {
		_, err := Target{Kind: Segment, URL: DefaultSegmentURL}.Request(Item{Message: []byte(trackMessage)}, testOptions())
		if err == nil || err.Error() != "segment needs a write key, and the message came without one; set SEGTAP_WRITE_KEY" {
			t.Errorf("err = %v", err)
		}
	})
	t.Run("a target made by hand is checked as well", func(t *testing.T) {
		for _, target := range []Target{
			{},
			{Kind: "pigeon", URL: "http://127.0.0.1"},
			{Kind: LaunchDarkly, URL: DefaultEventsURL},
			{Kind: LaunchDarklyImport, URL: DefaultEventsURL},
			{Kind: URL, URL: "http://127.0.0.1@evil.com"},
		} {
			if r, err := target.Request(Item{EventBody: []byte(`[]`), Message: []byte(`{}`)}, testOptions()); err == nil {
				t.Errorf("%+v makes %v", target, r.Preview())
			}
		}
	})
}

func TestADryRunShowsPlaceholders(t *testing.T) {
	for _, test := range []struct{ spec, want string }{
		{
			"dry-run", "POST /events/bulk/<client-side-id> HTTP/1.1\nHost: events.launchdarkly.com\nUser-Agent: SegmentDestination/2.2.0\n" +
				"Content-Length: 2\nContent-Type: application/json\nX-LaunchDarkly-Event-Schema: 4\n\n[]",
		},
		{
			"dry-run:segment", "POST /v1/track HTTP/1.1\nHost: api.segment.io\nUser-Agent: segtap/dev\nContent-Length: 16\n" +
				"Authorization: Basic <write-key>\nContent-Type: application/json\n\n" + `{"type":"track"}`,
		},
		{
			"dry-run:launchdarkly-import", "POST /v2/event-data-import/<project>/<environment> HTTP/1.1\nHost: events.launchdarkly.com\n" +
				"User-Agent: MetricImport-segtap-int/dev\nContent-Length: N\nAuthorization: <access-token>\nContent-Encoding: gzip\n" +
				"Content-Type: application/json\nX-LaunchDarkly-Event-Schema: 4\nX-LaunchDarkly-Payload-ID: id\n\n[]",
		},
	} {
		t.Run(test.spec, func(t *testing.T) {
			target, err := Parse(test.spec, Env{})
			if err != nil {
				t.Fatal(err)
			}
			item := Item{Message: []byte(`{"type":"track"}`), EventBody: []byte(`[]`)}
			request, err := target.Request(item, Options{NewUUID: func() string { return "id" }})
			if err != nil {
				t.Fatal(err)
			}
			if want := strings.Replace(test.want, "Length: N", "Length: "+request.Header[2].Value, 1); previewText(request) != want {
				t.Errorf("preview\n%s\nwant\n%s", previewText(request), want)
			}
		})
	}
}

func TestNotesSayWhatAPersonMightMiss(t *testing.T) {
	for _, test := range []struct {
		name, spec, message string
		env                 Env
		want                string
	}{
		{"an odd client-side ID", "launchdarkly", trackMessage, Env{ClientSideID: "storefront"}, "A client-side ID has 24 hexadecimal digits"},
		{"a usual client-side ID", "launchdarkly", trackMessage, everything(), ""},
		{"a refreshed sentAt", "segment", `{"type":"track","sentAt":"2020-01-01T00:00:00Z"}`, everything(), "sentAt is set to now"},
		{"another write key", "segment", `{"type":"track","writeKey":"x"}`, everything(), "The writeKey in the message is replaced"},
		{"nothing to change", "segment", `{"type":"track","sentAt":null,"writeKey":"` + testWriteKey + `"}`, everything(), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			target, err := Parse(test.spec, test.env)
			if err != nil {
				t.Fatal(err)
			}
			request, err := target.Request(Item{Message: []byte(test.message), EventBody: []byte(trackEvent)}, testOptions())
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(request.Notes, " "); !strings.HasPrefix(got, test.want) || (test.want == "") != (got == "") {
				t.Errorf("notes = %q, want %q", got, test.want)
			}
		})
	}
}
