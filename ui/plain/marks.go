package plain

import (
	"math"
	"strconv"
	"strings"

	"segtap/capture/store"
	"segtap/ui/compare"
	"segtap/ui/widget/count"
	"segtap/ui/widget/textdiff"
)

// markOne marks an event.
func markOne(s *session, args string) {
	got, _, ok := s.event(args, "For example mark 3")
	if !ok {
		return
	}
	if err := s.shown.Mark(got.Entry.ID, true, s.Now()); err != nil {
		s.say("Event %d is not marked: %v.", got.Entry.ID, err)
		return
	}
	stays := "it stays when older entries go"
	if s.shown.Counts().Shared {
		stays = "it stays listed until the stream lets it go"
	}
	s.say("Event %d is marked: %s; filter is:marked finds it.", got.Entry.ID, stays)
}

// unmark takes the mark off an event, or all marks.
func unmark(s *session, args string) {
	if args == "all" {
		unmarkAll(s)
		return
	}
	got, _, ok := s.event(args, "For example unmark 3, or unmark all")
	switch {
	case !ok:
	case !got.Entry.Marked:
		s.say("Event %d is not marked.", got.Entry.ID)
	default:
		if err := s.shown.Mark(got.Entry.ID, false, s.Now()); err != nil {
			s.say("Event %d stays marked: %v.", got.Entry.ID, err)
			return
		}
		s.say("Event %d is not marked any more.", got.Entry.ID)
	}
}

func unmarkAll(s *session) {
	all := markedOf(s)
	if len(all) == 0 {
		s.say("Nothing is marked.")
		return
	}
	for n, id := range all {
		if err := s.shown.Mark(id, false, s.Now()); err != nil {
			s.say("%s taken off, the others stay: %v.", count.Of(n, "mark"), err)
			return
		}
	}
	s.say("%s taken off.", count.Of(len(all), "mark"))
}

// markedOf returns the events with a mark, the oldest first.
func markedOf(s *session) []uint64 {
	ids, _ := store.FamilyOf(s.shown).Marked(math.MaxInt)
	return ids
}

// tellMarks tells which events are marked.
func tellMarks(s *session) {
	all := markedOf(s)
	if len(all) == 0 {
		s.say("Nothing is marked. For example mark 3.")
		return
	}
	for _, id := range all[max(len(all)-usual, 0):] {
		if got, err := s.shown.Read(id); err == nil {
			s.say("%s", sentence(got))
		} else {
			s.say("Event %d cannot be read: %v.", id, err)
		}
	}
	if before := len(all) - usual; before > 0 {
		s.say("%s before these: filter is:marked and list tell them.", count.Of(before, "marked event"))
	}
}

// compareTwo tells in what an event differs from the one that it was made of, or from another one.
func compareTwo(s *session, args string) {
	const usage = "For example compare 3 with the event that it was made of, compare 1 3, or compare alone for two that are marked"
	if args == "" {
		pair := markedOf(s)
		if len(pair) != 2 {
			s.say("Mark two events to compare them: %d are marked. %s.", len(pair), usage)
			return
		}
		args = strconv.FormatUint(pair[0], 10) + " " + strconv.FormatUint(pair[1], 10)
	}
	first, rest, ok := s.event(args, usage)
	if !ok {
		return
	}
	if rest != "" {
		if second, _, ok := s.event(rest, usage); ok {
			differences(s, first, second)
		}
		return
	}
	parent := first.Entry.Parent
	if parent == 0 {
		s.say("Event %d was made of no other one. Name the one to compare it with, for example compare %d %d.", first.Entry.ID, first.Entry.ID, first.Entry.ID+1)
		return
	}
	if before, _, ok := s.event(strconv.FormatUint(parent, 10), usage); ok {
		differences(s, before, first)
	}
}

// differences tells in what two events differ, a line that is another one at a time.
func differences(s *session, before, after *store.Captured) {
	a, b := before.Entry.ID, after.Entry.ID
	s.say("Event %d compared with event %d:", b, a)
	for _, part := range compare.Parts(before, after) {
		n := 0
		for i := range part.Rows {
			if part.Rows[i].Kind != textdiff.Same {
				n++
			}
		}
		switch {
		case n == 0 && part.Blank:
			s.say("The %s: no difference but in white space.", part.Name)
		case n == 0:
			s.say("The %s: no difference.", part.Name)
		default:
			s.say("The %s: %s.", part.Name, count.Of(n, "difference"))
		}
		for i := range part.Rows {
			s.difference(part.Rows, i, a, b)
		}
	}
}

// difference tells one row. Those after it that stand in the same one only are told under it.
func (v *voice) difference(rows []textdiff.Row, i int, before, after uint64) {
	r := &rows[i]
	only, of := r.Old.Text, before
	switch r.Kind {
	case textdiff.Same:
		return
	case textdiff.Changed:
		v.say("  In %d: %s", before, strings.TrimSpace(r.Old.Text))
		v.say("  in %d: %s", after, strings.TrimSpace(r.New.Text))
		return
	case textdiff.Added:
		only, of = r.New.Text, after
	case textdiff.Removed:
	}
	if i == 0 || rows[i-1].Kind != r.Kind {
		v.say("  Only in %d:", of)
	}
	v.say("    %s", only)
}
