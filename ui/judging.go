package ui

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

// judging keeps what events are checked against up to date: it reads the metrics again,
// and changes the destination.
type judging struct {
	opt         *Options
	theme       *theme.Theme
	notices     *notice.Box
	keys        *keymap.Keys
	destination string   // actions or classic
	reading     *reading // nil when nothing is being read
}

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
		catalogue *catalogue.Catalogue
		notes     []string
		err       error
	}
)

func (j *judging) noSource() string {
	if j.opt.Catalogue == nil {
		return "give --metrics FILE, or LD_ACCESS_TOKEN and --ld-project"
	}
	return ""
}

func (j *judging) oneDestination() string {
	if j.opt.Judge == nil {
		return "only one destination is known here"
	}
	return ""
}

// reload reads the catalogue, the mapping and the settings again, for a judge that goes by
// them. Another press ends one that is under way.
func (j *judging) reload() tea.Cmd {
	if j.reading != nil {
		j.reading.cancel()
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	told := make(chan string, 1)
	r := &reading{told: told, cancel: cancel}
	j.reading = r
	j.sayDoing("reading the metrics")
	return tea.Batch(r.readAnew(ctx, j.opt.Catalogue, told), r.waitForProgress())
}

// metricsDoing is who says that the metrics are being read.
const metricsDoing = "metrics"

func (j *judging) sayDoing(text string) {
	j.notices.Doing(metricsDoing, text+" "+j.theme.Ellipsis+"  ("+j.keys.Of("back")+" stops it)")
}

// readAnew reads the catalogue. The judge that is to know it is made when it has come: the
// destination may be another one by then.
func (r *reading) readAnew(ctx context.Context, catalogue func(context.Context, func(string)) (*catalogue.Catalogue, []string, error), told chan<- string) tea.Cmd {
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

func (j *judging) takeProgress(msg progressMsg) tea.Cmd {
	if msg.of == j.reading {
		j.sayDoing(msg.text)
	}
	return msg.of.waitForProgress()
}

// take returns the judge that knows the catalogue that has been read; nil where there is
// none.
func (j *judging) take(msg catalogueMsg) (*mapping.Judge, tea.Cmd) {
	if msg.of != j.reading {
		return nil, nil
	}
	j.reading = nil
	j.notices.Doing(metricsDoing, "")
	var judge *mapping.Judge
	err := msg.err
	if err == nil {
		judge, err = j.opt.Judge(j.destination)
	}
	if err != nil {
		return nil, j.notices.SayWhy(err)
	}
	judge = judge.With(msg.catalogue)
	text := "no metrics are known"
	if known := msg.catalogue; known != nil {
		text = "read " + count.Of(len(judge.Feeds()), "metric") + " and " + count.Of(len(known.Experiments), "experiment")
	}
	for _, note := range msg.notes {
		text += "; " + note
	}
	return judge, j.notices.Say(text)
}

// otherDestination returns a judge that goes by the other destination; nil where there is
// none.
func (j *judging) otherDestination() (*mapping.Judge, tea.Cmd) {
	other := map[string]string{"actions": "classic", "classic": "actions"}[j.destination]
	judge, err := j.opt.Judge(other)
	if err != nil {
		return nil, j.notices.Say(fmt.Sprintf("cannot judge by %s: %v", other, err))
	}
	j.destination = other
	return judge.With(j.opt.Store.Judge().Catalogue()), j.notices.Say("judging by the destination " + other + " from now on")
}
