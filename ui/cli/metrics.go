package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"segtap/capture/launchdarkly/api"
	"segtap/capture/launchdarkly/files"
	"segtap/mapping"
)

// metricsOptions are the flags of `segtap metrics`.
type metricsOptions struct {
	destination destinationOptions
	out         string
	json        bool
}

func metricsCommand(io streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "metrics",
		Short: "the metrics and experiments that events are checked against",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(metricsPullCommand(io), metricsListCommand(io), metricsMatchCommand(io))
	return cmd
}

func metricsPullCommand(io streams) *cobra.Command {
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
	opt.destination.catalogue.addFlags(cmd.Flags())
	_ = cmd.Flags().MarkHidden("metrics")
	cmd.Flags().StringVarP(&opt.out, "out", "o", "", "`file` to write (default: standard output)")
	return cmd
}

func runPull(ctx context.Context, std streams, opt metricsOptions) error {
	catalogue, notes, err := opt.destination.catalogue.pull(ctx, toldTo(std))
	if err != nil {
		return err
	}
	var set *files.Set
	catalogue, odd := set.Join(catalogue)
	say(std, slices.Concat(notes, odd, notRead(catalogue)))
	if opt.out != "" {
		if err := files.Write(opt.out, catalogue); err != nil {
			hint := "give an --out that can be written"
			if errors.Is(err, files.ErrNotCatalogue) {
				hint = "give another --out, or move that file away"
			}
			return cannot(hint, "%w", err)
		}
		say(std, []string{
			fmt.Sprintf("%s and %s in %s", count(len(catalogue.Metrics), "metric"), count(len(catalogue.Experiments), "experiment"), opt.out),
			"check against it with `segtap check FILE --metrics " + opt.out + "`",
		})
		return nil
	}
	text, err := files.Append(nil, catalogue)
	if err != nil {
		return err
	}
	_, err = std.out.Write(text)
	return err
}

// toldTo gives a progress that is told on standard error, each line once.
func toldTo(std streams) func(api.Progress) {
	last := ""
	return func(p api.Progress) {
		if text := progressText(p); text != last {
			last = text
			say(std, []string{text})
		}
	}
}

// known gives a judge that knows a catalogue: that of the files, and LaunchDarkly's
// where a flag names it or there is no file.
func (o *metricsOptions) known(ctx context.Context, std streams) (*mapping.Judge, error) {
	return o.destination.informed(ctx, std, true)
}

func (o *metricsOptions) addFlags(cmd *cobra.Command) {
	o.destination.addFlags(cmd.Flags())
	cmd.Flags().BoolVar(&o.json, "json", false, "one JSON object a line")
}

// writeLine writes a value as a line of JSON that is harmless to a terminal.
func writeLine(out *bufio.Writer, value any) error {
	text, err := json.Marshal(value, json.Deterministic(true), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return err
	}
	_, err = out.Write(append(harmless(text), '\n'))
	return err
}
