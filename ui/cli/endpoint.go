package cli

import (
	"context"
	"crypto/tls"
	"fmt"
	"log"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/adrg/xdg"
	"github.com/spf13/pflag"

	"segtap/capture"
	"segtap/capture/forward"
	"segtap/capture/ingest"
	"segtap/capture/journal"
	"segtap/capture/localca"
	"segtap/capture/regular"
	"segtap/capture/replay"
	"segtap/mapping"
	"segtap/ui/widget/sanitize"
)

// wireOptions are the flags that say how the endpoint behaves on the wire.
type wireOptions struct {
	tls, strict     bool
	tlsCert, tlsKey string // files
	tlsHosts        []string
	forward, faults string
}

func (o *wireOptions) addFlags(flags *pflag.FlagSet) {
	flags.BoolVar(&o.tls, "tls", false, "serve HTTPS with a certificate of segtap's own authority; the command ca says how to trust it")
	flags.StringVar(&o.tlsCert, "tls-cert", "", "serve HTTPS with the certificate in this PEM `file`; needs --tls-key")
	flags.StringVar(&o.tlsKey, "tls-key", "", "private key of --tls-cert, a PEM `file`")
	flags.StringSliceVar(&o.tlsHosts, "tls-host", nil, "further `name` or address that the certificate of --tls is for, such as the one your phone knows this machine by")
	flags.StringVar(&o.forward, "forward", "", "pass every request on to this `URL` as well, such as https://api.segment.io, but for those a fault answers; it leaves this machine")
	flags.BoolVar(&o.strict, "strict", false, "answer 400 to what Segment would answer 200 and then drop")
	flags.StringVar(&o.faults, "fault", "", "misbehave on purpose: `FAULTS` such as 503:20%, 429:5%:retry-after=2, delay:2s, drop:1%, comma separated")
}

// caDir is where the certificate authority of this user is kept.
func caDir() string { return filepath.Join(xdg.DataHome, "segtap", "ca") }

// tlsConfig gives how HTTPS is served, nil for HTTP, and what has to be said of
// it.
func (o *wireOptions) tlsConfig(host string) (*tls.Config, []string, error) {
	own := o.tlsCert != "" || o.tlsKey != ""
	switch {
	case own && (o.tls || len(o.tlsHosts) > 0):
		return nil, nil, usage("give one or the other", "--tls and --tls-host make a certificate, --tls-cert names one")
	case len(o.tlsHosts) > 0 && !o.tls:
		return nil, nil, usage("add --tls", "--tls-host is for the certificate of --tls")
	case o.tlsCert != "" || o.tlsKey != "":
		pair, err := keyPair(o.tlsCert, o.tlsKey)
		if err != nil {
			return nil, nil, cannot("give both --tls-cert and --tls-key, PEM files that belong together", "cannot use the certificate: %w", err)
		}
		return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil, nil
	case o.tls:
		authority, err := localca.Open(caDir(), time.Now)
		if err != nil {
			return nil, nil, cannot("repair or remove "+caDir(), "cannot open the certificate authority: %w", err)
		}
		var notes []string
		if authority.Made() {
			notes = []string{"a new certificate authority was made, which nothing trusts yet: `segtap ca` says how to change that"}
		}
		hosts := o.tlsHosts
		for _, ip := range reachable(net.ParseIP(host)) {
			if ip.IsPrivate() || ip.String() == host {
				hosts = append(hosts, ip.String())
			}
		}
		config, err := authority.Config(hosts...)
		if err != nil {
			return nil, nil, cannot("use a name or an address of a private network, or give --tls-cert and --tls-key", "%w", err)
		}
		return config, notes, nil
	}
	return nil, nil, nil
}

// maxPEM is how many bytes a certificate with its chain, or a key, may have.
const maxPEM = 1 << 20

// keyPair reads a certificate and its key.
func keyPair(certFile, keyFile string) (tls.Certificate, error) {
	cert, err := regular.File{Path: certFile}.Read(maxPEM)
	if err != nil {
		return tls.Certificate{}, err
	}
	key, err := regular.File{Path: keyFile}.Read(maxPEM)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.X509KeyPair(cert, key)
}

