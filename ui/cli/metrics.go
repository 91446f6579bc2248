package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/go-json-experiment/json"
	"github.com/spf13/cobra"

	"segtap/capture/launchdarkly"
	"segtap/mapping"
	"segtap/ui/plain"
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
that can be compared and committed; it holds no token. It only reads: a token
with the role Reader is enough, from LD_ACCESS_TOKEN or ldcli's configuration.`,
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
	say(std, notes)
	if opt.out != "" {
		if err := launchdarkly.WriteFile(opt.out, catalogue); err != nil {
			return cannot("give an --out that can be written", "%w", err)
		}
		say(std, []string{fmt.Sprintf("%s and %s in %s", count(len(catalogue.Metrics), "metric"), count(len(catalogue.Experiments), "experiment"), opt.out)})
		return nil
	}
	text, err := launchdarkly.Append(nil, catalogue)
	if err != nil {
		return err
	}
	_, err = std.out.Write(text)
	return err
}

// toldTo gives a progress that is told on standard error, each line once.
func toldTo(std streams) func(launchdarkly.Progress) {
	last := ""
	return func(p launchdarkly.Progress) {
		if text := progressText(p); text != last {
			last = text
			say(std, []string{text})
		}
	}
}

// known gives a judge that knows a catalogue: that of the files, else
// LaunchDarkly's.
func (o *metricsOptions) known(ctx context.Context, std streams) (*mapping.Judge, error) {
	judge, notes, err := o.destination.judge()
	if err != nil {
		return nil, err
	}
	if judge.Catalogue() == nil {
		catalogue, more, err := o.destination.catalogue.pull(ctx, toldTo(std))
		if err != nil {
			return nil, err
		}
		judge, notes = judge.With(catalogue), append(notes, more...)
	}
	say(std, notes)
	return judge, nil
}

func (o *metricsOptions) addFlags(cmd *cobra.Command) {
	o.destination.addFlags(cmd.Flags())
	cmd.Flags().BoolVar(&o.json, "json", false, "one JSON object a line")
}

func metricsListCommand(io streams) *cobra.Command {
	var opt metricsOptions
	cmd := &cobra.Command{
		Use:   "list",
		Short: "list the metrics, with the experiments that run on them",
		Long:  "list shows the metrics of --metrics, or of LaunchDarkly when no file is given.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			judge, err := opt.known(cmd.Context(), io)
			if err != nil {
				return err
			}
			out := bufio.NewWriter(io.out)
			if opt.json {
				err = listJSON(out, judge.Catalogue())
			} else {
				err = listMetrics(out, judge.Catalogue())
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

// listMetrics writes a table of the metrics.
func listMetrics(out *bufio.Writer, c *mapping.Catalogue) error {
	running := c.Running()
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "METRIC\tEVENT KEY\tKIND\tUNITS\tRUNS IN")
	for i := range c.Metrics {
		m := &c.Metrics[i]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", plain.Escape(m.Key), dashed(plain.Escape(m.EventKey)), plain.Escape(m.Measures()),
			dashed(plain.Escape(strings.Join(m.Units, ", "))), dashed(plain.Escape(strings.Join(keysOf(running[m.Key]), ", "))))
	}
	return w.Flush()
}

func dashed(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

func keysOf(experiments []*mapping.Experiment) []string {
	var keys []string
	for _, e := range experiments {
		keys = append(keys, e.Key)
	}
	return keys
}

// listedMetric is a line of `metrics list --json`.
type listedMetric struct {
	Key      string   `json:"key"`
	Name     string   `json:"name"`
	EventKey string   `json:"event_key,omitzero"`
	Kind     string   `json:"kind"`
	Numeric  bool     `json:"numeric"`
	Units    []string `json:"units"`
	Archived bool     `json:"archived,omitzero"`
	RunsIn   []string `json:"runs_in"`
}

func listJSON(out *bufio.Writer, c *mapping.Catalogue) error {
	running := c.Running()
	for i := range c.Metrics {
		m := &c.Metrics[i]
		if err := writeLine(out, listedMetric{m.Key, m.Name, m.EventKey, m.Kind, m.Numeric, m.Units, m.Archived, keysOf(running[m.Key])}); err != nil {
			return err
		}
	}
	return nil
}

// writeLine writes a value as a line of JSON that is harmless to a terminal.
func writeLine(out *bufio.Writer, value any) error {
	text, err := json.Marshal(value, json.Deterministic(true))
	if err != nil {
		return err
	}
	_, err = out.Write(append(harmless(text), '\n'))
	return err
}

func metricsMatchCommand(io streams) *cobra.Command {
	var opt metricsOptions
	cmd := &cobra.Command{
		Use:   "match NAME…",
		Short: "say which metrics an event name feeds, or what it was probably meant to be",
		Long: `match looks event names up in the metrics of --metrics, or of LaunchDarkly when no
file is given. It fails when a name is no metric's event key.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, names []string) error {
			judge, err := opt.known(cmd.Context(), io)
			if err != nil {
				return err
			}
			return matchNames(io, judge, names, opt.json)
		},
	}
	opt.addFlags(cmd)
	return cmd
}

// matched is a line of `metrics match --json`.
type matched struct {
	Name     string   `json:"name"`
	Metrics  []string `json:"metrics"`
	RunsIn   []string `json:"runs_in"`
	Code     string   `json:"code,omitzero"`
	Nearest  string   `json:"nearest,omitzero"`
	EventKey string   `json:"nearest_event_key,omitzero"`
	Sentence string   `json:"sentence"`
}

func matchNames(std streams, judge *mapping.Judge, names []string, asJSON bool) error {
	out := bufio.NewWriter(std.out)
	running := judge.Catalogue().Running()
	missed := 0
	for _, name := range names {
		match := judge.Match(name)
		line := matched{Name: name, Metrics: []string{}, RunsIn: []string{}, Sentence: match.Sentence}
		for _, m := range match.Metrics {
			line.Metrics = append(line.Metrics, m.Key)
			line.RunsIn = append(line.RunsIn, keysOf(running[m.Key])...)
		}
		if len(match.Metrics) == 0 {
			missed++
		}
		if match.Code != mapping.NoCode {
			line.Code = match.Code.String()
		}
		if match.Nearest != nil {
			line.Nearest, line.EventKey = match.Nearest.Key, match.Nearest.EventKey
		}
		if asJSON {
			if err := writeLine(out, line); err != nil {
				return err
			}
			continue
		}
		writeMatch(out, line)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if missed > 0 {
		return &failure{fmt.Errorf("%s of %d is no metric's event key", count(missed, "name"), len(names)), "", exitFailed}
	}
	return nil
}

// writeMatch tells a person what a name matches.
func writeMatch(out *bufio.Writer, line matched) {
	sign := "ok"
	if len(line.Metrics) == 0 {
		sign = "no"
	}
	fmt.Fprintf(out, "%s  %s", sign, plain.Escape(line.Sentence))
	if len(line.RunsIn) > 0 {
		fmt.Fprintf(out, " It runs in %s.", plain.Escape(strings.Join(line.RunsIn, ", ")))
	} else if len(line.Metrics) > 0 {
		fmt.Fprint(out, " No experiment that is known here runs on it.")
	}
	fmt.Fprintln(out)
}
