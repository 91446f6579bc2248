package bringing

import (
	"context"
	"fmt"
	"strings"

	"segtap/capture"
	"segtap/capture/formats"
	"segtap/capture/store"
	"segtap/ui/widget/count"
)

// Copies copies entries of an opened file into what is captured, those that have not been
// before, and returns the copies. Place says where an entry stands in the file.
func Copies(ctx context.Context, live, of *store.Store, place func(*store.Captured) string, ids []uint64) ([]uint64, error) {
	reader, copies, there := of.NewReader(), make([]uint64, len(ids)), store.CopiesIn(live)
	for i, id := range ids {
		got, err := reader.ReadWanted(id, nil)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		if copies[i], _, err = there.Bring(got, place(got)); err != nil {
			return nil, err
		}
	}
	return copies, nil
}

// Text brings all messages of a text into what is captured, and returns the last of their
// copies, and what is to be said. Name is what they say of where they stood.
func Text(ctx context.Context, live *store.Store, text, name string) (last uint64, said string, err error) {
	file, err := formats.Open(strings.NewReader(text), int64(len(text)), name)
	if err != nil {
		return 0, "", err
	}
	from, err := store.Open(live.Judge(), file, capture.Limits{})
	if err != nil {
		return 0, "", err
	}
	defer from.Close()
	var first uint64
	n, entries := from.Counts().Entries, from.NewReader()
	for i := range n {
		entry, _ := from.At(i)
		got, err := entries.ReadWanted(entry.ID, nil)
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			last, err = live.Bring(got, name)
		}
		if err != nil {
			return last, "", fmt.Errorf("after %s: %w", count.Of(i, "message"), err)
		}
		if i == 0 {
			first = last
		}
	}
	if n == 0 {
		return 0, "", fmt.Errorf("%s: there is no message in it", name)
	}
	said = fmt.Sprintf("pasted %s: #%d", count.Of(n, "message"), first)
	if n > 1 {
		said += fmt.Sprintf(" to #%d", last)
	}
	return last, strings.Join(append([]string{said}, file.Notes()...), "; "), nil
}
