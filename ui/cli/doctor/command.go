package doctor

import (
	"bufio"
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"segtap/ui/cli/capturing"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
)

// options are the flags of `segtap doctor`.
type options struct {
	capture      capturing.Options
	online, json bool
	health       string
}

// settings are the flags of the screen that doctor looks at.
var settings = []string{"listen", "file", "memory", "journal", "nats-creds", "nats-ca", "tls", "tls-cert", "ld-project", "ld-environment", "ld-base-url", "ld-client-side-id"}

// Command returns `segtap doctor`.
func Command(std console.Streams) *cobra.Command {
	var opt options
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "say whether everything is there that segtap needs, and what to do about what is not",
		Long: `doctor looks at the configuration, the port, variables that send an SDK's calls to a
proxy, the terminal, the clipboard, the editor, the directory of the capture files
or the stream of --journal, and the credentials. A line says how each is, below it what that means and the
way out. It ends with 1 when something does not work.

But for a look at the stream of --journal, nothing leaves this machine without --online, which asks LaunchDarkly for the time, whether it takes
the access token, what that may read, and whether there is the client-side ID.`,
		Args:    cobra.NoArgs,
		PreRunE: func(*cobra.Command, []string) error { return nil }, // what is wrong with the configuration is a finding
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("health") {
				return probe(cmd.Context(), std, opt.health)
			}
			findings := []Finding{configuration(config.Apply(cmd))}
			return opt.report(std, append(findings, opt.look(cmd.Context(), std)...))
		},
	}
	of := pflag.NewFlagSet("", pflag.ContinueOnError)
	opt.capture.AddFlags(of)
	for _, name := range settings {
		cmd.Flags().AddFlag(of.Lookup(name))
	}
	cmd.Flags().BoolVar(&opt.online, "online", false, "ask LaunchDarkly as well")
	cmd.Flags().BoolVar(&opt.json, "json", false, "one JSON object a line")
	cmd.Flags().StringVar(&opt.health, "health", "", "only ask the segtap at this `URL` how it is, and end with 1 where it does not answer or cannot keep what comes: for the health check of a container")
	return cmd
}

// look looks at everything but the configuration.
func (o *options) look(ctx context.Context, std console.Streams) []Finding {
	address, secure := o.capture.Address()
	findings := []Finding{
		port(ctx, address),
		proxies(address, secure, os.LookupEnv),
		terminal(std),
		locale(),
		copying(ctx),
		editing(),
		o.keeping(ctx),
	}
	return append(findings, o.credentials(ctx, std)...)
}

// report prints the findings, and fails where one is a problem.
func (o *options) report(std console.Streams, findings []Finding) error {
	if err := print(bufio.NewWriter(std.Out), findings, o.json); err != nil {
		return err
	}
	problems, warnings := count(findings, Problem), count(findings, Warning)
	if problems > 0 {
		return console.Failed("", "%s, %s", console.Count(problems, "problem"), console.Count(warnings, "warning"))
	}
	if !o.json {
		fmt.Fprintln(std.Err, "segtap: no problem, "+console.Count(warnings, "warning"))
	}
	return nil
}
