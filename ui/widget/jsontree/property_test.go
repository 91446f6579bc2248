package jsontree

import (
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"

	"segtap/ui/widget/sanitize"
)

// documents draws a JSON text with all that a client may write: white space, duplicate members, odd numbers, escapes.
func documents() *rapid.Generator[string] {
	space := rapid.SampledFrom([]string{"", "", "", " ", "\n\t", "\r\n"})
	str := rapid.OneOf(
		rapid.SampledFrom([]string{`"a"`, `"b"`, `""`, `"a/b~c"`, `"\u0041"`, `"\ud83d"`, `"Order Completed"`, `"注文完了"`, "\"\u202e\""}),
		rapid.Map(rapid.StringN(0, 20, -1), func(s string) string { b, _ := jsontext.AppendQuote(nil, s); return string(b) }),
	)
	scalar := rapid.OneOf(str, rapid.SampledFrom([]string{"0", "-0.00", "1E400", "12345678901234567890", "true", "false", "null"}))
	var value func(t *rapid.T, depth int) string
	value = func(t *rapid.T, depth int) string {
		kind := rapid.IntRange(0, 3).Draw(t, "kind")
		if depth > 4 || kind > 1 {
			return scalar.Draw(t, "scalar")
		}
		parts := make([]string, rapid.IntRange(0, 4).Draw(t, "size"))
		for i := range parts {
			if kind == 0 {
				parts[i] = str.Draw(t, "name") + space.Draw(t, "s") + ":"
			}
			parts[i] += space.Draw(t, "s") + value(t, depth+1) + space.Draw(t, "s")
		}
		inside := space.Draw(t, "s") + strings.Join(parts, ","+space.Draw(t, "s"))
		if kind == 0 {
			return "{" + inside + "}"
		}
		return "[" + inside + "]"
	}
	return rapid.Custom(func(t *rapid.T) string { return space.Draw(t, "s") + value(t, 0) + space.Draw(t, "s") })
}

// compact takes the white space out of text and leaves every token as it is.
func compact(t *rapid.T, text string) string {
	b, err := jsontext.AppendFormat(nil, []byte(text), jsontext.AllowDuplicateNames(true),
		jsontext.AllowInvalidUTF8(true), jsontext.PreserveRawStrings(true))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return string(b)
}

func TestUnfoldedLinesAreTheDocument(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := documents().Draw(t, "raw")
		if rapid.Bool().Draw(t, "only ASCII") { // what is escaped for the terminal is not the document
			raw = strings.Map(func(r rune) rune {
				if r > '~' {
					return '?'
				}
				return r
			}, raw)
		}
		tree := New([]byte(raw))
		if tree.doc.err != nil {
			t.Fatalf("%q: %v", raw, tree.doc.err)
		}
		want := compact(t, raw)
		for _, r := range want {
			if r > '~' {
				return
			}
		}
		if got := compact(t, all(tree)); got != want {
			t.Fatalf("%q shows as %q", want, got)
		}
	})
}

func TestPointersLeadBackToTheirLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := documents().Draw(t, "raw")
		tree := New([]byte(raw))
		for i := range tree.outline.rows {
			pointer := tree.outline.pointer(i)
			at, ok := lineOf(tree, pointer)
			if !ok || tree.outline.pointer(at) != pointer {
				t.Fatalf("line %d has pointer %q, which leads to line %d with %q", i, pointer, at, tree.outline.pointer(at))
			}
			from, upTo, ok := Find(raw, pointer)
			if n := &tree.doc.nodes[tree.outline.rows[at].node]; !ok || from != n.from || upTo != tree.doc.nodes[n.last].to {
				t.Fatalf("%q: found from %d to %d, %v, the line is that of %+v", pointer, from, upTo, ok, n)
			}
			if err := Check(raw[from:upTo]); err != nil {
				t.Fatalf("line %d: value %q is no JSON: %v", i, raw[from:upTo], err)
			}
		}
	})
}

// painted colours everything, so that forgotten resets and miscounted columns show.
var painted = Styles{
	Punct: "\x1b[1m", Name: "\x1b[31m", String: "\x1b[32m", Number: "\x1b[33m", Literal: "\x1b[34m", Missing: "\x1b[35m", Note: "\x1b[36m",
	Dim: "\x1b[2m", Error: "\x1b[41m", Light: "\x1b[42m", Cursor: "\x1b[43m", CursorBlurred: "\x1b[44m", Match: "\x1b[7m", MatchOver: "\x1b[4m",
}

