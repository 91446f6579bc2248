package palette

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Colour is a colour of a theme: in red, green and blue, and as one of xterm's 256. The zero
// value is none.
type Colour struct {
	rgb   color.RGBA
	index uint8
	exact bool // the index is the colour itself, which takes fewer bytes to say
	known bool
}

// xterm returns one of xterm's 256 colours.
func xterm(index uint8) Colour {
	r, g, b, _ := ansi.IndexedColor(index).RGBA()
	return Colour{rgb: color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}, index: index, exact: true, known: true}
}

// rgb returns a colour, and which of xterm's 256 stands for it.
func rgb(hex uint32, index uint8) Colour {
	return Colour{rgb: color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255}, index: index, known: true}
}

// Parse reads a colour as people write it: #rrggbb, #rgb, or the number of one of xterm's
// 256. The first sixteen of those are the terminal's own, whatever they look like there.
func Parse(text string) (Colour, error) {
	if n, err := strconv.ParseUint(text, 10, 8); err == nil {
		return xterm(uint8(n)), nil
	}
	digits, ok := strings.CutPrefix(text, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	n, err := strconv.ParseUint(digits, 16, 24)
	if !ok || err != nil || len(digits) != 6 {
		return Colour{}, fmt.Errorf("%q is no colour: give one such as \"#ffaf5f\", or a number from 0 to 255", text)
	}
	c := rgb(uint32(n), 0)
	c.index = uint8(ansi.Convert256(c.rgb))
	return c, nil
}

// IsNone reports whether there is no colour.
func (c Colour) IsNone() bool { return !c.known }

// True returns the SGR parameters behind 38 or 48 that say it where there is true colour.
func (c Colour) True() string {
	if c.exact {
		return c.Indexed()
	}
	return fmt.Sprintf("2;%d;%d;%d", c.rgb.R, c.rgb.G, c.rgb.B)
}

// Indexed returns those where there are 256.
func (c Colour) Indexed() string { return fmt.Sprintf("5;%d", c.index) }

// RGB returns it in red, green and blue: as it is in true colour, or in xterm's 256.
func (c Colour) RGB(indexed bool) color.RGBA {
	if indexed {
		return xterm(c.index).rgb
	}
	return c.rgb
}

// Contrast returns the contrast of two colours as WCAG 2 defines it, from 1 to 21.
func Contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG 2.
func luminance(c color.Color) float64 {
	r, g, b := linear(c)
	return 0.2126*r + 0.7152*g + 0.0722*b
}

// linear returns the light of a colour, each from 0 to 1.
func linear(c color.Color) (r, g, b float64) {
	of := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	red, green, blue, _ := c.RGBA()
	return of(red), of(green), of(blue)
}

// IsLight reports whether a background is light: dark text is read better on it than light.
func IsLight(background color.Color) bool {
	return Contrast(background, color.Black) > Contrast(background, color.White)
}
