package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/adrg/xdg"
	"github.com/spf13/pflag"

	"segtap/capture/journal"
	"segtap/capture/replay"
)

// captureOptions are the flags of the commands that capture.
type captureOptions struct {
	listen      string
	file        string
	memory      bool
	fsync       bool
	maxEvents   int
	maxBytes    byteCount
	destination destinationOptions
	wire        wireOptions
	eventsURL   string
	segmentURL  string
}

// defaultListen is the address to capture on.
const defaultListen = "127.0.0.1:8910"

func (o *captureOptions) addFlags(flags *pflag.FlagSet) {
	flags.StringVar(&o.listen, "listen", defaultListen, "`address` to capture on; port 0 picks a free one")
	flags.StringVar(&o.file, "file", "", "capture `file` to write, and to read first where it exists (default: one per run under "+stateDir()+")")
	flags.BoolVar(&o.memory, "memory", false, "keep what is captured in memory only")
	flags.BoolVar(&o.fsync, "fsync", false, "acknowledge a request only when the disk has it, and not already when the operating system has")
	flags.IntVar(&o.maxEvents, "max-events", 2_000_000, "how many events are listed; beyond it the oldest go from the list, but for marked ones; 0 for no limit. A capture file still has them")
	flags.Var(&o.maxBytes, "max-bytes", "how many `bytes` of captured requests are listed, the newest, such as 500MB; 0 for no limit")
	o.destination.addFlags(flags)
	o.wire.addFlags(flags)
	flags.StringVar(&o.eventsURL, "ld-events-url", "", "`URL` of LaunchDarkly's events host, for replays (default: that of --settings, else of the instance of --ld-base-url)")
	flags.StringVar(&o.segmentURL, "segment-url", "", "`URL` of Segment's Tracking API, for replays (default "+replay.DefaultSegmentURL+")")
}

// stateDir is where the capture files of runs go that name none.
func stateDir() string { return filepath.Join(xdg.StateHome, "segtap", "captures") }

// openFile opens the capture file that the flags name, or a new one. Of the
// files of runs that named none, the oldest go.
func (o *captureOptions) openFile(now time.Time) (*journal.Journal, error) {
	if o.maxEvents < 0 {
		return nil, usage("0 is no limit", "--max-events takes a number from 0 on")
	}
	if o.memory {
		if o.file != "" {
			return nil, usage("give only one of them", "--memory keeps nothing, and --file names where to keep it")
		}
		return journal.Memory(), nil
	}
	path := o.file
	if path == "" {
		path = filepath.Join(stateDir(), now.UTC().Format("20060102-150405")+fmt.Sprintf("-%d.ndjson", os.Getpid()))
	}
	file, err := journal.Open(path, journal.Options{Program: "segtap " + release, Now: now, Fsync: o.fsync})
	switch {
	case errors.Is(err, journal.ErrName):
		return nil, cannot("give --file "+path+".ndjson", "cannot make a capture file: %w", err)
	case errors.Is(err, journal.ErrLater):
		return nil, cannot("update segtap, or give another --file", "cannot open the capture file: %w", err)
	case errors.Is(err, journal.ErrLocked):
		return nil, cannot("close it there, or give another --file; the screen can look at it meanwhile", "%w", err)
	case err != nil:
		return nil, cannot("give a --file that can be written, or --memory to keep nothing", "cannot open the capture file: %w", err)
	}
	used(file.Path(), now)
	return file, nil
}
