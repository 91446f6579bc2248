package screentest

import (
	"fmt"
	"html"
	"image/color"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// The measures of a picture, in pixels. Each text is given the length of its cells, so that the columns stand whatever
// font is there; the height of a row is that of the common fonts, whose vertical lines then join.
const (
	fontSize   = 14
	cellWidth  = 8.4
	cellHeight = 16
	titleBar   = 30
	margin     = 12
	baseline   = 12.5 // beneath the top of a row
)

// shot is what a picture is made of.
type shot struct {
	em               *vt.Emulator
	title            string
	cursorX, cursorY int
	cursorShown      bool
}

// Picture returns the screen as an SVG picture: the cells with their colours and styles beneath a title bar, as text that
// can be selected, in a monospaced font of who looks at it, and nothing from elsewhere. The same screen gives the same bytes.
func (s *Screen) Picture() string {
	view := s.View()
	show(s.em, view.Content, s.width, s.height)
	at := shot{em: s.em, title: view.WindowTitle}
	at.cursorX, at.cursorY, at.cursorShown = s.Cursor()
	return at.draw()
}

// Background is the colour of the terminal: the program is told it, and pictures have it. Without it a terminal is dark.
func (s *Screen) Background(c color.Color) {
	s.t.Helper()
	s.em.SetDefaultBackgroundColor(c)
	s.send(tea.BackgroundColorMsg{Color: c})
}

// Picture returns the screen as an SVG picture; see [Screen.Picture].
func (t *Terminal) Picture() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.picture()
}

func (t *Terminal) picture() string {
	at := t.em.CursorPosition()
	return shot{em: t.em, title: t.title, cursorX: at.X, cursorY: at.Y, cursorShown: t.cursorShown}.draw()
}

// GoldenPicture compares the picture of the screen with testdata/NAME.svg; see [Golden].
func (s *Screen) GoldenPicture(name string) {
	s.t.Helper()
	GoldenPicture(s.t, "testdata/"+name+".svg", s.Picture())
}

// GoldenPicture compares a picture with the one in a file. With the flag -update it writes the file instead.
func GoldenPicture(t testing.TB, path, got string) {
	t.Helper()
	want, same := golden(t, path, got)
	if same {
		return
	}
	were, are := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(were), len(are)) {
		if i >= len(were) || i >= len(are) || were[i] != are[i] {
			t.Errorf("the screen is not that of the picture %s (go test -update rewrites it); line %d is\n%s\nand was\n%s",
				path, i+1, strings.Join(are[min(i, len(are)):min(i+1, len(are))], ""), strings.Join(were[min(i, len(were)):min(i+1, len(were))], ""))
			return
		}
	}
}

func (s shot) draw() string {
	p := palette{ground: s.em.BackgroundColor()}
	p.light = !dark(p.ground)
	columns, rows := s.em.Width(), s.em.Height()
	width, height := float64(columns)*cellWidth+2*margin, float64(rows)*cellHeight+titleBar+margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %[1]s %s" role="img">`+"\n", number(width), number(height), number(height))
	fmt.Fprintf(&b, "<title>%s</title>\n", html.EscapeString(s.title))
	b.WriteString("<style>text{white-space:pre;font-variant-ligatures:none}</style>\n")
	fmt.Fprintf(&b, `<rect width="%s" height="%s" rx="8" fill="%s"/>`+"\n", number(width), number(height), hex(p.ground))
	fmt.Fprintf(&b, `<rect x=".5" y=".5" width="%s" height="%s" rx="7.5" fill="none" stroke="%s" stroke-opacity=".4"/>`+"\n", number(width-1), number(height-1), hex(p.basic(8)))
	for i, c := range []string{"#ff5f57", "#febc2e", "#28c840"} {
		fmt.Fprintf(&b, `<circle cx="%d" cy="%d" r="5.5" fill="%s"/>`+"\n", 18+i*18, titleBar/2, c)
	}
	fmt.Fprintf(&b, `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace" font-size="%d" fill="%s">`+"\n", fontSize, hex(p.plain()))
	fmt.Fprintf(&b, `<text x="%s" y="19" text-anchor="middle" fill-opacity=".7">%s</text>`+"\n", number(width/2), html.EscapeString(s.title))
	fmt.Fprintf(&b, `<g transform="translate(%d %d)">`+"\n", margin, titleBar)
	for y := range rows {
		s.drawRow(&b, p, y)
	}
	b.WriteString("</g>\n</g>\n</svg>\n")
	return b.String()
}

// run is a part of a row whose cells look alike.
type run struct {
	x, cells int
	text     string
	look     look
}

// drawRow draws the surfaces of a row, and its text upon them.
func (s shot) drawRow(b *strings.Builder, p palette, y int) {
	runs := s.runs(p, y)
	top := float64(y) * cellHeight
	for i := 0; i < len(runs); i++ {
		first := runs[i]
		if first.look.surface == "" {
			continue
		}
		for i+1 < len(runs) && runs[i+1].look.surface == first.look.surface {
			i++
			first.cells += runs[i].cells
		}
		fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s" shape-rendering="crispEdges"/>`+"\n",
			number(float64(first.x)*cellWidth), number(top), number(float64(first.cells)*cellWidth), number(cellHeight), first.look.surface)
	}
	for len(runs) > 0 && runs[len(runs)-1].blank() {
		runs = runs[:len(runs)-1]
	}
	if len(runs) == 0 {
		return
	}
	if last := &runs[len(runs)-1]; !strings.Contains(last.look.attributes, "text-decoration") {
		trimmed := strings.TrimRight(last.text, " ")
		last.cells -= len(last.text) - len(trimmed)
		last.text = trimmed
	}
	fmt.Fprintf(b, `<text y="%s">`, number(top+baseline))
	for _, r := range runs {
		fmt.Fprintf(b, `<tspan x="%s" textLength="%s"%s>%s</tspan>`, number(float64(r.x)*cellWidth), number(float64(r.cells)*cellWidth), r.look.attributes, html.EscapeString(r.text))
	}
	b.WriteString("</text>\n")
}

