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
	for _, want := range []string{`"unlisted": {`, `"failing": 2500`, `"other": 0`, `"\"x\""`, `"\"y\""`, "Name 000000", "Name 002499", "; 2500 messages have further problems that fail, which are not listed: there is room for 2500 kinds that fail, and as many others", "more than 2500 problems in 5001 messages: 2500 have further ones, which are not listed"} {
		if !strings.Contains(said, want) {
			t.Errorf("%s is not told: …%s", want, said[max(0, len(said)-400):])
		}
	}
	if strings.Contains(said, "Name 002500") || len(c.found) != mostKinds {
		t.Errorf("%d kinds are kept", len(c.found))
	}
}

// Where there is room for two kinds each, every format says in how many messages there are
// others, and does not add up those that fail and those that do not.
func TestEveryFormatSaysThatKindsAreNotListed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "names.ndjson")
	var text strings.Builder
	for i := range 5 { // five kinds that fail, three that do not, of which three messages have the last
		fmt.Fprintf(&text, `{"type":"track","userId":"u","event":"Name %d","properties":{"revenue":"x"}}`+"\n", i)
		fmt.Fprintf(&text, `{"type":"track","userId":"u","event":"Other %d","properties":{"revenue":"5"}}`+"\n", min(i, 2))
	}
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	const unlisted = "3 messages have further problems that fail and 3 messages have further problems that do not fail, which are not listed: there is room for 2 kinds that fail, and as many others"
	for name, want := range map[string]string{
		"text":     "FAIL " + unlisted + "\n",
		"json":     `"unlisted": {` + "\n" + `    "failing": 3,` + "\n" + `    "other": 3` + "\n  }",
		"junit":    unlisted + "</system-out>",
		"github":   "::notice title=not all problems are listed::not all problems are listed%0A" + unlisted + "\n",
		"markdown": "more than 2 of more than 4 problems fail\n",
		"sarif":    `"level": "warning",` + "\n" + `              "message": {` + "\n" + `                "text": "` + unlisted + `"`,
		"ticket":   "more than 4 kinds of problems in 10 messages\n",
	} {
		format, ok := report.Named(name)
		if !ok {
			ticket := report.Ticket{Mask: func(*report.Problem) {}}
			format = ticket.Format()
		}
		c := checker(t, format, nil)
		c.unlisted.Most = 2
		said := printed(t, func(std console.Streams) error { return c.Check(context.Background(), std, []string{file}) })
		for _, want := range []string{want, "; " + unlisted + "\n", "more than 2 problems in 10 messages: 3 have further ones, which are not listed"} {
			if !strings.Contains(said, want) {
				t.Errorf("%s does not say %s: %s", name, want, said)
			}
		}
	}
}
