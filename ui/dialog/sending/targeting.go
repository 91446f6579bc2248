package sending

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/ui/dialog"
	"segtap/ui/dialog/keys"
	"segtap/ui/theme"
	"segtap/ui/widget/input"
	"segtap/ui/widget/menu"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// targeting lets a person choose a target: from a list, or as a URL.
type targeting struct {
	theme   *theme.Theme
	choices []choice
	cursor  int
	typing  bool // a URL
	input   textinput.Model
	problem string // why the last choice cannot be taken
}

// choice is one target in the list.
type choice struct {
	spec, what string
	off        string // why it cannot be chosen
}

// newTargeting returns the choice of targets; last is the one that was chosen last. Usable says
// why what is to be sent cannot go to one; nil where that shows later.
func newTargeting(opt *dialog.Options, last string, usable func(replay.Target) error) targeting {
	c := targeting{theme: opt.Theme, input: input.New("")}
	check := func(row *choice) {
		target, err := replay.Parse(row.spec, opt.Env)
		if err == nil && usable != nil {
			err = usable(target)
		}
		if err != nil {
			row.off = err.Error()
			return
		}
		row.what += ": " + sanitize.Escape(target.URL)
	}
	for _, row := range []choice{
		{spec: "here", what: "the message, back here"},
		{spec: "launchdarkly", what: "the custom event, as Segment sends it"},
		{spec: "launchdarkly-import", what: "the custom event, by the metric import API"},
		{spec: "dry-run", what: "sends nothing: shows the request that would go"},
		{spec: "segment", what: "the message, with its write key"},
		{spec: "", what: "another URL", off: opt.Guest.NoURLs()},
	} {
		if row.spec != "" {
			check(&row)
		}
		c.choices = append(c.choices, row)
	}
	for i, named := range opt.Env.Named {
		row := choice{spec: named.Name, what: string(named.Kind)}
		check(&row)
		c.choices = slices.Insert(c.choices, i, row)
	}
	if opt.Target != "" {
		row := choice{spec: opt.Target, what: "as --target says"}
		check(&row)
		c.choices = append([]choice{row}, c.choices...)
	}
	c.cursor = max(slices.IndexFunc(c.choices, func(row choice) bool { return row.off == "" }), 0)
	for i, row := range c.choices {
		if row.spec == last && row.off == "" && row.spec != "" {
			c.cursor = i
		}
	}
	return c
}

// enter takes the target under the cursor; empty where there is none to take, or a URL
// is to be typed.
func (c *targeting) enter() (spec string, cmd tea.Cmd) {
	row := c.choices[c.cursor]
	switch {
	case row.off != "": // the row says why
	case row.spec == "":
		c.typing, c.problem = true, ""
		c.input.Prompt, c.input.Placeholder = "URL  ", "https://… or event:https://…"
		c.input.Reset()
		return "", c.input.Focus()
	default:
		return row.spec, nil
	}
	return "", nil
}

// spec is the target under the cursor, or the one that is typed.
func (c *targeting) spec() string {
	if c.typing {
		return c.input.Value()
	}
	return c.choices[c.cursor].spec
}

// move moves the cursor.
func (c *targeting) move(by int) { c.cursor = menu.Moved(c.cursor, by, len(c.choices)) }

// typeKey takes keys while a URL is typed; enter gives it.
func (c *targeting) typeKey(msg tea.Msg) (spec string, cmd tea.Cmd) {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case keys.Esc.Is(press):
			c.typing, c.problem = false, ""
			return "", nil
		case keys.Enter.Is(press):
			if strings.TrimSpace(c.input.Value()) == "" {
				c.problem = "type a URL; " + keys.Esc.Shown() + " goes back to the list"
			}
			return strings.TrimSpace(c.input.Value()), nil
		}
	}
	c.input, cmd = c.input.Update(msg)
	return "", cmd
}

// view draws the targets below some lines and above others, the chosen one and what is
// typed always in sight.
func (c *targeting) view(lines, below []string, w, h int) ([]string, *tea.Cursor) {
	shown, above, cursor := c.draw(lines, below, w, h)
	if input.Moved(cursor, 0, -above); cursor != nil && cursor.Y < 0 {
		cursor = nil // the problem needs the room
	}
	return shown, cursor
}

// pointed moves the cursor by the mouse, and reports whether what it is on is taken.
func (c *targeting) pointed(msg tea.Msg, head, below, w, h int) (take bool) {
	p, ok := keys.Pointing(msg, func(y int) int {
		_, above, _ := c.draw(make([]string, head), make([]string, below), w, h)
		return menu.At(c.rows(w), c.cursor, y+above-head)
	})
	if ok {
		c.cursor = p.Moved(c.cursor, len(c.choices))
	}
	return ok && p.Take
}

// draw draws what is in sight, and returns how many lines stand above, and where in all of
// them the cursor is.
func (c *targeting) draw(lines, below []string, w, h int) (shown []string, above int, cursor *tea.Cursor) {
	t := c.theme
	choices, first, last := menu.View(c.rows(w), c.cursor, "", t.Menu)
	at := len(lines) + min(last, first+max(h-1, 0)) // the choice itself is always in sight
	lines = append(append(lines, choices...), below...)
	if c.typing {
		line, typing := input.View(&c.input, w-1, t.Dim.Text)
		lines = append(lines, "", " "+line)
		at = len(lines) - 1
		cursor = input.Moved(typing, 1, at)
	}
	for _, l := range styled.Wrap(sanitize.Escape(c.problem), max(w-4, 10)) {
		if l != "" {
			lines = append(lines, "   "+t.Bad.Text(l))
			at = len(lines) - 1
		}
	}
	shown, above = styled.Window(lines, at, h)
	return shown, above, cursor
}

// rows are the targets. Each that cannot be taken says why in the place of what it gets; where
// there is no room for that, whole below it where the cursor is.
func (c *targeting) rows(w int) []menu.Row {
	rows := make([]menu.Row, len(c.choices))
	for i, row := range c.choices {
		name := row.spec
		if name == "" {
			name = "URL…"
		}
		what := row.what
		if row.off != "" {
			what = "not now: " + sanitize.Escape(strings.TrimPrefix(row.off, row.spec+" "))
		}
		whole := fmt.Sprintf(" %-19s %s", sanitize.Escape(name), what)
		text := sanitize.CutTail(whole, w-2, c.theme.Ellipsis)
		if i == c.cursor {
			text = sanitize.Pad(text, min(w-2, 76))
		}
		rows[i] = menu.Row{Text: text, Off: row.off != ""}
		if row.off == "" || sanitize.Width(whole) <= w-2 {
			continue
		}
		for _, l := range styled.Wrap(sanitize.Escape(row.off), max(w-25, 10)) {
			rows[i].Below = append(rows[i].Below, "                      "+c.theme.Dim.Text(l))
		}
	}
	return rows
}
