package metrics

import (
	"bufio"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"segtap/mapping/naming"
	"segtap/mapping/origin"
	"segtap/mapping/verdict"
	"segtap/ui/cli/console"
	"segtap/ui/cli/input"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/table"
)

const (
	// unlimited is how wide a table may be that goes to no terminal.
	unlimited = 1 << 12
	// indent stands before what is said of a row.
	indent = "        "
	// mostUnread is how many calls are told that could not be read.
	mostUnread = 10
	// mostPlaces is how many places are told of one thing that is wrong.
	mostPlaces = 5
)

// page writes a table for a person.
type page struct {
	out    *bufio.Writer
	width  int // 0: there is no limit
	layout table.Layout
	failOn string
}

// table writes a table.
func (p *page) table(names *naming.Table) {
	rows := make([][]string, len(names.Rows))
	for i := range names.Rows {
		rows[i] = cellsOf(&names.Rows[i])
	}
	p.fit(names, rows)
	if len(rows) > 0 {
		p.line(p.layout.Heading("", ""))
	}
	for i := range names.Rows {
		p.row(rows[i])
		p.findings(&names.Rows[i])
	}
	p.unread(names.Unread)
}

// columns are those of the table, in the order of their cells.
var columns = []table.Column{
	{ID: "state", Title: "STATE", Rank: 0, Least: 7, Most: 7},
	{ID: "name", Title: "NAME", Rank: 1, Least: 12},
	{ID: "planned", Title: "PLANNED", Rank: 4, Least: 9},
	{ID: "code", Title: "IN CODE", Rank: 3, Least: 9},
	{ID: "seen", Title: "SEEN", Rank: 5, Least: 4, Right: true},
	{ID: "counts", Title: "COUNTS", Rank: 6, Least: 6, Right: true},
	{ID: "metrics", Title: "METRICS", Rank: 2, Least: 8},
	{ID: "runs", Title: "RUNS IN", Rank: 7, Least: 8},
}

// fit lays the columns out: those of sources that were read, none wider than it has to be.
func (p *page) fit(names *naming.Table, rows [][]string) {
	read := map[string]bool{
		"state": true, "name": true, "planned": names.Plans != nil, "code": names.Code != nil, "seen": names.Seen != nil,
		"counts": names.Seen != nil && names.Catalogue != nil, "metrics": names.Catalogue != nil, "runs": names.Catalogue != nil,
	}
	room := p.width
	if room == 0 {
		room = unlimited
	}
	fitted := slices.Clone(columns)
	for i := range fitted {
		c := &fitted[i]
		widest := sanitize.Width(c.Title)
		for _, row := range rows {
			widest = max(widest, sanitize.Width(row[i]))
		}
		c.Least, c.Most = min(c.Least, widest), widest
		if !read[c.ID] {
			c.Rank, c.Least, c.Most = 99, unlimited*2, unlimited*2 // there is no room for it
		}
	}
	p.layout = table.Fit(room, "…", fitted...)
}

func (p *page) row(texts []string) {
	cells := make([]table.Cell, len(texts))
	for i, text := range texts {
		if w := p.layout.Width(columns[i].ID); columns[i].ID == "planned" || columns[i].ID == "code" {
			text = cutPlace(text, w)
		}
		cells[i].Text = text
	}
	p.line(p.layout.Row(cells...))
}

// line writes a line without blanks at its end.
func (p *page) line(text string) { fmt.Fprintln(p.out, console.Harmless(strings.TrimRight(text, " "))) }

// cellsOf gives the texts of a row, safe to show.
func cellsOf(row *naming.Row) []string {
	counts, _ := row.Counts()
	var keys []string
	var runs []string
	for i := range row.Metrics {
		keys = append(keys, row.Metrics[i].Metric.Key)
		for _, key := range keysOf(row.Metrics[i].Running) {
			if !slices.Contains(runs, key) {
				runs = append(runs, key)
			}
		}
	}
	name := quoted(row.Name())
	if row.EventKey == "" && len(row.Names) == 0 {
		name = "(no event key)"
	}
	cells := []string{state(row), name, placesOf(row.Planned), placesOf(row.Code), strconv.Itoa(row.Seen.Sent + row.Seen.Lost), strconv.Itoa(counts), strings.Join(keys, ", "), strings.Join(runs, ", ")}
	for i := range cells {
		if cells[i] = sanitize.Escape(cells[i]); cells[i] == "" || cells[i] == "0" {
			cells[i] = "-"
		}
	}
	return cells
}

