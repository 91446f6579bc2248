package entering

import (
	"errors"

	"segtap/capture/journal"
	"segtap/capture/journal/stream"
	"segtap/capture/journal/stream/client"
	"segtap/capture/journal/stream/login"
)

// Names are what says how a server is entered: flags, or variables of the environment.
type Names struct{ Address, Creds, CA string }

// WayOut is what helps against what [stream.Open] says.
func (n Names) WayOut(err error) string {
	switch {
	case errors.Is(err, login.ErrForbidden):
		return "have whoever runs NATS give it; team.md of the guide lists what a user needs"
	case errors.Is(err, client.ErrUnfit), errors.Is(err, stream.ErrForeign):
		return "or give another stream: `segtap serve` makes one that is not there"
	case errors.Is(err, journal.ErrLater):
		return "update segtap, or give another stream"
	case errors.Is(err, client.ErrReplicas):
		return "give --journal-replicas no more than NATS has servers with JetStream: 1 for one alone"
	case errors.Is(err, client.ErrNoStream):
		return "is it the right name, and the right account?"
	case errors.Is(err, client.ErrServer):
		return "see to it, or give another: it takes nats-server 2.12 or later with JetStream (nats-server -js), for this account too"
	case errors.Is(err, login.ErrCreds):
		return n.Creds + " names a file that can be read, with the credentials of a user"
	case errors.Is(err, login.ErrExpired):
		return "ask whoever gave them for new ones: " + n.Creds + " names the file"
	case errors.Is(err, login.ErrCA):
		return n.CA + " names a file that can be read, with certificates in PEM"
	case errors.Is(err, login.ErrUntrusted):
		return n.CA + " names a file with the certificate of the authority that has signed it"
	case errors.Is(err, login.ErrTLS):
		return "tls:// and " + n.CA + " are for a server with TLS, under a name that stands in its certificate"
	case login.IsRefused(err):
		return n.Address + " takes the address with USER:PASSWORD and an @ before the host; " + n.Creds + " names a file with credentials"
	}
	return "is the server there, with JetStream (nats-server -js)? " + n.Creds + " and " + n.CA + " say how it is entered"
}
