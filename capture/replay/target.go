package replay

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// Kind is what sort of receiver a target is.
type Kind string

// The kinds.
const (
	// Here is the capture endpoint of this segtap: the message comes back as a
	// child of its entry.
	Here Kind = "here"
	// LaunchDarkly takes the custom event as Segment sends it.
	LaunchDarkly Kind = "launchdarkly"
	// LaunchDarklyImport takes the custom event through the metric import API.
	LaunchDarklyImport Kind = "launchdarkly-import"
	// Segment takes the message as an SDK sends it.
	Segment Kind = "segment"
	// URL is any other receiver; it takes the message or the custom event.
	URL Kind = "url"
	// Forward is the upstream of --forward, to which requests go on as they
	// came. It is no target of a replay.
	Forward Kind = "forward"
)

// Payload is what of an entry a [URL] target gets.
type Payload string

// The payloads.
const (
	Message     Payload = "message" // the Segment message, as JSON text
	CustomEvent Payload = "event"   // the body that the destination sends, an array of one
)

// Where LaunchDarkly and Segment receive events unless told otherwise: the
// commercial US instance of LaunchDarkly (docs, sdk/concepts/domain-list) and
// Segment's US region (docs, HTTP API source).
const (
	DefaultEventsURL  = "https://events.launchdarkly.com"
	DefaultSegmentURL = "https://api.segment.io"
)

// Target is somewhere an entry can be sent. [Parse] makes them.
type Target struct {
	// Name is what people call it: its spec, or the name it has in the
	// configuration.
	Name string
	Kind Kind
	// DryRun shows the request and sends nothing. What the target lacks is
	// shown as a placeholder, such as <client-side-id>.
	DryRun bool
	// URL is absolute, http or https: the base URL of the receiver, and for a
	// [URL] target the very URL that is posted to.
	URL string
	// Payload is what a [URL] target gets.
	Payload Payload
	// ClientSideID selects the environment for [LaunchDarkly].
	ClientSideID string
	// Project and Environment are the keys of the environment: where
	// [LaunchDarklyImport] sends, and what the configuration says otherwise.
	Project, Environment string
	// AccessToken is LaunchDarkly's API access token, for
	// [LaunchDarklyImport]. Its role must allow importEventData.
	AccessToken Secret
	// WriteKey is the write key that [Segment] is called with. Without one,
	// each message goes out with the write key it came with.
	WriteKey Secret
	// Critical says that a yes is not enough to send there: its environment, or its name,
	// has to be typed.
	Critical bool

	writeKeyEnv, tokenEnv string // the variables that the credentials are from; empty for the usual ones
}

// String returns the target's name.
func (t Target) String() string { return t.Name }

// Env is what [Parse] knows of the world. URLs are base URLs, http or https.
type Env struct {
	// Address is this capture endpoint, such as http://127.0.0.1:8910. Empty
	// when nothing is being captured.
	Address string
	// Stream is the name of the stream in which this endpoint keeps what comes, with others;
	// empty where it keeps it by itself.
	Stream string
	// ClientSideID of the LaunchDarkly environment, from --ld-client-side-id
	// or LD_CLIENT_SIDE_ID.
	ClientSideID string
	// EventsURL is where LaunchDarkly receives events; empty for
	// [DefaultEventsURL].
	EventsURL string
	// EventsUnknown says that LaunchDarkly is one of which nobody knows where it
	// takes events: EventsURL is a guess, good enough for a dry run.
	EventsUnknown bool
	// Project and Environment are LaunchDarkly keys.
	Project, Environment string
	// AccessToken is LaunchDarkly's, from LD_ACCESS_TOKEN.
	AccessToken Secret
	// WriteKey is Segment's, from SEGTAP_WRITE_KEY; empty to use the one each
	// message came with.
	WriteKey Secret
	// SegmentURL is where Segment receives messages; empty for
	// [DefaultSegmentURL].
	SegmentURL string
	// Named are the targets that have a name.
	Named []Named
}

// Error is a target or an item that cannot be used: what is wrong, and what to
// do about it. Neither holds a secret.
type Error struct {
	Problem string
	Hint    string // empty when the problem says it all
}

// Error returns the problem and the hint in one line.
func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Problem
	}
	return e.Problem + "; " + e.Hint
}

// parseURL reads an absolute http or https URL. What names the URL in the
// error ("--ld-events-url"); the URL itself is not repeated there, since it
// may hold a password.
func parseURL(raw, what string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, &Error{Problem: what + " is not a URL"}
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, &Error{Problem: what + " is not an absolute URL", Hint: "begin it with http:// or https://"}
	case u.User != nil:
		return nil, &Error{
			Problem: what + " has a user name before its host, which is " + u.Hostname(),
			Hint:    "leave out everything before the @",
		}
	case !validPort(u.Port()):
		return nil, &Error{Problem: what + " has a port that there is none of", Hint: "ports go up to 65535"}
	case u.Hostname() == "":
		return nil, &Error{Problem: what + " names no host"}
	case strings.ContainsFunc(u.Host, func(r rune) bool { return r >= 0x80 }):
		return nil, &Error{Problem: what + " has a host with letters outside ASCII", Hint: "write the host as DNS does (xn--…)"}
	}
	u.Host = strings.TrimSuffix(u.Host, ":") // an empty port is never sent
	u.Fragment, u.RawFragment = "", ""       // a fragment is never sent
	return u, nil
}

// parseBase reads the URL that paths are added to. It gives it without a slash
// at its end; empty stands for the fallback.
func parseBase(raw, fallback, what string) (string, error) {
	if raw == "" {
		raw = fallback
	}
	u, err := parseURL(raw, what)
	if err != nil {
		return "", err
	}
	if u.RawQuery != "" || u.ForceQuery {
		return "", &Error{Problem: what + " has a query, where a path is to be added", Hint: "leave out everything from the question mark on"}
	}
	return strings.TrimRight(u.String(), "/"), nil
}

// IsLoopback reports whether only this machine can answer for a host, without its
// port and brackets: it is an IP address within 127.0.0.0/8 or ::1, or the name
// localhost in ASCII letters. Every other name counts as outside, whatever it
// resolves to today, and so do spellings such as 127.1 that only some resolvers
// read as addresses.
func IsLoopback(host string) bool {
	if strings.ToLower(host) == "localhost" { // EqualFold would take ſ for s
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// validPort says whether a port of a URL can be one; an empty one is that of the scheme.
func validPort(port string) bool {
	_, err := strconv.ParseUint(port, 10, 16)
	return port == "" || err == nil
}
