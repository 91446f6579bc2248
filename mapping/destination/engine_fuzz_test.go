package destination

import (
	"bytes"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"segtap/mapping/jsondoc"
	"segtap/mapping/jsondoc/jsondoctest"
)

// checkRun checks what must hold of every message and mapping.
func checkRun(t interface{ Fatalf(string, ...any) }, engine *Engine, msg jsondoc.Value) {
	for i := range engine.Destination().Actions {
		action := &engine.Destination().Actions[i]
		before := bytes.Clone(msg.Doc().Bytes())
		out := engine.Run(action, msg, testClock)
		if (out.Event == nil) != (out.Err != "") {
			t.Fatalf("event %v, error %q", out.Event, out.Err)
		}
		links := out.Provenance()
		if out.Event == nil {
			if len(links) > 0 {
				t.Fatalf("links without an event: %v", links)
			}
			continue
		}
		body := out.Event.Body()
		if again := engine.Run(action, msg, testClock).Event.Body(); !bytes.Equal(body, again) {
			t.Fatalf("first %s, then %s", body, again)
		}
		if !json.Valid(body) {
			t.Fatalf("%s is no JSON", body)
		}
		doc, err := jsondoc.Parse(body)
		if err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		for range doc.Duplicates() {
			t.Fatalf("%s has a member twice", body)
		}
		for _, link := range links {
			for _, pointer := range link.Message {
				if msg.Lookup(pointer).Kind() == jsondoc.Absent {
					t.Fatalf("%s comes from %s, which there is not", link.Event, pointer)
				}
			}
		}
		if !bytes.Equal(before, msg.Doc().Bytes()) {
			t.Fatalf("the message has changed")
		}
	}
}

func FuzzRun(f *testing.F) {
	seeds := []string{"null", `{"user_key":{"@path":"$.properties.id"},"context_kind":{"@template":"{{type}}"}}`, `{"additional_context_keys":{"@path":"$.properties"}}`}
	for _, seed := range seeds {
		f.Add([]byte(orderCompleted), []byte(seed))
		f.Add([]byte(`{"type":"identify","userId":["x"],"anonymousId":{"toString":1},"timestamp":"Jan 2"}`), []byte(seed))
		f.Add([]byte(`{"userId":1e400,"event":[true],"properties":{"1":0,"revenue":"0x1F","__proto__":null},"timestamp":[" "]}`), []byte(seed))
	}
	f.Fuzz(func(t *testing.T, message, mappings []byte) {
		msg, err := jsondoc.Parse(message)
		if err != nil {
			return
		}
		overrides, err := jsondoc.Parse(mappings)
		if err != nil {
			return
		}
		for _, dest := range Destinations() {
			for _, lenient := range []bool{true, false} {
				engine, err := NewEngine(dest, EngineOptions{Mappings: overrides.Root(), Lenient: lenient})
				if err == nil {
					checkRun(t, engine, msg.Root())
				} else if lenient {
					t.Fatalf("a lenient engine fails: %v", err)
				}
			}
		}
	})
}

func TestEveryMessageIsEitherSentOrRefused(t *testing.T) {
	scalar := rapid.SampledFrom([]string{
		"null", "true", "false", "0", "-1.5", "1e309", `""`, `" "`, `"x"`, `"99.84"`, `"2024-01-02"`, "[]", "{}", `["a"]`, "[null]", `[["b"]]`, `{"toString":1}`, `"\ud800"`,
	})
	engine := newEngine(t, Actions())
	rapid.Check(t, func(rt *rapid.T) {
		members := map[string]string{}
		for _, name := range []string{"userId", "anonymousId", "previousId", "event", "timestamp", "context", "properties"} {
			if rapid.Bool().Draw(rt, "has "+name) {
				members[name] = scalar.Draw(rt, name)
			}
		}
		if rapid.Bool().Draw(rt, "has revenue") {
			members["properties"] = `{"revenue":` + scalar.Draw(rt, "revenue") + `}`
		}
		checkRun(rt, engine, jsondoctest.Value(t, trackMessage(members)))
	})
}
