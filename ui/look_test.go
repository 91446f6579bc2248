package ui_test

import (
	"fmt"
	"image/color"
	"os"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"segtap/capture/replay"
	"segtap/ui"
	"segtap/ui/screentest"
	"segtap/ui/theme/palette"
)

// The screens of the shop, as pictures: the events in every theme at five sizes, and every
// screen and dialog in the usual theme.
func TestPictures(t *testing.T) {
	sizes := []struct{ w, h int }{{40, 10}, {80, 24}, {120, 36}, {160, 45}, {200, 50}}
	for _, look := range []struct {
		name, theme string
		light       bool
		profile     colorprofile.Profile
		states      []string // at 120×36, besides the events
	}{
		{"dark", "auto", false, colorprofile.TrueColor, []string{"json", "metrics", "experiments", "problems", "edit", "help", "palette", "completion", "replay", "compare", "replays"}},
		{"light", "auto", true, colorprofile.TrueColor, []string{"json", "edit", "compare"}},
		{"high-contrast", "high-contrast", false, colorprofile.TrueColor, nil},
		{"high-contrast-light", "high-contrast", true, colorprofile.TrueColor, nil},
		{"colour-blind", "colour-blind", false, colorprofile.TrueColor, nil},
		{"colour-blind-light", "colour-blind", true, colorprofile.TrueColor, nil},
		{"light-on-dark", "light", false, colorprofile.TrueColor, nil},
		{"dark-256", "auto", false, colorprofile.ANSI256, nil},
		{"dark-16", "auto", false, colorprofile.ANSI, []string{"json"}},
		{"light-16", "auto", true, colorprofile.ANSI, nil},
		{"none", "auto", false, colorprofile.ASCII, []string{"json", "compare", "problems"}},
	} {
		for _, size := range sizes {
			at := fmt.Sprintf("%s-%dx%d", look.name, size.w, size.h)
			t.Run(at, func(t *testing.T) {
				t.Parallel() // it waits for frames more than for the processor
				d := newDesk(t, size.w, size.h, func(opt *ui.Options) {
					withStorefront(t)(opt)
					opt.Theme = palette.Theme{Name: look.theme}
					opt.Env = replay.Env{Address: opt.Address}
				})
				d.Send(tea.ColorProfileMsg{Profile: look.profile})
				switch {
				case look.light:
					d.Background(color.RGBA{0xff, 0xff, 0xff, 0xff})
				case look.theme == "light":
					d.Background(color.RGBA{0x16, 0x18, 0x1d, 0xff})
				}
				states := []string{"events"}
				if look.name == "dark" && size.w <= 120 {
					states = []string{"start", "events"}
				}
				if size.w == 120 {
					states = append(states, look.states...)
				}
				for _, state := range states {
					d.show(state)
					d.GoldenPicture("pictures/" + at + "-" + state)
					d.paintsOnly(look.profile)
				}
			})
		}
	}
}

