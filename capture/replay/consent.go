package replay

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/dustin/go-humanize/english"
)

// Environment is what is known of the LaunchDarkly environment that a target
// sends to, from LaunchDarkly's REST API. The zero Environment knows nothing.
type Environment struct {
	Project, Key string
	// ClientSideID is the one that the API gives for this environment. With
	// it, consent can say whether the target's client-side ID really leads
	// there.
	ClientSideID string
	// Critical is LaunchDarkly's own mark on the environment.
	Critical bool
	// CriticalUnknown says that LaunchDarkly was asked and did not say: a person
	// is then asked as if it were.
	CriticalUnknown bool
}

func (e Environment) String() string { return e.Project + "/" + e.Key }

// Consent is what a person must be asked before a target is used.
type Consent struct {
	// Needed is false for dry runs and for loopback addresses of targets that are not said
	// to be critical: go ahead.
	Needed bool
	// Sentence is the question, with all that a person needs to answer it.
	Sentence string
	// TypeToConfirm is the text to be typed instead of a mere yes: the key of
	// an environment that is critical, or may be as far as is known. Empty where a
	// yes will do.
	TypeToConfirm string
}

// Given reports whether a yes, and what was typed, are all that is asked.
func (c Consent) Given(yes bool, typed string) bool {
	return !c.Needed || yes && (c.TypeToConfirm == "" || typed == c.TypeToConfirm)
}

// Consent returns what must be asked before count entries are sent to the
// target. Known is what is known of the environment behind a LaunchDarkly
// target; give the zero [Environment] for the others, or when nothing is.
//
// That a replay counts now, whatever its timestamp says, follows from
// LaunchDarkly's docs, home/metrics/import-events: an experiment takes in what
// is received while an iteration runs.
func (t Target) Consent(count int, known Environment) Consent {
	u, err := url.Parse(t.URL)
	loopback := err == nil && u.User == nil && IsLoopback(u.Hostname())
	if t.DryRun || loopback && !t.Critical { // what is said to be critical may be passed on from here
		return Consent{}
	}
	host := "an address that cannot be read"
	if err == nil {
		host = u.Host
	}
	var unencrypted string
	if err == nil && u.Scheme == "http" {
		unencrypted = " It travels unencrypted."
	}
	c := Consent{Needed: true}
	switch t.Kind {
	case LaunchDarkly, LaunchDarklyImport:
		where, possible := t.environment(known)
		c.Sentence = "Send " + english.Plural(count, "event", "") + " to LaunchDarkly at " + host + ", " + where +
			"? A replay counts now: a running experiment there takes it into its results, and it cannot be taken back." + unencrypted
		switch {
		case possible && known.Key != "":
			c.ask(known)
		case t.Environment != "" && (t.Kind == LaunchDarklyImport || known.Key == ""):
			// As long as nobody has said that it is not critical, it is taken for critical.
			c.TypeToConfirm = t.Environment
			c.Sentence += " Whether it is critical is not known."
		}
	case Segment:
		key := "the write key of each message"
		if !t.WriteKey.IsZero() {
			key = "write key " + t.WriteKey.String()
		}
		c.Sentence = "Send " + english.Plural(count, "message", "") + " to Segment at " + host + ", with " + key +
			"? Every destination of that source receives it, and where LaunchDarkly is one, it counts now in a running experiment." + unencrypted
	default:
		what := "message"
		if t.Payload == CustomEvent {
			what = "custom event"
		}
		c.Sentence = "Send " + english.Plural(count, what, "") + " to " + host + "?"
		if t.Payload == CustomEvent {
			c.Sentence += " If LaunchDarkly is behind it, a replay counts now in a running experiment, and it cannot be taken back."
		}
		c.Sentence += unencrypted
		if err == nil && known.ClientSideID != "" && strings.HasSuffix(u.Path, "/events/bulk/"+known.ClientSideID) {
			c.ask(known)
		}
	}
	if t.Critical && c.TypeToConfirm == "" {
		c.TypeToConfirm = cmp.Or(t.Environment, t.Name)
	}
	return c
}

// ask has the key of a known environment typed, unless it is known not to be critical.
func (c *Consent) ask(known Environment) {
	if known.Critical || known.CriticalUnknown {
		c.TypeToConfirm = known.Key
	}
	if known.CriticalUnknown {
		c.Sentence += " LaunchDarkly did not say whether it is critical."
	}
}

// environment names the environment that a LaunchDarkly target leads to, and
// tells whether it can be the known one: a client-side ID that is another
// environment's rules that out.
func (t Target) environment(known Environment) (name string, possible bool) {
	if t.Kind == LaunchDarklyImport {
		return "environment " + t.Project + "/" + t.Environment, t.Project == known.Project && t.Environment == known.Key
	}
	id := "client-side ID " + t.ClientSideID
	if known.ClientSideID != "" && known.ClientSideID != t.ClientSideID {
		return id + ", which is not that of " + known.String() + " but of an environment that segtap does not know", false
	}
	verified := known.ClientSideID != ""
	if known.Key == "" {
		known.Project, known.Key = t.Project, t.Environment
	}
	switch {
	case known.Key == "":
		return id + ", whose environment segtap does not know", true
	case verified:
		return "environment " + known.String(), true
	default:
		return id + ", probably " + known.String() + " (segtap has not checked that)", true
	}
}
