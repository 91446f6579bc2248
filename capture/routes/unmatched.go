package routes

import (
	"net/http"
	"strings"
)

// Unmatched is what came and brought no message: most often a request that no route
// takes. An SDK that is pointed wrongly sends such, and most swallow the answer
// that says so.
type Unmatched struct {
	Kind         UnmatchedKind
	Method, Path string // of a request
}

// UnmatchedKind says what was wrong with it.
type UnmatchedKind uint8

// The kinds.
const (
	NoRoute    UnmatchedKind = iota // a request that no route takes
	TLSToPlain                      // a TLS handshake where HTTP is served
	PlainToTLS                      // HTTP where TLS is served
	Untrusted                       // a client that does not trust the certificate
)

// String names what came.
func (s Unmatched) String() string {
	switch s.Kind {
	case TLSToPlain:
		return "https"
	case PlainToTLS:
		return "http"
	case Untrusted:
		return "a client that does not trust the certificate"
	case NoRoute:
	}
	return s.Method + " " + s.Path
}

// Hint says what a sender may have got wrong.
func (s Unmatched) Hint() string {
	switch s.Kind {
	case TLSToPlain:
		return "this port speaks http: point the SDK to http://, or start segtap with --tls"
	case PlainToTLS:
		return "this port speaks https: point the SDK to https://, or start segtap without --tls"
	case Untrusted:
		return "`segtap ca` says how each runtime comes to trust it; --tls-host adds a name to it"
	case NoRoute:
	}
	if strings.Contains(s.Path, "/v1/v1/") {
		return "this SDK adds /v1 itself: leave it out of the address it is given"
	}
	if strings.HasSuffix(s.Path, "/analytics.min.js") {
		return "segtap does not serve analytics.js itself, only its settings. " +
			"From npm, load it with the option cdnURL set to this address. " +
			"With the snippet, leave the src of the script at cdn.segment.com and set analytics._cdn to this address before analytics.load."
	}
	if route, ok := Match(s.Path); ok {
		if route.Pixel {
			return "pixels are asked for with GET"
		}
		return "messages are sent with POST"
	}
	if s.Method == http.MethodGet {
		return "nothing is there; settings are at /v1/projects/WRITE_KEY/settings; `segtap snippet` has each SDK's lines"
	}
	return "there is no such route; SDKs send to routes such as /v1/track and /v1/batch"
}

// WithoutKey returns a path as it is shown: where settings are asked for with a write key in it, the word WRITE_KEY stands
// in its place.
func WithoutKey(path string) string {
	segments := strings.Split(path, "/")
	var before [2]string
	for i, name := range segments {
		switch {
		case name == "": // slashes may be doubled
			continue
		case before[1] == "projects", before == [2]string{"analytics.js", "v1"}:
			segments[i] = "WRITE_KEY"
		case before[1] == "settings" && strings.HasSuffix(name, ".json"):
			segments[i] = "WRITE_KEY.json"
		}
		before = [2]string{before[1], name}
	}
	return strings.Join(segments, "/")
}
