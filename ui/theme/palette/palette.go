package palette

import "slices"

// Palette is the colours of a theme.
type Palette struct {
	Name    string
	Light   bool // it is made for a light background
	Colours Colours
	Sixteen Sixteen
}

// Auto is the theme that is dark or light as the terminal's background is.
const Auto = "auto"

// Names returns the names of the themes that are built in.
func Names() []string { return []string{Auto, "dark", "light", "high-contrast", "colour-blind"} }

// Theme is a theme that was chosen: one of those that are built in, or one of the user's.
// The zero value is that of the terminal's background.
type Theme struct {
	Name   string
	Base   string          // of a theme of the user's: which of those that are built in it changes
	Change map[Role]Colour // and in what
}

// On returns its palette on a light or a dark background.
func (t Theme) On(light bool) Palette {
	name := t.Name
	if t.Base != "" {
		name = t.Base
	}
	p := builtIn(name, light)
	p.Name = t.Name
	for role, colour := range t.Change {
		p.Colours[role] = colour
		if colour.exact && colour.index < 16 {
			p.Sixteen[role] = int8(colour.index)
		}
	}
	return p
}

// Fixed reports whether the theme is made for one kind of background, whatever the
// terminal's is.
func (t Theme) Fixed() bool {
	fixed := []string{"dark", "light"}
	return slices.Contains(fixed, t.Name) || slices.Contains(fixed, t.Base)
}

func builtIn(name string, light bool) Palette {
	switch name {
	case "dark":
		light = false
	case "light":
		light = true
	}
	p := Palette{Light: light, Colours: darkColours(), Sixteen: sixteenOnDark()}
	if light {
		p.Colours, p.Sixteen = lightColours(), sixteenOnLight()
	}
	switch {
	case name == "high-contrast" && light:
		p.Colours = highContrastLight()
	case name == "high-contrast":
		p.Colours = highContrastDark()
	case name == "colour-blind" && light:
		p.Colours, p.Sixteen = colourBlindLight(), p.Sixteen.tellApart(light)
	case name == "colour-blind":
		p.Colours, p.Sixteen = colourBlindDark(), p.Sixteen.tellApart(light)
	}
	return p
}
