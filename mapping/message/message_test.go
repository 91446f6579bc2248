package message

import "testing"

// TestSentAtOfAMessage tells when the messages of a body were sent.
func TestSentAtOfAMessage(t *testing.T) {
	for _, c := range []struct{ route, body, want string }{
		{"", `{"sentAt":"batch","batch":[{"sentAt":"own"}]}`, "batch"},
		{"", `{"batch":[{"sentAt":"own"}]}`, "own"},
		{"", `{"batch":[{"sentAt":5}]}`, ""},
		{"", `{"batch":[7]}`, ""},
		{"", `{"batch":[]}`, ""},
		{"track", `{"sentAt":"own"}`, "own"},
		{"track", `{`, ""},
	} {
		if got := split(&Posted{Raw: []byte(c.body), Type: c.route, Batch: c.route == ""}).Sent(0); got != c.want {
			t.Errorf("%s was sent at %q, want %q", c.body, got, c.want)
		}
	}
}
