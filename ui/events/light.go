package events

import (
	"strings"

	"segtap/mapping"
)

// light lights up, in the other pane, what the line under the cursor feeds or
// is fed by.
func (d *detail) light(focus pane) {
	if d.message == nil {
		return
	}
	d.message.SetLights()
	if d.event == nil {
		return
	}
	d.event.SetLights()
	switch focus {
	case paneMessage, paneList:
		d.event.SetLights(fedBy(d.links, d.message.Pointer())...)
	case paneEvent:
		feeders := feeding(d.links, d.event.Pointer())
		d.message.SetLights(feeders...)
		if len(feeders) > 0 {
			d.message.Reveal(feeders[0])
		}
	}
}

// fedBy gives the places in the event that a place in the message feeds.
func fedBy(links []mapping.Link, pointer string) []string {
	if pointer == "" {
		return nil
	}
	var fed []string
	for _, l := range links {
		for _, from := range l.Message {
			if below, ok := under(pointer, from); ok {
				fed = append(fed, l.Event+below)
			}
		}
	}
	return fed
}

// feeding gives the places in the message that feed a place in the event.
func feeding(links []mapping.Link, pointer string) []string {
	if pointer == "" {
		return nil
	}
	var from []string
	for _, l := range links {
		below, ok := under(pointer, l.Event)
		if !ok {
			continue
		}
		for _, f := range l.Message {
			from = append(from, f+below)
		}
	}
	return from
}

// under gives what is left of a pointer behind a pointer that it lies under.
func under(pointer, root string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(pointer, root)
	return rest, ok && (rest == "" || rest[0] == '/')
}
