package show

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
)

// Command returns `segtap config`, of the settings that the commands under root have by now.
func Command(std console.Streams, root *cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "the settings, where they come from, and what may stand in the files",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags, commands := config.Flags(root)
	cmd.AddCommand(showCommand(std, root, flags, commands), pathCommand(std), schemaCommand(std, flags))
	return cmd
}

// showCommand shows the settings of flags, which the commands under root have.
func showCommand(std console.Streams, root *cobra.Command, flags *pflag.FlagSet, commands map[string][]string) *cobra.Command {
	var origin, asJSON bool
	cmd := &cobra.Command{
		Use:   "show",
		Short: "every setting with its value, and where that comes from",
		Long: `show prints every setting as it would stand in a configuration; what nothing but its
default says is a comment. With --origin it says what each is from: a flag, a variable,
a file with its line, or the default, and what else says something and goes behind.

It takes the flags of all commands, so that you see what becomes of them. Secrets are
masked. What a project's file may not set, and what nobody knows, is an error.`,
		Args:    cobra.NoArgs,
		PreRunE: func(*cobra.Command, []string) error { return nil }, // what is wrong is told beside what is right
		RunE: func(*cobra.Command, []string) error {
			settings, wrong := config.Settings(root, flags, commands)
			out := bufio.NewWriter(std.Out)
			var err error
			if asJSON {
				err = printJSON(out, settings)
			} else {
				err = printTOML(out, settings, config.Tables(), origin)
			}
			if err = errors.Join(err, out.Flush()); err != nil {
				return err
			}
			return told(std, wrong)
		},
	}
	cmd.Flags().BoolVar(&origin, "origin", false, "say where each value comes from")
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line, with the origin")
	cmd.Flags().AddFlagSet(flags) // but those of its own
	return cmd
}

// told reports what is wrong with the files, all but the last, which is returned.
func told(std console.Streams, wrong []error) error {
	if len(wrong) == 0 {
		return nil
	}
	last := len(wrong) - 1
	for _, err := range wrong[:last] {
		console.Report(std.Err, err)
	}
	return wrong[last]
}

func pathCommand(std console.Streams) *cobra.Command {
	return &cobra.Command{
		Use:     "path",
		Short:   "where configurations are looked for: the project's, then yours",
		Args:    cobra.NoArgs,
		PreRunE: func(*cobra.Command, []string) error { return nil },
		RunE: func(*cobra.Command, []string) error {
			project, own := config.Paths()
			for _, path := range []string{project, own} {
				whole, err := filepath.Abs(path)
				if err != nil {
					return err
				}
				if _, err := fmt.Fprintln(std.Out, whole); err != nil {
					return err
				}
				if _, err := os.Stat(whole); err != nil {
					console.Say(std, []string{whole + " is not there"})
				}
			}
			return nil
		},
	}
}
