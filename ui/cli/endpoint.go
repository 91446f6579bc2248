package cli

import (
	"context"
	"crypto/tls"
	"fmt"
	"log"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"segtap/capture"
	"segtap/capture/forward"
	"segtap/capture/ingest"
	"segtap/capture/journal"
	"segtap/capture/replay"
	"segtap/mapping"
	"segtap/ui/widget/sanitize"
)

// endpoint is a capture endpoint that listens.
type endpoint struct {
	store     *capture.Store
	file      string   // the capture file; empty when there is none
	notes     []string // what has to be said at the start
	url       string
	ln        net.Listener
	tls       *tls.Config
	handle    ingest.Options
	forwarder *forward.Forwarder // nil for none
	watching  bool               // another segtap captures; this one shows
	unnamed   bool               // the capture file has a name of segtap's own
	// What close found: why what was captured cannot be found in its file, and how
	// many events came.
	gone error
	kept int
}

// open listens and opens the capture file, in that order: an address that is
// taken leaves no empty file behind. A file that is there comes first: whether
// another segtap writes it matters more than its address. The error wraps
// [journal.ErrLocked] then.
func (o *captureOptions) open(judge *mapping.Judge) (opened *endpoint, err error) {
	e := &endpoint{handle: ingest.Options{Now: time.Now, Strict: o.wire.strict}}
	if err := e.misbehave(o.wire.faults); err != nil {
		return nil, err
	}
	if err := e.forwardTo(o.wire.forward); err != nil {
		return nil, err
	}
	var file *journal.Journal
	defer func() {
		if opened == nil && file != nil {
			_ = file.Close()
		}
	}()
	if _, err := os.Stat(o.file); o.file != "" && err == nil {
		if file, err = o.openFile(time.Now()); err != nil {
			return nil, err
		}
	}
	if e.ln, err = listenOn(o.listen); err != nil {
		return nil, err
	}
	defer func() {
		if opened == nil {
			_ = e.ln.Close()
		}
	}()
	addr := e.ln.Addr().(*net.TCPAddr)
	config, notes, err := o.wire.tlsConfig(addr.IP.String())
	if err != nil {
		return nil, err
	}
	e.tls, e.notes = config, append(e.notes, notes...)
	e.url = baseURL(addr, e.tls != nil)
	if up, err := url.Parse(o.wire.forward); err == nil && up.Host == addr.String() {
		return nil, usage("give the address of another program", "--forward %s is this endpoint itself", o.wire.forward)
	}
	if file == nil {
		if file, err = o.openFile(time.Now()); err != nil {
			return nil, err
		}
	}
	if e.store, err = capture.New(judge, file, capture.Limits{Entries: o.maxEvents, Bytes: int64(o.maxBytes)}); err != nil {
		return nil, cannot("give another --file", "cannot read the capture file: %w", err)
	}
	e.file = file.Path()
	if e.unnamed = o.file == "" && !o.memory; e.unnamed {
		if n := dropOldRuns(stateDir(), keptRuns); n > 0 {
			e.notes = append(e.notes, fmt.Sprintf("removed %s of old runs: the %d used last are kept, and all with names of your own", count(n, "capture file"), keptRuns))
		}
	}
	e.notes = append(append(notesOf(file), beyondLoopback(addr, e.tls != nil)...), e.notes...)
	return e, nil
}

// misbehave switches faults on; they may be switched later, too.
func (e *endpoint) misbehave(faults string) error {
	e.handle.Faults = ingest.NewFaults(rand.Float64)
	if faults == "" {
		return nil
	}
	if err := e.handle.Faults.Set(faults); err != nil {
		return usage("such as --fault 503:20%,delay:2s", "--fault: %w", err)
	}
	e.notes = append(e.notes, "misbehaving on purpose: "+e.handle.Faults.String())
	return nil
}

// forwardTo passes requests on as well.
func (e *endpoint) forwardTo(upstream string) error {
	if upstream == "" {
		return nil
	}
	forwarder, err := forward.New(upstream, forward.Options{Done: e.forwarded, Dropped: func(entry uint64) { e.store.NoteUnforwarded(entry) }})
	if err != nil {
		return usage("such as --forward https://api.segment.io", "--forward: %w", err)
	}
	e.forwarder, e.handle.Forward = forwarder, forwarder.Pass
	e.notes = append(e.notes, "every request is passed on to "+upstream)
	return nil
}

// forwarded keeps what came of passing a request on, with its entries. When it
// cannot be kept the store says so.
func (e *endpoint) forwarded(attempt replay.Attempt) {
	if attempt.EntryID != 0 {
		_ = e.store.AddAttempt(0, &attempt, attempt.At)
	}
}

// notesOf says what was wrong with the end of a capture file. Damage further up
// is known when it has been read.
func notesOf(file *journal.Journal) []string {
	r := file.Recovery()
	if r == nil {
		return nil
	}
	return []string{fmt.Sprintf("the last line of %s was cut short: its %d bytes are now in %s", file.Path(), r.Bytes, r.SavedTo)}
}

// serve answers SDKs until ctx ends, or shows what another segtap captures.
// Close is for afterwards.
func (e *endpoint) serve(ctx context.Context, logs *log.Logger) error {
	bounded, stop := context.WithCancel(ctx)
	defer stop()
	go boundGarbage(bounded)
	if e.watching {
		e.store.Follow(ctx, watchEvery)
		return nil
	}
	err := ingest.Serve(ctx, e.ln, ingest.New(e.store, e.handle), ingest.ServeOptions{TLS: e.tls, Logs: logs, Unmatched: e.store.NoteUnmatched})
	if e.forwarder != nil {
		// Before the capture file closes, which takes the last results.
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		_ = e.forwarder.Close(end)
		c := e.forwarder.Counts()
		logs.Printf("passed on: %d answered, %d refused, %d not answered, %d dropped", c.Passed, c.Refused, c.Failed, c.Dropped)
	}
	return err
}

// close closes the capture file.
func (e *endpoint) close() error {
	e.gone = e.store.Present()
	c := e.store.Counts()
	e.kept = c.Entries + c.Evicted
	if e.unnamed && e.gone == nil && c.Loading == 1 && e.kept == 0 {
		_ = os.Remove(e.file) // nobody needs to find it
	}
	if err := e.store.Close(); err != nil {
		return fmt.Errorf("cannot close the capture file: %w", err)
	}
	return nil
}

// farewell says where what was captured is to be found, after close.
func (e *endpoint) farewell() string {
	switch {
	case e.gone != nil:
		return "warning: what was captured cannot all be found any more: " + sanitize.Escape(e.gone.Error())
	case e.kept == 0 && e.unnamed:
		return "nothing was captured"
	case e.store.Counts().Loading < 1:
		return "kept all events in " + sanitize.Escape(e.file)
	}
	return "kept " + count(e.kept, "event") + " in " + sanitize.Escape(e.file)
}

// notice joins the notes for one line of the screen.
func (e *endpoint) notice() string { return strings.Join(e.notes, "; ") }
