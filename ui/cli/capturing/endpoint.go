package capturing

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"sync"
	"time"

	"segtap/capture/control"
	"segtap/capture/forward"
	"segtap/capture/ingest"
	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/capture/monitoring"
	"segtap/capture/replay"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/ui/cli/console"
	"segtap/ui/cli/logging"
	"segtap/ui/cli/version"
	"segtap/ui/widget/sanitize"
)

// Endpoint is a capture endpoint that listens.
type Endpoint struct {
	Store     *store.Store
	File      string   // the capture file, or the stream; empty when there is none
	Stream    bool     // it is a stream, which others write too
	OneKey    bool     // of which only one write key is shown, to read
	Notes     []string // what has to be said at the start
	URL       string
	ln        net.Listener
	tls       *tls.Config
	handle    ingest.Options
	api       control.Options
	Forwarder *forward.Forwarder // nil for none
	Watching  bool               // another segtap captures; this one shows, and keeps what is done here in a stream only
	unnamed   bool               // the capture file has a name of segtap's own
	monitored net.Listener       // nil for none
	watched   monitoring.Options
	// What close found: why what was captured cannot be found in its file, and how
	// many events came.
	gone error
	kept int
}

// Open listens and opens the capture file, in that order: an address that is
// taken leaves no empty file behind. A file that is there comes first: whether
// another segtap writes it matters more than its address. The error wraps
// [file.ErrLocked] then.
func (o *Options) Open(ctx context.Context, judge *mapping.Judge) (opened *Endpoint, err error) {
	e := &Endpoint{handle: ingest.Options{Now: time.Now, Strict: o.wire.strict}}
	if err := e.misbehave(o.wire.faults); err != nil {
		return nil, err
	}
	if err := errors.Join(o.checkStream(), o.takesAll(), e.forwardTo(o.wire.forward)); err != nil {
		return nil, err
	}
	var kept journal.Journal
	var said []string
	defer func() {
		if opened == nil && kept != nil {
			_ = kept.Close()
		}
	}()
	if _, err := os.Stat(o.File); o.File != "" && err == nil {
		if kept, said, err = o.openKept(ctx, time.Now()); err != nil {
			return nil, err
		}
	}
	if e.ln, err = listenOn(o.listen); err != nil {
		return nil, err
	}
	defer func() {
		if opened == nil {
			_ = e.ln.Close()
			if e.monitored != nil {
				_ = e.monitored.Close()
			}
		}
	}()
	if err := e.monitorOn(o.monitoring, o.guard); err != nil {
		return nil, err
	}
	addr := e.ln.Addr().(*net.TCPAddr)
	config, notes, err := o.wire.tlsConfig(addr.IP.String())
	if err != nil {
		return nil, err
	}
	e.tls, e.Notes = config, append(e.Notes, notes...)
	if e.api.Guard, err = o.guard(addr); err != nil {
		return nil, err
	}
	e.URL = BaseURL(addr, e.tls != nil)
	if up, err := url.Parse(o.wire.forward); err == nil && up.Host == addr.String() {
		return nil, console.Usage("give the address of another program", "--forward %s is this endpoint itself", o.wire.forward)
	}
	if kept == nil {
		if kept, said, err = o.openKept(ctx, time.Now()); err != nil {
			return nil, err
		}
	}
	e.File, e.Stream = kept.Name(), o.stream.address != ""
	if e.Store, err = store.New(judge, kept, o.Limits()); err != nil {
		return nil, e.unreadable(err)
	}
	e.api.Version, e.api.File, e.api.Faults, e.api.Replays = version.String(), e.File, e.handle.Faults, o.replays(judge, e.URL)
	if e.unnamed = o.File == "" && !o.Memory && !e.Stream; e.unnamed {
		if n := dropOldRuns(StateDir(), keptRuns); n > 0 {
			e.Notes = append(e.Notes, fmt.Sprintf("removed %s of old runs: the %d used last are kept, and all with names of your own", console.Count(n, "capture file"), keptRuns))
		}
	}
	e.Notes = append(append(said, beyondLoopback(addr, e.tls != nil, !e.api.Guard.Token.IsZero())...), e.Notes...)
	return e, nil
}

// Kind says what keeps what comes.
func (e *Endpoint) Kind() string {
	return store.Keeper(e.Stream)
}

// Field is the name of what keeps what comes in a log.
func (e *Endpoint) Field() string {
	if e.Stream {
		return "stream"
	}
	return "file"
}

// unreadable is the error of what cannot be read.
func (e *Endpoint) unreadable(err error) error {
	hint := "give another --file"
	if e.Stream {
		hint = "is its server reached? or give another --journal"
	}
	return console.Cannot(hint, "cannot read the %s: %w", e.Kind(), err)
}

// Faults returns the faults that the endpoint makes on purpose.
func (e *Endpoint) Faults() *ingest.Faults { return e.handle.Faults }

