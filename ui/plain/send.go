package plain

import (
	"context"
	"strings"

	"segtap/capture/replay"
	"segtap/capture/replay/plan"
	"segtap/capture/store"
)

// targets names where an event can be sent.
func (s *session) targets() []string {
	names := []string{"here", string(replay.LaunchDarkly), string(replay.LaunchDarklyImport), string(replay.Segment), "dry-run"}
	for i := range s.Env.Named {
		names = append(names, s.Env.Named[i].Name)
	}
	return append(names, "or a URL")
}

// replay tells the request that sends an event again, and asks for a yes.
func (s *session) replay(_ context.Context, args string) {
	got, spec, ok := s.event(args, "For example replay 3 here")
	if !ok {
		return
	}
	if spec == "" {
		spec = s.Target
	}
	if spec == "" {
		s.say("Where to? %s. For example replay %d here. dry-run tells the request and sends nothing.", strings.Join(s.targets(), ", "), got.Entry.ID)
		return
	}
	target, err := replay.Parse(spec, s.Env)
	if err != nil {
		s.say("It cannot be sent there: %v.", err)
		return
	}
	if got, ok = s.bring(got); !ok {
		return
	}
	source := plan.Source{Store: s.Store, NewID: s.NewID, Now: s.Now}
	changes := plan.Changes{NewIDs: target.Kind == replay.Segment} // which drops an id that it has had in the last day
	item, err := source.Item(got, changes)
	if err != nil {
		s.say("It cannot be sent: %v.", err)
		return
	}
	id := s.NewID()
	request, err := target.Request(item, replay.Options{Version: s.Version, NewUUID: func() string { return id }, Now: s.Now})
	if err != nil {
		s.say("It cannot be sent: %v.", err)
		return
	}
	s.say("This request goes to %s:", target.Name)
	s.text(strings.Join(request.Preview(), "\n"))
	if changes.NewIDs {
		s.say("It has a messageId of its own: Segment drops one that it has had in the last day.")
	}
	for _, note := range request.Notes {
		s.say("%s", note)
	}
	if target.DryRun {
		s.say("A dry run: nothing is sent.")
		return
	}
	s.ask(got, target, plan.Single{
		ID: id, Request: request, Item: item, Sends: []replay.Send{{Entry: got.Entry.ID}}, Store: s.Store, Client: s.Client, Now: s.Now,
	})
}

// ask asks for a yes, or for what the target wants typed, and sends when it comes.
func (s *session) ask(got *store.Captured, target replay.Target, one plan.Single) {
	consent := target.Consent(1, plan.EnvironmentOf(s.Store.Judge()))
	want := "yes"
	switch {
	case !consent.Needed:
		s.say("This stays on this machine. Type yes to send it, anything else not to.")
	case consent.TypeToConfirm != "":
		want = consent.TypeToConfirm
		s.text(consent.Sentence)
		s.say("Type %s to send it, anything else not to.", want)
	default:
		s.text(consent.Sentence)
		s.say("Type yes to send it, anything else not to.")
	}
	s.answer = func(ctx context.Context, line string) {
		if line != want {
			s.say("Nothing was sent.")
			return
		}
		s.send(ctx, got, one)
	}
}

// send sends what has been said yes to, and tells what came of it.
func (s *session) send(ctx context.Context, got *store.Captured, one plan.Single) {
	s.say("Sending event %d.", got.Entry.ID)
	s.flush()
	one.Request = one.Request.Approve()
	attempt, err := one.Send(ctx, func(p replay.Progress) {
		if p.Again {
			s.say("Try %d came to nothing; it is tried again in %s.", p.Try, p.Wait.Round(p.Wait/10+1))
			s.flush()
		}
	})
	s.say("%s: %s", attempt.Result(), attempt.Meaning())
	if aside := attempt.Aside(); aside != "" {
		s.say("%s", aside)
	}
	if one.Came != 0 {
		s.say("It is event %d: show %d tells all of it.", one.Came, one.Came)
	}
	if err != nil {
		s.say("What came of it could not be kept: %v.", err)
	}
}
