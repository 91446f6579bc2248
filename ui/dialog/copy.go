package dialog

import (
	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/capture/store"
	"segtap/ui/dialog/keys"
	"segtap/ui/keymap"
	"segtap/ui/widget/menu"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Copy asks what to copy, of an entry or of a row of a table.
type Copy struct {
	Size
	opt     Options
	choices []Choice
	cursor  int
}

// Choice is one thing that can be copied, and the key for it.
type Choice struct{ Key, What, Text string }

// NewCopy opens the dialog for an entry; pointer is the place in its message that is
// looked at.
func NewCopy(opt Options, got *store.Captured, pointer string) *Copy {
	return &Copy{opt: opt, choices: opt.copyChoices(got, pointer)}
}

// NewChoices opens the dialog for what a row of a table has to copy.
func NewChoices(opt Options, choices []Choice) *Copy { return &Copy{opt: opt, choices: choices} }

func (o *Options) copyChoices(got *store.Captured, pointer string) []Choice {
	choices := []Choice{{"m", "the message", string(got.Message.Text)}}
	source := o.Source()
	item := source.AsIs(got)
	if event := got.Judgement.Event; event != nil {
		choices = append(choices, Choice{"e", "the custom event", string(event.AppendJSON(nil))})
	}
	env, here := o.Env, "curl that sends the message here"
	seen, reached := o.Guest.Reaches(env.Address)
	if env.Address = seen; !reached {
		here += ", for the machine of segtap"
	}
	for _, c := range []Choice{
		{"c", here, "here"},
		{"l", "curl that sends the custom event to LaunchDarkly", "dry-run"},
	} {
		target, err := replay.Parse(c.Text, env)
		if err != nil {
			continue
		}
		if req, err := target.Request(item, o.Sending()); err == nil {
			c.Text = req.Curl()
			choices = append(choices, c)
		}
	}
	if pointer != "" {
		choices = append(choices, Choice{"p", "the JSON Pointer " + pointer, pointer})
		if v := got.Message.Root.Lookup(pointer); len(v.Raw()) > 0 {
			choices = append(choices, Choice{"v", "the value at " + pointer, string(v.Raw())})
		}
	}
	return choices
}

// Update takes a key: one that is no choice closes the dialog.
func (d *Copy) Update(msg tea.Msg) Answer {
	if p, ok := keys.Pointing(msg, d.rowAt); ok {
		if d.cursor = p.Moved(d.cursor, len(d.choices)); p.Take {
			return d.copy(d.choices[d.cursor])
		}
	}
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return Answer{}
	}
	if by := keys.Choosing(press); by != 0 {
		d.cursor = menu.Moved(d.cursor, by, len(d.choices))
		return Answer{}
	}
	switch {
	case keys.Quit.Is(press):
		return Answer{Cmd: tea.Quit}
	case keys.Enter.Is(press):
		return d.copy(d.choices[d.cursor])
	}
	for _, c := range d.choices {
		if c.Key == press.String() {
			return d.copy(c)
		}
	}
	return Answer{Closed: true}
}

func (d *Copy) copy(c Choice) Answer {
	return Answer{Closed: true, Next: CopyMsg{c.What, c.Text}}
}

// Section are the keys of the dialog.
func (d *Copy) Section() keymap.Section { return copySection() }

func copySection() keymap.Section {
	return keymap.SectionOf("Copy", keys.Above.As("up"), keys.Below.Binding, keys.Enter.As("copy"), keys.Esc.Binding)
}

// Typing reports whether a text is typed.
func (d *Copy) Typing() bool { return false }

// Hints are what the footer shows.
func (d *Copy) Hints() []keymap.Hint {
	return keymap.Hints(keys.Above.Binding, keys.Enter.As("copy"), keys.Esc.Binding)
}

// View draws the choices.
func (d *Copy) View() ([]string, *tea.Cursor) {
	shown, _ := d.draw()
	return shown, nil
}

// draw draws what is in sight of the choices, and returns how many lines stand above.
func (d *Copy) draw() (shown []string, above int) {
	rows := make([]menu.Row, len(d.choices))
	for i, c := range d.choices {
		rows[i].Text = sanitize.Cut(" "+c.Key+"  "+sanitize.Escape(c.What), max(d.W-2, 1))
	}
	choices, _, _ := menu.View(rows, d.cursor, "", d.opt.Theme.Menu)
	lines := append([]string{" " + d.opt.Theme.Title.Text("Copy"), ""}, choices...)
	return styled.Window(lines, d.cursor+titled, d.H)
}

// rowAt returns the choice in a line; less than none for none.
func (d *Copy) rowAt(y int) int {
	_, above := d.draw()
	return menu.At(make([]menu.Row, len(d.choices)), d.cursor, y+above-titled)
}

// titled is how many lines a title has.
const titled = 2