// state says in a word how it stands with a row.
func state(row *naming.Row) string {
	if worst, wrong := row.Worst(); wrong && worst > verdict.Info {
		return worst.String()
	}
	switch row.Status {
	case naming.Well:
		return "ok"
	case naming.Unsure:
		return "?"
	case naming.Barred, naming.Missed, naming.Unfed:
	}
	return "-"
}

// placesOf names the first place, and how many more there are.
func placesOf(names []*origin.Name) string {
	if len(names) == 0 {
		return ""
	}
	text := lineOf(names[0].Place)
	if more := len(names) - 1; more > 0 {
		text += " +" + strconv.Itoa(more)
	}
	return text
}

// lineOf names a line.
func lineOf(p origin.Place) string {
	p.Column = 0
	return p.String()
}

// cutPlace cuts the directories off that there is no room for.
func cutPlace(text string, width int) string {
	for sanitize.Width(text) > width {
		_, rest, ok := strings.Cut(strings.TrimPrefix(text, "…/"), "/")
		if !ok {
			break
		}
		text = "…/" + rest
	}
	return text
}

// said is what is said of a row in one go: the same of several places.
type said struct {
	*naming.Finding
	places []string
}

// findings writes what is wrong with a row, each thing once with all its places.
func (p *page) findings(row *naming.Row) {
	var list []said
	for i := range row.Findings {
		f := &row.Findings[i]
		at := slices.IndexFunc(list, func(s said) bool {
			return s.Code == f.Code && s.Severity == f.Severity && s.Event == f.Event && s.Effect == f.Effect && s.Fix == f.Fix
		})
		if at < 0 {
			at = len(list)
			list = append(list, said{Finding: f})
		}
		switch f.Place.File {
		case "":
		case "-":
			list[at].places = append(list[at].places, input.Place(f.Place.File, f.Place.Line))
		default:
			place := f.Place.String()
			if sent := f.SentAt(); sent != "" {
				place += " (" + sent + ")"
			}
			list[at].places = append(list[at].places, place)
		}
	}
	for i := range list {
		s := &list[i]
		head := s.Severity.String() + " " + s.Name()
		if len(row.Names) > 1 {
			head += "  " + quoted(s.Event)
		}
		shown := s.places[:min(len(s.places), mostPlaces)]
		if len(shown) > 0 {
			head += "  " + strings.Join(shown, ", ")
		}
		if more := len(s.places) - len(shown); more > 0 {
			head += fmt.Sprintf(" and %d more", more)
		}
		problem := problemOf(s.Finding, p.failOn)
		p.below(head)
		p.below(s.Effect)
		p.below(problem.Fix)
	}
}

// below writes a text under a row.
func (p *page) below(text string) {
	text = sanitize.Escape(text)
	if p.width > len(indent)+20 {
		text = ansi.Wrap(text, p.width-len(indent), "")
	}
	for line := range strings.SplitSeq(text, "\n") {
		p.line(indent + line)
	}
}

// unread writes the calls whose names could not be read.
func (p *page) unread(calls []origin.Unread) {
	if len(calls) == 0 {
		return
	}
	fmt.Fprintf(p.out, "\n%s could not be read, and may send any name: a metric that nothing else feeds is ?, since one of them may.\n", console.Count(len(calls), "call"))
	for i := range calls[:min(len(calls), mostUnread)] {
		p.below(calls[i].Place.String() + "  " + calls[i].Why)
	}
	if more := len(calls) - mostUnread; more > 0 {
		p.below(fmt.Sprintf("and %d more", more))
	}
}
