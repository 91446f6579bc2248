package events

import (
	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/mapping"
	"segtap/ui/draw"
	"segtap/ui/widget/jsontree"
)

// detail is the selected entry, laid open. All that it shows comes from one
// reading, which judges the entry and brings its row in the list up to date. It
// stays until the next reading is there; [Screen.loaded] says whether it is of now.
type detail struct {
	id      uint64 // the selected entry; 0 for none
	got     *capture.Captured
	err     error
	message *jsontree.Tree
	event   *jsontree.Tree // nil when nothing would be sent
	links   []mapping.Link
	problem int // which diagnostic is selected; -1 for none
	lower   lowerPane
}

// loadedMsg brings an entry that has been read.
type loadedMsg struct {
	id  uint64
	got *capture.Captured
	err error
}

// loaded reports whether what the detail shows is the selected entry, as the judge there
// is judges it and as it stands in the list.
func (s *Screen) loaded() bool {
	got, listed := s.detail.got, s.list.Selected()
	return got != nil && got.Entry.ID == s.detail.id && got.Judge == s.judge && (listed.ID != s.detail.id || listed.Verdict == got.Entry.Verdict)
}

// loadSelected reads the selected entry, if it is not the one that is open.
func (s *Screen) loadSelected() tea.Cmd {
	entry := s.list.Selected()
	if entry.ID == 0 {
		s.detail = detail{}
		s.focus = paneList
		return nil
	}
	if entry.ID != s.detail.id {
		s.detail.id, s.detail.err = entry.ID, nil
	} else if s.loaded() && s.detail.got.Entry == entry {
		return nil
	}
	id, store := entry.ID, s.store
	return func() tea.Msg {
		got, err := store.Read(id)
		return loadedMsg{id, got, err}
	}
}

// take shows an entry that has been read, if it is still the selected one.
func (s *Screen) take(msg loadedMsg) tea.Cmd {
	d := &s.detail
	if msg.id != d.id {
		return nil
	}
	before := d.got
	d.got, d.err = msg.got, msg.err
	if msg.err != nil {
		return nil
	}
	if got := msg.got; before == nil || before.Entry.ID != msg.id {
		d.message = jsontree.New(got.Message.Text)
		d.message.SetDims(inherited(got.Message.Inherited))
		d.message.SetWrapping(s.wrap)
		d.event, d.problem = nil, firstProblem(&got.Judgement)
		s.takeJudgement()
		d.reveal()
	} else {
		d.problem = sameProblem(&got.Judgement, &before.Judgement, d.problem)
		s.takeJudgement()
	}
	d.light(s.focus)
	if msg.got.Judge != s.judge {
		return s.loadSelected() // it was read before the judge there is
	}
	return nil
}

// takeJudgement shows what the entry's judgement says: marks at the fields, and the
// event, which stays folded as it was where it is the same one.
func (s *Screen) takeJudgement() {
	d := &s.detail
	j := &d.got.Judgement
	d.message.SetMarks(draw.Marks(s.theme, j.Diagnostics))
	if j.Event == nil {
		d.event, d.links = nil, nil
		if s.focus == paneEvent {
			s.focus = paneMessage
		}
		return
	}
	if text := j.Event.AppendJSON(nil); d.event == nil || string(text) != d.event.Raw() {
		d.event = jsontree.New(text)
		d.event.SetWrapping(s.wrap)
	}
	d.event.SetDims(corrected(j.Correction()))
	d.links = j.Provenance()
}

// reveal shows the line that the selected problem is about.
func (d *detail) reveal() {
	if d.problem >= 0 {
		d.message.Reveal(d.got.Judgement.Diagnostics[d.problem].Pointer)
	}
}

// sameProblem gives the diagnostic that was selected before among those of a new
// judgement, else the first.
func sameProblem(now, before *mapping.Judgement, selected int) int {
	if selected >= 0 && selected < len(before.Diagnostics) {
		was := before.Diagnostics[selected]
		for i, d := range now.Diagnostics {
			if d.Code == was.Code && d.Pointer == was.Pointer && d.Metric == was.Metric {
				return i
			}
		}
	}
	return firstProblem(now)
}

// corrected notes by how much Segment moves the timestamp for the sender's clock.
func corrected(ms int64) map[string]string {
	if ms == 0 {
		return nil
	}
	sign := "+"
	if ms < 0 {
		sign = "-"
	}
	return map[string]string{"/creationDate": "(corrected " + sign + mapping.Span(ms) + ")"}
}

// inherited notes the members that the message has from its batch or route.
func inherited(pointers []string) map[string]string {
	notes := make(map[string]string, len(pointers))
	for _, p := range pointers {
		notes[p] = "(from the batch)"
		if p == "/type" {
			notes[p] = "(from the route)"
		}
	}
	return notes
}

// firstProblem gives the diagnostic that the headline comes from, else the
// first of the highest severity; -1 when there are none but remarks.
func firstProblem(j *mapping.Judgement) int {
	if cause := j.Cause(); cause >= 0 {
		return cause
	}
	list, best := j.Diagnostics, -1
	for i, d := range list {
		if d.Severity > mapping.Info && (best < 0 || d.Severity > list[best].Severity) {
			best = i
		}
	}
	return best
}

// problems are the diagnostics of the entry.
func (d *detail) problems() []mapping.Diagnostic {
	if d.got == nil {
		return nil
	}
	return d.got.Judgement.Diagnostics
}

// quickFix gives the selected diagnostic, else the first, that has a repair.
func (d *detail) quickFix() (mapping.Diagnostic, bool) {
	list := d.problems()
	if d.problem >= 0 && d.problem < len(list) && list[d.problem].QuickFix != nil {
		return list[d.problem], true
	}
	if d.problem >= 0 {
		for _, p := range list {
			if p.QuickFix != nil && p.Pointer == list[d.problem].Pointer {
				return p, true
			}
		}
		return mapping.Diagnostic{}, false
	}
	for _, p := range list {
		if p.QuickFix != nil {
			return p, true
		}
	}
	return mapping.Diagnostic{}, false
}

// tree gives the JSON of a pane; nil when it has none.
func (d *detail) tree(p pane) *jsontree.Tree {
	switch p {
	case paneMessage:
		return d.message
	case paneEvent:
		return d.event
	case paneList:
	}
	return nil
}

// pointer is the place in the message that is looked at: the line under the
// cursor, or, in the event's pane, what feeds it.
func (d *detail) pointer() string {
	if d.message == nil {
		return ""
	}
	return d.message.Pointer()
}
