package plan_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/capture/replay"
	"segtap/capture/replay/plan"
	"segtap/capture/resend"
	"segtap/capture/routes"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/message"
)

// began is when clocks of synctest begin.
var began = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// failer is what tests and properties have in common.
type failer interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Cleanup(func())
}

func openStore(t failer, file journal.Journal) *store.Store {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.New(mapping.NewJudge(engine), file, capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // ends what it does in the background
	return s
}

// fill captures n Track calls a second apart, with ids m-0, m-1, … and padding.
func fill(t failer, s *store.Store, n, padding int) []uint64 {
	t.Helper()
	var ids []uint64
	for i := range n {
		at := began.Add(time.Duration(i) * time.Second)
		text := fmt.Sprintf(`{"type":"track","event":"E","userId":"u","messageId":"m-%d","timestamp":%q,"properties":{"n":%d,"pad":%q}}`,
			i, at.Format("2006-01-02T15:04:05.000Z"), i, strings.Repeat("x", padding))
		route, _ := routes.Match("/v1/track")
		id, err := s.Capture(&store.Request{At: at, Method: "POST", Path: "/v1/track", WriteKey: "wk-of-the-app", Intake: message.TakeIn(route.Posted([]byte(text), at)), Status: 200})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// wire is a network that notes what goes out and answers as it is told.
type wire struct {
	answer func(n int, body string) (status int, header http.Header, err error) // n counts from 0
	hangs  func(n int) bool                                                     // it never answers

	mu   sync.Mutex
	sent []sent
}

type sent struct {
	at      time.Time
	payload string
	body    string
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	in := io.Reader(r.Body)
	if r.Header.Get("Content-Encoding") == "gzip" {
		in, _ = gzip.NewReader(r.Body)
	}
	body, _ := io.ReadAll(in)
	w.mu.Lock()
	n := len(w.sent)
	payload := ""
	for name, values := range r.Header { // as it goes out, not as net/http spells it
		if strings.EqualFold(name, "X-LaunchDarkly-Payload-ID") {
			payload = values[0]
		}
	}
	w.sent = append(w.sent, sent{time.Now(), payload, string(body)})
	w.mu.Unlock()
	if w.hangs != nil && w.hangs(n) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	status, header := 202, http.Header{}
	if w.answer != nil {
		var err error
		if status, header, err = w.answer(n, string(body)); err != nil {
			return nil, err
		}
	}
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader("")), Request: r}, nil
}

// times says how often the event of message i went out.
func (w *wire) times(i int) (n int) {
	for _, s := range w.sent {
		n += strings.Count(s.body, fmt.Sprintf(`"n":%d,`, i))
	}
	return n
}

func options(s *store.Store, w http.RoundTripper) plan.Options {
	n, mu := 0, sync.Mutex{}
	return plan.Options{
		Store: s, Client: replay.NewClient(w, resend.WallClock(), replay.ExponentialPauses), Clock: resend.WallClock(), Version: "1", Approved: true,
		NewID: func() string {
			mu.Lock()
			defer mu.Unlock()
			n++
			return fmt.Sprintf("id-%d-%p", n, &n)
		},
	}
}

func target(t failer, spec string) replay.Target {
	t.Helper()
	parsed, err := replay.Parse(spec, replay.Env{
		Address: "http://127.0.0.1:8910", ClientSideID: "5f0c1d2e3a4b5c6d7e8f9002", Project: "storefront", Environment: "test",
		AccessToken: replay.NewSecret("api-5e67a9c2-0f1d-4b3a-9c8e-2d7f6b1a4e05"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func mustRun(t failer, p plan.Plan, opt plan.Options) plan.Report {
	t.Helper()
	run, err := plan.Begin(context.Background(), p, opt)
	if err != nil {
		t.Fatal(err)
	}
	return run.Wait()
}

// sums fails where the numbers of an account do not add up.
func sums(t failer, a plan.Account) {
	t.Helper()
	if a.Taken+a.Refused+a.Unknown+a.NotSent+a.UnderWay+a.Left != a.Total || min(a.Taken, a.Refused, a.Unknown, a.NotSent, a.UnderWay, a.Left) < 0 {
		t.Fatalf("%+v does not add up", a)
	}
}

func TestOneAfterTheOtherInTheirOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := openStore(t, file.Memory()), &wire{}
		ids := fill(t, s, 20, 0)
		slices.Reverse(ids)
		report := mustRun(t, plan.Plan{ID: "p", Target: target(t, "event:https://example.com"), Entries: ids}, options(s, w))
		if !report.AllTaken() || !report.Ended {
			t.Fatalf("%+v", report)
		}
		for i, sent := range w.sent {
			if !strings.Contains(sent.body, fmt.Sprintf(`"n":%d,`, 19-i)) {
				t.Errorf("request %d is %s", i, sent.body)
			}
		}
		got, err := s.Read(ids[0])
		if err != nil || len(got.Attempts) != 1 || got.Attempts[0].Status != 202 || got.Attempts[0].Plan != "p" || got.Entry.Attempts != 1 || got.Entry.Answer != 202 {
			t.Errorf("%+v, %v", got, err)
		}
		children := 0
		for place := range s.Counts().Entries {
			if e, _ := s.At(place); e.Origin == capture.Replayed && e.Attempts == 1 {
				children++
			}
		}
		if children != 20 {
			t.Errorf("%d children with an attempt", children)
		}
	})
}

func TestTenThousandAtARate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := openStore(t, file.Memory()), &wire{}
		start := time.Now()
		p := plan.Plan{ID: "p", Target: target(t, "event:https://example.com"), Entries: fill(t, s, 10_000, 0), Pace: plan.Pace{Rate: 500, Concurrency: 4}}
		if report := mustRun(t, p, options(s, w)); !report.AllTaken() || report.PerSecond < 475 || report.PerSecond > 525 {
			t.Errorf("%+v", report)
		}
		perSecond := make([]int, 21)
		for _, sent := range w.sent {
			perSecond[int(sent.at.Sub(start)/time.Second)]++
		}
		for second, n := range perSecond[:20] {
			if n < 475 || n > 525 {
				t.Errorf("%d in second %d", n, second)
			}
		}
	})
}

