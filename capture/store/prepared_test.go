package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/routes"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/message"
)

// drawBody draws the body of a request, and its path.
func drawBody(t *rapid.T) (path, body string) {
	switch rapid.IntRange(0, 5).Draw(t, "body") {
	case 0:
		return "/v1/track", rapid.SampledFrom([]string{``, `{"broken":`, `[]`, `{}`, `{"event":7,"messageId":""}`, "\xff"}).Draw(t, "odd")
	case 1, 2:
		var messages []string
		for range rapid.IntRange(0, 5).Draw(t, "messages") {
			messages = append(messages, drawTrack(t))
		}
		context := rapid.SampledFrom([]string{``, `,"context":{"library":{"name":"node","version":"2"}}`, `,"writeKey":"other"`}).Draw(t, "context")
		return "/v1/batch", `{"batch":[` + strings.Join(messages, ",") + `]` + context + `}`
	}
	return rapid.SampledFrom([]string{"/v1/track", "/v1/identify"}).Draw(t, "path"), drawTrack(t)
}

// What requests are taken apart and judged in may be the memory of those before, and so may
// their bodies: the capture file, the list and what is summed up are the same.
func TestAMemoryThatIsUsedAgainChangesNothing(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		by := drawJudge(rt, t)
		var files [2]string
		var stores [2]*store.Store
		for i, name := range []string{"again.ndjson", "anew.ndjson"} {
			files[i] = filepath.Join(dir, name)
			_ = os.Remove(files[i]) // of the draw before
			file, err := file.Open(files[i], file.Options{Program: "test", Now: noon})
			if err != nil {
				rt.Fatal(err)
			}
			if stores[i], err = store.New(by, file, capture.Limits{}); err != nil {
				rt.Fatal(err)
			}
			defer stores[i].Close()
		}
		var p store.Prepared
		var memory []byte
		for range rapid.IntRange(1, 8).Draw(rt, "requests") {
			path, body := drawBody(rt)
			if _, err := stores[1].Capture(request(path, body)); err != nil {
				rt.Fatal(err)
			}
			memory = append(memory[:0], body...)
			req := request(path, "{}")
			route, _ := routes.Match(path)
			posted := route.Posted(memory, noon)
			posted.Scratch = p.Scratch()
			req.Intake = message.TakeIn(posted)
			p.Judge(stores[0], req)
			if _, err := stores[0].Keep(&p); err != nil {
				rt.Fatal(err)
			}
			copy(memory, bytes.Repeat([]byte{'#'}, len(memory))) // whoever still looks at it sees that
		}
		said := judgedState(stores[0])
		if again, anew := readFile(t, files[0]), readFile(t, files[1]); again != anew || said != judgedState(stores[1]) {
			rt.Fatalf("in memory that is used again:\n%s\n%s\nin new memory:\n%s\n%s", again, said, anew, judgedState(stores[1]))
		}
		stores[0].SetJudge(mapping.NewJudge(by.Engine())) // of which nothing is carried over
		stores[0].SetJudge(by)
		settled(stores[0])
		if anew := judgedState(stores[0]); said != anew {
			rt.Fatalf("as the requests came:\n%s\njudged anew:\n%s", said, anew)
		}
	})
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
