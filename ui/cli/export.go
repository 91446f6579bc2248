package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"segtap/mapping"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/cli/exporter"
	"segtap/ui/cli/judging"
	"segtap/ui/cli/version"
)

// exportOptions are the flags of `segtap export`.
type exportOptions struct {
	destination judging.Options
	exporter.Options
}

func exportCommand(io console.Streams) *cobra.Command {
	var opt exportOptions
	cmd := &cobra.Command{
		Use:   "export [FILE…]",
		Short: "write messages in another format",
		Long: `export reads what check reads and writes it in another format to standard output:
ndjson, one message a line; batch, bodies of batches as Segment takes them; curl,
commands; har, a HAR file; capture, a capture file; launchdarkly, what the destination
sends, the body of a request a line; csv, a table with the columns of the screen, the
message id, the timestamp and the code of what is wrong; markdown, a report for a ticket.

Of a capture file, capture writes every record as it stands, with edits, replays,
attempts, marks, drafts and write keys, and takes no other input beside it, nor --filter.
The other formats carry the messages, with as much of their requests as they have room
for; what they cannot carry at all is left out and counted. Edits and replays are left out
without --edits. Of a request of which --filter wants a message, curl and har have all.

Write keys are masked unless --with-keys is given; curl has $SEGTAP_WRITE_KEY for them.
In csv and markdown so are tokens and what members such as password hold, and with
--mask-emails e-mail addresses. In csv a cell that a spreadsheet would take for a formula
has a ' before it, and that is said.

Without a FILE, or for -, it reads standard input.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, files []string) error {
			if opt.Format == exporter.Capture && !config.Typed(cmd.Flags().Lookup("filter")) {
				opt.Filter = "" // a configuration's is for those formats that have one
			}
			return runExport(cmd.Context(), io, opt, files)
		},
	}
	opt.destination.AddFlags(cmd.Flags())
	cmd.Flags().StringVar(&opt.Format, "format", exporter.Formats()[0], "`format`: "+strings.Join(exporter.Formats(), ", "))
	cmd.Flags().StringVar(&opt.Filter, "filter", "", "write only the messages that this `filter` wants, such as event:order*")
	cmd.Flags().BoolVar(&opt.Edits, "edits", false, "write edits and replays of a capture file too")
	cmd.Flags().BoolVar(&opt.Keys, "with-keys", false, "write write keys as they came")
	cmd.Flags().BoolVar(&opt.Emails, "mask-emails", false, "mask e-mail addresses too, in csv and markdown")
	return cmd
}

func runExport(ctx context.Context, std console.Streams, opt exportOptions, files []string) error {
	if !slices.Contains(exporter.Formats(), opt.Format) {
		return console.Usage("it can be "+strings.Join(exporter.Formats(), ", "), "--format: there is no format %q", opt.Format)
	}
	if opt.Emails && opt.Format != exporter.CSV && opt.Format != exporter.Markdown {
		return console.Usage("give --format csv or --format markdown", "--mask-emails: the format %s has the messages as they came", opt.Format)
	}
	var err error
	if opt.Wanted, err = parseFilter(opt.Filter); err != nil {
		return err
	}
	if opt.Wanted != nil && opt.Format == exporter.Capture {
		return console.Usage("give another --format, such as ndjson", "--filter: a capture file is written whole, since its records name each other")
	}
	var judge *mapping.Judge
	if opt.Judges() {
		if judge, err = opt.destination.Informed(ctx, std, false); err != nil {
			return err
		}
	}
	if len(files) == 0 {
		files = []string{"-"}
	}
	if opt.Format == exporter.Markdown {
		checked := []string{"by segtap " + version.String(), "destination: " + opt.destination.Name}
		if c := judge.Catalogue(); c != nil {
			checked = append(checked, fmt.Sprintf("against %s and %s", console.Count(len(c.Metrics), "metric"), console.Count(len(c.Experiments), "experiment")))
		}
		return exporter.Report(ctx, std, judge, opt.Options, checked, time.Now(), files)
	}
	return exporter.Export(ctx, std, judge, opt.Options, time.Now(), files)
}
