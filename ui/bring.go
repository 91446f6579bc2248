package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize"

	"segtap/capture/store"
	"segtap/ui/bringing"
	"segtap/ui/events/detail"
	"segtap/ui/keymap"
)

// bringingFirst are the bindings that do something with an entry: one of an opened file is
// brought into the capture first.
var bringingFirst = []string{"edit", "editor", "fix", "replay"}

// bringer brings entries of opened files into the capture.
type bringer struct{ *sources }

// first has what is done with an entry of an opened file be done with its copy.
func (b bringer) first(handlers keymap.Handlers) {
	for _, binding := range bringingFirst {
		h := handlers[binding]
		h.Do = func() tea.Cmd { return b.bring(binding) }
		handlers[binding] = h
	}
}

// broughtMsg says which entry the copy of an opened one is, and what is to be done with
// it.
type broughtMsg struct {
	id   uint64
	from string
	then string         // a binding; empty for nothing
	of   *detail.Detail // the entry that it is a copy of
	said string         // of what has been brought; empty where it was there before
	err  error
}

// bring copies the selected entry of an opened file into what is captured here.
func (b bringer) bring(then string) tea.Cmd {
	of, place, live := b.events.Detail(), b.opened.Place, b.live().store
	got, _ := of.Opened()
	return func() tea.Msg {
		msg := broughtMsg{from: place(got), then: then, of: of}
		var made bool
		if msg.id, made, msg.err = store.CopiesIn(live).Bring(got, msg.from); made {
			msg.said = fmt.Sprintf("brought from %s into the capture as #%d", msg.from, msg.id)
		}
		return msg
	}
}

// takeBrought goes on with the copy in what is captured here.
func (m *Model) takeBrought(msg broughtMsg) tea.Cmd {
	if msg.from == pasted {
		bringer{&m.sources}.end()
		m.guest.Did("paste", "brought", msg.said)
	}
	if msg.err != nil {
		if errors.Is(msg.err, context.Canceled) {
			msg.err = errors.New("stopped: " + strings.TrimSuffix(msg.err.Error(), ": "+context.Canceled.Error()))
		}
		return m.notices.Wrong(fmt.Sprintf("%s was not brought into the capture: %v", msg.from, msg.err))
	}
	if m.dialog != nil && msg.from != pasted {
		return nil // something else has been opened meanwhile
	}
	if m.dialog != nil {
		return tea.Batch(m.notices.Say(msg.said), m.look())
	}
	m.open = keymap.Events
	cmd := tea.Batch(m.turnTo(0), m.events.Select(msg.id), m.look())
	if msg.then != "" {
		m.next = next{entry: msg.id, binding: msg.then, like: msg.of}
	}
	if msg.said != "" {
		cmd = tea.Batch(cmd, m.notices.Say(msg.said))
	}
	return cmd
}

// mostPasted is how many bytes of a paste are taken: a terminal hands them over piece by
// piece, while a file is read where it is looked at.
const mostPasted = 8 << 20

// pasted is what the messages of a paste say of where they stood.
const pasted = "paste"

// paste brings the messages of a text into what is captured here. A text that holds
// something else is refused as a whole, by its name. Unkept says why nothing can be kept
// now; empty when it can.
func (b bringer) paste(text, unkept string) tea.Cmd {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text) // as terminals send the ends of lines
	switch {
	case strings.TrimSpace(text) == "":
		return nil
	case unkept != "":
		return b.notices.Say("not pasted: " + unkept)
	case len(text) > mostPasted:
		return b.notices.Say(fmt.Sprintf("not pasted: these are %s, and %s are the most: save them to a file, and open that with segtap FILE",
			humanize.Bytes(uint64(len(text))), humanize.Bytes(mostPasted)))
	}
	live, ctx := b.live().store, b.begin()
	return func() tea.Msg {
		msg := broughtMsg{from: pasted}
		msg.id, msg.said, msg.err = bringing.Text(ctx, live, text, pasted)
		return msg
	}
}

// pasting are the pastes that are being read. One may come while another is read, and one
// key ends all of them.
type pasting struct {
	running int
	ctx     context.Context
	cancel  context.CancelFunc
}

// begin says that a paste is being read, and returns until when.
func (b bringer) begin() context.Context {
	if b.bringing.running == 0 || b.bringing.ctx.Err() != nil { // those before were ended
		b.bringing.ctx, b.bringing.cancel = context.WithCancel(context.Background())
	}
	b.bringing.running++
	b.notices.Doing(pasted, "reading what was pasted "+b.theme.Ellipsis+"  ("+b.keys.Of("back")+" stops it)")
	return b.bringing.ctx
}

// end says that one is over.
func (b bringer) end() {
	if b.bringing.running--; b.bringing.running == 0 {
		b.bringing.cancel()
		b.notices.Doing(pasted, "")
	}
}

// endFirst ends what is under way, or puts away what had to be read, before anything leads
// back.
func endFirst(m *Model) (cmd tea.Cmd, ended bool) {
	switch {
	case m.bringing.running > 0:
		m.bringing.cancel()
		return nil, true
	case m.metrics.Reading(), m.names.Reading():
		return rereading{m}.stopReading(), true
	}
	return nil, m.notices.PutAway()
}
