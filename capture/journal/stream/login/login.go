package login

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

// Reasons why a server is not entered, which have ways out of their own.
var (
	ErrCreds = errors.New("the file with credentials cannot be used")
	ErrCA    = errors.New("the file with authorities cannot be used")
	// ErrUntrusted: no authority that is known has signed the certificate of the server.
	ErrUntrusted = errors.New("the certificate of the server is not trusted")
	// ErrTLS: encryption fails for another reason.
	ErrTLS = errors.New("no encrypted connection can be made")
	// ErrExpired: the credentials were good once.
	ErrExpired = errors.New("the credentials have expired")
	// ErrForbidden: the user is let in, and lacks a permission.
	ErrForbidden = errors.New("the user of NATS lacks a permission")
)

// IsRefused says that the server has taken neither user and password nor credentials.
func IsRefused(err error) bool {
	return errors.Is(err, nats.ErrAuthorization) || errors.Is(err, nats.ErrAuthExpired) || errors.Is(err, nats.ErrAuthRevoked) || errors.Is(err, nats.ErrAccountAuthExpired)
}

// With gives an address the user and password of another one that is known to be right,
// where both name the same stream and all hosts of the first are hosts of the other, by the same
// scheme. Else it is given as it is: a password goes to nobody whom it was not given for.
func With(text, from string) string {
	to, err := Parse(text)
	if err != nil || to.user != nil {
		return text
	}
	known, err := Parse(from)
	if err != nil || known.user == nil || known.scheme != to.scheme || known.Stream != to.Stream {
		return text
	}
	for _, host := range to.Hosts {
		if !slices.Contains(known.Hosts, host) {
			return text
		}
	}
	exact := to.scheme + "://" + known.user.String() + "@" + to.Whole()[len(to.scheme+"://"):]
	if to.Key != "" {
		exact += "." + escapeKey(to.Key)
	}
	return exact
}

// Files are what a server is entered with, besides a user and a password; empty for none.
type Files struct {
	Creds string // credentials of NATS: a JWT and its key, or a key alone
	CA    string // certificates of authorities
}

// Options say to the client how a server is entered. The error wraps [ErrCreds] or [ErrCA]: a file
// is looked at before anybody is asked, since the client says what is wrong with it only as one of
// many reasons for which it has no connection.
func (f Files) Options(to Address) ([]nats.Option, error) {
	var set []nats.Option
	if to.user != nil {
		if password, ok := to.user.Password(); ok {
			set = append(set, nats.UserInfo(to.user.Username(), password))
		} else {
			set = append(set, nats.Token(to.user.Username()))
		}
	}
	if f.Creds != "" {
		creds, err := f.credentials()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrCreds, err)
		}
		set = append(set, creds)
	}
	if to.scheme == "tls" {
		set = append(set, nats.Secure())
	}
	if f.CA != "" {
		text, err := os.ReadFile(f.CA)
		if err == nil && !x509.NewCertPool().AppendCertsFromPEM(text) {
			err = fmt.Errorf("%s has no certificate in PEM", f.CA)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrCA, err)
		}
		set = append(set, nats.RootCAs(f.CA))
	}
	return set, nil
}

// credentials reads the file with credentials. The client reads it again whenever it connects: one
// that is renewed is used. A file without a JWT is that of a key alone, which the client would
// send to the server as if it were one.
func (f Files) credentials() (nats.Option, error) {
	if _, err := os.ReadFile(f.Creds); err != nil {
		return nil, err
	}
	if _, err := f.claims(); err != nil {
		key, err := nats.NkeyOptionFromSeed(f.Creds)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Creds, err)
		}
		return key, nil
	}
	creds := nats.UserCredentials(f.Creds)
	var try nats.Options
	if err := creds(&try); err != nil {
		return nil, err
	}
	_, err := try.SignatureCB([]byte("whether the key is one"))
	return creds, err
}

// claims are what a JWT says of when it is good, in seconds; 0 for always.
type claims struct {
	Until int64 `json:"exp"`
	From  int64 `json:"nbf"`
}

func (f Files) claims() (of claims, err error) {
	var set nats.Options
	if err := nats.UserCredentials(f.Creds)(&set); err != nil {
		return of, err
	}
	text, err := set.UserJWT()
	if err != nil {
		return of, err
	}
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return of, fmt.Errorf("%s has no JWT", f.Creds)
	}
	said, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err == nil {
		err = json.Unmarshal(said, &of)
	}
	return of, err
}

// Explain says why a server could not be entered, of the error of the client; nil of none.
func (f Files) Explain(to Address, err error) error {
	var unknown x509.UnknownAuthorityError
	var named x509.HostnameError
	var unverified *tls.CertificateVerificationError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &unknown) && f.CA != "":
		return fmt.Errorf("%w: none of the authorities in %s has signed it", ErrUntrusted, f.CA)
	case errors.As(err, &unknown):
		return fmt.Errorf("%w: no authority that this machine knows has signed it", ErrUntrusted)
	case errors.As(err, &named):
		return fmt.Errorf("%w: the certificate of the server is not for %s%s", ErrTLS, named.Host, instead(named.Certificate))
	case errors.Is(err, nats.ErrSecureConnWanted) && to.scheme == "tls":
		return fmt.Errorf("%w: the server has no TLS; without, its address begins with nats://", ErrTLS)
	case errors.Is(err, nats.ErrSecureConnWanted):
		return fmt.Errorf("%w: the server has no TLS, and %s is for a server that has", ErrTLS, f.CA)
	case strings.Contains(err.Error(), "remote error: tls: certificate required"), strings.Contains(err.Error(), "remote error: tls: bad certificate"):
		return fmt.Errorf("%w: the server wants a certificate of whoever comes, and segtap has none to show", ErrTLS)
	case errors.As(err, &unverified):
		return fmt.Errorf("%w: %w", ErrTLS, unverified.Err)
	case IsRefused(err) && f.Creds != "":
		return f.expired(err)
	}
	return err
}

// instead says whom a certificate is for.
func instead(cert *x509.Certificate) string {
	names := slices.Clone(cert.DNSNames)
	for _, ip := range cert.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return ""
	}
	return ", but for " + strings.Join(names, ", ")
}

// expired says of credentials that were refused that their time is over, or has not come, if it
// is so: a server tells nobody.
func (f Files) expired(err error) error {
	of, bad := f.claims()
	now := time.Now().Unix()
	switch {
	case bad != nil:
	case of.Until > 0 && of.Until <= now:
		return fmt.Errorf("%w: those in %s were good until %s", ErrExpired, f.Creds, time.Unix(of.Until, 0).Format(time.DateTime))
	case of.From > now:
		return fmt.Errorf("the credentials in %s are good from %s on only: %w", f.Creds, time.Unix(of.From, 0).Format(time.DateTime), err)
	}
	return fmt.Errorf("the server does not take the credentials in %s: %w", f.Creds, err)
}
