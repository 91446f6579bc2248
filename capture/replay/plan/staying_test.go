package plan

import (
	"testing"

	"segtap/capture/replay"
)

// What is sent without a yes is said to stay where it stays: not with whoever looks from elsewhere, and in a stream not
// with one machine.
func TestStaying(t *testing.T) {
	for _, c := range []struct {
		stream    string
		kind      replay.Kind
		elsewhere bool
		want      string
	}{
		{"", replay.Here, false, "This stays on this machine."},
		{"", replay.Here, true, "This stays on the machine that segtap runs on."},
		{"TEAM", replay.Here, true, "It goes into the stream TEAM, for all who see it."},
		{"TEAM", replay.URL, false, "This stays on this machine."},
	} {
		env := replay.Env{Stream: c.stream}
		if got := Staying(&env, &replay.Target{Kind: c.kind}, c.elsewhere); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
