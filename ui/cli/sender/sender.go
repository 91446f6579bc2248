package sender

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/replay"
	"segtap/capture/replay/plan"
	"segtap/capture/resend"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/ui/cli/console"
	"segtap/ui/cli/input"
)

// Send sends the messages of files, - for standard input, by way of a capture file.
func Send(ctx context.Context, std console.Streams, opt Options, judge *mapping.Judge, file journal.Journal, files []string) error {
	s, err := store.New(judge, file, capture.Limits{})
	if err != nil {
		return console.Cannot("give another --file", "cannot read the capture file: %w", err)
	}
	defer s.Close()
	if err := listed(ctx, s); err != nil {
		return err
	}
	g := &gatherer{opt: &opt, judge: judge, now: time.Now(), into: store.CopiesIn(s), events: takesEvents(&opt.Target)}
	for _, name := range files {
		if err := g.file(ctx, std, name); err != nil {
			return err
		}
	}
	console.Say(std, g.notes())
	if len(g.entries) == 0 {
		return console.Failed(input.Instead(files), "there is no message to send in %s", input.List(files))
	}
	p := plan.Plan{ID: uuid.NewString(), Target: opt.Target, Entries: g.entries, Changes: opt.Changes, Pace: opt.Pace}
	if opt.ToNow {
		if p.Changes.Shift, err = plan.ShiftTo(s, g.entries, time.Now()); err != nil {
			return err
		}
	}
	return send(ctx, std, &opt, s, file.Name(), p, nil)
}

// Resume goes on with the last plan of a capture file. The target is what was given, by
// its kind the one that the plan was begun with.
func Resume(ctx context.Context, std console.Streams, opt Options, judge *mapping.Judge, file journal.Journal, earlier *plan.Earlier) error {
	s, err := store.New(judge, file, capture.Limits{})
	if err != nil {
		return console.Cannot("it is no file that segtap replay has left", "cannot read the capture file: %w", err)
	}
	defer s.Close()
	if err := listed(ctx, s); err != nil {
		return err
	}
	if why := earlier.Plan.SameTarget(&opt.Target); why != "" {
		return console.Usage("give the same --target, and the flags and variables of the first time", "this is another target than the plan has: %s", why)
	}
	p := earlier.Plan
	p.Target = opt.Target
	if opt.Pace != (plan.Pace{}) {
		p.Pace = opt.Pace
	}
	console.Say(std, []string{"so far: " + earlier.Account().String()})
	return send(ctx, std, &opt, s, file.Name(), p, earlier)
}

// listed waits until all of a capture file is listed.
func listed(ctx context.Context, s *store.Store) error {
	for s.Counts().Loading < 1 {
		select {
		case <-s.Changed():
		case <-ctx.Done():
			return console.ErrInterrupted
		}
	}
	return nil
}

// takesEvents reports whether a target gets custom events, and nothing else.
func takesEvents(t *replay.Target) bool {
	return t.Kind == replay.LaunchDarkly || t.Kind == replay.LaunchDarklyImport || t.Kind == replay.URL && t.Payload == replay.CustomEvent
}

// send sends a plan, or shows what would be sent.
func send(ctx context.Context, std console.Streams, opt *Options, s *store.Store, path string, p plan.Plan, earlier *plan.Earlier) error {
	t := newTeller(std, s, opt.JSON)
	run := plan.Options{
		Store: s, Client: replay.NewClient(replay.NewTransport(), resend.WallClock(), replay.ExponentialPauses), Clock: resend.WallClock(),
		NewID: uuid.NewString, Version: opt.Version, Told: t.result, Earlier: earlier, Again: opt.Again,
	}
	console.Say(std, ids(&p))
	console.Say(std, notes(p, run))
	if p.Target.DryRun {
		return dry(t, p, run)
	}
	count := len(p.Entries)
	if earlier != nil {
		count = earlier.ToGo(opt.Again)
	}
	if count == 0 {
		return t.ended(plan.Report{Account: earlier.Account(), Ended: true}, path)
	}
	if err := agreed(std, opt, p.Target.Consent(count, opt.Environment)); err != nil {
		return err
	}
	run.Approved = true
	going, err := plan.Begin(ctx, p, run)
	if err != nil {
		return console.Cannot("free some room, or give another --file", "nothing was sent: it cannot be kept: %w", err)
	}
	return t.ended(t.follow(going), path)
}

// notes are what has to be known of the first request.
func notes(p plan.Plan, run plan.Options) (notes []string) {
	run.Told = nil
	plan.Requests(p, run, func(_ []uint64, r replay.Request) bool {
		notes = r.Notes
		return false
	})
	return notes
}

// ids says what becomes of messageIds, where that matters.
func ids(p *plan.Plan) []string {
	switch {
	case p.Target.Kind != replay.Segment:
		return nil
	case p.Changes.NewIDs:
		return []string{"each message gets a new messageId: Segment drops one that it has had in the last day, and says nothing (--same-ids keeps them)"}
	}
	return []string{"messages keep their messageId: Segment drops those that it has had in the last day, and says nothing (--new-ids)"}
}

// Agreed reports whether all that is asked before sending has been said yes to.
func (o *Options) Agreed() bool {
	return o.Target.Consent(1, o.Environment).Given(o.Yes, o.Confirmed)
}

// agreed fails where what is asked before sending has not been said yes to.
func agreed(std console.Streams, opt *Options, c replay.Consent) error {
	if !c.Needed {
		return nil
	}
	sentence := strings.TrimSpace(c.Sentence)
	switch {
	case c.Given(opt.Yes, opt.Confirmed):
	case c.TypeToConfirm != "":
		return console.Usage("if so, give --yes and --confirm-environment "+c.TypeToConfirm+": the environment is critical, or may be", "nothing was sent. %s", sentence)
	default:
		return console.Usage("if so, give --yes; --dry-run shows the requests", "nothing was sent. %s", sentence)
	}
	console.Say(std, []string{"yes to: " + sentence})
	return nil
}

// dry shows the requests of a plan.
func dry(t *teller, p plan.Plan, run plan.Options) error {
	var failed error
	requests, entries := 0, 0
	plan.Requests(p, run, func(of []uint64, request replay.Request) bool {
		requests, entries = requests+1, entries+len(of)
		failed = t.request(of, request)
		return failed == nil
	})
	if err := errors.Join(failed, t.flush()); err != nil {
		return err
	}
	console.Say(t.std, []string{fmt.Sprintf("a dry run: nothing was sent; it would be %s with %s. --target TARGET sends", console.Count(requests, "request"), console.Count(entries, "message"))})
	if entries < len(p.Entries) {
		return console.Failed("", "%s cannot be sent", console.Count(len(p.Entries)-entries, "message"))
	}
	return nil
}
