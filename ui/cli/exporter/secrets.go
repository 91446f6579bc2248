package exporter

import (
	"strings"

	"segtap/capture/formats/writekeys"
	"segtap/mapping/jsondoc"
	"segtap/mapping/lazy"
)

// mask stands where a secret is left out.
const mask = writekeys.Masked

var (
	// secretName is a member whose text is a secret, whatever it looks like.
	secretName = lazy.Regexp(`(?i)passw|secret|token|authorization|api_?key|write_?key|cookie|credential`)
	// keyName is such a member of which --with-keys speaks.
	keyName = lazy.Regexp(`(?i)^write_?key$`)
	// token is a secret that shows by itself: keys of LaunchDarkly, Segment, Stripe, GitHub, Slack
	// and AWS, JSON web tokens, and what stands in a header for authorization.
	token = lazy.Regexp(`\b(?:(?:api|sdk|mob|rel)-[0-9a-f]{8}-[0-9a-f-]{27}|sgp_\w{20,}|[sr]k_(?:live|test)_\w{10,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|eyJ[\w-]{8,}\.[\w-]+\.[\w-]*|(?i:bearer|basic)\s+[\w.~+/=-]{8,})`)
	// address is an e-mail address, as it is and in a URL.
	address = lazy.Regexp(`[\pL\pN._+'-]+(?:@|%40)[\pL\pN-]+(?:\.[\pL\pN-]+)+`)
)

// secrets masks what is not meant for those who get to see an export.
type secrets struct {
	keys   bool // write keys stay
	emails bool // e-mail addresses go too
}

// text masks the secrets in a text; writeKey is the one that its message came with.
func (s *secrets) text(text, writeKey string) string {
	if !s.keys {
		text = string(writekeys.Mask([]byte(text), writeKey))
	}
	text = token().ReplaceAllString(s.assigned(s.fragments(text)), mask)
	if s.emails {
		text = address().ReplaceAllString(text, mask)
	}
	return text
}

// hides reports whether all that stands beneath a member is a secret, by what it is called.
func (s *secrets) hides(name string) bool {
	return secretName().MatchString(name) && (!s.keys || !keyName().MatchString(name))
}

// hidden reports whether what stands at a JSON pointer is a secret, by what it and what it
// stands in are called.
func (s *secrets) hidden(pointer string) bool {
	for name := range strings.SplitSeq(pointer, "/") {
		if s.hides(name) {
			return true
		}
	}
	return false
}

// json masks the secrets in a text of JSON, which stays JSON: all other bytes are as they
// came.
func (s *secrets) json(root jsondoc.Value, writeKey string) []byte {
	w := masking{secrets: s, writeKey: writeKey, text: root.Raw()}
	w.base, _ = root.Span()
	w.value(root, false)
	return append(w.out, w.text[w.at:]...)
}

// masking goes through a text of JSON.
type masking struct {
	*secrets
	writeKey string
	text     []byte
	base, at int // where the text begins in its document; how much of it is written
	out      []byte
}

// value masks what is secret in a value; hidden says that all of it is, whatever it is made
// of. That there is nothing, null, is no secret.
func (w *masking) value(v jsondoc.Value, hidden bool) {
	switch v.Kind() {
	case jsondoc.Object:
		for m := range v.Members() {
			start, end := m.NameSpan()
			w.put(start, end, m.Name(), w.secrets.text(m.Name(), w.writeKey))
			w.value(m, hidden || w.hides(m.Name()))
		}
	case jsondoc.Array:
		for e := range v.Elements() {
			w.value(e, hidden)
		}
	case jsondoc.String:
		now := mask
		if !hidden {
			now = w.secrets.text(v.Text(), w.writeKey)
		}
		start, end := v.Span()
		w.put(start, end, v.Text(), now)
	case jsondoc.Number, jsondoc.Bool:
		if hidden {
			start, end := v.Span()
			w.put(start, end, "", mask)
		}
	default:
	}
}

// put writes a text in place of a string, if it is another.
func (w *masking) put(start, end int, was, now string) {
	if was == now {
		return
	}
	w.out = append(w.out, w.text[w.at:start-w.base]...)
	w.out = jsondoc.AppendString(w.out, strings.ToValidUTF8(now, "\uFFFD"))
	w.at = end - w.base
}
