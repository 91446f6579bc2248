package index

import (
	"slices"
	"time"

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
// one as far as a change does not concern it. To find that out takes long, which nobody is to
// wait for: [Succeed] only begins it, somebody in the background asks, and then the rows are gone
// through in parts. Until it is over, rows of either judge are in the sums.
type Carrying struct {
	Taken bool // somebody does it

	since     func() (*catalogue.Change, bool)
	from, via uint8 // generations: of the judge before, and of the next one until it is known what it has from that
	edition   int   // of the names
	names     []string
	change    *catalogue.Change
	concerned []bool // names, by their numbers
	told      bool   // what of the rows of both stands
	before    uint32 // id: the rows before it have been gone through
}

// Succeed has another judge follow that of a generation, and returns the generation of what it
// says. Since says what it may say otherwise, which is asked later, see [Index.Carried]; where
// that has not been found out of the judge before either, all is to be judged anew.
func Succeed(x *Index, generation uint8, since func() (*catalogue.Change, bool)) (next uint8) {
	whole := x.Carried == nil && x.Len() > 0
	x.Carried = nil
	switch next = generation + 1; {
	case next >= Unjudged-2: // it may be two more when all has been carried over
		// The numbers begin again: no row may keep one from before.
		next = 0
		x.Unjudge()
		x.ForgetSums()
	case whole:
		x.Carried = &Carrying{since: since, from: generation, via: next, edition: x.names.edition, names: x.names.texts}
	default:
		x.ForgetSums()
	}
	return next
}

// Ask asks what the change concerns, and needs no lock. Names that are near a metric take up to
// a millisecond each: those that are not asked of until some moment are taken for concerned.
func (c *Carrying) Ask(until time.Time) {
	change, known := c.since()
	if !known || change.LongestKey() > mostWhole {
		return
	}
	c.change, c.concerned = change, make([]bool, len(c.names))
	for i, name := range c.names {
		c.concerned[i] = c.mayConcern(name, !time.Now().Before(until))
	}
}

// mostWhole is how many bytes a name has at most that has not been cut.
const mostWhole = query.MaxName - 4

// mayConcern reports whether the change may concern a name. One that feeds a metric is never
// taken for concerned that is not: the metric's sums are kept.
func (c *Carrying) mayConcern(name string, late bool) bool {
	if c.change.Feeds(name) {
		return c.change.Concerns(name)
	}
	return late || name == "" || len(name) > mostWhole || c.change.Concerns(name)
}

// concerns reports whether a name is concerned, or has come since that was told.
func (c *Carrying) concerns(name uint32) bool {
	return int(name) >= len(c.concerned) || c.concerned[name]
}

// stands reports whether a row is in the sums that is from the judge before, or from the next one as
// long as that was not known to have anything from it.
func (c *Carrying) stands(r *Row) bool {
	return (r.Generation == c.from || r.Generation == c.via) && !r.is(isUnreadable) && !(c.told && c.concerns(r.Name))
}

// summed reports whether a row is in the sums of what the judge of a generation says.
func summed(x *Index, r *Row, generation uint8) bool {
	return r.Generation == generation || x.Carried != nil && x.Carried.stands(r)
}

// RowsCarried is how many rows [Carrying.Over] is to go through under one lock: in some 0.1 ms.
const RowsCarried = 1 << 13

// Over has what the change does not concern stand under the next generation, some
// rows at each call, and the sums forget all else. Where they cannot be told apart by their names
// all is to be judged anew. It reports whether it has to be called again.
func (c *Carrying) Over(x *Index, rows int, generation *uint8) (more bool) {
	if c != x.Carried {
		return false // another judge has come, or another index
	}
	if c.change == nil || x.names.edition != c.edition || !c.told && (x.sumsGone || !x.Sums.Divisible()) {
		x.Carried = nil
		x.ForgetSums()
		*generation++
		return false
	}
	if !c.told {
		c.tell(x)
		*generation++
	}
	from, _ := x.rows.search(c.before)
	upTo := min(from+rows, x.rows.size())
	for i := from; i < upTo; i++ {
		r := x.rows.row(i)
		c.before = r.ID + 1
		if c.stands(r) {
			r.Generation = *generation
		}
	}
	if upTo == x.rows.size() {
		x.Carried = nil
	}
	return x.Carried != nil
}

// tell has only what is not concerned stand from now on.
func (c *Carrying) tell(x *Index) {
	for _, name := range x.names.texts[len(c.concerned):] { // those that came while it was asked
		c.concerned = append(c.concerned, c.mayConcern(name, true))
	}
	c.told = true
	x.Sums.Forget(func(key string) bool {
		name, ok := x.names.byText[key]
		return !ok || c.concerns(name)
	}, c.change.ConcernsMetric)
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
	before := summed(x, r, generation)
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
	if r.is(isUnreadable) { // what it stands in has been mended, or is at hand again
		r.flags &^= isUnreadable
		x.Damaged--
	}
	r.typ, r.content = d.row.typ, d.row.content
	x.Verdicts.resay(r, d.Judgement.Verdict, d.row.code)
	r.toward, r.source = x.towards.change(r.toward, d.toward), x.sources.change(r.source, d.source)
	x.Problems.recount(r, d)
	if x.annotations.of(r).retries > 0 { // perhaps since it was judged
		x.Problems.find(r, verdict.SDKRetry)
	}
	if user, value := x.arena.get(r.text); user != d.user || value != d.value {
		x.arena.drop(r.text)
		r.text = x.arena.keep(d.user, d.value)
	}
	if !before {
		d.row, d.annotations = *r, x.annotations.of(r)
		x.sumUp(d)
	}
}
