package ingest

import (
	"net/http"
	"strconv"
	"strings"

	"segtap/mapping/jsondoc"
)

// settingsKey gives the write key of a settings request, such as
// /v1/projects/WRITE_KEY/settings.
func settingsKey(path string) (string, bool) {
	segments := strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
	if len(segments) == 4 && segments[0] == "v1" {
		segments = segments[1:]
	}
	if len(segments) == 3 && segments[0] == "projects" && segments[2] == "settings" {
		return segments[1], true
	}
	return "", false
}

// settings answers what an SDK asks before it sends: the one document that
// suits all of them. Without a "Segment.io" member they drop their events;
// its apiHost keeps the mobile SDKs from turning to production; any other
// integration would make analytics.js load code for it.
func settings(w http.ResponseWriter, r *http.Request, key string) {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	out := append([]byte(`{"integrations":{"Segment.io":{"apiKey":`), jsondoc.AppendString(nil, key)...)
	out = append(out, `,"apiHost":`...)
	out = jsondoc.AppendString(out, r.Host+"/v1")
	out = append(out, `,"protocol":"`+scheme+`"}},"plan":{},"metrics":{"sampleRate":0}}`...)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(out)))
	_, _ = w.Write(out)
}
