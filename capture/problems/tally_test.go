package problems

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"segtap/mapping/verdict"
)

// entry is one of the entries that a test counts.
type entry struct {
	codes map[verdict.Code]verdict.Severity
	event string
	at    int64
	id    uint64
}

func (e *entry) counted() *Entry {
	f := e.found()
	return &Entry{ID: e.id, Found: &f, Event: e.event, At: e.at}
}

func (e *entry) found() Found {
	var list []verdict.Diagnostic
	for c, s := range e.codes {
		list = append(list, verdict.Diagnostic{Code: c, Severity: s}, verdict.Diagnostic{Code: c, Severity: verdict.Info})
	}
	return Of(verdict.Verdict{}, list)
}

// Whatever comes and goes, each group has just the entries that are there.
func TestTheTallyIsWhatCountingAllAgainGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tally Tally
		var there []*entry
		last := uint64(0)
		// Seek looks at the next few entries for the newest that have gone.
		seek := func(few int) (more bool) {
			below, more := tally.Seek(last + 1)
			if !more {
				return false
			}
			for i := len(there) - 1; i >= 0; i-- {
				switch {
				case there[i].id >= below:
				case few == 0:
					return true
				default:
					tally.Look(there[i].counted())
					few--
				}
			}
			tally.Sought()
			return false
		}
		for range rapid.IntRange(1, 120).Draw(t, "steps") {
			switch what := rapid.IntRange(0, 3).Draw(t, "what"); {
			case what == 0:
				seek(rapid.IntRange(1, 3).Draw(t, "few"))
			case what == 1 && len(there) > 0:
				i := rapid.IntRange(0, len(there)-1).Draw(t, "which")
				tally.Count(there[i].counted(), -1)
				there = slices.Delete(there, i, i+1)
			case what == 2 && len(there) > 0: // judged anew
				e := there[rapid.IntRange(0, len(there)-1).Draw(t, "which")]
				tally.Count(e.counted(), -1)
				e.codes = codes(t)
				tally.Count(e.counted(), 1)
			default:
				last++
				e := &entry{id: last, codes: codes(t), event: rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "event"), at: 1e15 + 20e6*rapid.Int64Range(0, 5).Draw(t, "at")}
				tally.Count(e.counted(), 1)
				there = append(there, e)
			}
			compare(t, &tally, there)
		}
		for range 3 {
			for seek(2) {
			}
		}
		for _, g := range tally.Groups() {
			if g.Sought {
				t.Fatalf("%+v has not been found", g)
			}
		}
		compare(t, &tally, there)
	})
}

func codes(t *rapid.T) map[verdict.Code]verdict.Severity {
	codes := make(map[verdict.Code]verdict.Severity)
	for range rapid.IntRange(0, 3).Draw(t, "codes") {
		codes[verdict.Code(rapid.IntRange(1, 4).Draw(t, "code"))] = verdict.Severity(rapid.IntRange(0, 2).Draw(t, "severity"))
	}
	return codes
}

func compare(t interface{ Fatalf(string, ...any) }, tally *Tally, there []*entry) {
	want := make(map[Key]*Group)
	for _, e := range there {
		for c, s := range e.codes {
			k := Key{Code: c, Event: e.event}
			if want[k] == nil {
				want[k] = &Group{Key: k}
			}
			g := want[k]
			g.Last = max(g.Last, e.at)
			*[]*int{&g.Infos, &g.Warnings, &g.Errors}[s]++
		}
	}
	got := tally.Groups()
	if len(got) != len(want) {
		t.Fatalf("%d groups, want %d", len(got), len(want))
	}
	for _, g := range got {
		if w := want[g.Key]; w != nil && g.Sought && w.Last <= g.Last {
			w.Last, w.Sought = g.Last, true
		}
		if want[g.Key] == nil || g != *want[g.Key] {
			t.Fatalf("%+v, want %+v", g, want[g.Key])
		}
		sum := 0
		for _, n := range tally.Over(g.Key, tally.Axis()) {
			sum += n
		}
		if sum != g.Entries() {
			t.Fatalf("%+v: %d over time", g, sum)
		}
	}
}

// Names beyond the limit are counted together, and taken back from where they were counted.
func TestManyNamesAreCountedTogether(t *testing.T) {
	var tally Tally
	f := Of(verdict.Verdict{Errors: 1}, []verdict.Diagnostic{{Code: verdict.ValueNotNumber, Severity: verdict.Error}})
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	const names = MaxGroups + 1000
	count := func(event string, at int64, by int) {
		tally.Count(&Entry{ID: uint64(at), Found: &f, Event: event, At: at}, by)
	}
	for i := range names {
		count(fmt.Sprint("event ", i), int64(i)*1e6, 1)
	}
	if took := heap() - before; took > 4<<20 {
		t.Errorf("%d names take %d bytes", names, took)
	}
	others := func() (n int) {
		for _, g := range tally.Groups() {
			if g.Others {
				n += g.Entries()
			}
		}
		return n
	}
	if n := others(); n != 1000 {
		t.Errorf("%d are counted together", n)
	}
	for i := range 2000 { // the oldest go; a name that comes again is with the others as long as there are any
		count(fmt.Sprint("event ", i), int64(i)*1e6, -1)
	}
	count("event 1", names*1e6, 1)
	if n := others(); n != 1001 {
		t.Errorf("%d are counted together", n)
	}
	for i := 2000; i < names; i++ {
		count(fmt.Sprint("event ", i), int64(i)*1e6, -1)
	}
	count("event 1", names*1e6, -1)
	if left := tally.Groups(); len(left) > 0 {
		t.Errorf("%d groups are left, such as %+v", len(left), left[0])
	}
	count("event 1", 0, 1)
	if left := tally.Groups(); len(left) != 1 || left[0].Others {
		t.Errorf("%+v", left)
	}
}

// What entries have in common is kept once, and its number is free when none has it.
func TestSetsAreKeptOnce(t *testing.T) {
	var s Sets
	diagnostics := func(i int) []verdict.Diagnostic {
		var list []verdict.Diagnostic
		for bit := range 17 {
			if i>>bit&1 == 1 {
				list = append(list, verdict.Diagnostic{Code: verdict.Code(bit + 1), Severity: verdict.Warning})
			}
		}
		return list
	}
	of := func(i int) Found { return Of(verdict.Verdict{Warnings: i % 3}, diagnostics(i)) }
	if first, second := s.Keep(of(5)), s.Keep(of(5)); first != second {
		t.Error("the same has two numbers")
	}
	var numbers []uint16
	for i := range 1<<16 + 100 {
		n := s.Keep(of(i))
		numbers = append(numbers, n)
		if found := s.At(n); min(found.Warnings, 1) != min(of(i).Warnings, 1) {
			t.Fatalf("set %d has %+v, want %+v", i, found, of(i))
		}
	}
	last := numbers[len(numbers)-1]
	if _, known := s.CodesAt(last); known {
		t.Error("there is no end to the sets")
	}
	for _, n := range slices.SortedFunc(slices.Values(numbers), cmp.Compare[uint16]) {
		s.Drop(n)
	}
	again := s.Keep(of(1<<16 + 50))
	if codes, known := s.CodesAt(again); !known || codes != verdict.CodesOf(diagnostics(1<<16+50)) {
		t.Errorf("set %d is not told of after others have gone: %v", again, codes)
	}
}
