package ingest_test

import (
	"strings"
	"testing"

	"segtap/capture/ingest"
	"segtap/mapping/verdict"
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
	if got := only(t, store); got.Entry.Verdict.Headline != verdict.DroppedBySegment || got.Record.Problem != "" {
		t.Errorf("%s, problem %q", got.Entry.Verdict.Headline, got.Record.Problem)
	}
}

func TestStrictRefusesAMessageIDThatAnotherMessageHas(t *testing.T) {
	url, store := endpointWith(t, ingest.Options{Strict: true})
	const first = `{"messageId":"m","userId":"u","event":"A"}`
	for _, c := range []struct {
		body string
		want int
	}{{first, 200}, {first, 200}, {strings.Replace(first, "A", "B", 1), 400}, {`{"userId":"u","event":"B"}`, 200}} {
		if status, _, body := send(t, "POST", url+"/v1/track", c.body); status != c.want || status == 400 && !strings.Contains(body, `"code":"duplicate_message_id"`) {
			t.Errorf("%s is answered %d %s, want %d", c.body, status, body, c.want)
		}
	}
	if n := store.Counts().Entries; n != 3 {
		t.Errorf("%d entries, want 3", n)
	}
}

func TestTheSecretOfAWriteKeyInTheQueryIsNotKept(t *testing.T) {
	url, store := endpoint(t)
	send(t, "POST", url+"/v1/track?a=1&writeKey=WK%3ASECRET&b", `{"userId":"u","event":"A"}`)
	if got := only(t, store); got.WriteKey != "WK" || got.Record.Query != "a=1&writeKey=WK&b" {
		t.Errorf("write key %q, query %q", got.WriteKey, got.Record.Query)
	}
}
