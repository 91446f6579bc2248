package capturing

import (
	"context"
	"time"

	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/ui/cli/console"
)

// watchEvery is how often a file that another segtap writes is looked at.
const watchEvery = 200 * time.Millisecond

// Watch opens the capture file or the stream that another segtap writes, to look at what it
// captures. Nothing listens then, for a reason that [Options.Watchable] knows.
func (o *Options) Watch(ctx context.Context, why error, judge *mapping.Judge) (*Endpoint, error) {
	if o.stream.address != "" {
		return o.watchStream(ctx, why, judge)
	}
	kept, err := file.Open(o.File, file.Options{ReadOnly: true})
	if err != nil {
		return nil, console.Cannot("give a --file that can be read", "cannot open the capture file: %w", err)
	}
	store, err := store.New(judge, kept, o.Limits())
	if err != nil {
		_ = kept.Close()
		return nil, console.Cannot("give another --file", "cannot read the capture file: %w", err)
	}
	notes := []string{"another segtap writes " + o.File + ": this one shows what comes, and keeps nothing"}
	if o.monitoring != "" {
		notes = append(notes, "--monitoring is for the one that captures: this one answers none")
	}
	return &Endpoint{Store: store, File: o.File, Watching: true, Notes: notes}, nil
}
