package sending

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/capture/replay/plan"
	"segtap/ui/dialog"
	"segtap/ui/dialog/keys"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
	"segtap/ui/widget/input"
	"segtap/ui/widget/menu"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// severalKeys are those of sending several.
var severalKeys = struct{ ids, times, pace, stop, goOn keys.Binding }{
	ids: keys.Bind("i", "messageIds", "i"), times: keys.Bind("t", "timestamps", "t"), pace: keys.Bind("p", "pace", "p"),
	stop: keys.Bind("esc", "stop", "esc"), goOn: keys.Bind("g", "go on with the rest", "g"),
}

// Section are the keys of the dialog.
func (d *Several) Section() keymap.Section { return severalSection() }

func severalSection() keymap.Section {
	k := &severalKeys
	return keymap.SectionOf("Replay of many", keys.Above.As("up"), keys.Below.Binding, keys.Enter.As("take these; look at the first request"),
		k.ids.As("new messageIds, or as they are"), k.times.As("the timestamps"), k.pace.As("the pace"), replayKeys.yes.As("send all"), replayKeys.no.Binding,
		k.stop.As("back; stop what is sent"), k.goOn.Binding)
}

// Status says whether it prepares or sends, or asks for a yes.
func (d *Several) Status() dialog.Status {
	switch d.step {
	case confirmAll:
		return d.asking.status()
	case findEntries, prepare, sendAll:
		if d.why == "" {
			return dialog.Working
		}
	case chooseEntries, chooseWhere, allSent:
	}
	return dialog.Quiet
}

// Typing reports whether a text is typed.
func (d *Several) Typing() bool {
	return d.step == chooseWhere && d.where.typing || d.step == confirmAll && d.asking.types()
}

// Hints are what the footer shows.
func (d *Several) Hints() []keymap.Hint {
	look, scroll := keys.Enter.As("look at the first request"), keys.Up.Binding
	switch d.step {
	case findEntries, prepare:
		return keymap.Hints(keys.Leave.Binding)
	case chooseEntries:
		return keymap.Hints(keys.Above.Binding, keys.Enter.As("take these"), keys.Leave.Binding)
	case chooseWhere:
		if d.where.typing {
			return keymap.Hints(look, keys.Esc.As("back"))
		}
		return keymap.Hints(keys.Above.Binding, look, keys.Leave.Binding, severalKeys.ids.Binding, severalKeys.times.Binding, severalKeys.pace.Binding)
	case sendAll:
		return keymap.Hints(severalKeys.stop.Binding)
	case allSent:
		if d.remains() {
			return keymap.Hints(keys.Enter.As("close"), severalKeys.goOn.Binding, scroll)
		}
		return keymap.Hints(keys.Enter.As("close"), scroll)
	case confirmAll:
	}
	return d.asking.hints("send all")
}

// title heads every step.
func (d *Several) title() []string {
	text := "Replay"
	if d.step > chooseEntries {
		g := d.groups[d.which]
		text += " " + count.Of(len(g.ids), g.what+" event")
	}
	return []string{" " + d.opt.Theme.Title.Text(text), ""}
}

// View draws the step that it has come to.
func (d *Several) View() ([]string, *tea.Cursor) {
	lines, t := d.title(), d.opt.Theme
	switch d.step {
	case findEntries:
		text := "looking for them " + t.Ellipsis
		if d.why != "" {
			text = d.why
		}
		return append(lines, " "+text), nil
	case chooseEntries:
		rows := make([]menu.Row, len(d.groups))
		for i, g := range d.groups {
			rows[i].Text = fmt.Sprintf(" %-8s %s ", g.what, count.Of(len(g.ids), "event"))
		}
		choices, _, _ := menu.View(rows, d.which, "", t.Menu)
		return append(lines, choices...), nil
	case chooseWhere:
		return d.where.view(lines, d.howLines(), d.W, d.H)
	case prepare:
		return append(lines, " making the first request "+t.Ellipsis), nil
	case confirmAll:
		shown, cursor, _ := d.confirmView(lines)
		return shown, cursor
	case sendAll, allSent:
	}
	lines = d.endLines()
	above := min(d.scroll, max(len(lines)-d.H, 0))
	return styled.Head(lines[above:], d.H, t.Ellipsis), nil
}

