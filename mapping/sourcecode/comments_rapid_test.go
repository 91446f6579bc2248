package sourcecode_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"segtap/mapping/origin"
	"segtap/mapping/sourcecode"
	"segtap/mapping/sourcecode/language"
	"segtap/mapping/sourcecode/source"
)

// TestCommentsChangeNothing puts comments that look like calls, and texts that look like
// the ends of comments, between the tokens of the corpus.
func TestCommentsChangeNothing(t *testing.T) {
	files := corpus(t)
	paths := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(path string) bool {
		// Between the scripts of a page these comments would be text.
		return strings.Contains(path, "pages") || commentOf(path) == ""
	})
	rapid.Check(t, func(t *rapid.T) {
		path := rapid.SampledFrom(paths).Draw(t, "path")
		code := files[path]
		tokens := source.New(path, code, language.Of(path).Lex, false, nil).Tokens
		var changed strings.Builder
		end := 0
		for i, token := range tokens {
			if between(tokens, i, path) && rapid.IntRange(0, 9).Draw(t, "here") == 0 {
				inside := rapid.SampledFrom([]string{`it's`, "`", `"`, `{(`, `</b>`, `'''`, `analytics.track("Never")`, `'u', 'Never'`}).Draw(t, "comment")
				changed.WriteString(code[end:token.At])
				fmt.Fprintf(&changed, commentOf(path), inside)
				if token.Line && strings.HasPrefix(commentOf(path), "#") {
					changed.WriteString(code[strings.LastIndexByte(code[:token.At], '\n')+1 : token.At])
				}
				end = token.At
			}
		}
		changed.WriteString(code[end:])
		want, got := sourcecode.Find(path, []byte(code)), sourcecode.Find(path, []byte(changed.String()))
		if names(want) != names(got) {
			t.Fatalf("with comments %s has\n%s\nand not\n%s\n%s", path, names(got), names(want), changed.String())
		}
	})
}

// commentOf returns a comment that may stand between tokens, or before a line.
func commentOf(path string) string {
	switch filepath.Ext(path) {
	case ".py", ".rb":
		return "# %s\n"
	case ".js", ".ts", ".tsx", ".jsx", ".go", ".java", ".kt", ".swift", ".cs":
		return "/* %s */"
	}
	return ""
}

// between says whether a comment may stand before a token.
func between(tokens []source.Token, i int, path string) bool {
	t := tokens[i]
	if strings.HasPrefix(commentOf(path), "#") {
		return t.Line && t.Kind != source.Chunk && (i == 0 || tokens[i-1].Kind != source.Chunk) && t.At > 0 && !strings.HasSuffix(path, ".rb")
	}
	special := func(t source.Token) bool {
		if (t.Kind == source.Opening || t.Kind == source.Closing) && !strings.Contains("()[]{}", t.Text) {
			return true
		}
		return t.Kind == source.Markup || t.Kind == source.Chunk || t.Kind == source.Pattern || t.Text == "<"
	}
	if special(t) || i > 0 && special(tokens[i-1]) {
		return false
	}
	if t.Is("{") && i > 0 && tokens[i-1].Is("}") {
		return false // among the children of a tag it would be text, with tags of its own
	}
	// Within the interpolations of a text, what stands there may be no code.
	for b := t.Block; b >= 0; b = tokens[b].Block {
		if special(tokens[b]) {
			return false
		}
	}
	return true
}

// names writes down what was found but for the places.
func names(found origin.Found) string {
	var all strings.Builder
	for _, n := range found.Names {
		fmt.Fprintln(&all, n.Event, strings.Join(said(n), " "))
	}
	for _, u := range found.Unread {
		fmt.Fprintln(&all, u.Why)
	}
	return all.String()
}
