package syntax

import (
	"testing"

	"pgregory.net/rapid"

	"segtap/mapping/query/match"
)

// TestWhatIsWrittenIsReadBack draws words and values, and reads what is written
// of them.
func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aB-:.=<>()\"\\*?é\u0085\u2028\t OR")), 0, 6, -1).Draw(t, "text")
		s := Scanner{Text: string(AppendWord(nil, text)) + " x"}
		if got, err := s.Phrase(); err != nil || got != text || s.At != len(s.Text)-len(" x") {
			t.Fatalf("the word %q is written %q and read as %q: %v", text, s.Text, got, err)
		}
		for _, want := range []match.Pattern{match.NewPattern(wildcards(text), false), match.NewPattern(text, true)} {
			s := Scanner{Text: string(AppendPattern(nil, &want, false))}
			v, err := s.Value(0)
			if err != nil || v.Pattern().Text != want.Text || v.Pattern().Exact != want.Exact {
				t.Fatalf("the value %q is written %q and read as %q: %v", want.Text, s.Text, v.Text, err)
			}
		}
		path := Path{{Name: text}, {Any: true}, {Name: "*"}}
		s = Scanner{Text: string(path.AppendName(nil)) + ":x"}
		n, ok, err := s.FieldName()
		if err != nil || !ok || len(n.Path) != 3 || n.Path[0] != path[0] || n.Path[1] != path[1] || n.Path[2] != path[2] {
			t.Fatalf("the path %v is written %q and read as %v: %v", path, s.Text, n.Path, err)
		}
	})
}
