package ui

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"segtap/mapping"
	"segtap/ui/widget/sanitize"
)

// helpDialog lists every key and what the signs of the screen mean.
type helpDialog struct{ scroll int }

func (m *Model) showHelp() tea.Cmd {
	m.dialog = &helpDialog{}
	return nil
}

func (d *helpDialog) update(m *Model, msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch key.String() {
	case "up", "k":
		d.scroll--
	case "down", "j":
		d.scroll++
	case "pgup":
		d.scroll -= 10
	case "pgdown", "space":
		d.scroll += 10
	case "ctrl+c":
		return m.quit()
	default:
		m.dialog = nil
	}
	return nil
}

func (d *helpDialog) keys(*Model) []hint {
	return []hint{{"↑↓", "scroll", ""}, {"esc", "close", ""}}
}

func (d *helpDialog) view(m *Model, w, h int) ([]string, *tea.Cursor) {
	var lines []string
	group := ""
	for _, k := range Keys() {
		if k.Group != group {
			group = k.Group
			lines = append(lines, "", " "+m.theme.title.text(group))
		}
		line := "   " + sanitize.Pad(k.Keys, 16) + " "
		for i, part := range wrapText(k.Help, max(w-21, 10)) {
			if i > 0 {
				line = "   " + sanitize.Pad("", 16) + " "
			}
			lines = append(lines, line+part)
		}
	}
	lines = append(lines, "", " "+m.theme.title.text("The gates"))
	for _, g := range mapping.AllGates() {
		lines = append(lines, "   "+sanitize.Cut(sanitize.Pad(g.String(), 16)+" "+g.Question(), max(w-4, 1)))
	}
	lines = append(lines, "", "   "+sanitize.Cut(strings.Join([]string{
		m.theme.ok + " pass", m.theme.nowhere + " fine, and no metric counts it", m.theme.warn + " warning", m.theme.err + " error",
		m.theme.unknown + " unknown, or not for this destination",
		m.theme.edited + " edited here", m.theme.replayed + " sent from here", m.theme.replayed + m.theme.err + " sent, and not taken",
		m.theme.passedOn + m.theme.err + " passed on, and not taken",
	}, "   "), max(w-4, 1)))
	d.scroll = min(max(d.scroll, 0), max(len(lines)-h, 0))
	return lines[d.scroll:min(d.scroll+h, len(lines))], nil
}

// palette finds an action by a few letters of its name or help.
type palette struct {
	input  textinput.Model
	cursor int
}

func (m *Model) showPalette() tea.Cmd {
	p := &palette{input: newInput(" > ")}
	m.dialog = p
	return p.input.Focus()
}

// found gives the actions whose name, or else whose help, has the letters that
// were typed, the best first.
func (p *palette) found(m *Model) []*action {
	var all []*action
	for i := range m.actions {
		all = append(all, &m.actions[i])
	}
	typed := strings.TrimSpace(p.input.Value())
	if typed == "" {
		return all
	}
	names, helps := make([]string, len(all)), make([]string, len(all))
	for i, a := range all {
		names[i], helps[i] = a.id, a.help
	}
	var found []*action
	seen := make(map[int]bool)
	for i, name := range names {
		if strings.HasPrefix(name, typed) {
			seen[i] = true
			found = append(found, all[i])
		}
	}
	for _, match := range append(fuzzy.Find(typed, names), fuzzy.Find(typed, helps)...) {
		if !seen[match.Index] {
			seen[match.Index] = true
			found = append(found, all[match.Index])
		}
	}
	return found
}

func (p *palette) update(m *Model, msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		found := p.found(m)
		switch key.String() {
		case "esc", "ctrl+p":
			m.dialog = nil
			return nil
		case "ctrl+c":
			return m.quit()
		case "up":
			p.cursor = max(p.cursor-1, 0)
			return nil
		case "down":
			p.cursor = min(p.cursor+1, max(len(found)-1, 0))
			return nil
		case "enter":
			m.dialog = nil
			if p.cursor < len(found) {
				return m.perform(found[p.cursor])
			}
			return nil
		}
		p.cursor = 0
	}
	var cmd tea.Cmd
	p.input, cmd = p.input.Update(msg)
	return cmd
}

func (p *palette) keys(*Model) []hint {
	return []hint{{"↑↓", "choose", ""}, {"enter", "do it", ""}, {"esc", "close", ""}}
}

func (p *palette) view(m *Model, w, h int) ([]string, *tea.Cursor) {
	input, cursor := m.inputView(&p.input, w)
	lines := []string{input, m.rule(w)}
	found := p.found(m)
	room := max(h-len(lines), 1)
	from := max(0, min(p.cursor-room+1, len(found)-room))
	for i := from; i < len(found) && i < from+room; i++ {
		a := found[i]
		reason := m.whyNot(a)
		text := sanitize.Pad(a.id, 18) + sanitize.Pad(keyName(a.keys[0]), 11) + a.help
		if reason != "" {
			text = sanitize.Pad(a.id, 18) + sanitize.Pad(keyName(a.keys[0]), 11) + "(" + reason + ")"
		}
		text = sanitize.Cut(text, max(w-3, 1))
		switch {
		case i == p.cursor:
			lines = append(lines, " "+m.theme.cursor+m.theme.selected.text(text))
		case reason != "":
			lines = append(lines, "  "+m.theme.dim.text(text))
		default:
			lines = append(lines, "  "+text)
		}
	}
	if len(found) == 0 {
		lines = append(lines, "  "+m.theme.dim.text("no command is called that"))
	}
	return lines, cursor
}
