package replay

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"
)

func newID() string { return "new-id" }

func TestRewrite(t *testing.T) {
	id := Rewriting{NewMessageID: newID}
	clock := Rewriting{CurrentTime: func() time.Time { return testNow.In(time.FixedZone("", 3600)) }}
	for _, test := range []struct {
		name    string
		how     Rewriting
		message string
		want    string
	}{
		{"nothing asked, nothing changed", Rewriting{}, ` {"a" : 1.50,"a":2} `, ` {"a" : 1.50,"a":2} `},
		{"replaced in place", id, `{"a":1, "messageId" : "old" ,"b":2}`, `{"a":1, "messageId" : "new-id" ,"b":2}`},
		{"the last of duplicates, which is the one that counts", id, `{"messageId":"x","messageId":"y"}`, `{"messageId":"x","messageId":"new-id"}`},
		{"a name written with an escape", id, `{"messag\u0065Id":"x"}`, `{"messag\u0065Id":"new-id"}`},
		{"a name in other letters is another name", id, `{"MessageId":"x"}`, `{"MessageId":"x","messageId":"new-id"}`},
		{"a member further down is another member", id, `{"context":{"messageId":"x"}}`, `{"context":{"messageId":"x"},"messageId":"new-id"}`},
		{"a value that is no string", id, `{"messageId":{"a":[1]}}`, `{"messageId":"new-id"}`},
		{"added to an empty object", id, ` { } `, ` {"messageId":"new-id" } `},
		{"added behind the last member", id, "{\n  \"a\": 1\n}\n", "{\n  \"a\": 1,\"messageId\":\"new-id\"\n}\n"},
		{"the present time, in UTC", clock, `{"timestamp":"2020-01-01T00:00:00Z"}`, `{"timestamp":"2026-03-04T05:06:07.890Z"}`},
		{"sentAt follows", clock, `{"sentAt":"x","timestamp":1}`, `{"sentAt":"2026-03-04T05:06:07.890Z","timestamp":"2026-03-04T05:06:07.890Z"}`},
		{"sentAt is not added", clock, `{}`, `{"timestamp":"2026-03-04T05:06:07.890Z"}`},
		{
			"both, around bytes that are not UTF-8",
			Rewriting{NewMessageID: newID, CurrentTime: clock.CurrentTime},
			"{\"a\":\"\xff\",\"n\":1e999}", "{\"a\":\"\xff\",\"n\":1e999,\"messageId\":\"new-id\",\"timestamp\":\"2026-03-04T05:06:07.890Z\"}",
		},
		{"an id with quotes", Rewriting{NewMessageID: func() string { return "a\"\\\n" }}, `{}`, `{"messageId":"a\"\\\n"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			message := []byte(test.message)
			got, err := Rewrite(message, test.how)
			if err != nil || string(got) != test.want {
				t.Errorf("got  %q, %v\nwant %q", got, err, test.want)
			}
			if string(message) != test.message {
				t.Error("the original was changed")
			}
		})
	}
}

func TestRewriteRefusesWhatIsNotOneObject(t *testing.T) {
	for _, message := range []string{``, `null`, `[]`, `"x"`, `{`, `{"a"}`, `{"a":1,}`, `{} {}`, `{}x`, `{"a":tru}`} {
		t.Run(message, func(t *testing.T) {
			if got, err := Rewrite([]byte(message), Rewriting{NewMessageID: newID}); err == nil {
				t.Errorf("Rewrite(%q) = %q", message, got)
			}
		})
	}
}

// FuzzRewrite holds the splice against encoding/json, which reads the two
// texts in another way: all members but one are the same bytes, and so is all
// that stands around the one.
func FuzzRewrite(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"messageId":"x"}`, ` {"a":1 , "messageId" : {"b":[{}]} }`, `{"messageId":1,"messageId":2}`,
		"{\"\xff\":\"\xff\"}", `{"messag\u0065Id":"\ud800"}`, `{"a":1e400,"a":-0}`, `[]`, `{"messageId":"x"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, message []byte) {
		got, err := Rewrite(message, Rewriting{NewMessageID: newID})
		var before, after map[string]json.RawMessage
		if invalid := json.Unmarshal(message, &before); invalid != nil || before == nil {
			if err == nil && !tooDeep(invalid) {
				t.Fatalf("Rewrite(%q) = %q, where encoding/json says %v", message, got, invalid)
			}
			return
		}
		if err != nil {
			if bytes.Count(message, []byte("{"))+bytes.Count(message, []byte("[")) < 1000 {
				t.Fatalf("Rewrite(%q): %v", message, err)
			}
			return
		}
		if err := json.Unmarshal(got, &after); err != nil {
			t.Fatalf("Rewrite(%q) = %q: %v", message, got, err)
		}
		if string(after["messageId"]) != `"new-id"` {
			t.Fatalf("Rewrite(%q) = %q", message, got)
		}
		old := len(before["messageId"])
		delete(before, "messageId")
		delete(after, "messageId")
		if len(before) != len(after) {
			t.Fatalf("Rewrite(%q) = %q: members came or went", message, got)
		}
		for name, value := range before {
			if !bytes.Equal(value, after[name]) {
				t.Fatalf("member %q of %q became %q", name, message, after[name])
			}
		}
		if kept := commonPrefix(message, got) + commonSuffix(message, got); kept < len(message)-old {
			t.Fatalf("Rewrite(%q) = %q: bytes around the member changed", message, got)
		}
	})
}

func tooDeep(err error) bool { return err != nil && err.Error() == "exceeded max depth" }

func commonPrefix(a, b []byte) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

func commonSuffix(a, b []byte) int {
	n := 0
	for n < min(len(a), len(b)) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
