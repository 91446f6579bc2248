package plan_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"segtap/capture/replay/plan"
)

// A plan of a damaged file names no entries that the file does not have, and is not
// believed when it does.
func TestAPlanNamesNoMoreThanTheFileHas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run.ndjson")
	file := mustOpen(t, path)
	s := openStore(t, file)
	mustRun(t, plan.Plan{ID: "p", Target: target(t, "event:https://example.com"), Entries: fill(t, s, 3, 0)}, options(s, &wire{}))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil || strings.Count(string(whole), `"entries":[[1,3]]`) != 1 {
		t.Fatalf("%s, %v", whole, err)
	}
	for entries, says := range map[string]string{
		"[1,3]":                                  "",
		"[3,3],[1,2]":                            "",
		"[0,4294967294]":                         "it names entries 0 to 4294967294, and those before it are 1 to 3",
		"[1,18446744073709551615]":               "it names entries 1 to 18446744073709551615, and those before it are 1 to 3",
		"[4,4]":                                  "it names entries 4 to 4, and those before it are 1 to 3",
		"[2,1]":                                  "it names entries 2 to 1",
		"[1,3],[1,1]":                            "it names more entries than the 3 before it",
		"[1,3]" + strings.Repeat(",[1,3]", 1000): "it names more entries than the 3 before it",
	} {
		text := strings.Replace(string(whole), `"entries":[[1,3]]`, `"entries":[`+entries+`]`, 1)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		file := mustOpen(t, path)
		earlier, err := plan.Recall(file)
		switch {
		case says == "" && (err != nil || len(earlier.Plan.Entries) != 3):
			t.Errorf("%s: %+v, %v", entries, earlier, err)
		case says != "" && (err == nil || !strings.Contains(err.Error(), says)):
			t.Errorf("%.40s: %v, want %s", entries, err, says)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
