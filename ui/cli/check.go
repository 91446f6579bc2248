package cli

import (
	"context"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"segtap/ui/cli/check"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/cli/ignoring"
	"segtap/ui/cli/judging"
	"segtap/ui/cli/report"
)

// checkOptions are the flags of `segtap check`.
type checkOptions struct {
	destination judging.Options
	checker     check.Options
	format      string
	json        bool
	expect      config.FilesFlag
	ignore      ignoring.Flag
	asking      check.Asking
}

func checkCommand(io console.Streams) *cobra.Command {
	var opt checkOptions
	cmd := &cobra.Command{
		Use:   "check [FILE…]",
		Short: "fail when messages have problems, or names that match no metric",
		Long: `check judges messages and lists what is wrong with them, each kind of problem once
for each event name. It fails when it prints an error, or with --fail-on warning a
warning; and when there is no message. With --metrics or --ld-project it is an error
that an event name is no metric's event key: --ignore 'metric_not_found:Cart Viewed'
passes over a name that is meant for none, --ignore metric_not_found over all of them. Its last line says what becomes of the messages.

--format says what is printed: text for people; json, one document; junit, XML for the
test reports of CI systems; github, annotations in a job of GitHub Actions; markdown, for
the summary of a job or a comment; sarif, for code scanning. --json prints a line of JSON
for each problem instead. Everything else that it says goes to standard error.

It exits with 0 when all is well, 1 with a problem that fails or no message, 2 with
flags that are wrong, 3 when something cannot be read, or the result not be written.

A line is a message, a batch body, an array of messages or a record of a capture file;
JSON that goes over several lines, as jq indents it, is read as well. So are HAR files,
of which the calls to Segment are taken, and curl commands. A message without
a type that has an event is taken for what /v1/track makes of it, a Track call.
Without a FILE, or for -, it reads standard input.

With --expect it holds the messages against what a file expects of them: how many, with
which values, in which order, and that each metric of an experiment gets what it needs.
Then the expectations decide, and problems are told only with --fail-on.

With --wait or --url, a segtap that runs is asked instead of files: whether what it has
captured is as expected, or as soon as it is. It judges by its own metrics.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, files []string) error {
			if err := opt.setFormat(cmd.Flags()); err != nil {
				return err
			}
			asks, err := opt.asking.Asks(cmd.Flags(), files, len(opt.expect) > 0)
			if err != nil {
				return err
			}
			if asks {
				return opt.asking.Ask(cmd.Context(), io, opt.checker, opt.expect)
			}
			opt.checker.Problems = len(opt.expect) == 0 || cmd.Flags().Changed("fail-on")
			return runCheck(cmd.Context(), io, opt, files)
		},
	}
	opt.destination.AddFlags(cmd.Flags())
	cmd.Flags().StringVar(&opt.checker.FailOn, "fail-on", "error", "`severity` from which on it fails: error or warning; never: problems are listed only")
	cmd.Flags().Var(&opt.expect, "expect", "`file` with what is expected of the messages, YAML or JSON, several times if need be")
	opt.asking.AddFlags(cmd.Flags())
	opt.ignore.AddTo(cmd.Flags())
	cmd.Flags().StringVar(&opt.checker.Filter, "filter", "", "check only the messages that this `filter` wants, such as event:order*")
	cmd.Flags().BoolVar(&opt.checker.Edits, "edits", false, "check edits and replays of a capture file too")
	cmd.Flags().StringVar(&opt.format, "format", report.Names()[0], "`format` of what is printed: "+strings.Join(report.Names(), ", "))
	cmd.Flags().BoolVar(&opt.json, "json", false, "one JSON object a line")
	return cmd
}

func runCheck(ctx context.Context, std console.Streams, opt checkOptions, files []string) error {
	opt.checker.Ignore = opt.ignore.Ignored
	if !slices.Contains([]string{"error", "warning", "never"}, opt.checker.FailOn) {
		return console.Usage("give --fail-on error, --fail-on warning or --fail-on never", "--fail-on %q is no severity", opt.checker.FailOn)
	}
	wanted, err := parseFilter(opt.checker.Filter)
	if err != nil {
		return err
	}
	now := time.Now()
	expected, err := check.ReadExpected(opt.expect, now)
	if err != nil {
		return check.Unchecked(std, opt.checker, err)
	}
	judge, err := opt.destination.Informed(ctx, std, false)
	if err != nil {
		return check.Unchecked(std, opt.checker, err)
	}
	if len(files) == 0 {
		files = []string{"-"}
	}
	checker := check.New(judge, opt.checker, wanted, now)
	if err := checker.Expect(expected); err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" { // whoever sets it has the last word
		defer debug.SetGCPercent(debug.SetGCPercent(checkGarbage))
	}
	return checker.Check(ctx, std, files)
}

// checkGarbage is how much garbage may wait, in percent of what is in use: with 100 a check
// of 300,000 messages took 62 MB, with 50 it took 54, and no more time than runs differ by.
const checkGarbage = 50

// setFormat sets what is printed. Of --format and --json the one that is typed goes before
// one that a configuration has.
func (opt *checkOptions) setFormat(flags *pflag.FlagSet) error {
	format, ok := report.Named(opt.format)
	typed := config.Typed(flags.Lookup("format"))
	switch {
	case !ok:
		return console.Usage("give one of "+strings.Join(report.Names(), ", "), "--format: there is no format %q", opt.format)
	case opt.json && typed && config.Typed(flags.Lookup("json")):
		return console.Usage("--json prints lines of JSON, --format json one document", "--json and --format %s: only one of them can be printed", opt.format)
	case opt.json && !typed:
		format = report.Lines
	}
	opt.checker.Format = format
	// GitHub finds a file by its path in the repository, wherever in it segtap runs.
	opt.checker.Root = os.Getenv("GITHUB_WORKSPACE")
	return nil
}
