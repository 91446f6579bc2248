package reading

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/ui/keymap"
	"segtap/ui/notice"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
)

// Reader reads the catalogue anew and tells how far it has come; the notes have to be said.
type Reader func(ctx context.Context, tell func(string)) (*catalogue.Catalogue, []string, error)

// Options is what is read, and who is told of it.
type Options struct {
	Theme       *theme.Theme
	Notices     *notice.Box
	Keys        *keymap.Keys
	Destination string // actions or classic
	// Judge gives a judge for a destination, without a catalogue; nil when there is only one.
	Judge func(destination string) (*mapping.Judge, error)
	// Catalogue reads it from where it comes from; nil when that is nowhere.
	Catalogue Reader
	// InForce gives the judge that is in force, SetJudge has another one in force.
	InForce  func() *mapping.Judge
	SetJudge func(*mapping.Judge) tea.Cmd
}

// Metrics reads the metrics again, and changes the destination.
type Metrics struct {
	opt         Options
	destination string
	reading     *task // nil when nothing is being read
}

// NewMetrics returns what reads the metrics when it is told to.
func NewMetrics(opt Options) *Metrics { return &Metrics{opt: opt, destination: opt.Destination} }

// Destination is the one that is judged by.
func (m *Metrics) Destination() string { return m.destination }

// Reading reports whether the metrics are being read.
func (m *Metrics) Reading() bool { return m.reading != nil }

// catalogueMsg brings what came of a reading.
type catalogueMsg struct {
	of        *task
	catalogue *catalogue.Catalogue
	notes     []string
	err       error
}

// NoSource says why no metrics can be read.
func (m *Metrics) NoSource() string {
	if m.opt.Catalogue == nil {
		return "give --metrics FILE, or LD_ACCESS_TOKEN and --ld-project"
	}
	return ""
}

// OneDestination says why there is no other destination.
func (m *Metrics) OneDestination() string {
	if m.opt.Judge == nil {
		return "only one destination is known here"
	}
	return ""
}

// Reload reads the catalogue, the mapping and the settings again, for a judge that goes by
// them. Another press ends one that is under way.
func (m *Metrics) Reload() tea.Cmd {
	if m.reading != nil {
		m.reading.cancel()
		return nil
	}
	t, ctx, tell, end := begin()
	m.reading = t
	m.sayDoing("reading the metrics")
	return tea.Batch(readAnew(ctx, t, m.opt.Catalogue, tell, end), t.waitForProgress())
}

// metricsDoing is who says that the metrics are being read.
const metricsDoing = "metrics"

func (m *Metrics) sayDoing(text string) {
	m.opt.Notices.Doing(metricsDoing, text+" "+m.opt.Theme.Ellipsis+"  ("+m.opt.Keys.Of("back")+" stops it)")
}

// readAnew reads the catalogue. The judge that is to know it is made when it has come: the
// destination may be another one by then.
func readAnew(ctx context.Context, t *task, read Reader, tell func(string), end func()) tea.Cmd {
	return func() tea.Msg {
		defer end()
		known, notes, err := read(ctx, tell)
		return catalogueMsg{t, known, notes, err}
	}
}

// Update takes what a reading has brought, and reports whether it was that.
func (m *Metrics) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch msg := msg.(type) {
	case progressMsg:
		if msg.of == m.reading {
			m.sayDoing(msg.text)
		}
		return msg.of.waitForProgress(), true
	case catalogueMsg:
		return m.take(msg), true
	}
	return nil, false
}

// take has a judge in force that knows the catalogue that has been read, if one has.
func (m *Metrics) take(msg catalogueMsg) tea.Cmd {
	if msg.of != m.reading {
		return nil
	}
	m.reading = nil
	m.opt.Notices.Doing(metricsDoing, "")
	var judge *mapping.Judge
	err := msg.err
	if err == nil {
		judge, err = m.opt.Judge(m.destination)
	}
	if err != nil {
		return m.opt.Notices.SayWhy(err)
	}
	judge = judge.With(msg.catalogue)
	text := "no metrics are known"
	if known := msg.catalogue; known != nil {
		text = "read " + count.Of(len(judge.Feeds()), "metric") + " and " + count.Of(len(known.Experiments), "experiment")
	}
	for _, note := range msg.notes {
		text += "; " + note
	}
	return tea.Batch(m.opt.Notices.Say(text), m.opt.SetJudge(judge))
}

// OtherDestination has a judge in force that goes by the other destination, if there is one.
func (m *Metrics) OtherDestination() tea.Cmd {
	other := map[string]string{"actions": "classic", "classic": "actions"}[m.destination]
	judge, err := m.opt.Judge(other)
	if err != nil {
		return m.opt.Notices.Say(fmt.Sprintf("cannot judge by %s: %v", other, err))
	}
	m.destination = other
	return tea.Batch(m.opt.Notices.Say("judging by the destination "+other+" from now on"), m.opt.SetJudge(judge.With(m.opt.InForce().Catalogue())))
}
