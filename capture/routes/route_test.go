package routes_test

import (
	"testing"

	"segtap/capture/routes"
)

func TestRoutesAreFoundHoweverTheyAreWritten(t *testing.T) {
	track, batch := routes.Route{Type: "track"}, routes.Route{}
	pixel := routes.Route{Type: "page", Pixel: true}
	for path, want := range map[string]routes.Route{
		"/v1/t": track, "/t": track, "/v1/track": track, "/track/": track, "//v1//track//": track, "v1/track": track,
		"/v1/b": batch, "/v1/batch": batch, "/batch": batch, "/v1/import/": batch, "//v1/batch": batch,
		"/v1/pixel/page": pixel, "/pixel/page/": pixel, "//v1/pixel//page": pixel,
		"/v1/m": {Telemetry: true}, "/m/": {Telemetry: true},
		"/beacon/v1/batch": batch, "//beacon/v1/batch/": batch,
		"/api/s/track": track, "/api/s/s2s/track": track, "/api/s/s2s/page/": {Type: "page"}, "//api//s/identify": {Type: "identify"},
	} {
		if got, ok := routes.Match(path); !ok || got != want {
			t.Errorf("%s: %+v, %v", path, got, ok)
		}
	}
	for _, path := range []string{
		"", "/", "/v1", "/v1/", "/v2/track", "/v1/v1/track", "/v1/track/x", "/V1/track", "/v1/Track", "/v1/pixel", "/v1/pixel/", "/pixel/p",
		"/pixel/batch", "/v1/pixel/page/x", "/v1/../track", "/v1/%74rack", "/v1/track%2f", "/v1 /track",
		"/beacon", "/beacon/v1", "/beacon/v1/track", "/beacon/batch", "/v1/beacon/v1/batch", "/beacon/v1/batch/x",
		"/api", "/api/s", "/api/s/", "/api/s/s2s", "/api/s/t", "/api/s/s2s/t", "/api/s/s2s/s2s/track", "/api/s/track/x", "/api/track", "/v1/api/s/track",
	} {
		if got, ok := routes.Match(path); ok {
			t.Errorf("%s is the route %+v", path, got)
		}
	}
}

// A write key that stands in a path is not shown with it.
func TestAPathIsShownWithoutItsKey(t *testing.T) {
	for path, want := range map[string]string{
		"/v1/v1/projects/wk_secret/settings":              "/v1/v1/projects/WRITE_KEY/settings",
		"//v1//projects///wk_secret/settings/":            "//v1//projects///WRITE_KEY/settings/",
		"/projects/wk_secret":                             "/projects/WRITE_KEY",
		"/cdn/analytics.js/v1/wk_secret/analytics.min.js": "/cdn/analytics.js/v1/WRITE_KEY/analytics.min.js",
		"/settings/wk_secret.json":                        "/settings/WRITE_KEY.json",
		"/v1/projects":                                    "/v1/projects",
		"/v1/trackk":                                      "/v1/trackk",
		"/":                                               "/",
		"":                                                "",
		"/v1/project/a":                                   "/v1/project/a",
	} {
		if got := routes.WithoutKey(path); got != want {
			t.Errorf("%s is shown as %s, want %s", path, got, want)
		}
	}
}
