package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/mapping"
	"segtap/ui/widget/jsontree"
)

// detail is the selected entry, laid open. All that it shows comes from one
// reading, which judges the entry and brings its row in the list up to date. It
// stays until the next reading is there; [Model.loaded] says whether it is of now.
type detail struct {
	id      uint64 // the selected entry; 0 for none
	got     *capture.Captured
	err     error
	message *jsontree.Tree
	event   *jsontree.Tree // nil when nothing would be sent
	links   []mapping.Link
	problem int // which diagnostic is selected; -1 for none
	// replayOf is the entry whose replay opens as soon as it is loaded; 0 for
	// none.
	replayOf uint64
}

// loaded reports whether what the detail shows is the selected entry, as the
// judge there is judges it and as it stands in the list.
func (m *Model) loaded() bool {
	got := m.detail.got
	if got == nil || got.Entry.ID != m.detail.id || got.Judge != m.opt.Store.Judge() {
		return false
	}
	listed, ok := m.opt.Store.Entry(m.detail.id)
	return !ok || listed.Verdict == got.Entry.Verdict
}

// loadSelected reads the selected entry, if it is not the one that is open.
func (m *Model) loadSelected() tea.Cmd {
	entry, ok := m.entryAt(m.list.Cursor())
	if !ok {
		m.detail = detail{}
		if m.focus != paneList {
			m.focus = paneList
		}
		return nil
	}
	if entry.ID != m.detail.id {
		m.detail.id, m.detail.err = entry.ID, nil
	} else if m.loaded() && m.detail.got.Entry == entry {
		return nil
	}
	id, store := entry.ID, m.opt.Store
	return func() tea.Msg {
		got, err := store.Read(id)
		return loadedMsg{id, got, err}
	}
}

// take shows an entry that has been read, if it is still the selected one.
func (d *detail) take(m *Model, msg loadedMsg) tea.Cmd {
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
		d.message.SetWrapping(m.wrap)
		d.event, d.problem = nil, firstProblem(&got.Judgement)
		d.takeJudgement(m)
		d.reveal()
	} else {
		d.problem = sameProblem(&got.Judgement, &before.Judgement, d.problem)
		d.takeJudgement(m)
	}
	d.light(m.focus)
	m.resize()
	if d.replayOf == msg.id {
		d.replayOf = 0
		return m.replay()
	}
	if msg.got.Judge != m.opt.Store.Judge() {
		return m.loadSelected() // it was read before the judge there is
	}
	return nil
}

// takeJudgement shows what the entry's judgement says: marks at the fields, and
// the event, which stays folded as it was where it is the same one.
func (d *detail) takeJudgement(m *Model) {
	j := &d.got.Judgement
	d.message.SetMarks(m.marks(j.Diagnostics))
	if j.Event == nil {
		d.event, d.links = nil, nil
		if m.focus == paneEvent {
			m.focus = paneMessage
		}
		return
	}
	if text := j.Event.AppendJSON(nil); d.event == nil || string(text) != d.event.Raw() {
		d.event = jsontree.New(text)
		d.event.SetWrapping(m.wrap)
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

// marks are the signs that stand at the offending fields.
func (m *Model) marks(list []mapping.Diagnostic) map[string]jsontree.Mark {
	marks := make(map[string]jsontree.Mark)
	worst := make(map[string]mapping.Severity)
	for _, d := range list {
		if d.Severity == mapping.Info || d.Pointer == "" {
			continue
		}
		if s, ok := worst[d.Pointer]; ok && s >= d.Severity {
			continue
		}
		worst[d.Pointer] = d.Severity
		glyph, paint := m.severityGlyph(d.Severity)
		marks[d.Pointer] = jsontree.Mark{Glyph: glyph, Style: paint.on, Rank: int(d.Severity)}
	}
	return marks
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

// light lights up, in the other pane, what the line under the cursor feeds or
// is fed by.
func (d *detail) light(focus pane) {
	if d.message == nil {
		return
	}
	d.message.SetLights()
	if d.event == nil {
		return
	}
	d.event.SetLights()
	switch focus {
	case paneMessage, paneList:
		d.event.SetLights(fedBy(d.links, d.message.Pointer())...)
	case paneEvent:
		feeders := feeding(d.links, d.event.Pointer())
		d.message.SetLights(feeders...)
		if len(feeders) > 0 {
			d.message.Reveal(feeders[0])
		}
	}
}

// fedBy gives the places in the event that a place in the message feeds.
func fedBy(links []mapping.Link, pointer string) []string {
	if pointer == "" {
		return nil
	}
	var fed []string
	for _, l := range links {
		for _, from := range l.Message {
			if below, ok := under(pointer, from); ok {
				fed = append(fed, l.Event+below)
			}
		}
	}
	return fed
}

// feeding gives the places in the message that feed a place in the event.
func feeding(links []mapping.Link, pointer string) []string {
	if pointer == "" {
		return nil
	}
	var from []string
	for _, l := range links {
		below, ok := under(pointer, l.Event)
		if !ok {
			continue
		}
		for _, f := range l.Message {
			from = append(from, f+below)
		}
	}
	return from
}

// under gives what is left of a pointer behind a pointer that it lies under.
func under(pointer, root string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(pointer, root)
	return rest, ok && (rest == "" || rest[0] == '/')
}

func (m *Model) nextProblem() tea.Cmd     { return m.toProblem(1) }
func (m *Model) previousProblem() tea.Cmd { return m.toProblem(-1) }

// toProblem selects the problem after or before the selected one and shows the
// line it is about.
func (m *Model) toProblem(by int) tea.Cmd {
	d := &m.detail
	n := len(d.problems())
	if d.problem < 0 && by < 0 {
		d.problem = 0
	}
	d.problem = ((d.problem+by)%n + n) % n
	d.reveal()
	d.light(m.focus)
	return nil
}
