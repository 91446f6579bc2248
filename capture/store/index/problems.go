package index

import (
	"segtap/capture/problems"
	"segtap/capture/timeline"
	"segtap/mapping"
	"segtap/mapping/verdict"
)

// Problems are what was found about the entries of an index, and how many of the listed
// ones have which. It is Index.count that counts them.
type Problems struct {
	of    *Index
	found problems.Sets // by the number that a row has
	tally problems.Tally
}

// Groups returns all groups of entries that have a code, in no order; the time over which
// these arrived; and of how many entries it is not known what was found about them.
func (p *Problems) Groups() (groups []problems.Group, over timeline.Axis, unknown int) {
	return p.tally.Groups(), p.tally.Axis(), p.tally.Unknown()
}

// Over returns how many entries of a group arrived in each span of a time.
func (p *Problems) Over(k problems.Key, time timeline.Axis) []int { return p.tally.Over(k, time) }

// Renew looks at the next rows for the newest entries of groups whose newest has gone, and
// reports whether there are more to look at.
func (p *Problems) Renew(rows int) (more bool) {
	x := p.of
	below, more := p.tally.Seek(uint64(x.Last) + 1)
	if !more {
		return false
	}
	i, _ := x.Find(below)
	if i > 0 && !p.tally.Settled(x.rows.latest(x.Cleared.place(i-1, &x.rows))) {
		for upTo := max(i-rows, 0); i > upTo; i-- {
			e := p.entry(x.At(i - 1))
			p.tally.Look(&e)
		}
		if i > 0 {
			return true
		}
	}
	p.tally.Sought()
	return false
}

// entry is a row as it is counted.
func (p *Problems) entry(r *Row) problems.Entry {
	return problems.Entry{ID: uint64(r.ID), Found: p.found.At(r.found), Event: p.of.names.texts[r.Name], At: r.At}
}

// find has a row say that one more code was found, after it was judged.
func (p *Problems) find(r *Row, code verdict.Code) {
	found := *p.found.At(r.found)
	if codes := found.Codes(); codes.Has(code) {
		return
	}
	p.of.count(r, -1)
	found.Add(code, code.Info().Severity)
	was := r.found
	r.found = p.found.Keep(found)
	p.found.Drop(was)
	p.of.count(r, 1)
}

// recount has a row say what was found about a draft, and its name, and counts it by these
// from then on: mostly it is counted by them already.
func (p *Problems) recount(r *Row, d *Draft) {
	names := &p.of.names
	same := names.texts[r.Name] == d.name
	if same && *p.found.At(r.found) == d.found {
		return
	}
	p.of.count(r, -1)
	was := r.found
	r.found = p.found.Keep(d.found)
	p.found.Drop(was)
	if !same {
		r.Name = names.intern(d.name)
	}
	p.of.count(r, 1)
}

// Says reports whether an entry is listed, and its row says what a judgement of a
// generation says.
func (p *Problems) Says(id uint32, j *mapping.Judgement, generation uint8) bool {
	i, ok := p.of.rows.search(id)
	if !ok {
		return false
	}
	r := p.of.rows.row(i)
	return r.Generation == generation && r.gates == j.Verdict.Gates && r.headline == j.Verdict.Headline && r.code == firstOf(j) && *p.found.At(r.found) == problems.Of(j.Verdict, j.Diagnostics)
}

// First returns the oldest entry of a group among the listed entries from one place up to
// another; 0 when there is none. More says that there are places behind them.
func (p *Problems) First(k problems.Key, from, upTo int) (id uint64, more bool) {
	x := p.of
	for i := from; i < min(upTo, x.Len()); i++ {
		if r := x.At(i); p.isOf(k, r) {
			return uint64(r.ID), true
		}
	}
	return 0, upTo < x.Len()
}

// Last returns the newest; the places may be beyond the list.
func (p *Problems) Last(k problems.Key, from, upTo int) (id uint64) {
	x := p.of
	for i := min(upTo, x.Len()) - 1; i >= max(from, 0); i-- {
		if r := x.At(i); p.isOf(k, r) {
			return uint64(r.ID)
		}
	}
	return 0
}

// isOf reports whether a row is counted in a group.
func (p *Problems) isOf(k problems.Key, r *Row) bool {
	codes, known := p.found.CodesAt(r.found)
	if !known || !codes.Has(k.Code) {
		return false
	}
	event := p.of.names.texts[r.Name]
	return (k.Others || k.Event == event) && p.tally.KeyOf(k.Code, event) == k
}

// Verdicts are how many of the listed entries have which headline, and at how many of them
// each gate fails. It is Index.count that counts them.
type Verdicts struct {
	Headlines [verdict.Headlines]int
	Failing   [verdict.NoGate]int
}

// count counts a row, or takes it back.
func (v *Verdicts) count(r *Row, by int) {
	v.Headlines[r.headline] += by
	for gate := range r.gates.Failing() {
		v.Failing[gate] += by
	}
}

// resay has a row that may be counted say what a judgement says; see Row.say.
func (v *Verdicts) resay(r *Row, says verdict.Verdict, first verdict.Code) {
	if !r.is(isCleared) {
		v.count(r, -1)
		defer v.count(r, 1)
	}
	r.say(says, first)
}