// Whatever is done to a tree, in whatever order, the window is exactly as large as asked for, the cursor is in it, and
// colours add nothing to the text.
func TestTreeKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.OneOf(documents(), documents(), rapid.String()).Draw(t, "raw")
		tree := New([]byte(raw))
		pointer := rapid.Custom(func(t *rapid.T) string {
			if rapid.Bool().Draw(t, "known") {
				return tree.outline.pointer(rapid.IntRange(0, len(tree.outline.rows)-1).Draw(t, "line"))
			}
			return rapid.SampledFrom([]string{"", "/a", "/a/b", "/0", "/a~1b~0c/x/y", "x", "/", "/userId", "/1/2"}).Draw(t, "pointer")
		})
		size := rapid.OneOf(rapid.IntRange(-1, 4), rapid.IntRange(5, 60))
		delta := rapid.IntRange(-70, 70)
		t.Repeat(map[string]func(*rapid.T){
			"move":     func(t *rapid.T) { tree.Move(delta.Draw(t, "delta")) },
			"step":     func(t *rapid.T) { tree.Move(rapid.SampledFrom([]int{-1, 1}).Draw(t, "delta")) },
			"page":     func(t *rapid.T) { tree.Page(delta.Draw(t, "delta")) },
			"home":     func(*rapid.T) { tree.Home() },
			"end":      func(*rapid.T) { tree.End() },
			"wheel":    func(t *rapid.T) { tree.Wheel(delta.Draw(t, "delta")) },
			"sideways": func(t *rapid.T) { tree.ScrollX(delta.Draw(t, "delta")) },
			"click":    func(t *rapid.T) { tree.ClickAt(delta.Draw(t, "x"), delta.Draw(t, "y")) },
			"toggle":   func(t *rapid.T) { tree.Toggle(delta.Draw(t, "line")) },
			"collapse": func(*rapid.T) { tree.Collapse() },
			"expand":   func(*rapid.T) { tree.Expand() },
			"fold":     func(*rapid.T) { tree.FoldAll() },
			"unfold":   func(*rapid.T) { tree.UnfoldAll() },
			"wrap":     func(t *rapid.T) { tree.SetWrapping(rapid.Bool().Draw(t, "wrap")) },
			"search": func(t *rapid.T) {
				tree.Search(rapid.SampledFrom([]string{"", "a", "A", "1", "完", "e", "👩"}).Draw(t, "text"))
			},
			"next":     func(*rapid.T) { tree.SearchGo(1) },
			"previous": func(*rapid.T) { tree.SearchGo(-1) },
			"colour": func(t *rapid.T) {
				tree.Colour(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "B", "1", "é", "\""}), 0, 2).Draw(t, "words"))
			},
			"prefer": func(t *rapid.T) {
				tree.Prefer(rapid.SliceOfN(pointer, 0, 2).Draw(t, "keep"), rapid.SliceOfN(pointer, 0, 2).Draw(t, "away"))
			},
			"accompany": func(t *rapid.T) { tree.Accompany(rapid.SliceOfN(pointer, 0, 3).Draw(t, "pointers")...) },
			"lights":    func(t *rapid.T) { tree.SetLights(rapid.SliceOfN(pointer, 0, 3).Draw(t, "pointers")...) },
			"dims":      func(t *rapid.T) { tree.SetDims(map[string]string{pointer.Draw(t, "pointer"): "(from batch)"}) },
			"marks": func(t *rapid.T) {
				marks := map[string]Mark{}
				for i, p := range rapid.SliceOfN(pointer, 0, 4).Draw(t, "pointers") {
					marks[p] = Mark{Glyph: "✗✗", Style: "\x1b[31m", Note: strings.Repeat("note ", i), Rank: i}
				}
				tree.SetMarks(marks)
			},
			"reveal": func(t *rapid.T) {
				p := pointer.Draw(t, "pointer")
				if tree.Reveal(p) && tree.doc.err == nil && tree.Pointer() != p {
					t.Fatalf("revealed %q, the cursor is at %q", p, tree.Pointer())
				}
			},
			"": func(t *rapid.T) { checkView(t, tree, size.Draw(t, "width"), size.Draw(t, "height")) },
		})
	})
}

func checkView(t *rapid.T, tree *Tree, width, height int) {
	opt := Options{Cursor: true, Focused: true, Pad: true, Styles: painted, Glyphs: ASCIIGlyphs()}
	lines := tree.View(width, height, opt)
	if len(lines) != max(0, height) {
		t.Fatalf("%d lines, want %d", len(lines), height)
	}
	hasCursor := false
	for _, l := range lines {
		text := ansi.Strip(l)
		if w := ansi.StringWidth(text); w > max(0, width) || ansi.StringWidthWc(text) > max(0, width) {
			t.Fatalf("%q is %d columns wide, want %d", text, w, width)
		}
		if sanitize.Width(text) != max(0, width) {
			t.Fatalf("%q does not fill %d columns", text, width)
		}
		hasCursor = hasCursor || strings.HasPrefix(text, opt.Glyphs.Cursor)
	}
	if width > 0 && height > 0 && !hasCursor {
		t.Fatalf("no cursor in %q", lines)
	}
	opt.Styles, opt.Pad = Styles{}, false
	for i, l := range tree.View(width, height, opt) {
		want := strings.TrimRight(ansi.Strip(lines[i]), " ")
		if l = strings.TrimRight(ansi.Strip(l), " "); l != want { // a mark brings its own colour
			t.Fatalf("line %d: %q without colours, %q with", i, l, want)
		}
	}
}

func FuzzNew(f *testing.F) {
	for _, s := range []string{order, "", "{", `{"a":`, `[1,]`, "\"\\", "\"\xff\u202e\"", "nul", "{}{}", strings.Repeat("[", 200), "\ufeff{}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		tree := New(raw)
		if (Check(string(raw)) == nil) != (tree.doc.err == nil) {
			t.Fatalf("Check says %v, New says %v", Check(string(raw)), tree.doc.err)
		}
		if err := tree.doc.err; err != nil && (err.Offset < 0 || err.Offset > len(raw) || err.Line < 1 || err.Column < 1) {
			t.Fatalf("error outside the text: %+v", err)
		}
		for _, wrap := range []bool{false, true} {
			tree.SetWrapping(wrap)
			tree.End()
			for _, l := range tree.View(17, 9, Options{}) {
				if ansi.StringWidth(l) > 17 || strings.ContainsFunc(l, func(r rune) bool { return r < 0x20 || r >= 0x7f && r < 0xa0 }) {
					t.Fatalf("line %q of %s", l, strconv.Quote(string(raw)))
				}
			}
		}
		tree.FoldAll()
		tree.Search("a")
		for i := range tree.outline.rows {
			tree.outline.pointer(i)
		}
		Find(string(raw), "/a/0")
	})
}
