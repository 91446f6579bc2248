package check

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"segtap/ui/cli/console"
	"segtap/ui/cli/report"
)

// Of a file in which each message has a problem of its own kind, no more are kept than are
// listed: the first ones, those that fail apart from the others, and how many there are besides
// is told to people and to programs.
func TestMoreKindsThanAreListed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "names.ndjson")
	var text strings.Builder
	for i := range 2 * mostKinds {
		fmt.Fprintf(&text, `{"type":"track","userId":"u","event":"Name %06d","properties":{"revenue":"x"}}`+"\n", i)
	}
	text.WriteString(`{"type":"track","userId":"u","event":"Name 000000","properties":{"revenue":"y"}}` + "\n")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	document, _ := report.Named("json")
	c := checker(t, document, nil)
	said := printed(t, func(std console.Streams) error { return c.Check(context.Background(), std, []string{file}) })
	for _, want := range []string{`"unlisted": 2500`, `"\"x\""`, `"\"y\""`, "Name 000000", "Name 002499", "; 2500 further problems not listed: there is room for 2500 kinds that fail", "2500 problems in 5001 messages"} {
		if !strings.Contains(said, want) {
			t.Errorf("%s is not told: …%s", want, said[max(0, len(said)-400):])
		}
	}
	if strings.Contains(said, "Name 002500") || len(c.found) != mostKinds {
		t.Errorf("%d kinds are kept", len(c.found))
	}
}
