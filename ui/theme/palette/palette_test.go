package palette_test

import (
	"fmt"
	"image/color"
	"math"
	"strings"
	"testing"

	"segtap/ui/theme/palette"
)

// backgrounds are those of terminals and editors that many people have.
func backgrounds(light bool) map[string]color.RGBA {
	hex := func(n uint32) color.RGBA { return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255} }
	if light {
		return map[string]color.RGBA{
			"white": hex(0xffffff), "Solarized Light": hex(0xfdf6e3), "GitHub Light": hex(0xffffff), "Gruvbox Light": hex(0xfbf1c7),
			"One Light": hex(0xfafafa), "Catppuccin Latte": hex(0xeff1f5), "Tango Light": hex(0xeeeeec), "Ayu Light": hex(0xfcfcfc),
		}
	}
	return map[string]color.RGBA{
		"black": hex(0x000000), "VS Code": hex(0x1e1e1e), "One Dark": hex(0x282c34), "Solarized Dark": hex(0x002b36),
		"Dracula": hex(0x282a36), "Nord": hex(0x2e3440), "Gruvbox": hex(0x282828), "Monokai": hex(0x272822),
		"Catppuccin Mocha": hex(0x1e1e2e), "Tokyo Night": hex(0x1a1b26), "Ubuntu": hex(0x300a24), "GitHub Dark": hex(0x0d1117),
	}
}

// each calls do with every palette that is built in.
func each(t *testing.T, do func(t *testing.T, p palette.Palette)) {
	for _, name := range palette.Names() {
		for _, light := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s light=%t", name, light), func(t *testing.T) { do(t, palette.Theme{Name: name}.On(light)) })
		}
	}
}

// Every text can be read on every surface that it may stand on, and on the background of
// every terminal of that kind.
func TestContrast(t *testing.T) {
	each(t, func(t *testing.T, p palette.Palette) {
		for _, indexed := range []bool{false, true} {
			want := 4.5
			if p.Name == "high-contrast" && !indexed {
				want = 7
			}
			of := func(r palette.Role) color.RGBA { return p.Colours[r].RGB(indexed) }
			check := func(text palette.Role, where string, on color.RGBA, want float64) {
				if c := palette.Contrast(of(text), on); c < want {
					t.Errorf("%s on %s: %.2f, want %.1f (256: %t)", text, where, c, want, indexed)
				}
			}
			for _, text := range palette.Texts() {
				for _, on := range palette.Surfaces() {
					check(text, on.String(), of(on), want)
				}
				for name, on := range backgrounds(p.Light) {
					check(text, name, on, 4.5)
				}
			}
			for _, pair := range palette.Labels() {
				check(pair[1], pair[0].String(), of(pair[0]), want)
			}
			check(palette.FocusedRule, palette.Selected.String(), of(palette.Selected), want)
			for _, sign := range []palette.Role{palette.FocusedRule, palette.ScrollBar} { // WCAG 2, 1.4.11
				check(sign, "surface", of(palette.Surface), 3)
			}
			for _, painted := range []palette.Role{palette.Raised, palette.Selected, palette.Blurred, palette.Linked} {
				if of(painted) == of(palette.Surface) {
					t.Errorf("%s is not seen on the surface (256: %t)", painted, indexed)
				}
			}
		}
	})
}

// Every role has a colour, and a name that finds it.
func TestEveryRoleHasAColour(t *testing.T) {
	each(t, func(t *testing.T, p palette.Palette) {
		for i, name := range palette.Roles() {
			r, ok := palette.Find(name)
			if !ok || int(r) != i {
				t.Errorf("%s is not found", name)
			}
			if p.Colours[r].IsNone() {
				t.Errorf("%s has no colour", name)
			}
		}
	})
	if _, ok := palette.Find("colour"); ok {
		t.Error("a role that there is not is found")
	}
}

// The first sixteen colours look different in each terminal: those that are often not seen
// on their background are not used for text.
func TestSixteenColoursAreSeen(t *testing.T) {
	each(t, func(t *testing.T, p palette.Palette) {
		unseen := map[int8]bool{0: true, 4: true, 8: true, 12: true}
		if p.Light {
			unseen = map[int8]bool{3: true, 7: true, 10: true, 11: true, 14: true, 15: true}
		}
		for _, r := range append(palette.Texts(), palette.FocusedRule, palette.ScrollBar) {
			if unseen[p.Sixteen[r]] {
				t.Errorf("%s is colour %d", r, p.Sixteen[r])
			}
		}
		for _, pair := range palette.Labels() {
			if p.Sixteen[pair[0]] == p.Sixteen[pair[1]] {
				t.Errorf("%s is written in its own colour", pair[0])
			}
		}
		ok, warn, err := p.Sixteen[palette.OK], p.Sixteen[palette.Warn], p.Sixteen[palette.Error]
		if ok == warn || warn == err || ok == err {
			t.Errorf("ok %d, warn %d, error %d", ok, warn, err)
		}
	})
}

// What is well, doubtful and wrong can be told apart without seeing red, or green: the
// colours are as far from each other as colours that nobody takes for the same.
func TestColourBlind(t *testing.T) {
	const far = 20 // a difference of 2.3 is just seen
	for kind, m := range deficiencies() {
		for _, light := range []bool{false, true} {
			p := palette.Theme{Name: "colour-blind"}.On(light)
			for _, indexed := range []bool{false, true} {
				for _, three := range [][3]palette.Role{
					{palette.OK, palette.Warn, palette.Error}, {palette.LabelOK, palette.LabelWarn, palette.LabelError},
				} {
					for i, a := range three {
						b := three[(i+1)%3]
						if d := difference(p.Colours[a].RGB(indexed), p.Colours[b].RGB(indexed), m); d < far {
							t.Errorf("%s light=%t 256=%t: %s and %s differ by %.0f", kind, light, indexed, a, b, d)
						}
					}
				}
			}
		}
	}
	usual := palette.Theme{Name: "dark"}.On(false)
	if d := difference(usual.Colours[palette.OK].RGB(false), usual.Colours[palette.Error].RGB(false), deficiencies()["deuteranopia"]); d >= far {
		t.Errorf("green and red differ by %.0f without green: the simulation does nothing", d)
	}
}

