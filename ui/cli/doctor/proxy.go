package doctor

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"segtap/capture/replay"
)

// library is one that SDKs send with, and which variables have it go through a proxy even
// to this machine. All of it was seen, with a proxy and a server on loopback: curl 7.88, PHP 8.2
// with its curl extension, requests 2.34 and urllib of Python 3, axios 1.21 of npm; .NET by its
// source, HttpEnvironmentProxy.Unix.cs, and Node by its documentation. Go and Ruby never do so for loopback, Java and PHP's
// sockets know no such variables, Node's fetch only with NODE_USE_ENV_PROXY, browsers have
// settings of their own, which leave out loopback.
type library struct {
	name    string
	plain   []string // for http
	secure  []string // for https
	ranges  bool     // its NO_PROXY takes 127.0.0.0/8
	only    string   // it heeds them only where this variable is set
	aliases bool     // localhost in its NO_PROXY stands for 127.0.0.1 as well
}

var (
	anyCase       = []string{"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}
	anyCaseSecure = []string{"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}
)

var libraries = []library{
	{name: "curl and PHP's curl", plain: []string{"http_proxy", "all_proxy", "ALL_PROXY"}, secure: anyCaseSecure, ranges: true},
	{name: "Python", plain: anyCase, secure: anyCaseSecure, ranges: true},
	{name: "axios", plain: anyCase, secure: anyCaseSecure, aliases: true},
	{name: ".NET", plain: anyCase, secure: anyCaseSecure},
	{name: "Node's fetch", plain: anyCase[:2], secure: anyCaseSecure[:2], only: "NODE_USE_ENV_PROXY"},
}

// proxies says whether the variables of a proxy would have calls for segtap go there.
func proxies(address string, secure bool, lookup func(string) (string, bool)) Finding {
	f := Finding{Check: "proxy", Status: OK, Found: "no variable sends calls for this machine to a proxy"}
	host := hostOf(address)
	if !replay.IsLoopback(host) {
		f.Found = "segtap listens beyond this machine: whether a proxy is in the way depends on who calls"
		return f
	}
	var names, through []string
	for _, c := range libraries {
		variable := c.caught(host, secure, lookup)
		if variable == "" {
			continue
		}
		names = append(names, c.name)
		if !slices.Contains(through, variable) {
			through = append(through, variable)
		}
	}
	broken := noURL(lookup)
	if broken != "" && len(names) == 0 {
		f.Status, f.Found = Warning, broken
		f.Means = "what clients make of it differs: some take it for a host, some fail at every request"
		f.WayOut = "in the app's environment: set it such as http://proxy.example:3128, or unset it"
		return f
	}
	if len(names) == 0 {
		if set := setOf(lookup); len(set) > 0 {
			f.Found = strings.Join(set, ", ") + ": calls for " + host + " are left out"
		}
		return f
	}
	value, _ := lookup(through[0])
	f.Status = Warning
	f.Found = fmt.Sprintf("%s is %q, and NO_PROXY does not leave out %s", strings.Join(through, " and "), masked(value), host)
	if broken != "" {
		f.Found += "; " + broken
	}
	f.Means = strings.Join(names, ", ") + " send calls for " + host + " to that proxy, so that they never come here; Go, Ruby, Java and browsers do not"
	f.WayOut = "in the app's environment: export NO_PROXY=" + extended(lookup, host) + " no_proxy=" + extended(lookup, host)
	return f
}

// caught returns the variable that has a client go through a proxy to a host of this
// machine; empty for none.
func (c *library) caught(host string, secure bool, lookup func(string) (string, bool)) string {
	if c.only != "" {
		if v, _ := lookup(c.only); v != "1" {
			return ""
		}
	}
	lower, _ := lookup("no_proxy")
	upper, _ := lookup("NO_PROXY")
	for entry := range strings.FieldsFuncSeq(cmp.Or(lower, upper), func(r rune) bool { return r == ',' || r == ' ' }) {
		if c.leavesOut(entry, host) {
			return ""
		}
	}
	variables := c.plain
	if secure {
		variables = c.secure
	}
	for _, name := range variables {
		if v, _ := lookup(name); v != "" {
			return name
		}
	}
	return ""
}

// leavesOut reports whether an entry of NO_PROXY is for a host of this machine.
func (c *library) leavesOut(entry, host string) bool {
	if entry == "*" || strings.EqualFold(entry, host) || c.aliases && entry == "localhost" {
		return true
	}
	if block, err := netip.ParsePrefix(entry); err == nil && c.ranges {
		ip, err := netip.ParseAddr(host)
		return err == nil && block.Contains(ip)
	}
	return false
}

// hostOf is the host by which an SDK is pointed at a listener of this machine.
func hostOf(address string) string {
	host, _, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err != nil || host == "" || ip != nil && ip.IsUnspecified() {
		return "127.0.0.1"
	}
	return host
}

// setOf returns the variables of a proxy that are set.
func setOf(lookup func(string) (string, bool)) (set []string) {
	for _, name := range append(slices.Clone(anyCase), anyCaseSecure[:2]...) {
		if v, _ := lookup(name); v != "" {
			set = append(set, name)
		}
	}
	return set
}

// noURL says which variable of a proxy is no URL; empty where all are, or a host with its port,
// as clients take it too.
func noURL(lookup func(string) (string, bool)) string {
	for _, name := range setOf(lookup) {
		value, _ := lookup(name)
		whole := value
		if !strings.Contains(whole, "://") {
			whole = "http://" + whole
		}
		if u, err := url.Parse(whole); err != nil || u.Hostname() == "" || strings.ContainsFunc(u.Hostname(), unicode.IsSpace) {
			return fmt.Sprintf("%s is %q, which is no URL", name, masked(value))
		}
	}
	return ""
}

// extended returns what NO_PROXY has to be.
func extended(lookup func(string) (string, bool), host string) string {
	lower, _ := lookup("no_proxy")
	upper, _ := lookup("NO_PROXY")
	var all []string
	for _, entry := range append(strings.Split(cmp.Or(lower, upper), ","), "localhost", "127.0.0.1", host) {
		if entry = strings.TrimSpace(entry); entry != "" && !slices.Contains(all, entry) {
			all = append(all, entry)
		}
	}
	return strings.Join(all, ",")
}

// masked returns the address of a proxy without the password that it may have.
func masked(proxy string) string {
	u, err := url.Parse(proxy)
	switch {
	case err == nil && u.User != nil:
		return u.Redacted()
	case strings.Contains(proxy, "@"):
		return "****@" + proxy[strings.LastIndex(proxy, "@")+1:]
	}
	return proxy
}
