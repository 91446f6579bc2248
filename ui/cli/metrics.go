package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"segtap/capture/launchdarkly"
	"segtap/capture/launchdarkly/files"
	"segtap/mapping"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/cli/judging"
	"segtap/ui/cli/metrics"
	"segtap/ui/cli/sources"
)

// metricsOptions are the flags of `segtap metrics`.
type metricsOptions struct {
	destination judging.Options
	out         string
	json        bool
}

func metricsCommand(io console.Streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "metrics",
		Short: "the metrics and experiments that events are checked against",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(metricsPullCommand(io), metricsListCommand(io), metricsMatchCommand(io), metrics.CoverageCommand(io), metricsNewCommand(io))
	return cmd
}

func metricsPullCommand(io console.Streams) *cobra.Command {
	var opt metricsOptions
	cmd := &cobra.Command{
		Use:   "pull",
		Short: "write the metrics and experiments of a LaunchDarkly project to a file",
		Long: `pull asks LaunchDarkly for the metrics of a project and for the experiments of one
of its environments, and writes them to a file for --metrics. The file is text
that can be compared and committed; it holds no token. An earlier one is overwritten,
and no other file. It only reads: a token
with the role Reader is enough, from LD_ACCESS_TOKEN, segtap's configuration or ldcli's.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runPull(cmd.Context(), io, opt) },
	}
	opt.destination.Catalogue.AddFlags(cmd.Flags())
	_ = cmd.Flags().MarkHidden("metrics")
	cmd.Flags().StringVarP(&opt.out, "out", "o", "", "`file` to write (default: standard output)")
	return cmd
}

func runPull(ctx context.Context, std console.Streams, opt metricsOptions) error {
	catalogue, notes, err := opt.destination.Catalogue.Pulled(ctx, judging.Progress(std))
	if err != nil {
		return err
	}
	console.Say(std, notes)
	if opt.out != "" {
		if err := files.Write(opt.out, catalogue); err != nil {
			hint := "give an --out that can be written"
			if errors.Is(err, files.ErrNotCatalogue) {
				hint = "give another --out, or move that file away"
			}
			return console.Cannot(hint, "%w", err)
		}
		console.Say(std, []string{
			fmt.Sprintf("%s and %s in %s", console.Count(len(catalogue.Metrics), "metric"), console.Count(len(catalogue.Experiments), "experiment"), opt.out),
			"check against it with `segtap check FILE --metrics " + opt.out + "`",
		})
		return nil
	}
	text, err := files.Append(nil, catalogue)
	if err != nil {
		return err
	}
	_, err = std.Out.Write(text)
	return err
}

func metricsListCommand(io console.Streams) *cobra.Command {
	var opt metricsOptions
	cmd := &cobra.Command{
		Use:   "list",
		Short: "list the metrics, with the experiments that run on them",
		Long: `list shows the metrics of --metrics, or of LaunchDarkly when no file is given: what
events feed them, which experiments record them now, and what is in the way.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			judge, err := opt.known(cmd.Context(), io)
			if err != nil {
				return err
			}
			out := bufio.NewWriter(io.Out)
			if opt.json {
				err = metrics.ListJSON(out, judge.Catalogue())
			} else {
				err = metrics.List(out, judge.Catalogue())
			}
			if err != nil {
				return err
			}
			return out.Flush()
		},
	}
	opt.addFlags(cmd)
	return cmd
}

func metricsMatchCommand(io console.Streams) *cobra.Command {
	var opt metricsOptions
	cmd := &cobra.Command{
		Use:   "match NAME…",
		Short: "say which metrics an event name feeds, or what it was probably meant to be",
		Long: `match judges for each name a Track call that has all that the destination's mapping
looks for, and says what becomes of it: against the metrics of --metrics, or of
LaunchDarkly when no file is given. What it says holds for every event of that name.

  ok   it is the event key of a metric, and nothing stands in the way of such an event
  but  it is, and no event of that name counts: the mapping makes no event, or delivers
       no key of the experiment's unit, the metric is computed in a warehouse, another
       version runs
  no   it is no metric's event key
  ?    not known: not all metrics were read, and none of those that were has it; or
       the mapping makes the event key of other members of the message as well

It fails where check fails by such an event: by no, and by but unless a warning is all
that stands in the way.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, names []string) error {
			judge, err := opt.known(cmd.Context(), io)
			if err != nil {
				return err
			}
			return metrics.Match(io, judge, names, opt.json)
		},
	}
	opt.addFlags(cmd)
	return cmd
}

// known returns a judge that knows a catalogue: that of the files, and LaunchDarkly's
// where a flag names it or there is no file.
func (o *metricsOptions) known(ctx context.Context, std console.Streams) (*mapping.Judge, error) {
	return o.destination.Informed(ctx, std, true)
}

func (o *metricsOptions) addFlags(cmd *cobra.Command) {
	o.destination.AddFlags(cmd.Flags())
	cmd.Flags().BoolVar(&o.json, "json", false, "one JSON object a line")
}

func metricsNewCommand(io console.Streams) *cobra.Command {
	var opt metricsOptions
	var from sources.Options
	another, format := false, metrics.Terraform
	cmd := &cobra.Command{
		Use:   "new NAME [FILE…]",
		Short: "write a metric for the events of a name, for Terraform, the API or a file by hand",
		Long: `new writes a metric that LaunchDarkly does not have yet, to be copied: a resource for
Terraform, a request to LaunchDarkly's API (its token comes from $LD_ACCESS_TOKEN, and is
not printed), or a line of a file by hand. It sends nothing.

The metric fits the events of that name in the files, which are those that check reads:
it counts values where most of the events have one, its unit is their currency, and it is
for the context kind that the events are of. Without a FILE a plan (--plan) says whether
they have a value, else source code (--code) does; without these it is made for the name
alone. What nobody can know, such as whether more is better, is left to you with a comment.

With metrics (--metrics, --ld-project) it fails when one has the name already, unless
--another wants one more; it says when one has nearly the name, and gives the new one a
key that none has. Terraform's block calls the units as the metrics there do, and a line
by hand is made to stand under those of a YAML file.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(metrics.Proposed(), format) {
				return console.Usage("it can be "+strings.Join(metrics.Proposed(), ", "), "--format: there is no format %q", format)
			}
			if args[0] == "" {
				return console.Usage("give the name of the event, as the app sends it", "an event has a name: which is it?")
			}
			judge, err := opt.destination.Informed(cmd.Context(), io, false)
			if err != nil {
				return err
			}
			known, _ := opt.destination.Catalogue.Credentials() // a token is not asked for
			base, err := launchdarkly.BaseURL(known.BaseURL.Value)
			if err != nil {
				return err
			}
			project := known.Project.Value
			if c := judge.Catalogue(); c != nil && c.Project != "" {
				project = c.Project
			}
			return metrics.Propose(cmd.Context(), io, judge, &metrics.Proposing{
				Name: args[0], Format: format, Files: args[1:], Project: project, Base: base,
				Another: another, Names: from.Reader(), Metrics: opt.destination.Catalogue.Paths(),
			})
		},
	}
	opt.destination.AddFlags(cmd.Flags())
	from.AddFlags(cmd.Flags())
	cmd.Flags().BoolVar(&another, "another", false, "write one though a metric has the event key already")
	cmd.Flags().StringVar(&format, "format", format, "`format`: "+strings.Join(metrics.Proposed(), ", "))
	config.SetChoices(cmd.Flags(), "format", metrics.Proposed()...)
	return cmd
}
