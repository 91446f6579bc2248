package ui_test

import (
	"fmt"
	"image/color"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"segtap/ui"
	"segtap/ui/theme/palette"
)

// The screens of the shop, as pictures: five sizes in the usual theme, and one size in the
// others.
func TestPictures(t *testing.T) {
	white := color.RGBA{0xff, 0xff, 0xff, 0xff}
	all := []string{"start", "events", "json", "metrics", "edit", "help"}
	some, one := []string{"start", "events"}, []string{"events"}
	for _, look := range []struct {
		name, theme string
		light       bool
		profile     colorprofile.Profile
		w, h        int
		states      []string
	}{
		{"dark", "auto", false, colorprofile.TrueColor, 40, 10, some},
		{"dark", "auto", false, colorprofile.TrueColor, 80, 24, some},
		{"dark", "auto", false, colorprofile.TrueColor, 120, 36, all},
		{"dark", "auto", false, colorprofile.TrueColor, 160, 45, one},
		{"dark", "auto", false, colorprofile.TrueColor, 200, 50, one},
		{"light", "auto", true, colorprofile.TrueColor, 120, 36, []string{"events", "json", "edit"}},
		{"dark-256", "auto", false, colorprofile.ANSI256, 120, 36, one},
		{"high-contrast", "high-contrast", false, colorprofile.TrueColor, 120, 36, one},
		{"high-contrast-light", "high-contrast", true, colorprofile.TrueColor, 120, 36, one},
		{"colour-blind", "colour-blind", false, colorprofile.TrueColor, 120, 36, one},
		{"colour-blind-light", "colour-blind", true, colorprofile.TrueColor, 120, 36, one},
		{"dark-16", "auto", false, colorprofile.ANSI, 120, 36, []string{"events", "json"}},
		{"light-16", "auto", true, colorprofile.ANSI, 120, 36, one},
		{"none", "auto", false, colorprofile.ASCII, 120, 36, []string{"events", "json"}},
	} {
		at := fmt.Sprintf("%s-%dx%d", look.name, look.w, look.h)
		t.Run(at, func(t *testing.T) {
			d := newDesk(t, look.w, look.h, func(opt *ui.Options) {
				withStorefront(t)(opt)
				opt.Theme = palette.Theme{Name: look.theme}
			})
			d.Send(tea.ColorProfileMsg{Profile: look.profile})
			if look.light {
				d.Background(white)
			}
			for _, state := range look.states {
				d.show(state)
				d.GoldenPicture("pictures/" + at + "-" + state)
			}
		})
	}
}

// show brings the screen into a state, from the one before in the order of the pictures.
func (d *desk) show(state string) {
	d.t.Helper()
	if state != "start" && d.store.Counts().Entries == 0 {
		for _, message := range []string{goodOrder, strings.ReplaceAll(goodOrder, "Order Completed", "order completed"), noUser} {
			d.post("track", message)
		}
		d.post("page", aPage)
		d.post("track", badOrder)
	}
	d.Press(map[string][]string{"json": {"tab", "down", "down"}, "metrics": {"2"}, "edit": {"1", "e"}, "help": {"esc", "?"}}[state]...)
}
