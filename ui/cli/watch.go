package cli

import (
	"time"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/mapping"
)

// watchEvery is how often a file that another segtap writes is looked at.
const watchEvery = 200 * time.Millisecond

// watch opens the capture file that another segtap writes, to look at what it
// captures. Nothing listens then.
func (o *captureOptions) watch(judge *mapping.Judge) (*endpoint, error) {
	file, err := journal.Open(o.file, journal.Options{ReadOnly: true})
	if err != nil {
		return nil, cannot("give a --file that can be read", "cannot open the capture file: %w", err)
	}
	store, err := capture.New(judge, file, capture.Limits{Entries: o.maxEvents, Bytes: int64(o.maxBytes)})
	if err != nil {
		_ = file.Close()
		return nil, cannot("give another --file", "cannot read the capture file: %w", err)
	}
	return &endpoint{
		store: store, file: o.file, watching: true,
		notes: []string{"another segtap writes " + o.file + ": this one shows what comes, and keeps nothing"},
	}, nil
}
