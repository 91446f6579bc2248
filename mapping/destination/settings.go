package destination

import (
	"errors"
	"strings"

	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
	"segtap/mapping/lazy"
)

// defaultEventsHost is LaunchDarkly's host for events, of the commercial
// instance in the US.
const defaultEventsHost = "events.launchdarkly.com"

// Settings are the settings of a destination.
type Settings struct {
	ClientID   string // the client-side ID of the LaunchDarkly environment
	EventsHost string // the host that takes the events; "" for the usual one
}

// The settings as Segment declares them.
var (
	clientIDSetting   = Field{Name: "client_id", Label: "LaunchDarkly client-side ID", Type: TypeString, Required: true}
	eventsHostSetting = Field{Name: "events_host_name", Label: "LaunchDarkly events host name", Type: TypeString}
)

// hostname is the format "hostname" of ajv-formats: what RFC 1123 allows, and a
// dot at the end.
var hostname = lazy.Regexp(`(?i)^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-0-9a-z]{0,61}[0-9a-z])?)*\.?$`)

// maxHostname is how long a host name may be without the dot at its end.
const maxHostname = 253

// ParseSettings reads settings from the JSON object that Segment keeps them in:
// client_id and events_host_name. As in Segment numbers, booleans and null are
// made strings. The error has Segment's own messages, joined by spaces.
func ParseSettings(v jsondoc.Value) (Settings, error) {
	var s Settings
	if v.Kind() != jsondoc.Object {
		return s, errors.New("the settings must be an object, but they are " + typeWithArticle(kit.Of(v)))
	}
	id, host := v.Member(clientIDSetting.Name), v.Member(eventsHostSetting.Name)
	var problems []string
	if id.Kind() == jsondoc.Absent {
		problems = append(problems, missingMessage(&clientIDSetting))
	}
	for _, setting := range []struct {
		field  *Field
		value  jsondoc.Value
		target *string
	}{{&clientIDSetting, id, &s.ClientID}, {&eventsHostSetting, host, &s.EventsHost}} {
		if setting.value.Kind() == jsondoc.Absent {
			continue
		}
		given, _ := unwrap(kit.Of(setting.value)) // unlike in a field, null is not absent
		text, ok := coerceString(given)
		if !ok {
			problems = append(problems, typeMessage(setting.field, typeWithArticle(given)))
			continue
		}
		*setting.target = text
		if setting.field == &eventsHostSetting && !isHostname(text) {
			problems = append(problems, hostMessage())
		}
	}
	if len(problems) > 0 {
		return Settings{}, errors.New(strings.Join(problems, " "))
	}
	return s, nil
}

// check says what is wrong with settings that were not read from JSON.
func (s Settings) check() error {
	if s.EventsHost != "" && !isHostname(s.EventsHost) {
		return errors.New(hostMessage())
	}
	return nil
}

func isHostname(s string) bool {
	return len(strings.TrimSuffix(s, ".")) <= maxHostname && hostname().MatchString(s)
}

func hostMessage() string {
	return eventsHostSetting.Label + " must be a valid hostname string but it was not."
}

// URL returns the address that events are posted to. The host is in lower case;
// of the client-side ID what cannot stand in a path is escaped.
func (s Settings) URL() string {
	return "https://" + strings.ToLower(s.Host()) + "/events/bulk/" + escapePath(s.ClientID)
}

// Host returns the host that takes the events.
func (s Settings) Host() string {
	if s.EventsHost == "" {
		return defaultEventsHost
	}
	return s.EventsHost
}

// escapePath escapes what a URL cannot have in its path, and leaves everything
// else as it is, as JavaScript's URL does (WHATWG URL, path percent-encode set).
func escapePath(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7F || strings.IndexByte("\"<>`{}", c) >= 0 {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
