package manual

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"segtap/ui/cli/console"
)

// made has a page for each command, under its [Name]. A test makes them, with cobra's doc: a
// program that has that in it spends 0.6 ms of 7.8 on it at each start (--version, processor
// time).
//
//go:embed pages/*.1
var made embed.FS

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
		if err := os.WriteFile(filepath.Join(dir, Name(cmd)), text, 0o644); err != nil {
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

// Page returns the page of a command.
func Page(cmd *cobra.Command) ([]byte, error) {
	page, err := made.ReadFile("pages/" + Name(cmd))
	if err != nil {
		return nil, fmt.Errorf("there is no page for %q", cmd.CommandPath())
	}
	return page, nil
}

// Name returns the name of the file of a command's page, such as segtap-check.1.
func Name(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1" }
