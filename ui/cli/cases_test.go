package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"
)

// program returns segtap as a command of its own: the test binary, called by that
// name.
func program(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Args = append([]string{"segtap"}, args...)
	return cmd
}

// TestEveryCaseThroughTheProgram maps the named cases of Segment's own
// destination, as it was observed, through `segtap map`.
func TestEveryCaseThroughTheProgram(t *testing.T) {
	cases, err := os.ReadFile(filepath.Join("..", "..", "mapping", "destination", "testdata", "actions-mapping.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	const now = 1_700_000_000_000
	cmd := program(t, "map", "--now", strconv.Itoa(now))
	cmd.Stdin = bytes.NewReader(cases)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	results := bufio.NewScanner(bytes.NewReader(out))
	results.Buffer(nil, 1<<20)
	count := 0
	for line := range bytes.Lines(cases) {
		var c struct {
			Name      string
			Action    string
			Want      map[string]any
			WantError string
			WantSkip  bool
			WantURL   string `json:"wantUrl"`
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		if !results.Scan() {
			t.Fatalf("%s: there is no line for it", c.Name)
		}
		count++
		t.Run(c.Name, func(t *testing.T) {
			type result struct {
				URL   string
				Body  []map[string]any
				Error string
				Skip  bool
			}
			var got struct {
				result
				Results []result
			}
			if err := json.Unmarshal(results.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if c.Action == "auto" && !c.WantSkip {
				if len(got.Results) != 1 {
					t.Fatalf("%d results", len(got.Results))
				}
				got.result = got.Results[0]
			}
			if got.Error != c.WantError || got.Skip != c.WantSkip {
				t.Fatalf("error %q, skip %v; want %q, %v", got.Error, got.Skip, c.WantError, c.WantSkip)
			}
			if c.Want == nil {
				return
			}
			if c.Want["creationDate"] == "NOW" {
				c.Want["creationDate"] = float64(now)
			}
			if len(got.Body) != 1 || !reflect.DeepEqual(got.Body[0], c.Want) {
				t.Errorf("sends %v\n want %v", got.Body, c.Want)
			}
			if c.WantURL != "" && got.URL != c.WantURL {
				t.Errorf("to %s, want %s", got.URL, c.WantURL)
			}
		})
	}
	if count < 182 {
		t.Errorf("only %d cases", count)
	}
}
