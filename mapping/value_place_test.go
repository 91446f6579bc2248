package mapping

import (
	"testing"

	"segtap/mapping/destination"
	"segtap/mapping/message"
)

// Where a value stands, or would be looked for first, is known of messages with one and
// without.
func TestWhereTheValueIsTakenFrom(t *testing.T) {
	for _, tt := range []struct{ dest, text, want string }{
		{"actions", `{"type":"track","event":"e","userId":"u","properties":{"revenue":1,"value":2}}`, "/properties/revenue"},
		{"actions", `{"type":"track","event":"e","userId":"u","properties":{"value":2}}`, "/properties/value"},
		{"actions", `{"type":"track","event":"e","userId":"u","properties":{"revenue":"$1"}}`, "/properties/revenue"},
		{"actions", `{"type":"track","event":"e","userId":"u","properties":{"revenue":null,"value":2}}`, "/properties/value"},
		{"actions", `{"type":"track","event":"e","userId":"u","properties":{}}`, "/properties/revenue"},
		{"actions", `{"type":"track","event":"e","userId":"u","properties":"none"}`, "/properties/revenue"},
		{"actions", `{"type":"track"}`, "/properties/revenue"},
		{"actions", `{"type":"trak"}`, ""},
		{"actions", `[1]`, ""},
		{"actions", `{`, ""},
		{"classic", `{"type":"track","event":"e","userId":"u","properties":{"revenue":1}}`, "/properties/value"},
	} {
		t.Run(tt.dest+" "+tt.text, func(t *testing.T) {
			for _, dest := range destination.Destinations() {
				if dest.Name != tt.dest {
					continue
				}
				m := message.Parse([]byte(tt.text))
				j := NewJudge(engineOf(t, dest)).Message(&m, message.Arrival{At: noon, RequestBytes: len(tt.text)})
				if got := j.ValuePlace(); got != tt.want {
					t.Errorf("the value is taken from %q, not %q", got, tt.want)
				}
				return
			}
			t.Fatal("there is no such destination")
		})
	}
}
