package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/capture/routes"
	"segtap/capture/store/listing"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/message"
)

// Whoever reads messages one after another into the same memory reads what one does who has
// new memory for each: of sound records, of records that were damaged in the file after they
// were listed, and of one that it had read before a damaged one.
func TestAReaderThatUsesItsMemoryAgainReadsTheSame(t *testing.T) {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(dir, "c.ndjson")
		_ = os.Remove(path) // of the draw before
		file, err := file.Open(path, file.Options{Program: "test", Now: time.Now()})
		if err != nil {
			rt.Fatal(err)
		}
		s, err := New(mapping.NewJudge(engine), file, capture.Limits{})
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		for i := range rapid.IntRange(2, 5).Draw(rt, "requests") {
			one := fmt.Sprintf(`{"event":"No. %d","userId":"u","properties":{"%d":1}}`, i, i)
			to, body := "/v1/track", one
			if rapid.Bool().Draw(rt, "a batch") {
				to, body = "/v1/batch", `{"batch":[`+one+`,{"type":"page","name":"Home"}]}`
			}
			route, _ := routes.Match(to)
			in := message.TakeIn(route.Posted([]byte(body), time.Now()))
			if _, err := s.Capture(&Request{At: time.Now(), Method: "POST", Path: to, Intake: in, Status: 200}); err != nil {
				rt.Fatal(err)
			}
			if rapid.IntRange(0, 2).Draw(rt, "it is damaged") == 0 {
				damage(rt, path, s.list.index.At(s.list.index.Len()-1).Place())
			}
		}

		again, anew := listing.Messages{Lines: s.list.lines(), Scratch: new(message.Scratch)}, listing.Messages{}
		for range rapid.IntRange(1, 12).Draw(rt, "looks") {
			row := *s.list.index.At(rapid.IntRange(0, s.list.index.Len()-1).Draw(rt, "at"))
			got, _, errAgain := again.Of(s.list.records, &row)
			want, _, errAnew := anew.Of(s.list.records, &row)
			if (errAgain == nil) != (errAnew == nil) || !bytes.Equal(got.Text, want.Text) {
				rt.Fatalf("#%d is %s, %v\nread into new memory %s, %v", row.ID, got.Text, errAgain, want.Text, errAnew)
			}
			if errAgain == nil && got.Root.Member("event").Text() != want.Root.Member("event").Text() {
				rt.Fatalf("%s has the event %q", got.Text, got.Root.Member("event").Text())
			}
		}
	})
}

// damage writes an escape that JSON has not into the midst of the body of a record.
func damage(t *rapid.T, path string, of journal.Place) {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(text[of.Offset:of.Offset+int64(of.Length)], []byte(`\"properties`))
	text[int(of.Offset)+at+1] = 'q'
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}
