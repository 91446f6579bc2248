package dialog

import (
	"fmt"
	"slices"

	"segtap/mapping/verdict"
	"segtap/ui/draw"
	"segtap/ui/widget/editor"
)

// markFaults marks the fields at fault in the text, the worst first.
func (d *Edit) markFaults() {
	d.faults = nil
	for _, p := range d.judgement.Diagnostics {
		if p.Severity > verdict.Info && p.Pointer != "" {
			d.faults = append(d.faults, p)
		}
	}
	slices.SortStableFunc(d.faults, func(a, b verdict.Diagnostic) int { return int(b.Severity) - int(a.Severity) })
	places := make(map[string]bool)
	d.faults = slices.DeleteFunc(d.faults, func(p verdict.Diagnostic) bool { // one at each place
		known := places[p.Pointer]
		places[p.Pointer] = true
		return known
	})
	marks := make([]editor.Mark, len(d.faults))
	for i, p := range d.faults {
		sign, paint := draw.Severity(d.opt.Theme, p.Severity)
		marks[i] = editor.Mark{Pointer: p.Pointer, Sign: sign, Style: paint.On}
	}
	d.edit.SetMarks(append(marks, d.fixed.marks(d.opt.Theme, d.edit.Value())...))
}

// faultHere returns which fault the cursor is at, in the text or in the form; -1 for none.
func (d *Edit) faultHere() int {
	if d.form != nil {
		return d.faultAt(d.form.rows[d.form.at].pointer)
	}
	if at := d.edit.MarkAtCursor(); at < len(d.faults) { // behind them are those of a fix
		return at
	}
	return -1
}

// faultAt returns which fault stands at a place of the draft; -1 for none.
func (d *Edit) faultAt(pointer string) int {
	return slices.IndexFunc(d.faults, func(p verdict.Diagnostic) bool { return p.Pointer == pointer })
}

// faultView is the fault under the cursor, and which of how many it is; empty where there
// is none.
func (d *Edit) faultView(w int) string {
	i := d.faultHere()
	if i < 0 {
		return ""
	}
	which := ""
	if n := len(d.faults); n > 1 {
		which = fmt.Sprintf("%d of %d  ", i+1, n)
	}
	return " " + which + draw.Diagnostic(d.opt.Theme, d.faults[i], max(w-2-len(which), 1))
}

// fixable returns the fault that a quick fix is for: of those at the cursor, else of all,
// the first that has one.
func (d *Edit) fixable() (verdict.Diagnostic, bool) {
	if at := d.faultHere(); at >= 0 {
		for _, p := range d.judgement.Diagnostics {
			if p.Pointer == d.faults[at].Pointer && p.QuickFix != nil {
				return p, true
			}
		}
	}
	for _, p := range append(slices.Clip(d.faults), d.judgement.Diagnostics...) {
		if p.QuickFix != nil {
			return p, true
		}
	}
	return verdict.Diagnostic{}, false
}

// noFix says why nothing can be repaired by itself; empty when it can.
func (d *Edit) noFix() string {
	if _, ok := d.fixable(); !ok {
		return "nothing here has an evident repair"
	}
	return ""
}

// fix repairs a fault, as one change, and puts the cursor where it was.
func (d *Edit) fix() {
	fault, ok := d.fixable()
	if !ok {
		return
	}
	text, err := fault.QuickFix.Apply([]byte(d.edit.Value()))
	if err != nil {
		d.err = err
		return
	}
	before := []byte(d.edit.Value())
	d.edit.SetValue(string(text))
	d.fixed = newFixed(before, fault.QuickFix, d.edit.Value())
	if len(fault.QuickFix) > 0 {
		d.edit.GoToPointer(fault.QuickFix[0].Path)
	}
}
