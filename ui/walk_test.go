package ui_test

import (
	"fmt"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"segtap/capture/ingest"
	"segtap/capture/replay"
	"segtap/mapping/jsondoc"
	"segtap/ui"
	"segtap/ui/keymap"
	"segtap/ui/theme/palette"
)

// look is a way in which the screen can be drawn.
type look struct {
	theme             string
	profile           colorprofile.Profile
	light, ascii      bool
	reduced, mouseOff bool
}

// looks has every theme, and with each of them every profile of colours and everything else
// in both ways.
func looks() []look {
	profiles := []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256, colorprofile.ANSI, colorprofile.ASCII}
	var all []look
	for i, name := range append(palette.Names(), "mine") {
		for j, profile := range profiles {
			all = append(all, look{name, profile, (i+j)%2 == 0, j%2 == 0, (i+j/2)%2 == 0, j == 3})
		}
	}
	return all
}

// options have the screen look so.
func (l look) options(o *ui.Options) {
	o.Theme, o.ASCII, o.ReducedMotion, o.NoMouse = palette.Theme{Name: l.theme}, l.ascii, l.reduced, l.mouseOff
	for _, name := range palette.Names() {
		o.Themes = append(o.Themes, palette.Theme{Name: name})
	}
	if l.theme == "mine" {
		pink, _ := palette.Parse("#ff66cc")
		o.Theme = palette.Theme{Name: "mine", Base: "dark", Change: map[palette.Role]palette.Colour{palette.Key: pink}}
	}
}

// seen tells the screen what the terminal is.
func (l look) seen(d *desk) {
	ground := color.Color(color.Black)
	if l.light {
		ground = color.White
	}
	d.Send(tea.ColorProfileMsg{Profile: l.profile}, tea.BackgroundColorMsg{Color: ground})
}

// sizes are those that the screen is tried at: from what nobody uses to what fills a wall.
var sizes = [][2]int{{5, 3}, {40, 10}, {80, 24}, {100, 30}, {120, 36}, {200, 50}, {400, 120}}

// walked opens a screen over a shop in which everything can be done.
func walked(t *testing.T, w, h int, look func(*ui.Options)) *desk {
	t.Helper()
	d := newDesk(t, w, h, func(o *ui.Options) {
		withStorefront(t)(o)
		o.Env.ClientSideID, o.Env.EventsURL = "0123456789abcdef01234567", "http://127.0.0.1:1"
		o.Faults = ingest.NewFaults(func() float64 { return 1 })
		o.Editor = []string{"ed"}
		look(o)
	})
	batch := []string{aPage, noUser, strings.Replace(badOrder, "currency", strings.Repeat("long ", 60), 1)}
	for i := range 4 {
		batch = append([]string{strings.ReplaceAll(goodOrder, "u_42", fmt.Sprintf("u_%d", i))}, batch...)
	}
	for _, text := range hostile { // wide, combining, from right to left, controls
		quoted := string(jsondoc.AppendString(nil, text))
		batch = append(batch, `{"type":"track","userId":`+quoted+`,"event":`+quoted+`,"properties":{`+quoted+`:`+quoted+`}}`)
	}
	batch = append(batch, batch[len(batch)-len(hostile)-1]) // the last one has a problem
	d.post("batch", `{"batch":[`+strings.Join(batch, ",")+`]}`)
	for i, status := range []int{202, 503} {
		a := replay.Attempt{Target: "segment", Kind: replay.Segment, EntryID: 2, Status: status, Tries: i + 1, Method: "POST", URL: "http://127.0.0.1:1/v1/track", At: noon.Add(time.Duration(i) * time.Second), RequestBody: []byte(badOrder)}
		if err := d.store.AddAttempt(0, &a, noon); err != nil {
			t.Fatal(err)
		}
	}
	d.arrive()
	return d
}

// Every key of every screen and every key of every dialog: at every size each screen, and in
// every theme each size and each screen. Nothing goes out of its bounds, whatever it opens;
// esc leads back, and then help and the way out stand in the footer, whole.
func TestAWalkOverTheActionTable(t *testing.T) {
	all := looks()
	for i, size := range sizes {
		for theme := range len(all) / profiles {
			screen := keymap.Screens()[(i+theme)%len(keymap.Screens())]
			l := all[theme*profiles+(i/2+theme)%profiles]
			t.Run(fmt.Sprintf("%dx%d/%s/%s/%s", size[0], size[1], l.theme, l.profile, screen), func(t *testing.T) {
				t.Parallel()
				d := walked(t, size[0], size[1], l.options)
				l.seen(d)
				walk(t, d, screen, size)
			})
		}
	}
}

// profiles is how many looks a theme has.
const profiles = 4

func walk(t *testing.T, d *desk, screen keymap.Screen, size [2]int) {
	for _, b := range keymap.Table() {
		if slices.Contains([]string{"quit", "suspend"}, b.ID) {
			continue
		}
		for i, key := range b.Keys() {
			d.Press(fmt.Sprint(int(screen)+1), key)
			if d.CheckBounds(); t.Failed() {
				t.Fatalf("after %s on %s", key, screen)
			}
			if i == 0 && b.IsOn(screen) {
				walkDialog(t, d, b.ID, key)
			}
			for range 3 {
				d.Press("esc")
			}
			if foot := lastLine(d); size[0] >= 40 && size[1] >= 10 && (!strings.HasSuffix(foot, " q quit ") || !strings.Contains(foot, " ? help ")) {
				t.Fatalf("after %s and esc on %s the footer is %q", key, screen, foot)
			}
		}
	}
}

