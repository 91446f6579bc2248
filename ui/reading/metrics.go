package reading

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/ui/widget/count"
)

// Reader reads the catalogue anew and tells how far it has come; the notes have to be said.
type Reader func(ctx context.Context, tell func(string)) (*catalogue.Catalogue, []string, error)

// Options is what is read, and who is told of it.
type Options struct {
	Desk
	Destination string // actions or classic
	// Judge gives a judge for a destination, without a catalogue; nil when there is only one.
	Judge func(destination string) (*mapping.Judge, error)
	// Catalogue reads it from where it comes from; nil when that is nowhere.
	Catalogue Reader
	// Files reads the files alone again that the catalogue comes from; nil where there are none.
	Files Reader
	// InForce gives the judge that is in force. SetJudge has another one in force; because of what, where files have
	// changed, else empty.
	InForce  func() *mapping.Judge
	SetJudge func(judge *mapping.Judge, because string) tea.Cmd
	// Stays is told that a reading has come to nothing, so that what was known stays.
	Stays func() tea.Cmd
}

// Metrics reads the metrics again, and changes the destination.
type Metrics struct {
	opt         Options
	destination string
	reading     *task    // nil when nothing is being read
	changed     []string // files that have changed since the last reading that came to something, or while one goes on
	waits       bool     // files have changed while one goes on
	broken      string   // why the newest reading of files that changed has come to nothing; empty where it has
}

// NewMetrics returns what reads the metrics when it is told to.
func NewMetrics(opt Options) *Metrics { return &Metrics{opt: opt, destination: opt.Destination} }

// Destination is the one that is judged by.
func (m *Metrics) Destination() string { return m.destination }

// Reading reports whether the metrics are being read.
func (m *Metrics) Reading() bool { return m.reading != nil }

// Broken says why files that have changed could not be read, so that what is known is older; empty for nothing.
func (m *Metrics) Broken() string { return m.broken }

// catalogueMsg brings what came of a reading.
type catalogueMsg struct {
	of        *task
	took      int // of the changed files, those that it knew of
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
		m.waits = false
		m.reading.cancel()
		return nil
	}
	return m.read(m.opt.Catalogue)
}

// Changed reads the files again, since some of them have changed.
func (m *Metrics) Changed(files []string) tea.Cmd {
	if m.opt.Files == nil || len(files) == 0 {
		return nil
	}
	m.changed = append(m.changed, files...)
	if m.reading != nil {
		m.waits = true
		return nil
	}
	return m.read(m.opt.Files)
}

func (m *Metrics) read(from Reader) tea.Cmd {
	t, ctx, tell, end := m.opt.begin("metrics", "reading the metrics")
	m.reading, m.waits = t, false
	return tea.Batch(readAnew(ctx, t, from, len(m.changed), tell, end), t.waitForProgress())
}

// readAnew reads the catalogue. The judge that is to know it is made when it has come: the
// destination may be another one by then.
func readAnew(ctx context.Context, t *task, read Reader, took int, tell func(string), end func()) tea.Cmd {
	return func() tea.Msg {
		defer end()
		known, notes, err := read(ctx, tell)
		return catalogueMsg{t, took, known, notes, err}
	}
}

// Update takes what a reading has brought, and reports whether it was that.
func (m *Metrics) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	if msg, ok := msg.(catalogueMsg); ok {
		return m.take(msg), true
	}
	return nil, false
}

// take has a judge in force that knows the catalogue that has been read, if one has.
func (m *Metrics) take(msg catalogueMsg) tea.Cmd {
	if msg.of != m.reading {
		return nil
	}
	m.reading.done()
	m.reading = nil
	cmd := m.settle(msg)
	if m.waits {
		cmd = tea.Batch(cmd, m.read(m.opt.Files))
	}
	return cmd
}

func (m *Metrics) settle(msg catalogueMsg) tea.Cmd {
	var judge *mapping.Judge
	err := msg.err
	if err == nil {
		judge, err = m.opt.Judge(m.destination)
	}
	because := Because(m.changed[:msg.took])
	if err != nil {
		if m.opt.InForce().Catalogue() != nil && !errors.Is(err, context.Canceled) {
			m.broken = err.Error()
		}
		say := m.opt.Notices.SayWhy(err)
		if because != "" { // how files are given has been right: the way out is the file itself
			say = m.opt.Notices.Wrong(err.Error() + ": the metrics that were read before stay")
		}
		return tea.Batch(say, m.opt.Stays())
	}
	m.changed, m.broken = m.changed[msg.took:], ""
	judge = judge.With(msg.catalogue)
	text := "no metrics are known"
	if known := msg.catalogue; known != nil {
		text = "read " + count.Of(len(judge.Feeds()), "metric") + " and " + count.Of(len(known.Experiments), "experiment")
	}
	if because != "" {
		text = because + ": " + text
	}
	for _, note := range msg.notes {
		text += "; " + note
	}
	return tea.Batch(m.opt.Notices.Say(text), m.opt.SetJudge(judge, because))
}

// OtherDestination has a judge in force that goes by the other destination, if there is one.
func (m *Metrics) OtherDestination() tea.Cmd {
	other := map[string]string{"actions": "classic", "classic": "actions"}[m.destination]
	judge, err := m.opt.Judge(other)
	if err != nil {
		return m.opt.Notices.Say(fmt.Sprintf("cannot judge by %s: %v", other, err))
	}
	m.destination = other
	return tea.Batch(m.opt.Notices.Say("judging by the destination "+other+" from now on"), m.opt.SetJudge(judge.With(m.opt.InForce().Catalogue()), ""))
}