// misbehave switches faults on; they may be switched later, too.
func (e *Endpoint) misbehave(faults string) error {
	e.handle.Faults = ingest.NewFaults(rand.Float64)
	if faults == "" {
		return nil
	}
	if err := e.handle.Faults.Set(faults); err != nil {
		return console.Usage("such as --fault 503:20%,delay:2s", "--fault: %w", err)
	}
	e.Notes = append(e.Notes, "misbehaving on purpose: "+e.handle.Faults.String())
	return nil
}

// forwardTo passes requests on as well.
func (e *Endpoint) forwardTo(upstream string) error {
	if upstream == "" {
		return nil
	}
	forwarder, err := forward.New(upstream, forward.Options{Done: e.forwarded, Dropped: func(entry uint64) { e.Store.NoteUnforwarded(entry) }})
	if err != nil {
		return console.Usage("such as --forward https://api.segment.io", "--forward: %w", err)
	}
	e.Forwarder, e.handle.Forward = forwarder, forwarder.Pass
	e.Notes = append(e.Notes, "every request is passed on to "+upstream)
	return nil
}

// forwarded keeps what came of passing a request on, with its entries. When it
// cannot be kept the store says so.
func (e *Endpoint) forwarded(attempt replay.Attempt) {
	if attempt.EntryID != 0 {
		_ = e.Store.AddAttempt(0, &attempt, attempt.At)
	}
}

// notesOf says what was wrong with the end of a capture file. Damage further up
// is known when it has been read.
func notesOf(kept *file.Journal) []string {
	r := kept.Recovery()
	if r == nil {
		return nil
	}
	return []string{fmt.Sprintf("the last line of %s was cut short: its %d bytes are now in %s", kept.Name(), r.Bytes, r.SavedTo)}
}

// Serve answers SDKs until ctx ends, or shows what another segtap captures.
// Close is for afterwards.
func (e *Endpoint) Serve(ctx context.Context, logs *slog.Logger) error {
	bounded, stop := context.WithCancel(ctx)
	defer stop()
	go giveMemoryBack(bounded, quiet)
	if e.Watching && e.Stream {
		<-ctx.Done() // what others write is followed by itself
		return nil
	}
	if e.Watching {
		e.Store.Follow(ctx, watchEvery)
		return nil
	}
	e.api.Ending = ctx
	monitor := e.monitor(ctx)
	e.api.Ready = monitor.Ready
	if e.watched.Short != nil {
		ticks := time.NewTicker(roomEvery)
		defer ticks.Stop()
		var telling sync.WaitGroup
		telling.Go(func() { tellRoom(bounded, e.watched.Short, ticks.C, logs) })
		defer func() { stop(); telling.Wait() }()
	}
	unwatch := e.watch(ctx, monitor, logs)
	api := control.New(e.Store, e.api)
	err := ingest.Serve(ctx, e.ln, api.Before(ingest.New(e.Store, e.handle)), ingest.ServeOptions{TLS: e.tls, Logs: slog.NewLogLogger(logs.Handler(), slog.LevelWarn), Unmatched: e.Store.NoteUnmatched})
	if e.Forwarder != nil {
		// Before the capture file closes, which takes the last results.
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		_ = e.Forwarder.Close(end)
		c := e.Forwarder.Counts()
		logs.Info(fmt.Sprintf("passed on: %d answered, %d refused, %d not answered, %d dropped", c.Passed, c.Refused, c.Failed, c.Dropped),
			logging.Beside("passed", c.Passed, "refused", c.Refused, "failed", c.Failed, "dropped", c.Dropped))
	}
	return errors.Join(err, unwatch())
}

// LeftDrafts returns the capture file of the last run, and the entries with unfinished
// drafts in it; nil where this run has a file that somebody named.
func (e *Endpoint) LeftDrafts() func() (path string, entries []uint64) {
	if !e.unnamed {
		return nil
	}
	return func() (string, []uint64) { return leftDrafts(StateDir(), e.File) }
}

// Close closes the capture file.
func (e *Endpoint) Close() error {
	e.gone = e.Store.Present()
	c := e.Store.Counts()
	e.kept = c.Entries + c.Evicted + c.Cleared
	if e.unnamed && e.gone == nil && c.Loading == 1 && e.kept == 0 {
		_ = os.Remove(e.File) // nobody needs to find it
	}
	if err := e.Store.Close(); err != nil {
		return fmt.Errorf("cannot close the %s: %w", e.Kind(), err)
	}
	return nil
}

// Farewell says where what was captured is to be found, after close.
func (e *Endpoint) Farewell() string {
	switch {
	case e.gone != nil:
		return "warning: what was captured cannot all be found any more: " + sanitize.Escape(e.gone.Error())
	case e.kept == 0 && e.unnamed:
		return "nothing was captured"
	case e.Stream:
		return "what was captured is in " + sanitize.Escape(e.File)
	case e.Store.Counts().Loading < 1:
		return "kept all events in " + sanitize.Escape(e.File)
	}
	return "kept " + console.Count(e.kept, "event") + " in " + sanitize.Escape(e.File)
}
