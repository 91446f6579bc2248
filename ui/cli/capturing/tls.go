package capturing

import (
	"crypto/tls"
	"net"
	"path/filepath"
	"time"

	"github.com/adrg/xdg"
	"github.com/spf13/pflag"

	"segtap/capture/localca"
	"segtap/capture/regular"
	"segtap/ui/cli/console"
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
	flags.StringVar(&o.forward, "forward", "", "pass every request on to this `URL` as well, such as https://api.segment.io, except those that a fault answers; it leaves this machine")
	flags.BoolVar(&o.strict, "strict", false, "answer 400 to what Segment would answer 200 and then drop")
	flags.StringVar(&o.faults, "fault", "", "misbehave on purpose: `FAULTS` such as 503:20%, 429:5%:retry-after=2, delay:2s, drop:1%, comma separated")
}

// CADir is where the certificate authority of this user is kept.
func CADir() string { return filepath.Join(xdg.DataHome, "segtap", "ca") }

// Authority returns the certificate of segtap's own authority, in PEM; nil where none has
// been made.
func Authority() []byte {
	text, err := regular.File{Path: localca.CertFile(CADir())}.Read(maxPEM)
	if err != nil {
		return nil
	}
	return text
}

// tlsConfig returns how HTTPS is served, nil for HTTP, and what has to be said of
// it.
func (o *wireOptions) tlsConfig(host string) (*tls.Config, []string, error) {
	own := o.tlsCert != "" || o.tlsKey != ""
	switch {
	case own && (o.tls || len(o.tlsHosts) > 0):
		return nil, nil, console.Usage("give one or the other", "--tls and --tls-host make a certificate, --tls-cert names one")
	case len(o.tlsHosts) > 0 && !o.tls:
		return nil, nil, console.Usage("add --tls", "--tls-host is for the certificate of --tls")
	case o.tlsCert != "" || o.tlsKey != "":
		pair, err := keyPair(o.tlsCert, o.tlsKey)
		if err != nil {
			return nil, nil, console.Cannot("give both --tls-cert and --tls-key, PEM files that belong together", "cannot use the certificate: %w", err)
		}
		return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil, nil
	case o.tls:
		authority, err := localca.Open(CADir(), time.Now)
		if err != nil {
			return nil, nil, console.Cannot("repair or remove "+CADir(), "cannot open the certificate authority: %w", err)
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
			return nil, nil, console.Cannot("use a name or an address of a private network, or give --tls-cert and --tls-key", "%w", err)
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
