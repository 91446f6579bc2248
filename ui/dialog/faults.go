package dialog

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/capture/ingest"
	"segtap/ui/dialog/keys"
	"segtap/ui/keymap"
	"segtap/ui/widget/input"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Faults switches the faults that the endpoint makes on purpose.
type Faults struct {
	Size
	opt    Options
	faults *ingest.Faults
	input  textinput.Model
}

// NewFaults opens the dialog.
func NewFaults(opt Options, faults *ingest.Faults) (*Faults, tea.Cmd) {
	d := &Faults{opt: opt, faults: faults, input: input.New(" faults > ")}
	d.input.SetValue(faults.String())
	return d, d.input.Focus()
}

// Update takes what is typed.
func (d *Faults) Update(msg tea.Msg) Answer {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case keys.Esc.Is(press):
			return Answer{Closed: true}
		case keys.Quit.Is(press):
			return Answer{Cmd: tea.Quit}
		case keys.Enter.Is(press):
			return d.set()
		}
	}
	var cmd tea.Cmd
	d.input, cmd = d.input.Update(msg)
	return Answer{Cmd: cmd}
}

// set switches the faults, unless there is a mistake in them, which the dialog shows.
func (d *Faults) set() Answer {
	if d.faults.Set(d.input.Value()) != nil {
		return Answer{}
	}
	d.opt.Guest.Did("faults", "faults", d.faults.String())
	if now := d.faults.String(); now != "" {
		return Answer{Closed: true, Say: "misbehaving on purpose from now on: " + now}
	}
	return Answer{Closed: true, Say: "no faults any more"}
}

// Section are the keys of the dialog.
func (d *Faults) Section() keymap.Section { return faultsSection() }

func faultsSection() keymap.Section {
	return keymap.SectionOf("Faults", keys.Enter.As("switch"), keys.Esc.As("leave as it is"))
}

// Sections are the keys of the dialogs here.
func Sections() []keymap.Section {
	return []keymap.Section{editorSection(), copySection(), sourcesSection(), faultsSection(), themesSection()}
}

// Hints are what the footer shows.
func (d *Faults) Hints() []keymap.Hint {
	hints := keymap.Hints(keys.Enter.As("switch"), keys.Esc.As("leave as it is"))
	if _, err := ingest.ParseFaults(d.input.Value()); err != nil {
		hints[0].Off = err.Error()
	}
	return hints
}

// View draws the line, and how faults are written.
func (d *Faults) View() ([]string, *tea.Cursor) {
	t := d.opt.Theme
	line, cursor := input.View(&d.input, d.W, t.Dim.Text)
	lines := []string{line, ""}
	if _, err := ingest.ParseFaults(d.input.Value()); err != nil {
		lines[1] = t.Bad.Text(sanitize.Cut(" "+t.Err+" "+sanitize.Escape(err.Error()), d.W))
	}
	for _, line := range []string{
		"What the endpoint does wrong on purpose, to see what your SDK makes of it.",
		"",
		"503:20%                a fifth of the requests is answered 503",
		"429:5%:retry-after=2   some are told to come back in two seconds",
		"delay:2s  delay:2s:10% all of them, or a tenth, wait for their answer",
		"drop:1%                the connection closes without an answer",
		"",
		"Several are separated by commas; an empty line switches them off.",
		"What comes is captured all the same.",
	} {
		for _, part := range styled.Wrap(line, max(d.W-4, 10)) {
			lines = append(lines, t.Dim.Text("   "+part))
		}
	}
	return lines[:min(len(lines), d.H)], cursor
}
