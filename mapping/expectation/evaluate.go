package expectation

import (
	"slices"

	"segtap/mapping"
	"segtap/mapping/prose"
	"segtap/mapping/query"
)

// Event is a message that has come, with what was judged of it.
type Event struct {
	Entry    uint64 // its number in the capture; 0: it has none
	File     string // the file that it is from, and the line in it; empty: from none
	Line     int
	Row      *query.Row
	Document *query.Document // with its judgement
}

func (ev *Event) judgement() *mapping.Judgement { return ev.Document.Judgement }

func (ev *Event) fits(f *query.Filter) bool {
	return f == nil || f.MatchDocument(ev.Row, ev.Document)
}

// Outlook says what further events can change.
type Outlook uint8

// The outlooks, of all expectations of a set together.
const (
	Open    Outlook = iota // something has not come yet
	Lost                   // something is broken for good
	Holding                // all hold, and a further event can break one
	Settled                // all hold, whatever comes
)

// Evaluation holds events against what is expected of them, one after another in the order
// in which they came. It is used by one goroutine at a time.
type Evaluation struct {
	set    *Set
	checks []check
	seen   seen
	unseen int // see Unseen
}

// check is one expectation at work.
type check interface {
	// add looks at a further event.
	add(*Event)
	// outlook says what further events can change.
	outlook() Outlook
	// result says how it stands.
	result(*seen) Result
}

// Begin begins to hold events against a set. The judge is the one that judges them. The
// error is a [*tree.Error]: the set asks for what the judge's catalogue does not have.
func (s *Set) Begin(judge *mapping.Judge) (*Evaluation, error) {
	e := &Evaluation{set: s}
	for _, x := range s.list {
		var err error
		switch {
		case x.events != nil:
			err = e.beginEvents(x, judge)
		case x.experiment != "":
			err = e.beginExperiment(x, judge)
		default:
			e.checks = append(e.checks, newOrderCheck(x))
		}
		if err != nil {
			return nil, err
		}
	}
	return e, nil
}

// Add looks at a further event.
func (e *Evaluation) Add(ev *Event) {
	e.seen.all++
	if !ev.fits(e.set.filter) {
		return
	}
	e.seen.add(ev)
	for _, c := range e.checks {
		c.add(ev)
	}
}

// Unseen says how many events may have come that are added by nobody, such as those that are
// not listed any more. What one of them could break does not hold then.
func (e *Evaluation) Unseen(n int) { e.unseen = n }

// outlookOf says what further events can change of one expectation.
func (e *Evaluation) outlookOf(c check) Outlook {
	o := c.outlook()
	_, order := c.(*orderCheck) // an earlier event can break what later ones cannot
	if e.unseen > 0 && (o == Holding || order && o == Settled) {
		return Lost
	}
	return o
}

// Outlook says what further events can change: of all expectations together, the first of
// lost, open, holding and settled that one of them is.
func (e *Evaluation) Outlook() Outlook {
	least := Settled
	lost := false
	for _, c := range e.checks {
		o := e.outlookOf(c)
		lost = lost || o == Lost
		least = min(least, o)
	}
	if lost {
		return Lost
	}
	return least
}

// Awaits reports whether something has not come yet that still may.
func (e *Evaluation) Awaits() bool {
	return slices.ContainsFunc(e.checks, func(c check) bool { return e.outlookOf(c) == Open })
}

// Results says of each expectation whether it is met, in the order of the file.
func (e *Evaluation) Results() []Result {
	results := make([]Result, 0, len(e.checks))
	for _, c := range e.checks {
		r := c.result(&e.seen)
		switch may := "; " + events(e.unseen) + " that may have come cannot be looked at any more"; {
		case e.unseen == 0:
		case r.State == Met && e.outlookOf(c) == Lost:
			r.State = Broken
			r.Came += may + ", and could break it"
		case r.State == Missing:
			r.Came += may
		}
		r.File, r.OK = e.set.name, r.State == Met || r.State == Skipped
		results = append(results, r)
	}
	return results
}

// Seen returns how many messages came, whether or not one of the filters wants them.
func (e *Evaluation) Seen() int { return e.seen.all }

// AllMet reports whether every expectation is met.
func AllMet(results []Result) bool {
	return !slices.ContainsFunc(results, func(r Result) bool { return !r.OK })
}

// seen is what has come at all.
type seen struct {
	all, wanted int      // messages; those that the filter of the file wants
	names       []string // the first different ones
	more        bool     // there are others
	nameless    bool     // and some have none
}

const maxNames = 5

func (s *seen) add(ev *Event) {
	s.wanted++
	switch name := ev.Row.Name; {
	case name == "":
		s.nameless = true
	case slices.Contains(s.names, name):
	case len(s.names) == maxNames:
		s.more = true
	default:
		s.names = append(s.names, name)
	}
}

// none says that nothing that was asked for came, and what came instead.
func (s *seen) none() string {
	switch {
	case s.all == 0:
		return "no event came at all"
	case s.wanted == 0:
		return "none: the filter of the file wants none of the " + events(s.all) + " that came"
	}
	text := "none; the " + events(s.wanted) + " that came "
	verb := "are "
	if s.wanted == 1 {
		verb = "is "
	}
	if len(s.names) == 0 {
		return text + map[bool]string{true: "has", false: "have"}[s.wanted == 1] + " no name"
	}
	var names []string
	for _, name := range s.names {
		names = append(names, prose.Quoted(name))
	}
	if s.more {
		names = append(names, "others")
	}
	text += verb + "named " + prose.ListedWithin(names, ", ", "and", 1<<10)
	if s.nameless {
		text += ", or have no name"
	}
	return text
}

// miss describes an event that does not do what was expected.
func (ev *Event) miss(what string) *Miss {
	return &Miss{Entry: ev.Entry, File: ev.File, Line: ev.Line, Event: ev.Row.Name, What: what}
}
