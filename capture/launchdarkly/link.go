package launchdarkly

import (
	"net/url"
	"strings"

	"segtap/mapping/jsondoc"
)

// SelfLink returns the address an object of the API names as its own.
func SelfLink(v jsondoc.Value) string { return Link(v, "self") }

// Link returns the address of a name among the links of an object of the API.
func Link(v jsondoc.Value, name string) string {
	return v.Member("_links").Member(name).Member("href").Text()
}

// Place is what an address of the API says of what it names.
type Place struct {
	Collection           string // metrics, experiments, another name; "" for none
	Project, Environment string
}

// PlaceOf reads an address such as /api/v2/metrics/P/KEY or
// /api/v2/projects/P/environments/E/experiments/KEY.
func PlaceOf(href string) Place {
	path, _, _ := strings.Cut(href, "?")
	_, path, found := strings.Cut(path, "/api/v2/")
	if !found {
		return Place{}
	}
	segments := strings.Split(path, "/")
	for i, s := range segments {
		segments[i] = Unescaped(s)
	}
	segments = append(segments, "", "", "", "", "")
	if segments[0] != "projects" {
		return Place{Collection: segments[0], Project: segments[1]}
	}
	if segments[2] != "environments" {
		return Place{Collection: segments[2], Project: segments[1]}
	}
	return Place{Collection: segments[4], Project: segments[1], Environment: segments[3]}
}

// Unescaped returns a path without its percent escapes; as it is, where these
// are broken.
func Unescaped(path string) string {
	if plain, err := url.PathUnescape(path); err == nil {
		return plain
	}
	return path
}
