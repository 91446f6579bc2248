package detail

import (
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/verdict"
)

// reveal shows the line that the selected problem is about.
func (d *Detail) reveal() {
	if d.problem >= 0 {
		d.message.Reveal(d.got.Judgement.Diagnostics[d.problem].Pointer)
	}
}

// sameProblem gives the diagnostic that was selected before among those of a new
// judgement, else the first.
func sameProblem(now, before *mapping.Judgement, selected int) int {
	if selected >= 0 && selected < len(before.Diagnostics) {
		was := before.Diagnostics[selected]
		for i, d := range now.Diagnostics {
			if d.Code == was.Code && d.Pointer == was.Pointer && d.Metric == was.Metric {
				return i
			}
		}
	}
	return now.First()
}

// problems are the diagnostics of the entry.
func (d *Detail) problems() []verdict.Diagnostic {
	if d.got == nil {
		return nil
	}
	return d.got.Judgement.Diagnostics
}

// quickFix gives the selected diagnostic, else the first, that has a repair.
func (d *Detail) quickFix() (verdict.Diagnostic, bool) {
	list := d.problems()
	if d.problem >= 0 && d.problem < len(list) && list[d.problem].QuickFix != nil {
		return list[d.problem], true
	}
	if d.problem >= 0 {
		for _, p := range list {
			if p.QuickFix != nil && p.Pointer == list[d.problem].Pointer {
				return p, true
			}
		}
		return verdict.Diagnostic{}, false
	}
	for _, p := range list {
		if p.QuickFix != nil {
			return p, true
		}
	}
	return verdict.Diagnostic{}, false
}

// QuickFix returns the problem whose repair is at hand. There is one unless [Detail.NoFix]
// says why not.
func (d *Detail) QuickFix() verdict.Diagnostic {
	p, _ := d.quickFix()
	return p
}

// NextProblem selects the next problem, or by -1 the one before, and shows the line it is
// about. It reports whether another one is selected now.
func (d *Detail) NextProblem(by int) bool {
	n, before := len(d.problems()), d.problem
	if d.problem < 0 && by < 0 {
		d.problem = 0
	}
	d.choose(((d.problem+by)%n + n) % n)
	return d.problem != before
}

// choose selects a problem and shows the line it is about.
func (d *Detail) choose(problem int) {
	d.problem = problem
	d.reveal()
	d.light()
}

// SelectAs selects the problem that is selected in the detail of the same message in
// another list, if one is.
func (d *Detail) SelectAs(like *Detail) {
	if like == nil || like.got == nil {
		return
	}
	d.problem = sameProblem(&d.got.Judgement, &like.got.Judgement, like.problem)
	d.reveal()
	d.light()
}

// NoEntry says why nothing can be done with the selected entry: there is none.
func (d *Detail) NoEntry() string {
	if d.listed.ID == 0 {
		return "no entry is selected"
	}
	return ""
}

// Reading returns the selected entry as long as it is being read; else 0.
func Reading(d *Detail) uint64 {
	if d.err != nil || d.loaded() {
		return 0
	}
	return d.listed.ID
}

// NoMessage says why nothing can be done with the selected entry's message.
func (d *Detail) NoMessage() string {
	switch {
	case d.listed.ID == 0:
		return d.NoEntry()
	case d.err != nil:
		return "the entry cannot be read: " + d.guest.Why(d.err)
	case !d.loaded():
		return "the entry is still being read"
	}
	return ""
}

// NoProblem says why no problem can be gone to.
func (d *Detail) NoProblem() string {
	if reason := d.NoMessage(); reason != "" {
		return reason
	}
	if len(d.problems()) == 0 {
		return "this entry has no problems"
	}
	return ""
}

// NoFix says why the selected problem cannot be repaired by itself.
func (d *Detail) NoFix() string {
	if reason := d.NoProblem(); reason != "" {
		return reason
	}
	if _, ok := d.quickFix(); !ok {
		return "no evident repair for this problem: edit it with e"
	}
	return ""
}

// IsOpen reports whether an entry is selected, and read as it is now.
func (d *Detail) IsOpen(id uint64) bool { return d.listed.ID == id && d.NoMessage() == "" }

// Opened returns the selected entry, laid open, and the place in its message that is looked
// at: the line under the cursor. There is one unless [Detail.NoMessage] says why not.
func (d *Detail) Opened() (got *store.Captured, pointer string) {
	if d.message != nil {
		pointer = d.message.Pointer()
	}
	return d.got, pointer
}