// howLines say what of the messages goes out as it is, and how fast.
func (d *Several) howLines() []string {
	ids := "as they are; Segment drops one that it has had in the last day, and says nothing"
	if d.ids.newTo(d.where.spec(), d.opt.Env) {
		ids = "new ones, since Segment drops one that it has had in the last day, and says nothing"
	}
	times := map[plan.Times]string{plan.AsWas: "as they are", plan.Present: "now; sentAt too, where there is one", plan.Shifted: "moved, all by the same: the last is now"}[d.times]
	lines := []string{""}
	for _, l := range []string{" i  messageIds: " + ids, " t  timestamps: " + times, " p  pace: " + paces[d.pace].what} {
		lines = append(lines, " "+sanitize.Cut(l, d.W-2))
	}
	return lines
}

// confirmView shows the first request and the question under it, which comes first on a
// low screen; and how far that can be scrolled.
func (d *Several) confirmView(lines []string) (shown []string, cursor *tea.Cursor, furthest int) {
	question, cursor := questionLines(d.opt.Theme, d.question(), &d.asking, d.W)
	body := requestLines(d.opt.Theme, &d.first, d.W)
	if n := len(d.plan.Entries); n > 1 {
		text := "The first request; " + count.Number(n-1) + " more like it."
		if d.plan.Target.TakesBatches() {
			text = fmt.Sprintf("The first request; one takes up to %d MB of events.", replay.MaxImportBytes/1_000_000)
		}
		body = append([]string{"  " + d.opt.Theme.Dim.Text(sanitize.Cut(text, d.W-3))}, body...)
	}
	if d.file != nil && !d.plan.Target.DryRun {
		text := "They are brought into the capture first, except those that are there already."
		if d.plan.Target.Kind == replay.Here {
			text += " Segtap-Parent will name the copies."
		}
		body = append([]string{"  " + d.opt.Theme.Dim.Text(sanitize.Cut(text, d.W-3))}, body...)
	}
	if failure := d.opt.Failure(); failure != "" && !d.plan.Target.DryRun {
		question = append([]string{" " + d.opt.Theme.Bad.Text(sanitize.Cut(d.opt.Theme.Err+" nothing can be kept now: nothing would be sent", d.W-2))}, question...)
		cursor = input.Moved(cursor, 0, 1)
	}
	return below(d.opt.Theme, lines, body, question, cursor, d.scroll, d.W, d.H)
}

// question is what has to be answered before anything goes out.
func (d *Several) question() string {
	switch {
	case d.plan.Target.DryRun:
		return "A dry run: this is what would go out first. Nothing is sent."
	case !d.asking.consent.Needed:
		return d.opt.Staying(&d.plan.Target) + " Send " + count.Of(len(d.plan.Entries), "event") + "?"
	}
	return d.asking.consent.Sentence
}

// endLines are the last step, all of it.
func (d *Several) endLines() []string { return append(d.title(), d.accountLines()...) }