func TestTheSpacingOfTheEntriesAtASpeed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := openStore(t, file.Memory()), &wire{}
		start := time.Now()
		p := plan.Plan{ID: "p", Target: target(t, "event:https://example.com"), Entries: fill(t, s, 50, 0), Pace: plan.Pace{Speed: 4}}
		mustRun(t, p, options(s, w))
		for i, sent := range w.sent {
			if want := start.Add(time.Duration(i) * time.Second / 4); sent.at != want {
				t.Errorf("%d went out at %v, want %v", i, sent.at, want)
			}
		}
	})
}

// However long a target asks to wait, nothing goes out before, not by another entry and
// not after the last try of one; the progress says until when, and a stop ends it.
func TestALongRetryAfterIsHeeded(t *testing.T) {
	for _, status := range []int{429, 503} {
		synctest.Test(t, func(t *testing.T) {
			s, w := openStore(t, file.Memory()), &wire{}
			const asked = 2 * time.Hour
			w.answer = func(n int, _ string) (int, http.Header, error) {
				if n < replay.MaxTries {
					return status, http.Header{"Retry-After": {"7200"}}, nil
				}
				return 202, nil, nil
			}
			p := plan.Plan{ID: "p", Target: target(t, "event:https://example.com"), Entries: fill(t, s, 3, 0)}
			run, err := plan.Begin(t.Context(), p, options(s, w))
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute)
			report := run.Report()
			until := began.Add(asked).Local().Format(time.TimeOnly)
			if report.Held != asked-time.Minute || !strings.Contains(report.Progress(), "nothing goes out for 1h59m0s, until "+until) {
				t.Errorf("%q, want until %s", report.Progress(), until)
			}
			if report := run.Wait(); report.Account != (plan.Account{Total: 3, Taken: 2, Refused: 1}) {
				t.Errorf("%+v", report)
			}
			for i, sent := range w.sent {
				want := time.Duration(min(i, replay.MaxTries)) * asked
				if sent.at.Sub(began) != want {
					t.Errorf("%d: request %d went out after %v, want %v", status, i, sent.at.Sub(began), want)
				}
			}

			w.answer = func(int, string) (int, http.Header, error) { return status, http.Header{"Retry-After": {"7200"}}, nil }
			ctx, stop := context.WithTimeout(t.Context(), time.Minute)
			defer stop()
			if run, err = plan.Begin(ctx, p, options(s, w)); err != nil {
				t.Fatal(err)
			}
			if report := run.Wait(); !report.Stopping || report.Elapsed != time.Minute {
				t.Errorf("%+v", report)
			}
		})
	}
}

