package api

import (
	"net/http"
	"strconv"
	"strings"

	"segtap/capture/launchdarkly"
	"segtap/mapping/prose"
)

// refused makes the error for an answer that is not 200.
func (q *query) refused(host string, answer *http.Response, code, message string) *launchdarkly.Error {
	e := &launchdarkly.Error{
		Op: q.op, Status: answer.StatusCode, Code: code, Message: message,
		Problem: prose.Outside(host) + " answers " + strings.TrimSpace(strconv.Itoa(answer.StatusCode)+" "+http.StatusText(answer.StatusCode)),
	}
	switch status := answer.StatusCode; {
	case status == http.StatusUnauthorized:
		e.Hint = "this host does not accept the token: it may be mistyped, expired or deleted, or belong to another instance (" + launchdarkly.OtherInstances(host) + ")"
	case status == http.StatusForbidden && q.beta:
		e.Hint = "experiments are a beta resource of the API: the token needs a role that may read them (Reader is enough), and the account access to experimentation"
	case status == http.StatusForbidden:
		e.Hint = "the token needs a role that may read this; Reader is enough"
	case status == http.StatusNotFound:
		e.Hint = q.missing
	case status == http.StatusTooManyRequests:
		e.Hint = "the limit is shared by all of the account's tokens: try again in a minute"
	case status >= 500:
		e.Hint = "try again later; https://status.launchdarkly.com tells of incidents"
	case status >= 300 && status < 400:
		e.Hint = "redirects are not followed, so that the token goes nowhere else: give the base URL that it leads to"
	}
	return e
}
