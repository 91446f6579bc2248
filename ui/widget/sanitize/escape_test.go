package sanitize

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestEscapeShowsWhatCannotBeShown(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain ASCII stays", `{"event": "Order Completed"}`, `{"event": "Order Completed"}`},
		{"empty", "", ""},
		{"escape sequence", "a\x1b[2Jb", `a\x1b[2Jb`},
		{"bell and NUL", "\a\x00", `\x07\x00`},
		{"tab, line feed, return", "a\tb\r\n", `a\tb\r\n`},
		{"DEL", "a\x7f", `a\x7f`},
		{"C1 as a character", "a\u009bb", `a\u009bb`},
		{"C1 as a byte", "a\x9bb", `a\x9bb`},
		{"right-to-left override", "user\u202etxt.exe", `user\u202etxt.exe`},
		{"isolates", "\u2066x\u2069", `\u2066x\u2069`},
		{"line and paragraph separators", "a\u2028b\u2029", `a\u2028b\u2029`},
		{"zero-width space, joiner, byte order mark", "a\u200bb\u200dc\ufeff", `a\u200bb\u200dc\ufeff`},
		{"soft hyphen", "a\u00adb", `a\u00adb`},
		{"tag characters", "a\U000e0041", `a\U000e0041`},
		{"variation selector", "❤\ufe0f", `❤\ufe0f`},
		{"no-break space looks like a space", "Order\u00a0Completed", `Order\u00a0Completed`},
		{"ideographic space is part of Japanese text", "山\u3000川", "山\u3000川"},
		{"Hangul filler", "a\u3164", `a\u3164`},
		{"empty Braille pattern", "a\u2800", `a\u2800`},
		{"private use and unassigned", "\ue000\U0010ffff", `\ue000\U0010ffff`},
		{"a byte that is not UTF-8", "caf\xe9!", `caf\xe9!`},
		{"cut off in a character", "caf\xc3", `caf\xc3`},
		{"lone surrogate in WTF-8", "a\xed\xa0\xbdb", `a\ud83db`},
		{"replacement character came as such", "a\ufffd", "a\ufffd"},
		{"combining mark on its letter", "cafe\u0301", "cafe\u0301"},
		{"combining mark with nothing to stand on", "\u0301a", `\u0301a`},
		{"combining mark after a quote", "\"\u0301", `"\u0301`},
		{"combining mark after an escape", "a\u200b\u0301", `a\u200b\u0301`},
		{"Hindi keeps its marks", "क्षि", "क्षि"},
		{"emoji with skin tone", "👍🏽", "👍🏽"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Escape(tt.in); got != tt.want {
				t.Errorf("Escape(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if clean := tt.in == tt.want; IsClean(tt.in) != clean {
				t.Errorf("IsClean(%q) = %v, want %v", tt.in, !clean, clean)
			}
		})
	}
}

func TestEscapeOfCleanTextDoesNotAllocate(t *testing.T) {
	for _, s := range []string{"Order Completed", "Zażółć gęślą jaźń 注文完了 👍"} {
		if n := testing.AllocsPerRun(100, func() { Escape(s) }); n != 0 {
			t.Errorf("Escape(%q) allocates %v times", s, n)
		}
	}
}

// Every single character, alone, must take room: one that did not could hide in a name or land on a neighbour.
func TestEveryCharacterAloneTakesRoom(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if s := Escape(string(r)); Width(s) < 1 {
			t.Errorf("%U is shown as %q, %d columns wide", r, s, Width(s))
		}
	}
}

// unsafe reports the first thing in s that must never reach a terminal.
func unsafe(s string) (string, bool) {
	if !utf8.ValidString(s) {
		return "invalid UTF-8", true
	}
	for _, r := range s {
		switch {
		case r < 0x20 || r >= 0x7f && r < 0xa0:
			return "a control character", true
		case unicode.In(r, unicode.Bidi_Control, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector):
			return "a format character", true
		}
	}
	return "", false
}

func FuzzEscape(f *testing.F) {
	for _, s := range []string{"a\x1b]0;x\a", "\u202e\u2066", "\xed\xa0\x80", "e\u0301\u0301", "👨\u200d👩", "🇩🇪🇩", "ൎa", "각"} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, w int) {
		e := Escape(s)
		if what, bad := unsafe(e); bad {
			t.Fatalf("Escape(%q) = %q holds %s", s, e, what)
		}
		if again := Escape(e); again != e {
			t.Fatalf("escaping twice: %q, then %q", e, again)
		}
		if strings.TrimSpace(s) != "" && Width(e) == 0 {
			t.Fatalf("Escape(%q) = %q takes no room", s, e)
		}
		w = (w%200 + 200) % 200
		for _, text := range []string{e, s} {
			c := Cut(text, w)
			if Width(c) > w {
				t.Fatalf("Cut(%q, %d) = %q is %d wide", text, w, c, Width(c))
			}
			if again := Cut(c, w); again != c {
				t.Fatalf("Cut(%q, %d): %q, then %q", text, w, c, again)
			}
		}
		if c := cell(s, w); Width(c) != w {
			t.Fatalf("cell(%q, %d) = %q is %d wide", s, w, c, Width(c))
		}
		if part := Slice(e, w/3, w); Width(part) > w-w/3 {
			t.Fatalf("Slice(%q, %d, %d) = %q is %d wide", e, w/3, w, part, Width(part))
		}
	})
}

func BenchmarkEscape(b *testing.B) {
	for name, s := range map[string]string{
		"clean":  strings.Repeat("Order Completed ", 8),
		"accent": strings.Repeat("Zażółć gęślą ", 8),
		"dirty":  strings.Repeat("Order\x1b[0m Com\u202e ", 8),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				Escape(s)
			}
		})
	}
}
