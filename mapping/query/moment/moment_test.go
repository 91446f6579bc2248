package moment

import (
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	zone := time.FixedZone("", 2*60*60)
	now := time.Date(2024, 5, 1, 12, 0, 0, 0, zone)
	for _, c := range []struct{ text, want string }{
		{"10m", "2024-05-01T11:50:00+02:00"},
		{"1h30m", "2024-05-01T10:30:00+02:00"},
		{"500ms", "2024-05-01T11:59:59.5+02:00"},
		{"2w", "2024-04-17T12:00:00+02:00"},
		{"11:59", "2024-05-01T11:59:00+02:00"},
		{"12:00:01", "2024-04-30T12:00:01+02:00"},
		{"2024-04-30", "2024-04-30T00:00:00+02:00"},
		{"2024-04-30T23:00", "2024-04-30T23:00:00+02:00"},
		{"2024-04-30T23:00Z", "2024-04-30T23:00:00Z"},
		{"2024-04-30T23:00:01.25Z", "2024-04-30T23:00:01.25Z"},
		{"", ""},
		{"10", ""},
		{"10x", ""},
		{"m", ""},
		{"25:00", ""},
		{"99999999999999999999s", ""},
		{"5201w", "1924-08-27T12:00:00+02:00"},
		{"5300w", ""},
	} {
		at, ok := Parse(c.text, now)
		got := ""
		if ok {
			got = at.Format(time.RFC3339Nano)
		}
		if got != c.want {
			t.Errorf("%q is %q, want %q", c.text, got, c.want)
		}
	}
}

func TestBegins(t *testing.T) {
	for _, text := range []string{"1", "1h3", "12:", "2024-", "2024-05-01T12:00:01+0"} {
		if !Begins(text) {
			t.Errorf("%q can become a moment", text)
		}
	}
	for _, text := range []string{"", "m", "10m", "soon", "1x", "é"} {
		if Begins(text) {
			t.Errorf("%q cannot", text)
		}
	}
}
