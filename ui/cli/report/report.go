package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"segtap/mapping/expectation"
	"segtap/mapping/origin"
	"segtap/mapping/verdict"
	"segtap/ui/cli/console"
	"segtap/ui/cli/input"
)

// Problem is one kind of problem of one event name, as a line of `check --json` has it.
type Problem struct {
	Code     string   `json:"code"`
	Severity string   `json:"severity"`
	Fails    bool     `json:"fails"` // makes the check fail
	Event    string   `json:"event"`
	Messages int      `json:"messages"` // that have it
	File     string   `json:"file"`     // of the first, - for standard input
	Line     int      `json:"line"`
	Column   int      `json:"-"` // 0: not known
	Pointer  string   `json:"pointer"`
	Value    string   `json:"value,omitzero"`
	Values   []string `json:"values,omitempty"` // the first few different ones
	More     bool     `json:"-"`                // there are others
	Metric   string   `json:"metric,omitzero"`
	Nearest  string   `json:"nearest_event_key,omitzero"`
	Effect   string   `json:"effect"`
	Fix      string   `json:"fix"`
	// Sent are the calls that send an event whose name stands elsewhere, and SentAt tells
	// of them.
	Sent    []origin.Place `json:"-"`
	SentAt  string         `json:"-"`
	Example *Example       `json:"-"` // the first message that has it; nil where none was asked for
}

// Report is what a check has found.
type Report struct {
	// Command is what has been run; empty for `segtap check`.
	Command  string
	Problems []Problem
	Unread   []origin.Unread // calls in source code whose event name could not be read
	Results  []expectation.Result
	Messages int      // that were checked
	Unlisted Unlisted // what Problems has not
	// Headlines are how many messages have which headline, by its name, and Summary is
	// the same in words; both are empty where that was not asked.
	Headlines map[string]int
	Summary   string
	// Failure says why not all was checked; empty where all was.
	Failure string
	// Root is the directory that files are named from where a format wants that; empty
	// for the one that segtap runs in.
	Root string
}

// Format is a way to write a report.
type Format struct {
	name  string
	write func(*Report, *bufio.Writer) error
}

// Lines is the format of `check --json`: a line of JSON for each problem and result.
var Lines = Format{"lines", (*Report).lines}

// formats are those that --format names.
func formats() []Format {
	return []Format{
		{"text", (*Report).text},
		{"json", (*Report).document},
		{"junit", (*Report).junit},
		{"github", (*Report).github},
		{"markdown", (*Report).markdown},
		{"sarif", (*Report).sarif},
	}
}

// Names are the formats that --format takes, the first one where it is not given.
func Names() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// Named returns the format of a name.
func Named(name string) (f Format, ok bool) {
	for _, f := range formats() {
		if f.name == name {
			return f, true
		}
	}
	return Format{}, false
}

// Write writes a report.
func (f Format) Write(w io.Writer, r *Report) error {
	out := bufio.NewWriter(w)
	if err := f.write(r, out); err != nil {
		return err
	}
	return out.Flush()
}

// Failing returns how many problems fail, and how many expectations are not met.
func (r *Report) Failing() (problems, unmet int) {
	for i := range r.Problems {
		if r.Problems[i].Fails {
			problems++
		}
	}
	for i := range r.Results {
		if !r.Results[i].OK {
			unmet++
		}
	}
	return problems, unmet
}

// fileFrom names a file from Root, with the slashes that URLs have, or as it is where it
// is not beneath it.
func (r *Report) fileFrom(name string) string {
	if r.Root == "" || name == "" {
		return filepath.ToSlash(name)
	}
	whole, err := filepath.Abs(name)
	if err != nil {
		return filepath.ToSlash(name)
	}
	from, err := filepath.Rel(r.Root, whole)
	if err != nil || !filepath.IsLocal(from) {
		return filepath.ToSlash(name)
	}
	return filepath.ToSlash(from)
}

// command is what has been run.
func (r *Report) command() string { return cmp.Or(r.Command, "segtap check") }

// level is how much a problem matters: what fails is an error, whatever its severity.
func (p *Problem) level() string {
	if p.Fails {
		return verdict.Error.String()
	}
	return p.Severity
}

// place names where the first one is.
func (p *Problem) place() string {
	if p.Line == 0 { // in the file as a whole
		return p.File
	}
	return input.Place(p.File, p.Line)
}

// shown returns the values as a person reads them.
func (p *Problem) shown() string {
	text := strings.Join(p.Values, ", ")
	if p.More {
		text += ", …"
	}
	return text
}

// what says what is wrong where, and what comes of it.
func (p *Problem) what() string {
	if p.Pointer == "" {
		return p.Effect
	}
	return strings.TrimSpace(p.Pointer+" "+p.shown()) + ": " + p.Effect
}

// named returns the name of an event as sentences have it.
func named(event string) string {
	if event == "" {
		return "(no event name)"
	}
	return `"` + event + `"`
}

// title is a problem in a few words.
func (p *Problem) title() string { return p.Code + ": " + named(p.Event) }

// counted says how often there is a problem, and where first; of what is written down, only
// where.
func (p *Problem) counted() string {
	switch {
	case p.Messages == 0 && p.File == "":
		return "in no file"
	case p.Messages == 0 && p.SentAt != "":
		return "at " + p.place() + ", " + p.SentAt
	case p.Messages == 0:
		return "at " + p.place()
	}
	return console.Count(p.Messages, "message") + ", first at " + p.place()
}

// state says how it stands with an expectation, in the words of every format.
func state(r *expectation.Result) string {
	switch {
	case !r.OK:
		return "not met"
	case r.State == expectation.Skipped:
		return "skipped"
	default:
		return "met"
	}
}

// standsAt names where an expectation stands.
func standsAt(r *expectation.Result) string {
	if r.File == "" {
		return ""
	}
	return input.Place(r.File, r.Line)
}

// detail is a line that says more of an expectation: what is behind its label.
type detail struct{ label, text string }

func (d detail) String() string {
	if d.label == "" {
		return d.text
	}
	return d.label + ": " + d.text
}

// details say what was expected, what came, and how the nearest event misses it.
func details(r *expectation.Result) []detail {
	list := []detail{{"expected", r.Expected}, {"came", r.Came}}
	m := r.Nearest
	if m == nil {
		return list
	}
	where := input.Place(m.File, m.Line)
	if m.File == "" {
		where = fmt.Sprintf("event %d", m.Entry)
	}
	list = append(list, detail{"nearest", where + ", " + named(m.Event) + ": " + m.What})
	for _, more := range []string{m.Found(), m.Fix} {
		if more != "" {
			list = append(list, detail{"", more})
		}
	}
	return list
}

// texts are the details as lines of text.
func texts(list []detail) []string {
	lines := make([]string, len(list))
	for i, d := range list {
		lines[i] = d.String()
	}
	return lines
}
