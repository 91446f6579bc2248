package guard

import (
	"cmp"
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"segtap/capture/replay"
)

// Options are whom a [Guard] lets in. The zero Options let this machine in.
type Options struct {
	// Beyond says that others than this machine can ask: a token is wanted then, also of
	// this machine. Who comes from beyond is asked for one in any case.
	Beyond bool
	// Hosts are further names and addresses by which segtap is asked, each with a port
	// unless that is the one listened on.
	Hosts []string
	// Token is what a call has to bring. The zero Secret is none.
	Token replay.Secret
}

// Guard decides about calls.
type Guard struct {
	beyond bool
	hosts  []string // as [canonical] has them, some with a port
	token  [sha256.Size]byte
	has    bool // a token
}

// New returns a guard.
func New(opts Options) *Guard {
	g := &Guard{beyond: opts.Beyond, has: !opts.Token.IsZero(), token: sha256.Sum256([]byte(opts.Token.Reveal()))}
	for _, host := range opts.Hosts {
		name, port, err := net.SplitHostPort(host)
		if _, bare := netip.ParseAddr(host); err != nil || bare == nil {
			g.hosts = append(g.hosts, canonical(strings.Trim(host, "[]")))
			continue
		}
		g.hosts = append(g.hosts, net.JoinHostPort(canonical(name), port))
	}
	return g
}

// canonical returns the one spelling of a host, without brackets and port, whose addresses and
// names have many.
func canonical(host string) string {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.Unmap().WithZone("").String()
	}
	return strings.ToLower(host)
}

// Refusal is why a call is refused.
type Refusal struct {
	Status        int
	Code          string
	Message, Hint string
}

// Check returns why a call is refused; nil when it is not.
func (g *Guard) Check(r *http.Request) *Refusal {
	for _, check := range []func(*http.Request) *Refusal{g.host, g.site, g.origin, g.bearer} {
		if refusal := check(r); refusal != nil {
			return refusal
		}
	}
	return nil
}

// CheckOpen is [Guard.Check] for what everybody may see who can reach it, and no page of a browser:
// without a token, and beyond loopback whatever it is called there.
func (g *Guard) CheckOpen(r *http.Request) *Refusal {
	checks := []func(*http.Request) *Refusal{g.site, g.origin}
	if !g.beyond {
		checks = append(checks, g.host)
	}
	for _, check := range checks {
		if refusal := check(r); refusal != nil {
			return refusal
		}
	}
	return nil
}

// host refuses what is meant for somebody else.
func (g *Guard) host(r *http.Request) *Refusal {
	u := url.URL{Host: r.Host}
	name, port := canonical(u.Hostname()), cmp.Or(u.Port(), usualPort(r))
	came := came(r)
	switch {
	case slices.Contains(g.hosts, net.JoinHostPort(name, port)):
		return nil
	case port != strconv.Itoa(int(came.Port())):
	case replay.IsLoopback(name), isAddress(name, came.Addr()), slices.Contains(g.hosts, name):
		return nil
	}
	said := "names no host"
	if name != "" {
		said = "is for " + brief(r.Host)
	}
	return &Refusal{
		http.StatusForbidden, "foreign_host", "this call " + said + ", and segtap does not go by that name: a page could have had the name lead here",
		"ask it at the address that it listens on, or start it with --api-host NAME",
	}
}

// came returns the address that a call has come to. There is none, and nobody is let in,
// where no server has noted it.
func came(r *http.Request) netip.AddrPort {
	if local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr); ok {
		at := local.AddrPort()
		return netip.AddrPortFrom(at.Addr().Unmap().WithZone(""), at.Port())
	}
	return netip.AddrPort{}
}

// isAddress reports whether a host is an address.
func isAddress(host string, address netip.Addr) bool {
	asked, err := netip.ParseAddr(host)
	return err == nil && asked.Unmap().WithZone("") == address
}

// usualPort is the port of a host that has none.
func usualPort(r *http.Request) string {
	if r.TLS != nil {
		return "443"
	}
	return "80"
}

// site refuses what a browser says that another site has it send, such as an image, a
// form or a link: these have no Origin.
func (g *Guard) site(r *http.Request) *Refusal {
	for _, site := range r.Header.Values("Sec-Fetch-Site") {
		if site != "same-origin" && site != "none" {
			return &Refusal{
				http.StatusForbidden, "foreign_site", "a page of another site has a browser send this call (Sec-Fetch-Site: " + brief(site) + "): pages may send events, and ask for nothing",
				"ask from a program, or type the address into the browser",
			}
		}
	}
	return nil
}

// origin refuses what a page of another origin sends; null is one.
func (g *Guard) origin(r *http.Request) *Refusal {
	own := "http://" + strings.ToLower(r.Host)
	if r.TLS != nil {
		own = "https://" + strings.ToLower(r.Host)
	}
	for _, origin := range r.Header.Values("Origin") {
		if origin != own {
			return &Refusal{
				http.StatusForbidden, "foreign_origin", "a page of " + brief(origin) + " sends this call: pages may send events, and ask for nothing",
				"ask from a program, such as the server of that page or its tests",
			}
		}
	}
	return nil
}

// bearer refuses who does not bring the token, where one is wanted.
func (g *Guard) bearer(r *http.Request) *Refusal {
	if !g.has {
		if !g.beyond && came(r).Addr().IsLoopback() {
			return nil
		}
		return &Refusal{
			http.StatusForbidden, "token_not_set", "segtap listens beyond this machine, and no token is set: nobody may ask it",
			"set SEGTAP_API_TOKEN where segtap runs, or api-token in the user's own configuration, and send it as Authorization: Bearer TOKEN",
		}
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return &Refusal{http.StatusUnauthorized, "token_missing", "this segtap wants a token, and the call has none", "send Authorization: Bearer TOKEN, the one that SEGTAP_API_TOKEN has where segtap runs"}
	}
	// Sums are compared, which have one length, in a time that does not depend on where
	// they differ: neither tells anything of the token.
	given := sha256.Sum256([]byte(strings.TrimSpace(token)))
	if subtle.ConstantTimeCompare(given[:], g.token[:]) != 1 {
		return &Refusal{http.StatusUnauthorized, "token_wrong", "this is not the token of this segtap", "send the one that SEGTAP_API_TOKEN has where segtap runs"}
	}
	return nil
}

// longest is how much of a field is repeated in an answer, in bytes.
const longest = 100

// brief is a text from outside for a sentence.
func brief(text string) string {
	if text == "" {
		return "no name"
	}
	if len(text) > longest {
		return strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return text
}