// deficiencies are the matrices of Machado, Oliveira and Fernandes (2009) at full severity,
// for linear red, green and blue.
func deficiencies() map[string][9]float64 {
	return map[string][9]float64{
		"protanopia":   {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
		"deuteranopia": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
		"none":         {1, 0, 0, 0, 1, 0, 0, 0, 1},
	}
}

// difference is how far two colours are from each other for who sees like that: the
// distance in CIE Lab.
func difference(a, b color.RGBA, m [9]float64) float64 {
	x, y := lab(a, m), lab(b, m)
	return math.Sqrt((x[0]-y[0])*(x[0]-y[0]) + (x[1]-y[1])*(x[1]-y[1]) + (x[2]-y[2])*(x[2]-y[2]))
}

func lab(c color.RGBA, m [9]float64) [3]float64 {
	light := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	in := [3]float64{light(c.R), light(c.G), light(c.B)}
	var seen [3]float64
	for i := range seen {
		seen[i] = min(max(m[3*i]*in[0]+m[3*i+1]*in[1]+m[3*i+2]*in[2], 0), 1)
	}
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x := f((0.4124*seen[0] + 0.3576*seen[1] + 0.1805*seen[2]) / 0.95047)
	y := f(0.2126*seen[0] + 0.7152*seen[1] + 0.0722*seen[2])
	z := f((0.0193*seen[0] + 0.1192*seen[1] + 0.9505*seen[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"#ffaf5f": "2;255;175;95", "#fa5": "2;255;170;85", "215": "5;215", "0": "5;0", "255": "5;255",
	} {
		c, err := palette.Parse(text)
		if err != nil || c.True() != want {
			t.Errorf("%s: %q, %v, want %q", text, c.True(), err, want)
		}
	}
	if c, _ := palette.Parse("#ffaf5f"); c.Indexed() != "5;215" {
		t.Errorf("#ffaf5f is %s of 256", c.Indexed())
	}
	for _, text := range []string{"", "red", "256", "-1", "#12345", "#1234567", "#gggggg", "ffaf5f", "# ffaf5", "#+faf5f"} {
		if c, err := palette.Parse(text); err == nil {
			t.Errorf("%q is taken for %s", text, c.True())
		}
	}
}

// A theme of the user's is told where its texts cannot be read, and only for what it changes.
func TestFaint(t *testing.T) {
	white, _ := palette.Parse("#ffffff")
	grey, _ := palette.Parse("#777777")
	of := func(base string, change map[palette.Role]palette.Colour) palette.Theme {
		return palette.Theme{Name: "mine", Base: base, Change: change}
	}
	for name, tt := range map[string]struct {
		theme palette.Theme
		first string // the worst; empty for none
	}{
		"nothing changed":    {of("dark", nil), ""},
		"white on white":     {of("dark", map[palette.Role]palette.Colour{palette.Selected: white, palette.Text: white}), "text on selected 1.0:1"},
		"a label":            {of("dark", map[palette.Role]palette.Colour{palette.Tab: grey, palette.TabText: grey}), "tab-text on tab 1.0:1"},
		"on one of two":      {of(palette.Auto, map[palette.Role]palette.Colour{palette.Text: white}), ""},
		"on both of two":     {of(palette.Auto, map[palette.Role]palette.Colour{palette.Text: white, palette.Surface: white}), "text on surface 1.0:1"},
		"white on light":     {of("light", map[palette.Role]palette.Colour{palette.Text: white}), "text on surface 1.0:1"},
		"white on dark":      {of("dark", map[palette.Role]palette.Colour{palette.Text: white}), ""},
		"one that is for us": {palette.Theme{Name: "colour-blind"}, ""},
	} {
		found := tt.theme.Faint()
		switch {
		case tt.first == "" && (len(found) > 0 || tt.theme.FaintText() != ""):
			t.Errorf("%s: %v", name, found)
		case tt.first != "" && (len(found) == 0 || found[0].String() != tt.first):
			t.Errorf("%s: %v, want %s", name, found, tt.first)
		case tt.first != "" && !strings.Contains(tt.theme.FaintText(), "the theme mine is hard to read: contrast of "+tt.first):
			t.Errorf("%s: %s", name, tt.theme.FaintText())
		}
	}
}

// A theme of the user's has the colours of its base but where it says otherwise.
func TestAThemeOfTheUser(t *testing.T) {
	pink, _ := palette.Parse("#ff66cc")
	own, _ := palette.Parse("13")
	theme := palette.Theme{Name: "mine", Base: "light", Change: map[palette.Role]palette.Colour{palette.Accent: pink, palette.Error: own}}
	p, base := theme.On(false), palette.Theme{Name: "light"}.On(false)
	if p.Name != "mine" || !p.Light || p.Colours[palette.Accent] != pink || p.Colours[palette.Quiet] != base.Colours[palette.Quiet] {
		t.Errorf("%+v", p)
	}
	if p.Sixteen[palette.Error] != 13 || p.Sixteen[palette.OK] != base.Sixteen[palette.OK] {
		t.Errorf("of sixteen: %v", p.Sixteen)
	}
	if !theme.Fixed() || (palette.Theme{Name: "mine", Base: "high-contrast"}).Fixed() {
		t.Error("light is for light backgrounds, high-contrast for both")
	}
}