func Test429SlowsTheWholePlan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := openStore(t, file.Memory()), &wire{}
		w.answer = func(n int, _ string) (int, http.Header, error) {
			time.Sleep(10 * time.Millisecond)
			if n == 9 {
				return 429, http.Header{"Retry-After": {"7"}}, nil
			}
			return 202, nil, nil
		}
		p := plan.Plan{ID: "p", Target: target(t, "event:https://example.com"), Entries: fill(t, s, 60, 0), Pace: plan.Pace{Concurrency: 4}}
		report := mustRun(t, p, options(s, w))
		if !report.AllTaken() || len(w.sent) != 61 {
			t.Errorf("%+v after %d requests", report, len(w.sent))
		}
		refused := w.sent[9].at.Add(10 * time.Millisecond)
		for i, sent := range w.sent {
			if sent.at.After(refused) && sent.at.Before(refused.Add(7*time.Second)) {
				t.Errorf("request %d went out %v after the 429", i, sent.at.Sub(refused))
			}
		}
	})
}

func TestABatchIsAsLargeAsItMayBeAndKeepsItsPayloadID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := openStore(t, file.Memory()), &wire{}
		w.answer = func(n int, _ string) (int, http.Header, error) { return []int{503, 202, 429, 202}[n], nil, nil }
		ids := fill(t, s, 400, 30_000)
		report := mustRun(t, plan.Plan{ID: "p", Target: target(t, "launchdarkly-import"), Entries: ids}, options(s, w))
		if !report.AllTaken() || len(w.sent) != 4 {
			t.Fatalf("%+v after %d requests", report, len(w.sent))
		}
		if a, b, c, d := w.sent[0], w.sent[1], w.sent[2], w.sent[3]; a.payload != b.payload || a.body != b.body || c.payload != d.payload || c.body != d.body || a.payload == c.payload || a.payload == "" {
			t.Errorf("payload ids %s %s %s %s", a.payload, b.payload, c.payload, d.payload)
		}
		if first := len(w.sent[0].body); first > replay.MaxImportBytes || first < replay.MaxImportBytes-40_000 {
			t.Errorf("the first batch has %d bytes", first)
		}
		for i := range ids {
			if w.times(i) != 2 { // each try of its batch
				t.Errorf("event %d went out %d times", i, w.times(i))
			}
			if got, err := s.Read(ids[i]); err != nil || len(got.Attempts) != 1 || got.Attempts[0].Tries != 2 {
				t.Fatalf("%+v, %v", got.Attempts, err)
			}
		}
	})
}

func TestAStopGivesAnExactAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := openStore(t, file.Memory()), &wire{}
		w.hangs = func(n int) bool { return n == 10 }
		w.answer = func(n int, _ string) (int, http.Header, error) {
			switch {
			case n == 3:
				return 400, nil, nil
			case n == 7:
				return 0, nil, errors.New("the network is gone")
			case n > 10:
				time.Sleep(time.Second)
			}
			return 202, nil, nil
		}
		ctx, stop := context.WithCancel(t.Context())
		opt := options(s, w)
		results := 0
		opt.Told = func(plan.Result) {
			if results++; results == 10 {
				time.AfterFunc(100*time.Millisecond, stop)
			}
		}
		run, err := plan.Begin(ctx, plan.Plan{ID: "p", Target: target(t, "event:https://example.com"), Entries: fill(t, s, 100, 0), Pace: plan.Pace{Concurrency: 3}}, opt)
		if err != nil {
			t.Fatal(err)
		}
		for report := run.Report(); !report.Ended; report = run.Report() {
			sums(t, report.Account)
			<-run.Changed()
		}
		report := run.Wait()
		sums(t, report.Account)
		want := plan.Account{Total: 100, Taken: 8 + 2, Refused: 1, Unknown: 1 + 1, Left: 87}
		if report.Account != want || !report.Stopping {
			t.Errorf("%+v\nwant %+v", report, want)
		}
		if len(w.sent) != 13 {
			t.Errorf("%d went out", len(w.sent))
		}

		// It goes on with what is left, and with nothing else.
		w.hangs = nil
		opt = options(s, w)
		opt.Earlier = run.Earlier()
		if left := opt.Earlier.ToGo(nil); left != 87 {
			t.Errorf("%d to go", left)
		}
		report = mustRun(t, opt.Earlier.Plan, opt)
		want = plan.Account{Total: 100, Taken: 97, Refused: 1, Unknown: 2}
		if report.Account != want || len(w.sent) != 100 {
			t.Errorf("%d went out; %+v\nwant %+v", len(w.sent), report, want)
		}
	})
}

