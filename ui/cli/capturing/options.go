package capturing

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/adrg/xdg"
	"github.com/spf13/pflag"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/capture/journal/stream/login"
	"segtap/capture/replay"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/cli/judging"
	"segtap/ui/cli/sources"
	"segtap/ui/cli/version"
)

// Options are the flags of the commands that capture.
type Options struct {
	listen      string
	File        string
	Memory      bool
	fsync       bool
	maxEvents   int
	maxBytes    config.Bytes
	Destination judging.Options
	Sources     sources.Options
	stream      streamOptions
	wire        wireOptions
	apiHosts    []string
	monitoring  string
	EventsURL   string
	SegmentURL  string
}

// DefaultListen is the address to capture on.
const DefaultListen = "127.0.0.1:8910"

// AddFlags adds the flags, those of the destination and of the sources of names among them.
func (o *Options) AddFlags(flags *pflag.FlagSet) {
	flags.StringVar(&o.listen, "listen", DefaultListen, "`address` to capture on; port 0 picks a free one")
	flags.StringVar(&o.File, "file", "", "capture `file` to write, and to read first where it exists (default: one per run under "+StateDir()+")")
	flags.BoolVar(&o.Memory, "memory", false, "keep what is captured in memory only")
	flags.BoolVar(&o.fsync, "fsync", false, "acknowledge a request only when the disk has it, and not already when the operating system has; the servers of --journal say for themselves when they sync")
	o.stream.addFlags(flags)
	flags.IntVar(&o.maxEvents, "max-events", 2_000_000, "list at most `N` events, the newest and all that are marked; 0 for no limit. The capture file, or the stream, has the others")
	flags.Var(&o.maxBytes, "max-bytes", "how many `bytes` of captured requests are listed, the newest, such as 500MB; 0 for no limit")
	o.Destination.AddFlags(flags)
	o.Sources.AddFlags(flags)
	o.Sources.AddIgnore(flags)
	o.wire.addFlags(flags)
	flags.StringSliceVar(&o.apiHosts, "api-host", nil, "further `name` by which the automation API may be asked, such as that of a container")
	flags.StringVar(&o.monitoring, "monitoring", "", "answer monitoring on this `address`, such as 127.0.0.1:9464: /metrics for Prometheus, /healthz and /readyz")
	o.AddTargetFlags(flags)
}

// AddTargetFlags adds the flags that say where replays go.
func (o *Options) AddTargetFlags(flags *pflag.FlagSet) {
	flags.StringVar(&o.EventsURL, "ld-events-url", "", "`URL` of LaunchDarkly's events host, for replays (default: that of --settings, else of the instance of --ld-base-url)")
	flags.StringVar(&o.SegmentURL, "segment-url", "", "`URL` of Segment's Tracking API, for replays (default "+replay.DefaultSegmentURL+")")
}

// Address returns where to listen, and whether it is for HTTPS.
func (o *Options) Address() (address string, secure bool) {
	return o.listen, o.wire.tls || o.wire.tlsCert != ""
}

// Limits returns how much is listed.
func (o *Options) Limits() capture.Limits {
	return capture.Limits{Entries: o.maxEvents, Bytes: int64(o.maxBytes)}
}

// StateDir is where the capture files of runs go that name none.
func StateDir() string { return filepath.Join(xdg.StateHome, "segtap", "captures") }

// OpenFile opens the capture file that the flags name, or a new one. Of the
// files of runs that named none, the oldest go.
func (o *Options) OpenFile(now time.Time) (*file.Journal, error) {
	if o.maxEvents < 0 {
		return nil, errNegative()
	}
	if o.Memory {
		if o.File != "" {
			return nil, console.Usage("give only one of them", "--memory keeps nothing, and --file names where to keep it")
		}
		return file.Memory(), nil
	}
	if login.IsAddress(o.File) {
		return nil, console.Usage("give it with --journal", "--file takes the path of a file, and this is the address of a stream")
	}
	path := o.File
	if path == "" {
		path = filepath.Join(StateDir(), now.UTC().Format("20060102-150405")+fmt.Sprintf("-%d.ndjson", os.Getpid()))
	}
	kept, err := file.Open(path, file.Options{Program: "segtap " + version.Release, Now: now, Fsync: o.fsync})
	switch {
	case errors.Is(err, file.ErrName):
		return nil, console.Cannot("give --file "+path+".ndjson", "cannot make a capture file: %w", err)
	case errors.Is(err, journal.ErrLater):
		return nil, console.Cannot("update segtap, or give another --file", "cannot open the capture file: %w", err)
	case errors.Is(err, file.ErrLocked):
		return nil, console.Cannot("close it there, or give another --file; the screen can look at it meanwhile", "%w", err)
	case err != nil:
		return nil, console.Cannot("give a --file that can be written, or --memory to keep nothing", "cannot open the capture file: %w", err)
	}
	used(kept.Name(), now)
	return kept, nil
}
