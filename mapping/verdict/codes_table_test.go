package verdict

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestCodesNeverChange holds the names, severities and gates of all codes: a
// rename would break whoever looks for them. New ones are added at the end of
// the golden file by hand.
func TestCodesNeverChange(t *testing.T) {
	golden, err := os.ReadFile(filepath.Join("testdata", "codes.golden"))
	if err != nil {
		t.Fatal(err)
	}
	now := make(map[string]bool)
	for _, info := range Codes() {
		line := fmt.Sprintf("%s %s %s", info.Name, info.Severity, info.Gate)
		now[line] = true
		if !slices.Contains(strings.Split(string(golden), "\n"), line) {
			t.Errorf("%q is not in testdata/codes.golden", line)
		}
		if info.What == "" || info.Why == "" || info.Fix == "" || !strings.HasPrefix(info.Source, "https://") {
			t.Errorf("%s says too little: %+v", info.Name, info)
		}
	}
	for line := range strings.SplitSeq(strings.TrimSpace(string(golden)), "\n") {
		if !now[line] {
			t.Errorf("%q is gone", line)
		}
	}
}
