package clustertest

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// fault is what a round does to the team: it strikes, and is healed at the end of the round. A segtap that was killed is
// started again when all else is healed.
type fault struct {
	name    string
	leads   bool // it takes the leader from the others
	strikes func(*team, *testing.T) (heal func())
}

// faults are those that there are. A random number says which node or segtap is meant where there are several.
var faults = []fault{
	{"kill -9 of a serve", false, func(m *team, t *testing.T) func() {
		s := m.writers[m.random.IntN(len(m.writers))]
		m.logf("kills %s", s.name)
		s.kill()
		return func() {}
	}},
	{"kill -9 of the reader", false, func(m *team, t *testing.T) func() {
		m.reader.kill()
		return func() {}
	}},
	{"kill -9 of the leader", true, func(m *team, t *testing.T) func() { return m.killNode(t, m.leader) }},
	{"kill -9 of a follower", false, func(m *team, t *testing.T) func() { return m.killNode(t, m.follower()) }},
	{"kill -9 of one node after the other", true, func(m *team, t *testing.T) func() {
		for _, n := range m.random.Perm(nodes) {
			start := m.killNode(t, n)
			time.Sleep(upTo(m.random, 600*time.Millisecond))
			start()
			time.Sleep(upTo(m.random, 600*time.Millisecond))
		}
		return func() {}
	}},
	{"kill -9 of all nodes", true, func(m *team, t *testing.T) func() {
		var starts []func()
		for n := range nodes {
			starts = append(starts, m.killNode(t, n))
		}
		return func() {
			for _, start := range starts {
				start()
			}
		}
	}},
	{"the leader cut off", true, func(m *team, t *testing.T) func() {
		return m.cut(t, m.cluster.around(m.leader))
	}},
	{"a follower cut off", false, func(m *team, t *testing.T) func() {
		return m.cut(t, m.cluster.around(m.follower()))
	}},
	{"a serve cut off", false, func(m *team, t *testing.T) func() {
		s := m.writers[m.random.IntN(len(m.writers))]
		m.logf("cuts %s off", s.name)
		return m.cut(t, s.wires[:])
	}},
	{"the reader cut off", false, func(m *team, t *testing.T) func() { return m.cut(t, m.reader.wires[:]) }},
	{"the leader hushed", true, func(m *team, t *testing.T) func() {
		return m.hush(t, m.cluster.around(m.leader), there, back)
	}},
	{"a follower hushed", false, func(m *team, t *testing.T) func() {
		return m.hush(t, m.cluster.around(m.follower()), there, back)
	}},
	{"a serve hushed", false, func(m *team, t *testing.T) func() {
		s := m.writers[m.random.IntN(len(m.writers))]
		m.logf("hushes %s", s.name)
		return m.hush(t, s.wires[:], there, back)
	}},
	{"a serve that hears no answer", false, func(m *team, t *testing.T) func() {
		s := m.writers[m.random.IntN(len(m.writers))]
		m.logf("hushes what %s is answered", s.name)
		return m.hush(t, s.wires[:], back)
	}},
	{"the leader halted", true, func(m *team, _ *testing.T) func() {
		leader := m.cluster.nodes[m.leader]
		leader.halt()
		return leader.resume
	}},
	{"a serve halted", false, func(m *team, _ *testing.T) func() {
		s := m.writers[m.random.IntN(len(m.writers))]
		m.logf("halts %s", s.name)
		s.halt()
		return s.resume
	}},
	{"one wire between two nodes cut", false, func(m *team, t *testing.T) func() {
		from := m.random.IntN(nodes)
		to := (from + 1 + m.random.IntN(nodes-1)) % nodes
		m.logf("cuts n%d and n%d apart", from+1, to+1)
		return m.cut(t, []*wire{m.cluster.routes[from][to], m.cluster.routes[to][from]})
	}},
}

// follower gives a node that does not lead.
func (m *team) follower() int { return (m.leader + 1 + m.random.IntN(nodes-1)) % nodes }

// killNode kills a node, which has all that it had when it is started again.
func (m *team) killNode(t *testing.T, n int) func() {
	node := m.cluster.nodes[n]
	m.logf("kills %s", node.process.name)
	node.kill()
	return func() { node.start(t) }
}

// cut cuts wires.
func (m *team) cut(t *testing.T, wires []*wire) func() {
	for _, w := range wires {
		w.cut()
	}
	return func() {
		for _, w := range wires {
			if err := w.mend(); err != nil {
				t.Error(err)
			}
		}
	}
}

// hush hushes wires. When they speak again what was held back arrives, or is lost with its connection.
func (m *team) hush(t *testing.T, wires []*wire, directions ...int) func() {
	for _, w := range wires {
		w.hush(directions...)
	}
	lost := m.random.IntN(2) == 0
	return func() {
		for _, w := range wires {
			if lost {
				w.cut()
			}
			w.speak()
			if err := w.mend(); err != nil {
				t.Error(err)
			}
		}
	}
}

// given is how many of the first rounds are always the same.
const given = 3

// plan says which faults strike in each round. In the first rounds they are given, so that a short run has
// something of each kind; then each comes as often as the others, in an order that the seed decides, every third time two at once.
func plan(random *rand.Rand, rounds int) (all [][]fault) {
	named := func(name string) fault {
		for _, f := range faults {
			if f.name == name {
				return f
			}
		}
		panic(fmt.Sprintf("there is no fault %q", name))
	}
	all = [][]fault{
		{named("kill -9 of a serve"), named("kill -9 of a follower")},
		{named("kill -9 of the leader"), named("kill -9 of the reader")},
		{named("a serve that hears no answer"), named("a follower cut off")},
	}
	var deck []fault
	for len(all) < rounds {
		take := 1
		if random.IntN(3) == 0 {
			take = 2
		}
		if len(deck) < take {
			next := append([]fault(nil), faults...)
			random.Shuffle(len(next), func(i, j int) { next[i], next[j] = next[j], next[i] })
			deck = append(deck, next...)
		}
		all, deck = append(all, deck[:take:take]), deck[take:]
	}
	return all[:rounds]
}
