package plan_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"segtap/capture/journal/file"
	"segtap/capture/replay"
	"segtap/capture/replay/plan"
)

// What may have been taken, or was refused, goes out again only on request, and as it
// was: also when one that was asked for came to nothing, as the connection was refused or
// the run was stopped before.
func TestWhatFailsBeforeItIsSentAgainTakesNothingBack(t *testing.T) {
	refused := fmt.Errorf("dial: %w", syscall.ECONNREFUSED)
	for _, c := range []struct {
		name  string
		first error
		code  int
		is    replay.Outcome
	}{{"unknown", errors.New("the connection broke"), 0, replay.Unsure}, {"refused", nil, 400, replay.Declined}} {
		for _, stopped := range []bool{false, true} {
			t.Run(fmt.Sprint(c.name, stopped), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					file := file.Memory()
					s, w := openStore(t, file), &wire{}
					p := plan.Plan{ID: "p", Target: target(t, "launchdarkly-import"), Entries: fill(t, s, 1, 0), Changes: plan.Changes{NewIDs: true}}
					went := 0
					// Each step is a run of its own, from what the file says or from what is known.
					step := func(name string, sends int, answer error, code int, again ...replay.Outcome) plan.Account {
						opt := options(s, w)
						if name != "first" {
							var err error
							if opt.Earlier, err = plan.Recall(file); err != nil {
								t.Fatal(err)
							}
						}
						opt.Again = again
						w.answer = func(int, string) (int, http.Header, error) { return code, nil, answer }
						ctx, stop := context.WithCancel(t.Context())
						defer stop()
						if stopped && errors.Is(answer, refused) {
							stop()
						}
						run, err := plan.Begin(ctx, p, opt)
						if err != nil {
							t.Fatal(err)
						}
						report := run.Wait()
						sums(t, report.Account)
						if went += sends; len(w.sent) != went {
							t.Fatalf("%s: %d went out, want %d", name, len(w.sent), went)
						}
						recalled, err := plan.Recall(file)
						if err != nil || recalled.Account() != report.Account || run.Earlier().Account() != report.Account {
							t.Fatalf("%s: the file says %+v, the run %+v and after it %+v; %v", name, recalled.Account(), report.Account, run.Earlier().Account(), err)
						}
						time.Sleep(time.Minute)
						return report.Account
					}
					was := step("first", 1, c.first, c.code)
					if was.Unknown+was.Refused != 1 {
						t.Fatalf("%+v", was)
					}
					dialled := 1
					if stopped {
						dialled = 0
					}
					if got := step("asked for, and refused", dialled, refused, 0, c.is); got != was {
						t.Errorf("%+v, then %+v", was, got)
					}
					if got := step("not asked for", 0, nil, 202); got != was {
						t.Errorf("%+v, then %+v", was, got)
					}
					if got := step("asked for again", 1, nil, 202, c.is); !got.AllTaken() {
						t.Errorf("%+v", got)
					}
					for _, sent := range w.sent {
						if sent.payload != w.sent[0].payload || sent.body != w.sent[0].body || sent.payload == "" {
							t.Errorf("first %+v, then %+v", w.sent[0], sent)
						}
					}
					if s.Counts().Entries != 2 {
						t.Errorf("%d entries", s.Counts().Entries)
					}
				})
			})
		}
	}
}
