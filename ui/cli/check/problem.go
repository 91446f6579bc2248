package check

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"segtap/mapping/verdict"
	"segtap/ui/cli/console"
	"segtap/ui/cli/jsonl"
	"segtap/ui/widget/sanitize"
)

// finding is one kind of problem of one event name, at one place, with one metric:
// what is said of the first holds for all. What is an error of one message may be
// less of another, which counts elsewhere.
type finding struct {
	code     verdict.Code
	severity verdict.Severity
	event    string
	pointer  string // without the indices of lists
	metric   string // empty where it is not about one
}

// anyIndex returns a JSON Pointer without the indices of lists, so that the elements
// of a list are one place.
func anyIndex(pointer string) string {
	tokens := strings.Split(pointer, "/")
	for i, t := range tokens {
		if t != "" && strings.Trim(t, "0123456789") == "" {
			tokens[i] = "0"
		}
	}
	return strings.Join(tokens, "/")
}

// problem is how often there is one, and the first of it.
type problem struct {
	finding
	first  verdict.Diagnostic
	fails  bool
	count  int
	values []string // the first few different ones
	more   bool     // there are others
	place  place
	nth    int    // of the problems, as they were found
	nearby string // what the name was probably meant to be
}

// maxValues is how many different values of a problem are kept.
const maxValues = 5

// add counts a diagnostic.
func (p *problem) add(d *verdict.Diagnostic) {
	p.count++
	switch {
	case d.Value == "" || slices.Contains(p.values, d.Value):
	case len(p.values) == maxValues:
		p.more = true
	default:
		p.values = append(p.values, d.Value)
	}
}

// writeProblems writes the problems for a person, or as lines of JSON.
func writeProblems(w io.Writer, list []*problem, asJSON bool) error {
	out := bufio.NewWriter(w)
	for _, p := range list {
		if !asJSON {
			p.write(out)
		} else if err := jsonl.Write(out, p.asJSON()); err != nil {
			return err
		}
	}
	return out.Flush()
}

// checked is a line of `check --json`.
type checked struct {
	Code     string   `json:"code"`
	Severity string   `json:"severity"`
	Fails    bool     `json:"fails"`
	Event    string   `json:"event"`
	Messages int      `json:"messages"`
	File     string   `json:"file"`
	Line     int      `json:"line"`
	Pointer  string   `json:"pointer"`
	Value    string   `json:"value,omitzero"`
	Values   []string `json:"values,omitempty"` // the first few different ones
	Metric   string   `json:"metric,omitzero"`
	Nearest  string   `json:"nearest_event_key,omitzero"`
	Effect   string   `json:"effect"`
	Fix      string   `json:"fix"`
}

func (p *problem) asJSON() checked {
	d := &p.first
	return checked{
		d.Name(), d.Severity.String(), p.fails, p.event, p.count, p.place.file, p.place.line,
		d.Pointer, d.Value, p.values, d.Metric, p.nearby, d.Effect, d.Fix,
	}
}

// write tells a person of a problem: whether it fails the check, what and where,
// what comes of it, the way out.
func (p *problem) write(out *bufio.Writer) {
	d := &p.first
	fails := ""
	if p.fails {
		fails = "FAIL"
	}
	fmt.Fprintf(out, "%-4s %-7s  %s  %s  %s, first at %s\n", fails, d.Severity, d.Name(), sanitize.Escape(named(p.event)), console.Count(p.count, "message"), sanitize.Escape(p.place.String()))
	where := d.Effect
	if d.Pointer != "" {
		where = strings.TrimSpace(d.Pointer+" "+p.shown()) + ": " + d.Effect
	}
	fmt.Fprintf(out, "         %s\n         %s\n", sanitize.Escape(where), sanitize.Escape(d.Fix))
}

// shown returns the values as a person reads them.
func (p *problem) shown() string {
	text := strings.Join(p.values, ", ")
	if p.more {
		text += ", …"
	}
	return text
}

func named(event string) string {
	if event == "" {
		return "(no event name)"
	}
	return `"` + event + `"`
}