// endpoint is a capture endpoint that listens.
type endpoint struct {
	store     *capture.Store
	file      string   // the capture file; empty when there is none
	notes     []string // what has to be said at the start
	url       string
	ln        net.Listener
	tls       *tls.Config
	handle    ingest.Options
	forwarder *forward.Forwarder // nil for none
	watching  bool               // another segtap captures; this one shows
	unnamed   bool               // the capture file has a name of segtap's own
	// What close found: why what was captured cannot be found in its file, and how
	// many events came.
	gone error
	kept int
}

// open listens and opens the capture file, in that order: an address that is
// taken leaves no empty file behind. A file that is there comes first: whether
// another segtap writes it matters more than its address. The error wraps
// [journal.ErrLocked] then.
func (o *captureOptions) open(judge *mapping.Judge) (opened *endpoint, err error) {
	e := &endpoint{handle: ingest.Options{Now: time.Now, Strict: o.wire.strict}}
	if err := e.misbehave(o.wire.faults); err != nil {
		return nil, err
	}
	if err := e.forwardTo(o.wire.forward); err != nil {
		return nil, err
	}
	var file *journal.Journal
	defer func() {
		if opened == nil && file != nil {
			_ = file.Close()
		}
	}()
	if _, err := os.Stat(o.file); o.file != "" && err == nil {
		if file, err = o.openFile(time.Now()); err != nil {
			return nil, err
		}
	}
	if e.ln, err = listenOn(o.listen); err != nil {
		return nil, err
	}
	defer func() {
		if opened == nil {
			_ = e.ln.Close()
		}
	}()
	addr := e.ln.Addr().(*net.TCPAddr)
	config, notes, err := o.wire.tlsConfig(addr.IP.String())
	if err != nil {
		return nil, err
	}
	e.tls, e.notes = config, append(e.notes, notes...)
	e.url = baseURL(addr, e.tls != nil)
	if up, err := url.Parse(o.wire.forward); err == nil && up.Host == addr.String() {
		return nil, usage("give the address of another program", "--forward %s is this endpoint itself", o.wire.forward)
	}
	if file == nil {
		if file, err = o.openFile(time.Now()); err != nil {
			return nil, err
		}
	}
	if e.store, err = capture.New(judge, file, capture.Limits{Entries: o.maxEvents, Bytes: int64(o.maxBytes)}); err != nil {
		return nil, cannot("give another --file", "cannot read the capture file: %w", err)
	}
	e.file = file.Path()
	if e.unnamed = o.file == "" && !o.memory; e.unnamed {
		if n := dropOldRuns(stateDir(), keptRuns); n > 0 {
			e.notes = append(e.notes, fmt.Sprintf("removed %s of old runs: the %d used last are kept, and all with names of your own", count(n, "capture file"), keptRuns))
		}
	}
	e.notes = append(append(notesOf(file), beyondLoopback(addr, e.tls != nil)...), e.notes...)
	return e, nil
}

// misbehave switches faults on; they may be switched later, too.
func (e *endpoint) misbehave(faults string) error {
	e.handle.Faults = ingest.NewFaults(rand.Float64)
	if faults == "" {
		return nil
	}
	if err := e.handle.Faults.Set(faults); err != nil {
		return usage("such as --fault 503:20%,delay:2s", "--fault: %w", err)
	}
	e.notes = append(e.notes, "misbehaving on purpose: "+e.handle.Faults.String())
	return nil
}

// forwardTo passes requests on as well.
func (e *endpoint) forwardTo(upstream string) error {
	if upstream == "" {
		return nil
	}
	forwarder, err := forward.New(upstream, forward.Options{Done: e.forwarded, Dropped: func(entry uint64) { e.store.NoteUnforwarded(entry) }})
	if err != nil {
		return usage("such as --forward https://api.segment.io", "--forward: %w", err)
	}
	e.forwarder, e.handle.Forward = forwarder, forwarder.Pass
	e.notes = append(e.notes, "every request is passed on to "+upstream)
	return nil
}

// forwarded keeps what came of passing a request on, with its entries. When it
// cannot be kept the store says so.
func (e *endpoint) forwarded(attempt replay.Attempt) {
	if attempt.EntryID != 0 {
		_ = e.store.AddAttempt(0, &attempt, attempt.At)
	}
}

