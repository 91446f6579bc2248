package index

import (
	"slices"

	"segtap/capture/coverage"
	"segtap/mapping/catalogue"
	"segtap/mapping/query"
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
func (x *Index) ForgetSums() { x.Sums, x.sumsGone = coverage.New(), false }

// Carrying is what has been judged and summed up by one judge, to be carried over to the next
// one as far as a change does not concern it. Names that are asked of take some µs each, which
// nobody is to wait for who waits for the lock: so an index is looked at first, then the change
// is asked, then the index is changed.
type Carrying struct {
	of         *Index
	generation uint8
	edition    int // of the names
	names      []string
	change     *catalogue.Change
	concerned  []bool // names, by their numbers
}

// Carry looks at an index whose judge is of a generation.
func Carry(x *Index, generation uint8) Carrying {
	return Carrying{of: x, generation: generation, edition: x.names.edition, names: x.names.texts}
}

// mostAsked is of how many names it is asked whether a change concerns them: whoever changes
// the judge waits for that.
const mostAsked = 4096

// Ask asks which names a change concerns. It needs no lock.
func (c *Carrying) Ask(change *catalogue.Change) {
	if len(c.names) > mostAsked {
		return
	}
	c.change, c.concerned = change, make([]bool, len(c.names))
	for i, name := range c.names {
		c.concerned[i] = name == "" || len(name) > query.MaxName-4 || change.Concerns(name) // none, or perhaps cut
	}
}

// Over has what the change does not concern stand under the next generation, and the sums
// forget all else. It gives false, and changes nothing, where that cannot be told apart by the
// names of the entries.
func (c *Carrying) Over(x *Index, next uint8) bool {
	if c.change == nil || x != c.of || x.names.edition != c.edition || x.sumsGone || !x.Sums.Divisible() {
		return false
	}
	x.Sums.Forget(func(key string) bool {
		name, ok := x.names.byText[key]
		return !ok || c.concerns(name)
	}, c.change.ConcernsMetric)
	for i := range x.rows.size() {
		if r := x.rows.row(i); r.Generation == c.generation && !r.is(isUnreadable) && !c.concerns(r.Name) {
			r.Generation = next
		}
	}
	return true
}

// concerns reports whether a name is concerned, or has come since it was asked.
func (c *Carrying) concerns(name uint32) bool {
	return int(name) >= len(c.concerned) || c.concerned[name]
}

// Outdated are rows that are not from the judge there is, as they stood in the index.
type Outdated struct {
	Rows  []Row
	Noted []Annotations
}

const (
	// mostLooked is how many rows are looked at for outdated ones under one lock: most are
	// not, when a change concerns few.
	mostLooked = 1 << 15
	// mostOfRecord is how many rows are copied so that those of one record stay together.
	mostOfRecord = 1 << 12
)

// Outdated copies about n rows of listed entries that are not from the judge of a generation:
// the newest of those before a place, in their order. It gives the place before which it has
// not looked.
func (x *Index) Outdated(upTo, n int, generation uint8, into *Outdated) (from int) {
	into.Rows, into.Noted = into.Rows[:0], into.Noted[:0]
	from = upTo
	for from > 0 && upTo-from < mostLooked {
		r := x.At(from - 1)
		if got := len(into.Rows); got >= n && (got >= mostOfRecord || r.Offset != into.Rows[got-1].Offset) {
			break
		}
		if r.Generation != generation {
			into.Rows, into.Noted = append(into.Rows, *r), append(into.Noted, x.annotations.of(r))
		}
		from--
	}
	slices.Reverse(into.Rows)
	slices.Reverse(into.Noted)
	return from
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
	if d.Judgement == nil { // its message cannot be read
		x.count(r, -1)
		x.Problems.found.Drop(r.found)
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
	r.toward, r.source = x.towards.change(r.toward, d.toward), x.sources.change(r.source, d.source)
	x.Problems.recount(r, d)
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
