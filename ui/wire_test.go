package ui_test

import (
	"bytes"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"

	"segtap/mapping/catalogue"
	"segtap/ui"
)

// far is a terminal that is far away: what counts is how many bytes reach it. It is written to
// as Bubble Tea writes to one, without its clock: the bytes are the same each time.
type far struct {
	out   bytes.Buffer
	by    *uv.TerminalRenderer
	cells uv.ScreenBuffer
}

func newFar(depth colorprofile.Profile, w, h int) *far {
	f := &far{cells: uv.NewScreenBuffer(w, h)}
	f.by = uv.NewTerminalRenderer(&f.out, []string{"TERM=xterm-256color"})
	f.by.SetColorProfile(depth)
	f.by.SetTabStops(-1)
	f.by.SetScrollOptim(true)
	f.by.SetFullscreen(true)
	f.by.SetRelativeCursor(false)
	f.by.Erase()
	return f
}

// draw shows the screen, and returns how many bytes that took.
func (f *far) draw(t testing.TB, m *ui.Model) int {
	t.Helper()
	f.cells.Clear()
	uv.NewStyledString(m.View().Content).Draw(f.cells, f.cells.Bounds())
	f.by.Render(f.cells.RenderBuffer)
	if err := f.by.Flush(); err != nil {
		t.Fatal(err)
	}
	n := f.out.Len()
	f.out.Reset()
	return n
}

// depths are how many colours terminals have: all, the 256 that ssh leaves (it does not pass
// COLORTERM on), sixteen, and none.
var depths = []struct {
	name    string
	profile colorprofile.Profile
}{{"all", colorprofile.TrueColor}, {"256", colorprofile.ANSI256}, {"sixteen", colorprofile.ANSI}, {"none", colorprofile.Ascii}}

// actions are what people do most, as keys that lead back to where they began.
var actions = []struct {
	name string
	keys []tea.KeyPressMsg
}{
	{"down", []tea.KeyPressMsg{{Code: tea.KeyUp}, {Code: tea.KeyUp}, {Code: tea.KeyDown}, {Code: tea.KeyDown}}},
	{"page", []tea.KeyPressMsg{{Code: tea.KeyPgUp}, {Code: tea.KeyPgDown}}},
	{"screen", []tea.KeyPressMsg{{Code: '2', Text: "2"}, {Code: '1', Text: "1"}}},
	{"replays", []tea.KeyPressMsg{{Code: '3', Text: "3"}, {Code: '1', Text: "1"}}},
	{"problems", []tea.KeyPressMsg{{Code: '4', Text: "4"}, {Code: '1', Text: "1"}}},
	{"pane", []tea.KeyPressMsg{{Code: tea.KeyTab}}},
}

// bytesOf returns how many bytes a key of an action takes, on a screen of 200×50 cells.
func bytesOf(t testing.TB, depth colorprofile.Profile, keys []tea.KeyPressMsg, known ...*catalogue.Catalogue) int {
	t.Helper()
	m, f := screenOver(t, 1_000, known...), newFar(depth, 200, 50)
	press(m, tea.ColorProfileMsg{Profile: depth})
	f.draw(t, m)
	around := func() (sum int) {
		for _, key := range keys {
			press(m, key)
			sum += f.draw(t, m)
		}
		return sum
	}
	around() // it leads to where it is the same each time
	return around() / len(keys)
}

// Whatever the screen looks like, a terminal at the other end of a slow line is told no more
// than it was before there were surfaces and labels: that is what down, page and screen took
// then. Most of the bytes are changes of colour, and of the cell that is written next: rows
// that are like the one above, and blanks up to the right edge, take few.
func TestTheScreenIsCheapToDraw(t *testing.T) {
	type most map[string]map[string]int
	for name, c := range map[string]struct {
		known []*catalogue.Catalogue
		most  most
	}{
		"no metrics are known": {nil, most{
			"all":     {"down": 865, "page": 1311, "screen": 6428, "replays": 4400, "problems": 4350, "pane": 390},
			"256":     {"down": 865, "page": 1311, "screen": 6428, "replays": 4400, "problems": 4350, "pane": 380},
			"sixteen": {"down": 797, "page": 1203, "screen": 6224, "replays": 3950, "problems": 3900, "pane": 380},
			"none":    {"down": 661, "page": 1011, "screen": 5895, "replays": 3200, "problems": 3200, "pane": 340},
		}},
		"with a catalogue": {[]*catalogue.Catalogue{storefront(t)}, most{
			"all":     {"down": 1137, "page": 1951, "screen": 6810, "replays": 4750, "problems": 7250, "pane": 390},
			"256":     {"down": 1137, "page": 1951, "screen": 6810, "replays": 4750, "problems": 7250, "pane": 380},
			"sixteen": {"down": 1059, "page": 1811, "screen": 6594, "replays": 4400, "problems": 6750, "pane": 380},
			"none":    {"down": 917, "page": 1543, "screen": 6309, "replays": 3850, "problems": 6100, "pane": 340},
		}},
	} {
		for _, depth := range depths {
			for _, action := range actions {
				got, want := bytesOf(t, depth.profile, action.keys, c.known...), c.most[depth.name][action.name]
				t.Logf("%s; colours: %s; %s: %d bytes a key, at most %d", name, depth.name, action.name, got, want)
				if got > want {
					t.Errorf("%s; colours: %s; %s takes %d bytes a key, not at most %d", name, depth.name, action.name, got, want)
				}
			}
		}
	}
}