// dialogs are the sections of the help that the keys of a dialog stand in, by what opens it.
var dialogs = map[string]string{
	"edit": "Editor", "fix": "Editor", "replay": "Replay", "faults": "Faults", "copy": "Copy", "theme": "Themes", "compare": "Compare",
	"help": "Help", "commands": "Palette", "filter": "Filter", "sources": "Files", "columns": "Columns",
}

// walkDialog presses the keys of a dialog that is open, each as long as it is.
func walkDialog(t *testing.T, d *desk, id, opens string) {
	for _, section := range ui.Sections() {
		if section.Name != dialogs[id] {
			continue
		}
		for _, b := range section.Keys {
			for _, key := range b.Keys() {
				if slices.Contains([]string{"ctrl+c", "q", "y", "enter", "ctrl+r"}, key) { // they leave, or send
					continue
				}
				d.Press(key)
				if d.CheckBounds(); t.Failed() {
					t.Fatalf("after %s behind %s", key, opens)
				}
				if key == "esc" {
					d.Press("y", "esc", opens) // a draft that is asked about goes
				}
			}
		}
		d.Press("esc", "y")
		return
	}
	if dialogs[id] != "" {
		t.Fatalf("there is no section %q", dialogs[id])
	}
}

// lastLine returns what stands in the last line of the screen.
func lastLine(d *desk) string {
	lines := strings.Split(d.View().Content, "\n")
	return ansi.Strip(lines[len(lines)-1])
}

// No key does nothing and does not say why: on each screen where it belongs, each shows
// something new, asks something of the terminal, or has its reason, in one state at
// least.
func TestNoKeyIsDead(t *testing.T) {
	fixed := []string{"f", "ctrl+s"} // an edited copy, which is selected then
	states := map[keymap.Screen][][]string{
		keymap.Events: {
			{},
			{"up", "up"},
			{"tab"},
			{"tab", "down", "down"},
			{"tab", "tab"},
			{"space"},
			{"up", "m", "up", "m"},
			{"up", "c"},
			{"tab", "-"},
			{"w", "tab"},
			{"w", "tab", ">", ">"},
			{"tab", ">", ">"},
			{"home"},
			{"i"},
			fixed, append(slices.Clone(fixed), "p"),
		},
		keymap.Metrics:  {{"2"}, {"2", "down", "down"}, {"2", "x"}},
		keymap.Problems: {{"4"}, {"4", "down", "down"}},
		keymap.Replays:  {{"3", "home"}, {"3", "end"}, {"3", "end", "J", "J"}, {"3", "/", "5", "enter"}},
	}
	for _, screen := range keymap.Screens() {
		for _, b := range keymap.Table() {
			if !b.IsOn(screen) || b.ID == screen.ID() { // it is open
				continue
			}
			t.Run(screen.String()+"/"+b.ID, func(t *testing.T) {
				t.Parallel() // it waits for frames more than for the processor
				for _, state := range states[screen] {
					d := walked(t, 120, 20, look{theme: palette.Auto}.options)
					d.Press(state...)
					d.Press("f1", "esc") // what it has said is read
					before, asked, has := d.Styled(), len(d.Requests()), d.store.Counts().Entries
					d.Press(b.Keys()[0])
					if d.Styled() != before || len(d.Requests()) != asked || d.store.Counts().Entries != has || d.Quit() {
						return
					}
				}
				t.Errorf("%s does nothing on %s, and does not say why", b.Keys()[0], screen)
			})
		}
	}
}

// A theme that changes under an open dialog leaves nothing of the one before: it looks as if it
// had been opened in the new one.
func TestAThemeChangesUnderADialog(t *testing.T) {
	before := look{theme: "dark", profile: colorprofile.TrueColor}
	after := look{theme: "dark", profile: colorprofile.ANSI, light: true}
	ways := map[string][]string{"form": {"e", "ctrl+t"}, "several": {"R"}, "request": {"r", "enter"}, "editor of a fix": {"f"}, "help over the editor": {"e", "f1"}, "find": {"e", "ctrl+f"}}
	for _, b := range keymap.Table() {
		if dialogs[b.ID] != "" {
			ways[b.ID] = []string{b.Keys()[0]}
		}
	}
	for name, keys := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shown := func(looks ...look) string {
				d := walked(t, 120, 36, looks[0].options)
				looks[0].seen(d)
				d.Press(keys...)
				for _, l := range looks[1:] {
					l.seen(d)
				}
				d.CheckBounds()
				return d.View().Content
			}
			got, want := shown(before, after), shown(after)
			gotLines, wantLines := strings.Split(got, "\n"), strings.Split(want, "\n")
			for i := range wantLines {
				if strings.Contains(wantLines[i], "127.0.0.1") || strings.Contains(wantLines[i], "Segtap-Parent") { // its port, its seal
					continue
				}
				if i >= len(gotLines) || gotLines[i] != wantLines[i] {
					t.Fatalf("line %d is\n%q, not\n%q", i+1, gotLines[i], wantLines[i])
				}
			}
		})
	}
}
