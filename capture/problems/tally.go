package problems

import (
	"segtap/capture/timeline"
	"segtap/mapping/verdict"
)

// Key tells the entries that are counted together: those of an event name in which a code
// was found.
type Key struct {
	Code  verdict.Code
	Event string // as lists show it
	// Others says that these are all event names together that are not followed one by
	// one, since there are too many; Event is empty then.
	Others bool
}

// Group is how many entries have a code.
type Group struct {
	Key
	Errors, Warnings, Infos int   // entries, by how much it matters in them
	Last                    int64 // when the newest arrived, µs since 1970
	// Sought says that the newest has gone, and another one is looked for: it arrived no
	// later than Last.
	Sought bool
}

// Entries is how many there are.
func (g *Group) Entries() int { return g.Errors + g.Warnings + g.Infos }

// Severity is how much it matters where it matters most.
func (g *Group) Severity() verdict.Severity {
	switch {
	case g.Errors > 0:
		return verdict.Error
	case g.Warnings > 0:
		return verdict.Warning
	}
	return verdict.Info
}

// MaxGroups is how many groups are followed one by one: more than anybody reads.
const MaxGroups = 5_000

// Tally counts the entries of each group. The zero value has none.
type Tally struct {
	groups   map[Key]*counted
	all      timeline.Series // of the entries of all groups
	others   [256]uint32     // entries with each code that are counted together with others
	unknown  int
	outdated int // groups whose newest entry has gone
	search   search
}

// counted is a group as it is counted.
type counted struct {
	entries  [verdict.Error + 1]uint32
	last     int64  // no entry arrived later
	atLast   uint32 // entries that arrived then
	outdated bool   // there is none any more: the newest has gone, and another one has to be looked for
	sought   newest // what the search has found
	when     timeline.Series
}

// Entry is one that is counted.
type Entry struct {
	ID    uint64
	Found *Found
	Event string
	At    int64 // when it arrived
}

// Count counts an entry, by 1, or takes it back, by -1.
func (t *Tally) Count(e *Entry, by int) {
	if !e.Found.Known {
		t.unknown += by
		return
	}
	first := true
	for severity := range e.Found.by {
		for c := range e.Found.by[severity].All() {
			if first && by > 0 {
				t.all.Add(e.At) // before any group has it
			} else if first {
				t.all.Remove(e.At)
			}
			first = false
			if by > 0 {
				t.add(c, severity, e)
			} else {
				t.remove(c, severity, e)
			}
		}
	}
}

// add counts an entry in one of its groups. As long as any entry of a code is counted
// together with others, those of new names are: so it is known of each where it is.
func (t *Tally) add(c verdict.Code, severity int, e *Entry) {
	k, at := Key{Code: c, Event: e.Event}, e.At
	g := t.groups[k]
	if g == nil && (len(t.groups) >= MaxGroups || t.others[c] > 0) {
		t.others[c]++
		k = Key{Code: c, Others: true}
		g = t.groups[k]
	}
	if g == nil {
		if t.groups == nil {
			t.groups = make(map[Key]*counted)
		}
		g = &counted{last: at}
		t.groups[k] = g
	}
	g.entries[severity]++
	g.when.Add(at)
	switch {
	case at > g.last || at == g.last && g.outdated:
		if g.outdated {
			g.outdated, t.outdated = false, t.outdated-1
			g.sought = newest{}
		}
		g.last, g.atLast = at, 1
	case at == g.last:
		g.atLast++
	case e.ID >= t.search.below:
		g.sought.add(at) // it will not be looked at any more
	}
}

// remove takes an entry of one of its groups back.
func (t *Tally) remove(c verdict.Code, severity int, e *Entry) {
	k, at := Key{Code: c, Event: e.Event}, e.At
	g := t.groups[k]
	if g == nil {
		k = Key{Code: c, Others: true}
		if g = t.groups[k]; g == nil {
			return
		}
		t.others[c]--
	}
	g.entries[severity]--
	g.when.Remove(at)
	if at == g.last && !g.outdated {
		if g.atLast--; g.atLast == 0 {
			g.outdated, t.outdated = true, t.outdated+1
		}
	} else if e.ID >= t.search.below {
		g.sought.remove(at)
	}
	if g.entries == [verdict.Error + 1]uint32{} {
		delete(t.groups, k)
		if g.outdated {
			t.outdated--
		}
	}
}

// of gives the group in which the entries of an event name that have a code are counted.
func (t *Tally) of(c verdict.Code, event string) *counted { return t.groups[t.KeyOf(c, event)] }

// KeyOf tells in which group the entries of an event name that have a code are counted.
func (t *Tally) KeyOf(c verdict.Code, event string) Key {
	k := Key{Code: c, Event: event}
	if t.groups[k] == nil {
		return Key{Code: c, Others: true}
	}
	return k
}

// Groups returns all groups, in no order.
func (t *Tally) Groups() []Group {
	list := make([]Group, 0, len(t.groups))
	for k, g := range t.groups {
		list = append(list, Group{
			Key: k, Last: g.last, Sought: g.outdated,
			Errors: int(g.entries[verdict.Error]), Warnings: int(g.entries[verdict.Warning]), Infos: int(g.entries[verdict.Info]),
		})
	}
	return list
}

// Unknown returns how many of the entries are counted in no group, since it is not known
// yet what was found about them.
func (t *Tally) Unknown() int { return t.unknown }

// Axis returns the time over which the entries of all groups arrived.
func (t *Tally) Axis() timeline.Axis { return t.all.Axis() }

// Over returns how many entries of a group arrived in each span of an axis, as of
// [Tally.Axis].
func (t *Tally) Over(k Key, a timeline.Axis) []int {
	if g := t.groups[k]; g != nil {
		return g.when.Over(a)
	}
	return nil
}
