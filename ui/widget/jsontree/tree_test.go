package jsontree

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"segtap/mapping/jsondoc"
	"segtap/ui/screentest"
)

const order = `{"type":"track","event":"Order Completed","userId":"u_42","properties":{"revenue":"$59.90",` +
	`"total": 1.0e2 ,"products":[{"id":1,"name":"shirt"},{"id":2,"name":"hat"}],"tags":[],"extra":{}},"context":{"ip":"::1"}}`

// screen returns what a window of this size shows, without colours and trailing spaces.
func screen(t *Tree, width, height int, opt Options) string {
	lines := t.View(width, height, opt)
	for i, l := range lines {
		lines[i] = strings.TrimRight(ansi.Strip(l), " ")
	}
	return strings.Join(lines, "\n")
}

// lineOf returns the line that shows pointer: its own, that of a missing member, or that of the folded container around it.
func lineOf(t *Tree, pointer string) (int, bool) {
	r, ok := t.outline.seek(pointer)
	return t.outline.find(r), ok
}

// all shows everything at once, without the gutter.
func all(t *Tree) string {
	lines := t.View(2000, len(t.outline.rows), Options{})
	for i, l := range lines {
		lines[i] = l[gutter:]
	}
	return strings.Join(lines, "\n")
}

func TestScreens(t *testing.T) {
	marks := map[string]Mark{
		"/properties/revenue":       {Glyph: "✗", Note: "← not a number"},
		"/anonymousId":              {Glyph: "!"},
		"/context/traits/email":     {Glyph: "!"},
		"/properties/products/7/id": {Glyph: "·"},
		"/properties/extra/coupon":  {Glyph: "·"},
	}
	tests := []struct {
		name          string
		raw           string
		width, height int
		do            func(t *Tree)
		opt           Options
	}{
		{"unfolded", order, 60, 30, nil, Options{}},
		{"marked", order, 60, 32, func(t *Tree) { t.SetMarks(marks) }, Options{Cursor: true, Focused: true}},
		{"marked_and_folded", order, 60, 12, func(t *Tree) { t.SetMarks(marks); t.FoldAll() }, Options{Cursor: true}},
		{"ascii", order, 40, 12, func(t *Tree) {
			t.SetMarks(map[string]Mark{"/anonymousId": {Glyph: "x"}})
			t.SetLights("/userId")
			t.FoldAll()
			t.Move(3)
		}, Options{Cursor: true, Focused: true, Glyphs: ASCIIGlyphs()}},
		{"lit_and_dimmed", order, 60, 30, func(t *Tree) {
			t.SetLights("/event", "/properties/products/1/name")
			t.SetDims(map[string]string{"/context": "(from batch)"})
		}, Options{}},
		{"narrow", order, 24, 14, nil, Options{}},
		{"scrolled_sideways", order, 24, 14, func(t *Tree) { t.ScrollX(6) }, Options{}},
		{"wrapped", order, 24, 24, func(t *Tree) { t.SetWrapping(true) }, Options{}},
		{"odd_text", `{"a\u0041":"\ud800\n","b":"` + "\u202e\u202ex\u200d\", \"注文\":\"完了👍\",\"z\":\"\xff\"}", 60, 7, nil, Options{}},
		{"duplicates", `{"a":1,"a":2,"b":-0.00,"c":1E400}`, 40, 8, func(t *Tree) {
			t.SetMarks(map[string]Mark{"/a": {Glyph: "!", Note: "twice"}})
		}, Options{}},
		{"not_json", "{\n  \"event\": \"x\"\n  \"userId\": 1\n}", 60, 6, nil, Options{Cursor: true, Focused: true}},
		{"not_json_far_right", `{"event": "` + strings.Repeat("x", 100) + `", oops}`, 60, 3, nil, Options{}},
		{"not_json_shown", `{"event": "` + strings.Repeat("x", 100) + `", oops}`, 60, 3, func(t *Tree) {
			t.View(60, 3, Options{})
			t.ScrollX(84)
		}, Options{}},
		{"not_json_wrapped", `{"event": "` + strings.Repeat("x", 100) + `", oops}`, 60, 5, func(t *Tree) { t.SetWrapping(true) }, Options{}},
		{"empty_text", "", 60, 2, nil, Options{}},
		{"just_a_number", "42", 60, 2, nil, Options{}},
		{"revealed", order, 60, 14, func(t *Tree) { t.FoldAll(); t.Reveal("/properties/products/1/name") }, Options{Cursor: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree := New([]byte(tt.raw))
			if tt.do != nil {
				tt.do(tree)
			}
			screentest.Golden(t, tt.name, screen(tree, tt.width, tt.height, tt.opt))
		})
	}
}

