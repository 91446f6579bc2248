package capturing

import (
	"errors"

	"segtap/capture/control/client"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
)

// DefaultURL is where a segtap answers that nobody has told where to listen.
const DefaultURL = "http://" + DefaultListen

// Client returns a client of the segtap at the address of --url: with the token of this
// user, who trusts what segtap's own authority has signed.
func Client(at string) (*client.Client, error) {
	token, err := config.APIToken()
	if err != nil {
		return nil, err
	}
	c, err := client.New(at, token.Reveal())
	if err != nil {
		return nil, console.Usage("such as --url "+DefaultURL, "--url: %w", err)
	}
	c.Trust(Authority())
	return c, nil
}

// Unanswered is the error of a call that had no answer, with the way out.
func Unanswered(err error) error {
	switch {
	case errors.Is(err, client.ErrUntrusted):
		return console.Cannot("its authority has to be trusted here: `segtap ca`, where that segtap runs, says which file it is; SSL_CERT_FILE names one", "%w", err)
	case errors.Is(err, client.ErrNobody):
		return console.Cannot("start one with `segtap serve`, or say with --url where it is, https:// for one with --tls", "%w", err)
	}
	return err
}
