package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"segtap/ui/cli/capturing"
	"segtap/ui/cli/console"
	"segtap/ui/cli/shop"
)

// demoCommand is the screen fed by a small shop.
func demoCommand(io console.Streams) *cobra.Command {
	opt := screenOptions{}
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "open the screen and feed it the traffic of a small shop",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opt.capture.Memory = !opt.capture.Named()
			opt.capture.Destination.Catalogue.Demo = shop.Metrics
			return runScreen(cmd.Context(), io, opt, func(ctx context.Context, e *capturing.Endpoint) {
				shop.New(1).Run(ctx, e.URL, time.Now)
			})
		},
	}
	opt.addFlags(cmd.Flags())
	return cmd
}
