package capturing

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"sync"
	"time"

	"segtap/capture/control/guard"
	"segtap/capture/ingest"
	"segtap/capture/ingest/tally"
	"segtap/capture/monitoring"
	"segtap/ui/cli/console"
	"segtap/ui/cli/machine"
	"segtap/ui/cli/version"
)

// monitorOn opens the address where monitoring asks; there is none where none is given.
func (e *Endpoint) monitorOn(address string, asked func(*net.TCPAddr) (guard.Options, error)) error {
	if address == "" {
		return nil
	}
	ln, err := net.Listen("tcp", address)
	if err != nil {
		return console.Cannot("--monitoring takes host:port of its own, such as 127.0.0.1:9464", "cannot listen for monitoring on %q: %w", address, err)
	}
	e.monitored = ln
	addr := ln.Addr().(*net.TCPAddr)
	if e.watched.Guard, err = asked(addr); err != nil {
		return err
	}
	e.handle.Tally = tally.New()
	note := "monitoring: " + BaseURL(addr, false) + "/metrics, /healthz and /readyz"
	if !addr.IP.IsLoopback() {
		note += "; others than this machine can read there how much has come, and nothing of it"
	}
	e.Notes = append(e.Notes, note)
	return nil
}

// monitor returns what answers monitoring, and says whether what comes can be kept; from when ctx
// ends it says that segtap is ending.
func (e *Endpoint) monitor(ctx context.Context) *monitoring.Monitoring {
	e.watched.Version, e.watched.Store, e.watched.Tally, e.watched.Forward, e.watched.Ending = version.Release, e.Store, e.handle.Tally, e.Forwarder, ctx
	if e.File != "" && !e.Stream {
		dir := filepath.Dir(e.File)
		e.watched.Short = func() error {
			if left, err := machine.FreeSpace(dir); err != nil || left >= machine.LeastRoom {
				return nil
			}
			return fmt.Errorf("less than %d MB left on the disk", machine.LeastRoom>>20)
		}
	}
	return monitoring.New(e.watched)
}

// roomEvery is how often is looked how much room is left.
const roomEvery = 10 * time.Second

// tellRoom tells at each tick whether little room is left, where that has changed, until ctx ends.
func tellRoom(ctx context.Context, short func() error, ticks <-chan time.Time, logs *slog.Logger) {
	for told := false; ; {
		err := short()
		switch {
		case err != nil && !told:
			logs.Warn(err.Error() + ": soon nothing can be kept")
		case err == nil && told:
			logs.Info("there is room on the disk again")
		}
		told = err != nil
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
	}
}

// watch answers monitoring until the endpoint has ended. The error of wait is why it could not.
func (e *Endpoint) watch(ctx context.Context, monitor *monitoring.Monitoring, logs *slog.Logger) (wait func() error) {
	if e.monitored == nil {
		return func() error { return nil }
	}
	ends, end := context.WithCancel(context.WithoutCancel(ctx))
	var failed error
	var done sync.WaitGroup
	done.Go(func() {
		failed = ingest.Serve(ends, e.monitored, monitor, ingest.ServeOptions{Logs: slog.NewLogLogger(logs.Handler(), slog.LevelWarn)})
	})
	return func() error {
		end()
		done.Wait()
		if failed != nil {
			return errors.New("monitoring has ended: " + failed.Error())
		}
		return nil
	}
}
