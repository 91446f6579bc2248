package jsondoc

import (
	"strings"
	"testing"
)

func TestFormattingKeepsEveryToken(t *testing.T) {
	raw := "{ \"a\" : 1.50 ,\n\"a\":-0, \"big\":12345678901234567890, \"s\":\"\\u0041\\/\\ud800\xff\", \"e\":1E+2, \"o\":{ }, \"l\":[ ] }"
	compact := `{"a":1.50,"a":-0,"big":12345678901234567890,"s":"\u0041\/\ud800` + "\xff" + `","e":1E+2,"o":{},"l":[]}`
	if got := string(Compact([]byte(raw))); got != compact {
		t.Errorf("compact\n got %q\nwant %q", got, compact)
	}
	indented := string(Indent([]byte(raw)))
	if got := string(Compact([]byte(indented))); got != compact {
		t.Errorf("indented and compacted again\n got %q\nwant %q", got, compact)
	}
	if lines := strings.Count(indented, "\n") + 1; lines != 9 {
		t.Errorf("indented has %d lines, want 9:\n%s", lines, indented)
	}
}

func TestWhatIsNotJSONStaysAsItIs(t *testing.T) {
	for _, raw := range []string{"", "{", `{"a": NaN}`, "{} {}", "\x00"} {
		if got := string(Compact([]byte(raw))); got != raw {
			t.Errorf("Compact(%q) = %q", raw, got)
		}
		if got := string(Indent([]byte(raw))); got != raw {
			t.Errorf("Indent(%q) = %q", raw, got)
		}
	}
}
