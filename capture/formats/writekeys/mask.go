package writekeys

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"strings"

	"segtap/capture/journal"
	"segtap/capture/routes"
	"segtap/capture/store/intake"
	"segtap/mapping/jsondoc"
	"segtap/mapping/lazy"
)

// Masked stands where a write key was.
const Masked = "****"

// minHidden is how many bytes a write key has at least that is looked for wherever it may
// stand: a shorter one would mask words.
const minHidden = 8

var (
	// keyMember is a write key in a text of JSON, be it whole or broken.
	keyMember = lazy.Regexp(`(?i)("write_?key"\s*:\s*")((?:[^"\\]|\\.)*)`)
	// keyLike is what a write key is made of that is looked for wherever it may stand.
	keyLike = lazy.Regexp(`^[A-Za-z0-9_-]*[A-Za-z_][A-Za-z0-9_-]*$`)
	// numberLike may stand outside of a string of JSON.
	numberLike = lazy.Regexp(`^[0-9eE-]*$`)
)

// Mask masks the write keys in the text of a message or of a body: the members of that
// name, and the given ones wherever they stand. What is JSON stays JSON.
func Mask(text []byte, keys ...string) []byte {
	for _, found := range keyMember().FindAllSubmatch(text, -1) {
		keys = append(keys, string(found[2]))
	}
	text = keyMember().ReplaceAll(text, []byte("${1}"+Masked))
	hidden := text
	for _, key := range keys {
		if len(key) < minHidden || !keyLike().MatchString(key) || numberLike().MatchString(key) {
			continue
		}
		for _, form := range []string{key, base64.StdEncoding.EncodeToString([]byte(key + ":"))} {
			hidden = bytes.ReplaceAll(hidden, []byte(form), []byte(Masked))
		}
	}
	if !bytes.Equal(hidden, text) && isJSON(text) && !isJSON(hidden) { // an escape ended in what a key begins with
		return text
	}
	return hidden
}

func isJSON(text []byte) bool {
	_, err := jsondoc.Parse(text)
	return err == nil
}

// MaskRecord returns a record without its write keys.
func MaskRecord(rec *journal.Record) journal.Record {
	m := *rec
	keys := []string{rec.WriteKey}
	if in := intake.Of(rec, nil); in.WriteKey != rec.WriteKey {
		keys = append(keys, in.WriteKey)
	}
	m.Body = Mask(rec.Body, keys...)
	m.Query = maskQuery(rec.Query, keys)
	if rec.WriteKey != "" {
		m.WriteKey = Masked
	}
	m.Headers = make([]journal.Header, len(rec.Headers))
	for i, h := range rec.Headers {
		m.Headers[i] = journal.Header{Name: h.Name, Value: string(Mask([]byte(h.Value), keys...))}
	}
	return m
}

// maskQuery masks the write keys of a query: its own, and those in what a pixel carries.
func maskQuery(query string, keys []string) string {
	if query == "" {
		return ""
	}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		written, _, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(written)
		if err != nil {
			name = written
		}
		switch {
		case strings.EqualFold(name, "writeKey"):
			pairs[i] = written + "=" + Masked
		case name == "data":
			if was := routes.PixelMessage(pair); len(was) > 0 {
				if now := Mask(was, keys...); !bytes.Equal(was, now) {
					pairs[i] = written + "=" + base64.RawURLEncoding.EncodeToString(now)
				}
			}
		default:
			pairs[i] = string(Mask([]byte(pair), keys...))
		}
	}
	return strings.Join(pairs, "&")
}
