package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/ui/widget/sanitize"
)

// copyDialog asks what to copy.
type copyDialog struct {
	choices []copyChoice
	cursor  int
}

// copyChoice is one thing that can be copied.
type copyChoice struct{ key, what, text string }

// copiedMsg says what came of copying.
type copiedMsg struct{ text string }

// copy copies the snippet on the start screen, else asks what of the entry.
func (m *Model) copy() tea.Cmd {
	if m.total == 0 {
		s := snippets[m.snippet]
		return m.copyText("the lines for "+s.SDK, strings.Join(s.Fill(m.opt.Address), "\n")+"\n")
	}
	if reason := needMessage(m); reason != "" {
		m.say("y: " + reason)
		return m.forgetNotice()
	}
	m.dialog = &copyDialog{choices: m.copyChoices()}
	return nil
}

func (m *Model) copyChoices() []copyChoice {
	got := m.detail.got
	choices := []copyChoice{{"m", "the message", string(got.Message.Text)}}
	item := m.itemOf(got)
	if event := got.Judgement.Event; event != nil {
		choices = append(choices, copyChoice{"e", "the custom event", string(event.AppendJSON(nil))})
	}
	for _, c := range []copyChoice{
		{"c", "curl that sends the message here", "here"},
		{"l", "curl that sends the custom event to LaunchDarkly", "dry-run"},
	} {
		target, err := replay.Parse(c.text, m.opt.Env)
		if err != nil {
			continue
		}
		if req, err := target.Request(item, m.sendOptions()); err == nil {
			c.text = req.Curl()
			choices = append(choices, c)
		}
	}
	if pointer := m.detail.pointer(); pointer != "" {
		choices = append(choices, copyChoice{"p", "the JSON Pointer " + pointer, pointer})
		if v := got.Message.Root.Lookup(pointer); len(v.Raw()) > 0 {
			choices = append(choices, copyChoice{"v", "the value at " + pointer, string(v.Raw())})
		}
	}
	return choices
}

func (d *copyDialog) update(m *Model, msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch key.String() {
	case "up", "k":
		d.cursor = max(d.cursor-1, 0)
		return nil
	case "down", "j":
		d.cursor = min(d.cursor+1, len(d.choices)-1)
		return nil
	case "ctrl+c":
		return m.quit()
	case "enter":
		m.dialog = nil
		return m.copyText(d.choices[d.cursor].what, d.choices[d.cursor].text)
	}
	for _, c := range d.choices {
		if c.key == key.String() {
			m.dialog = nil
			return m.copyText(c.what, c.text)
		}
	}
	m.dialog = nil
	return nil
}

func (d *copyDialog) keys(*Model) []hint {
	return []hint{{"↑↓", "choose", ""}, {"enter", "copy", ""}, {"esc", "close", ""}}
}

func (d *copyDialog) view(m *Model, w, h int) ([]string, *tea.Cursor) {
	lines := []string{" " + m.theme.title.text("Copy"), ""}
	for i, c := range d.choices {
		text := sanitize.Cut(" "+c.key+"  "+sanitize.Escape(c.what), max(w-2, 1))
		if i == d.cursor {
			lines = append(lines, m.theme.cursor+m.theme.selected.text(text))
		} else {
			lines = append(lines, " "+text)
		}
	}
	shown, _ := window(lines, d.cursor+2, h)
	return shown, nil
}

// copyText copies to the clipboard of this machine; where there is none, it
// asks the terminal, which may or may not do it.
func (m *Model) copyText(what, text string) tea.Cmd {
	native := m.opt.Clipboard
	return func() tea.Msg {
		if native != nil && native(text) == nil {
			return copiedMsg{"copied " + what + " to the clipboard"}
		}
		return askTerminalMsg{what, text}
	}
}

// askTerminalMsg asks the terminal to copy.
type askTerminalMsg struct{ what, text string }

// takeUncopied hands a text to the terminal (OSC 52).
func (m *Model) takeUncopied(msg askTerminalMsg) tea.Cmd {
	m.say("copied " + msg.what + " through the terminal (OSC 52), if it allows that")
	return tea.Batch(tea.SetClipboard(msg.text), m.forgetNotice())
}
