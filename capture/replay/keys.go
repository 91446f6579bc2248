package replay

import (
	"net/url"
	"strings"
)

// check refuses a target whose keys cannot work: of the wrong sort, unfit for
// the place they are sent in, or missing where it is no dry run.
func (t Target) check() error {
	switch t.Kind {
	case LaunchDarkly:
		if sort := keySort(t.ClientSideID); sort != "" {
			return &Error{
				Problem: "the client-side ID is " + sort + ", which LaunchDarkly does not take here",
				Hint: "give the environment's client-side ID, 24 hexadecimal digits without a dash " +
					"(in LaunchDarkly, among the environment's keys)",
			}
		}
		if err := checkKey(t.ClientSideID, "the client-side ID"); err != nil {
			return err
		}
		return t.need(need{t.ClientSideID == "", "a client-side ID", "--ld-client-side-id or LD_CLIENT_SIDE_ID"})
	case LaunchDarklyImport:
		return t.checkImport()
	}
	return nil
}

func (t Target) checkImport() error {
	token := t.AccessToken.Reveal()
	if sort := keySort(token); sort != "" && !strings.HasPrefix(token, "api-") {
		return &Error{
			Problem: "the access token is " + sort + ", which the metric import API does not take",
			Hint:    "set " + envAccessToken + " to an API access token (api-…) whose role allows importEventData",
		}
	}
	if strings.ContainsFunc(token, outsideHeader) {
		return &Error{Problem: "the access token has characters that no token has", Hint: "set " + envAccessToken + " again"}
	}
	if err := checkKey(t.Project, "the project key"); err != nil {
		return err
	}
	if err := checkKey(t.Environment, "the environment key"); err != nil {
		return err
	}
	if u, err := url.Parse(t.URL); err == nil && u.Scheme == "http" && !IsLoopback(u.Hostname()) && !t.DryRun {
		return &Error{
			Problem: "the access token would travel unencrypted to " + u.Host,
			Hint:    "begin --ld-events-url with https://",
		}
	}
	return t.need(
		need{t.Project == "", "a project key", "--ld-project or LD_PROJECT"},
		need{t.Environment == "", "an environment key", "--ld-environment or LD_ENVIRONMENT"},
		need{t.AccessToken.IsZero(), "an API access token", envAccessToken},
	)
}

// outsideHeader tells what cannot stand in the value of a header.
func outsideHeader(r rune) bool { return r <= ' ' || r >= 0x7f }

// keyAlphabet is what LaunchDarkly's keys and ids are made of: with these
// characters alone, a key is one segment of a path and needs no escaping.
const keyAlphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~"

// checkKey refuses a key that would change the meaning of the path it is put
// into. An empty key passes: that it is missing is another finding.
func checkKey(key, what string) error {
	if key == "." || key == ".." || strings.ContainsFunc(key, outsideKey) {
		return &Error{
			Problem: what + " has characters that no such key has",
			Hint:    "it is made of letters, digits, dots, dashes and underscores",
		}
	}
	return nil
}

func outsideKey(r rune) bool { return !strings.ContainsRune(keyAlphabet, r) }

// keySort says what sort of LaunchDarkly key a text is by its prefix
// (LaunchDarkly docs, home/account/environment/keys); empty when it shows
// none, as a client-side ID does.
func keySort(text string) string {
	for _, sort := range []struct{ prefix, name string }{
		{"sdk-", "an SDK key (sdk-…)"},
		{"mob-", "a mobile key (mob-…)"},
		{"api-", "an API access token (api-…)"},
	} {
		if strings.HasPrefix(text, sort.prefix) {
			return sort.name
		}
	}
	return ""
}

// need is something that a target may lack.
type need struct {
	missing bool
	what    string
	set     string // the flag or variable that gives it
}

// need refuses a target that lacks something, unless it is a dry run.
func (t Target) need(needs ...need) error {
	var what, set []string
	for _, n := range needs {
		if n.missing {
			what, set = append(what, n.what), append(set, n.set)
		}
	}
	if len(what) == 0 || t.DryRun {
		return nil
	}
	return &Error{
		Problem: string(t.Kind) + " needs " + list(what),
		Hint:    "set " + list(set),
	}
}

// list joins words as a sentence does: "a, b and c".
func list(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
