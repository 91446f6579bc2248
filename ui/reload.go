package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping"
)

// reloading is a catalogue that is being read.
type reloading struct {
	told   <-chan string // how far it has come; closed at its end
	last   string
	cancel context.CancelFunc
}

// The messages of a reloading.
type (
	reloadToldMsg struct {
		of   *reloading
		text string
	}
	reloadedMsg struct {
		of        *reloading
		catalogue *mapping.Catalogue
		notes     []string
		err       error
	}
)

func needCatalogue(m *Model) string {
	if m.opt.Catalogue == nil {
		return "give --metrics FILE, or LD_ACCESS_TOKEN and --ld-project"
	}
	return ""
}

// reload reads the catalogue, the mapping and the settings again and has
// everything judged by them. Another press ends one that is under way.
func (m *Model) reload() tea.Cmd {
	if m.reloading != nil {
		m.reloading.cancel()
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	told := make(chan string, 1)
	r := &reloading{told: told, last: "reading the metrics", cancel: cancel}
	m.reloading = r
	return tea.Batch(m.readAnew(ctx, r, told), r.waitForTold())
}

// readAnew reads the catalogue. The judge that is to know it is made when it has
// come: the destination may be another one by then.
func (m *Model) readAnew(ctx context.Context, r *reloading, told chan<- string) tea.Cmd {
	catalogue := m.opt.Catalogue
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
		return reloadedMsg{r, known, notes, err}
	}
}

// waitForTold waits until the reloading says how far it has come.
func (r *reloading) waitForTold() tea.Cmd {
	return func() tea.Msg {
		text, ok := <-r.told
		if !ok {
			return nil
		}
		return reloadToldMsg{r, text}
	}
}

func (m *Model) takeReloaded(msg reloadedMsg) tea.Cmd {
	if msg.of != m.reloading {
		return nil
	}
	m.reloading = nil
	var judge *mapping.Judge
	err := msg.err
	if err == nil {
		judge, err = m.opt.Judge(m.opt.Destination)
	}
	if err != nil {
		m.sayWhy(err)
		return m.forgetNotice()
	}
	judge = judge.With(msg.catalogue)
	text := "no metrics are known"
	if c := msg.catalogue; c != nil {
		text = "read " + plural(len(judge.Feeds()), "metric") + " and " + plural(len(c.Experiments), "experiment")
	}
	for _, note := range msg.notes {
		text += "; " + note
	}
	m.say(text)
	return tea.Batch(m.setJudge(judge), m.forgetNotice())
}

// setJudge has everything judged anew, the open entry and the open draft at once.
func (m *Model) setJudge(judge *mapping.Judge) tea.Cmd {
	m.opt.Store.SetJudge(judge)
	if draft, ok := m.dialog.(*editDialog); ok {
		draft.judge(m)
	}
	m.refresh()
	return m.loadSelected()
}

// otherDestination goes by the other destination from now on.
func (m *Model) otherDestination() tea.Cmd {
	other := map[string]string{"actions": "classic", "classic": "actions"}[m.opt.Destination]
	judge, err := m.opt.Judge(other)
	if err != nil {
		m.say(fmt.Sprintf("cannot go by %s: %v", other, err))
		return m.forgetNotice()
	}
	judge = judge.With(m.opt.Store.Judge().Catalogue())
	m.opt.Destination = other
	m.say("going by the destination " + other + " from now on")
	return tea.Batch(m.setJudge(judge), m.forgetNotice())
}

func needJudge(m *Model) string {
	if m.opt.Judge == nil {
		return "only one destination is known here"
	}
	return ""
}
