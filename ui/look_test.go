package ui_test

import (
	"fmt"
	"image/color"
	"regexp"
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
	all := []string{"start", "events", "json", "metrics", "problems", "edit", "help"}
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
				d.paintsOnly(look.profile)
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
	d.Press(map[string][]string{"json": {"tab", "down", "down"}, "metrics": {"2"}, "problems": {"4"}, "edit": {"1", "e"}, "help": {"esc", "?"}}[state]...)
}

// paintsOnly fails the test where the screen has a colour that the terminal does not have, or
// a faint text, of which nobody knows how well it is read.
func (d *desk) paintsOnly(profile colorprofile.Profile) {
	d.t.Helper()
	allowed := `[147]`
	switch profile {
	case colorprofile.ANSI:
		allowed = `[147]|3[0-7]|4[0-7]|9[0-7]|10[0-7]`
	case colorprofile.ANSI256:
		allowed = `[147]|[34]8;5;\d+`
	case colorprofile.TrueColor:
		allowed = `[147]|[34]8;5;\d+|[34]8;2;\d+;\d+;\d+`
	}
	fits := regexp.MustCompile(`^\x1b\[(?:(?:` + allowed + `)(?:;(?:` + allowed + `))*)?m$`)
	for _, sequence := range regexp.MustCompile(`\x1b\[[^a-zA-Z]*[a-zA-Z]`).FindAllString(d.View().Content, -1) {
		if !fits.MatchString(sequence) {
			d.t.Fatalf("%q is on a screen of %s", sequence, profile)
		}
	}
}

// Nothing moves by itself where that is asked for.
func TestReducedMotion(t *testing.T) {
	for _, reduced := range []bool{false, true} {
		d := newDesk(t, 100, 30, func(opt *ui.Options) { opt.ReducedMotion = reduced })
		d.post("track", goodOrder)
		d.Press("/")
		if cursor := d.View().Cursor; cursor == nil || cursor.Blink == reduced {
			t.Errorf("reduced motion %t: the cursor is %+v", reduced, cursor)
		}
	}
}

// A theme that is made for another background than the terminal's has that changed; what is
// already on the screen is painted anew when the terminal has answered.
func TestTheThemeFollowsTheTerminal(t *testing.T) {
	for _, test := range []struct {
		theme       string
		light, made bool // the terminal; the screen is painted for a light one
	}{{"auto", true, true}, {"auto", false, false}, {"dark", true, false}, {"light", false, true}, {"light", true, true}, {"colour-blind", true, true}} {
		d := newDesk(t, 120, 36, func(opt *ui.Options) { opt.Theme = palette.Theme{Name: test.theme} })
		d.post("track", badOrder)
		ground := color.RGBA{0x10, 0x10, 0x10, 0xff}
		if test.light {
			ground = color.RGBA{0xff, 0xff, 0xff, 0xff}
		}
		d.Background(ground)
		view := d.View()
		want := palette.Theme{Name: test.theme}.On(test.made)
		if sgr := "38;" + want.Colours[palette.Error].True() + "m"; !strings.Contains(view.Content, sgr) {
			t.Errorf("%s on light=%t: %q is not on the screen", test.theme, test.light, sgr)
		}
		other := palette.Theme{Name: "auto"}.On(!test.made)
		if sgr := "38;" + other.Colours[palette.Error].True() + "m"; strings.Contains(view.Content, sgr) {
			t.Errorf("%s on light=%t: %q is still on the screen", test.theme, test.light, sgr)
		}
		if changed := view.BackgroundColor != nil; changed != (test.made != test.light) {
			t.Errorf("%s on light=%t: the background becomes %v", test.theme, test.light, view.BackgroundColor)
		}
	}
}
