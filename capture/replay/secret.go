package replay

import (
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"
	"unique"
)

// Secret is a text that is sent but never shown: an access token, a write key.
// Every way of printing it gives its mask. The zero Secret is no secret at
// all, and prints as nothing. Two Secrets of the same text are equal.
type Secret struct {
	// A handle, not a string: fmt cannot call methods on the unexported fields
	// of other structs, and would print a string there; of a handle it prints
	// an address.
	text unique.Handle[string]
}

const (
	mask = "****"
	// minTailed is the length in bytes from which a mask ends in the last four
	// characters of the secret, which tell two tokens apart, as LaunchDarkly's
	// own list of tokens does.
	minTailed = 20
	// minRedacted is the length in bytes from which a secret is looked for in
	// bodies. A write key such as "wk" protects nothing, and would mask half
	// of the text.
	minRedacted = 8
)

// NewSecret makes a secret of a text, without the white space around it that
// comes along when a token is pasted.
func NewSecret(text string) Secret {
	text = strings.TrimSpace(text)
	if text == "" {
		return Secret{}
	}
	return Secret{text: unique.Make(text)}
}

// IsZero tells whether there is no secret.
func (s Secret) IsZero() bool { return s == Secret{} }

// Reveal returns the text itself, for sending.
func (s Secret) Reveal() string {
	if s.IsZero() {
		return ""
	}
	return s.text.Value()
}

// String returns the mask: "****", with the last four characters of a long
// secret behind it; empty for the zero Secret.
func (s Secret) String() string {
	text := s.Reveal()
	if text == "" {
		return ""
	}
	if tail := text[max(0, len(text)-4):]; len(text) >= minTailed && strings.Trim(tail, keyAlphabet) == "" {
		return mask + tail
	}
	return mask
}

// Format prints the mask, whatever the verb.
func (s Secret) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, s.String()) }

// MarshalText returns the mask, to JSON, TOML and slog alike.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalJSON returns the mask as a JSON string.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + s.String() + `"`), nil }

// basic gives the value of an Authorization header that carries a write key as
// Segment takes it: the user of Basic authentication, without a password.
func basic(key Secret) Secret {
	return NewSecret("Basic " + base64.StdEncoding.EncodeToString([]byte(key.Reveal()+":")))
}

// credential is a secret and the environment variable that it comes from.
type credential struct {
	secret Secret
	env    string
}

// Environment variables that secrets are read from, and that stand for them
// in curl lines.
const (
	envAccessToken = "LD_ACCESS_TOKEN"
	envWriteKey    = "SEGTAP_WRITE_KEY"
)

// forms gives the spellings in which a secret turns up in a body: itself, and
// as Basic authentication encodes it. Longest first.
func forms(credentials []credential) []credential {
	var out []credential
	for _, c := range credentials {
		text := c.secret.Reveal()
		if len(text) < minRedacted {
			continue
		}
		encoded := strings.TrimPrefix(basic(c.secret).Reveal(), "Basic ")
		out = append(out, c, credential{secret: NewSecret(encoded)})
	}
	slices.SortStableFunc(out, func(a, b credential) int {
		return len(b.secret.Reveal()) - len(a.secret.Reveal())
	})
	return out
}

// redact masks the credentials wherever they stand in a text.
func redact(text string, credentials []credential) string {
	for _, form := range forms(credentials) {
		text = strings.ReplaceAll(text, form.secret.Reveal(), mask)
	}
	return text
}

// redactCut masks the credentials in a text that was cut somewhere, and takes
// off an end that may be the beginning of one.
func redactCut(text string, credentials []credential) string {
	text = redact(text, credentials)
	for _, form := range forms(credentials) {
		secret := form.secret.Reveal()
		for n := min(len(secret)-1, len(text)); n > 0; n-- {
			if strings.HasSuffix(text, secret[:n]) {
				text = text[:len(text)-n]
				break
			}
		}
	}
	return text
}
