package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"segtap/mapping"
	"segtap/mapping/jsondoc"
	"segtap/ui/plain"
)

// checkOptions are the flags of `segtap check`.
type checkOptions struct {
	destination destinationOptions
	failOn      string
	ignore      []string
	json        bool
}

func checkCommand(io streams) *cobra.Command {
	var opt checkOptions
	cmd := &cobra.Command{
		Use:   "check [FILE…]",
		Short: "fail when messages have problems, or names that match no metric",
		Long: `check judges messages and lists what is wrong with them, each kind of problem once
for each event name. It fails when there is an error, and, with --metrics, when an
event name is no metric's event key.

A line is a message, a batch body or a record of a capture file. Without a FILE, or
for -, it reads standard input.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, files []string) error { return runCheck(io, opt, files) },
	}
	opt.destination.addFlags(cmd.Flags())
	cmd.Flags().StringVar(&opt.failOn, "fail-on", "error", "`severity` from which on it fails: error or warning")
	cmd.Flags().StringSliceVar(&opt.ignore, "ignore", nil, "`codes` that are no problem, such as metric_not_found")
	cmd.Flags().BoolVar(&opt.json, "json", false, "one JSON object a line")
	return cmd
}

func runCheck(std streams, opt checkOptions, files []string) error {
	for _, code := range opt.ignore {
		if _, ok := mapping.CodeByName(code); !ok {
			return usage(nearestCode(code), "--ignore: there is no diagnostic %q", code)
		}
	}
	if opt.failOn != "error" && opt.failOn != "warning" {
		return usage("give --fail-on error or --fail-on warning", "--fail-on %q is no severity", opt.failOn)
	}
	judge, notes, err := opt.destination.judge()
	if err != nil {
		return err
	}
	say(std, notes)
	if len(files) == 0 {
		files = []string{"-"}
	}
	c := &checker{judge: judge, opt: opt, now: time.Now().UnixMilli(), found: make(map[finding]*problem)}
	for _, name := range files {
		if err := c.file(std.in, name); err != nil {
			return err
		}
	}
	return c.report(std)
}

// checker judges messages and sums up what is wrong with them.
type checker struct {
	judge    *mapping.Judge
	opt      checkOptions
	now      int64
	messages int
	found    map[finding]*problem
}

// finding is one kind of problem of one event name.
type finding struct {
	code  mapping.Code
	event string
}

// problem is how often there is one, and the first of it.
type problem struct {
	finding
	first  mapping.Diagnostic
	fails  bool
	count  int
	file   string
	line   int
	nearby string // what the name was probably meant to be
}

// file checks the lines of a file, or of standard input for -.
func (c *checker) file(in io.Reader, name string) error {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return cannot("give files that can be read, or - for standard input", "%w", err)
		}
		defer f.Close()
		in = f
	}
	lines := bufio.NewReaderSize(in, chunkSize)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if text := bytes.TrimSpace(line); len(text) > 0 {
			eachMessage(text, c.now, func(m mapping.Message, in mapping.Arrival) { c.message(name, n, &m, in) })
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return cannot("", "cannot read %s: %w", name, err)
		}
	}
}

// eachMessage gives the messages of a line: a message, a batch body or a record
// of a capture file. The line is not kept by what is called.
func eachMessage(line []byte, now int64, do func(mapping.Message, mapping.Arrival)) {
	doc, err := jsondoc.Parse(line)
	if err == nil {
		if root := doc.Root(); isRecord(root) {
			eachOfRecord(root, now, do)
			return
		} else if root.Member("batch").Kind() != jsondoc.Array {
			do(mapping.ParseMessage(line), mapping.Arrival{At: now, RequestBytes: len(line)})
			return
		}
	}
	eachOfBody(mapping.ParseBody(line, ""), now, do)
}

func (c *checker) message(file string, line int, m *mapping.Message, in mapping.Arrival) {
	c.messages++
	j := c.judge.Message(m, in)
	name := ""
	if m.Syntax == nil {
		name = m.Root.Member("event").Text()
	}
	for _, d := range j.Diagnostics {
		if d.Severity == mapping.Info && d.Code != mapping.MetricNotFound || slices.Contains(c.opt.ignore, d.Name()) {
			continue
		}
		key := finding{d.Code, name}
		p := c.found[key]
		if p == nil {
			p = &problem{finding: key, first: d, file: file, line: line, fails: c.fails(&d)}
			if j.Nearest != nil {
				p.nearby = j.Nearest.EventKey
			}
			c.found[key] = p
		}
		p.count++
	}
}

// fails reports whether a diagnostic makes the check fail.
func (c *checker) fails(d *mapping.Diagnostic) bool {
	return d.Severity == mapping.Error || d.Gate == mapping.Named || d.Severity == mapping.Warning && c.opt.failOn == "warning"
}

// report writes the problems, those that fail first, and fails if there is one.
func (c *checker) report(std streams) error {
	list := make([]*problem, 0, len(c.found))
	failed := 0
	for _, p := range c.found {
		list = append(list, p)
		if p.fails {
			failed++
		}
	}
	slices.SortFunc(list, func(a, b *problem) int {
		if a.fails != b.fails {
			return map[bool]int{true: -1, false: 1}[a.fails]
		}
		return cmp.Or(cmp.Compare(a.event, b.event), cmp.Compare(a.code, b.code))
	})
	out := bufio.NewWriter(std.out)
	for _, p := range list {
		if c.opt.json {
			if err := writeLine(out, p.asJSON()); err != nil {
				return err
			}
			continue
		}
		p.write(out)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if failed > 0 {
		return &failure{fmt.Errorf("%s in %s", count(failed, "problem"), count(c.messages, "message")), "`segtap explain CODE` says more about one", exitFailed}
	}
	say(std, []string{count(c.messages, "message") + ", no problem"})
	return nil
}

// checked is a line of `check --json`.
type checked struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Fails    bool   `json:"fails"`
	Event    string `json:"event"`
	Messages int    `json:"messages"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Pointer  string `json:"pointer"`
	Value    string `json:"value,omitzero"`
	Metric   string `json:"metric,omitzero"`
	Nearest  string `json:"nearest_event_key,omitzero"`
	Effect   string `json:"effect"`
	Fix      string `json:"fix"`
}

func (p *problem) asJSON() checked {
	d := &p.first
	return checked{
		d.Name(), d.Severity.String(), p.fails, p.event, p.count, p.file, p.line,
		d.Pointer, d.Value, d.Metric, p.nearby, d.Effect, d.Fix,
	}
}

// write tells a person of a problem: what and where, what comes of it, the way
// out.
func (p *problem) write(out *bufio.Writer) {
	d := &p.first
	severity := d.Severity.String()
	if p.fails {
		severity = "error"
	}
	fmt.Fprintf(out, "%-8s %s  %s  %s, first at %s:%d\n", severity, d.Name(), plain.Escape(named(p.event)), count(p.count, "message"), p.file, p.line)
	where := d.Effect
	if d.Pointer != "" {
		where = strings.TrimSpace(d.Pointer+" "+d.Value) + ": " + d.Effect
	}
	fmt.Fprintf(out, "         %s\n         %s\n", plain.Escape(where), plain.Escape(d.Fix))
}

func named(event string) string {
	if event == "" {
		return "(no event name)"
	}
	return `"` + event + `"`
}
