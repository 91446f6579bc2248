package sending

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/ui/dialog"
	"segtap/ui/dialog/keys"
	"segtap/ui/draw"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/input"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// replayKeys are those of the replay.
var replayKeys = struct{ newID, present, stop, no, yes, again, see keys.Binding }{
	newID: keys.Bind("i", "messageId", "i"), present: keys.Bind("t", "timestamp", "t"),
	stop: keys.Bind("esc", "stop", "esc"), yes: keys.Bind("y", "send", "y"), no: keys.Bind("n", "do not", "n"), again: keys.Bind("r", "again", "r"),
	see: keys.Bind("P", "the new entry", "P"),
}

// Section are the keys of the dialog.
func (d *Replay) Section() keymap.Section { return replaySection() }

func replaySection() keymap.Section {
	k := &replayKeys
	return keymap.SectionOf("Replay", keys.Above.As("up"), keys.Below.Binding, keys.Enter.As("look at the request; send what needs no yes"),
		k.newID.As("a new messageId, or as it is"), k.present.As("the present time, or as it is"), k.yes.Binding, k.no.Binding, k.stop.As("back; stop what is sent"), k.again.Binding, k.see.As("to the entry that came of it"))
}

// Sections are the keys of the dialogs here.
func Sections() []keymap.Section { return []keymap.Section{replaySection(), severalSection()} }

// Status says whether it sends, or asks for a yes.
func (d *Replay) Status() dialog.Status {
	switch d.step {
	case confirm:
		return d.asking.status()
	case sending:
		return dialog.Working
	case chooseTarget, sent:
	}
	return dialog.Quiet
}

// Typing reports whether a text is typed.
func (d *Replay) Typing() bool {
	return d.step == chooseTarget && d.where.typing || d.step == confirm && d.asking.types()
}

// Hints are what the footer shows.
func (d *Replay) Hints() []keymap.Hint {
	look := keys.Enter.As("look at the request")
	switch d.step {
	case chooseTarget:
		if d.where.typing {
			return keymap.Hints(look, keys.Esc.As("back"))
		}
		return keymap.Hints(keys.Above.Binding, look, replayKeys.newID.Binding, replayKeys.present.Binding, keys.Leave.Binding)
	case sending:
		return keymap.Hints(replayKeys.stop.Binding)
	case sent:
		hints := keymap.Hints(keys.Enter.As("close"), replayKeys.again.Binding, keys.Up.Binding)
		if d.came != 0 {
			hints = append(keymap.Hints(replayKeys.see.Binding), hints...)
		}
		return hints
	case confirm:
	}
	return d.asking.hints("send")
}

// View draws the step that the replay has come to.
func (d *Replay) View() ([]string, *tea.Cursor) {
	lines, cursor, _ := d.render()
	return lines, cursor
}

// title heads every step.
func (d *Replay) title() []string {
	return []string{" " + d.opt.Theme.Title.Text(fmt.Sprintf("Replay #%d", d.got.Entry.ID)), ""}
}

// render draws the step, and returns how far it can be scrolled.
func (d *Replay) render() (lines []string, cursor *tea.Cursor, furthest int) {
	lines = d.title()
	switch d.step {
	case chooseTarget:
		lines, cursor = d.where.view(lines, d.newnessLines(), d.W, d.H)
		return lines, cursor, 0
	case confirm:
		return d.confirmView(lines)
	case sending:
		lines = append(lines, d.sendingLines()...)
	case sent:
		lines = append(lines, d.resultLines()...)
	}
	lines, furthest = d.scrolled(lines)
	return lines, nil, furthest
}

// scrolled returns what of the lines is in sight, the last with a sign where more follow,
// and how far they can be scrolled.
func (d *Replay) scrolled(lines []string) (shown []string, furthest int) {
	furthest = max(len(lines)-d.H, 0)
	return styled.Head(lines[min(d.scroll, furthest):], d.H, d.opt.Theme.Ellipsis), furthest
}

