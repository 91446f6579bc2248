package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping"
	"segtap/ui/dialog"
	"segtap/ui/widget/count"
)

// reading is a catalogue that is being read.
type reading struct {
	told   <-chan string // how far it has come; closed at its end
	cancel context.CancelFunc
}

// The messages of a reading.
type (
	// progressMsg tells how far it has come.
	progressMsg struct {
		of   *reading
		text string
	}
	// catalogueMsg brings what came of it.
	catalogueMsg struct {
		of        *reading
		catalogue *mapping.Catalogue
		notes     []string
		err       error
	}
)

func (m *Model) noCatalogue() string {
	if m.opt.Catalogue == nil {
		return "give --metrics FILE, or LD_ACCESS_TOKEN and --ld-project"
	}
	return ""
}

func (m *Model) oneDestination() string {
	if m.opt.Judge == nil {
		return "only one destination is known here"
	}
	return ""
}

// reload reads the catalogue, the mapping and the settings again and has everything
// judged by them. Another press ends one that is under way.
func (m *Model) reload() tea.Cmd {
	if m.reading != nil {
		m.reading.cancel()
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	told := make(chan string, 1)
	r := &reading{told: told, cancel: cancel}
	m.reading = r
	m.sayDoing("reading the metrics")
	return tea.Batch(r.readAnew(ctx, m.opt.Catalogue, told), r.waitForProgress())
}

func (m *Model) sayDoing(text string) {
	m.notices.Doing(text + " " + m.theme.Ellipsis + "  (ctrl+r stops it)")
}

// readAnew reads the catalogue. The judge that is to know it is made when it has come: the
// destination may be another one by then.
func (r *reading) readAnew(ctx context.Context, catalogue func(context.Context, func(string)) (*mapping.Catalogue, []string, error), told chan<- string) tea.Cmd {
	tell := func(text string) {
		select {
		case told <- text:
		case <-ctx.Done():
		}
	}
	return func() tea.Msg {
		defer r.cancel()
		defer close(told)
		known, notes, err := catalogue(ctx, tell)
		return catalogueMsg{r, known, notes, err}
	}
}

// waitForProgress waits until the reading says how far it has come.
func (r *reading) waitForProgress() tea.Cmd {
	return func() tea.Msg {
		text, ok := <-r.told
		if !ok {
			return nil
		}
		return progressMsg{r, text}
	}
}

func (m *Model) takeProgress(msg progressMsg) tea.Cmd {
	if msg.of == m.reading {
		m.sayDoing(msg.text)
	}
	return msg.of.waitForProgress()
}

func (m *Model) takeCatalogue(msg catalogueMsg) tea.Cmd {
	if msg.of != m.reading {
		return nil
	}
	m.reading = nil
	m.notices.Doing("")
	var judge *mapping.Judge
	err := msg.err
	if err == nil {
		judge, err = m.opt.Judge(m.opt.Destination)
	}
	if err != nil {
		return m.notices.SayWhy(err)
	}
	judge = judge.With(msg.catalogue)
	text := "no metrics are known"
	if c := msg.catalogue; c != nil {
		text = "read " + count.Of(len(judge.Feeds()), "metric") + " and " + count.Of(len(c.Experiments), "experiment")
	}
	for _, note := range msg.notes {
		text += "; " + note
	}
	return tea.Batch(m.notices.Say(text), m.setJudge(judge))
}

// setJudge has everything judged anew, the open entry and the open draft at once.
func (m *Model) setJudge(judge *mapping.Judge) tea.Cmd {
	m.opt.Store.SetJudge(judge)
	if draft, ok := m.dialog.(*dialog.Edit); ok {
		draft.Judge()
	}
	return m.look()
}

// otherDestination goes by the other destination from now on.
func (m *Model) otherDestination() tea.Cmd {
	other := map[string]string{"actions": "classic", "classic": "actions"}[m.opt.Destination]
	judge, err := m.opt.Judge(other)
	if err != nil {
		return m.notices.Say(fmt.Sprintf("cannot go by %s: %v", other, err))
	}
	m.opt.Destination = other
	return tea.Batch(m.notices.Say("going by the destination "+other+" from now on"), m.setJudge(judge.With(m.opt.Store.Judge().Catalogue())))
}
