package jsondoc

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// parse reads a text that is known to be JSON.
func parse(t testing.TB, text string) Value {
	t.Helper()
	doc, err := Parse([]byte(text))
	if err != nil {
		t.Fatalf("Parse(%s): %v", text, err)
	}
	return doc.Root()
}

func TestValuesKeepTheirTextAndPlace(t *testing.T) {
	text := "\n { \"a\" : [1.50, -0 , 1e400],\t\"b\\u0021\":{\"c\":null}, \"d\":\"x\\ty\", \"e\":true }\r\n"
	root := parse(t, text)
	for _, tc := range []struct{ pointer, raw, name string }{
		{"/a", "[1.50, -0 , 1e400]", "a"},
		{"/a/0", "1.50", ""},
		{"/a/1", "-0", ""},
		{"/a/2", "1e400", ""},
		{"/b!", `{"c":null}`, "b!"},
		{"/b!/c", "null", "c"},
		{"/d", `"x\ty"`, "d"},
		{"/e", "true", "e"},
	} {
		v := root.Lookup(tc.pointer)
		start, end := v.Span()
		if string(v.Raw()) != tc.raw || text[start:end] != tc.raw || v.Name() != tc.name {
			t.Errorf("%s: raw %q, span %q, name %q", tc.pointer, v.Raw(), text[start:end], v.Name())
		}
		if v.Pointer() != tc.pointer {
			t.Errorf("%s: Pointer() = %q", tc.pointer, v.Pointer())
		}
	}
	start, end := root.Member("b!").NameSpan()
	if got := text[start:end]; got != `"b\u0021"` || got != string(root.Member("b!").NameRaw()) {
		t.Errorf("name span %s, name raw %s", got, root.Member("b!").NameRaw())
	}
	if root.Len() != 4 || root.Member("a").Len() != 3 || root.Member("d").Len() != 0 {
		t.Error("Len is wrong")
	}
	if !root.Member("e").Bool() || root.Member("d").Bool() {
		t.Error("Bool is wrong")
	}
	if string(root.Doc().Bytes()) != text {
		t.Error("the text has changed")
	}
}

