package palette

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// least is the contrast that a text needs to be read: WCAG 2, 1.4.3.
const least = 4.5

// Faint is a text that is hard to read where it stands.
type Faint struct {
	Text, On Role
	Contrast float64
}

// String names the roles, and their contrast.
func (f Faint) String() string { return fmt.Sprintf("%s on %s %.1f:1", f.Text, f.On, f.Contrast) }

// Faint returns the texts that a theme of the user's has made hard to read, whatever
// background it is for, the worst first. What it leaves as its base has it is read well.
func (t Theme) Faint() []Faint {
	found := t.faintOn(false)
	switch light := t.faintOn(true); {
	case !t.Fixed():
		found = slices.DeleteFunc(found, func(f Faint) bool {
			return !slices.ContainsFunc(light, func(l Faint) bool { return l.Text == f.Text && l.On == f.On })
		})
	case t.On(false).Light:
		found = light
	}
	slices.SortStableFunc(found, func(a, b Faint) int { return cmp.Compare(a.Contrast, b.Contrast) })
	return found
}

// faintOn returns those on a light or a dark background.
func (t Theme) faintOn(light bool) []Faint {
	var found []Faint
	p := t.On(light)
	look := func(text, on Role) {
		_, textChanged := t.Change[text]
		_, onChanged := t.Change[on]
		if c := Contrast(p.Colours[text].RGB(false), p.Colours[on].RGB(false)); c < least && (textChanged || onChanged) {
			found = append(found, Faint{text, on, c})
		}
	}
	for _, text := range Texts() {
		for _, on := range Surfaces() {
			look(text, on)
		}
	}
	for _, pair := range Labels() {
		look(pair[1], pair[0])
	}
	look(FocusedRule, Selected)
	return found
}

// FaintText says which texts of a theme are hard to read; empty when all are read well.
func (t Theme) FaintText() string {
	const most = 3 // are named
	found := t.Faint()
	if len(found) == 0 {
		return ""
	}
	named := make([]string, 0, most)
	for _, f := range found[:min(len(found), most)] {
		named = append(named, f.String())
	}
	text := strings.Join(named, ", ")
	if more := len(found) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Sprintf("the theme %s is hard to read: contrast of %s; texts need %.1f:1", t.Name, text, least)
}
