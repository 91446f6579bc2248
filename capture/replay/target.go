package replay

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
}

// String returns the target's name.
func (t Target) String() string { return t.Name }

// Env is what [Parse] knows of the world. URLs are base URLs, http or https.
type Env struct {
	// Address is this capture endpoint, such as http://127.0.0.1:8910. Empty
	// when nothing is being captured.
	Address string
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
