package verdict

import (
	"testing"
	"unicode/utf8"
)

// A column of a list has sixteen cells for it, and two codes that read alike would be one.
func TestEveryCodeIsSaidInTwoOrThreeWords(t *testing.T) {
	seen := make(map[string]Code)
	for _, info := range Codes() {
		words := info.Code.Short()
		if n := utf8.RuneCountInString(words); n == 0 || n > 16 {
			t.Errorf("%s is said in %d cells: %q", info.Name, n, words)
		}
		if other, ok := seen[words]; ok {
			t.Errorf("%s and %s are both said as %q", info.Name, other, words)
		}
		seen[words] = info.Code
	}
	if NoCode.Short() != "" {
		t.Errorf("no code is said as %q", NoCode.Short())
	}
}

func TestEveryHeadlineHasAWord(t *testing.T) {
	seen := make(map[string]bool)
	for h := range Headlines {
		word := Headline(h).Word()
		if n := utf8.RuneCountInString(word); n == 0 || n > 9 || seen[word] {
			t.Errorf("%s is said as %q", Headline(h), word)
		}
		seen[word] = true
	}
}
