package cli

import (
	"bufio"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"segtap/capture/localca"
	"segtap/ui/cli/capturing"
	"segtap/ui/cli/console"
)

func caCommand(io console.Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "ca",
		Short: "how each runtime comes to trust the certificates of --tls",
		Long:  "ca makes segtap's certificate authority, if there is none yet, and says how each\nruntime comes to trust it. It changes nothing about what this machine trusts.",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			authority, err := localca.Open(capturing.CADir(), time.Now)
			if err != nil {
				return console.Cannot("repair or remove "+capturing.CADir(), "cannot open the certificate authority: %w", err)
			}
			out := bufio.NewWriter(io.Out)
			fmt.Fprintf(out, "# %s, in %s, until %s\n", authority.Name(), authority.CertFile(), authority.NotAfter().Format(time.DateOnly))
			for _, how := range authority.Trust() {
				fmt.Fprintf(out, "\n# %s\n", how.Runtime)
				for _, line := range how.Lines {
					fmt.Fprintln(out, line)
				}
			}
			return out.Flush()
		},
	}
}
