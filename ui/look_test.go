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
	for _, look := range []struct {
		name, theme string
		light       bool
		profile     colorprofile.Profile
		sizes       [][2]int
	}{
		{"dark", "auto", false, colorprofile.TrueColor, [][2]int{{40, 10}, {80, 24}, {120, 36}, {160, 45}, {200, 50}}},
		{"light", "auto", true, colorprofile.TrueColor, [][2]int{{80, 24}, {120, 36}}},
		{"256", "dark", false, colorprofile.ANSI256, [][2]int{{120, 36}}},
		{"high-contrast", "high-contrast", false, colorprofile.TrueColor, [][2]int{{120, 36}}},
		{"high-contrast-light", "high-contrast", true, colorprofile.TrueColor, [][2]int{{120, 36}}},
		{"colour-blind", "colour-blind", false, colorprofile.TrueColor, [][2]int{{120, 36}}},
		{"colour-blind-light", "colour-blind", true, colorprofile.TrueColor, [][2]int{{120, 36}}},
		{"16", "auto", false, colorprofile.ANSI, [][2]int{{120, 36}}},
		{"none", "auto", false, colorprofile.ASCII, [][2]int{{120, 36}}},
	} {
		for _, size := range look.sizes {
			t.Run(fmt.Sprintf("%s %dx%d", look.name, size[0], size[1]), func(t *testing.T) {
				d := newDesk(t, size[0], size[1], func(opt *ui.Options) {
					withStorefront(t)(opt)
					opt.Theme = palette.Theme{Name: look.theme}
				})
				d.Send(tea.ColorProfileMsg{Profile: look.profile})
				if look.light {
					d.Background(white)
				}
				at := fmt.Sprintf("pictures/%s-%dx%d-", look.name, size[0], size[1])
				d.GoldenPicture(at + "start")
				d.post("track", goodOrder)
				d.post("page", aPage)
				d.post("track", strings.ReplaceAll(goodOrder, "Order Completed", "order completed"))
				d.post("track", noUser)
				d.post("track", badOrder)
				for _, state := range []struct {
					name string
					keys []string
				}{
					{"events", nil}, {"json", []string{"tab", "down", "down"}}, {"metrics", []string{"2"}}, {"edit", []string{"1", "e"}}, {"help", []string{"esc", "?"}},
				} {
					d.Press(state.keys...)
					d.GoldenPicture(at + state.name)
				}
			})
		}
	}
}
