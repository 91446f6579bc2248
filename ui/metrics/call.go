package metrics

import (
	"segtap/mapping/origin"
	"segtap/ui/metrics/names"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// unreadCall is what a row is whose call's name could not be read.
const unreadCall = "call that could not be read"

// calls are the rows of the calls whose names could not be read. They stand behind all others: nobody knows whether
// something is wrong with them.
func (s join) calls() (rows []row) {
	if s.opt.Names == nil || s.opt.Names.Table() == nil {
		return nil
	}
	unread := s.opt.Names.Table().Unread
	for i := range unread {
		rows = append(rows, row{name: unread[i].Place.String(), call: &unread[i], state: unknown})
	}
	return rows
}

// callLine tells of such a call in one line: where it stands, and why its name is not known.
func (s view) callLine(item *row, w int) string {
	place := names.Shortened(sanitize.Visible(item.name), max(w/2, 10), s.theme.Ellipsis)
	return styled.Fit(place+"  "+unreadCall+": "+sanitize.Escape(item.call.Why), w, s.theme.Ellipsis)
}

// addCall tells all that is known of such a call.
func (s view) addCall(call *origin.Unread, add func(name, text string)) {
	in := sanitize.Visible(call.Place.String())
	if call.By != "" {
		in += " (" + sanitize.Visible(call.By) + ")"
	}
	add("state", unreadCall+": "+call.Why)
	add("in code", in)
	add("so", "which metric its events feed is not known before they come")
}

// unreadText says how many calls there are whose names could not be read, and where they are told; empty for none.
func unreadText(opt *Options, grouped bool) string {
	table := opt.Names.Table()
	if table == nil || len(table.Unread) == 0 {
		return ""
	}
	text := count.Of(len(table.Unread), "call") + " in code could not be read: "
	switch {
	case grouped:
		return text + opt.Keys.Of("by-experiment") + " shows all rows, the last of which tell"
	case len(table.Unread) == 1:
		return text + "the last row, " + opt.Keys.Of("follow") + " goes there"
	}
	return text + "the last rows, " + opt.Keys.Of("follow") + " goes there"
}
