package store_test

import (
	"strings"
	"testing"
	"time"

	"segtap/capture/routes"
	"segtap/capture/store"
	"segtap/mapping/message"
)

// What is known to be wrong with a body of which only the start was kept is known
// when it is read again.
func TestABodyThatWasCutKeepsItsProblem(t *testing.T) {
	item := `{"type":"track","event":"E","userId":"u","messageId":"m"}`
	body := `{"context":{"x":"` + strings.Repeat("a", 300_000) + `"},"batch":[` + strings.Repeat(item+",", 399) + item + `]}`
	at := time.Date(2026, 8, 18, 12, 0, 0, 0, time.UTC)
	route, _ := routes.Match("/v1/batch")
	in := message.TakeIn(route.Posted([]byte(body), at)).CutShort(4096)
	s := newStore(t)
	id, err := s.Capture(&store.Request{At: at, Method: "POST", Path: "/v1/batch", Status: 400, Intake: in})
	if err != nil {
		t.Fatal(err)
	}
	before, _ := s.Entry(id)
	got, err := s.Read(id)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, d := range got.Judgement.Diagnostics {
		codes = append(codes, d.Name())
	}
	if before.Verdict != got.Judgement.Verdict || codes[0] != "batch_too_large" {
		t.Errorf("listed %+v; read again %+v %v", before.Verdict, got.Judgement.Verdict, codes)
	}
}