// newnessLines say what of the message goes out as it is, and what is made new.
func (d *Replay) newnessLines() []string {
	id, at := "as it is; Segment drops one that it has had in the last day", "as it is"
	if d.ids.newTo(d.where.spec(), d.opt.Env) {
		id = "a new one"
	}
	if d.present {
		at = "now; sentAt too, if there is one"
	}
	return []string{"", " " + sanitize.Cut(" i  messageId: "+id, d.W-2), " " + sanitize.Cut(" t  timestamp: "+at, d.W-2)}
}

// confirmView shows the request to the last byte that fits, and the question under it.
func (d *Replay) confirmView(lines []string) (shown []string, cursor *tea.Cursor, furthest int) {
	question, cursor := d.question()
	return below(d.opt.Theme, lines, requestLines(d.opt.Theme, &d.request, d.W), question, cursor, d.scroll, d.W, d.H)
}

// question is what has to be answered before anything goes out, and the cursor of what is
// typed in its last line.
func (d *Replay) question() (lines []string, cursor *tea.Cursor) {
	t, sentence := d.opt.Theme, d.asking.consent.Sentence
	switch {
	case d.target.DryRun:
		sentence = "A dry run: this is what would go out. Nothing is sent."
	case !d.asking.consent.Needed:
		sentence = d.opt.Staying(&d.target) + " Send it?"
	}
	if d.opt.Failure() != "" && !d.target.DryRun {
		lines = append(lines, " "+t.Bad.Text(sanitize.Cut(t.Err+" nothing can be kept now: nothing would be sent", d.W-2)))
	}
	asked, cursor := questionLines(t, sentence, &d.asking, d.W)
	return append(lines, asked...), cursor
}

// questionLines are a question, and under it what is typed to answer it.
func questionLines(t *theme.Theme, sentence string, a *asking, w int) (lines []string, cursor *tea.Cursor) {
	lines = wrapped(t.Warned, sentence, w)
	if a.types() {
		var line string
		line, cursor = input.View(&a.input, w-1, t.Dim.Text)
		lines = append(lines, " "+line)
	}
	return lines, cursor
}

func (d *Replay) resultLines() []string {
	a, w, t := &d.attempt, d.W, d.opt.Theme
	took := fmt.Sprintf("%d ms", a.Duration.Milliseconds())
	if a.Tries > 1 {
		took = "the last try took " + took
	}
	lines := []string{fmt.Sprintf(" %s   %s %s   %s", draw.Attempt(t, a), a.Method, sanitize.Escape(a.URL), took), ""}
	for _, l := range styled.Wrap(sanitize.Escape(a.Meaning()), max(w-2, 10)) {
		lines = append(lines, " "+l)
	}
	if d.came != 0 {
		lines = append(lines, " "+t.Title.Text(fmt.Sprintf("It is #%d: %s goes there.", d.came, replayKeys.see.Help().Key)))
	}
	if len(a.ResponseBody) > 0 {
		lines = append(lines, "")
		for _, l := range styled.Wrap(sanitize.Escape(string(a.ResponseBody)), max(w-3, 10)) {
			lines = append(lines, "  "+t.Dim.Text(l))
		}
	}
	if d.err != nil {
		lines = append(lines, "", " "+t.Bad.Text(sanitize.Cut("it could not be recorded: "+sanitize.Escape(d.err.Error()), w-2)))
	}
	return lines
}

// sendingLines tell how far the sending has come.
func (d *Replay) sendingLines() []string {
	t := d.opt.Theme
	if d.leaving {
		return []string{" stopping, and writing down what came of it " + t.Ellipsis}
	}
	lines := []string{fmt.Sprintf(" sending to %s %s  %d s", sanitize.Escape(d.request.URL), t.Ellipsis, int(d.now.Sub(d.began).Seconds()))}
	if p := d.last; p != nil && p.Again {
		lines = append(lines, " "+t.Warned.Text(fmt.Sprintf("try %d was answered %d; try %d of %d follows in %.1f s",
			p.Try, p.Status, p.Try+1, replay.MaxTries, p.Wait.Seconds())))
	}
	return lines
}
