package ingest_test

import (
	"strings"
	"testing"

	"segtap/capture/ingest"
	"segtap/mapping"
)

func TestStrictRefusesWhatSegmentWouldDrop(t *testing.T) {
	const good = `{"type":"track","userId":"u","event":"E"}`
	for name, c := range map[string]struct {
		path, body string
		says       []string // none when it is accepted
	}{
		"a good message":      {"/v1/track", good, nil},
		"another type":        {"/v1/identify", `{"userId":"u"}`, nil},
		"no id":               {"/v1/track", `{"event":"E"}`, []string{`"code":"no_user_anon_id"`}},
		"no event":            {"/v1/track", `{"userId":"u"}`, []string{`"code":"event_not_defined"`}},
		"an empty batch":      {"/v1/batch", `{"batch":[]}`, []string{`"code":"empty_batch"`}},
		"too many messages":   {"/v1/batch", `{"batch":[` + strings.Repeat(good+",", 2500) + good + `]}`, []string{`"code":"batch_too_long"`}},
		"one of a batch":      {"/v1/batch", `{"batch":[` + good + `,{"type":"track","event":"E"},` + good + `]}`, []string{`"code":"no_user_anon_id"`, "message 2 of 3"}},
		"a batch that is all": {"/v1/batch", `{"batch":[` + good + `,` + good + `]}`, nil},
		"not JSON":            {"/v1/track", `{`, []string{`"code":"invalid_json"`}},
	} {
		t.Run(name, func(t *testing.T) {
			url, store := endpointWith(t, ingest.Options{Strict: true})
			status, _, body := send(t, "POST", url+c.path, c.body)
			want := 200
			if c.says != nil {
				want = 400
			}
			if status != want {
				t.Fatalf("answered %d %s, want %d", status, body, want)
			}
			for _, text := range append(c.says, `"success":`) {
				if !strings.Contains(body, text) {
					t.Errorf("%s is not in %s", text, body)
				}
			}
			entry, ok := store.At(0)
			if !ok {
				t.Fatal("nothing is captured")
			}
			got, err := store.Read(entry.ID)
			if err != nil {
				t.Fatal(err)
			}
			if got.Record.Status != want || string(got.Record.Body) != c.body {
				t.Errorf("status %d in the capture file, want %d", got.Record.Status, want)
			}
		})
	}
}

func TestStrictChangesNoVerdict(t *testing.T) {
	url, store := endpointWith(t, ingest.Options{Strict: true})
	send(t, "POST", url+"/v1/track", `{"event":"E"}`)
	if got := only(t, store); got.Entry.Verdict.Headline != mapping.DroppedBySegment || got.Record.Problem != "" {
		t.Errorf("%s, problem %q", got.Entry.Verdict.Headline, got.Record.Problem)
	}
}
