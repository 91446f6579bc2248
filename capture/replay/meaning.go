package replay

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// unsure warns where there is no answer.
const unsure = " Whether the event was taken is not known, and sending it again may count it twice."

// Meaning says in a sentence or two what the attempt shows, and what to do
// next where that is clear. It claims no more than LaunchDarkly and Segment
// document.
func (a Attempt) Meaning() string {
	switch {
	case a.DryRun:
		return "A dry run: nothing was sent."
	case a.Begun:
		return "It was about to be sent, and segtap ended before it knew what came of that." + unsure
	case a.Failure == "":
		return strings.TrimSpace(a.answerMeaning() + a.tooOften() + " " + a.Aside())
	case a.Status == 0:
		return a.failureMeaning()
	case a.Failure == Canceled:
		return "Stopped from here; the last answer was " + statusText(a.Status) + "."
	default:
		return a.answerMeaning() + " The rest of the answer did not come."
	}
}

// Result says in a few words what came of the attempt: "202", "500 after 4
// tries", "refused the connection", "stopped".
func (a Attempt) Result() string {
	words := map[Failure]string{
		NotApproved: "not sent", Unsendable: "not sent", Canceled: "stopped", TimedOut: "no answer in time",
		Refused: "refused the connection", NoSuchHost: "no such host", Unreachable: "no connection", Certificate: "certificate not trusted",
		NotTLS: "does not speak TLS", Closed: "connection broke",
	}
	result, ok := words[a.Failure]
	switch {
	case a.Begun:
		result = "no answer known"
	case a.Status != 0:
		result = strconv.Itoa(a.Status)
	case !ok:
		result = "no answer"
	}
	if a.Tries > 1 {
		result += fmt.Sprintf(" after %d tries", a.Tries)
	}
	return result
}

// OK reports whether the receiver took it: an answer of 200 to 299.
func (a Attempt) OK() bool { return a.Failure == "" && a.Status >= 200 && a.Status < 300 }

// host is where the attempt went, for sentences.
func (a Attempt) host() string {
	u, err := url.Parse(a.URL)
	if err != nil || u.Host == "" {
		return "the target"
	}
	return u.Host
}

func (a Attempt) failureMeaning() string {
	host := a.host()
	switch a.Failure {
	case NotApproved:
		return "Not sent: " + host + " is outside this machine, and that needs an explicit yes."
	case Unsendable:
		return "Not sent: " + a.Err + "."
	case Canceled:
		if a.Tries == 0 {
			return "Stopped from here before it was sent."
		}
		if a.Tries > 1 {
			return fmt.Sprintf("Stopped from here during try %d; the tries before it were answered with errors.", a.Tries) + unsure
		}
		return "Stopped from here before an answer came." + unsure
	case TimedOut:
		return "No answer from " + host + " in time." + unsure
	case Refused:
		return "Nothing listens at " + host + ": it refused the connection, and nothing was sent."
	case NoSuchHost:
		return "There is no address for the host of " + host + ", so nothing was sent. Check its spelling and the network."
	case Unreachable:
		return "No connection to " + host + " could be made (" + a.Err + "), so nothing was sent. Check the address and the network."
	case Certificate:
		return host + " could not prove who it is (" + a.Err + "), so nothing was sent. " +
			"Check the clock, a proxy that opens TLS, or the certificate."
	case NotTLS:
		return host + " does not speak TLS, so nothing was sent. Try http:// in place of https://."
	case Closed:
		return "The connection to " + host + " broke before an answer came." + unsure
	}
	return "No answer from " + host + ": " + a.Err + "."
}

// answerMeaning finds the sentence for the status: that of the kind of target,
// else the one that holds whoever answers, else that of its class. What a
// 200 means to LaunchDarkly and Segment, every 2xx does.
func (a Attempt) answerMeaning() string {
	class := a.Status / 100 * 100
	if class == http.StatusOK && a.Kind == URL && a.customEvent() {
		return ldAccepted
	}
	if sentence, ok := answers[a.Kind][a.Status]; ok {
		return a.fill(sentence)
	}
	if sentence, ok := answers[a.Kind][class]; ok && class == http.StatusOK && a.Kind != Here {
		return a.fill(sentence)
	}
	if sentence, ok := anyAnswer[a.Status]; ok {
		return a.fill(sentence)
	}
	if sentence, ok := anyAnswer[class]; ok {
		return a.fill(sentence)
	}
	return "An answer that HTTP does not know: " + strconv.Itoa(a.Status) + "."
}

