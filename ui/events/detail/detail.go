package detail

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
	"segtap/ui/draw"
	"segtap/ui/guest"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/jsontree"
)

// Pane is a part of the Events screen that keys can go to.
type Pane uint8

// The panes: the list beside the detail, and those of the detail.
const (
	List Pane = iota
	Message
	Event
	Lower // what stands under the two
)

// Detail is the selected entry, laid open. All that it shows comes from one reading, which
// judges the entry and brings its row in the list up to date. It stays until the next
// reading is there.
type Detail struct {
	store   *store.Store
	theme   *theme.Theme
	keys    *keymap.Keys
	opened  string // the file that the entry stands in, safe to show; empty for what is captured
	guest   *guest.Guest
	listed  capture.Entry  // the selected entry as it stands in the list; none has the number 0
	judge   *mapping.Judge // the one there is, as of the last look
	got     *store.Captured
	err     error
	message *jsontree.Tree
	event   *jsontree.Tree // nil when nothing would be sent
	links   []destination.Link
	problem int // which diagnostic is selected; -1 for none
	family  family
	lower   lowerPane
	focus   Pane
	wrap    bool
	came    Came
	search  Search
	w, h    int
	sides   sides // how wide the JSON panes would like to be
	boxes   boxes // where everything stands, as of the last change
}

// New returns a detail of entries of a store, which may be that of an opened file, for who
// looks. It shows nothing.
func New(store *store.Store, t *theme.Theme, keys *keymap.Keys, opened string, now func() time.Time, who *guest.Guest) *Detail {
	d := &Detail{store: store, theme: t, keys: keys, opened: opened, guest: who, came: Came{theme: t, keys: keys, now: now, keyless: who.Unwriting() != ""}}
	d.search = newSearch(d)
	return d
}

// Came returns what is told of where the entry came from.
func (d *Detail) Came() *Came { return &d.came }

// Search returns the search in the JSON of the entry.
func (d *Detail) Search() *Search { return &d.search }

// ReadMsg brings an entry that has been read.
type ReadMsg struct {
	of  *Detail
	id  uint64
	got *store.Captured
	err error
}

// Open shows an entry as it stands in the list, judged by a judge: it is read, unless that
// is what is shown.
func (d *Detail) Open(entry capture.Entry, judge *mapping.Judge) tea.Cmd {
	if entry.ID == 0 {
		*d = Detail{store: d.store, theme: d.theme, keys: d.keys, opened: d.opened, judge: judge, wrap: d.wrap, came: d.came, search: d.search, w: d.w, h: d.h}
		d.search.Leave()
		return nil
	}
	if entry.ID != d.listed.ID {
		d.err = nil
	}
	d.listed, d.judge = entry, judge
	d.family = familyOf(store.FamilyOf(d.store), entry.ID)
	if d.loaded() && d.got.Entry == entry {
		return nil
	}
	return d.read()
}

func (d *Detail) read() tea.Cmd {
	id, store := d.listed.ID, d.store
	return func() tea.Msg {
		got, err := store.Read(id)
		return ReadMsg{d, id, got, err}
	}
}

// Wants reports whether it was this detail that asked for what has been read.
func (d *Detail) Wants(msg ReadMsg) bool { return msg.of == d }

// loaded reports whether what the detail shows is the selected entry, as the judge there
// is judges it and as it stands in the list.
func (d *Detail) loaded() bool {
	return d.got != nil && d.got.Entry.ID == d.listed.ID && d.got.Judge == d.judge && d.listed.Verdict == d.got.Entry.Verdict
}

// Take shows an entry that has been read, if it is still the selected one. Entry is the
// selected one as it stands in the list now.
func (d *Detail) Take(msg ReadMsg, entry capture.Entry) tea.Cmd {
	if msg.id != d.listed.ID {
		return nil
	}
	if entry.ID == d.listed.ID {
		d.listed = entry
	}
	before := d.got
	d.got, d.err = msg.got, msg.err
	if msg.err != nil {
		return nil
	}
	if got := msg.got; before == nil || before.Entry.ID != msg.id {
		d.message = jsontree.New(shown(got))
		d.message.SetDims(inherited(got.Message.Inherited))
		d.message.SetWrapping(d.wrap)
		d.event, d.problem = nil, got.Judgement.First()
		d.takeJudgement()
		d.message.Reveal(startAt(d.links))
		d.reveal()
		d.search.Leave()
	} else {
		d.problem = sameProblem(&got.Judgement, &before.Judgement, d.problem)
		d.takeJudgement()
	}
	d.search.again()
	if msg.got.Judge != d.judge {
		return d.read() // it was read before the judge there is
	}
	return nil
}

// takeJudgement shows what the entry's judgement says: marks at the fields, and the
// event, which stays folded as it was where it is the same one.
func (d *Detail) takeJudgement() {
	j := &d.got.Judgement
	d.message.SetMarks(draw.Marks(d.theme, j.Diagnostics))
	d.links = j.Provenance()
	d.message.Prefer(matters(d.links, j.Diagnostics), boilerplate)
	if j.Event == nil {
		d.event = nil
		if d.focus == Event {
			d.focus = Message
		}
		d.sides = sidesOf(d)
		return
	}
	if text := j.Event.AppendJSON(nil); d.event == nil || string(text) != d.event.Raw() {
		before := d.event
		d.event = jsontree.New(text)
		d.event.SetWrapping(d.wrap)
		d.event.Prefer([]string{"/key", "/contextKeys", "/metricValue"}, nil)
		if before != nil {
			d.event.FoldAs(before)
		}
	}
	d.event.SetDims(corrected(j.Correction()))
	d.sides = sidesOf(d)
}

// Repaint paints anew what is kept painted: the theme has changed.
func (d *Detail) Repaint() {
	if d.message != nil && d.got != nil {
		d.message.SetMarks(draw.Marks(d.theme, d.got.Judgement.Diagnostics))
	}
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
	return map[string]string{"/creationDate": "(corrected " + sign + prose.Span(ms) + ")"}
}

// inherited notes the members that the message has from its batch, or from the URL that it was sent to.
func inherited(pointers []string) map[string]string {
	notes := make(map[string]string, len(pointers))
	for _, p := range pointers {
		notes[p] = "(from batch)"
		if p == "/type" {
			notes[p] = "(from URL)"
		}
	}
	return notes
}

// shown returns the text of the message that is shown: of a body that a file does not
// have as it was sent, the text that it has instead, in which there is no mistake.
func shown(got *store.Captured) []byte {
	if got.Arrival.Problem.Unseen() {
		return jsondoc.AppendString(nil, string(got.Message.Text))
	}
	return got.Message.Text
}
