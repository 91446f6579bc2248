package show

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
)

func schemaCommand(std console.Streams, flags *pflag.FlagSet) *cobra.Command {
	var user bool
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "the JSON Schema of a project's segtap.toml, for editors",
		Long: `schema prints the JSON Schema of a project's segtap.toml, with --user that of your own
file, which may have more. Editors that know TOML check and complete with it.`,
		Args:    cobra.NoArgs,
		PreRunE: func(*cobra.Command, []string) error { return nil },
		RunE: func(*cobra.Command, []string) error {
			text, err := config.Schema(flags, user)
			if err == nil {
				_, err = std.Out.Write(text)
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&user, "user", false, "of your own file")
	return cmd
}
