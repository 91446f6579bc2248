package agent

import (
	"context"
	"errors"
	"io"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"segtap/ui/cli/capturing"
	"segtap/ui/cli/console"
)

// options are the flags of `segtap mcp`.
type options struct {
	url     string
	capture capturing.Options // where no segtap answers there
}

// Command returns the command mcp.
func Command(std console.Streams) *cobra.Command {
	var opt options
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "let a coding agent ask whether calls count: a Model Context Protocol server",
		Long: `mcp is a server of the Model Context Protocol on standard input and output, which a
coding agent starts: it lists, waits for and explains the events that have come, so
that the agent learns whether the calls it has just wired count, and why not.

It asks the segtap that answers at --url, such as the one whose screen you look at.
Where none does it captures itself, with the flags of serve, in memory unless --file
names where to keep events. Which of the two it does it says on standard error;
standard output carries only the protocol.

Your agent's configuration names it, for example
{"mcpServers":{"segtap":{"command":"segtap","args":["mcp"]}}}.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return run(cmd.Context(), std, opt) },
	}
	opt.capture.AddFlags(cmd.Flags())
	cmd.Flags().StringVar(&opt.url, "url", capturing.DefaultURL, "`URL` of the segtap to ask; where none answers on this machine, mcp captures itself, on --listen")
	return cmd
}

// run serves an agent until it goes, or ctx ends.
func run(ctx context.Context, std console.Streams, opt options) error {
	if term.IsTerminal(std.In.Fd()) {
		console.Say(std, []string{"mcp speaks the Model Context Protocol, and waits for a coding agent's program on standard input; docs/agents.md says how to add it there"})
	}
	asked, err := find(ctx, std, opt)
	if err != nil {
		return err
	}
	err = newServer(&tools{segtap: asked.Client, own: asked.endpoint != nil}).Run(ctx, stdio(std))
	switch {
	case ctx.Err() != nil || errors.Is(err, io.EOF):
		err = nil // it was told to end, or the agent has gone
	case err != nil:
		err = console.Cannot("a coding agent's program starts mcp; docs/agents.md says how to add it there", "standard input and output do not carry the Model Context Protocol: %w", err)
	}
	return errors.Join(err, asked.end())
}
