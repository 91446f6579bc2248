package routes

import (
	"strings"
	"time"

	"segtap/mapping/message"
)

// Route is one route that takes messages: of Segment's Tracking API, or of those
// that take the same messages elsewhere.
type Route struct {
	// Type is the type of the messages it takes: "track", "page", …; empty
	// for the batch routes, whose messages say it themselves.
	Type string
	// Telemetry marks the route on which SDKs report on themselves: answered
	// as delivered, never listed.
	Telemetry bool
	// Pixel marks the routes of the Pixel API: one message in the query of a
	// GET, answered with an image.
	Pixel bool
}

// Posted returns a body that came on the route, to be taken in.
func (r Route) Posted(raw []byte, at time.Time) message.Posted {
	return message.Posted{Raw: raw, Batch: r.Type == "", Type: r.Type, At: at.UnixMilli()}
}

// Match finds the route of a URL path, escaped as it came: with and
// without /v1, with doubled and trailing slashes (the Java SDK posts to
// /v1/import/, the Go SDK with an endpoint that ends in a slash to //v1/batch).
func Match(path string) (Route, bool) {
	if rest, ok := below(path, "beacon", "v1"); ok {
		return beaconRoute(rest)
	}
	if rest, ok := below(path, "api", "s"); ok {
		return jitsuRoute(rest)
	}
	name, rest := segment(path)
	if name == "v1" {
		name, rest = segment(rest)
	}
	if name == "pixel" { // whose types stand in full (Segment docs, Pixel Tracking API)
		name, rest = segment(rest)
		return Route{Type: name, Pixel: true}, message.IsType(name) && blank(rest)
	}
	route, ok := postRoute(name)
	return route, ok && blank(rest)
}

// postRoute gives the route of the last segment of the paths that SDKs post
// to. Which SDK uses which: analytics.js the single letters, analytics-node,
// Go, Python and PHP batch, Ruby and Java import, the mobile SDKs b.
func postRoute(name string) (Route, bool) {
	switch name {
	case "t", "track":
		return Route{Type: "track"}, true
	case "i", "identify":
		return Route{Type: "identify"}, true
	case "p", "page":
		return Route{Type: "page"}, true
	case "s", "screen":
		return Route{Type: "screen"}, true
	case "g", "group":
		return Route{Type: "group"}, true
	case "a", "alias":
		return Route{Type: "alias"}, true
	case "b", "batch", "import":
		return Route{}, true
	case "m":
		return Route{Telemetry: true}, true
	}
	return Route{}, false
}

// beaconRoute gives the route behind /beacon/v1, to which RudderStack's browser
// SDK sends batches with useBeacon, the write key in the query.
func beaconRoute(rest string) (Route, bool) {
	name, rest := segment(rest)
	return Route{}, name == "batch" && blank(rest)
}

// jitsuRoute gives the route behind /api/s: Jitsu's SDK sends there from a page,
// and to s2s from a server, one message a request, with its type in full.
func jitsuRoute(rest string) (Route, bool) {
	if server, ok := below(rest, "s2s"); ok {
		rest = server
	}
	name, rest := segment(rest)
	return Route{Type: name}, message.IsType(name) && blank(rest)
}

// below cuts the first segments off a path when they are those.
func below(path string, names ...string) (rest string, ok bool) {
	for _, want := range names {
		name, rest := segment(path)
		if name != want {
			return "", false
		}
		path = rest
	}
	return path, true
}

// segment cuts the first segment off a path, and the slashes before it.
func segment(path string) (name, rest string) {
	path = strings.TrimLeft(path, "/")
	if i := strings.IndexByte(path, '/'); i >= 0 {
		return path[:i], path[i:]
	}
	return path, ""
}

// blank tells whether nothing but slashes is left of a path.
func blank(rest string) bool { return strings.Trim(rest, "/") == "" }
