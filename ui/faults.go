package ui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/capture/ingest"
	"segtap/ui/widget/sanitize"
)

// faultsDialog switches the faults that the endpoint makes on purpose.
type faultsDialog struct {
	input textinput.Model
}

func (m *Model) showFaults() tea.Cmd {
	input := newInput(" faults > ")
	input.SetValue(m.opt.Faults.String())
	d := &faultsDialog{input: input}
	m.dialog = d
	return d.input.Focus()
}

func needFaults(m *Model) string {
	if m.opt.Faults == nil {
		return "this endpoint makes no faults"
	}
	return ""
}

func (d *faultsDialog) update(m *Model, msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "esc":
			m.dialog = nil
			return nil
		case "ctrl+c":
			return m.quit()
		case "enter":
			return d.set(m)
		}
	}
	var cmd tea.Cmd
	d.input, cmd = d.input.Update(msg)
	return cmd
}

// set switches the faults, unless there is a mistake in them, which the dialog
// shows.
func (d *faultsDialog) set(m *Model) tea.Cmd {
	if m.opt.Faults.Set(d.input.Value()) != nil {
		return nil
	}
	m.dialog = nil
	if now := m.opt.Faults.String(); now != "" {
		m.say("misbehaving on purpose from now on: " + now)
	} else {
		m.say("no faults any more")
	}
	return m.forgetNotice()
}

func (d *faultsDialog) keys(*Model) []hint {
	off := ""
	if _, err := ingest.ParseFaults(d.input.Value()); err != nil {
		off = err.Error()
	}
	return []hint{{"enter", "switch", off}, {"esc", "leave as it is", ""}}
}

func (d *faultsDialog) view(m *Model, w, h int) ([]string, *tea.Cursor) {
	input, cursor := m.inputView(&d.input, w)
	lines := []string{input}
	if _, err := ingest.ParseFaults(d.input.Value()); err != nil {
		lines = append(lines, m.theme.bad.text(sanitize.Cut(" "+m.theme.err+" "+sanitize.Escape(err.Error()), w)))
	} else {
		lines = append(lines, "")
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
		for _, part := range wrapText(line, max(w-4, 10)) {
			lines = append(lines, m.theme.dim.text("   "+part))
		}
	}
	return lines[:min(len(lines), h)], cursor
}
