package index

import (
	"segtap/capture/coverage"
	"segtap/mapping/verdict"
)

// Unjudged is the number of no judge.
const Unjudged = 255

// Unjudge says of all rows that nothing is known of who judged them.
func (x *Index) Unjudge() {
	for i := range x.rows.size() {
		x.rows.row(i).Generation = Unjudged
	}
}

// ForgetSums forgets what has been seen of each event key.
func (x *Index) ForgetSums() { x.Sums = coverage.New() }

// Outdated copies the rows of the listed entries from one place up to another that are not from the judge
// of a generation, and their annotations.
func (x *Index) Outdated(from, upTo int, generation uint8) (rows []Row, noted []Annotations) {
	for i := from; i < upTo; i++ {
		if r := x.At(i); r.Generation != generation {
			rows, noted = append(rows, *r), append(noted, x.annotations.of(r))
		}
	}
	return rows, noted
}

// IsStale reports whether an entry is listed that is not from the judge of a
// generation.
func (x *Index) IsStale(id uint32, generation uint8) bool {
	i, ok := x.rows.search(id)
	return ok && x.rows.row(i).Generation != generation && !x.rows.row(i).is(isCleared)
}

// Renew has a row say what a new judgement says of its message. What the summaries of
// its record say is not believed any longer than that.
func (x *Index) Renew(id uint32, d *Draft, generation uint8) {
	i, ok := x.rows.search(id)
	if !ok {
		return // it has been let go
	}
	r := x.rows.row(i)
	summed := r.Generation == generation // it is in the sums of what was seen
	r.Generation = generation
	x.Changes.note(id)
	x.count(r, -1)
	x.Problems.found.Drop(r.found)
	if d.Judgement == nil { // its message cannot be read
		r.say(verdict.Verdict{}, verdict.NoCode)
		if r.found = 0; !r.is(isUnreadable) {
			r.flags |= isUnreadable
			x.Damaged++
		}
		x.count(r, 1)
		return
	}
	r.typ, r.content = d.row.typ, d.row.content
	r.say(d.Judgement.Verdict, d.row.code)
	r.found = x.Problems.found.Keep(d.found)
	x.towards.drop(r.toward)
	x.sources.drop(r.source)
	r.toward, r.source = x.towards.keep(d.toward), x.sources.keep(d.source)
	if x.names.texts[r.Name] != d.name {
		r.Name = x.names.intern(d.name)
	}
	x.count(r, 1)
	if x.annotations.of(r).retries > 0 { // perhaps since it was judged
		x.Problems.find(r, verdict.SDKRetry)
	}
	if user, value := x.arena.get(r.text); user != d.user || value != d.value {
		x.arena.drop(r.text)
		r.text = x.arena.keep(d.user, d.value)
	}
	if !summed {
		d.row, d.annotations = *r, x.annotations.of(r)
		x.sumUp(d)
	}
}
