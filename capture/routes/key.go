package routes

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
)

// WriteKey finds the write key where the SDKs put it; inBody is the one that the body
// names. Jitsu's has a secret behind
// a colon, which is no part of it and is kept nowhere.
func WriteKey(r *http.Request, inBody string) string {
	key, _, _ := strings.Cut(writtenKey(r, inBody), ":")
	return key
}

// WithoutSecrets gives a query without what stands behind the colon of a write key.
func WithoutSecrets(query string) string {
	if !strings.Contains(query, ":") && !strings.Contains(query, "%3") {
		return query
	}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		if unescape(name) == "writeKey" {
			key, _, secret := strings.Cut(unescape(value), ":")
			if secret {
				pairs[i] = name + "=" + url.QueryEscape(key)
			}
		}
	}
	return strings.Join(pairs, "&")
}

// writtenKey finds the write key as it was sent: the user of Basic authentication
// (some leave out the colon), Jitsu's header, the body, the query.
func writtenKey(r *http.Request, inBody string) string {
	if key, _, ok := r.BasicAuth(); ok && key != "" {
		return key
	}
	if scheme, rest, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Basic") {
		if raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(rest)); err == nil && len(raw) > 0 && raw[0] != ':' {
			return string(raw)
		}
	}
	if key := r.Header.Get("X-Write-Key"); key != "" {
		return key
	}
	if inBody != "" {
		return inBody
	}
	return r.URL.Query().Get("writeKey")
}
