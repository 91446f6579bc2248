package metrics

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"segtap/mapping"
	"segtap/mapping/naming"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/cli/judging"
	"segtap/ui/cli/report"
	"segtap/ui/cli/sources"
	"segtap/ui/reading"
)

// coverageOptions are the flags of `segtap metrics coverage`.
type coverageOptions struct {
	destination judging.Options
	sources     sources.Options
	format      string
	failOn      string
	watch       bool
}

// coverageFormats are those that --format takes.
var coverageFormats = []string{"text", "json", "sarif", "github", "markdown"}

// CoverageCommand is `segtap metrics coverage`.
func CoverageCommand(std console.Streams) *cobra.Command {
	var opt coverageOptions
	cmd := &cobra.Command{
		Use:   "coverage [FILE…]",
		Short: "hold the names in plans, code and events against the metrics",
		Long: `coverage puts what stands in tracking plans (--plan), in source code (--code) and in
FILEs with messages beside the metrics of --metrics, or of LaunchDarkly when no file is
given: a row for each name and each metric, with where it is planned, where the code
sends it, how often it was seen and counted, and in which running experiment. Under it
stands what is wrong, with the place and the way out, what needs a person first. It sends
nothing, and needs no event.

What it says of a name is what check says of such an event, by the mapping in force. A
metric that nothing feeds is said of where plans or code were read. Calls whose name could
not be read are told with their places: each may send any name, so that a metric which
nothing else feeds is ? rather than a problem.

--format says what is printed: text for people; json, one document; sarif, for code
scanning; github, annotations at the lines of code, plans and metrics in a job of GitHub
Actions; markdown, for the summary of a job or a comment. Everything else that it says
goes to standard error.

It exits with 0 when all is well, 1 with a problem that fails, 2 with flags that are
wrong, 3 when something cannot be read. With --watch it goes on, and tells what has
changed when files do, until ctrl+c ends it: with 0, whatever is wrong by then.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, files []string) error { return opt.run(cmd.Context(), std, files) },
	}
	opt.destination.AddFlags(cmd.Flags())
	opt.sources.AddFlags(cmd.Flags())
	opt.sources.AddIgnore(cmd.Flags())
	cmd.Flags().StringVar(&opt.format, "format", coverageFormats[0], "`format` of what is printed: "+strings.Join(coverageFormats, ", "))
	config.SetChoices(cmd.Flags(), "format", coverageFormats...)
	cmd.Flags().StringVar(&opt.failOn, "fail-on", "error", "`severity` from which on it fails: error or warning; never: problems are listed only")
	config.SetChoices(cmd.Flags(), "fail-on", "error", "warning", "never")
	cmd.Flags().BoolVar(&opt.watch, "watch", false, "go on, and tell what has changed when plans, code, metrics or FILEs do")
	return cmd
}

// run makes the table and writes it.
func (o *coverageOptions) run(ctx context.Context, std console.Streams, files []string) error {
	if err := o.check(files); err != nil {
		return err
	}
	c := &covering{opt: o, std: std, files: files, names: o.sources.Reader()}
	if o.watch {
		return c.watch(ctx)
	}
	table, err := c.table(ctx, reading.Change{})
	if err != nil {
		return c.unread(err)
	}
	return c.write(table)
}

// check fails where the flags do not go together.
func (o *coverageOptions) check(files []string) error {
	if !slices.Contains(coverageFormats, o.format) {
		return console.Usage("give one of "+strings.Join(coverageFormats, ", "), "--format: there is no format %q", o.format)
	}
	if _, ok := failsOn[o.failOn]; !ok {
		return console.Usage("give --fail-on error, --fail-on warning or --fail-on never", "--fail-on %q is no severity", o.failOn)
	}
	if !o.sources.Given() && len(files) == 0 {
		return console.Usage("give --plan FILE, --code DIR, or a FILE with messages; `segtap metrics list` lists the metrics alone", "which names?")
	}
	if o.watch && o.format != coverageFormats[0] {
		return console.Usage("leave --watch out for "+o.format+", or --format for text", "--watch prints text, line by line as files change, and no %s", o.format)
	}
	if o.watch && slices.Contains(files, "-") {
		return console.Usage("leave --watch out, or give a file", "--watch watches files, and - is standard input")
	}
	return nil
}

// covering makes tables of what its sources say.
type covering struct {
	opt    *coverageOptions
	std    console.Streams
	files  []string
	names  *sources.Reader // nil: neither plans nor code are given
	judge  *mapping.Judge  // nil: nothing has been read yet
	from   naming.Sources
	seen   *naming.Seen
	missed reading.Change // since everything could be read last
}

// table reads what has changed, or all the first time, and makes a table of it.
func (c *covering) table(ctx context.Context, change reading.Change) (*naming.Table, error) {
	first := c.judge == nil
	// What could not be read before is read again.
	change.Metrics, change.Names = slices.Concat(c.missed.Metrics, change.Metrics), slices.Concat(c.missed.Names, change.Names)
	c.missed = change
	judge := c.judge
	if first || anyRead(c.opt.destination.Paths(), change.Metrics) {
		// Code can be held against plans where no metrics are known.
		must := !c.opt.sources.PlansGiven() || !c.opt.sources.CodeGiven()
		var err error
		if judge, err = c.opt.destination.Informed(ctx, c.std, must); err != nil {
			return nil, err
		}
	}
	from, notes := c.from, []string(nil)
	if c.names != nil && (first || len(change.Names) > 0) {
		var err error
		if from, notes, err = c.names.Read(ctx, change.Names, c.progress()); err != nil {
			return nil, err
		}
	}
	if len(c.files) > 0 && (judge != c.judge || anyRead(c.files, change.Metrics)) {
		seen, said, err := readSeen(ctx, c.std, judge, c.files, time.Now())
		if err != nil {
			return nil, err
		}
		c.seen, notes = seen, slices.Concat(notes, said)
	}
	console.Say(c.std, notes)
	from.Ignore, from.Seen = c.opt.sources.Ignored(), c.seen
	c.judge, c.from, c.missed = judge, from, reading.Change{}
	return naming.New(judge, from), nil
}

// progress tells on a terminal how far a reading has come; nil elsewhere.
func (c *covering) progress() func(string) {
	if !term.IsTerminal(c.std.Err.Fd()) {
		return nil
	}
	return func(text string) { console.Say(c.std, []string{text}) }
}

// command is what a report calls it.
const command = "segtap metrics coverage"

// report is the table as a report.
func (c *covering) report(table *naming.Table) *report.Report {
	return &report.Report{
		Command: command, Problems: problems(table, c.opt.failOn), Unread: table.Unread, Summary: summary(table),
		// GitHub finds a file by its path in the repository, wherever in it segtap runs.
		Root: os.Getenv("GITHUB_WORKSPACE"),
	}
}

// write writes a table, and fails where it has a problem that does.
func (c *covering) write(table *naming.Table) error {
	r := c.report(table)
	var err error
	switch format, _ := report.Named(c.opt.format); c.opt.format {
	case "text":
		err = c.text(func(p *page) { p.table(table) })
	case "json":
		err = report.WriteJSON(c.std.Out, newDocument(table, c.opt.failOn))
	default:
		err = format.Write(c.std.Out, r)
	}
	if err != nil {
		return err
	}
	console.Say(c.std, []string{r.Summary})
	if failed, _ := r.Failing(); failed > 0 {
		return console.Failed("`segtap explain CODE` says more about one", "%s", console.Count(failed, "problem"))
	}
	return nil
}

// unread reports that something could not be read, and returns why.
func (c *covering) unread(failure error) error {
	r := &report.Report{Command: command, Failure: failure.Error(), Root: os.Getenv("GITHUB_WORKSPACE")}
	var err error
	switch format, _ := report.Named(c.opt.format); c.opt.format {
	case "text":
	case "json":
		err = report.WriteJSON(c.std.Out, document{Version: documentVersion, Error: failure.Error(), Names: []documentName{}, Unread: []documentCall{}})
	default:
		err = format.Write(c.std.Out, r)
	}
	return cmp.Or(err, failure)
}

// widthOf is how many columns a terminal has; 0 for what is none.
func widthOf(out *os.File) int {
	if !term.IsTerminal(out.Fd()) {
		return 0
	}
	w, _, err := term.GetSize(out.Fd())
	if err != nil {
		return 0
	}
	return w
}

// summary says in a line what came of a table.
func summary(table *naming.Table) string {
	c := table.Counts()
	text := console.Count(c.Names+c.Seen, "name")
	if table.Catalogue != nil {
		text += " and " + console.Count(c.Metrics, "metric")
	}
	var parts []string
	for _, part := range []struct {
		n    int
		word string
	}{{c.Errors, "error"}, {c.Warnings, "warning"}} {
		if part.n > 0 {
			parts = append(parts, console.Count(part.n, part.word))
		}
	}
	if c.Infos > 0 {
		parts = append(parts, fmt.Sprintf("%d worth knowing", c.Infos))
	}
	if len(parts) == 0 {
		parts = append(parts, "nothing is wrong")
	}
	text += ": " + strings.Join(parts, ", ")
	if n := c.Unread; n > 0 {
		text += fmt.Sprintf("; %s could not be read", console.Count(n, "call"))
	}
	if table.Catalogue == nil {
		text += "; not held against metrics: give --metrics or --ld-project"
	} else if table.Catalogue.MetricsPartial {
		text += "; not all metrics were read"
	}
	return text
}
