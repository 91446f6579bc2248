package store_test

import (
	"slices"
	"strings"
	"testing"
)

// Whoever reads an entry gets one judgement, and the list says the same from then
// on, however far judging anew has come.
func TestAnEntryThatIsReadSaysWhatItsJudgementSays(t *testing.T) {
	store := newStore(t)
	const many = 20_000 // judging anew begins with the newest: these keep it busy
	first := mustCapture(t, store, "/v1/track", `{"userId":"u","event":"Paid","properties":{"revenue":"a lot","value":5}}`)
	for range many / 2500 {
		mustCapture(t, store, "/v1/batch", crowd(2500))
	}
	check := func(when string) {
		t.Helper()
		got, err := store.Read(first)
		if err != nil {
			t.Fatal(err)
		}
		if got.Judge != store.Judge() {
			t.Errorf("%s: judged by another judge", when)
		}
		if got.Entry.Verdict != got.Judgement.Verdict {
			t.Errorf("%s: the entry says %+v, its judgement %+v", when, got.Entry.Verdict, got.Judgement.Verdict)
		}
		if listed, _ := store.Entry(first); listed != got.Entry {
			t.Errorf("%s: the list says %+v, the entry %+v", when, listed, got.Entry)
		}
	}
	check("as it came")
	store.SetJudge(classic(t))
	check("judged by another judge")
	settled(store)
	check("judged anew")
	bad := 0
	for i := range store.Counts().Entries {
		if e, _ := store.At(i); e.Verdict.Errors+e.Verdict.Warnings > 0 {
			bad++
		}
	}
	if c := store.Counts(); c.Errors+c.Warnings != bad {
		t.Errorf("%d errors, %d warnings, and %d entries that have some", c.Errors, c.Warnings, bad)
	}
	if seen, _ := store.Coverage().Sighting("Paid"); seen.Sent+seen.Lost != 1 {
		t.Errorf("seen once, and counted so often: %+v", seen)
	}
}

// crowd is a batch of n messages.
func crowd(n int) string {
	return `{"batch":[` + strings.TrimSuffix(strings.Repeat(`{"type":"track","userId":"u","event":"E"},`, n), ",") + `]}`
}

// An entry that changed after it was judged is brought up to date as well.
func TestAnEntryThatWasSentAgainSaysWhatItsJudgementSays(t *testing.T) {
	store := newStore(t)
	const message = `{"userId":"u","event":"Paid","messageId":"m1","properties":{"value":5}}`
	first := mustCapture(t, store, "/v1/track", message)
	mustCapture(t, store, "/v1/track", message)
	other := mustCapture(t, store, "/v1/track", `{"userId":"u","event":"Paid","messageId":"m1","properties":{"value":6}}`)
	for _, id := range []uint64{first, other} {
		got, err := store.Read(id)
		if err != nil {
			t.Fatal(err)
		}
		if listed, _ := store.Entry(id); got.Entry.Verdict != got.Judgement.Verdict || listed != got.Entry {
			t.Errorf("#%d: the list says %+v, the entry %+v, its judgement %+v", id, listed.Verdict, got.Entry.Verdict, got.Judgement.Verdict)
		}
	}
}

// A filtered list hears of an entry that was brought up to date.
func TestWhatReadingBroughtUpToDateIsAltered(t *testing.T) {
	store := newStore(t)
	first := mustCapture(t, store, "/v1/track", `{"userId":"u","event":"Paid","properties":{"revenue":"a lot"}}`)
	for range 8 {
		mustCapture(t, store, "/v1/batch", crowd(2500))
	}
	store.SetJudge(classic(t))
	_, since, _ := store.ChangesSince(0)
	if _, err := store.Read(first); err != nil {
		t.Fatal(err)
	}
	if ids, _, all := store.ChangesSince(since); !all && !slices.Contains(ids, first) {
		t.Errorf("altered: %v", ids)
	}
	settled(store)
}
