package names

import (
	"hash/maphash"
	"iter"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/coverage"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/naming"
)

// Board has the table of names over what a store has seen.
type Board struct {
	store *store.Store
	read  func() (from naming.Sources, times int)

	table   *naming.Table  // nil before there is one
	facts   []Facts        // of each of its rows
	metrics map[string]int // the first row of each metric, by its key
	of      basis          // what it is of
	asked   *basis         // what the one is of that is being made; nil for none
	summary string         // of it, and whether a person should look
	wrong   bool
	took    time.Duration // to make the last one
	rests   int           // how many pauses there were
	resting bool          // in the last one
	rested  bool          // since the last table was made
	because string        // why it is another one, as long as nobody has been told
	told    *naming.Table // the one that it differs from by that
}

// basis is what a table is of. Numbers change nothing in it: they are the store's, and always the newest.
type basis struct {
	judge *mapping.Judge
	times int    // how often plans and code have been read
	seen  uint64 // the event keys that were seen
}

// New returns a board over a store. Read gives what plans and code say, and how often they have been read.
func New(of *store.Store, read func() (from naming.Sources, times int)) *Board {
	return &Board{store: of, read: read}
}

// Table returns the table; nil before there is one.
func (b *Board) Table() *naming.Table { return b.table }

// Summary says in a line what becomes of the names, and whether a person should look; empty before there is a table.
func (b *Board) Summary() (text string, wrong bool) { return b.summary, b.wrong }

// Refresh has the table made anew where it is not up to date. Because says why somebody is to be told of the difference;
// empty where nobody is.
func (b *Board) Refresh(because string) tea.Cmd {
	if because != "" {
		if b.because == "" {
			b.told = b.table
		}
		b.because = because
	}
	now := basis{judge: b.store.Judge(), seen: b.seen()}
	var from naming.Sources
	if from, now.times = b.read(); now.times == 0 || b.asked != nil || now == b.of {
		return nil
	}
	if now.judge == b.of.judge && now.times == b.of.times && !b.rested {
		if b.resting {
			return nil
		}
		b.rests, b.resting = b.rests+1, true
		return pause(b, b.rests, min(leisure*b.took, longest))
	}
	b.asked, b.resting, b.rested = &now, false, false
	return tableOfNames(b, from, now)
}

// leisure is how many times as long as a table takes nothing is made of names that come: capturing goes before;
// but for no more than the longest pause.
const (
	leisure = 5
	longest = 10 * time.Second
)

// restedMsg says that a pause is over.
type restedMsg struct {
	of   *Board
	rest int
}

// pause waits. What a new judge or a new reading asks for does not wait for it, and then nobody does.
func pause(b *Board, rest int, d time.Duration) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return restedMsg{b, rest} })
}

// seed makes the hashes by which event keys are told apart.
var seed = maphash.MakeSeed()

// seen tells which event keys were seen.
func (b *Board) seen() (all uint64) {
	keys := b.store.Coverage().EventKeys()
	for i := range keys {
		if keys[i].Sent+keys[i].Lost > 0 {
			all += maphash.String(seed, keys[i].EventKey)
		}
	}
	return all
}

// tableMsg brings a table.
type tableMsg struct {
	of      *Board
	table   *naming.Table
	facts   []Facts
	metrics map[string]int
	summary string
	wrong   bool
	took    time.Duration
}

// tableOfNames makes a table.
func tableOfNames(b *Board, from naming.Sources, now basis) tea.Cmd {
	return func() tea.Msg {
		start := time.Now()
		seen := b.store.Coverage()
		from.Seen = coverage.SeenOf(seen.EventKeys(), seen.Tallies())
		table, metrics := naming.New(now.judge, from), make(map[string]int)
		facts := make([]Facts, len(table.Rows))
		for i := range slices.Backward(table.Rows) {
			facts[i] = FactsOf(&table.Rows[i])
			for k := range table.Rows[i].Metrics {
				metrics[table.Rows[i].Metrics[k].Metric.Key] = i
			}
		}
		summary, wrong := Summary(table)
		return tableMsg{b, table, facts, metrics, summary, wrong, time.Since(start)}
	}
}

// Update takes a table that has been made, or the end of a pause, and reports whether it was one of this board. Told is what somebody is to be
// told of the difference; empty for nothing.
func (b *Board) Update(msg tea.Msg) (told string, mine bool) {
	if over, ok := msg.(restedMsg); ok && over.of == b {
		if b.resting && over.rest == b.rests {
			b.resting, b.rested = false, true
		}
		return "", true
	}
	made, ok := msg.(tableMsg)
	if !ok || made.of != b {
		return "", false
	}
	b.table, b.facts, b.metrics, b.of, b.asked, b.took = made.table, made.facts, made.metrics, *b.asked, nil, made.took
	b.summary, b.wrong = made.summary, made.wrong
	if _, times := b.read(); times != b.of.times || b.store.Judge() != b.of.judge || b.because == "" {
		return "", true // the next one is what there is to tell of
	}
	if b.told != nil {
		if told = differ(b.told, b.table); told != "" {
			told = b.because + ": " + told
		}
	}
	b.because, b.told = "", nil
	return told, true
}

// OfMetric returns the row of a metric, by its key, that needs a person first, and its place in the table; nil for none.
func (b *Board) OfMetric(key string) (row *naming.Row, at int) {
	at, ok := b.metrics[key]
	if !ok || b.table == nil {
		return nil, 0
	}
	return &b.table.Rows[at], at
}

// Facts returns what there is to say of a row of the table, by its place in it.
func (b *Board) Facts(at int) *Facts { return &b.facts[at] }

// Unmeasured gives the rows that no metric has, each with its place in the table.
func (b *Board) Unmeasured() iter.Seq2[int, *naming.Row] {
	return func(yield func(int, *naming.Row) bool) {
		if b.table == nil {
			return
		}
		for i := range b.table.Rows {
			if row := &b.table.Rows[i]; len(row.Metrics) == 0 && !yield(i, row) {
				return
			}
		}
	}
}
