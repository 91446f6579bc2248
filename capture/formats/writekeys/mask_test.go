package writekeys_test

import (
	"testing"

	"segtap/capture/formats/writekeys"
)

// Masking changes nothing but write keys, and what is JSON stays JSON.
func TestKeysAreMasked(t *testing.T) {
	for _, c := range []struct{ text, key, want string }{
		{`{"writeKey":"WK","a":"WK"}`, "WK", `{"writeKey":"****","a":"WK"}`},
		{`{"a":"xabcdefgh1x","writeKey" : "abcdefgh1"}`, "", `{"a":"x****x","writeKey" : "****"}`},
		{`{"write_key":"a\"b","event":"E"}`, "", `{"write_key":"****","event":"E"}`},
		{`{"n":12345678,"writeKey":"12345678"}`, "12345678", `{"n":12345678,"writeKey":"****"}`},
		{`{"a":"\nabcdefgh1"}`, "nabcdefgh1", `{"a":"\nabcdefgh1"}`},
		{`{"writeKey":"abcdefgh1","eve`, "", `{"writeKey":"****","eve`},
		{`{"text":"\"writeKey\":\"x\""}`, "", `{"text":"\"writeKey\":\"x\""}`},
		{`{"a":"Basic YWJjZGVmZ2gxOg=="}`, "abcdefgh1", `{"a":"Basic ****"}`},
	} {
		if got := writekeys.Mask([]byte(c.text), c.key); string(got) != c.want {
			t.Errorf("%s without %q is %s, want %s", c.text, c.key, got, c.want)
		}
	}
}
