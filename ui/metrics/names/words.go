package names

import (
	"slices"
	"strings"

	"segtap/mapping/naming"
	"segtap/mapping/origin"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
)

// Where says in what sort of sources a name stands, for a column; empty for none.
func Where(row *naming.Row) string {
	if row == nil {
		return ""
	}
	var parts []string
	if len(row.Planned) > 0 {
		parts = append(parts, "plan")
	}
	switch n := len(row.Code); {
	case n == 1:
		parts = append(parts, "code")
	case n > 1:
		parts = append(parts, "code "+count.Number(n)+"x")
	}
	return strings.Join(parts, ", ")
}

// Short says in two or three words what is worst of a row that a person should look at; empty for nothing.
func Short(row *naming.Row) string {
	if worst, ok := Worst(row); ok && worst != verdict.Info {
		return row.Findings[0].Code.Short()
	}
	return ""
}

// Worst is the severity of what is worst of a row; ok is false where nothing is wrong with it, or there is none.
func Worst(row *naming.Row) (worst verdict.Severity, ok bool) {
	if row == nil {
		return 0, false
	}
	return row.Worst()
}

// Nearest is the name that a row was probably meant to have; empty for none.
func Nearest(row *naming.Row) string {
	for i := range row.Findings {
		if near := row.Findings[i].Nearest; near != "" {
			return near
		}
	}
	return ""
}

// Line is a line of the detail: what it is about, and what is said of it.
type Line struct{ Label, Text string }

// Room is how much room a place has in a sentence.
type Room struct {
	Cells    int
	Ellipsis string
}

func (r Room) place(p origin.Place) string {
	return Shortened(sanitize.Visible(p.String()), r.Cells, r.Ellipsis)
}

// Lines are all that is known of a row from plans and code: where it stands, what is wrong with it, with the way out; then
// where else it stands.
func Lines(row *naming.Row, room Room) (lines []Line) {
	if row == nil {
		return nil
	}
	inCode, planned := written("in code", row.Code, room), written("planned", row.Planned, room)
	lines = slices.Concat(inCode[:min(len(inCode), firstPlaces)], planned[:min(len(planned), firstPlaces)])
	for i := range row.Findings {
		f := &row.Findings[i]
		if slices.ContainsFunc(row.Findings[:i], func(other naming.Finding) bool { return alike(&other, f) }) {
			continue
		}
		var places []string
		for k := range row.Findings {
			other := &row.Findings[k]
			if !alike(other, f) || other.Place.File == "" {
				continue
			}
			place := room.place(other.Place)
			if len(other.Sent) > 0 {
				place += " (sent at " + room.place(other.Sent[0])
				if more := len(other.Sent) - 1; more > 0 {
					place += " and " + count.Of(more, "other place")
				}
				place += ")"
			}
			places = append(places, place)
		}
		text := f.Name() + ": " + f.Effect
		if len(places) > 0 {
			text = prose.Listed(places, "and") + ": " + text
		}
		lines = append(lines, Line{f.Severity.String(), text}, Line{"fix", f.Fix})
	}
	return slices.Concat(lines, others(inCode, "also in code"), others(planned, "also planned"))
}

// alike reports whether two findings say the same of two places.
func alike(a, b *naming.Finding) bool {
	return a.Code == b.Code && a.Severity == b.Severity && a.Effect == b.Effect && a.Fix == b.Fix
}

// maxPlaces is of how many places of one sort the detail tells, and firstPlaces of how many before what is wrong.
const (
	maxPlaces   = 50
	firstPlaces = 2
)

// others are the lines behind the first ones, by a label of their own.
func others(lines []Line, label string) []Line {
	if len(lines) <= firstPlaces {
		return nil
	}
	lines = lines[firstPlaces:]
	lines[0].Label = label
	return lines
}

func written(label string, names []*origin.Name, room Room) (lines []Line) {
	for i, name := range names {
		if i == maxPlaces {
			return append(lines, Line{"", "and at " + count.Of(len(names)-i, "more place")})
		}
		text := room.place(name.Place)
		if name.By != "" {
			text += " (" + sanitize.Visible(name.By) + ")"
		}
		if said := declared(name); said != "" {
			text += ": " + said
		}
		lines = append(lines, Line{label, text})
		label = ""
	}
	return lines
}

