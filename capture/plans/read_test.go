package plans

import (
	"fmt"
	"os"
	"path"
	"strings"
	"testing"

	"segtap/mapping/jsondoc"
	"segtap/mapping/origin"
)

// told writes what was found as lines, to compare.
func told(p *Plans) string {
	var b strings.Builder
	for _, n := range p.Found.Names {
		fmt.Fprintf(&b, "%s %q", n.Place, n.Event)
		if n.By != "" {
			fmt.Fprintf(&b, " by %s", n.By)
		}
		if n.Closed {
			b.WriteString(" closed")
		}
		b.WriteByte('\n')
		for _, p := range n.Properties {
			fmt.Fprintf(&b, "  %s %s", p.Place, p.Pointer)
			for _, t := range p.Types {
				b.WriteString(" " + string(t))
			}
			if p.Required {
				b.WriteString(" required")
			}
			if p.Value != "" {
				b.WriteString(" =" + p.Value)
			}
			b.WriteByte('\n')
		}
		if n.Kind != origin.Plan || n.UserKey != origin.KeyUnknown {
			fmt.Fprintf(&b, "  kind %q, user key %q\n", n.Kind, n.UserKey)
		}
	}
	for _, n := range p.Notes {
		b.WriteString("note: " + n + "\n")
	}
	for _, w := range p.Warnings {
		b.WriteString("warning: " + w + "\n")
	}
	return b.String()
}

// areWhereTheySay looks in the text: at each place stands what it is the place of.
func areWhereTheySay(t *testing.T, text string, p *Plans) {
	t.Helper()
	lines := strings.Split(text, "\n")
	look := func(at origin.Place, name string) {
		line := []rune(lines[at.Line-1])
		if quoted := string(jsondoc.AppendString(nil, name)); !strings.HasPrefix(string(line[at.Column-1:]), quoted) {
			t.Errorf("at %v there is no %s", at, quoted)
		}
	}
	for _, n := range p.Found.Names {
		look(n.Place, n.Event)
		for _, p := range n.Properties {
			look(p.Place, jsondoc.UnescapePointer(path.Base(p.Pointer)))
		}
	}
}

// The files are those of the Public API's classes and of Typewriter itself.
func TestTheFixturesAreReadExactly(t *testing.T) {
	for file, want := range map[string]string{
		"public-api.json": `
public-api.json:6:16 "Order Completed"
  public-api.json:16:17 /properties/order_id string required
  public-api.json:20:17 /properties/revenue number required
  public-api.json:23:17 /properties/currency string null
  public-api.json:96:17 /properties/app string
public-api.json:43:16 "Plan #1 Chosen"
  public-api.json:53:17 /properties/value string number
  public-api.json:96:17 /properties/app string
note: public-api.json: 2 of its 4 rules are no Track call's: 1 COMMON and 1 IDENTIFY
`,
		"typewriter.json": `
typewriter.json:13:14 "Order Completed" by Shop
  typewriter.json:17:6 /properties/currency string null
  typewriter.json:23:6 /properties/order_id string required
  typewriter.json:27:6 /properties/revenue number required
typewriter.json:48:14 "Plan #1 Chosen" by Shop
  typewriter.json:52:6 /properties/value string number
`,
	} {
		text, err := os.ReadFile("testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		p, err := ReadText(file, text)
		if err != nil {
			t.Fatal(err)
		}
		areWhereTheySay(t, string(text), p)
		if got := told(p); got != strings.TrimPrefix(want, "\n") {
			t.Errorf("%s gives\n%s\nwant%s", file, got, want)
		}
	}
}
