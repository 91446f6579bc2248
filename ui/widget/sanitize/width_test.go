package sanitize

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func TestWidthIsTheGreaterOfBothCounts(t *testing.T) {
	tests := []struct {
		name, in string
		want     int
	}{
		{"ASCII", "Order", 5},
		{"accents", "Zażółć", 6},
		{"combining accent", "cafe\u0301", 4},
		{"CJK", "注文完了", 8},
		{"flag", "🇩🇪", 2},
		{"skin tone: two in one count, four in the other", "👍🏽", 4},
		{"conjunct: one in one count, two in the other", "स्ते", 2},
		{"ambiguous counts one", "…│", 2},
		{"empty", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Width(tt.in); got != tt.want {
				t.Errorf("Width(%q) = %d, want %d", tt.in, got, tt.want)
			}
		})
	}
}

func TestCut(t *testing.T) {
	tests := []struct {
		name, in string
		width    int
		tail     string
		want     string
	}{
		{"fits", "Order", 5, Tail, "Order"},
		{"one too many", "Orders", 5, Tail, "Orde…"},
		{"ASCII tail", "Orders", 5, "~", "Orde~"},
		{"a wide character does not fit in half", "注文完了", 6, Tail, "注文…"},
		{"wide exactly", "注文完了", 8, Tail, "注文完了"},
		{"one column", "ab", 1, Tail, "…"},
		{"no column", "ab", 0, Tail, ""},
		{"negative", "ab", -3, Tail, ""},
		{"tail wider than the cell", "abcdef", 2, "...", "ab"},
		{"combining mark stays with its letter", "cafe\u0301s!", 5, Tail, "cafe\u0301…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := CutTail(tt.in, tt.width, tt.tail); got != tt.want {
				t.Errorf("CutTail(%q, %d, %q) = %q, want %q", tt.in, tt.width, tt.tail, got, tt.want)
			}
		})
	}
}

func TestPad(t *testing.T) {
	if got := Pad("注文", 6); got != "注文  " {
		t.Errorf("Pad = %q", got)
	}
	if got := PadLeft("59.9", 6); got != "  59.9" {
		t.Errorf("PadLeft = %q", got)
	}
	if got := Pad("Order", 3); got != "Order" {
		t.Errorf("Pad of a wider string = %q", got)
	}
	if got := cell("a\tb", 6); got != `a\tb  ` {
		t.Errorf("cell = %q", got)
	}
}

func TestSlice(t *testing.T) {
	tests := []struct {
		name, in   string
		from, upTo int
		want       string
	}{
		{"middle of ASCII", "Completed", 3, 6, "ple"},
		{"beyond the end", "abc", 2, 9, "c"},
		{"behind the end", "abc", 5, 9, ""},
		{"nothing", "abc", 2, 2, ""},
		{"negative start", "abc", -1, 2, "ab"},
		{"wide characters whole", "注文完了", 2, 6, "文完"},
		{"wide characters cut on both sides", "注文完了", 1, 7, " 文完 "},
		{"half a wide character", "注", 1, 2, " "},
		{"accents", "Zażółć", 2, 4, "żó"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Slice(tt.in, tt.from, tt.upTo); got != tt.want {
				t.Errorf("Slice(%q, %d, %d) = %q, want %q", tt.in, tt.from, tt.upTo, got, tt.want)
			}
		})
	}
}

// However a text is cut into neighbouring slices, they are as wide together as the text and hold all of its
// narrow characters.
func TestSlicesTile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune("abcdé注文👍")), 0, 40, -1).Draw(t, "s")
		at := rapid.IntRange(0, Width(s)).Draw(t, "at")
		left, right := Slice(s, 0, at), Slice(s, at, Width(s))
		if Width(left) != at || Width(left)+Width(right) != Width(s) {
			t.Fatalf("%q and %q are %d and %d wide, the whole %d", left, right, Width(left), Width(right), Width(s))
		}
		narrow := strings.NewReplacer("注", "", "文", "", "👍", "", " ", "")
		if got, want := narrow.Replace(left+right), narrow.Replace(s); got != want {
			t.Fatalf("slices hold %q of %q", got, want)
		}
	})
}

// cell is how callers make a table cell out of text from outside.
func cell(s string, width int) string { return Pad(Cut(Escape(s), width), width) }

// A cell must fit a terminal that counts clusters as well as one that counts code points.
func TestCellFitsEveryTerminal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		w := rapid.IntRange(0, 30).Draw(t, "width")
		c := cell(s, w)
		if ansi.StringWidth(c) > w || ansi.StringWidthWc(c) > w {
			t.Fatalf("cell(%q, %d) = %q: %d and %d columns", s, w, c, ansi.StringWidth(c), ansi.StringWidthWc(c))
		}
	})
}

func BenchmarkCell(b *testing.B) {
	for name, s := range map[string]string{
		"fits":   "Order Completed",
		"cut":    "Order Completed With A Very Long Name Indeed",
		"accent": "Zażółć gęślą jaźń and more of it",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				cell(s, 24)
			}
		})
	}
}

// The short way for what takes one column is no other count.
func TestWidthCountsEachCluster(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SampledFrom([]string{"a", " ", "~", "\t", "\x1b", "─", "│", "╿", "▐", "\u0301", "\ufe0f", "1", "\u20e3", "注", "👍", "🏽", "\u200d", "é", "\xe2", "\xe2\x94", "\xff"})).Draw(t, "parts")
		text := strings.Join(parts, "")
		want := 0
		for rest := text; rest != ""; {
			n, columns := first(rest)
			want += columns
			rest = rest[n:]
		}
		if got := Width(text); got != want {
			t.Fatalf("Width(%q) = %d, want %d", text, got, want)
		}
	})
}
