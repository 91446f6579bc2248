package index

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// A message that is sent again while it is being judged anew stays one that was.
func TestAMessageIsSentAgainWhileItIsJudgedAnew(t *testing.T) {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	judge := mapping.NewJudge(engine)
	x := New(capture.Limits{})
	draft := func() *Draft {
		in := message.TakeIn(message.Posted{Raw: []byte(`{"event":"Paid","userId":"u","messageId":"m"}`), Type: "track"})
		m := in.Message(0)
		j := judge.Message(&m, in.Arrival(0))
		d := NewDraft(&m, &j, "")
		d.Came(time.UnixMicro(1_787_054_400_000_000), 0, capture.Received, 0)
		return &d
	}
	list := func(id uint64) {
		d := draft()
		d.Number(id)
		x.List(d, journal.Place{Offset: int64(id) * 100, Length: 99}, 0)
	}
	list(1)
	var outdated Outdated
	x.Outdated(1, 1, 1, &outdated)
	anew := draft() // judged as it was then
	list(2)
	x.Renew(outdated.Rows[0].ID, anew, 1)
	if codes := x.Problems.found.At(x.At(0).found).Codes(); x.Len() != 1 || !codes.Has(verdict.SDKRetry) {
		t.Errorf("%d entries, the first with %v", x.Len(), codes)
	}
}

// However few rows a worker takes at a time, each that is outdated is taken once, the newest
// first, and those of one record stay together.
func TestAllOutdatedRowsAreTaken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := New(capture.Limits{})
		var want []uint32
		id := uint32(1)
		for offset := range int64(rapid.IntRange(1, 40).Draw(t, "records")) {
			current := rapid.Bool().Draw(t, "of the judge there is")
			for item := range rapid.IntRange(1, 5).Draw(t, "messages") {
				r := x.rows.push(Row{ID: id, Offset: offset, Item: uint16(item), Generation: 1})
				if current {
					r.Generation = 2
				} else {
					want = append(want, id)
				}
				id++
			}
		}
		var got []uint32
		var taken Outdated
		n := rapid.IntRange(1, 9).Draw(t, "at a time")
		for upTo := x.Len(); upTo > 0; {
			upTo = x.Outdated(upTo, n, 2, &taken)
			var ids []uint32
			for i := range taken.Rows {
				ids = append(ids, taken.Rows[i].ID)
			}
			if len(ids) > 0 && taken.Rows[0].Item != 0 {
				t.Fatalf("the record of %d is divided", ids[0])
			}
			got = slices.Concat(ids, got)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}
