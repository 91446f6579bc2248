package clustertest

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"segtap/ui/cli"
)

var (
	rounds = flag.Int("rounds", 3, "how many rounds TestNothingAcknowledgedIsLost runs; 200 for the real thing")
	seed   = flag.Uint64("seed", 19, "what decides the faults of TestNothingAcknowledgedIsLost")
)

// TestMain lets the test run segtap as a program of its own.
func TestMain(m *testing.M) {
	if os.Args[0] == "segtap" {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// TestNothingAcknowledgedIsLost has six clients post through three serves to a stream of three nodes, and does a
// fault or two in each round. At its end all that was acknowledged is in the stream, once, and all four segtaps list
// just what is there.
//
//	go test ./capture/clustertest -rounds 200 -seed 1 -timeout 60m -v
func TestNothingAcknowledgedIsLost(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts seven programs")
	}
	const most = 25 // rounds on one stream: whoever is started again lists all of it
	program := built(t, "github.com/nats-io/nats-server/v2")
	for done, s := 0, *seed; done < *rounds; done, s = done+most, s+1 {
		n := min(most, *rounds-done)
		if !t.Run(fmt.Sprintf("seed=%d", s), func(t *testing.T) { run(t, program, s, n) }) {
			t.Fatalf("to see it again: go test ./capture/clustertest -run %s -rounds %d -seed %d -v", t.Name(), n, s)
		}
	}
}

// team is all that runs.
type team struct {
	cluster *cluster
	writers []*segtap
	reader  *segtap
	views   []*view
	clients []*client
	ledger  *ledger
	kept    *kept
	random  *rand.Rand
	logf    func(string, ...any)

	untold int // requests that are in the stream, and whose senders do not know it
	leader int // before a round's fault
}

// segtaps are those that write, and the one that only looks.
func (m *team) segtaps() []*segtap { return append(slices.Clone(m.writers), m.reader) }

func run(t *testing.T, program string, seed uint64, rounds int) {
	m := &team{
		random: rand.New(rand.NewPCG(seed, 0)),
		ledger: &ledger{requests: map[string]request{}},
		kept:   newKept(),
		logf: func(format string, args ...any) {
			t.Logf(time.Now().Format(clock)+" "+format, args...)
		},
	}
	began := time.Now()
	m.cluster = startCluster(t, program, "TEAM")
	m.logf("the cluster is there after %v", time.Since(began).Round(time.Millisecond))
	for i := range 3 {
		m.writers = append(m.writers, segtapFor(t, m.cluster, fmt.Sprintf("serve%d", i+1)))
	}
	m.reader = segtapFor(t, m.cluster, "reader")
	for _, s := range m.segtaps() { // all at once: each may be the one that makes the stream
		s.start(t)
	}
	for _, s := range m.segtaps() {
		s.awaitListening(t)
		m.views = append(m.views, &view{of: s})
	}
	for i := range 6 {
		m.clients = append(m.clients, &client{
			name: fmt.Sprintf("c%d", i), to: m.writers, calls: i, ledger: m.ledger, random: rand.New(rand.NewPCG(seed, uint64(i)+1)),
		})
	}
	within(t, patience, "the stream is on all nodes", m.cluster.healthy)
	m.logf("all are there after %v", time.Since(began).Round(time.Millisecond))
	for i, faults := range plan(m.random, rounds) {
		m.round(t, i+1, faults)
		if t.Failed() {
			t.Fatalf("round %d of seed %d", i+1, seed)
		}
	}
	m.end(t)
}

// round has the clients post, the faults strike and be healed, and holds what is there then against what was sent.
func (m *team) round(t *testing.T, number int, faults []fault) {
	began := time.Now()
	m.leader = m.cluster.leader(0)
	if m.leader < 0 {
		t.Fatal("nobody leads the stream")
	}
	before := m.ledger.count()
	stop := make(chan struct{})
	var posting sync.WaitGroup
	for _, c := range m.clients {
		posting.Go(func() { c.post(stop) })
	}
	for _, v := range m.views {
		posting.Go(func() { v.watch(t, stop) })
	}
	end := sync.OnceFunc(func() { close(stop); posting.Wait() })
	defer end()
	time.Sleep(100*time.Millisecond + upTo(m.random, 200*time.Millisecond))
	var heals []func()
	deposed := false
	for _, f := range faults {
		m.logf("round %d: %s", number, f.name)
		heals = append(heals, f.strikes(m, t))
		deposed = deposed || f.leads
	}
	hold := 200*time.Millisecond + upTo(m.random, 1500*time.Millisecond)
	if number > given && m.random.IntN(12) == 0 {
		hold += 12 * time.Second // longer than a leader waits that is left alone
	}
	time.Sleep(hold)
	if deposed && m.random.IntN(2) == 0 {
		m.awaitAnother(t)
	}
	for _, heal := range heals {
		heal()
	}
	for _, s := range m.segtaps() { // those that were killed
		if url, _ := s.address(); url == "" {
			s.run(t)
		}
	}
	m.logf("round %d: healed", number)
	m.settle(t)
	end()
	within(t, patience, "the cluster is whole", m.cluster.healthy)
	m.check(t)
	m.logf("round %d: %d requests acknowledged, %d events listed, %d untold, %v", number, m.ledger.count()-before, len(m.kept.listing), m.untold, time.Since(began).Round(time.Millisecond))
}

// awaitAnother waits until the others have a leader, for as long as that takes at most: two that are hit have none.
func (m *team) awaitAnother(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(12 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		for n := range m.cluster.nodes {
			if n == m.leader {
				continue
			}
			if leader := m.cluster.leader(n); leader >= 0 && leader != m.leader {
				m.logf("%s leads now", m.cluster.nodes[leader].process.name)
				return
			}
		}
	}
	m.logf("no other leader")
}

// settle waits until each serve acknowledges again.
func (m *team) settle(t *testing.T) {
	t.Helper()
	probe := &client{name: fmt.Sprintf("probe%d", m.ledger.count()), to: m.writers, ledger: m.ledger, random: rand.New(rand.NewPCG(1, 1))}
	for i, s := range m.writers {
		within(t, patience, s.name+" acknowledges", func() error {
			probe.to = m.writers[i : i+1]
			if !probe.send(probe.make(), 0) {
				return errors.New("it does not")
			}
			return nil
		})
	}
}

// check holds the stream against what was sent, and what each segtap lists against the stream.
func (m *team) check(t *testing.T) {
	t.Helper()
	m.kept.read(t, m.cluster)
	m.untold = m.kept.compare(t, m.ledger)
	for _, s := range m.segtaps() {
		if err := s.crashed(); err != nil {
			t.Error(err)
		}
	}
	for _, v := range m.views {
		within(t, patience, v.of.name+" lists what the stream has", func() error {
			err := v.look(t)
			if err == nil {
				err = v.shows(m.kept.listing)
			}
			if err != nil {
				v.afresh() // what was told while it was still reading the stream is told anew
			}
			return err
		})
	}
}

// end reads all lists from their beginning, and the stream from each of its nodes.
func (m *team) end(t *testing.T) {
	for _, v := range m.views {
		within(t, patience, v.of.name+" says what was sent again", func() error {
			v.afresh()
			if err := v.look(t); err != nil {
				return err
			}
			if err := v.shows(m.kept.listing); err != nil {
				return err
			}
			return v.counts(m.kept.sent)
		})
	}
	within(t, patience, "all give one list by turns", func() error {
		list, err := byTurns(m.views, min(max(len(m.kept.listing)/10, 1), 1000))
		if err == nil && !slices.Equal(list, m.kept.listing) {
			err = fmt.Errorf("%d events of %d, or others", len(list), len(m.kept.listing))
		}
		return err
	})
	for n := range m.cluster.nodes {
		m.kept.compareWith(t, m.cluster, n)
	}
	m.logf("%d requests, %d of them acknowledged, %d kept without their senders being told; %d messages in the stream, %d records of several, %d events",
		len(m.ledger.requests), m.ledger.count(), m.untold, m.kept.last, m.kept.several, len(m.kept.listing))
}
