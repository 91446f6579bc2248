package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"segtap/ui/dialog"
	"segtap/ui/header"
	"segtap/ui/keymap"
	"segtap/ui/status"
)

// headerNow takes down what the header says.
func (m *Model) headerNow() header.Header {
	address, reached := m.opt.Guest.Reaches(m.opt.Address)
	if !reached {
		address = ""
	}
	h := header.Header{
		Theme: m.theme, Keys: m.keys, Address: address, Watching: m.opt.Watching, Stream: m.opt.Stream, OneKey: m.opt.OneKey, File: m.opt.File, Destination: m.metrics.Destination(),
		Counts: m.counts, Judge: m.events.Judge(), Faults: m.opt.Faults.String(), Now: m.now,
	}
	if m.opened != nil {
		h.Opened, h.File = m.opened.label(), m.opened.Path
	}
	where := strings.TrimPrefix(address, "http://")
	if m.opt.Watching {
		where = "watching another segtap"
		if m.opt.Stream {
			where = "watching a stream"
		}
		if m.opt.OneKey {
			where = "watching one write key"
		}
	}
	for _, s := range m.all {
		if s != m.source {
			h.Others = append(h.Others, s.brief(m.theme, where, m.source))
		}
	}
	h.Fresh = m.live().fresh(m.source)
	if m.open == keymap.Events {
		h.Follow = m.events.FollowView()
	}
	if m.opt.Forward != nil {
		h.Forwards, h.Forwarded = true, m.opt.Forward.Counts()
	}
	return h
}

// statusNow takes down what the terminal's tab tells; nil for a terminal that does not
// show it.
func (m *Model) statusNow() *tea.ProgramStatus {
	if !m.tells {
		return nil
	}
	asked := m.events.List().Asked()
	facts := status.Facts{Failing: m.failing(), Reading: m.metrics.Reading() || m.names.Reading(), Loading: m.counts.Loading, Searching: asked.Filter != nil && !asked.Done, Stale: m.counts.Stale}
	if of, ok := m.dialog.(dialog.Busy); ok {
		facts.Dialog = of.Status()
	}
	return status.Of(facts)
}
