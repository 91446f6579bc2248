package metrics

import (
	"cmp"
	"math"
	"path"
	"path/filepath"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/launchdarkly/proposal"
	"segtap/mapping/naming"
	"segtap/mapping/origin"
	"segtap/mapping/query"
	"segtap/mapping/verdict"
	"segtap/ui/dialog"
	"segtap/ui/metrics/names"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
)

// written is what plans and code say of a row.
type written struct {
	*naming.Row // nil where nothing is known of that
	facts       *names.Facts
	rank        int // its place among those that need a person
}

// known is what there is to say of the row; nothing where nothing is known.
func (w written) known() *names.Facts {
	if w.facts == nil {
		return new(names.Facts)
	}
	return w.facts
}

// hasNames reports whether a plan or code has the name of the row.
func (w written) hasNames() bool { return w.Row != nil && len(w.Names) > 0 }

// isWrong reports whether something is wrong with the row that a person should look at, and how much.
func (w written) isWrong() (verdict.Severity, bool) {
	known := w.known()
	return known.Worst, known.Wrong && known.Worst != verdict.Info
}

// join joins the rows of a screen with the table of names.
type join struct{ *Screen }

// ofMetric is what is said of a metric.
func (s join) ofMetric(key string) written {
	if s.opt.Names == nil {
		return written{}
	}
	row, at := s.opt.Names.OfMetric(key)
	if row == nil {
		return written{}
	}
	return written{row, s.opt.Names.Facts(at), at}
}

// withWritten adds what plans and code say to the event names that were seen and that no metric has, and a row for each
// such name that was not. Misses gets those that are near to an event key, by that.
func (s join) withWritten(rows []row, misses map[string][]string) []row {
	if s.opt.Names == nil {
		return rows
	}
	at := make(map[string]int, len(rows))
	for i := range rows {
		at[rows[i].name] = i
	}
	for rank, of := range s.opt.Names.Unmeasured() {
		facts := s.opt.Names.Facts(rank)
		if i, seen := at[query.Cut(of.Name(), query.MaxName)]; seen {
			rows[i].written = written{of, facts, rank}
			continue
		}
		if len(of.Names) == 0 {
			continue // its events were cleared
		}
		item := row{name: of.Name(), near: facts.Nearest, written: written{of, facts, rank}}
		item.state = s.unfedState(item.near)
		if item.near != "" {
			misses[item.near] = append(misses[item.near], item.name)
		}
		rows = append(rows, item)
	}
	return rows
}

// compareNeed puts what needs a person first. Where plans and code were read that is the order of the table of names, in
// which events that are lost come behind the worst of it; else it is that of the states.
func (s join) compareNeed(a, b *row) int {
	if s.opt.Names != nil && s.opt.Names.Table() != nil {
		if by := cmp.Or(cmp.Compare(a.urgency(), b.urgency()), cmp.Compare(a.rank(), b.rank())); by != 0 {
			return by
		}
	}
	by := cmp.Compare(a.state, b.state)
	if by == 0 && a.metric == nil && b.metric == nil {
		by = cmp.Compare(b.came(), a.came())
	}
	return by
}

// urgency is 0 for what is lost, or will be, and 1 for the others. The former come first in the table, too.
func (i *row) urgency() int {
	switch {
	case i.losesEvents(), i.state == missed:
		return 0
	case i.written.Row == nil:
		return 1
	}
	if i.written.known().Loses {
		return 0
	}
	return 1
}

// losesEvents reports whether events came that were to count, and do not.
func (i *row) losesEvents() bool { return i.state == uncounted || i.state == losing }

// rank is the place of the row among those that need a person; the last for one that the table does not have.
func (i *row) rank() int {
	if i.written.Row == nil {
		return math.MaxInt
	}
	return i.written.rank
}

// isAwaited reports whether no event has come for a row, and a plan or code says that one will.
func (i *row) isAwaited() bool {
	return (i.state == waited || i.state == unseen) && i.written.hasNames()
}

// sign is what stands before a row, and how that is painted.
func (s view) sign(item *row) (glyph string, paint theme.Paint, dim bool) {
	if item.call != nil {
		return s.theme.Maybe, s.theme.Warned, false
	}
	glyph, paint = s.glyph(item.state)
	dim = item.state >= unread
	if item.losesEvents() {
		return glyph, paint, dim
	}
	switch worst, wrong := item.written.isWrong(); {
	case wrong && worst == verdict.Error:
		return s.theme.Err, s.theme.Bad, false
	case wrong:
		return s.theme.Warn, s.theme.Warned, false
	case item.isAwaited():
		return s.theme.None, s.theme.Dim, false
	}
	return glyph, paint, dim
}

// placeChoices are what can be copied of where the selected row stands.
func (s join) placeChoices(item *row) (choices []dialog.Choice) {
	for i, place := range item.places() {
		if i == len(placeKeys) {
			break
		}
		choices = append(choices, dialog.Choice{Key: placeKeys[i : i+1], What: "the place " + place.String(), Text: place.String()})
	}
	return choices
}

// proposed is a metric for the events of a name, as a block of Terraform's, where none has come: of those that have, the
// command knows more.
func (s join) proposed(item *row) []dialog.Choice {
	if item.metric != nil || item.came() > 0 || !item.written.hasNames() {
		return nil
	}
	ideal := s.judge.Ideal(item.written.Names[0])
	if len(ideal.DependsOn) > 0 {
		return nil
	}
	p := proposal.New(&proposal.Event{
		Key: item.name, Project: s.known.Project, Ideal: &ideal.Judgement, Known: s.known,
		Written: slices.Concat(item.written.Planned, item.written.Code), Values: s.judge.Names().Values(),
	})
	return []dialog.Choice{{Key: "t", What: "a metric that counts it, for Terraform", Text: p.Terraform()}}
}

// placeKeys choose one of the first places.
const placeKeys = "123456789"

// places are where the row is written down, what is wrong first.
func (i *row) places() []origin.Place {
	if i.call != nil {
		return []origin.Place{i.call.Place}
	}
	return i.written.known().Places
}

// placeLabel says in the footer what the first place of the selected row is; ok is false where it has none.
func (s join) placeLabel() (label string, ok bool) {
	item, ok := s.selected()
	places := item.places()
	if !ok || len(places) == 0 {
		return "", false
	}
	at := places[0]
	file := at.File
	if s.w < besidePlots {
		file = path.Base(filepath.ToSlash(file))
	}
	if at.Line > 0 {
		file += ":" + strconv.Itoa(at.Line)
	}
	return "open " + names.Shortened(sanitize.Visible(file), max(s.w/4, 10), s.theme.Ellipsis), true
}

// noPlace says why the place of the selected row cannot be opened.
func (s join) noPlace() string {
	item, ok := s.selected()
	switch {
	case !ok:
		return "there is nothing in the list"
	case len(item.places()) == 0 && (s.opt.Names == nil || s.opt.Names.Table() == nil):
		return "give --plan FILE or --code DIR: then it is known where names stand"
	case len(item.places()) == 0:
		return "no plan and no code that was read has it"
	}
	return s.opt.NoEditor()
}

// openPlace opens the first place of the selected row in an editor outside.
func (s join) openPlace() tea.Cmd {
	item, _ := s.selected()
	return s.opt.Open(item.places()[0])
}
