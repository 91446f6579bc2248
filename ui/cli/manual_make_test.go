package cli

import (
	"bytes"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"

	"segtap/ui/cli/version"
)

// endsOfPages says what every command ends with.
const endsOfPages = `
.SH EXIT STATUS
0: all well. 1: the command failed, or what it checks is not well. 2: flags or arguments
are wrong. 3: a file or an address cannot be used. 130: interrupted.

.SH FILES
segtap.toml in the project's directory, and segtap/config.toml in the directory of the
user's configuration: a flag's name is the name of its setting. The environment variable
SEGTAP_NAME stands for \-\-name.
`

// homeOf is the directory of the user's files, as a default in a flag's text names it.
var homeOf = regexp.MustCompile(`\(default[^()]*: one per run under [^()]*\)`)

// makePage makes the page of a command of what its help says.
func makePage(cmd *cobra.Command) ([]byte, error) {
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
	cmd.Long, cmd.Short = asMarkdown(long), asMarkdown(short)
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		was[f] = *f
		if f.Name == "ld-client-side-id" { // of the environment that the page is made in
			f.DefValue = ""
		}
		f.Usage = asMarkdown(homeOf.ReplaceAllString(f.Usage, "(default: one per run)"))
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
	page = append(page, endsOfPages...)
	if has {
		page = append(append(page, "\n.SH SEE ALSO"...), see...)
	}
	return page, nil
}

// markdown escapes what Markdown, which the pages are made of, takes for more than text;
// backticks stay, and become bold.
var markdown = strings.NewReplacer("<", `\<`, "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`)

// asMarkdown writes a text so that Markdown leaves it as it is, but for what stands in backticks.
// Paragraphs that are indented keep their lines.
func asMarkdown(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, paragraph := range paragraphs {
		if strings.HasPrefix(paragraph, "  ") || strings.HasPrefix(paragraph, "\t") {
			paragraphs[i] = "    " + strings.ReplaceAll(strings.TrimRight(paragraph, "\n"), "\n", "\n    ")
			continue
		}
		parts := strings.Split(paragraph, "`")
		for i := range parts {
			if i%2 == 0 {
				parts[i] = markdown.Replace(parts[i])
			}
		}
		paragraphs[i] = strings.Join(parts, "`")
	}
	return strings.Join(paragraphs, "\n\n")
}