// notesOf says what was wrong with the end of a capture file. Damage further up
// is known when it has been read.
func notesOf(file *journal.Journal) []string {
	r := file.Recovery()
	if r == nil {
		return nil
	}
	return []string{fmt.Sprintf("the last line of %s was cut short: its %d bytes are now in %s", file.Path(), r.Bytes, r.SavedTo)}
}

// serve answers SDKs until ctx ends, or shows what another segtap captures.
// Close is for afterwards.
func (e *endpoint) serve(ctx context.Context, logs *log.Logger) error {
	bounded, stop := context.WithCancel(ctx)
	defer stop()
	go boundGarbage(bounded)
	if e.watching {
		e.store.Follow(ctx, watchEvery)
		return nil
	}
	err := ingest.Serve(ctx, e.ln, ingest.New(e.store, e.handle), ingest.ServeOptions{TLS: e.tls, Logs: logs, Unmatched: e.store.NoteUnmatched})
	if e.forwarder != nil {
		// Before the capture file closes, which takes the last results.
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		_ = e.forwarder.Close(end)
		c := e.forwarder.Counts()
		logs.Printf("passed on: %d answered, %d refused, %d not answered, %d dropped", c.Passed, c.Refused, c.Failed, c.Dropped)
	}
	return err
}

// close closes the capture file.
func (e *endpoint) close() error {
	e.gone = e.store.Present()
	c := e.store.Counts()
	e.kept = c.Entries + c.Evicted
	if e.unnamed && e.gone == nil && c.Loading == 1 && e.kept == 0 {
		_ = os.Remove(e.file) // nobody needs to find it
	}
	if err := e.store.Close(); err != nil {
		return fmt.Errorf("cannot close the capture file: %w", err)
	}
	return nil
}

// farewell says where what was captured is to be found, after close.
func (e *endpoint) farewell() string {
	switch {
	case e.gone != nil:
		return "warning: what was captured cannot all be found any more: " + sanitize.Escape(e.gone.Error())
	case e.kept == 0 && e.unnamed:
		return "nothing was captured"
	case e.store.Counts().Loading < 1:
		return "kept all events in " + sanitize.Escape(e.file)
	}
	return "kept " + count(e.kept, "event") + " in " + sanitize.Escape(e.file)
}

// listenOn opens the capture endpoint.
func listenOn(address string) (net.Listener, error) {
	ln, err := net.Listen("tcp", address)
	if err == nil {
		return ln, nil
	}
	return nil, listenFailed(address, err)
}

// baseURL is how an SDK addresses a listener.
func baseURL(addr *net.TCPAddr, secure bool) string {
	scheme, host := "http://", addr.IP.String()
	if secure {
		scheme = "https://"
	}
	if addr.IP.IsUnspecified() {
		host = "127.0.0.1"
	}
	return scheme + net.JoinHostPort(host, fmt.Sprint(addr.Port))
}

// beyondLoopback warns of a listener that others than this machine can reach,
// and says by which addresses.
func beyondLoopback(addr *net.TCPAddr, secure bool) []string {
	if addr.IP.IsLoopback() {
		return nil
	}
	var urls []string
	for _, ip := range reachable(addr.IP) {
		urls = append(urls, baseURL(&net.TCPAddr{IP: ip, Port: addr.Port}, secure))
	}
	note := "others can send events here, and read none"
	if len(urls) > 0 {
		note += ": " + strings.Join(urls, " ")
	}
	return []string{"listening beyond this machine: " + note}
}

// reachable gives the addresses beyond loopback that a listener on ip has.
func reachable(ip net.IP) []net.IP {
	if !ip.IsUnspecified() {
		if ip == nil || ip.IsLoopback() {
			return nil
		}
		return []net.IP{ip}
	}
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil // the warning does without them
	}
	var ips []net.IP
	for _, addr := range addrs {
		if network, ok := addr.(*net.IPNet); ok && network.IP.IsGlobalUnicast() {
			ips = append(ips, network.IP)
		}
	}
	return ips
}

// notice joins the notes for one line of the screen.
func (e *endpoint) notice() string { return strings.Join(e.notes, "; ") }