func (r run) blank() bool {
	return strings.Trim(r.text, " ") == "" && !strings.Contains(r.look.attributes, "text-decoration")
}

// runs divides a row. Text of ASCII goes together, and so do signs of one kind, as in a rule; any other cell stands alone,
// since the font that has it may make it wider or narrower than a cell.
func (s shot) runs(p palette, y int) []run {
	var runs []run
	for x := 0; x < s.em.Width(); {
		cell := s.em.CellAt(x, y)
		if cell == nil {
			cell = &uv.EmptyCell
		}
		r := run{x: x, cells: max(1, cell.Width), text: cell.Content}
		style := cell.Style
		if s.cursorShown && s.cursorX == x && s.cursorY == y {
			style.Attrs ^= uv.AttrReverse
		}
		if r.text == "" || style.Attrs&uv.AttrConceal != 0 {
			r.text = strings.Repeat(" ", r.cells)
		}
		r.look = p.look(style)
		if last := len(runs) - 1; last >= 0 && runs[last].look == r.look && alike(runs[last].text, r.text) {
			runs[last].text += r.text
			runs[last].cells += r.cells
		} else {
			runs = append(runs, r)
		}
		x += r.cells
	}
	return runs
}

func alike(before, cell string) bool {
	ascii := func(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r > '~' }) < 0 }
	return ascii(before) && ascii(cell) || strings.HasPrefix(before, cell) && strings.ReplaceAll(before, cell, "") == ""
}

// number writes a measure with two digits at most.
func number(f float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", f), "0"), ".")
}

// look is how cells look: the attributes of their text, and the colour beneath where it is not the terminal's.
type look struct{ attributes, surface string }

// palette knows the colours of the terminal: those that it has a say in, by whether its background is light or dark.
type palette struct {
	ground color.Color
	light  bool
}

func (p palette) plain() color.Color {
	if p.light {
		return color.RGBA{0x24, 0x29, 0x2f, 0xff}
	}
	return color.RGBA{0xd4, 0xd7, 0xdd, 0xff}
}

// basic returns one of the sixteen colours, as a terminal of our days has them.
func (p palette) basic(i int) color.Color {
	colors := [16]uint32{
		0x2b2f37, 0xf0716b, 0x7cc36e, 0xe0b35a, 0x6ea8f7, 0xc58af0, 0x4fc1c9, 0xc8ccd4,
		0x868d9a, 0xff8f89, 0x9ddb8f, 0xf2cc7d, 0x93c1ff, 0xdcb0ff, 0x7ddde4, 0xffffff,
	}
	if p.light {
		colors = [16]uint32{
			0x24292f, 0xc0262d, 0x1a7431, 0x8a5a00, 0x0b5cc4, 0x8038b8, 0x0b6e75, 0x6a737d,
			0x57606a, 0xa11218, 0x0f5a24, 0x6e4700, 0x06489c, 0x652a94, 0x07565c, 0x24292f,
		}
	}
	c := colors[i]
	return color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 0xff}
}

// shown returns the colour that the terminal shows, which has sixteen of its own.
func (p palette) shown(c color.Color) color.Color {
	switch c := c.(type) {
	case ansi.BasicColor:
		return p.basic(int(c))
	case ansi.IndexedColor:
		if c < 16 {
			return p.basic(int(c))
		}
	}
	return c
}

func (p palette) look(s uv.Style) look {
	text, ground := p.plain(), p.ground
	if s.Fg != nil {
		text = p.shown(s.Fg)
	}
	if s.Bg != nil {
		ground = p.shown(s.Bg)
	}
	if s.Attrs&uv.AttrReverse != 0 {
		text, ground = ground, text
	}
	var l look
	if hex(ground) != hex(p.ground) {
		l.surface = hex(ground)
	}
	if hex(text) != hex(p.plain()) {
		l.attributes += ` fill="` + hex(text) + `"`
	}
	if s.Attrs&uv.AttrFaint != 0 {
		l.attributes += ` fill-opacity=".6"`
	}
	if s.Attrs&uv.AttrBold != 0 {
		l.attributes += ` font-weight="bold"`
	}
	if s.Attrs&uv.AttrItalic != 0 {
		l.attributes += ` font-style="italic"`
	}
	var lines []string
	if s.Underline != uv.UnderlineNone {
		lines = append(lines, "underline")
	}
	if s.Attrs&uv.AttrStrikethrough != 0 {
		lines = append(lines, "line-through")
	}
	if len(lines) > 0 {
		l.attributes += ` text-decoration="` + strings.Join(lines, " ") + `"`
	}
	return l
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// dark reports whether light text is read well upon a colour.
func dark(c color.Color) bool {
	r, g, b, _ := c.RGBA()
	const half = 0x8000 * 1000
	return 299*r+587*g+114*b < half
}