func TestItStopsWhereGoingOnIsInVain(t *testing.T) {
	for _, c := range []struct {
		name, target string
		status       int
		err          error
		sent         int
		says         string
	}{
		{"a credential that is refused", "launchdarkly-import", 401, nil, 1, "does not accept the access token"},
		{"an address that is not known", "launchdarkly", 404, nil, 1, "does not know this address"},
		{"any URL may know some and others not", "event:https://example.com", 404, nil, 30, ""},
		{"what is wrong with one message", "launchdarkly", 400, nil, 30, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, w := openStore(t, file.Memory()), &wire{answer: func(int, string) (int, http.Header, error) { return c.status, nil, c.err }}
				p := plan.Plan{ID: "p", Target: target(t, c.target), Entries: fill(t, s, 30, 0)}
				if p.Target.TakesBatches() {
					p.Pace.Rate = 1
				}
				report := mustRun(t, p, options(s, w))
				sums(t, report.Account)
				if len(w.sent) != c.sent || !strings.Contains(report.Halted, c.says) || (report.Halted == "") != (c.says == "") {
					t.Errorf("%d sent, %+v", len(w.sent), report)
				}
			})
		})
	}
}

func TestWhatCannotBeSentIsCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, spec := range []string{"launchdarkly", "launchdarkly-import"} {
			s, w := openStore(t, file.Memory()), &wire{}
			ids := fill(t, s, 3, 0)
			page, err := s.Add([]byte(`{"type":"page","userId":"u","messageId":"p"}`), capture.Edited, 0, began)
			if err != nil {
				t.Fatal(err)
			}
			opt := options(s, w)
			var why []string
			opt.Told = func(r plan.Result) {
				if r.Why != "" {
					why = append(why, r.Why)
				}
			}
			report := mustRun(t, plan.Plan{ID: "p", Target: target(t, spec), Entries: append([]uint64{page}, ids...)}, opt)
			if report.Account != (plan.Account{Total: 4, Taken: 3, NotSent: 1}) || len(why) != 1 {
				t.Errorf("%s: %+v %q", spec, report, why)
			}
		}
	})
}

// A run that ends anywhere in the capture file, as kill -9 ends it, and goes on sends
// nothing twice, and counts everything.
func TestNothingIsSentTwiceWhereverItEnds(t *testing.T) {
	for _, spec := range []string{"event:https://example.com", "launchdarkly-import"} {
		t.Run(spec, func(t *testing.T) {
			const n = 12
			path := filepath.Join(t.TempDir(), "run.ndjson")
			file := mustOpen(t, path)
			s := openStore(t, file)
			ids := fill(t, s, n, 0)
			begun := file.Size()
			var sizes []int64 // of the file when each request went out
			w := &wire{answer: func(int, string) (int, http.Header, error) {
				sizes = append(sizes, file.Size())
				return 202, nil, nil
			}}
			p := plan.Plan{ID: "p", Target: target(t, spec), Entries: ids}
			if p.Target.TakesBatches() {
				p.Pace.Rate = 4
				synctest.Test(t, func(t *testing.T) { mustRun(t, p, options(s, w)) })
			} else {
				mustRun(t, p, options(s, w))
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			whole, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			rapid.Check(t, func(t *rapid.T) {
				first := int64(bytes.IndexByte(whole[begun:], '\n')) + 1 // the plan itself
				cut := rapid.Int64Range(begun+first, int64(len(whole))).Draw(t, "cut")
				endedAt(t, whole[:cut], w, sizes, p)
			})
		})
	}
}

// endedAt goes on from what a file has, as if what went out before it had that were all.
func endedAt(t failer, has []byte, before *wire, sizes []int64, p plan.Plan) {
	dir, err := os.MkdirTemp("", "plan")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "run.ndjson")
	if err := os.WriteFile(path, has, 0o600); err != nil {
		t.Fatal(err)
	}
	all := &wire{}
	for i, size := range sizes {
		if size <= int64(len(has)) {
			all.sent = append(all.sent, before.sent[i])
		}
	}
	file := mustOpen(t, path)
	s := openStore(t, file)
	defer s.Close()
	earlier, err := plan.Recall(file)
	if err != nil {
		t.Fatal(err)
	}
	if why := earlier.Plan.SameTarget(&p.Target); why != "" || !slices.Equal(earlier.Plan.Entries, p.Entries) {
		t.Fatalf("%+v was read as %+v: %s", p, earlier.Plan, why)
	}
	sums(t, earlier.Account())
	opt := options(s, all)
	opt.Earlier = earlier
	again := earlier.Plan
	again.Target, again.Pace = p.Target, plan.Pace{}
	report := mustRun(t, again, opt)
	sums(t, report.Account)
	if report.Taken+report.Unknown != len(p.Entries) {
		t.Fatalf("%+v", report)
	}
	unknown := 0
	for i := range p.Entries {
		switch all.times(i) {
		case 1:
		case 0: // it was about to go out
			unknown++
		default:
			t.Fatalf("message %d went out %d times", i, all.times(i))
		}
	}
	if unknown > report.Unknown {
		t.Fatalf("%d did not go out, and %d are unknown", unknown, report.Unknown)
	}
}

