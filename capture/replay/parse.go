package replay

import (
	"cmp"
	"slices"
	"strings"
)

// Named is a target that somebody has given a name. What it does not say, but for the
// credentials, is not taken from elsewhere.
type Named struct {
	Name                  string
	Kind                  Kind
	URL                   string // the base URL, as in [Target]; empty for the usual one
	Payload               Payload
	ClientSideID          string
	Project, Environment  string
	WriteKey, AccessToken Secret
	WriteKeyEnv, TokenEnv string // the variables that they are from; empty where those of [Env] are meant
	Critical              bool   // a yes is not enough
}

// IsReserved reports whether a name means a target by itself, or begins as one does.
func IsReserved(name string) bool {
	switch Kind(name) {
	case Here, LaunchDarkly, LaunchDarklyImport, Segment, URL, Forward, "dry-run", "":
		return true
	}
	return strings.ContainsAny(name, ":/ \t")
}

// CheckURL says why something cannot be sent to a URL; nil when it can.
func CheckURL(raw string) error {
	_, err := parseURL(raw, "the URL")
	return err
}

// named fills in what a named target says.
func (t *Target) named(n *Named, env Env) error {
	for _, v := range []struct {
		name, for_ string
		secret     Secret
	}{{n.TokenEnv, "access token", n.AccessToken}, {n.WriteKeyEnv, "write key", n.WriteKey}} {
		if v.name != "" && v.secret.IsZero() && !t.DryRun {
			return &Error{Problem: "the target " + n.Name + " takes its " + v.for_ + " from " + v.name + ", which is not set", Hint: "set it"}
		}
	}
	own := Env{EventsURL: n.URL, SegmentURL: n.URL, ClientSideID: n.ClientSideID, Project: n.Project, Environment: n.Environment, AccessToken: env.AccessToken, WriteKey: env.WriteKey}
	if n.TokenEnv != "" {
		own.AccessToken = n.AccessToken
	}
	if n.WriteKeyEnv != "" {
		own.WriteKey = n.WriteKey
	}
	t.writeKeyEnv, t.tokenEnv, t.Critical = n.WriteKeyEnv, n.TokenEnv, n.Critical
	switch n.Kind {
	case LaunchDarkly, LaunchDarklyImport:
		return t.launchDarkly(n.Kind, own)
	case Segment:
		err := t.segment(own)
		t.Project, t.Environment = n.Project, n.Environment
		return err
	}
	err := t.anyURL(string(cmp.Or(n.Payload, Message)) + ":" + n.URL)
	t.Project, t.Environment = n.Project, n.Environment
	return err
}

// Parse reads the name of a target, as given to --target:
//
//	here                  this capture endpoint
//	launchdarkly          what Segment sends to LaunchDarkly
//	launchdarkly-import   LaunchDarkly's metric import API
//	segment               Segment's Tracking API
//	https://…             any URL; gets the message
//	message:https://…     the same
//	event:https://…       any URL; gets the custom event
//	dry-run               what would go to LaunchDarkly, shown and not sent
//	dry-run:TARGET        the same for any of the above, and for a named one
//	NAME                  one of [Env].Named
//
// A target that lacks a key is refused with an [Error] that names what is
// missing and where to set it; a dry run is not: it shows a placeholder. A key
// of the wrong sort, such as an SDK key in the place of a client-side ID, is
// refused in every case.
func Parse(spec string, env Env) (Target, error) {
	name := strings.TrimSpace(spec)
	t := Target{Name: name}
	rest, wrapped := strings.CutPrefix(name, "dry-run:")
	switch {
	case name == "dry-run":
		t.DryRun, rest = true, string(LaunchDarkly)
	case wrapped:
		t.DryRun = true
	}
	var err error
	i := slices.IndexFunc(env.Named, func(n Named) bool { return n.Name == rest })
	switch kind := Kind(rest); {
	case i >= 0:
		err = t.named(&env.Named[i], env)
	case kind == Here:
		err = t.here(env)
	case kind == LaunchDarkly:
		err = t.launchDarkly(LaunchDarkly, env)
	case kind == LaunchDarklyImport:
		err = t.launchDarkly(LaunchDarklyImport, env)
	case kind == Segment:
		err = t.segment(env)
	default:
		err = t.anyURL(rest)
	}
	if err == nil {
		err = t.check()
	}
	if err != nil {
		return Target{}, err
	}
	return t, nil
}

func (t *Target) here(env Env) error {
	if env.Address == "" {
		return &Error{
			Problem: "here needs a capture endpoint, and none is running",
			Hint:    "start segtap, or give the URL of one that runs, such as http://127.0.0.1:8910/v1/track",
		}
	}
	t.Kind = Here
	var err error
	t.URL, err = parseBase(env.Address, "", "the address of the capture endpoint")
	return err
}

// launchDarkly fills in what both LaunchDarkly targets have.
func (t *Target) launchDarkly(kind Kind, env Env) error {
	if env.EventsUnknown && !t.DryRun {
		return &Error{
			Problem: "where this LaunchDarkly takes events cannot be told from --ld-base-url or LD_BASE_URI, which name none of its own instances",
			Hint:    "set --ld-events-url",
		}
	}
	t.Kind, t.Project, t.Environment = kind, env.Project, env.Environment
	if kind == LaunchDarkly {
		t.ClientSideID = env.ClientSideID
	} else {
		t.AccessToken = env.AccessToken
	}
	var err error
	t.URL, err = parseBase(env.EventsURL, DefaultEventsURL, "--ld-events-url")
	return err
}

func (t *Target) segment(env Env) error {
	t.Kind, t.WriteKey = Segment, env.WriteKey
	var err error
	t.URL, err = parseBase(env.SegmentURL, DefaultSegmentURL, "the URL of Segment")
	return err
}

func (t *Target) anyURL(spec string) error {
	t.Kind, t.Payload = URL, Message
	raw := spec
	if rest, ok := strings.CutPrefix(spec, "message:"); ok {
		raw = rest
	} else if rest, ok := strings.CutPrefix(spec, "event:"); ok {
		raw, t.Payload = rest, CustomEvent
	}
	if raw == spec && !strings.Contains(spec, "://") {
		return unknown(spec)
	}
	u, err := parseURL(raw, "the target")
	if err != nil {
		return err
	}
	t.URL = u.String()
	return nil
}

// unknown is the error for a spec that is no target. The spec is repeated,
// unless it is a key that was pasted in the wrong place.
func unknown(spec string) error {
	what := `"` + spec + `"`
	if sort := keySort(spec); sort != "" {
		what = sort
	} else if spec == "" {
		what = "an empty name"
	}
	return &Error{
		Problem: what + " is not a target",
		Hint: "use here, launchdarkly, launchdarkly-import, segment, dry-run, " +
			"or a URL that begins with http:// or https:// (event:https://… sends the custom event there)",
	}
}
