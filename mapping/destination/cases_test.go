package destination

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"testing"

	"segtap/mapping/jsondoc"
	"segtap/mapping/jsondoc/jsondoctest"
)

// testClock is the clock of the tests, ms since 1970.
const testClock = 1_700_000_000_000

// runCase runs one line of the cases: a message, mappings and settings that are
// laid over the default ones, and an action ("auto": the subscription decides).
func runCase(t testing.TB, line jsondoc.Value) (event *Event, url string, skipped bool, err error) {
	t.Helper()
	given := `{"client_id":"test-client-id"}`
	if s := line.Member("settings"); s.Kind() == jsondoc.Object {
		given = `{"client_id":"test-client-id",` + string(s.Raw()[1:])
	}
	settings, err := ParseSettings(jsondoctest.Value(t, given))
	if err != nil {
		return nil, "", false, err
	}
	engine, err := NewEngine(Actions(), EngineOptions{Mappings: line.Member("mapping"), Settings: settings, Lenient: true})
	if err != nil {
		return nil, "", false, err
	}
	name := line.Member("action").Text()
	action := engine.Destination().Action(name)
	switch name {
	case "":
		action = engine.Destination().Action(TrackEvent)
	case "auto":
		action = engine.Select(line.Member("event"))
	}
	if action == nil {
		return nil, "", true, nil
	}
	out := engine.Run(action, line.Member("event"), testClock)
	if (out.Event == nil) != (out.Err != "") {
		t.Errorf("event %v, error %q", out.Event, out.Err)
	}
	if out.Err != "" {
		return nil, "", false, errors.New(out.Err)
	}
	return out.Event, engine.URL(), false, nil
}

func TestActionsDestinationDoesWhatSegmentsDoes(t *testing.T) {
	file, err := os.ReadFile("testdata/actions-mapping.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for text := range bytes.Lines(file) {
		line := jsondoctest.Value(t, string(text))
		count++
		t.Run(line.Member("name").Text(), func(t *testing.T) {
			event, url, skipped, err := runCase(t, line)
			if want := line.Member("wantSkip").Bool(); skipped != want {
				t.Fatalf("skipped: %v, want %v", skipped, want)
			}
			got := ""
			if err != nil {
				got = err.Error()
			}
			if want := line.Member("wantError").Text(); got != want {
				t.Fatalf("error %q\nwant  %q", got, want)
			}
			if want := line.Member("wantUrl"); want.Kind() == jsondoc.String && url != want.Text() {
				t.Errorf("url %s, want %s", url, want.Text())
			}
			if event != nil {
				checkBody(t, event.Body(), line.Member("want").Raw())
			}
		})
	}
	if count != 182 {
		t.Errorf("%d cases", count)
	}
}

// checkBody compares decoded values, numbers as float64.
func checkBody(t *testing.T, body, want []byte) {
	t.Helper()
	var gotValue, wantValue any
	if err := json.Unmarshal(body, &gotValue); err != nil {
		t.Fatalf("the body is no JSON: %s", body)
	}
	if err := json.Unmarshal(want, &wantValue); err != nil {
		t.Fatal(err)
	}
	if w, ok := wantValue.(map[string]any); ok && w["creationDate"] == "NOW" {
		w["creationDate"] = float64(testClock)
	}
	if !reflect.DeepEqual(gotValue, []any{wantValue}) {
		t.Errorf("got  %s\nwant [%s]", body, want)
	}
}
