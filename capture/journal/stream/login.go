package stream

import (
	"crypto/x509"
	"errors"
	"fmt"
	"os"

	"github.com/nats-io/nats.go"
)

// Reasons why a server is not entered, which have ways out of their own.
var (
	ErrCreds    = errors.New("the file with credentials cannot be used")
	ErrCA       = errors.New("the file with authorities cannot be used")
	ErrReplicas = errors.New("there are fewer servers than replicas were asked for")
)

// IsRefused says that the server has taken neither user and password nor credentials.
func IsRefused(err error) bool {
	return errors.Is(err, nats.ErrAuthorization) || errors.Is(err, nats.ErrAuthExpired) || errors.Is(err, nats.ErrAuthRevoked)
}

// readable says which file cannot be read, before anybody is asked: the client says so only as
// one of many reasons for which it has no connection.
func (o *Options) readable() error {
	if o.Creds != "" {
		if _, err := os.ReadFile(o.Creds); err != nil {
			return fmt.Errorf("%w: %w", ErrCreds, err)
		}
	}
	if o.CA == "" {
		return nil
	}
	text, err := os.ReadFile(o.CA)
	if err == nil && !x509.NewCertPool().AppendCertsFromPEM(text) {
		err = fmt.Errorf("%s has no certificate in PEM", o.CA)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrCA, err)
	}
	return nil
}
