package dialog

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping/verdict"
	"segtap/ui/draw"
	"segtap/ui/layout"
	"segtap/ui/widget/input"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// editBoxes say where everything of the dialog stands in the room it has.
type editBoxes struct{ head, edit, beside, foot layout.Rect }

// boxes arranges the dialog: what the draft becomes stands beside it, on a narrow screen
// below, on a low one nowhere.
func (d *Edit) boxes() editBoxes {
	const head, foot = 2, 2
	b := editBoxes{head: layout.Rect{W: d.W, H: head}}
	body := layout.Rect{Y: head, W: d.W, H: max(d.H-head-foot, 1)}
	b.foot = layout.Rect{Y: body.Y + body.H, W: d.W, H: foot}
	b.edit = body
	switch {
	case d.W >= layout.Wide:
		b.edit.W = d.W * 55 / 100
		b.beside = layout.Rect{X: b.edit.W + 1, Y: body.Y, W: d.W - b.edit.W - 1, H: body.H}
	case body.H >= layout.RoomForTabs:
		b.edit.H -= body.H / 2
		b.beside = layout.Rect{Y: body.Y + b.edit.H, W: d.W, H: body.H - b.edit.H}
	}
	return b
}

// mouse returns what the mouse does in the coordinates of the editor; nil where that is
// none of its concern. The wheel scrolls what it is over.
func (d *Edit) mouse(msg tea.MouseMsg) tea.Msg {
	at, b := msg.Mouse(), d.boxes()
	x, y := at.X, at.Y
	inside := b.edit.Contains(x, y)
	at.X, at.Y = x-b.edit.X, y-b.edit.Y
	switch msg.(type) {
	case tea.MouseClickMsg:
		if inside {
			return tea.MouseClickMsg(at)
		}
	case tea.MouseWheelMsg:
		if inside {
			return tea.MouseWheelMsg(at)
		}
		if d.event != nil && b.beside.Contains(x, y) {
			d.event.Wheel(input.WheelLines(at.Button))
		}
	case tea.MouseMotionMsg:
		return tea.MouseMotionMsg(at)
	case tea.MouseReleaseMsg:
		return tea.MouseReleaseMsg(at)
	}
	return nil
}

// title says of which entry it is a copy. One that was brought from a file has another number
// here than there.
func title(d *Edit) string {
	if d.from != "" {
		return fmt.Sprintf("Edit a copy of %s (#%d here)", sanitize.Cut(sanitize.Escape(d.from), d.W/3), d.parent)
	}
	return fmt.Sprintf("Edit a copy of #%d", d.parent)
}

// View draws the draft and what it becomes.
func (d *Edit) View() ([]string, *tea.Cursor) {
	b, t := d.boxes(), d.opt.Theme
	lines := []string{
		styled.Between(" "+t.Title.Text(title(d))+resumedView(d), draw.Headline(t, &d.judgement, d.W/2)+" ", d.W, t.Ellipsis),
		draw.Gates(t, d.judgement.Verdict, d.W),
	}
	text, cursor := d.draftView(b.edit.W, b.edit.H)
	var beside []string
	if !b.beside.Empty() {
		beside = styled.Fill(d.besideLines(b.beside.W, b.beside.H), b.beside.H)
	}
	if b.beside.Y == b.edit.Y && beside != nil {
		lines = append(lines, styled.Beside(text, beside, b.edit.W, b.edit.H, t.Divider())...)
	} else {
		lines = append(append(lines, text...), beside...)
	}
	cursor = input.Moved(cursor, b.edit.X, b.edit.Y)
	foot := d.footLines()
	if d.find != nil && !d.leaving {
		foot[1], cursor = d.find.view(t, d.W)
		cursor = input.Moved(cursor, 0, b.foot.Y+1)
	}
	return append(lines, foot...), cursor
}

// draftView is the draft as it is edited now, and the cursor in it.
func (d *Edit) draftView(w, h int) ([]string, *tea.Cursor) {
	if d.form != nil {
		return d.formView(w, h)
	}
	lines := d.edit.View(w, h)
	return lines, d.edit.Cursor()
}

// resumedView says that a draft goes on here.
func resumedView(d *Edit) string {
	if d.resumed.IsZero() {
		return ""
	}
	return d.opt.Theme.Warned.Text(", unfinished draft of " + d.resumed.Local().Format("15:04:05"))
}

// footLines say where the text is not JSON, else what the worst problem is.
func (d *Edit) footLines() []string {
	t, w := d.opt.Theme, d.W
	line := " " + t.Good.Text(t.OK) + " well-formed JSON"
	switch {
	case d.leaving && d.shared:
		line = " " + t.Warned.Text("Throw the draft away? "+editKeys.yes.Shown()+"/"+editKeys.no.Shown())
	case d.leaving:
		line = " " + t.Warned.Text("Throw the draft away? "+editKeys.yes.Shown()+"/"+editKeys.no.Shown()+", "+editKeys.later.Shown()+" leaves it for later")
	case d.err != nil:
		line = " " + t.Bad.Text(sanitize.Cut(t.Err+" "+sanitize.Escape(d.err.Error()), w-2))
	case d.unkept != nil:
		line = " " + t.Bad.Text(sanitize.Cut(t.Err+" "+sanitize.Escape(d.unkept.Error()), w-2))
	case d.form != nil && d.form.say != "":
		line = " " + t.Warned.Text(sanitize.Cut(t.Warn+" "+sanitize.Escape(d.form.say), w-2))
	case d.edit.Err() != nil:
		line = " " + t.Bad.Text(sanitize.Cut(t.Err+" "+sanitize.Escape(d.edit.Status()), w-2))
	case d.fixed.stands(d.edit.Value()):
		line = " " + t.Good.Text(t.OK) + " " + sanitize.CutTail(sanitize.Escape(d.fixed.text), max(w-4, 1), t.Ellipsis)
	case d.faultHere() >= 0:
		line = d.faultView(w)
	case len(d.judgement.Diagnostics) > 0 && w < layout.Wide:
		line = " " + draw.Diagnostic(t, worst(d.judgement.Diagnostics), w-2)
	case d.judgement.Verdict.Headline == verdict.Rejected:
		line = " " + t.Bad.Text(t.Err+" "+d.judgement.Verdict.Headline.String())
	}
	return []string{t.Rule(w), line}
}

// besideLines are the custom event and the problems of the draft.
func (d *Edit) besideLines(w, h int) []string {
	t := d.opt.Theme
	lines := []string{draw.Title(t, draw.EventTitle(&d.judgement), w, false)}
	problems := draw.Lines(draw.Problems(t, d.judgement.Diagnostics, -1, w, "", draw.Whole))
	if len(problems) > h/2 {
		problems = draw.Lines(draw.Problems(t, d.judgement.Diagnostics, -1, w, "", draw.Brief))
	}
	room := max(h-len(lines)-min(len(problems), h/2), 1)
	if d.event != nil {
		lines = append(lines, d.event.View(w, room, t.TreeOptions(false))...)
	} else {
		lines = append(lines, draw.NotSent(t, &d.judgement, w, room)...)
	}
	return append(lines, problems...)
}

// worst returns the first diagnostic of the highest severity.
func worst(list []verdict.Diagnostic) verdict.Diagnostic {
	w := list[0]
	for _, d := range list {
		if d.Severity > w.Severity {
			w = d
		}
	}
	return w
}
