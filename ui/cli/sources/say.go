package sources

import (
	"context"

	"segtap/mapping"
	"segtap/mapping/naming"
	"segtap/ui/cli/console"
	"segtap/ui/metrics/names"
)

// Say reads the sources, where any are named, and says on standard error in a line what becomes of the names, for a command
// without a screen.
func (o *Options) Say(ctx context.Context, std console.Streams, judge *mapping.Judge) error {
	if !o.Given() {
		return nil
	}
	from, notes, err := o.Reader().Read(ctx, nil, nil)
	if err != nil {
		return err
	}
	console.Say(std, notes)
	text, wrong := names.Summary(naming.New(judge, from))
	if wrong {
		text += "; `segtap metrics coverage` says where"
	}
	console.Say(std, []string{text})
	return nil
}
