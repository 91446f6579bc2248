package capture

import "strings"

// Route is one route of the Tracking API.
type Route struct {
	// Type is the type of the messages it takes: "track", "page", …; empty
	// for the batch routes, whose messages say it themselves.
	Type string
	// Telemetry marks the route on which SDKs report on themselves: answered
	// as delivered, never listed.
	Telemetry bool
}

// routes are the last path segments that SDKs post to, short and long. Which
// SDK uses which: analytics.js the single letters, analytics-node, Go, Python
// and PHP batch, Ruby and Java import, the mobile SDKs b.
var routes = map[string]Route{
	"t": {Type: "track"}, "track": {Type: "track"},
	"i": {Type: "identify"}, "identify": {Type: "identify"},
	"p": {Type: "page"}, "page": {Type: "page"},
	"s": {Type: "screen"}, "screen": {Type: "screen"},
	"g": {Type: "group"}, "group": {Type: "group"},
	"a": {Type: "alias"}, "alias": {Type: "alias"},
	"b": {}, "batch": {}, "import": {},
	"m": {Telemetry: true},
}

// MatchRoute finds the route of a URL path: with and without /v1, with doubled and
// trailing slashes (the Java SDK posts to /v1/import/, the Go SDK with an
// endpoint that ends in a slash to //v1/batch).
func MatchRoute(path string) (Route, bool) {
	segments := strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
	if len(segments) == 2 && segments[0] == "v1" {
		segments = segments[1:]
	}
	if len(segments) != 1 {
		return Route{}, false
	}
	route, ok := routes[segments[0]]
	return route, ok
}
