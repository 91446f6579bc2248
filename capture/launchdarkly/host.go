package launchdarkly

import (
	"net/url"
	"strings"

	"segtap/capture/replay"
)

// The addresses of LaunchDarkly's instances (LaunchDarkly docs,
// home/infrastructure/eu, home/infrastructure/federal and
// sdk/concepts/domain-list).
const (
	USBaseURL      = "https://app.launchdarkly.com"
	EUBaseURL      = "https://app.eu.launchdarkly.com"
	FederalBaseURL = "https://app.launchdarkly.us"
)

// instances are LaunchDarkly's own: one name, the host of the API, the host that takes
// events, and the one that client-side SDKs poll.
var instances = []struct{ name, base, events, polled string }{
	{"us", USBaseURL, "events.launchdarkly.com", "clientsdk.launchdarkly.com"},
	{"eu", EUBaseURL, "events.eu.launchdarkly.com", "clientsdk.eu.launchdarkly.com"},
	{"federal", FederalBaseURL, "events.launchdarkly.us", "clientsdk.launchdarkly.us"},
}

// BaseURL returns the address of the API, without a slash at its end, for the
// name of an instance (us, eu, federal), for a URL, or for "", which is us. A
// URL that is not absolute, that carries a user or a query, or that would send
// the token over plain http beyond this machine, is refused with an [Error].
func BaseURL(instance string) (string, error) {
	instance = strings.TrimSpace(instance)
	if instance == "" {
		return USBaseURL, nil
	}
	for _, i := range instances {
		if strings.EqualFold(instance, i.name) {
			return i.base, nil
		}
	}
	refuse := func(problem, hint string) (string, error) {
		return "", &Error{Op: "use the base URL", Problem: problem, Hint: hint}
	}
	const give = "give us, eu, federal or a URL such as " + USBaseURL
	u, err := url.Parse(instance)
	switch {
	case err != nil, u.Scheme != "https" && u.Scheme != "http", u.Hostname() == "":
		return refuse("it is not an absolute URL", give)
	case u.User != nil:
		return refuse("it has a user name before its host", "leave out everything before the @")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return refuse("it has a query or a fragment, where a path is to be added", give)
	case u.Scheme == "http" && !replay.IsLoopback(u.Hostname()):
		return refuse("over http the token could be read on the way", "begin it with https://")
	}
	// LaunchDarkly's own configuration examples give it with and without.
	return strings.TrimSuffix(strings.TrimRight(u.String(), "/"), "/api/v2"), nil
}

// EventsHost returns the host that takes the events of an instance, by the base
// URL of its API or its name, over HTTPS; "" for a host that is not
// LaunchDarkly's own, whose events may go anywhere.
func EventsHost(instance string) string {
	base, err := BaseURL(instance)
	if err != nil {
		return ""
	}
	for _, i := range instances {
		if strings.EqualFold(base, i.base) {
			return i.events
		}
	}
	return ""
}

// PolledHost returns the host that client-side SDKs poll, of an instance as [EventsHost]
// takes it.
func PolledHost(instance string) string {
	base, err := BaseURL(instance)
	if err != nil {
		return ""
	}
	for _, i := range instances {
		if strings.EqualFold(base, i.base) {
			return i.polled
		}
	}
	return ""
}

// OtherInstances lists the instances a token may belong to instead.
func OtherInstances(host string) string {
	var others []string
	for _, i := range instances {
		if !strings.HasSuffix(i.base, "//"+host) {
			others = append(others, i.name+": "+i.base)
		}
	}
	return strings.Join(others, ", ")
}
