package cli

import (
	"fmt"
	"net"
	"strings"
	"text/tabwriter"

	"github.com/sahilm/fuzzy"
	"github.com/spf13/cobra"

	"segtap/ui/cli/capturing"
	"segtap/ui/cli/console"
	"segtap/ui/snippet"
)

func snippetCommand(io console.Streams) *cobra.Command {
	var url, listen string
	cmd := &cobra.Command{
		Use:   "snippet [SDK]",
		Short: "the lines that point an SDK at segtap",
		Long: "snippet prints the lines that point an SDK at segtap, on standard output, and\n" +
			"its traps on standard error. Without an SDK it lists those it knows: their\nnames, and the version that the lines were run with, or read from.",
		Args: cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return snippetNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if url == "" {
				addr, err := net.ResolveTCPAddr("tcp", listen)
				if err != nil {
					return console.Usage("such as --listen 127.0.0.1:8910", "--listen: %w", err)
				}
				url = capturing.BaseURL(addr, false)
			}
			if !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://") {
				return console.Usage("such as --url http://127.0.0.1:8910", "--url %q is no http or https URL", url)
			}
			if len(args) == 0 {
				return listSnippets(io)
			}
			return printSnippet(io, args[0], strings.TrimRight(url, "/"))
		},
	}
	cmd.Flags().StringVar(&listen, "listen", capturing.DefaultListen, "the `address` that segtap listens on, as its own --listen")
	cmd.Flags().StringVar(&url, "url", "", "the `URL` that segtap says it listens on, where that is not http:// and the address of --listen")
	return cmd
}

// listSnippets prints the table of the SDKs.
func listSnippets(io console.Streams) error {
	table := tabwriter.NewWriter(io.Out, 0, 0, 3, ' ', 0)
	for _, s := range snippet.All() {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", s.Name, s.SDK, s.Proof(), s.Source())
	}
	return table.Flush()
}

func printSnippet(io console.Streams, name, url string) error {
	for _, s := range snippet.All() {
		if s.Name != name && !strings.EqualFold(s.SDK, name) {
			continue
		}
		if why := s.Refuses(url); why != "" {
			return console.Usage("give --url with an IPv4 address or a name with a dot, or localhost", "%s", why)
		}
		if _, err := fmt.Fprintln(io.Out, strings.Join(s.Fill(url), "\n")); err != nil {
			return err
		}
		for _, note := range s.NotesFor(url) {
			fmt.Fprintln(io.Err, "segtap: hint: "+note)
		}
		return nil
	}
	hint := "`segtap snippet` lists those it knows"
	if found := fuzzy.Find(name, snippetNames()); len(found) > 0 {
		hint = "did you mean " + found[0].Str + "? " + hint
	}
	return console.Usage(hint, "there is no snippet for %q", name)
}

func snippetNames() []string {
	var names []string
	for _, s := range snippet.All() {
		names = append(names, s.Name)
	}
	return names
}