// answers are the sentences for a status from one kind of target.
var answers = map[Kind]map[int]string{
	Here: {
		200: "Captured again, as an entry of its own.",
		202: "Answered 202, which is not what segtap answers: something else listens at {host}.",
		400: "Captured, and answered as Segment would: it is not JSON, or larger than 32 KB.",
		404: "{host} does not know this route: something else than segtap listens there.",
		503: "segtap could not keep it (disk full, or a fault is switched on), so it was not acknowledged.",
	},
	LaunchDarkly: {
		200: ldAccepted,
		400: "LaunchDarkly refused it ({status}): the body is not the JSON array it expects.",
		401: "LaunchDarkly refused it ({status}), though this route asks for no credential. Check the events URL, and whether a proxy stands before it.",
		403: "Refused ({status}), though this route asks for no credential. Check the events URL, and whether a proxy or firewall stands before it.",
		404: "{host} does not know this address. Check the client-side ID, and that the events URL is that of its instance (US, EU or Federal).",
		413: "LaunchDarkly finds the event too large ({status}); its SDKs drop such an event.",
	},
	LaunchDarklyImport: {
		200: ldAccepted,
		400: "LaunchDarkly took nothing ({status}): the body must be a JSON array of custom events. The answer says more.",
		401: "LaunchDarkly does not accept the access token ({status}): it is wrong, or its role does not allow importEventData in this environment.",
		403: "LaunchDarkly forbids it ({status}). The role of the access token must allow importEventData in this environment.",
		404: "{host} does not know this address. Check the project key, the environment key, and that the events URL is that of their instance (US, EU or Federal).",
		406: "LaunchDarkly wants event schema 4, and says it did not get it ({status}).",
		413: "LaunchDarkly finds the request too large ({status}): the metric import API takes 10 MB.",
	},
	Segment: {
		200: "Accepted, which proves little: Segment answers 200 to nearly everything, and drops later and silently what it cannot use. " +
			"The source's debugger shows what became of it.",
		400: "Segment refused it ({status}): it is not JSON, or larger than 32 KB.",
		401: "Segment refused the write key ({status}).",
		403: "Segment refused the write key ({status}).",
		404: "{host} does not know this route. Check the URL of Segment.",
	},
}

const ldAccepted = "Accepted, which proves nothing yet: LaunchDarkly validates little at this point, " +
	"and drops later and silently what it cannot use. A metric whose event key is not exactly this one does not count it."

// anyAnswer are the sentences that hold whoever answers; those of 100, 200, …
// for every status of the hundred that has none.
var anyAnswer = map[int]string{
	100: "{host} answered {status}, which is no final answer.",
	200: "{host} took it ({status}).",
	300: "{host} points elsewhere ({status}{location}); segtap does not follow, since this address is what was agreed to.",
	400: "{host} refused it ({status}).",
	401: "{host} wants a credential, or another one ({status}).",
	403: "{host} forbids it ({status}).",
	404: "{host} does not know this address ({status}).",
	405: "{host} does not take POST at this address ({status}).",
	407: "The proxy wants a credential ({status}).",
	413: "{host} finds it too large ({status}).",
	429: "{host} asks to slow down ({status}), and still did after {tries}. Send fewer at a time, or later.",
	500: "{host} has a problem of its own ({status}) after {tries}. Try again later.",
}

func (a Attempt) fill(sentence string) string {
	tries := "1 try"
	if a.Tries != 1 {
		tries = fmt.Sprintf("%d tries", a.Tries)
	}
	var location string
	if i := slices.IndexFunc(a.ResponseHeader, func(f Field) bool { return f.Name == "Location" }); i >= 0 {
		location = " to " + a.ResponseHeader[i].Value
	}
	return strings.NewReplacer(
		"{host}", a.host(), "{status}", statusText(a.Status), "{tries}", tries, "{location}", location,
	).Replace(sentence)
}

// customEvent says that a custom event was sent, and not a message.
func (a Attempt) customEvent() bool {
	return a.Kind == LaunchDarkly || slices.ContainsFunc(a.RequestHeader, func(f Field) bool { return f.Name == schemaHeader })
}

// tooOften warns where an earlier try may have been taken too: what Segment
// sends to LaunchDarkly has no payload id by which a repetition is known.
func (a Attempt) tooOften() string {
	if a.Kind == LaunchDarklyImport || !a.customEvent() || a.Tries < 2 || a.Status/100 != 2 {
		return ""
	}
	return fmt.Sprintf(" It took %d tries, and one that failed on the other side may have been counted all the same.", a.Tries)
}

// statusText gives a status with its name: "404 Not Found".
func statusText(status int) string {
	if name := http.StatusText(status); name != "" {
		return strconv.Itoa(status) + " " + name
	}
	return strconv.Itoa(status)
}
