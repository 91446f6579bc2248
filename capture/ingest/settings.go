package ingest

import (
	"net"
	"net/http"
	"net/url"
	"strings"

	"segtap/mapping/jsondoc"
)

// other answers what is asked here and brings no message.
func other(w http.ResponseWriter, r *http.Request, path string) bool {
	segments := strings.FieldsFunc(path, func(c rune) bool { return c == '/' })
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
		w.WriteHeader(http.StatusNoContent)
	case is("projects", "", "settings"):
		settings(w, r, segments[1])
	case is("token"):
		if permit(w, r, http.MethodPost) {
			document(w, http.StatusOK, []byte(token))
		}
	case is("analytics.js", "v1", "", "analytics.min.js"):
		refuse(w, http.StatusNotFound, "analytics_js_not_served", noAnalyticsJS)
	default:
		refuse(w, http.StatusNotFound, "not_found",
			"segtap captures the routes of Segment's Tracking API, such as POST /v1/track and POST /v1/batch")
		return false
	}
	return true
}

// token is what an SDK that is set up with OAuth gets. The token opens nothing.
const token = `{"access_token":"segtap","token_type":"Bearer","expires_in":86400,"scope":"tracking_api:write"}`

const noAnalyticsJS = "segtap does not serve analytics.js itself, only its settings. " +
	"From npm, load it with the option cdnURL set to this address. " +
	"With the snippet, leave the src of the script at cdn.segment.com and set analytics._cdn to this address before analytics.load."

const (
	maxKey  = 256     // bytes of a write key
	maxHost = 253 + 6 // bytes of a host name and a port
)

// settings answers what an SDK asks before it sends: the one document that
// suits all of them. Without a "Segment.io" member they drop their events; its
// apiHost keeps the mobile SDKs from turning to production; any other
// integration would make analytics.js load code for it.
func settings(w http.ResponseWriter, r *http.Request, escaped string) {
	key, err := url.PathUnescape(escaped)
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD, OPTIONS")
		refuse(w, http.StatusMethodNotAllowed, "method_not_allowed", "settings are read with GET")
		return
	case err != nil || len(key) > maxKey:
		refuse(w, http.StatusNotFound, "not_found", "this is no write key")
		return
	}
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	out := append([]byte(`{"integrations":{"Segment.io":{"apiKey":`), jsondoc.AppendString(nil, key)...)
	out = append(out, `,"apiHost":`...)
	out = jsondoc.AppendString(out, host(r)+"/v1")
	out = append(out, `,"protocol":"`+scheme+`"}},"plan":{},"metrics":{"sampleRate":0}}`...)
	document(w, http.StatusOK, out)
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