func TestKinds(t *testing.T) {
	for text, want := range map[string]Kind{
		"null": Null, "true": Bool, "false": Bool, "-1.5e+3": Number, `""`: String, "{}": Object, " [] ": Array,
	} {
		if got := parse(t, text).Kind(); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

func TestAbsentIsHarmless(t *testing.T) {
	for _, v := range []Value{{}, parse(t, "{}").Member("no"), parse(t, "[]").Element(0), parse(t, "1").Lookup("/x"), new(Doc).Root(), (*Doc)(nil).Root()} {
		start, end := v.Span()
		nameStart, nameEnd := v.NameSpan()
		if v.Kind() != Absent || v.Raw() != nil || v.NameRaw() != nil || v.Name() != "" || v.Text() != "" ||
			v.Bool() || v.Len() != 0 || v.Pointer() != "" || start+end+nameStart+nameEnd != 0 || v.TextIs("") || v.NameIs("") ||
			v.Member("a").Kind() != Absent || v.Element(0).Kind() != Absent || v.Parent().Kind() != Absent || len(v.AppendText(nil)) != 0 {
			t.Error("an absent value has something")
		}
		for range v.Members() {
			t.Error("an absent value has members")
		}
		for range v.Elements() {
			t.Error("an absent value has elements")
		}
		for range v.Properties() {
			t.Error("an absent value has properties")
		}
		for range v.Doc().Duplicates() {
			t.Error("an absent document has duplicates")
		}
		for range v.Doc().LongNumbers() {
			t.Error("an absent document has long numbers")
		}
		if _, bad := v.Doc().InvalidUTF8(); bad || v.Doc().Bytes() != nil || v.Doc().At(0).Kind() != Absent {
			t.Error("an absent document has a text")
		}
	}
}

func TestSyntaxErrorsNameThePlace(t *testing.T) {
	deep := strings.Repeat("[", MaxDepth)
	for _, tc := range []struct {
		name, text   string
		line, column int
		msg          string
	}{
		{"nothing", "", 1, 1, "there is no JSON value"},
		{"only white space", " \n ", 2, 2, "there is no JSON value"},
		{"torn", "{\"a\":\n [1", 2, 4, "the text ends in the middle of a JSON value"},
		{"torn string", `{"a`, 1, 4, "the text ends in the middle of a JSON value"},
		{"torn literal", `tru`, 1, 4, "the text ends in the middle of a JSON value"},
		{"two values", "{} {}", 1, 4, "there is more text behind the JSON value"},
		{"text behind", "1 x", 1, 3, "there is more text behind the JSON value"},
		{"NaN, as Python writes it", "{\"é\": NaN}", 1, 7, "invalid character 'N' at start of value"},
		{"trailing comma", `{"a":1,}`, 1, 7, "invalid character ',' at start of value"},
		{"trailing comma in a list", `[1,]`, 1, 3, "invalid character ',' at start of value"},
		{"no comma", `{"a":1 "b":2}`, 1, 8, "invalid character '\"' after object value (expecting ',' or '}')"},
		{"no colon", `{"a" 1}`, 1, 6, "invalid character '1' after object name (expecting ':')"},
		{"name is no string", `{a:1}`, 1, 2, "invalid character 'a' at start of value"},
		{"wrong bracket", `[1}`, 1, 3, "invalid character '}' after array element (expecting ',' or ']')"},
		{"closed too often", `]`, 1, 1, "invalid character ']' at start of value"},
		{"control character", "\"a\nb\"", 1, 3, `invalid character '\n' in string (expecting non-control character)`},
		{"unknown escape", `"\x"`, 1, 2, "invalid escape sequence `\\x` in string"},
		{"leading zero", `01`, 1, 2, "there is more text behind the JSON value"},
		{"single quotes", `'a'`, 1, 1, "invalid character '\\'' at start of value"},
		{"too deep", "\n" + deep + "[", 2, MaxDepth + 1, "objects and arrays stand more than 10,000 deep in each other"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			doc, err := Parse([]byte(tc.text))
			var syn *SyntaxError
			if !errors.As(err, &syn) || doc != nil {
				t.Fatalf("no syntax error: %v", err)
			}
			if syn.Line != tc.line || syn.Column != tc.column || syn.Msg != tc.msg {
				t.Errorf("line %d, column %d: %s\nwant line %d, column %d: %s", syn.Line, syn.Column, syn.Msg, tc.line, tc.column, tc.msg)
			}
			if !strings.HasPrefix(syn.Error(), "line ") {
				t.Errorf("Error() = %q", syn.Error())
			}
		})
	}
}

func TestTheDeepestTextThatIsAllowed(t *testing.T) {
	text := strings.Repeat(`{"a":[`, MaxDepth/2) + strings.Repeat("]}", MaxDepth/2)
	root := parse(t, text)
	v := root.Doc().At(strings.Index(text, "]") - 1)
	if got := strings.Count(v.Pointer(), "/"); got != MaxDepth-1 {
		t.Errorf("the innermost value is %d deep", got)
	}
	if root.Lookup(v.Pointer()) != v {
		t.Error("the pointer does not lead back")
	}
}

func TestResetReusesTheDocument(t *testing.T) {
	var d Doc
	if err := d.Reset([]byte(`{"a":1}`)); err != nil {
		t.Fatal(err)
	}
	if err := d.Reset([]byte(`{"a":`)); err == nil || d.Root().Kind() != Absent {
		t.Fatal("a torn text was read")
	}
	if err := d.Reset([]byte(`["x"]`)); err != nil || d.Root().Element(0).Text() != "x" {
		t.Fatal("the document cannot be used again")
	}
	text := []byte(track)
	// The race detector makes pools forget: that costs a tokenizer now and then.
	if allocs := testing.AllocsPerRun(100, func() { _ = d.Reset(text) }); allocs > 3 {
		t.Errorf("Reset allocates %v times", allocs)
	}
}

func TestMemberTakesTheLastOfItsName(t *testing.T) {
	root := parse(t, `{"a":1,"b":2,"\u0061":3,"A":4,"a\\n":5}`)
	if got := string(root.Member("a").Raw()); got != "3" {
		t.Errorf("a is %s", got)
	}
	if root.Member(`\u0061`).Kind() != Absent {
		t.Error("a name was compared undecoded")
	}
	if got := string(root.Member(`a\n`).Raw()); got != "5" {
		t.Errorf("the name with a backslash is %q", got)
	}
	if !root.Member("a").NameIs("a") || root.Member("a").NameIs("A") {
		t.Error("NameIs is wrong")
	}
}

func TestPropertiesComeAsJavaScriptEnumeratesThem(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"as they stand", `{"b":1,"a":2}`, "b=1 a=2"},
		{"indices first", `{"b":1,"10":2,"9":3,"a":4}`, "9=3 10=2 b=1 a=4"},
		{
			"not every number is an index", `{"b":1,"01":2,"-1":3,"1.0":4,"4294967295":5,"4294967294":6,"0":7}`,
			"0=7 4294967294=6 b=1 01=2 -1=3 1.0=4 4294967295=5",
		},
		{"the place of the first, the value of the last", `{"a":1,"b":2,"a":3}`, "a=3 b=2"},
		{"escaped index", `{"a":1,"\u0031":2}`, "1=2 a=1"},
		{"escaped duplicate", `{"a":1,"b":2,"\u0061":3}`, "a=3 b=2"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for p := range parse(t, tc.text).Properties() {
				got = append(got, p.Name()+"="+string(p.Raw()))
			}
			if s := strings.Join(got, " "); s != tc.want {
				t.Errorf("got %s, want %s", s, tc.want)
			}
		})
	}
}

