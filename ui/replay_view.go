package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/ui/widget/sanitize"
)

func (d *replayDialog) keys(*Model) []hint {
	switch d.step {
	case chooseTarget:
		return []hint{{"↑↓", "choose", ""}, {"enter", "look at the request", ""}, {"i", "messageId", ""}, {"t", "timestamp", ""}, {"esc", "cancel", ""}}
	case typeURL:
		return []hint{{"enter", "look at the request", ""}, {"esc", "back", ""}}
	case sending:
		return []hint{{"esc", "stop", ""}}
	case sent:
		return []hint{{"enter", "close", ""}, {"r", "again", ""}, {"↑↓", "scroll", ""}}
	case confirm:
	}
	switch {
	case d.target.DryRun:
		return []hint{{"enter", "close", ""}, {"↑↓", "scroll", ""}, {"esc", "back", ""}}
	case d.consent.TypeToConfirm != "":
		return []hint{{"enter", "send", ""}, {"esc", "back", ""}, {"↑↓", "scroll", ""}}
	case d.consent.Needed:
		return []hint{{"y", "send", ""}, {"n", "do not", ""}, {"↑↓", "scroll", ""}, {"esc", "back", ""}}
	}
	return []hint{{"enter", "send", ""}, {"↑↓", "scroll", ""}, {"esc", "back", ""}}
}

func (d *replayDialog) view(m *Model, w, h int) ([]string, *tea.Cursor) {
	lines := []string{" " + m.theme.title.text(fmt.Sprintf("Replay #%d", d.id)), ""}
	switch d.step {
	case chooseTarget, typeURL:
		return d.chooseView(m, lines, w, h)
	case confirm:
		return d.confirmView(m, lines, w, h)
	case sending:
		lines = append(lines, d.sendingLines(m)...)
	case sent:
		lines = append(lines, d.resultLines(m, w)...)
	}
	return d.scrolled(m, lines, h), nil
}

// scrolled gives what of the lines is in sight, the last with a sign where more
// follow.
func (d *replayDialog) scrolled(m *Model, lines []string, h int) []string {
	d.scroll = min(d.scroll, max(len(lines)-h, 0))
	return cutLines(lines[d.scroll:], h, m.theme.ellipsis)
}

// chooseView lists the targets, the chosen one and what is typed always in sight.
func (d *replayDialog) chooseView(m *Model, lines []string, w, h int) ([]string, *tea.Cursor) {
	choices, first, last := d.choiceLines(m, w)
	at := len(lines) + min(last, first+max(h-1, 0)) // the choice itself is always in sight
	lines = append(append(lines, choices...), d.newnessLines(w)...)
	var cursor *tea.Cursor
	if d.step == typeURL {
		input, typing := m.inputView(&d.input, w-1)
		lines = append(lines, "", " "+input)
		at = len(lines) - 1
		cursor = below(typing, 1, at)
	}
	for _, l := range wrapText(sanitize.Escape(d.problem), max(w-4, 10)) {
		if l != "" {
			lines = append(lines, "   "+m.theme.bad.text(l))
			at = len(lines) - 1
		}
	}
	shown, above := window(lines, at, h)
	if below(cursor, 0, -above); cursor != nil && cursor.Y < 0 {
		cursor = nil // the problem needs the room
	}
	return shown, cursor
}

// choiceLines are the targets, and the first and last line of the chosen one.
func (d *replayDialog) choiceLines(m *Model, w int) (lines []string, first, last int) {
	for i, c := range d.choices {
		if i == d.cursor {
			first = len(lines)
		}
		name := c.spec
		if name == "" {
			name = "URL…"
		}
		line := sanitize.Cut(fmt.Sprintf(" %-19s %s", sanitize.Escape(name), c.what), w-2)
		switch {
		case i == d.cursor:
			line = m.theme.cursor + m.theme.selected.text(sanitize.Pad(line, min(w-2, 76)))
		case c.off != "":
			line = " " + m.theme.dim.text(line)
		default:
			line = " " + line
		}
		lines = append(lines, line)
		if c.off != "" && i == d.cursor {
			for _, l := range wrapText(sanitize.Escape(c.off), max(w-25, 10)) {
				lines = append(lines, "                      "+m.theme.dim.text(l))
			}
		}
		if i == d.cursor {
			last = len(lines) - 1
		}
	}
	return lines, first, last
}

