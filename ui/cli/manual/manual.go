package manual

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"

	"segtap/ui/cli/console"
	"segtap/ui/cli/version"
)

// ends says what every command ends with.
const ends = `
.SH EXIT STATUS
0: all well. 1: the command failed, or what it checks is not well. 2: flags or arguments
are wrong. 3: a file or an address cannot be used. 130: interrupted.

.SH FILES
segtap.toml in the project's directory, and segtap/config.toml in the directory of the
user's configuration: a flag's name is the name of its setting. The environment variable
SEGTAP_NAME stands for \-\-name.
`

// Command returns `segtap man`.
func Command(io console.Streams) *cobra.Command {
	dir := ""
	cmd := &cobra.Command{
		Use:   "man [COMMAND…]",
		Short: "the page of the manual for a command",
		Long: `man prints the page of the manual for segtap, or for one of its commands, as roff:
segtap man check | man -l -

With --dir it writes all pages into a directory, such as man1 of a package.`,
		Args: cobra.ArbitraryArgs,
		ValidArgsFunction: func(cmd *cobra.Command, given []string, _ string) (names []cobra.Completion, _ cobra.ShellCompDirective) {
			if of, rest, err := cmd.Root().Find(given); err == nil && len(rest) == 0 {
				for _, sub := range pages(of)[1:] {
					if sub.Parent() == of {
						names = append(names, sub.Name()+"\t"+sub.Short)
					}
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, names []string) error {
			if dir != "" {
				return writeAll(cmd.Root(), dir, names)
			}
			of, rest, err := cmd.Root().Find(names)
			if err != nil || len(rest) > 0 {
				return console.Usage("`segtap --help` lists the commands", "there is no command %q", strings.Join(names, " "))
			}
			text, err := Page(of)
			if err != nil {
				return err
			}
			_, err = io.Out.Write(text)
			return err
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "", "`directory` to write all pages into")
	return cmd
}

// writeAll writes the pages of all commands.
func writeAll(root *cobra.Command, dir string, names []string) error {
	if len(names) > 0 {
		return console.Usage("leave out the names of commands, or --dir", "--dir writes the pages of all commands")
	}
	for _, cmd := range pages(root) {
		text, err := Page(cmd)
		if err != nil {
			return err
		}
		name := strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1"
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return console.Cannot("give a directory that can be written to", "%w", err)
		}
	}
	return nil
}

// pages are the commands that have a page: one, then those under it.
func pages(cmd *cobra.Command) []*cobra.Command {
	list := []*cobra.Command{cmd}
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() && !sub.IsAdditionalHelpTopicCommand() {
			list = append(list, pages(sub)...)
		}
	}
	return list
}

// home is the directory of the user's files, as a default in a flag's text names it.
var home = regexp.MustCompile(`\(default[^()]*: one per run under [^()]*\)`)

// Page returns the page of a command.
func Page(cmd *cobra.Command) ([]byte, error) {
	long, short := cmd.Long, cmd.Short
	was := make(map[*pflag.Flag]pflag.Flag)
	defer func() {
		cmd.Long, cmd.Short = long, short
		for f, before := range was {
			f.Usage, f.DefValue = before.Usage, before.DefValue
		}
	}()
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	cmd.Long, cmd.Short = plain(long), plain(short)
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		was[f] = *f
		if f.Name == "ld-client-side-id" { // of the environment that the page is made in
			f.DefValue = ""
		}
		f.Usage = plain(home.ReplaceAllString(f.Usage, "(default: one per run)"))
	})
	cmd.DisableAutoGenTag = true // it would have the day on which the page was made
	var out bytes.Buffer
	none := time.Unix(0, 0).UTC()
	if err := doc.GenMan(cmd, &doc.GenManHeader{Title: strings.ToUpper(strings.ReplaceAll(cmd.CommandPath(), " ", "-")), Section: "1", Date: &none, Source: "segtap " + version.Release}, &out); err != nil {
		return nil, err
	}
	text := bytes.Replace(out.Bytes(), []byte(`"Jan 1970"`), []byte(`""`), 1)
	before, see, has := bytes.Cut(text, []byte("\n.SH SEE ALSO"))
	page := append(bytes.TrimRight(before, "\n"), '\n')
	page = append(page, ends...)
	if has {
		page = append(append(page, "\n.SH SEE ALSO"...), see...)
	}
	return page, nil
}

// special are what Markdown, which the pages are made of, takes for more than text; backticks
// stay, and become bold.
var special = strings.NewReplacer("<", `\<`, "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`)

// plain writes a text so that Markdown leaves it as it is, but for what stands in backticks.
// Paragraphs that are indented keep their lines.
func plain(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, paragraph := range paragraphs {
		if strings.HasPrefix(paragraph, "  ") || strings.HasPrefix(paragraph, "\t") {
			paragraphs[i] = "    " + strings.ReplaceAll(strings.TrimRight(paragraph, "\n"), "\n", "\n    ")
			continue
		}
		parts := strings.Split(paragraph, "`")
		for i := range parts {
			if i%2 == 0 {
				parts[i] = special.Replace(parts[i])
			}
		}
		paragraphs[i] = strings.Join(parts, "`")
	}
	return strings.Join(paragraphs, "\n\n")
}
