package theme

import (
	"strconv"

	"segtap/ui/theme/palette"
)

// Paint is a style reduced to the escape sequences before and behind a text, so
// that painting a row costs two appends.
type Paint struct{ On, Off string }

// Text returns a text in this style. Nothing stays nothing.
func (p Paint) Text(s string) string {
	if s == "" {
		return ""
	}
	return p.On + s + p.Off
}

// Inks are what texts are painted with on one surface.
type Inks struct {
	Plain                         Paint // text without a meaning of its own
	Title, Dim                    Paint // more and less weight
	Good, Warned, Bad             Paint
	Accent, Key                   Paint
	Name, String, Number, Literal Paint // of JSON
	Light                         Paint // lit up by the other pane
}

// Labels are words on a coloured surface, with the space around them; without colours they
// stand in brackets. Either takes two cells more than the word.
type Labels struct{ Good, Warned, Bad, Quiet Paint }

// Profile is how many colours a terminal has.
type Profile uint8

// The profiles. The zero value is true colour.
const (
	TrueColour Profile = iota
	Colours256
	Colours16
	NoColours
)

// brush makes the paints of a palette for a profile.
type brush struct {
	palette.Palette
	profile Profile
}

// sgr returns an escape sequence: attributes and colours, of which either may be missing.
func sgr(parameters ...string) string {
	all := ""
	for _, p := range parameters {
		if p == "" {
			continue
		}
		if all != "" {
			all += ";"
		}
		all += p
	}
	if all == "" {
		return ""
	}
	return "\x1b[" + all + "m"
}

func paint(on string) Paint {
	if on == "" {
		return Paint{}
	}
	return Paint{on, off}
}

// off ends every style.
const off = "\x1b[m"

// The attributes that stand for colours where there are none.
const (
	bold      = "1"
	underline = "4"
	reverse   = "7"
)

// fg returns the parameters of a text colour; "" where there are no colours, and where the
// terminal's own is meant.
func (b *brush) fg(r palette.Role) string {
	switch b.profile {
	case TrueColour:
		return "38;" + b.Colours[r].True()
	case Colours256:
		return "38;" + b.Colours[r].Indexed()
	case Colours16:
		return ansi16(b.Sixteen[r], 30)
	case NoColours:
	}
	return ""
}

// bg returns those of a background. Of sixteen only labels have one: on any other, what is
// read there may not be seen.
func (b *brush) bg(r palette.Role) string {
	switch b.profile {
	case TrueColour:
		return "48;" + b.Colours[r].True()
	case Colours256:
		return "48;" + b.Colours[r].Indexed()
	case Colours16:
		return ansi16(b.Sixteen[r], 40)
	case NoColours:
	}
	return ""
}

// ansi16 returns the parameter of one of the sixteen, from 30 or 40 on.
func ansi16(colour int8, base int) string {
	switch {
	case colour < 0:
		return ""
	case colour < 8:
		return strconv.Itoa(base + int(colour))
	}
	return strconv.Itoa(base + 60 + int(colour) - 8)
}

// ground returns the parameters of the surface that the theme is made for, and of text on it.
func (b *brush) ground() []string {
	switch {
	case b.rich():
		return []string{b.bg(palette.Surface), b.fg(palette.Text)}
	case b.Light:
		return []string{ansi16(15, 40), ansi16(0, 30)}
	}
	return []string{ansi16(0, 40), ansi16(7, 30)}
}

// rich reports whether surfaces are painted.
func (b *brush) rich() bool { return b.profile <= Colours256 }

// ink returns what a text is painted with on the terminal's own background. What has the colour
// of text has the terminal's own.
func (b *brush) ink(r palette.Role, attribute string) Paint {
	if b.rich() && b.Colours[r] == b.Colours[palette.Text] {
		return paint(sgr(attribute))
	}
	return paint(sgr(attribute, b.fg(r)))
}

// inks returns what texts are painted with on the terminal's own background.
func (b *brush) inks() Inks {
	in := Inks{
		Title: paint(sgr(bold)), Dim: b.ink(palette.Quiet, ""),
		Good: b.ink(palette.OK, ""), Warned: b.ink(palette.Warn, bold), Bad: b.ink(palette.Error, bold),
		Accent: b.ink(palette.Accent, ""), Key: b.ink(palette.Key, bold),
		Name: b.ink(palette.JSONName, ""), String: b.ink(palette.JSONString, ""), Number: b.ink(palette.JSONNumber, ""), Literal: b.ink(palette.JSONLiteral, ""),
		Light: paint(sgr(bold, underline)),
	}
	if b.rich() {
		in.Warned = b.ink(palette.Warn, "")
		in.Light = paint(sgr(b.bg(palette.Linked)))
	}
	return in
}

// on returns what they are painted with on a painted surface. Where there are none, one
// style takes its place: what is read there has no colours of its own.
func (b *brush) on(surface palette.Role, instead string) Inks {
	if !b.rich() && instead == "" {
		return b.inks()
	}
	if !b.rich() {
		plain, strong := paint(sgr(instead)), paint(sgr(instead, bold))
		if instead == bold {
			strong = plain
		}
		return Inks{
			Plain: plain, Title: strong, Dim: plain, Good: plain, Warned: strong, Bad: strong, Accent: plain, Key: strong,
			Name: plain, String: plain, Number: plain, Literal: plain, Light: plain,
		}
	}
	ink := func(r palette.Role, attribute string) Paint { return paint(sgr(attribute, b.bg(surface), b.fg(r))) }
	return Inks{
		Plain: ink(palette.Text, ""), Title: ink(palette.Text, bold), Dim: ink(palette.Quiet, ""),
		Good: ink(palette.OK, ""), Warned: ink(palette.Warn, ""), Bad: ink(palette.Error, bold),
		Accent: ink(palette.Accent, ""), Key: ink(palette.Key, bold),
		Name: ink(palette.JSONName, ""), String: ink(palette.JSONString, ""), Number: ink(palette.JSONNumber, ""), Literal: ink(palette.JSONLiteral, ""),
		Light: ink(palette.Text, bold),
	}
}

// labels returns the labels.
func (b *brush) labels() Labels {
	label := func(surface, text palette.Role) Paint {
		if b.profile == NoColours {
			return Paint{"[", "]"}
		}
		return Paint{sgr(b.bg(surface), b.fg(text)) + " ", " \x1b[m"}
	}
	l := Labels{
		Good: label(palette.LabelOK, palette.LabelOKText), Warned: label(palette.LabelWarn, palette.LabelWarnText),
		Bad: label(palette.LabelError, palette.LabelErrorText), Quiet: label(palette.LabelQuiet, palette.LabelQuietText),
	}
	if b.profile == NoColours {
		l.Warned, l.Bad = Paint{"\x1b[1m[", "]\x1b[m"}, Paint{"\x1b[1m[", "]\x1b[m"}
	}
	return l
}
