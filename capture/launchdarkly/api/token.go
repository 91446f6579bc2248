package api

import (
	"context"
	"errors"
	"strings"

	"segtap/capture/launchdarkly"
	"segtap/capture/replay"
)

// Token is an API access token. It shows itself nowhere, as every
// [replay.Secret]; only the requests that it is for carry it. The zero Token is
// none.
type Token struct{ replay.Secret }

const mask = "****"

// NewToken makes a token of a text, without the white space that comes along
// when it is pasted. A text that cannot be an API access token is refused with
// an [launchdarkly.Error] that says what it is instead: an SDK key, a mobile key, a
// client-side ID (LaunchDarkly docs, home/account/environment/keys). The text
// is not repeated there. An empty text is the zero Token.
func NewToken(text string) (Token, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Token{}, nil
	}
	if what := notAToken(text); what != "" {
		return Token{}, &launchdarkly.Error{
			Op:      "use the access token",
			Problem: "it " + what,
			Hint:    "give an API access token (api-…), which LaunchDarkly's account settings make under Authorization; the role Reader is enough",
		}
	}
	return Token{replay.NewSecret(text)}, nil
}

// notAToken says what a text is, if it cannot be a token; else "".
func notAToken(text string) string {
	switch {
	case strings.HasPrefix(text, "sdk-"):
		return "is an SDK key (sdk-…), which reads flags only"
	case strings.HasPrefix(text, "mob-"):
		return "is a mobile key (mob-…), which reads flags only"
	case len(text) == 24 && strings.Trim(text, "0123456789abcdefABCDEF") == "":
		return "is a client-side ID (24 hexadecimal digits), which opens nothing here"
	case len(text) > 7 && strings.EqualFold(text[:7], "bearer "):
		return `begins with "Bearer", which LaunchDarkly does not take`
	case strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
		return "has characters that no token has"
	}
	return ""
}

// minRedacted is the length in bytes from which a token is looked for in what
// the other side says: a short one would mask half of every sentence.
const minRedacted = 8

// redactAll masks the token in each text.
func (t Token) redactAll(texts []string) []string {
	for i := range texts {
		texts[i] = t.redact(texts[i])
	}
	return texts
}

// cause gives an error whose text has the token masked. Where it has to be
// changed for that, only the ends of contexts can still be told from it.
func (t Token) cause(err error) error {
	if text := err.Error(); t.redact(text) != text {
		for _, end := range []error{context.Canceled, context.DeadlineExceeded} {
			if errors.Is(err, end) {
				return end
			}
		}
		return errors.New(t.redact(text))
	}
	return err
}

// redact masks the token wherever it stands in a text.
func (t Token) redact(text string) string {
	if secret := t.Reveal(); len(secret) >= minRedacted {
		return strings.ReplaceAll(text, secret, mask)
	}
	return text
}
