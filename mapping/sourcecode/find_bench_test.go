package sourcecode_test

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"segtap/mapping/sourcecode"
)

// BenchmarkFind tells how fast a file of each language is read that has calls, and how
// fast one that hurts.
func BenchmarkFind(b *testing.B) {
	largest := map[string]string{}
	files := corpus(b)
	for _, path := range slices.Sorted(maps.Keys(files)) {
		ext := filepath.Ext(path)
		if _, ok := sourcecode.Language(path); ok && len(files[path]) > len(largest[ext]) {
			largest[ext] = files[path]
		}
	}
	for _, ext := range slices.Sorted(maps.Keys(largest)) {
		text := strings.Repeat(largest[ext]+"\n", 100_000/len(largest[ext])+1)
		b.Run(ext, func(b *testing.B) { find(b, "a"+ext, text) })
	}
	for ext, call := range map[string]string{".swift": "analytics.track(name: \"A\", properties: Order(a: 1))\n", ".kt": "analytics.track(\"A\", Order(a = 1))\n"} {
		b.Run("hurting/records"+ext, func(b *testing.B) { find(b, "a"+ext, strings.Repeat(call, 4000)) })
	}
	for name, piece := range map[string]string{
		"quotes": `"`, "escapes": `\"`, "comments": "/*", "brackets": "([{", "ends": "=/[", "templates": "`${", "tags": "<a></",
		"chains": "a.b.", "calls": "analytics.track(", "names": "const a=b;analytics.track(a);", "ternaries": "a?b:", "objects": "{a:",
		"assignments": "a=b,", "arrows": "a=>", "python": `"""'''`, "lines": "const a =\n",
	} {
		for ext, text := range map[string]string{".tsx": "", ".py": ""} {
			text += strings.Repeat(piece, 100_000/len(piece)) + "analytics.track('X')"
			b.Run("hurting/"+name+ext, func(b *testing.B) { find(b, "a"+ext, text) })
		}
	}
}

func find(b *testing.B, name, text string) {
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		sourcecode.Find(name, []byte(text))
	}
}

// BenchmarkCandidate tells how fast files without calls are passed over.
func BenchmarkCandidate(b *testing.B) {
	text := []byte(strings.Repeat("const a = load('tracks');\n", 4000))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		sourcecode.Candidate(text)
	}
}
