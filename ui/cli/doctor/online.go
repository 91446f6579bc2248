package doctor

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"segtap/capture/launchdarkly"
	"segtap/capture/launchdarkly/api"
	"segtap/ui/cli/console"
	"segtap/ui/cli/version"
)

// mostOnline is how long LaunchDarkly is asked at most.
const mostOnline = 30 * time.Second

// skewed is from how far on a clock is called off: as much as makes segtap say of an SDK's.
const skewed = time.Minute

// credentials says what can be asked of LaunchDarkly with what there is, and asks where that
// was allowed.
func (o *options) credentials(ctx context.Context, std console.Streams) []Finding {
	known, err := o.capture.Destination.Catalogue.Credentials()
	token := Finding{Check: "access token", Status: OK, Found: "none: LaunchDarkly is never asked", WayOut: "set LD_ACCESS_TOKEN to have segtap read metrics and experiments; the role Reader is enough"}
	_, wrong := errors.AsType[*launchdarkly.Error](err)
	switch {
	case err != nil && !wrong:
		token = Finding{Check: "access token", Status: Unasked, Found: "the configuration cannot be read"}
	case err != nil:
		token = failed("access token", err)
	case !known.Token.IsZero():
		token.Found, token.WayOut = known.Token.String()+" of "+known.TokenOrigin, ""
	}
	id := shape(o.capture.Destination.ClientID)
	if !o.online {
		if token.Status == OK && !known.Token.IsZero() {
			token.Means = "whether LaunchDarkly takes it was not asked"
		}
		return []Finding{token, id, {"LaunchDarkly", Unasked, "nothing was sent to it", "", "give --online to ask whether it takes the credentials, what they may read, and for the time"}}
	}
	base, err := launchdarkly.BaseURL(known.BaseURL.Value)
	if err != nil {
		return []Finding{token, id, failed("LaunchDarkly", err)}
	}
	fmt.Fprintln(std.Err, "segtap: asking "+base)
	ctx, cancel := context.WithTimeout(ctx, mostOnline)
	defer cancel()
	asker := online{known, base, api.Anonymous{Agent: "segtap/" + version.Release}, o.capture.Destination.ClientID}
	findings := []Finding{asker.clock(ctx, time.Now)}
	if findings[0].Status == Problem { // it cannot be reached: each further question would wait as long
		return append(findings, token, id)
	}
	if token.Status == OK && !known.Token.IsZero() {
		return append(findings, asker.permissions(ctx, token)...)
	}
	return append(findings, token, asker.polled(ctx))
}

// failed makes a finding of an error.
func failed(check string, err error) Finding {
	f := Finding{Check: check, Status: Problem, Found: err.Error()}
	if e, ok := errors.AsType[*launchdarkly.Error](err); ok {
		said := *e
		said.Hint = ""
		f.Found, f.WayOut = said.Error(), e.Hint
	}
	return f
}

// shape says whether a client-side ID can be one.
func shape(id string) Finding {
	f := Finding{Check: "client-side ID", Status: OK}
	switch {
	case id == "":
		f.Found, f.Means = "none", "a replay to LaunchDarkly needs one: --ld-client-side-id"
	case strings.HasPrefix(id, "sdk-"), strings.HasPrefix(id, "mob-"), strings.HasPrefix(id, "api-"):
		f.Status, f.Found = Problem, "it begins with "+id[:4]+", and is a secret of another kind"
		f.Means, f.WayOut = "events sent with it arrive nowhere", "give the client-side ID, 24 hexadecimal digits, which stands beside the SDK key in the settings of the environment"
	case len(id) != 24 || strings.Trim(id, "0123456789abcdef") != "":
		f.Status, f.Found = Warning, id+" does not look like one"
		f.Means, f.WayOut = "client-side IDs are 24 hexadecimal digits", "compare it with the settings of the environment; --online asks LaunchDarkly"
	default:
		f.Found = id
	}
	return f
}

// online asks LaunchDarkly.
type online struct {
	known api.Credentials
	base  string
	plain api.Anonymous
	id    string // client-side
}

// clock compares the clock of this machine with that of LaunchDarkly.
func (o *online) clock(ctx context.Context, now func() time.Time) Finding {
	ahead, unsure, err := o.plain.ServerTime(ctx, o.base, now)
	if err != nil {
		return failed("clock", err)
	}
	f := Finding{Check: "clock", Status: OK, Found: "right, to " + unsure.Round(time.Second).String()}
	if off := ahead.Abs(); off >= skewed {
		direction := "behind"
		if ahead < 0 {
			direction = "ahead of"
		}
		f.Status, f.Found = Warning, fmt.Sprintf("this machine is %s %s LaunchDarkly", off, direction)
		f.Means, f.WayOut = "events of SDKs on this machine carry a wrong time; Segment corrects it by what it receives, LaunchDarkly does not", "set the clock, or have it set by NTP"
	}
	return f
}