// The pictures are read by whoever looks at a change, and kept in its history.
func TestThePicturesAreSmall(t *testing.T) {
	const most = 1_500_000
	files, err := os.ReadDir("testdata/pictures")
	if err != nil {
		t.Fatal(err)
	}
	total := int64(0)
	for _, file := range files {
		info, err := file.Info()
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	if total > most || total == 0 {
		t.Errorf("the pictures have %d bytes; %d are enough", total, most)
	}
}

// show brings the screen into a state, from any that comes before it in the pictures.
func (d *desk) show(state string) {
	d.t.Helper()
	if state != "start" && d.store.Counts().Entries == 0 {
		for _, message := range []string{goodOrder, strings.ReplaceAll(goodOrder, "Order Completed", "order completed"), noUser} {
			d.post("track", message)
		}
		d.post("page", aPage)
		d.post("track", badOrder)
	}
	if state != "start" && state != "events" {
		d.Press("esc", "esc", "1")
	}
	switch state {
	case "compare":
		d.mended()
	case "replays":
		d.sent()
	case "completion":
		d.Press("/")
		d.Type("is:")
	}
	d.Press(map[string][]string{
		"json": {"tab", "down", "down"}, "metrics": {"2"}, "experiments": {"2", "x"}, "problems": {"4"}, "edit": {"e"}, "help": {"?"},
		"palette": {"ctrl+p"}, "replay": {"r"}, "compare": {"end", "d"}, "replays": {"3", "home", "down"},
	}[state]...)
	if says := map[string]string{
		"metrics": "COUNTS", "experiments": "checkout-redesign", "problems": "WHAT", "edit": "Edit a copy", "help": "help >", "palette": "edit",
		"completion": "is:", "replay": "Replay #", "compare": "change 1 of", "replays": "503",
	}[state]; says != "" {
		d.sees(says)
	}
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

// A theme against the terminal, or one chosen for a terminal that does not say what its
// background is, is drawn on a surface of its own: not every terminal changes its background.
func TestAThemeAgainstTheTerminalHasASurface(t *testing.T) {
	dark, light := color.RGBA{0x10, 0x10, 0x10, 0xff}, color.RGBA{0xff, 0xff, 0xff, 0xff}
	for _, test := range []struct {
		theme   string
		ground  color.Color // what the terminal says of it
		painted bool
	}{{"light", dark, true}, {"dark", light, true}, {"light", nil, true}, {"dark", nil, true}, {"dark", dark, false}, {"light", light, false}, {"auto", nil, false}, {"colour-blind", light, false}} {
		for _, profile := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI, colorprofile.ASCII} {
			d := newDesk(t, 120, 36, func(opt *ui.Options) { opt.Theme = palette.Theme{Name: test.theme} })
			d.Send(tea.ColorProfileMsg{Profile: profile})
			if test.ground != nil {
				d.Background(test.ground)
			}
			for _, state := range []string{"start", "events", "edit"} {
				d.show(state)
				d.paintsOnly(profile)
				bare := onBare(d.View().Content)
				if painted := test.painted && profile != colorprofile.ASCII; painted != (bare == 0) {
					t.Fatalf("%s on %v with %s: %d cells of %s are on the terminal's own background:\n%q", test.theme, test.ground, profile, bare, state, d.View().Content)
				}
			}
		}
	}
}

// onBare counts the cells of a screen without a background.
func onBare(content string) int {
	bare, painted := 0, false
	for _, line := range strings.Split(content, "\n") {
		for line != "" {
			if !strings.HasPrefix(line, "\x1b[") {
				if !painted {
					bare++
				}
				line = line[1:]
				continue
			}
			end := strings.IndexByte(line, 'm')
			parameters := strings.Split(line[2:end], ";")
			for i := 0; i < len(parameters); i++ {
				switch p := parameters[i]; {
				case p == "":
					painted = false
				case p == "38" && parameters[i+1] == "5":
					i += 2
				case p == "38":
					i += 4
				case p[0] == '4' && len(p) == 2, len(p) == 3:
					painted = true
				}
			}
			line = line[end+1:]
		}
		if painted {
			bare++ // it would run on into the next line
		}
	}
	return bare
}

// While an entry is being read its keys in the footer stay as they were: most often they are
// the same for the next one, and a far terminal need not draw them twice.
func TestTheFooterWaitsForTheEntry(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	d.post("track", goodOrder)
	d.post("track", badOrder)
	d.post("track", goodOrder)
	d.Screen = screentest.New(t, d.Model(), 120, 36, waiting, "waitForStop", "(*Detail).read")
	d.Release("(*Detail).read")
	footer := func() string {
		lines := strings.Split(d.Text(), "\n")
		return lines[len(lines)-1]
	}
	const off = "(f fix)"
	for _, step := range []struct{ before, after bool }{{true, false}, {false, true}} {
		if strings.Contains(footer(), off) != step.before {
			t.Fatalf("before: %s", footer())
		}
		d.Press("up")
		d.sees("reading #")
		if strings.Contains(footer(), off) != step.before {
			t.Errorf("while it is read: %s", footer())
		}
		d.Release("(*Detail).read")
		if strings.Contains(footer(), off) != step.after {
			t.Errorf("after: %s", footer())
		}
	}
}
