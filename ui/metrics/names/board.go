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
	metrics map[string]int // the first row of each metric, by its key
	of      basis          // what it is of
	asked   *basis         // what the one is of that is being made; nil for none
	summary string         // of it, and whether a person should look
	wrong   bool
	took    time.Duration // to make the last one
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
	b.asked = &now
	pause := time.Duration(0)
	if now.judge == b.of.judge && now.times == b.of.times {
		pause = leisure * b.took
	}
	return tableOfNames(b, from, now, pause)
}

// leisure is how many times as long as a table takes nothing is made of names that come: capturing goes before.
const leisure = 5

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
	metrics map[string]int
	summary string
	wrong   bool
	took    time.Duration
}

// tableOfNames makes a table, after a pause.
func tableOfNames(b *Board, from naming.Sources, now basis, pause time.Duration) tea.Cmd {
	return func() tea.Msg {
		time.Sleep(pause)
		start := time.Now()
		seen := b.store.Coverage()
		from.Seen = coverage.SeenOf(seen.EventKeys(), seen.Tallies())
		table, metrics := naming.New(now.judge, from), make(map[string]int)
		for i := range slices.Backward(table.Rows) {
			for k := range table.Rows[i].Metrics {
				metrics[table.Rows[i].Metrics[k].Metric.Key] = i
			}
		}
		summary, wrong := Summary(table)
		return tableMsg{b, table, metrics, summary, wrong, time.Since(start)}
	}
}

// Update takes a table that has been made, and reports whether it was one of this board. Told is what somebody is to be
// told of the difference; empty for nothing.
func (b *Board) Update(msg tea.Msg) (told string, mine bool) {
	made, ok := msg.(tableMsg)
	if !ok || made.of != b {
		return "", false
	}
	b.table, b.metrics, b.of, b.asked, b.took = made.table, made.metrics, *b.asked, nil, made.took
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