// declared is what is said of the event beside its name.
func declared(name *origin.Name) string {
	var parts []string
	for i := range name.Properties {
		parts = append(parts, property(&name.Properties[i]))
	}
	switch name.UserKey {
	case origin.KeyGiven:
		parts = append(parts, "user key given")
	case origin.KeyMissing:
		parts = append(parts, "no user key")
	case origin.KeyUnknown:
	}
	return strings.Join(parts, ", ")
}

// property is what is said of a property: its types, or its value, and whether each such event has it.
func property(p *origin.Property) string {
	text := sanitize.Visible(strings.TrimPrefix(prose.Dotted(p.Pointer), "properties."))
	switch {
	case p.Value != "":
		text += " = " + sanitize.Visible(prose.Shorten([]byte(p.Value)))
	case len(p.Types) > 0:
		types := make([]string, len(p.Types))
		for i, t := range p.Types {
			types[i] = string(t)
		}
		text += " " + sanitize.Visible(strings.Join(types, " or "))
	}
	if p.Required {
		text += " (required)"
	}
	return text
}

// Places are where a row stands, those in code first: there a person mends most.
func Places(row *naming.Row) (places []origin.Place) {
	if row == nil {
		return nil
	}
	for i := range row.Findings {
		if p := row.Findings[i].Place; p.File != "" && !slices.Contains(places, p) {
			places = append(places, p)
		}
	}
	for _, name := range slices.Concat(row.Code, row.Planned) {
		if !slices.Contains(places, name.Place) {
			places = append(places, name.Place)
		}
	}
	return places
}

// Shortened is a text of w cells at most, its beginning left out: of a place, the end says most.
func Shortened(text string, w int, ellipsis string) string {
	wide := sanitize.Width(text)
	if wide <= w {
		return text
	}
	return ellipsis + sanitize.Slice(text, wide-max(w-sanitize.Width(ellipsis), 0), wide)
}

// Words are what a filter finds a row by: where it stands, and what is wrong with it.
func Words(row *naming.Row) (words []string) {
	if row == nil {
		return nil
	}
	words = append(words, row.Names...)
	for _, place := range Places(row) {
		words = append(words, place.File)
	}
	for i := range row.Findings {
		words = append(words, row.Findings[i].Name())
	}
	if len(row.Planned) > 0 {
		words = append(words, "planned")
	}
	if len(row.Code) > 0 {
		words = append(words, "in code")
	}
	return words
}

// Summary says in a line what becomes of the names, and whether a person should look.
func Summary(t *naming.Table) (text string, wrong bool) {
	var written, unfed, near, waiting, other int
	for i := range t.Rows {
		row := &t.Rows[i]
		if row.Status == naming.Unfed {
			waiting++
		}
		worst, found := row.Worst()
		switch {
		case len(row.Planned)+len(row.Code) == 0:
			continue
		case row.Status == naming.Missed && Nearest(row) == "" && t.Ignore.Has(verdict.MetricNotFound, row.Name()): // meant for none
		case row.Status == naming.Missed:
			unfed++
			if Nearest(row) != "" {
				near++
			}
		case found && worst != verdict.Info && row.Status != naming.Unfed:
			other++
		}
		written++
	}
	var parts []string
	add := func(n int, one, many string) {
		if n == 1 {
			parts = append(parts, "1 "+one)
		} else if n > 1 {
			parts = append(parts, count.Number(n)+" "+many)
		}
	}
	text = count.Of(written, "name") + " in " + sourcesOf(t)
	if t.Catalogue == nil {
		return text + "; which metrics they feed is not known without --metrics", false
	}
	add(unfed, "feeds no metric", "feed no metric")
	if near > 0 {
		parts[0] += ", " + count.Number(near) + " nearly"
	}
	add(other, "has something else wrong with it", "have something else wrong with them")
	add(waiting, "metric that nothing feeds", "metrics that nothing feeds")
	add(len(t.Unread), "call that could not be read", "calls that could not be read")
	if len(parts) == 0 {
		return text + ", and nothing is wrong with them", false
	}
	return text + ": " + strings.Join(parts, "; "), unfed+other+waiting > 0
}

// sourcesOf says where the names of a table stand.
func sourcesOf(t *naming.Table) string {
	switch {
	case t.Code == nil:
		return "plans"
	case t.Plans == nil:
		return "code"
	}
	return "plans and code"
}
