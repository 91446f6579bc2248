package ui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"segtap/ui/dialog"
	"segtap/ui/theme"
	"segtap/ui/theme/palette"
)

// styling keeps the theme that all parts share as the terminal is: how many colours it has,
// and whether its background is light. Both become known after the start.
type styling struct {
	theme *theme.Theme
	of    palette.Theme
}

// kept is the theme that is remembered when one is shown: it, once it has been taken.
func kept(shown dialog.ThemeMsg, before string) string {
	if shown.Taken {
		return shown.Theme.Name
	}
	return before
}

// started returns the theme that the screen starts with: the one that was taken here before,
// where no flag and no variable names one. Gone is its name where it is there no more.
func started(opt *Options) (of palette.Theme, gone string) {
	name := opt.Preferences.Theme
	if name == "" || opt.ThemeTyped != "" {
		return opt.Theme, ""
	}
	for _, of := range opt.Themes {
		if of.Name == name {
			return of, ""
		}
	}
	return opt.Theme, name
}

// learn takes what a message says of the terminal. Where that makes the theme another one,
// everything that keeps painted text paints it anew.
func (s *styling) learn(msg tea.Msg, all []*source, open dialog.Dialog) {
	look := s.theme.Look
	switch msg := msg.(type) {
	case tea.ColorProfileMsg:
		look.Profile = profileOf(msg.Profile)
	case tea.BackgroundColorMsg:
		if msg.Color != nil {
			look.Light, look.Known = palette.IsLight(msg.Color), true
		}
	}
	if look != s.theme.Look {
		s.wear(look, all, open)
	}
}

// choose takes another theme.
func (s *styling) choose(of palette.Theme, all []*source, open dialog.Dialog) {
	s.of = of
	s.wear(s.theme.Look, all, open)
}

// wear makes the theme anew, and has everything that keeps painted text paint it anew.
func (s *styling) wear(look theme.Look, all []*source, open dialog.Dialog) {
	*s.theme = *theme.Make(s.of, look)
	for _, source := range all {
		source.events.Detail().Repaint()
	}
	if draft := draftOf(open); draft != nil {
		draft.Judge()
	}
}

// noThemes says why there is no theme to choose.
func (m *Model) noThemes() string {
	if len(m.opt.Themes) == 0 {
		return "there is one theme"
	}
	return ""
}

func profileOf(p colorprofile.Profile) theme.Profile {
	switch p {
	case colorprofile.ANSI256:
		return theme.Colours256
	case colorprofile.ANSI:
		return theme.Colours16
	case colorprofile.NoTTY, colorprofile.ASCII:
		return theme.NoColours
	case colorprofile.Unknown, colorprofile.TrueColor:
	}
	return theme.TrueColour
}
