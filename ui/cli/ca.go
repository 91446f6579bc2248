package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"segtap/capture/localca"
)

func caCommand(io streams) *cobra.Command {
	return &cobra.Command{
		Use:   "ca",
		Short: "how each runtime comes to trust the certificates of --tls",
		Long:  "ca makes segtap's certificate authority, if there is none yet, and says how each\nruntime comes to trust it. It changes nothing about what this machine trusts.",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			authority, err := localca.Open(caDir(), time.Now)
			if err != nil {
				return cannot("repair or remove "+caDir(), "cannot open the certificate authority: %w", err)
			}
			fmt.Fprintf(io.out, "# %s, in %s, until %s\n", authority.Name(), authority.CertFile(), authority.NotAfter().Format(time.DateOnly))
			for _, how := range authority.Trust() {
				fmt.Fprintf(io.out, "\n# %s\n", how.Runtime)
				for _, line := range how.Lines {
					fmt.Fprintln(io.out, line)
				}
			}
			return nil
		},
	}
}
