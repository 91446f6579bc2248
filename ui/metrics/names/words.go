package names

import (
	"strings"

	"segtap/mapping/naming"
	"segtap/mapping/origin"
	"segtap/mapping/prose"
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

// maxPlaces is of how many places, problems or properties of one sort the detail tells, and firstPlaces of how many before what is wrong.
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
	for i := range name.Properties[:min(len(name.Properties), maxPlaces)] {
		parts = append(parts, property(&name.Properties[i]))
	}
	if more := len(name.Properties) - maxPlaces; more > 0 {
		parts = append(parts, "and more: "+count.Number(more))
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

// Shortened is a text of w cells at most, its beginning left out: of a place, the end says most.
func Shortened(text string, w int, ellipsis string) string {
	wide := sanitize.Width(text)
	if wide <= w {
		return text
	}
	return ellipsis + sanitize.Slice(text, wide-max(w-sanitize.Width(ellipsis), 0), wide)
}

// Summary says in a line what becomes of the names, and whether a person should look.
func Summary(t *naming.Table) (text string, wrong bool) {
	c := t.Counts()
	var parts []string
	add := func(n int, one, many string) {
		if n == 1 {
			parts = append(parts, "1 "+one)
		} else if n > 1 {
			parts = append(parts, count.Number(n)+" "+many)
		}
	}
	text = count.Of(c.Names, "name") + " in " + sourcesOf(t)
	if t.Catalogue == nil {
		return text + "; which metrics they feed is not known without --metrics", false
	}
	add(c.Missed, "feeds no metric", "feed no metric")
	if c.Near > 0 {
		parts[0] += ", " + count.Number(c.Near) + " nearly"
	}
	add(c.Other, "has something else wrong with it", "have something else wrong with them")
	add(c.Unfed, "metric that nothing feeds", "metrics that nothing feeds")
	add(c.Unread, "call that could not be read", "calls that could not be read")
	if len(parts) == 0 {
		return text + ", and nothing is wrong with them", false
	}
	return text + ": " + strings.Join(parts, "; "), c.Missed+c.Other+c.Unfed > 0
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
