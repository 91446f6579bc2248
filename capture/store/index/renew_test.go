package index

import (
	"testing"
	"time"

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
	rows, _ := x.Outdated(0, 1, 1)
	anew := draft() // judged as it was then
	list(2)
	x.Renew(rows[0].ID, anew, 1)
	if codes := x.Problems.found.At(x.At(0).found).Codes(); x.Len() != 1 || !codes.Has(verdict.SDKRetry) {
		t.Errorf("%d entries, the first with %v", x.Len(), codes)
	}
}
