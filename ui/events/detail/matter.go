package detail

import (
	"slices"
	"strings"

	"segtap/mapping/destination"
	"segtap/mapping/verdict"
)

// boilerplate is what SDKs put into every message, and what hardly ever feeds the event.
var boilerplate = []string{"/context", "/_metadata", "/integrations"}

// matters returns the places in the message that feed the event, or where something is wrong.
func matters(links []destination.Link, problems []verdict.Diagnostic) []string {
	var places []string
	for _, l := range links {
		places = append(places, l.Message...)
	}
	for _, problem := range problems {
		if problem.Severity > verdict.Info && problem.Pointer != "" {
			places = append(places, problem.Pointer)
		}
	}
	return places
}

// startAt is the line of the message that is looked at first where nothing is wrong with it: what feeds the value, else
// the event key.
func startAt(links []destination.Link) string {
	for _, of := range []string{"/metricValue", "/key"} {
		for _, l := range links {
			if l.Event == of && len(l.Message) > 0 {
				return l.Message[0]
			}
		}
	}
	return ""
}

// fedBy gives the places in the event that a place in the message feeds, itself or by something in it.
func fedBy(links []destination.Link, pointer string) []string {
	var fed []string
	for _, l := range links {
		for _, from := range l.Message {
			fed = appendLinked(fed, pointer, from, l.Event)
		}
	}
	return fed
}

// feeding gives the places in the message that feed a place in the event, itself or something in it.
func feeding(links []destination.Link, pointer string) []string {
	var from []string
	for _, l := range links {
		for _, f := range l.Message {
			from = appendLinked(from, pointer, l.Event, f)
		}
	}
	return from
}

// appendLinked appends the place in the other text that belongs to a pointer by a link from one place to another. To the
// whole of a text belongs nothing: it would be all.
func appendLinked(all []string, pointer, from, to string) []string {
	if pointer == "" {
		return all
	}
	place := to
	if below, ok := under(pointer, from); ok {
		place += below
	} else if _, ok := under(from, pointer); !ok {
		return all
	}
	if !slices.Contains(all, place) {
		all = append(all, place)
	}
	return all
}

// under gives what is left of a pointer behind a pointer that it lies under.
func under(pointer, root string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(pointer, root)
	return rest, ok && (rest == "" || rest[0] == '/')
}