// permissions asks whether LaunchDarkly takes the token, and what the token may read.
func (o *online) permissions(ctx context.Context, token Finding) []Finding {
	client, err := api.New(api.Options{BaseURL: o.base, Token: o.known.Token, Version: version.Release})
	if err != nil {
		return []Finding{failed("access token", err), shape(o.id)}
	}
	who, err := client.CallerIdentity(ctx)
	if err != nil {
		f := failed("access token", err)
		f.Found = token.Found + ": " + f.Found
		return []Finding{f, o.polled(ctx)}
	}
	token.Found += fmt.Sprintf(": LaunchDarkly takes it (%q)", who.TokenName)
	if who.Service {
		token.Found += ", a service token"
	}
	project, environment := o.known.Project.Value, o.known.Environment.Value
	if project == "" {
		token.Means, token.WayOut = "what it may read was not asked: no project is known", "give --ld-project, and --ld-environment"
		return []Finding{token, o.polled(ctx)}
	}
	findings := []Finding{token, may("metrics", "of "+project, client.MayReadMetrics(ctx, project))}
	if environment == "" {
		findings = append(findings, Finding{"experiments", Unasked, "no environment is known", "which experiments run is not known then: gates 8 and 9", "give --ld-environment"})
		return append(findings, o.polled(ctx))
	}
	var id Finding
	env, err := client.Environment(ctx, project, environment, nil)
	if err != nil {
		findings = append(findings, may("environment", project+"/"+environment, err))
		id = o.polled(ctx)
	} else {
		findings = append(findings, ofEnvironment(&env, project))
		id = o.belongs(&env, project)
	}
	return append(findings, may("experiments", "of "+project+"/"+environment, client.MayReadExperiments(ctx, project, environment)), id)
}

// may says whether something may be read.
func may(what, of string, err error) Finding {
	if err == nil {
		return Finding{Check: what, Status: OK, Found: of + " can be read"}
	}
	f := failed(what, err)
	if e, ok := errors.AsType[*launchdarkly.Error](err); ok && e.Status == http.StatusForbidden {
		f.Status = Warning
		f.Means = "segtap works without: what needs them is unknown then"
	}
	return f
}

func ofEnvironment(env *api.Environment, project string) Finding {
	f := Finding{Check: "environment", Status: OK, Found: project + "/" + env.Key + " can be read"}
	if env.Critical {
		f.Found += ", and is marked critical"
		f.Means = "a replay there has to name it: --confirm-environment " + env.Key
	}
	return f
}

// belongs says whether the client-side ID is that of an environment.
func (o *online) belongs(env *api.Environment, project string) Finding {
	f := shape(o.id)
	switch {
	case f.Status == Problem || env.ClientSideID == "":
	case o.id == "":
		f.Means, f.WayOut = "that of "+project+"/"+env.Key+" is "+env.ClientSideID, "give --ld-client-side-id "+env.ClientSideID+" for replays there"
	case o.id == env.ClientSideID:
		f = Finding{Check: f.Check, Status: OK, Found: o.id + " is that of " + project + "/" + env.Key}
	default:
		f.Status, f.Means = Warning, "it is not that of "+project+"/"+env.Key+", "+env.ClientSideID+": events sent with it count in another environment"
		f.WayOut = "give the one of the environment that is meant"
	}
	return f
}

// polled asks whether there is an environment of the client-side ID. Host is empty where none
// is known that could be asked.
func (o *online) polled(ctx context.Context) Finding {
	f := shape(o.id)
	host := launchdarkly.PolledHost(o.base)
	if o.id == "" || f.Status == Problem || host == "" {
		return f
	}
	known, err := o.plain.KnowsClientSideID(ctx, "https://"+host, o.id)
	switch {
	case err != nil:
		f.Means = err.Error()
	case known:
		f.Status, f.Found, f.Means, f.WayOut = OK, o.id+": "+host+" knows it", "of which environment it is was not asked: that takes an access token", ""
	default:
		f.Status, f.Found = Problem, o.id+": "+host+" does not know it"
		f.Means, f.WayOut = "events sent with it arrive nowhere", "compare it with the settings of the environment, and --ld-base-url with the instance of the account"
	}
	return f
}