func TestEachLineHasItsPointer(t *testing.T) {
	tree := New([]byte(order))
	tree.SetMarks(map[string]Mark{"/anonymousId": {}})
	tests := []struct {
		line          int
		pointer, text string
	}{
		{0, "", "{"},
		{1, "/anonymousId", `  "anonymousId": ⟨missing⟩`},
		{3, "/event", `  "event": "Order Completed",`},
		{7, "/properties/total", `    "total": 1.0e2,`},
		{10, "/properties/products/0/id", `        "id": 1,`},
		{12, "/properties/products/0", `      },`},
		{18, "/properties/tags", `    "tags": [],`},
		{24, "", "}"},
	}
	lines := strings.Split(all(tree), "\n")
	for _, tt := range tests {
		tree.Home()
		tree.Move(tt.line)
		if tree.Pointer() != tt.pointer || lines[tt.line] != tt.text {
			t.Errorf("line %d, %q, has %q, want %q, %q", tt.line, lines[tt.line], tree.Pointer(), tt.text, tt.pointer)
		}
	}
}

func TestFindGivesTheTextThatCame(t *testing.T) {
	text := `{"a/b":{"~":[1.50,"\u00e9"]},"d":1,"d":2.0}`
	for pointer, want := range map[string]string{
		"/a~1b":      `{"~":[1.50,"\u00e9"]}`,
		"/a~1b/~0/0": "1.50",
		"/a~1b/~0/1": `"\u00e9"`,
		"/d":         "2.0",
	} {
		if from, upTo, ok := Find(text, pointer); !ok || text[from:upTo] != want {
			t.Errorf("Find(%q) = %q, %v, want %q", pointer, text[from:upTo], ok, want)
		}
	}
	for _, pointer := range []string{"/x", "/a~1b/~0/2", "/a~1b/~0/00", "/a~1b/~0/-1", "/d/0", "d", "/"} {
		if from, upTo, ok := Find(text, pointer); ok {
			t.Errorf("Find(%q) = %q, want none", pointer, text[from:upTo])
		}
	}
}

func TestErrSaysWhere(t *testing.T) {
	tests := []struct {
		name, raw    string
		line, column int
		message      string
	}{
		{"nothing", "", 1, 1, "no JSON value: the text is empty"},
		{"only space", " \n ", 2, 2, "no JSON value: the text is empty"},
		{"cut off", `{"a": [1,`, 1, 10, "the text ends before the JSON value does"},
		{"two values", "{}\n {}", 2, 2, "more text after the end of the JSON value"},
		{"missing comma", "{\n \"a\": 1\n \"b\": 2}", 3, 2, `invalid character '"' after object value (expecting ',' or '}')`},
		{"trailing comma", `{"a": 1,}`, 1, 8, "no comma may stand before a closing bracket"},
		{"trailing comma in an array", "[1,\n]", 1, 3, "no comma may stand before a closing bracket"},
		{"characters, not bytes", `{"é注": x}`, 1, 8, `invalid character 'x' at start of value`},
		{"control character in string", "[\"a\x1b\"]", 1, 4, `invalid character '\x1b' in string (expecting non-control character)`},
		{"number as name", `{1: 2}`, 1, 2, `invalid character '1' at start of string (expecting '"')`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := SyntaxError{Line: tt.line, Column: tt.column, Message: tt.message}
			for _, err := range []*SyntaxError{New([]byte(tt.raw)).doc.err, Check(tt.raw)} {
				if err == nil {
					t.Fatal("no error")
				}
				got := *err
				got.Offset = 0
				if got != want {
					t.Errorf("got %+v, want %+v", got, want)
				}
			}
		})
	}
	for _, fine := range []string{order, " 1 ", `{"a":1,"a":2}`, "\"\xff\"", `"\ud800"`} {
		if err := Check(fine); err != nil {
			t.Errorf("Check(%q) = %v", fine, err)
		}
	}
}

func TestFindWorksBeforeTheError(t *testing.T) {
	text := `{"a": {"b": [10, 20]}, "c": `
	for pointer, want := range map[string]string{"/a/b/1": "20", "/a": `{"b": [10, 20]}`} {
		from, upTo, ok := Find(text, pointer)
		if !ok || text[from:upTo] != want {
			t.Errorf("Find(%q) = %d, %d, %v", pointer, from, upTo, ok)
		}
	}
	if _, _, ok := Find(text, "/c"); ok {
		t.Error("found a value that is not there")
	}
}

// The pointers of a document lead to its lines, whatever its names are made of.
func TestPointersAreThoseOfTheDocument(t *testing.T) {
	for _, raw := range []string{`{"\ud83d":1}`, "{\"\xff\xfe\":1}", `{"a\/b~c":1}`, `{"":{"":1}}`, `{"\u0061":1}`} {
		doc, err := jsondoc.Parse([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		tree := New([]byte(raw))
		i := 0
		for v := doc.Root(); v.Kind() != jsondoc.Absent; i++ {
			if at, ok := lineOf(tree, v.Pointer()); !ok || at != i || tree.outline.pointer(at) != v.Pointer() {
				t.Errorf("%s: %q leads to line %d, %t", raw, v.Pointer(), at, ok)
			}
			var first jsondoc.Value
			for first = range v.Members() {
				break
			}
			v = first
		}
	}
}
