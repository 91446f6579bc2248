package plan

import (
	"context"
	"fmt"
	"time"

	"segtap/capture"
	"segtap/capture/replay"
	"segtap/capture/store"
)

// Single is the sending of one entry by itself, whose very request a person has looked at.
type Single struct {
	ID      string // of the attempt
	Request replay.Request
	Item    replay.Item
	Sends   []replay.Send // one; what it becomes to be sent is noted there
	Store   *store.Store
	Client  *replay.Client
	Now     func() time.Time

	Came uint64 // the entry that came of it, where it was captured here again; 0 for none
}

// Send sends it. That it does is recorded before, and what came of it after: whatever ends
// the program, it stands there that it may have been taken. The error says that what came
// of it could not be recorded.
func (s *Single) Send(ctx context.Context, progress func(replay.Progress)) (attempt replay.Attempt, err error) {
	before := func(ctx context.Context, try int, wait time.Duration) error {
		if try > 1 {
			return s.Client.Wait(ctx, wait)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		return s.note()
	}
	last := s.newest()
	attempt = s.Client.Asking(before).Do(ctx, s.Request, progress)
	attempt.ID = s.ID
	if attempt.Kind == replay.Here {
		s.Came = s.came(last)
	}
	if attempt.Tries > 0 {
		err = s.Store.AddAttempt(s.Sends[0].Child, &attempt, s.Now())
	}
	return attempt, err
}

// newest returns the number of the newest entry.
func (s *Single) newest() uint64 {
	counts := s.Store.Counts()
	entry, _ := s.Store.At(counts.First + counts.Entries - 1)
	return entry.ID
}

// came returns the entry that has come back over the wire after another one; 0 for none.
func (s *Single) came(after uint64) uint64 {
	family := store.FamilyOf(s.Store)
	for _, parent := range []uint64{s.Sends[0].Child, s.Sends[0].Entry} {
		_, all := family.Children(parent, 0, 0)
		last, _ := family.Children(parent, max(all-1, 0), 1)
		if len(last) > 0 && last[0].ID > after && last[0].Origin == capture.Received {
			return last[0].ID
		}
	}
	return 0
}

// note records that it is about to be sent.
func (s *Single) note() error {
	begun := s.Request.Begun(s.Now())
	begun.ID = s.ID
	if err := Note(s.Store, &begun, s.Sends, []replay.Item{s.Item}); err != nil {
		return fmt.Errorf("it was not sent, since nothing can be kept: %w", err)
	}
	return nil
}
