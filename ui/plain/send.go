package plain

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"segtap/capture/replay"
	"segtap/capture/replay/plan"
	"segtap/capture/store"
)

// targets names where an event can be sent.
func targets(env replay.Env) []string {
	names := []string{"here", string(replay.LaunchDarkly), string(replay.LaunchDarklyImport), string(replay.Segment), "dry-run"}
	for i := range env.Named {
		names = append(names, env.Named[i].Name)
	}
	return append(names, "or a URL")
}

// sending is an event that is sent again, with a yes to the very request.
type sending struct {
	of      *File // that it stands in; nil for the capture
	got     *store.Captured
	target  replay.Target
	item    replay.Item
	options replay.Options
	request replay.Request
}

// replay tells the request that sends an event again, and asks for a yes.
func (s *session) replay(ctx context.Context, args string) {
	if what, spec, _ := strings.Cut(args, " "); what == markedWord || what == shownWord {
		replayMany(ctx, s, what, strings.TrimSpace(spec))
		return
	}
	got, spec, ok := s.event(args, "For example replay 3 here, or replay marked here. It can go to: "+strings.Join(targets(s.Env), ", "))
	if !ok {
		return
	}
	target, ok := targetOf(s, spec, strconv.FormatUint(got.Entry.ID, 10))
	if !ok {
		return
	}
	source := plan.Source{Store: s.Store, NewID: s.NewID, Now: s.Now}
	changes := plan.Changes{NewIDs: target.Kind == replay.Segment} // which drops an id that it has had in the last day
	item, err := source.Item(got, changes)
	if err != nil {
		s.say("It cannot be sent: %s.", strings.TrimSuffix(err.Error(), "."))
		return
	}
	id, now := s.NewID(), s.Now()
	one := sending{of: s.opened(), got: got, target: target, item: item, options: replay.Options{
		Version: s.Version, NewUUID: func() string { return id }, Now: func() time.Time { return now },
	}}
	if one.of != nil { // its number is none of the capture
		one.item.EntryID, one.item.Lineage = 0, ""
	}
	if one.request, err = target.Request(one.item, one.options); err != nil {
		s.say("It cannot be sent: %s.", strings.TrimSuffix(err.Error(), "."))
		return
	}
	s.tellRequest(&one, changes)
	if target.DryRun {
		s.say("A dry run: nothing is sent.")
		return
	}
	s.ask(id, &one)
}

// targetOf reads where something is to be sent, and tells where it can be.
func targetOf(s *session, spec, what string) (target replay.Target, ok bool) {
	if spec == "" {
		spec = s.Target
	}
	if spec == "" {
		s.say("Where to? %s. For example replay %s here. dry-run tells the request and sends nothing.", strings.Join(targets(s.Env), ", "), what)
		return target, false
	}
	target, err := replay.Parse(spec, s.Env)
	if err != nil {
		s.say("It cannot be sent there: %s. It can go to: %s.", strings.TrimSuffix(err.Error(), "."), strings.Join(targets(s.Env), ", "))
		return target, false
	}
	return target, true
}

// tellRequest tells what would go out.
func (v *voice) tellRequest(one *sending, changes plan.Changes) {
	v.say("This request goes to %s:", one.target.Name)
	v.text(strings.Join(one.request.Preview(), "\n"))
	if changes.NewIDs {
		v.say("It has a messageId of its own: Segment drops one that it has had in the last day.")
	}
	for _, note := range one.request.Notes {
		v.say("%s", note)
	}
	if one.of != nil && !one.target.DryRun {
		text := "With a yes the event is brought into the capture first"
		if one.target.Kind == replay.Here {
			text += ", and the request says in " + replay.ParentHeader + " which event that is"
		}
		v.say("%s.", text)
	}
}

// ask asks for a yes to an event, and sends it when it comes.
func (s *session) ask(id string, one *sending) {
	askFor(s, &one.target, 1, "send it", func(ctx context.Context) {
		if s.bringSent(one) {
			s.send(ctx, plan.Single{
				ID: id, Request: one.request.Approve(), Item: one.item, Sends: []replay.Send{{Entry: one.got.Entry.ID}},
				Store: s.Store, Client: s.Client, Now: s.Now,
			})
		}
	})
}

// askFor asks for a yes to n events, or for what the target wants typed, and does it when it comes.
func askFor(s *session, target *replay.Target, n int, what string, do func(context.Context)) {
	consent := target.Consent(n, plan.EnvironmentOf(s.Store.Judge()))
	want := "yes"
	if consent.TypeToConfirm != "" {
		want = consent.TypeToConfirm
	}
	if !consent.Needed {
		s.say("%s Type %s to %s, anything else not to.", plan.Staying(&s.Env, target, false), want, what)
	} else {
		s.text(consent.Sentence)
		s.say("Type %s to %s, anything else not to.", want, what)
	}
	s.answer = func(ctx context.Context, line string) {
		if line != want {
			s.say("Nothing was sent.")
			return
		}
		do(ctx)
	}
}

// bringSent has an event of a file be one of the capture: what goes out stays as it was told, and says which event it is.
func (s *session) bringSent(one *sending) (ok bool) {
	if one.of == nil {
		return true
	}
	if one.got, ok = s.bring(one.of, one.got); !ok {
		return false
	}
	one.item.EntryID, one.item.Lineage = one.got.Entry.ID, s.Store.Lineage(one.got.Entry.ID)
	var err error
	if one.request, err = one.target.Request(one.item, one.options); err != nil {
		s.say("It cannot be sent: %s.", strings.TrimSuffix(err.Error(), "."))
		return false
	}
	return true
}

// send sends what has been said yes to, and tells what comes of it. Stop ends it, also while it waits to try again.
func (s *session) send(ctx context.Context, one plan.Single) {
	event := fmt.Sprintf("event %d", one.Sends[0].Entry)
	s.say("Sending %s.", event)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var attempt replay.Attempt
	var err error
	tries := make(chan replay.Progress)
	go func() {
		defer close(tries)
		attempt, err = one.Send(ctx, func(p replay.Progress) {
			if p.Again {
				tries <- p
			}
		})
	}()
	for waits := context.WithoutCancel(ctx); ; {
		p, closed, stop := meanwhile(waits, s, tries, "when "+event+" has been sent")
		switch {
		case closed:
			s.tell(ctx) // also what has come of it
			s.sent(attempt, one.Came, err)
			return
		case stop:
			s.say("Stopping.")
			cancel()
		case p.Again:
			s.say("Try %d came to nothing; it is tried again in %s. %s ends it.", p.Try, p.Wait.Round(p.Wait/10+1), stopWord)
		}
		if s.failed != nil {
			cancel()
		}
	}
}

// sent tells what came of it.
func (v *voice) sent(attempt replay.Attempt, came uint64, err error) {
	v.say("%s: %s", attempt.Result(), attempt.Meaning())
	if aside := attempt.Aside(); aside != "" {
		v.say("%s", aside)
	}
	if came != 0 {
		v.say("It is event %d: show %d tells all of it.", came, came)
	}
	if err != nil {
		v.say("What came of it could not be kept: %v.", err)
	}
}
