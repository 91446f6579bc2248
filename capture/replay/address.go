package replay

import (
	"net/netip"
	"net/url"
	"strings"
)

// parseURL reads an absolute http or https URL. What names the URL in the
// error ("--ld-events-url"); the URL itself is not repeated there, since it
// may hold a password.
func parseURL(raw, what string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, &Error{Problem: what + " is not a URL"}
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, &Error{Problem: what + " is not an absolute URL", Hint: "begin it with http:// or https://"}
	case u.User != nil:
		return nil, &Error{
			Problem: what + " has a user name before its host, which is " + u.Hostname(),
			Hint:    "leave out everything before the @",
		}
	case u.Hostname() == "":
		return nil, &Error{Problem: what + " names no host"}
	case strings.ContainsFunc(u.Host, func(r rune) bool { return r >= 0x80 }):
		return nil, &Error{Problem: what + " has a host with letters outside ASCII", Hint: "write the host as DNS does (xn--…)"}
	}
	u.Host = strings.TrimSuffix(u.Host, ":") // an empty port is never sent
	u.Fragment, u.RawFragment = "", ""       // a fragment is never sent
	return u, nil
}

// parseBase reads the URL that paths are added to. It gives it without a slash
// at its end; empty stands for the fallback.
func parseBase(raw, fallback, what string) (string, error) {
	if raw == "" {
		raw = fallback
	}
	u, err := parseURL(raw, what)
	if err != nil {
		return "", err
	}
	if u.RawQuery != "" || u.ForceQuery {
		return "", &Error{Problem: what + " has a query, where a path is to be added", Hint: "leave out everything from the question mark on"}
	}
	return strings.TrimRight(u.String(), "/"), nil
}

// IsLoopback reports whether only this machine can answer for a host, without its
// port and brackets: it is an IP address within 127.0.0.0/8 or ::1, or the name
// localhost in ASCII letters. Every other name counts as outside, whatever it
// resolves to today, and so do spellings such as 127.1 that only some resolvers
// read as addresses.
func IsLoopback(host string) bool {
	if strings.ToLower(host) == "localhost" { // EqualFold would take ſ for s
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}
