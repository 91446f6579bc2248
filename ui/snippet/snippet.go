package snippet

import (
	"net/url"
	"strings"
)

// Snippet tells how one SDK is pointed at segtap.
type Snippet struct {
	Name string // as `segtap snippet` takes it
	SDK  string // as people call it
	// Library is the SDK as its registry calls it, and Version that of it which
	// the lines were run with, or from whose source they were read.
	Library, Version string
	// Ran tells that the tests run these lines, and look at what arrives.
	Ran bool
	// Lines are the working lines. {URL} is the address of the capture
	// endpoint, {SCHEME} its scheme, {HOST} the rest, {NAME} and {PORT} the
	// parts of that.
	Lines []string
	// Secure are the lines for an https address where they are others: of the
	// SDKs that speak nothing else by themselves. Nil for the same.
	Secure []string
	// WholeHosts says that the SDK takes localhost, names with a dot and IPv4
	// addresses only.
	WholeHosts bool
	// Notes are the traps of this SDK, one a line; PlainNotes those at an http
	// address only.
	Notes, PlainNotes []string
}

// All returns the SDKs that the start screen offers, in its order.
func All() []Snippet { return snippets }

// trusted is the note beside every https address.
const trusted = "The SDK has to trust the certificate first: `segtap ca` says how."

// Fill returns the lines for a capture endpoint, such as http://127.0.0.1:8910.
func (s Snippet) Fill(address string) []string {
	u, err := url.Parse(address)
	if err != nil {
		u = &url.URL{Host: address}
	}
	port, lines := u.Port(), s.Lines
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	if s.Secure != nil && u.Scheme == "https" {
		lines = s.Secure
	}
	fill := strings.NewReplacer("{URL}", address, "{SCHEME}", u.Scheme, "{HOST}", u.Host, "{NAME}", u.Hostname(), "{PORT}", port)
	filled := make([]string, len(lines))
	for i, line := range lines {
		filled[i] = fill.Replace(line)
	}
	return filled
}

// NotesFor returns the traps of the SDK at an address, and where the lines come
// from when they could not be run.
func (s Snippet) NotesFor(address string) []string {
	var notes []string
	if strings.HasPrefix(address, "https://") {
		notes = append(notes, trusted)
	} else {
		notes = append(notes, s.PlainNotes...)
	}
	notes = append(notes, s.Notes...)
	if !s.Ran {
		notes = append(notes, "These lines were read from the source of "+s.Source()+", and not run.")
	}
	return notes
}

// Refuses says why the SDK would not send to an address, and to production
// instead; empty when it would send there.
func (s Snippet) Refuses(address string) string {
	u, err := url.Parse(address)
	if err != nil || !s.WholeHosts {
		return ""
	}
	if host := u.Hostname(); host == "localhost" || strings.Contains(host, ".") {
		return ""
	}
	return s.SDK + "'s SDK refuses the host of " + address + ", and would send to production"
}

// Source names the SDK's library and, where one is known, its version.
func (s Snippet) Source() string { return strings.TrimSpace(s.Library + " " + s.Version) }

// Proof says whether the lines have been run or read, for a table.
func (s Snippet) Proof() string {
	if s.Ran {
		return "run"
	}
	return "read"
}
