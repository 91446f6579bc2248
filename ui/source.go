package ui

import (
	"fmt"
	"maps"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/store"
	"segtap/ui/events"
	"segtap/ui/filter"
	"segtap/ui/header"
	"segtap/ui/keymap"
	"segtap/ui/metrics"
	"segtap/ui/metrics/names"
	"segtap/ui/problems"
	"segtap/ui/replays"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
)

// Opened is a file that is shown beside what is captured here, and never changed.
type Opened struct {
	Name   string // such as shop.har
	Path   string // as it was given
	Format string // such as HAR
	Store  *store.Store
	Notes  func() []string // what has to be said of it when all of it has been read; nil for nothing
	// Place says where an entry stands, such as shop.har:12. It may read the file.
	Place func(*store.Captured) string
}

// source is what entries are shown of: what is captured here, or a file that was opened.
// Its screens stay as they are while another source is shown.
type source struct {
	opened   *Opened // nil: what is captured here
	keys     *keymap.Keys
	store    *store.Store
	screens  map[keymap.Screen]screen
	events   *events.Screen                    // one of them, which the shell asks for more than of the others
	handlers map[keymap.Screen]keymap.Handlers // what each screen can do, and the shell on all of them
	board    *names.Board                      // the table of names; nil where neither plans nor code were given
	counts   store.Counts                      // as of the last look
	noted    bool                              // the notes of the file have been said
	known    int                               // how many entries had come when it was last shown
}

// updater is a screen with commands of its own: it takes what they have brought.
type updater interface {
	Update(msg tea.Msg) (cmd tea.Cmd, mine bool)
}

// newSource returns a source with screens of its own.
func (m *Model) newSource(opened *Opened, of *store.Store) *source {
	s := &source{opened: opened, keys: m.keys, store: of}
	s.board = rereading{m}.board(s)
	names := filter.NewNames(of, m.opener.targets())
	names.Keyless = m.opt.Guest.Unwriting() // as of the key that shows them
	names.KeysListed = func() { m.opt.Guest.Did("write-key", "of", "filter", "shown", true) }
	opt := events.Options{Keys: m.keys, Names: names, Store: of, Theme: m.theme, Notices: m.notices, Now: m.opt.Now, Address: m.opt.Address, Watching: m.opt.Watching, OneKey: m.opt.OneKey, Preferences: m.keeping.chosen, Columns: m.columns, Guest: m.opt.Guest, Written: rereading{m}.summary}
	if opened != nil {
		opt.Opened = sanitize.Escape(opened.Name)
	}
	s.events = events.New(opt)
	s.screens = map[keymap.Screen]screen{
		keymap.Events: s.events,
		keymap.Replays: replays.New(replays.Options{
			Keys: m.keys, Guest: m.opt.Guest,
			Store: of, Theme: m.theme, Now: m.opt.Now, Names: names, Preferences: m.keeping.chosen,
			Show: visitor{m}.show, Replay: visitor{m}.replay,
		}),
		keymap.Metrics: metrics.New(metrics.Options{
			Store: of, Theme: m.theme, Keys: m.keys, Guest: m.opt.Guest, Now: m.opt.Now, Preferences: m.keeping.chosen, Show: visitor{m}.filter, Leave: visitor{m}.leave,
			Names: s.board, Missing: rereading{m}.unreadable, Open: m.opener.openPlace, NoEditor: m.opener.noOutside,
		}),
		keymap.Problems: problems.New(problems.Options{
			Keys:  m.keys,
			Store: of, Theme: m.theme, Now: m.opt.Now, Preferences: m.keeping.chosen, Show: visitor{m}.filter, ShowEntry: visitor{m}.show, Leave: visitor{m}.leave,
		}),
	}
	s.handlers = make(map[keymap.Screen]keymap.Handlers)
	for name, screen := range s.screens {
		s.handlers[name] = m.shellHandlers(s)
		maps.Copy(s.handlers[name], screen.Handlers())
		if opened != nil {
			bringer{&m.sources}.first(s.handlers[name])
		}
	}
	s.counts = s.events.List().Counts()
	s.known = s.came()
	return s
}

func (s *source) nothingToSend() string {
	if s.counts.Entries == 0 {
		return "there is nothing to send yet"
	}
	return ""
}

// label names the file with its format, safe to show.
func (o *Opened) label() string { return sanitize.Escape(o.Name) + " (" + o.Format + ")" }

// came is how many entries there have been.
func (s *source) came() int { return s.counts.Entries + s.counts.Evicted }

// fresh is how many entries have come since the source was shown.
func (s *source) fresh(shown *source) int {
	if s == shown {
		return 0
	}
	return max(s.came()-s.known, 0)
}

// state says how much of an opened file is listed.
func (s *source) state() string {
	if s.counts.Loading < 1 {
		return fmt.Sprintf("%.0f %% listed", 100*s.counts.Loading)
	}
	return count.Of(s.came(), "event")
}

// brief names the source beside another one that is shown; where is where segtap
// listens.
func (s *source) brief(t *theme.Theme, where string, shown *source) header.Other {
	if s.opened != nil {
		name := t.Opened + " " + sanitize.Cut(sanitize.Escape(s.opened.Name), 24)
		return header.Other{Long: name + " " + s.state(), Short: name}
	}
	long, short := t.Dot+" "+where, t.Dot+" capture"
	if fresh := s.fresh(shown); fresh > 0 {
		more := " +" + count.Number(fresh)
		return header.Other{Long: long + more, Short: short + more}
	}
	return header.Other{Long: long + " " + count.Of(s.came(), "event"), Short: short}
}

// name says what the source is, in a sentence.
func (s *source) name() string {
	if s.opened != nil {
		return s.opened.Name
	}
	return s.keeper()
}

// keeper is what has the entries, in a sentence.
func (s *source) keeper() string {
	if s.opened != nil {
		return "the file"
	}
	return "the " + s.counts.Keeper()
}

// pair returns the two entries that are marked. There are two unless [source.noPair] says
// why not.
func (s *source) pair() (pair [2]uint64) {
	ids, _ := store.FamilyOf(s.store).Marked(len(pair))
	copy(pair[:], ids)
	return pair
}

// noPair says why the marked entries cannot be compared: they are not two.
func (s *source) noPair() string {
	if n := s.events.List().Counts().Marked; n != 2 {
		return fmt.Sprintf("mark two entries with %s to compare them: %d are marked", s.keys.Of("mark"), n)
	}
	return ""
}

// toScreens gives a message to the screen whose command has brought it, and reports whether there is one.
func toScreens(all []*source, msg tea.Msg) (cmd tea.Cmd, mine bool) {
	for _, s := range all {
		for _, screen := range s.screens {
			if takes, ok := screen.(updater); ok {
				if cmd, mine = takes.Update(msg); mine {
					return cmd, true
				}
			}
		}
	}
	return nil, false
}

// waitForChange waits until the store of a source has something new, then a frame longer,
// so that the screen is drawn once for many events.
func (m *Model) waitForChange(of *source) tea.Cmd {
	changed, gone := m.guest.Changes(of.store)
	pause := frame
	switch {
	case m.opt.ReducedMotion:
		pause = calmFrame
	case of.events.List().Rush() || of != m.source:
		pause = rushFrame
	}
	return func() tea.Msg {
		select {
		case <-changed:
		case <-gone:
			return nil
		}
		time.Sleep(pause)
		m.guest.AwaitTurn()
		return changedMsg{of}
	}
}
