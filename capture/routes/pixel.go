package routes

import (
	"encoding/base64"
	"net/url"
	"strings"

	"segtap/mapping/jsondoc"
)

// PixelMessage gives the message in the query of a pixel, as JSON text: what
// data holds in base64, else the members that the query names, with dots
// between the names (Segment docs, Pixel Tracking API). A data that is not
// base64 is given as it came.
func PixelMessage(query string) []byte {
	var root member
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, value = unescape(name), unescape(value)
		if name == "data" {
			return fromBase64(value)
		}
		root.put(name, value)
	}
	return root.appendJSON(nil)
}

// unescape undoes the escapes of a query; text with broken ones stays as it is.
func unescape(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

// standard turns the alphabet of URLs into that of base64, as well as the space
// that a plus sign in a query stands for.
var standard = strings.NewReplacer("-", "+", "_", "/", " ", "+", "=", "")

func fromBase64(text string) []byte {
	if raw, err := base64.RawStdEncoding.DecodeString(standard.Replace(text)); err == nil {
		return raw
	}
	return []byte(text)
}

// maxNested is how deep the dots of a name nest; the rest is one name.
const maxNested = 32

// member is a member of a message that a query spells: a string, or an object
// with members.
type member struct {
	name, text string
	members    []*member
	objects    map[string]*member // the members that are objects
}

// put adds what a name with dots stands for. Nothing is lost: a name that comes
// twice is there twice.
func (m *member) put(name, text string) {
	for range maxNested {
		head, rest, nested := strings.Cut(name, ".")
		if !nested || head == "" || rest == "" {
			break
		}
		next := m.objects[head]
		if next == nil {
			if m.objects == nil {
				m.objects = make(map[string]*member)
			}
			next = &member{name: head}
			m.objects[head] = next
			m.members = append(m.members, next)
		}
		m, name = next, rest
	}
	m.members = append(m.members, &member{name: name, text: text})
}

// appendJSON appends the members as an object.
func (m *member) appendJSON(dst []byte) []byte {
	dst = append(dst, '{')
	for i, inner := range m.members {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(jsondoc.AppendString(dst, inner.name), ':')
		if len(inner.members) > 0 {
			dst = inner.appendJSON(dst)
		} else {
			dst = jsondoc.AppendString(dst, inner.text)
		}
	}
	return append(dst, '}')
}
