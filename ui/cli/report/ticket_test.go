package report

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"segtap/ui/widget/sanitize"
)

// No text ends the block of code that it stands in, or acts on what shows it.
func TestNothingEndsABlockOfCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching("[`~\n\"{}a#v\\[\x1b]{0,30}"), rapid.Just(`{"a":"`+"```\u202e"+`##vso[x]"}`)).Draw(t, "text")
		lines := strings.Split(strings.TrimSuffix(fence([]byte(text)), "\n"), "\n")
		marks := lines[len(lines)-1]
		if len(marks) < 3 || strings.Trim(marks, "`") != "" || !strings.HasPrefix(lines[0], marks) {
			t.Fatalf("%q", lines)
		}
		for _, line := range lines[1 : len(lines)-1] {
			if strings.HasPrefix(strings.TrimSpace(line), marks) || !sanitize.IsClean(line) || strings.Contains(line, "##v[") || strings.Contains(line, "##vso[") {
				t.Fatalf("%q in %q", line, marks)
			}
		}
	})
}
