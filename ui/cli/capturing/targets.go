package capturing

import (
	"context"
	"errors"
	"path"
	"slices"

	"github.com/google/uuid"

	"segtap/capture/control"
	"segtap/capture/replay"
	"segtap/capture/resend"
	"segtap/mapping"
	"segtap/ui/cli/config"
	"segtap/ui/cli/version"
)

// Env returns what replay targets know of the world, but for the address of the capture
// endpoint, and what cannot be used of it; the rest can.
func (o *Options) Env(judge *mapping.Judge) (replay.Env, []error) {
	settings := judge.Engine().Settings()
	found, badToken := o.Destination.Catalogue.Credentials()
	key, badConfig := config.WriteKey()
	named, badTargets := config.Targets()
	env := replay.Env{
		ClientSideID: settings.ClientID, EventsURL: o.EventsURL, SegmentURL: o.SegmentURL,
		Project: found.Project.Value, Environment: found.Environment.Value,
		AccessToken: found.Token.Secret, WriteKey: key, Named: named,
	}
	if env.EventsURL == "" {
		env.EventsURL = "https://" + settings.Host()
		env.EventsUnknown = o.Destination.EventsUnknown()
	}
	return env, slices.DeleteFunc([]error{badToken, badConfig, badTargets}, func(err error) bool { return err == nil })
}

// Reached says where what is sent here arrives, and with whom it is kept.
func (e *Endpoint) Reached(env *replay.Env) {
	env.Address = e.URL
	if e.Stream && !e.OneKey {
		env.Stream = path.Base(e.File)
	}
}

// replays returns what the automation API needs to know to send entries on.
func (o *Options) replays(judge *mapping.Judge, address string) control.Replays {
	env, mistakes := o.Env(judge)
	env.Address = address
	return control.Replays{
		Env: env, Unknown: errors.Join(mistakes...), Client: replay.NewClient(replay.NewTransport(), resend.WallClock(), replay.ExponentialPauses),
		NewID: uuid.NewString, Version: version.Release, Behind: o.Behind,
	}
}

// Behind asks LaunchDarkly for the environment that a target leads to, unless it is known
// which, where consent turns on it and LaunchDarkly can be asked. It is for after a yes. The
// error says why it is not known whether the environment is critical.
func (o *Options) Behind(ctx context.Context, target replay.Target, known replay.Environment) (replay.Environment, error) {
	isLD := target.Kind == replay.LaunchDarkly || target.Kind == replay.LaunchDarklyImport
	if !isLD || known.Key != "" || !target.Consent(1, replay.Environment{}).Needed {
		return known, nil
	}
	found, asked, err := o.Destination.Catalogue.Environment(ctx, target.Project, target.Environment)
	if !asked {
		return known, nil
	}
	return replay.Environment{
		Project: target.Project, Key: target.Environment, ClientSideID: found.ClientSideID,
		Critical: found.Critical, CriticalUnknown: err != nil || found.CriticalUnknown,
	}, err
}
