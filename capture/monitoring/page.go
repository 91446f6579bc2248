package monitoring

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"segtap/capture/ingest/tally"
	"segtap/capture/monitoring/exposition"
	"segtap/capture/store"
	"segtap/mapping/verdict"
)

// write writes all that segtap counts.
func (m *Monitoring) write(page *exposition.Page) {
	page.Gauge("segtap_build_info", "Which segtap this is.")
	page.Sample(1, "version", m.opts.Version)
	writeRequests(page, m.opts.Tally.Sums())
	counts := m.opts.Store.Counts()
	page.Counter("segtap_unmatched_requests_total", "Requests that no route takes, and clients that speak another protocol.")
	page.Sample(float64(counts.Unmatched))
	page.Counter("segtap_retries_total", "Messages that came before, and were sent again.")
	page.Sample(float64(m.opts.Store.TryCount() - m.tries))
	writeEntries(page, &counts)
	m.writeDiagnostics(page)
	m.writeJournal(page, &counts)
	m.writeForwarding(page)
}

// writeRequests writes how requests were answered.
func writeRequests(page *exposition.Page, sums tally.Sums) {
	page.Counter("segtap_requests_total", "Requests of SDKs, by the status they were answered with, 0 where the connection was closed, and what became of them: captured, or why not.")
	for _, a := range slices.SortedFunc(maps.Keys(sums.Requests), func(a, b tally.Answer) int {
		return cmp.Or(cmp.Compare(a.Status, b.Status), cmp.Compare(a.Outcome, b.Outcome))
	}) {
		page.Sample(float64(sums.Requests[a]), "status", strconv.Itoa(a.Status), "outcome", a.Outcome)
	}
	page.Counter("segtap_messages_total", "Messages in the requests that were kept, by type, those among them that were sent again or refused.")
	for _, typ := range tally.Types() {
		page.Sample(float64(sums.Messages[typ]), "type", typ)
	}
	page.Counter("segtap_request_body_bytes_total", "Bytes of the bodies of requests that were kept, as they came over the wire.")
	page.Sample(float64(sums.Bytes))
	var bounds []float64
	for _, bound := range tally.Bounds() {
		bounds = append(bounds, bound.Seconds())
	}
	page.Histogram("segtap_request_duration_seconds", "How long it took from the header of a request to the end of its answer, upload and delays on purpose included.", bounds, sums.Spans, sums.Took.Seconds())
}

// writeEntries writes what the list of the screen counts.
func writeEntries(page *exposition.Page, counts *store.Counts) {
	page.Gauge("segtap_entries", "Entries that are listed, by the sum of their gates.")
	for h, n := range counts.Verdicts.Headlines {
		page.Sample(float64(n), "headline", verdict.Headline(h).Name())
	}
	page.Gauge("segtap_entries_failing", "Entries that are listed and fail at a gate.")
	for g, n := range counts.Verdicts.Failing {
		page.Sample(float64(n), "gate", verdict.Gate(g).String())
	}
	for _, of := range []struct {
		name, help string
		n          int
	}{
		{"segtap_entries_with_errors", "Entries that are listed and have at least one error.", counts.Errors},
		{"segtap_entries_with_warnings", "Entries that are listed and have warnings and no error.", counts.Warnings},
		{"segtap_entries_marked", "Entries with a mark, which stay when there are more than are listed, and go when the stream lets their records go.", counts.Marked},
		{"segtap_entries_cleared", "Entries that a person has taken from the list.", counts.Cleared},
		{"segtap_entries_evicted", "Entries that were let go because there were more than are listed.", counts.Evicted - counts.Gone},
		{"segtap_entries_gone", "Entries that were let go because the stream which keeps them has let their records go.", counts.Gone},
		{"segtap_entries_to_judge", "Entries that wait to be judged anew.", counts.Stale},
	} {
		page.Gauge(of.name, of.help)
		page.Sample(float64(of.n))
	}
}

// writeDiagnostics writes in how many of the listed entries each diagnostic was found.
func (m *Monitoring) writeDiagnostics(page *exposition.Page) {
	groups, _, _ := store.ProblemsOf(m.opts.Store).Groups()
	found := make(map[string]int)
	for i := range groups {
		found[groups[i].Code.String()] += groups[i].Entries()
	}
	page.Gauge("segtap_entries_diagnosed", "Entries that are listed and have a diagnostic, by its code. A code that no entry has is left out.")
	for _, code := range slices.Sorted(maps.Keys(found)) {
		page.Sample(float64(found[code]), "code", code)
	}
}

// writeJournal writes how keeping goes.
func (m *Monitoring) writeJournal(page *exposition.Page, counts *store.Counts) {
	if !counts.Shared {
		page.Gauge("segtap_journal_size_bytes", "Size of the capture file, or of what is kept in memory; absent with a stream.")
		page.Sample(float64(counts.Size))
	}
	page.Gauge("segtap_journal_lag_records", "Messages of a stream that are not listed yet, as it was a second ago or when it was reached last; 0 of a capture file.")
	page.Sample(float64(counts.Unlisted))
	page.Counter("segtap_journal_append_errors_total", "Records that could not be kept.")
	page.Sample(float64(counts.Failures))
	page.Gauge("segtap_journal_damaged", "Stretches of the capture file, or messages of the stream, that cannot be read.")
	page.Sample(float64(counts.Damaged))
	page.Gauge("segtap_journal_loaded_ratio", "Share of the capture file, or of the stream, that is listed, from 0 to 1, while it is being opened.")
	page.Sample(counts.Loading)
}

// writeForwarding writes how passing requests on goes.
func (m *Monitoring) writeForwarding(page *exposition.Page) {
	if m.opts.Forward == nil {
		return
	}
	counts := m.opts.Forward.Counts()
	page.Gauge("segtap_forward_waiting", "Requests that wait to be passed on, or are under way.")
	page.Sample(float64(counts.Waiting))
	page.Counter("segtap_forwarded_total", "Requests that were passed on, by what came of it; those that were dropped were not sent.")
	for _, of := range []struct {
		result string
		n      int
	}{{"passed", counts.Passed}, {"refused", counts.Refused}, {"failed", counts.Failed}, {"dropped", counts.Dropped}} {
		page.Sample(float64(of.n), "result", of.result)
	}
}