func mustOpen(t failer, path string) journal.Journal {
	t.Helper()
	file, err := file.Open(path, file.Options{Program: "segtap test", Now: began})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// What is unknown goes out again only on request, and then as the very same.
func TestWhatIsUnknownGoesOutAgainAsItWas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, c := range []struct {
			spec string
			same bool // down to the payload id
		}{{"launchdarkly-import", true}, {"event:https://example.com", false}} {
			file := file.Memory()
			s := openStore(t, file)
			w := &wire{answer: func(n int, _ string) (int, http.Header, error) {
				if n == 0 {
					return 0, nil, errors.New("the network is gone")
				}
				return 202, nil, nil
			}}
			p := plan.Plan{ID: "p", Target: target(t, c.spec), Entries: fill(t, s, 1, 0), Changes: plan.Changes{NewIDs: true, Times: plan.Present}}
			if report := mustRun(t, p, options(s, w)); report.Unknown != 1 {
				t.Fatalf("%+v", report)
			}
			time.Sleep(time.Hour)
			for _, again := range [][]replay.Outcome{nil, {replay.Unsure}} {
				earlier, err := plan.Recall(file)
				if err != nil {
					t.Fatal(err)
				}
				p := earlier.Plan
				p.Target = target(t, c.spec)
				opt := options(s, w)
				opt.Earlier, opt.Again = earlier, again
				report := mustRun(t, p, opt)
				sums(t, report.Account)
				if again == nil && (len(w.sent) != 1 || report.Unknown != 1) || again != nil && (len(w.sent) != 2 || report.Taken != 1) {
					t.Fatalf("%d sent, %+v", len(w.sent), report)
				}
			}
			if a, b := w.sent[0], w.sent[1]; a.body != b.body || a.payload != b.payload || (a.payload != "") != c.same {
				t.Errorf("first %+v, then %+v", a, b)
			}
			if s.Counts().Entries != 2 {
				t.Errorf("%d entries", s.Counts().Entries)
			}
		}
	})
}

func TestARunKeepsItsSpacingAndEndsNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := openStore(t, file.Memory()), &wire{}
		ids := fill(t, s, 5, 0)
		moments, err := plan.Moments(s, ids)
		if err != nil || !moments[4].Equal(began.Add(4*time.Second)) {
			t.Fatal(moments, err)
		}
		time.Sleep(time.Hour)
		p := plan.Plan{ID: "p", Target: target(t, "event:https://example.com"), Entries: ids, Changes: plan.Changes{Times: plan.Shifted, Shift: time.Since(moments[4])}}
		mustRun(t, p, options(s, w))
		for i, sent := range w.sent {
			want := fmt.Sprintf(`"creationDate":%d`, began.Add(time.Hour).Add(time.Duration(i-4)*time.Second).UnixMilli())
			if !strings.Contains(sent.body, want) {
				t.Errorf("%s lacks %s", sent.body, want)
			}
		}
	})
}
