package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"segtap/mapping"
	"segtap/ui/cli/console"
	"segtap/ui/cli/judging"
	"segtap/ui/cli/mapper"
)

// mapOptions are the flags of `segtap map`.
type mapOptions struct {
	destination judging.Options
	mapper      mapper.Options
}

func mapCommand(io console.Streams) *cobra.Command {
	var opt mapOptions
	cmd := &cobra.Command{
		Use:   "map [FILE…]",
		Short: "messages in, LaunchDarkly requests out, one JSON line each",
		Long: `map reads one JSON object a line and prints, in the same order, what the
destination sends for it: {"url":…,"body":[…]}, or {"error":"…"} in Segment's own
words when it refuses, or {"skip":true} when it has nothing to do with the message.

A line is a message; a batch body or an array of messages, which give a line for
each of theirs; a record of a capture file; or a case, recognised by its event
being an object:
{"event":{…},"mapping":{…},"settings":{…},"action":"trackEvent|aliasUser|auto"}.
With the action auto a case gives {"results":[{"action":…,"url":…,"body":…}]}.
JSON that goes over several lines, as jq indents it, is read as well. So are HAR files,
of which the calls to Segment are taken, and curl commands.

Without a FILE, or for -, it reads standard input.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, files []string) error {
			return runMap(cmd.Context(), io, opt, files)
		},
	}
	opt.destination.AddFlags(cmd.Flags())
	cmd.Flags().Int64Var(&opt.mapper.Now, "now", -1, "the clock, in `ms` since 1970, for messages without a timestamp")
	cmd.Flags().BoolVar(&opt.mapper.Diagnostics, "diagnostics", false, "add the diagnostics of each message")
	return cmd
}

func runMap(ctx context.Context, std console.Streams, opt mapOptions, files []string) error {
	judge, err := opt.Judge(ctx, std)
	if err != nil {
		return err
	}
	if opt.mapper.Now < 0 {
		opt.mapper.Now = time.Now().UnixMilli()
	}
	if len(files) == 0 {
		files = []string{"-"}
	}
	for _, name := range files {
		if err := mapper.File(ctx, std, name, judge, opt.mapper); err != nil {
			return err
		}
	}
	return nil
}

// judge returns the judge. Without --diagnostics nothing is checked against
// metrics, and LaunchDarkly is not asked.
func (o *mapOptions) Judge(ctx context.Context, std console.Streams) (*mapping.Judge, error) {
	if o.mapper.Diagnostics {
		return o.destination.Informed(ctx, std, false)
	}
	if o.destination.Catalogue.Given() {
		console.Say(std, []string{"--metrics and --ld-project say nothing here without --diagnostics"})
	}
	judge, _, err := o.destination.Judge()
	if err == nil {
		console.Say(std, o.destination.Astray(judge.Engine()))
	}
	return judge, err
}
