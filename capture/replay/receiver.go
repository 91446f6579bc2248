package replay

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// What stands in LaunchDarkly's place on a developer's machine, as it was seen to answer:
// ldcli's dev-server 3.10.0 and ld-relay 8.10.1. Both answer 202 to much that they throw
// away.

// devServerPort is where the dev-server listens unless told otherwise.
const devServerPort = "8765"

// path is a path of LaunchDarkly's events host, by what the receivers do with it.
type path uint8

const (
	otherPath  path = iota
	clientBulk      // /events/bulk/ID: the dev-server throws away, a relay passes on
	mobile          // the dev-server throws away
	serverBulk      // the dev-server keeps, a relay wants a key
)

// pathOf returns what path a URL has, where LaunchDarkly itself does not answer.
func pathOf(u *url.URL) path {
	if host := u.Hostname(); strings.HasSuffix(host, ".launchdarkly.com") || strings.HasSuffix(host, ".launchdarkly.us") {
		return otherPath
	}
	switch before, id, found := strings.Cut(u.Path, "/events/bulk/"); {
	case found && before == "" && id != "":
		return clientBulk
	case u.Path == "/mobile", u.Path == "/mobile/events":
		return mobile
	case u.Path == "/bulk", u.Path == "/mobile/events/bulk":
		return serverBulk
	}
	return otherPath
}

// kept is the address at which the dev-server keeps a custom event.
func kept(u *url.URL) string { return "event:" + u.Scheme + "://" + u.Host + "/bulk" }

// receiverNotes say what has to be known of who may listen at the address of a request,
// which has a custom event, or a message.
func receiverNotes(u *url.URL, event bool) []string {
	to := pathOf(u)
	if to == otherPath {
		return nil
	}
	if !event {
		return []string{"This address looks like one for custom events: if ld-relay listens there, it answers 202 to a message and drops it. event:URL sends the custom event."}
	}
	who := "If ldcli's dev-server listens there, it"
	if u.Port() == devServerPort {
		who = "Port " + devServerPort + " is that of ldcli's dev-server, which"
	} else if !IsLoopback(u.Hostname()) {
		who = ""
	}
	switch {
	case who == "" && to != serverBulk:
		return nil
	case to == serverBulk:
		note := "If ld-relay listens there, it wants a key at this address and answers 401; its /events/bulk/CLIENT-SIDE-ID wants none."
		if who != "" {
			note += " " + who + " shows the event at /events/tee, and stores it only while somebody is connected there."
		}
		return []string{note}
	}
	return []string{who + " answers 202 and throws the event away: " + kept(u) + " is kept there. ld-relay passes it on."}
}

// Aside says what an answer shows of who gave it, where that is not who one thinks;
// empty where it shows nothing.
func (a Attempt) Aside() string {
	u, err := url.Parse(a.URL)
	if err != nil || a.Failure != "" {
		return ""
	}
	to := pathOf(u)
	switch {
	case a.Status == http.StatusNotFound && bytes.Contains(a.ResponseBody, []byte("URL did not contain an environment ID")):
		return "It is ld-relay that answers, and it does not know this client-side ID."
	case a.Status == http.StatusUnauthorized && to == serverBulk:
		return "If it is ld-relay that answers, it wants a key at this address; its /events/bulk/CLIENT-SIDE-ID wants none."
	case a.Status == http.StatusAccepted && (to == clientBulk || to == mobile) && len(a.ResponseBody) == 0 && a.answeredJSON():
		return "This is how ldcli's dev-server answers, which throws away what comes to this address: " + kept(u) + " is kept there."
	case a.Status == http.StatusAccepted && to != otherPath && !a.customEvent():
		return "This address looks like one for custom events: if it is ld-relay that answers, it drops a message."
	}
	return ""
}

func (a Attempt) answeredJSON() bool {
	return slices.ContainsFunc(a.ResponseHeader, func(f Field) bool {
		return f.Name == "Content-Type" && strings.HasPrefix(f.Value, "application/json")
	})
}
