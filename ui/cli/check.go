package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"segtap/mapping"
)

// checkOptions are the flags of `segtap check`.
type checkOptions struct {
	destination destinationOptions
	checker     checkerOptions
}

func checkCommand(io streams) *cobra.Command {
	var opt checkOptions
	cmd := &cobra.Command{
		Use:   "check [FILE…]",
		Short: "fail when messages have problems, or names that match no metric",
		Long: `check judges messages and lists what is wrong with them, each kind of problem once
for each event name. It fails when it prints an error, or with --fail-on warning a
warning; and when there is no message. With --metrics or --ld-project it is an error
that an event name is no metric's event key: --ignore metric_not_found passes over
names that are meant for no metric. Its last line says what becomes of the messages.

A line is a message, a batch body, an array of messages or a record of a capture file;
JSON that goes over several lines, as jq indents it, is read as well. A message without
a type that has an event is taken for what /v1/track makes of it, a Track call.
Without a FILE, or for -, it reads standard input.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, files []string) error { return runCheck(cmd.Context(), io, opt, files) },
	}
	opt.destination.addFlags(cmd.Flags())
	cmd.Flags().StringVar(&opt.checker.failOn, "fail-on", "error", "`severity` from which on it fails: error or warning")
	cmd.Flags().StringSliceVar(&opt.checker.ignore, "ignore", nil, "`codes` that are no problem, such as metric_not_found")
	cmd.Flags().StringVar(&opt.checker.filter, "filter", "", "check only the messages that this `filter` wants, such as event:order*")
	cmd.Flags().BoolVar(&opt.checker.json, "json", false, "one JSON object a line")
	return cmd
}

func runCheck(ctx context.Context, std streams, opt checkOptions, files []string) error {
	for _, code := range opt.checker.ignore {
		if _, ok := mapping.CodeByName(code); !ok {
			return usage(nearestCode(code), "--ignore: there is no diagnostic %q", code)
		}
	}
	if opt.checker.failOn != "error" && opt.checker.failOn != "warning" {
		return usage("give --fail-on error or --fail-on warning", "--fail-on %q is no severity", opt.checker.failOn)
	}
	wanted, err := parseFilter(opt.checker.filter)
	if err != nil {
		return err
	}
	judge, err := opt.destination.informed(ctx, std, false)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		files = []string{"-"}
	}
	return newChecker(judge, opt.checker, wanted, time.Now()).check(ctx, std, files)
}
