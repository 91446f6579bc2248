package plan

import (
	"context"
	"fmt"
	"time"

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
	attempt = s.Client.Asking(before).Do(ctx, s.Request, progress)
	attempt.ID = s.ID
	if attempt.Tries > 0 {
		err = s.Store.AddAttempt(s.Sends[0].Child, &attempt, s.Now())
	}
	return attempt, err
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
