package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"
)

// demoCommand is the screen fed by a small shop.
func demoCommand(io streams) *cobra.Command {
	opt := screenOptions{}
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "open the screen and feed it the traffic of a small shop",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opt.capture.memory = opt.capture.file == ""
			opt.capture.destination.catalogue.demo = demoMetrics
			return runScreen(cmd.Context(), io, opt, func(ctx context.Context, e *endpoint) {
				newShop(1).run(ctx, e.url, time.Now)
			})
		},
	}
	opt.addFlags(cmd.Flags())
	return cmd
}