func TestPointers(t *testing.T) {
	root := parse(t, `{"":{"~":1,"a/b":[10,{"~1":2}]},"0":3}`)
	for _, tc := range []struct{ pointer, want string }{
		{"", string(root.Raw())},
		{"/", `{"~":1,"a/b":[10,{"~1":2}]}`},
		{"//~0", "1"},
		{"//a~1b/0", "10"},
		{"//a~1b/1/~01", "2"},
		{"/0", "3"},
		{"//a~1b/2", ""},
		{"//a~1b/-", ""},
		{"//a~1b/00", ""},
		{"//a~1b/+1", ""},
		{"//a~1b/-1", ""},
		{"0", ""},
		{"/0/1", ""},
	} {
		v := root.Lookup(tc.pointer)
		if string(v.Raw()) != tc.want {
			t.Errorf("%q is %s, want %s", tc.pointer, v.Raw(), tc.want)
		}
		if tc.want != "" && v.Pointer() != tc.pointer {
			t.Errorf("%q has the pointer %q", tc.pointer, v.Pointer())
		}
	}
	if UnescapePointer(EscapePointer("~1/~")) != "~1/~" {
		t.Error("escaping does not come back")
	}
}

func TestAtFindsTheInnermostValue(t *testing.T) {
	text := ` {"a": [1, "xy"], "b":2} `
	root := parse(t, text)
	for _, tc := range []struct {
		at   string
		want string
	}{
		{`"a"`, "/a"}, {"[", "/a"}, {"1", "/a/0"}, {`y"`, "/a/1"}, {`, "b`, ""}, {`"b"`, "/b"}, {"2", "/b"}, {"}", ""},
	} {
		v := root.Doc().At(strings.Index(text, tc.at))
		if v.Kind() == Absent || v.Pointer() != tc.want {
			t.Errorf("at %s is %q", tc.at, v.Pointer())
		}
	}
	for _, outside := range []int{-1, 0, len(text) - 1, len(text), len(text) + 5} {
		if root.Doc().At(outside).Kind() != Absent {
			t.Errorf("something is at %d", outside)
		}
	}
}

func TestPosition(t *testing.T) {
	text := []byte("ab\r\néx\xff\xfey\n")
	for _, tc := range []struct{ offset, line, column int }{
		{0, 1, 1}, {2, 1, 3}, {3, 1, 4}, {4, 2, 1}, {6, 2, 2}, {9, 2, 5}, {len(text), 3, 1}, {-1, 3, 1}, {99, 3, 1},
	} {
		if line, column := Position(text, tc.offset); line != tc.line || column != tc.column {
			t.Errorf("offset %d is line %d, column %d", tc.offset, line, column)
		}
	}
}

func TestDuplicates(t *testing.T) {
	many := make([]string, 0, 200)
	for i := range 100 {
		many = append(many, `"k`+strings.Repeat("x", i)+`":0`)
	}
	for _, tc := range []struct {
		name, text string
		want       []string
	}{
		{"none", `{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}`, nil},
		{"all but the last", `{"a":1,"b":2,"a":3,"a":4}`, []string{"1", "3"}},
		{"in every object", `{"x":{"a":1,"a":2},"y":[{"b":3,"b":4}]}`, []string{"1", "3"}},
		{"spelled differently", `{"a":1,"\u0061":2}`, []string{"1"}},
		{"empty names", `{"":1,"":2}`, []string{"1"}},
		{"same look, other name", `{"abxd":1,"acxd":2}`, nil},
		{"many members", "{" + strings.Join(many, ",") + "}", nil},
		{"many members, one twice", "{" + strings.Join(many, ",") + `,"k":1}`, []string{"0"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for v := range parse(t, tc.text).Doc().Duplicates() {
				got = append(got, string(v.Raw()))
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
	for range parse(t, `{"a":1,"a":2,"b":1,"b":2}`).Doc().Duplicates() {
		break // stopping early is allowed
	}
}

func TestLargeObjectsAreReadInOneGo(t *testing.T) {
	var b strings.Builder
	b.WriteByte('{')
	const members = 100_000
	for i := range members {
		b.WriteString(`"k` + strconv.Itoa(i/2) + `":0,`)
	}
	b.WriteString(`"\u0031":1}`)
	root := parse(t, b.String())
	duplicates, properties := 0, 0
	for range root.Doc().Duplicates() {
		duplicates++
	}
	for range root.Properties() {
		properties++
	}
	if duplicates != members/2 || properties != members/2+1 || root.Len() != members+1 {
		t.Errorf("%d duplicates, %d properties, %d members", duplicates, properties, root.Len())
	}
}

func TestPositionsAreThoseOfEachOffset(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := []byte(rapid.StringOf(rapid.RuneFrom([]rune("a\né\U0001F600\r"))).Draw(t, "text"))
		positions := NewPositions(raw)
		for range rapid.IntRange(1, 10).Draw(t, "asked") {
			offset := rapid.IntRange(-1, len(raw)+1).Draw(t, "offset")
			if offset > 0 && offset < len(raw) && !utf8.RuneStart(raw[offset]) {
				continue // values begin with a character
			}
			line, column := positions.Of(offset)
			if wantLine, wantColumn := Position(raw, offset); line != wantLine || column != wantColumn {
				t.Fatalf("%q at %d: %d:%d, want %d:%d", raw, offset, line, column, wantLine, wantColumn)
			}
		}
	})
}