// accountLines tell how far the run has come, and what was not taken.
func (d *Several) accountLines() []string {
	t, r := d.opt.Theme, &d.report
	lines := []string{" to " + sanitize.Cut(sanitize.Escape(d.first.URL), d.W-5)}
	if d.file != nil && d.run == nil && !r.Ended {
		lines = append(lines, " "+t.Title.Text("bringing them into the capture "+t.Ellipsis))
	} else if r.Ended {
		lines = append(lines, " "+fmt.Sprintf("ended after %.1f s", r.Elapsed.Seconds()))
	} else {
		lines = append(lines, " "+t.Title.Text(r.Progress()))
	}
	lines = append(lines, "")
	left := r.Left
	if r.Ended {
		left = 0
	}
	for _, row := range []struct {
		what, means string
		n           int
	}{
		{"taken", "answered 200 to 299", r.Taken},
		{"refused", "answered otherwise", r.Refused},
		{"unknown", "sent, and no answer came: may have been taken", r.Unknown},
		{"not sent", "nothing left this machine", r.NotSent + r.Left - left},
		{"under way", "", r.UnderWay},
		{"to go", "", left},
	} {
		if row.n > 0 || row.what == "taken" {
			lines = append(lines, fmt.Sprintf(" %9s  %-9s %s", count.Number(row.n), row.what, t.Dim.Text(row.means)))
		}
	}
	if r.Halted != "" {
		lines = append(append(lines, ""), wrapped(t.Bad, "Stopped: "+r.Halted, d.W)...)
	} else if r.Ended && r.Stopping {
		lines = append(lines, "", " Stopped from here.")
	}
	if len(d.last) > 0 {
		lines = append(lines, "")
	}
	if d.before > 0 {
		text := fmt.Sprintf("The last %d of %s that were not taken:", len(d.last), count.Of(d.before+len(d.last), "request"))
		lines = append(lines, wrapped(t.Dim, text, d.W)...)
	}
	for i := range d.last {
		lines = append(lines, oddLines(t, &d.last[i], d.W)...)
	}
	return lines
}

// oddLines say why a request was not taken.
func oddLines(t *theme.Theme, r *plan.Result, w int) []string {
	text := fmt.Sprintf("#%d %s", r.Entries[0], r.Outcome)
	if n := len(r.Entries); n > 1 {
		text = fmt.Sprintf("#%d and %d more %s", r.Entries[0], n-1, r.Outcome)
	}
	if a := r.Attempt; a != nil {
		text += " (" + a.Result() + "): " + a.Meaning()
	} else {
		text += ": " + r.Why
	}
	return wrapped(t.Warned, text, w)
}

func wrapped(style theme.Paint, text string, w int) []string {
	var lines []string
	for _, l := range styled.Wrap(sanitize.Escape(text), max(w-2, 10)) {
		lines = append(lines, " "+style.Text(l))
	}
	return lines
}

// requestLines are a request as it will go out.
func requestLines(t *theme.Theme, r *replay.Request, w int) []string {
	lines := []string{"  " + t.Dim.Text(sanitize.Cut("to "+sanitize.Escape(r.URL), w-3))}
	for _, note := range r.Notes {
		for _, l := range styled.Wrap(sanitize.Escape(note), max(w-3, 10)) {
			lines = append(lines, "  "+t.Warned.Text(l))
		}
	}
	for _, l := range r.Preview() {
		for _, part := range styled.Wrap(sanitize.Escape(l), max(w-3, 10)) {
			lines = append(lines, "  "+part)
		}
	}
	return lines
}

// below shows a body with a question under it. On a low screen the question comes first,
// all of it, and the body can be scrolled to.
func below(t *theme.Theme, lines, body, question []string, cursor *tea.Cursor, scroll, w, h int) (shown []string, at *tea.Cursor, furthest int) {
	rule := t.Rule(w)
	const least = 3 // lines of the body that are worth their place
	if len(lines)+least+1+len(question) > h {
		all := slices.Concat(question, []string{rule}, body)
		furthest = max(len(all)-h, 0)
		above := min(scroll, furthest)
		if cursor = input.Moved(cursor, 1, len(question)-1-above); cursor != nil && (cursor.Y < 0 || cursor.Y >= h) {
			cursor = nil
		}
		return styled.Head(all[above:], h, t.Ellipsis), cursor, furthest
	}
	room := h - len(lines) - len(question) - 1
	furthest = max(len(body)-room, 0)
	from := min(scroll, furthest)
	lines = append(lines, styled.Fill(body[from:min(from+room, len(body))], room)...)
	lines = append(append(lines, rule), question...)
	return lines, input.Moved(cursor, 1, len(lines)-1), furthest
}
