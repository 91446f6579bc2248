package store_test

import (
	"slices"
	"testing"

	"segtap/capture"
	"segtap/capture/replay"
	"segtap/mapping/query"
)

// TestWhatIsReadIsFilteredAsTheListIs holds what filters see of entries that were read
// against what they see of the list.
func TestWhatIsReadIsFilteredAsTheListIs(t *testing.T) {
	s := newStore(t)
	retried := `{"userId":"u_1","event":"Retried","messageId":"r"}`
	mustCapture(t, s, "/v1/track", `{"userId":"u_1","event":"Marked","properties":{"revenue":5}}`)
	mustCapture(t, s, "/v1/track", retried)
	mustCapture(t, s, "/v1/track", retried)
	mustCapture(t, s, "/v1/track", `{"event":"Dropped","properties":{"revenue":"$5"}}`)
	mustCapture(t, s, "/v1/page", `{"userId":"u_2","name":"Page"}`)
	mustCapture(t, s, "/v1/track", `[`)
	if err := s.Mark(1, true, noon); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add([]byte(`{"type":"track","userId":"u_1","event":"Edit"}`), capture.Edited, 1, noon); err != nil {
		t.Fatal(err)
	}
	for _, sent := range []replay.Attempt{
		{Target: "dev", EntryID: 1, At: noon, Tries: 1, Status: 503},
		{Target: "other", EntryID: 2, At: noon, Tries: 3, Failure: replay.TimedOut},
		{Target: "dry-run", EntryID: 4, At: noon, DryRun: true},
		{Target: "dev", EntryID: 4, At: noon, ID: "x", Begun: true},
	} {
		if err := s.AddAttempt(0, &sent, noon); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range []string{
		"is:marked", "is:retried", "is:edited", "is:captured", "parent:1", "parent:*", "id:2..4", "target:dev", "target:*", "status:503", "status:timeout", "status:unknown",
		"status:dry_run", "status:>=400", "is:error", "is:ok", "is:dropped", "value:5", "user:u_1", "type:page", "code:value_not_number", "event:Retried", "after:1h", "-is:draft",
	} {
		f, err := query.Parse(text, noon)
		if err != nil {
			t.Fatal(text, err)
		}
		want, _ := s.Search(f).Next(t.Context())
		var got []uint64
		for i := range s.Counts().Entries {
			e, _ := s.At(i)
			read, err := s.Read(e.ID)
			if err != nil {
				t.Fatal(err)
			}
			row, doc := read.Row(), query.DocumentOf(&read.Message, &read.Judgement, read.WriteKey)
			if f.MatchDocument(&row, &doc) {
				got = append(got, e.ID)
			}
		}
		if !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("%s: read %v, listed %v", text, got, want)
		}
	}
}
