package verdict

import (
	"iter"
	"math/bits"
)

// Gate is one of the nine questions a message must answer well to count in an
// experiment, in the order in which it meets them.
type Gate uint8

// The gates.
const (
	Received   Gate = iota // one well-formed JSON object within 32 KB, in a request within 500 KB
	Accepted               // Segment's ingest keeps it
	Routed                 // it reaches the destination, and the destination takes its name, properties and timestamp
	Keyed                  // it has a usable context key
	Valued                 // its metric value is a number, or rightly absent
	Named                  // its event key equals a metric's event key
	Measurable             // that metric can count this event
	Recording              // that metric is attached to a flag in a running iteration
	Unit                   // it carries the iteration's randomization unit
	gateCount
)

// NoGate is behind all gates: where something fails that fails at none.
const NoGate = gateCount

var gateNames = [gateCount]string{
	"received", "accepted", "routed", "keyed", "valued",
	"named", "measurable", "recording", "unit",
}

var gateQuestions = [gateCount]string{
	"one well-formed JSON object within 32 KB, in a request within 500 KB?",
	"would Segment's ingest keep it?",
	"does it reach the destination, and does the destination take it?",
	"is there a usable context key?",
	"is the metric value a number, or rightly absent?",
	"does the event key equal the event key of a metric, exactly?",
	"can that metric count this event?",
	"is that metric attached to a flag, in a running experiment iteration?",
	"does the event carry the iteration's randomization unit?",
}

var gatePasses = [gateCount]string{
	"one well-formed JSON object within the limits",
	"Segment's ingest keeps it",
	"it reaches the destination, which takes it",
	"it has a usable context key",
	"the metric value is a number, or rightly absent",
	"the event key is that of a metric, exactly",
	"the metric can count this event",
	"the metric is in a running experiment",
	"it carries the randomization unit of the experiment",
}

// String returns the gate's name: "received", "accepted", … "unit".
func (g Gate) String() string { return gateNames[g] }

// Question is what the gate asks of a message.
func (g Gate) Question() string { return gateQuestions[g] }

// Passes is what the gate says of a message that passes it.
func (g Gate) Passes() string { return gatePasses[g] }

// AllGates returns the gates in order.
func AllGates() []Gate {
	all := make([]Gate, gateCount)
	for i := range all {
		all[i] = Gate(i)
	}
	return all
}

// State is what a gate says of a message.
type State uint8

// The states of a gate.
const (
	Unknown State = iota // it cannot be said from here, or the message never got there
	Pass
	Warn
	Fail
)

var stateNames = [...]string{Unknown: "unknown", Pass: "pass", Warn: "warn", Fail: "fail"}

// String returns "unknown", "pass", "warn" or "fail".
func (s State) String() string { return stateNames[s] }

// Gates holds the state of all nine gates, two bits each, so that a million of
// them stay small. The zero value is all unknown.
type Gates uint32

// State returns the state of one gate.
func (gs Gates) State(g Gate) State { return State(gs >> (2 * g) & 3) }

// Refused says that Segment's ingest has not taken the message: it keeps no other of its id
// away.
func (gs Gates) Refused() bool { return gs.State(Received) == Fail || gs.State(Accepted) == Fail }

// With returns gs with one gate set.
func (gs Gates) With(g Gate, s State) Gates {
	return gs&^(3<<(2*g)) | Gates(s)<<(2*g)
}

// Failing yields the gates that fail, in order.
func (gs Gates) Failing() iter.Seq[Gate] {
	const low = 0x5555_5555 // the lower bit of each state
	return func(yield func(Gate) bool) {
		for fail := uint32(gs & (gs >> 1) & low); fail != 0; fail &= fail - 1 { // [Fail] has both
			if !yield(Gate(bits.TrailingZeros32(fail) / 2)) {
				return
			}
		}
	}
}
