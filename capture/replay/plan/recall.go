package plan

import (
	"errors"
	"slices"

	"segtap/capture/journal"
	"segtap/capture/replay"
)

// Earlier is what runs of a plan have done, as the capture file says.
type Earlier struct {
	Plan Plan // without the credentials of its target
	// Done are the outcomes of the entries that have been begun.
	Done map[uint64]replay.Outcome
	// attempts are the last of each id, in the order in which they were begun.
	attempts []sending
	outcomes map[string]replay.Outcome // of them
	// before are the outcomes that attempts had when they were last begun.
	before map[string]replay.Outcome
}

// newEarlier returns that nothing of a plan has been done.
func newEarlier(p Plan) *Earlier {
	return &Earlier{
		Plan: p, Done: make(map[uint64]replay.Outcome),
		outcomes: make(map[string]replay.Outcome), before: make(map[string]replay.Outcome),
	}
}

// ErrNoPlan says that a file has no plan.
var ErrNoPlan = errors.New("nothing was sent in order from this file: there is no plan to go on with")

// Recall reads what has been done of the last plan in a capture file. The error wraps
// [ErrNoPlan] where there is none.
func Recall(file journal.Journal) (*Earlier, error) {
	var e *Earlier
	var there has
	_, err := file.Scan(0, func(head *journal.Head) error {
		switch head.Kind {
		case journal.Plan:
			rec, err := file.ReadAt(head.Place)
			if err != nil {
				return err
			}
			there.count = min(there.count, uint64(file.Size())) // whatever its records say of themselves
			p, err := parse(rec.Fields, there)
			if err != nil {
				return err
			}
			e = newEarlier(p)
		case journal.Attempt:
			if e == nil {
				return nil
			}
			rec, err := file.ReadAt(head.Place)
			if err != nil {
				return err
			}
			attempt, err := replay.ParseAttempt(rec.Fields)
			if err != nil {
				return err
			}
			e.take(&attempt, head.Entry)
		default:
			there.note(head)
		}
		return nil
	})
	if err == nil && e == nil {
		err = ErrNoPlan
	}
	return e, err
}

// take notes what an attempt says. One that was sent before and is not sent this time
// remains what it was: that nothing leaves the machine now takes nothing back.
func (e *Earlier) take(a *replay.Attempt, child uint64) {
	if a.Plan != e.Plan.ID {
		return
	}
	sends := a.Sends
	if len(sends) == 0 {
		if child == a.EntryID {
			child = 0
		}
		sends = []replay.Send{{Entry: a.EntryID, Child: child}}
	}
	if _, known := e.outcomes[a.ID]; !known {
		e.attempts = append(e.attempts, sending{id: a.ID, sends: sends})
	}
	outcome := a.Outcome()
	switch {
	case a.Begun:
		e.before[a.ID] = e.outcomes[a.ID]
	case outcome == replay.NotSent:
		outcome = e.before[a.ID]
	}
	e.outcomes[a.ID] = outcome
	for _, send := range sends {
		e.Done[send.Entry] = outcome
	}
}

// since returns what an attempt comes to: of one that an earlier run has begun and that
// is not sent this time, what it came to then.
func (e *Earlier) since(id string, outcome replay.Outcome) replay.Outcome {
	if outcome == replay.NotSent {
		return e.outcomes[id]
	}
	return outcome
}

// outcome returns what became of an entry, if anything has: what was not sent has to be.
func (e *Earlier) outcome(entry uint64) (replay.Outcome, bool) {
	if e == nil {
		return 0, false
	}
	outcome, begun := e.Done[entry]
	return outcome, begun && outcome != replay.NotSent
}

// again returns the attempts that came to one of the outcomes.
func (e *Earlier) again(wanted []replay.Outcome) []sending {
	var all []sending
	for _, s := range e.attempts {
		if outcome := e.outcomes[s.id]; outcome != replay.NotSent && slices.Contains(wanted, outcome) {
			all = append(all, s)
		}
	}
	return all
}

// ToGo returns how many entries a run that sends those outcomes again has to send.
func (e *Earlier) ToGo(again []replay.Outcome) int {
	n := e.Account().Left
	for _, s := range e.again(again) {
		n += len(s.sends)
	}
	return n
}

// Account returns what became of the entries so far.
func (e *Earlier) Account() Account {
	a := Account{Total: len(e.Plan.Entries)}
	for _, id := range e.Plan.Entries {
		if outcome, done := e.outcome(id); done {
			a.count(outcome, 1)
		} else {
			a.Left++
		}
	}
	return a
}
