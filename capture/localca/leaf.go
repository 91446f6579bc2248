package localca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"time"
)

// leafLife is how long a server's certificate is valid. Apple takes 825 days at
// most (support.apple.com/HT210176).
const leafLife = 30 * 24 * time.Hour

// always are the names of this machine that every certificate has: what it
// calls itself, and what Android's emulator calls it.
var always = []string{"localhost", "127.0.0.1", "::1", "10.0.2.2"}

// Config returns a configuration that serves HTTP/1.1 and HTTP/2 with a
// certificate for localhost, 127.0.0.1, ::1, 10.0.2.2, which is this machine to
// Android's emulator, and hosts: names, such as the one that phones know this
// machine by, and addresses. The certificate is renewed while it serves.
//
// The error says which host the authority may not vouch for, because it is of
// the internet.
func (a *Authority) Config(hosts ...string) (*tls.Config, error) {
	l := &leaf{authority: a, hosts: slices.Clone(always)}
	for _, host := range hosts {
		host = bare(host)
		if !slices.Contains(l.hosts, host) {
			l.hosts = append(l.hosts, host)
		}
	}
	if _, err := l.certificate(nil); err != nil {
		return nil, err
	}
	return &tls.Config{
		GetCertificate: l.certificate,
		NextProtos:     []string{"h2", "http/1.1"},
		MinVersion:     tls.VersionTLS12,
	}, nil
}

// bare gives a host as a certificate has it: in lower case, without the brackets
// and the dot at the end that URLs may have.
func bare(host string) string {
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// leaf is the certificate of a server, which is made when it is needed.
type leaf struct {
	authority *Authority
	hosts     []string

	mu      sync.Mutex
	current *tls.Certificate
}

// certificate gives the certificate, a new one when a third of its life is
// left.
func (l *leaf) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.authority.now()
	if l.current != nil && now.Before(l.current.Leaf.NotAfter.Add(-leafLife/3)) {
		return l.current, nil
	}
	made, err := l.authority.sign(l.hosts, now)
	if err == nil {
		l.current = made
	}
	return made, err
}

// sign makes a certificate for a server.
func (a *Authority) sign(hosts []string, now time.Time) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := serialNumber()
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{Organization: []string{"segtap"}, CommonName: hosts[0]},
		NotBefore:    now.Add(-early), NotAfter: earlier(now.Add(leafLife), a.cert.NotAfter),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AddCert(a.cert)
	for _, host := range hosts {
		// As a client checks it: so a host that the authority may not vouch
		// for is found here, not there.
		opts := x509.VerifyOptions{Roots: roots, CurrentTime: now, DNSName: bracketed(host)}
		if _, err := parsed.Verify(opts); err != nil {
			return nil, fmt.Errorf("the authority in %s was not made for %s: %w", a.dir, strings.Join(hosts[len(always):], ", "), err)
		}
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: parsed}, nil
}

// bracketed gives an address as x509 wants it where it expects a name.
func bracketed(host string) string {
	if net.ParseIP(host) != nil {
		return "[" + host + "]"
	}
	return host
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
