package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"segtap/ui/cli/agent"
	"segtap/ui/cli/completing"
	"segtap/ui/cli/config"
	"segtap/ui/cli/config/show"
	"segtap/ui/cli/console"
	"segtap/ui/cli/doctor"
	"segtap/ui/cli/manual"
	"segtap/ui/cli/scanning"
	"segtap/ui/cli/version"
)

// Main runs segtap with its arguments (without the program's name) and gives
// the exit code.
func Main(args []string, in, out, errs *os.File) int {
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // as it is under nohup
		ends = append(ends, syscall.SIGHUP) // the terminal has gone
	}
	ctx, stop := signal.NotifyContext(context.Background(), ends...)
	defer stop()
	context.AfterFunc(ctx, stop) // whoever asks a second time does not wait
	root := newRoot(console.Streams{In: in, Out: out, Err: errs})
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	return console.Report(errs, console.Unwritten(err, out))
}

// newRoot returns the command tree.
func newRoot(io console.Streams) *cobra.Command {
	var opt screenOptions
	root := &cobra.Command{
		Use:   "segtap [FILE…]",
		Short: "see Segment Track calls beside the LaunchDarkly custom events they become",
		Long: `segtap listens where every Segment SDK can be pointed at, shows each Track call
beside the LaunchDarkly custom event it becomes, says what is wrong with it at
the very field, and sends it again after you have edited it.

A FILE, or standard input for -, is shown beside what is captured and never changed:
what you do with one of its messages is done with a copy.`,
		Version:       version.String(),
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, files []string) error {
			opt.files = files
			return runScreen(cmd.Context(), io, opt, nil)
		},
	}
	root.SetVersionTemplate("segtap {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return console.Usage(fmt.Sprintf("`%s --help` lists the flags", cmd.CommandPath()), "%w", err)
	})
	opt.addFlags(root.Flags())
	root.AddCommand(serveCommand(io), mapCommand(io), demoCommand(io), explainCommand(io), snippetCommand(io), caCommand(io), metricsCommand(io), checkCommand(io), exportCommand(io), replayCommand(io), doctor.Command(io), scanning.Command(io))
	root.AddCommand(agent.Command(io), manual.Command(io))
	root.AddCommand(show.Command(io, root)) // the last: it has the flags of all others
	prepare(root)
	completing.Wire(root)
	completing.Command(root)
	return root
}

// prepare gives a command and those under it what all of them have.
func prepare(cmd *cobra.Command) {
	config.Wire(cmd)
	withUsage(cmd)
	for _, sub := range cmd.Commands() {
		prepare(sub)
	}
}

// withUsage makes wrong arguments a usage error.
func withUsage(cmd *cobra.Command) {
	check := cmd.Args
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return console.Usage(fmt.Sprintf("`%s --help` says how it is used", cmd.CommandPath()), "%w", err)
		}
		return nil
	}
}
