package launchdarkly

import (
	"net/url"
	"strings"

	"segtap/mapping/jsondoc"
)

// selfLink gives the address an object of the API names as its own.
func selfLink(v jsondoc.Value) string { return link(v, "self") }

func link(v jsondoc.Value, name string) string {
	return v.Member("_links").Member(name).Member("href").Text()
}

// place is what an address of the API says of what it names.
type place struct {
	collection           string // metrics, experiments, another name; "" for none
	project, environment string
}

// placeOf reads an address such as /api/v2/metrics/P/KEY or
// /api/v2/projects/P/environments/E/experiments/KEY.
func placeOf(href string) place {
	path, _, _ := strings.Cut(href, "?")
	_, path, found := strings.Cut(path, "/api/v2/")
	if !found {
		return place{}
	}
	segments := strings.Split(path, "/")
	for i, s := range segments {
		segments[i] = unescaped(s)
	}
	segments = append(segments, "", "", "", "", "")
	if segments[0] != "projects" {
		return place{collection: segments[0], project: segments[1]}
	}
	if segments[2] != "environments" {
		return place{collection: segments[2], project: segments[1]}
	}
	return place{collection: segments[4], project: segments[1], environment: segments[3]}
}

// unescaped gives a path without its percent escapes; as it is, where these
// are broken.
func unescaped(path string) string {
	if plain, err := url.PathUnescape(path); err == nil {
		return plain
	}
	return path
}
