package screentest

import (
	"encoding/xml"
	"errors"
	"image/color"
	"io"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// painted is a program that shows a text, and which background it has been told.
type painted struct{ text, ground string }

func (painted) Init() tea.Cmd { return nil }

func (p painted) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if msg, ok := msg.(tea.BackgroundColorMsg); ok {
		p.ground = msg.String()
	}
	return p, nil
}

func (p painted) View() tea.View {
	v := tea.NewView(strings.ReplaceAll(p.text, "GROUND", p.ground))
	v.WindowTitle = "a <title> & more"
	v.Cursor = tea.NewCursor(2, 1)
	return v
}

// styles has what a screen may have: each way to name a colour, each style, and characters of every width.
const styles = "\x1b[1mbold\x1b[m \x1b[2mfaint\x1b[m \x1b[3mitalic\x1b[m \x1b[4munderlined\x1b[m \x1b[9mstruck\x1b[m \x1b[8mhidden\x1b[m|\n" +
	"\x1b[31mred\x1b[m \x1b[94mbright\x1b[m \x1b[38;5;208m256\x1b[m \x1b[38;2;18;52;86mtrue\x1b[m \x1b[7mreverse\x1b[m \x1b[7;32mgreen\x1b[m\n" +
	"\x1b[48;2;40;44;52m on a \x1b[1msurface\x1b[22m  \x1b[m \x1b[30;43m on yellow \x1b[m\n" +
	"日本語 テスト|👍🏽|я\u0301é|שלום|<&\"'>\n" +
	"┌────┐ ▁▂▃▄▅▆▇█ ✓✗·▌\n" +
	"\x1b[4m    \x1b[m trailing   "

func TestPicture(t *testing.T) {
	s := New(t, painted{text: styles}, 50, 8)
	s.GoldenPicture("styles")
	picture := s.Picture()
	if again := s.Picture(); again != picture {
		t.Error("the same screen gives two pictures")
	}
	for _, want := range []string{
		`>a &lt;title&gt; &amp; more<`,
		`font-weight="bold">bold<`, `fill-opacity=".6">faint<`, `font-style="italic">italic<`, `text-decoration="underline">underlined<`, `text-decoration="line-through">struck<`,
		`fill="#f0716b">re<`, `fill="#16181d">d<`, `fill="#ff8700">256<`, `fill="#123456">true<`, `fill="#16181d">reverse<`,
		`fill="#282c34"`, `fill="#e0b35a"`, // surfaces
		`textLength="16.8">日<`, `textLength="16.8">👍🏽<`, `textLength="8.4">я́<`, `&lt;&amp;&#34;&#39;&gt;`,
		`textLength="33.6">────<`, // a rule is one text
	} {
		if !strings.Contains(picture, want) {
			t.Errorf("the picture has no %s", want)
		}
	}
	for _, unwanted := range []string{"hidden", "href", "url(", "script"} {
		if strings.Contains(picture, unwanted) {
			t.Errorf("the picture has %s", unwanted)
		}
	}
	wellFormed(t, picture)
}

// The terminal's background is told to the program and shown in the picture, and its own sixteen colours go with it.
func TestPictureOfALightTerminal(t *testing.T) {
	s := New(t, painted{text: "on GROUND \x1b[31mred"}, 30, 2)
	s.Background(color.RGBA{0xfa, 0xfa, 0xf7, 0xff})
	picture := s.Picture()
	for _, want := range []string{"on #fafaf7", `fill="#fafaf7"`, `fill="#c0262d">red<`} {
		if !strings.Contains(picture, want) {
			t.Errorf("the picture has no %s:\n%s", want, picture)
		}
	}
	wellFormed(t, picture)
}

func TestPictureOfATerminal(t *testing.T) {
	term := start(t)
	must(t, term.WaitFor("tiny 60×6", patience), term.Type("x"), term.WaitFor("keys: x", patience))
	picture := term.Picture()
	for _, want := range []string{`font-weight="bold">tiny<`, ">x<", `fill="#16181d"`} {
		if !strings.Contains(picture, want) {
			t.Errorf("the picture has no %s:\n%s", want, picture)
		}
	}
	wellFormed(t, picture)
}

func wellFormed(t *testing.T, picture string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(picture))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
