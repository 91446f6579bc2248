package cli

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"segtap/ui/cli/console"
	"segtap/ui/cli/manual"
	"segtap/ui/screentest"
)

// unroff undoes what roff writes for a character, and takes its fonts and requests off.
var unroff = strings.NewReplacer(`\fB`, "", `\fI`, "", `\fR`, "", `\fP`, "", `\&`, "", `\-`, "-", `\e`, `\`, "\n.PP\n", "\n", "\n.EX\n", "\n", "\n.EE\n", "\n")

// The page of each command is made of its help (go test ./ui/cli -update), says all that
// its help says, in its words and their order, and is roff that groff finds nothing wrong with.
func TestPagesOfTheManual(t *testing.T) {
	groff, _ := exec.LookPath("groff")
	pages := 0
	root := newRoot(console.Streams{})
	root.InitDefaultHelpCmd()
	var check func(cmd *cobra.Command)
	check = func(cmd *cobra.Command) {
		page, err := makePage(cmd)
		if err != nil {
			t.Fatalf("%s: %v", cmd.CommandPath(), err)
		}
		screentest.GoldenFile(t, filepath.Join("manual", "pages", manual.Name(cmd)), string(page))
		pages++
		words := strings.Join(strings.Fields(unroff.Replace(string(page))), " ")
		has := func(what, text string) {
			if text = strings.Join(strings.Fields(strings.ReplaceAll(text, "`", "")), " "); !strings.Contains(words, text) {
				t.Errorf("%s: the page lacks %s: %s\n%s", cmd.CommandPath(), what, text, words)
			}
		}
		has("its short text", cmd.Short)
		for paragraph := range strings.SplitSeq(cmd.Long, "\n\n") {
			has("a paragraph", strings.TrimPrefix(paragraph, "#### ")) // a heading of cobra's
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Hidden {
				return
			}
			has("a flag", "--"+f.Name)
			if f.Name != "file" { // its default is a place on this machine
				has("what a flag is for", f.Usage)
			}
		})
		if groff != "" {
			var warned bytes.Buffer
			run := exec.Command(groff, "-man", "-Tutf8", "-k", "-ww", "-z")
			run.Stdin, run.Stderr = bytes.NewReader(page), &warned
			if err := run.Run(); err != nil || warned.Len() > 0 {
				t.Errorf("%s: groff says %v: %s", cmd.CommandPath(), err, warned.Bytes())
			}
		}
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() && !sub.IsAdditionalHelpTopicCommand() || sub.Name() == "help" && sub.Parent() == root {
				check(sub)
			}
		}
	}
	check(root)
	if files, err := filepath.Glob("manual/pages/*"); err != nil || len(files) != pages {
		t.Errorf("there are %d pages in manual/pages, not %d (%v)", len(files), pages, err)
	}
}