// newnessLines say what of the message goes out as it is, and what is made new.
func (d *replayDialog) newnessLines(w int) []string {
	id, at := "as it is; Segment drops one that it has had in the last day", "as it is"
	if d.newID {
		id = "a new one"
	}
	if d.present {
		at = "now; sentAt too, if there is one"
	}
	return []string{"", " " + sanitize.Cut(" i  messageId: "+id, w-2), " " + sanitize.Cut(" t  timestamp: "+at, w-2)}
}

// confirmView shows the request to the last byte that fits, and the question
// under it. On a low screen the question comes first, all of it, and the request
// can be scrolled to.
func (d *replayDialog) confirmView(m *Model, lines []string, w, h int) ([]string, *tea.Cursor) {
	var question []string
	var input string
	var cursor *tea.Cursor
	sentence := d.consent.Sentence
	switch {
	case d.target.DryRun:
		sentence = "A dry run: this is what would go out. Nothing is sent."
	case !d.consent.Needed:
		sentence = "This stays on this machine. Send it?"
	}
	for _, l := range wrapText(sanitize.Escape(sentence), max(w-2, 10)) {
		question = append(question, " "+m.theme.warned.text(l))
	}
	if m.counts.Failure != "" && !d.target.DryRun {
		question = append([]string{" " + m.theme.bad.text(sanitize.Cut(m.theme.err+" nothing can be kept now: this would leave no trace here", w-2))}, question...)
	}
	if d.consent.TypeToConfirm != "" {
		input, cursor = m.inputView(&d.input, w-1)
		question = append(question, " "+input)
	}
	body := []string{"  " + m.theme.dim.text(sanitize.Cut("to "+sanitize.Escape(d.request.URL), w-3))}
	for _, note := range d.request.Notes {
		for _, l := range wrapText(sanitize.Escape(note), max(w-3, 10)) {
			body = append(body, "  "+m.theme.warned.text(l))
		}
	}
	for _, l := range d.request.Preview() {
		for _, part := range wrapText(sanitize.Escape(l), max(w-3, 10)) {
			body = append(body, "  "+part)
		}
	}
	const least = 3 // lines of the request that are worth their place
	if len(lines)+least+1+len(question) > h {
		cursor = below(cursor, 1, len(question)-1)
		lines = d.scrolled(m, append(append(question, m.rule(w)), body...), h)
		if below(cursor, 0, -d.scroll); cursor != nil && (cursor.Y < 0 || cursor.Y >= h) {
			cursor = nil
		}
		return lines, cursor
	}
	room := h - len(lines) - len(question) - 1
	d.scroll = min(d.scroll, max(len(body)-room, 0))
	shown := body[d.scroll:min(d.scroll+room, len(body))]
	lines = append(lines, shown...)
	for len(lines) < h-len(question)-1 {
		lines = append(lines, "")
	}
	lines = append(lines, m.rule(w))
	lines = append(lines, question...)
	if d.consent.TypeToConfirm != "" {
		return lines, below(cursor, 1, len(lines)-1)
	}
	return lines, nil
}

func (d *replayDialog) resultLines(m *Model, w int) []string {
	a := &d.attempt
	took := fmt.Sprintf("%d ms", a.Duration.Milliseconds())
	if a.Tries > 1 {
		took = "the last try took " + took
	}
	lines := []string{fmt.Sprintf(" %s   %s %s   %s", m.attemptResult(a), a.Method, sanitize.Escape(a.URL), took), ""}
	for _, l := range wrapText(sanitize.Escape(a.Meaning()), max(w-2, 10)) {
		lines = append(lines, " "+l)
	}
	if len(a.ResponseBody) > 0 {
		lines = append(lines, "")
		for _, l := range wrapText(sanitize.Escape(string(a.ResponseBody)), max(w-3, 10)) {
			lines = append(lines, "  "+m.theme.dim.text(l))
		}
	}
	if d.err != nil {
		lines = append(lines, "", " "+m.theme.bad.text(sanitize.Cut("it could not be recorded: "+sanitize.Escape(d.err.Error()), w-2)))
	}
	return lines
}

// sendingLines tell how far the sending has come.
func (d *replayDialog) sendingLines(m *Model) []string {
	lines := []string{fmt.Sprintf(" sending to %s %s  %d s", sanitize.Escape(d.request.URL), m.theme.ellipsis, int(m.now.Sub(d.began).Seconds()))}
	if p := d.last; p != nil && p.Again {
		lines = append(lines, " "+m.theme.warned.text(fmt.Sprintf("try %d was answered %d; try %d of %d follows in %.1f s",
			p.Try, p.Status, p.Try+1, replay.MaxTries, p.Wait.Seconds())))
	}
	return lines
}
