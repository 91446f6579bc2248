package capture

import (
	"segtap/mapping/verdict"
)

// unjudged is the number of no judge.
const unjudged = 255

// unjudge says of all rows that nothing is known of who judged them.
func (x *Index) unjudge() {
	for i := range x.rows.size() {
		x.rows.row(i).generation = unjudged
	}
}

// forgetSums forgets what has been seen of each event key.
func (x *Index) forgetSums() { x.sums = newSums() }

// outdated copies the rows from one place up to another that are not from the judge
// of a generation, and their annotations.
func (x *Index) outdated(from, upTo int, generation uint8) (rows []row, noted []annotations) {
	for i := from; i < upTo; i++ {
		if r := x.rows.row(i); r.generation != generation {
			rows, noted = append(rows, *r), append(noted, x.annotationsOf(r))
		}
	}
	return rows, noted
}

// isStale reports whether an entry is listed that is not from the judge of a
// generation.
func (x *Index) isStale(id uint32, generation uint8) bool {
	i, ok := x.rows.search(id)
	return ok && x.rows.row(i).generation != generation
}

// renew gives a row what a new judgement says of its message. What the summaries of
// its record say is not believed any longer than that.
func (x *Index) renew(id uint32, d *draft, generation uint8) {
	i, ok := x.rows.search(id)
	if !ok {
		return // it has been let go
	}
	r := x.rows.row(i)
	summed := r.generation == generation // it is in the sums of what was seen
	r.generation = generation
	x.changes.note(id)
	x.count(r, -1)
	if d.judgement == nil { // its message cannot be read
		if r.gates, r.headline, r.errors, r.warnings = 0, verdict.HeadlineUnknown, 0, 0; !r.is(isUnreadable) {
			r.flags |= isUnreadable
			x.damaged++
		}
		return
	}
	r.typ, r.content = d.row.typ, d.row.content
	r.say(d.judgement.Verdict)
	x.count(r, 1)
	if x.names.texts[r.name] != d.name {
		r.name = x.names.intern(d.name)
	}
	if user, value := x.arena.get(r.text); user != d.user || value != d.value {
		x.arena.drop(r.text)
		r.text = x.arena.keep(d.user, d.value)
	}
	if !summed {
		d.row, d.annotations = *r, x.annotationsOf(r)
		x.sumUp(d)
	}
}
