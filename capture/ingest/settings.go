package ingest

import (
	"net"
	"net/http"
	"net/url"
	"strings"

	"segtap/capture/ingest/tally"
	"segtap/capture/routes"
	"segtap/mapping/jsondoc"
)

// other answers what is asked here and brings no message. Here is false for what is
// not here.
func other(w http.ResponseWriter, r *http.Request, unmatched routes.Unmatched) (said tally.Answer, here bool) {
	segments := strings.FieldsFunc(unmatched.Path, func(c rune) bool { return c == '/' })
	if len(segments) > 1 && segments[0] == "v1" {
		segments = segments[1:]
	}
	is := func(names ...string) bool {
		if len(segments) != len(names) {
			return false
		}
		for i, name := range names {
			if name != "" && segments[i] != name {
				return false
			}
		}
		return true
	}
	switch {
	case r.Method == http.MethodOptions:
		return options(w), true
	case is("projects", "", "settings"):
		return settings(w, r, segments[1]), true
	case is("sourceConfig"):
		return sourceConfig(w, r), true
	case is("token"):
		if said, permitted := permit(w, r, http.MethodPost); !permitted {
			return said, true
		}
		return document(w, http.StatusOK, []byte(token), tally.Settings), true
	case is("analytics.js", "v1", "", "analytics.min.js"):
		return refuse(w, http.StatusNotFound, "analytics_js_not_served", unmatched.Hint()), false
	}
	return refuse(w, http.StatusNotFound, "not_found",
		"segtap captures the routes of Segment's Tracking API, such as POST /v1/track and POST /v1/batch"), false
}

// token is what an SDK that is set up with OAuth gets. The token opens nothing.
const token = `{"access_token":"segtap","token_type":"Bearer","expires_in":86400,"scope":"tracking_api:write"}`

const (
	maxKey  = 256     // bytes of a write key
	maxHost = 253 + 6 // bytes of a host name and a port
)

// settings answers what an SDK asks before it sends: the one document that
// suits all of them. Without a "Segment.io" member they drop their events; its
// apiHost keeps the mobile SDKs from turning to production; any other
// integration would make analytics.js load code for it.
func settings(w http.ResponseWriter, r *http.Request, escaped string) tally.Answer {
	key, err := url.PathUnescape(escaped)
	if said, readable := readable(w, r, key, err); !readable {
		return said
	}
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	out := append([]byte(`{"integrations":{"Segment.io":{"apiKey":`), jsondoc.AppendString(nil, key)...)
	out = append(out, `,"apiHost":`...)
	out = jsondoc.AppendString(out, host(r)+"/v1")
	out = append(out, `,"protocol":"`+scheme+`"}},"plan":{},"metrics":{"sampleRate":0}}`...)
	return document(w, http.StatusOK, out, tally.Settings)
}

// sourceConfig answers what RudderStack's browser SDK asks before it sends: a
// source that is on, has no destinations whose code it would load, and does not
// have it report on itself.
func sourceConfig(w http.ResponseWriter, r *http.Request) tally.Answer {
	key := routes.WriteKey(r, "")
	if said, readable := readable(w, r, key, nil); !readable {
		return said
	}
	out := append([]byte(`{"source":{"id":"segtap","name":"segtap","writeKey":`), jsondoc.AppendString(nil, key)...)
	return document(w, http.StatusOK, append(out, `,"enabled":true,"workspaceId":"segtap",`+
		`"config":{"statsCollection":{"errors":{"enabled":false},"metrics":{"enabled":false}}},"destinations":[]}}`...), tally.Settings)
}

// readable tells whether settings are asked for with a method that reads, and for
// what may be a write key. It answers what is not.
func readable(w http.ResponseWriter, r *http.Request, key string, err error) (said tally.Answer, readable bool) {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD, OPTIONS")
		return refuse(w, http.StatusMethodNotAllowed, "method_not_allowed", "settings are read with GET"), false
	case err != nil || len(key) > maxKey:
		return refuse(w, http.StatusNotFound, "not_found", "this is no write key"), false
	}
	return said, true
}

// host gives the host that the client called this one, be it a name of the
// local network that nobody here knows of. What cannot be a host is replaced
// by the address that the request came to.
func host(r *http.Request) string {
	const letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._:[]"
	if r.Host != "" && len(r.Host) <= maxHost && strings.Trim(r.Host, letters) == "" {
		return r.Host
	}
	if local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
		return local.String()
	}
	return "localhost"
}
