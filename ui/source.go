package ui

import (
	"fmt"
	"maps"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/store"
	"segtap/ui/dialog"
	"segtap/ui/events"
	"segtap/ui/keymap"
	"segtap/ui/metrics"
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
	// Place says where an entry stands, such as shop.har:12. It may read the file.
	Place func(*store.Captured) string
}

// source is what entries are shown of: what is captured here, or a file that was opened.
// Its screens stay as they are while another source is shown.
type source struct {
	opened   *Opened // nil: what is captured here
	store    *store.Store
	screens  map[keymap.Screen]screen
	events   *events.Screen                    // one of them, which the shell asks for more than of the others
	handlers map[keymap.Screen]keymap.Handlers // what each screen can do, and the shell on all of them
	counts   store.Counts                      // as of the last look
	known    int                               // how many entries had come when it was last shown
}

// newSource returns a source with screens of its own.
func (m *Model) newSource(opened *Opened, of *store.Store) *source {
	s := &source{opened: opened, store: of}
	opt := events.Options{Store: of, Theme: m.theme, Notices: m.notices, Now: m.opt.Now, Address: m.opt.Address, Watching: m.opt.Watching}
	if opened != nil {
		opt.Opened = sanitize.Escape(opened.Name)
	}
	s.events = events.New(opt)
	s.screens = map[keymap.Screen]screen{
		keymap.Events:  s.events,
		keymap.Metrics: metrics.New(metrics.Options{Store: of, Theme: m.theme, Now: m.opt.Now, Show: m.showEventsOf}),
	}
	s.handlers = make(map[keymap.Screen]keymap.Handlers)
	for name, screen := range s.screens {
		s.handlers[name] = m.shellHandlers(s)
		maps.Copy(s.handlers[name], screen.Handlers())
		if opened != nil {
			m.bringFirst(s.handlers[name])
		}
	}
	s.counts = s.events.Counts()
	return s
}

// label names the file with its format, safe to show.
func (o *Opened) label() string { return sanitize.Escape(o.Name) + " (" + o.Format + ")" }

// live returns what is captured here.
func (m *Model) live() *source { return m.sources[0] }

// came is how many entries there have been.
func (s *source) came() int { return s.counts.Entries + s.counts.Evicted }

// turnTo shows another source, as it was left.
func (m *Model) turnTo(number int) {
	if m.source != nil {
		m.known = m.came()
	}
	m.source = m.sources[number]
	m.opener.detail = m.events.Detail()
	m.next = next{}
}

// shown is the number of the source that is shown.
func (m *Model) shown() int {
	for i, s := range m.sources {
		if s == m.source {
			return i
		}
	}
	return 0
}

// turn shows the next source, or by -1 the one before.
func (m *Model) turn(by int) tea.Cmd {
	n := len(m.sources)
	m.turnTo((m.shown() + by + n) % n)
	return tea.Batch(m.look(), m.events.Continue())
}

// oneSource says why no other source can be shown.
func (m *Model) oneSource() string {
	if len(m.sources) == 1 {
		return "nothing else is open: segtap FILE" + m.theme.Ellipsis + " opens files"
	}
	return ""
}

// chooseSource asks which source to show.
func (m *Model) chooseSource() (dialog.Dialog, tea.Cmd) {
	rows := make([]dialog.Source, len(m.sources))
	for i, s := range m.sources {
		rows[i] = dialog.Source{Name: "what is captured here", State: count.Of(s.came(), "event"), Shown: s == m.source}
		if s.opened != nil {
			rows[i].Name, rows[i].State = s.opened.label(), s.state()+", opened, read only"
		} else if fresh := s.fresh(m.source); fresh > 0 {
			rows[i].State += ", " + count.Number(fresh) + " new"
		}
	}
	return dialog.NewSources(m.theme, rows), nil
}

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
func (s *source) brief(t *theme.Theme, where string, shown *source) string {
	if s.opened != nil {
		return t.Opened + " " + sanitize.Cut(sanitize.Escape(s.opened.Name), 24) + " " + s.state()
	}
	text := t.Dot + " " + where
	if fresh := s.fresh(shown); fresh > 0 {
		return text + " +" + count.Number(fresh)
	}
	return text + " " + count.Of(s.came(), "event")
}

// look looks at the source that is shown, and says what came that a person has to know
// of.
func (m *Model) look() tea.Cmd { return m.lookAt(m.source) }

// lookAt looks at a source. The screens of one that is not shown stay as they are.
func (m *Model) lookAt(s *source) tea.Cmd {
	var cmd tea.Cmd
	before := s.counts
	if s == m.source {
		cmd = s.events.Look()
		s.counts = s.events.Counts()
		if m.open != keymap.Events { // which is up to date whatever is open: the counts are its
			cmd = tea.Batch(cmd, m.screen().Look())
		}
	} else {
		s.counts = s.store.Counts()
	}
	m.notices.Failing(m.failing())
	if of := s.counts.LastUnmatched; s.counts.Unmatched > before.Unmatched {
		cmd = tea.Batch(cmd, m.notices.Say(fmt.Sprintf("%s came: %s", of, of.Hint())))
	}
	if s.counts.Damaged > before.Damaged {
		cmd = tea.Batch(cmd, m.notices.Say(count.Of(s.counts.Damaged, "place")+" of "+s.name()+" cannot be read and was passed over; the file still has it"))
	}
	return cmd
}

// name says what the source is, in a sentence.
func (s *source) name() string {
	if s.opened != nil {
		return s.opened.Name
	}
	return "the capture file"
}

// failing says what goes wrong now: that nothing can be kept comes first.
func (m *Model) failing() string {
	if failure := m.live().counts.Failure; failure != "" {
		return m.theme.Err + " " + failure + " (senders get 503)"
	}
	for _, s := range m.sources {
		switch unread := s.counts.Unread; {
		case unread == "":
		case s.opened != nil:
			return m.theme.Err + " " + s.opened.Name + " " + unread
		default:
			return m.theme.Err + " " + unread
		}
	}
	return ""
}
