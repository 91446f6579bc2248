package localca

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/gofrs/flock"

	"segtap/capture/regular"
)

const (
	keyFile  = "ca-key.pem" // the private key, and the certificate behind it
	certFile = "ca.pem"     // the certificate alone, for others to trust

	authorityLife = 5 * 365 * 24 * time.Hour
	// renewBefore is how long before its end an authority is made anew.
	renewBefore = 30 * 24 * time.Hour
	// early is how far before their making certificates are valid: the clocks
	// of phones and emulators are off.
	early = 24 * time.Hour
)

// ErrExposed says that others than the user can read the private key.
var ErrExposed = errors.New("others can read the private key")

// Authority is a certificate authority. It never changes, and may be used by
// many goroutines at once.
type Authority struct {
	dir  string
	now  func() time.Time
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
	made bool
}

// Open returns the authority that is kept in dir, or makes it, and dir with it,
// which is for its user alone from then on. Now is the clock that it goes by.
//
// The error wraps [ErrExposed], or that of the file system.
func Open(dir string, now func() time.Time) (*Authority, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o700); err != nil { // it may have been made by hand
		return nil, err
	}
	lock := flock.New(filepath.Join(dir, "ca.lock"), flock.SetPermissions(0o600))
	if err := lock.Lock(); err != nil {
		return nil, err
	}
	defer lock.Close()
	a := &Authority{dir: dir, now: now}
	err := a.load()
	if errors.Is(err, os.ErrNotExist) || err == nil && now().After(a.cert.NotAfter.Add(-renewBefore)) {
		err = a.make()
	}
	if err != nil {
		return nil, err
	}
	return a, a.publish()
}

// Made tells whether the authority was made by the Open that gave it: nobody
// trusts it yet.
func (a *Authority) Made() bool { return a.made }

// CertFile returns the path of the certificate that has to be trusted, in PEM.
func (a *Authority) CertFile() string { return CertFile(a.dir) }

// CertFile returns the path of the certificate of the authority that is kept in a
// directory; nothing is there before it has been made.
func CertFile(dir string) string { return filepath.Join(dir, certFile) }

// Name returns the name under which trust stores list the authority.
func (a *Authority) Name() string { return a.cert.Subject.CommonName }

// NotAfter returns the end of the authority.
func (a *Authority) NotAfter() time.Time { return a.cert.NotAfter }

// load reads the authority from its file. It is not there when the error wraps
// [os.ErrNotExist].
func (a *Authority) load() error {
	path := filepath.Join(a.dir, keyFile)
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%s: %w: take the certificate out of what trusts it, and remove %s", path, ErrExposed, a.dir)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	key, rest := pem.Decode(text)
	cert, _ := pem.Decode(rest)
	if key == nil || cert == nil {
		return fmt.Errorf("%s is not what segtap wrote: remove it", path)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(key.Bytes)
	if err == nil {
		a.cert, err = x509.ParseCertificate(cert.Bytes)
	}
	if err != nil {
		return fmt.Errorf("%s is not what segtap wrote: remove it: %w", path, err)
	}
	ours, ok := parsed.(*ecdsa.PrivateKey)
	if !ok || !ours.PublicKey.Equal(a.cert.PublicKey) {
		return fmt.Errorf("%s is not what segtap wrote: remove it", path)
	}
	a.key = ours
	return nil
}

// make makes a new authority and writes it to its file.
func (a *Authority) make() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serial, err := serialNumber()
	if err != nil {
		return err
	}
	now := a.now()
	template := &x509.Certificate{
		SerialNumber: serial,
		// A name of its own: trust stores tell authorities apart by it.
		Subject:   pkix.Name{Organization: []string{"segtap"}, CommonName: "segtap local CA " + hex.EncodeToString(serial.Bytes()[:4])},
		NotBefore: now.Add(-early), NotAfter: now.Add(authorityLife),
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		IsCA:     true, BasicConstraintsValid: true, MaxPathLenZero: true,
	}
	restrict(template)
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		return err
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	a.key, a.made = key, true
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})
	return regular.Replace(filepath.Join(a.dir, keyFile), append(text, a.pem()...), 0o600)
}

// publish writes the certificate to the file that others read, unless it is
// there.
func (a *Authority) publish() error {
	if text, err := os.ReadFile(a.CertFile()); err == nil && bytes.Equal(text, a.pem()) {
		return nil
	}
	return regular.Replace(a.CertFile(), a.pem(), 0o644)
}

func (a *Authority) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
}

// serialNumber gives a positive number of 16 random bytes.
func serialNumber() (*big.Int, error) {
	var raw [16]byte
	if _, err := rand.Read(raw[:]); err != nil {
		return nil, err
	}
	raw[0] = raw[0]&0x7f | 0x40
	return new(big.Int).SetBytes(raw[:]), nil
}

// Names that no site of the internet can have: RFC 6761, RFC 6762, RFC 8375,
// the name that ICANN keeps for private use, and what routers and emulators
// give out.
var privateNames = []string{"localhost", "local", "test", "internal", "home.arpa", "lan", "localdomain"}

// Addresses of this machine, of links and of private networks: RFC 1122,
// RFC 1918, RFC 3927, RFC 4193, RFC 4291.
var privateAddresses = []string{
	"127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
	"::1/128", "fc00::/7", "fe80::/10",
}

// restrict says in the certificate of an authority what it may vouch for.
func restrict(cert *x509.Certificate) {
	cert.PermittedDNSDomainsCritical = true
	cert.PermittedDNSDomains = slices.Clone(privateNames)
	for _, cidr := range privateAddresses {
		_, block, _ := net.ParseCIDR(cidr)
		cert.PermittedIPRanges = append(cert.PermittedIPRanges, block)
	}
}
