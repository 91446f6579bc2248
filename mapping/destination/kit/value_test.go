package kit

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"segtap/mapping/jsondoc"
)

func TestJSONComesOutAsJavaScriptWritesIt(t *testing.T) {
	deep := strings.Repeat(`{"a":[`, 3000) + strings.Repeat(`]}`, 3000)
	for _, tc := range []struct{ name, text, want string }{
		{"compact", "{ \"a\" : [ 1 , true , null , \"x\" ] }", `{"a":[1,true,null,"x"]}`},
		{
			"numbers are doubles", `[9007199254740993,1.0,1.50,-0,-0.0,1e2,1e21,123456789012345678,0.000001,0.0000001,1e309,-1e309,1e-400,0.1,5e-324]`,
			`[9007199254740992,1,1.5,0,0,100,1e+21,123456789012345680,0.000001,1e-7,null,null,0,0.1,5e-324]`,
		},
		{"the last of a name, in the place of the first", `{"a":1,"b":2,"a":3}`, `{"a":3,"b":2}`},
		{"indices first", `{"b":1,"2":2,"1":3}`, `{"1":3,"2":2,"b":1}`},
		{"__proto__ is lost at every depth", `{"__proto__":1,"a":[{"__proto__":{},"b":1}]}`, `{"a":[{"b":1}]}`},
		{"an escaped __proto__ too", `{"\u005f_proto__":1}`, `{}`},
		{"escapes are normalised", `{"\u0041\n":"\/\u00e9\u0007\u2028"}`, "{\"A\\n\":\"/é\\u0007\u2028\"}"},
		{"half surrogates survive", `{"\uD800":"x\uDC00"}`, `{"\ud800":"x\udc00"}`},
		{"bytes that are not UTF-8", "[\"\xff\"]", "[\"\uFFFD\"]"},
		{"no HTML escaping", `"<&>"`, `"<&>"`},
		{"deep", deep, deep},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := string(parse(t, tc.text).AppendJSON(nil)); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
	if got := string(Value{}.AppendJSON(nil)); got != "null" {
		t.Errorf("undefined is %s", got)
	}
}

func TestStringsOfValues(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"null", "null", "null"},
		{"booleans", "[true,false]", "true,false"},
		{"a number", "1.50", "1.5"},
		{"a large number", "1e400", "Infinity"},
		{"a string", `"x"`, "x"},
		{"an object", `{"a":1}`, "[object Object]"},
		{"lists", `[1,[2,null],{},"x"]`, "1,2,,[object Object],x"},
		{"an empty list", "[]", ""},
		{"valueOf does no harm", `{"valueOf":1}`, "[object Object]"},
		{"toString does", `{"toString":null}`, "!"},
		{"in a list", `[1,{"toString":1}]`, "!"},
		{"no prototype", `{"__proto__":null}`, "!"},
		{"a prototype with toString", `{"__proto__":{"toString":1}}`, "!"},
		{"a prototype of a prototype is a member", `{"__proto__":{"__proto__":null}}`, "[object Object]"},
		{"a list for a prototype", `{"__proto__":[1,2]}`, "1,2"},
		{"a list for a prototype, without its join", `{"__proto__":[1,2],"join":1}`, "[object Object]"},
		{"a scalar is no prototype", `{"__proto__":5}`, "[object Object]"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := parse(t, tc.text).JSString()
			if tc.want == "!" {
				if !errors.Is(err, ErrNoPrimitive) {
					t.Errorf("got %q, %v", got, err)
				}
				return
			}
			if err != nil || got != tc.want {
				t.Errorf("got %q, %v; want %q", got, err, tc.want)
			}
		})
	}
	if got, _ := (Value{}).JSString(); got != "undefined" {
		t.Errorf("undefined is %q", got)
	}
}

func TestNumbersArePrintedAsJavaScriptPrintsThem(t *testing.T) {
	for _, tc := range []struct {
		f    float64
		want string
	}{
		{0, "0"},
		{math.Copysign(0, -1), "0"},
		{1, "1"},
		{-1.5, "-1.5"},
		{12.50, "12.5"},
		{100, "100"},
		{1e20, "100000000000000000000"},
		{123456789012345680000, "123456789012345680000"},
		{1e21, "1e+21"},
		{-1.5e21, "-1.5e+21"},
		{1e100, "1e+100"},
		{1e-6, "0.000001"},
		{1.5e-6, "0.0000015"},
		{1e-7, "1e-7"},
		{-1.25e-7, "-1.25e-7"},
		{5e-324, "5e-324"},
		{1e-10, "1e-10"},
		{9007199254740992, "9007199254740992"},
		{0.30000000000000004, "0.30000000000000004"},
		{math.MaxFloat64, "1.7976931348623157e+308"},
		{math.Inf(1), "Infinity"},
		{math.Inf(-1), "-Infinity"},
		{math.NaN(), "NaN"},
	} {
		if got := string(AppendNumber(nil, tc.f)); got != tc.want {
			t.Errorf("%g is %s, want %s", tc.f, got, tc.want)
		}
	}
}

func TestNumbersAreReadAsJavaScriptReadsThem(t *testing.T) {
	inf := math.Inf(1)
	for text, want := range map[string]float64{
		"": 0, " ": 0, "\t\n\v\f\r \u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000\ufeff": 0,
		"99.84": 99.84, " 99.84\n": 99.84, "\u00a0\ufeff7": 7, "1e3": 1000, "1E3": 1000, "1e+3": 1000, "1e-3": 0.001, "0010.50": 10.5,
		"5.": 5, ".5": 0.5, "5.e1": 50, "+5": 5, "-5": -5, "+.5": 0.5, "-0": 0, "00": 0,
		"0x1F": 31, "0X1f": 31, "0o17": 15, "0O17": 15, "0b101": 5, "0B101": 5, "0x1FFFFFFFFFFFFF1": 144115188075855860,
		"Infinity": inf, "+Infinity": inf, "-Infinity": -inf, "1e309": inf, "-1e309": -inf, strings.Repeat("9", 400): inf, "0x" + strings.Repeat("f", 300): inf,
		"0b1" + strings.Repeat("0", 1023): math.Ldexp(1, 1023), "0b1" + strings.Repeat("0", 1024): inf, "0x" + strings.Repeat("0", 2000) + "1": 1, "0o0": 0,
		"1e-400": 0, "9007199254740993": 9007199254740992,
	} {
		if got, ok := ParseNumber(text); !ok || got != want {
			t.Errorf("%q is %v, %v; want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"$99.84", "1,000", "1_000", "1 000", "NaN", "inf", "infinity", "INFINITY", "Infinity ∞", "0x1p3", "10n", "1e", "1e+", ".", "+", "-", "+-1", "٣", "true",
		"-0x10", "+0x10", "0x", "0o8", "0b2", "0xg", "0x_1", "\u200b7", "\u00857", "\u180e7", "\x007", "1.2.3", "--1", "1e5.5", "e5", ".e5", "0x1.8", "nan", "1f",
	} {
		if got, ok := ParseNumber(text); ok {
			t.Errorf("%q is %v, want none", text, got)
		}
	}
}

func TestPrintedNumbersComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.Float64().Draw(t, "number")
		text := string(AppendNumber(nil, f))
		back, ok := ParseNumber(text)
		if !ok || back != f {
			t.Fatalf("%g is printed as %s, which is read as %g", f, text, back)
		}
		if again, err := strconv.ParseFloat(text, 64); err != nil || again != f {
			t.Fatalf("%s is read as %g by Go", text, again)
		}
	})
}

// Amounts are printed as all numbers are: with the shortest digits.
func TestAmountsArePrintedAsNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := float64(rapid.Int64Range(-2e17, 2e17).Draw(t, "thousandths")>>rapid.IntRange(0, 57).Draw(t, "smaller")) / rapid.SampledFrom([]float64{1, 10, 100, 1000}).Draw(t, "of")
		f = rapid.SampledFrom([]float64{f, math.Nextafter(f, 0), math.Nextafter(f, math.Inf(1))}).Draw(t, "beside")
		if math.Abs(f) < 1e-6 || math.Abs(f) >= 1e21 {
			return
		}
		if got, want := string(AppendNumber(nil, f)), strconv.FormatFloat(f, 'f', -1, 64); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}

func BenchmarkAppendNumber(b *testing.B) {
	var dst []byte
	for b.Loop() {
		dst = AppendNumber(dst[:0], 59.9)
	}
}

func TestTruthAndEmptiness(t *testing.T) {
	for text, want := range map[string]struct{ truthy, blank bool }{
		"null": {false, true}, `""`: {false, true}, "0": {false, false}, "-0.0": {false, false}, "1e-400": {false, false}, "false": {false, false},
		"1": {true, false}, "1e400": {true, false}, `" "`: {true, false}, "true": {true, false}, "[]": {true, false}, "{}": {true, false}, `"\u0000"`: {true, false},
	} {
		v := parse(t, text)
		if v.Truthy() != want.truthy || v.IsBlank() != want.blank {
			t.Errorf("%s: truthy %v, blank %v", text, v.Truthy(), v.IsBlank())
		}
	}
	if (Value{}).Truthy() || !(Value{}).IsBlank() || !String("").IsBlank() || Number(math.NaN()).Truthy() {
		t.Error("made values are wrong")
	}
}

func TestCodeUnits(t *testing.T) {
	text := "a😀é\xed\xa0\xbd"
	if got := units(text); got != 5 {
		t.Errorf("%d code units", got)
	}
	for i, want := range []string{"a", "\xed\xa0\xbd", "\xed\xb8\x80", "é", "\xed\xa0\xbd"} {
		if got, ok := unit(text, i); !ok || got != want {
			t.Errorf("unit %d is %q, want %q", i, got, want)
		}
	}
	if _, ok := unit(text, 5); ok {
		t.Error("there is a unit past the end")
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, seed := range []string{"99.84", " 0x1F\n", "1e309", "-Infinity", "\ufeff.5e-3", "0b2", "5.", "\xed\xa0\xbd"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, ok := ParseNumber(text)
		if math.IsNaN(n) || !ok && n != 0 {
			t.Fatalf("%q is %v, %v", text, n, ok)
		}
		if padded, okPadded := ParseNumber(" \ufeff" + text + "\u2029"); okPadded != ok || padded != n {
			t.Fatalf("%q padded is %v, %v", text, padded, okPadded)
		}
		var want float64
		if json.Unmarshal([]byte(text), &want) == nil && (!ok || n != want) && strings.TrimSpace(text) != "null" {
			t.Fatalf("%q is a JSON number %v, and not %v", text, want, n)
		}
	})
}

func FuzzResolve(f *testing.F) {
	for _, seed := range []string{
		`{"@path":"$.properties['b c'].list[0]"}`, `{"@if":{"exists":{"@path":"$.userId"},"then":1,"else":[{"@template":"{{a}}{{{b}}}"}]}}`,
		`{"a":{"@case":{"operator":"upper","value":"x"}},"@x":1}`, `{"@merge":{"direction":"left","objects":[{"@path":"$."}]}}`,
		`{"@replace":{"pattern":"a","replacement":"$&","ignorecase":true,"value":{"@template":"{{userId}}"}}}`,
		`{"@flatten":{"separator":"_","value":{"@path":"$."}}}`, `{"@json":{"mode":"decode","value":"[1]"}}`, `{"@arrayPath":["$.products",{"a":1}]}`,
	} {
		f.Add([]byte(seed), []byte(message))
	}
	f.Fuzz(func(t *testing.T, mapping, text []byte) {
		doc, err := jsondoc.Parse(mapping)
		if err != nil {
			return
		}
		msg, err := jsondoc.Parse(text)
		if err != nil {
			return
		}
		m, err := Compile("field", doc.Root())
		if err != nil {
			if !strings.HasPrefix(err.Error(), "/") {
				t.Fatalf("the error names no place: %v", err)
			}
			return
		}
		first, errFirst := m.Resolve(Of(msg.Root()))
		second, errSecond := m.Resolve(Of(msg.Root()))
		if (errFirst == nil) != (errSecond == nil) {
			t.Fatalf("first %v, then %v", errFirst, errSecond)
		}
		a, b := first.AppendJSON(nil), second.AppendJSON(nil)
		if string(a) != string(b) {
			t.Fatalf("first %s, then %s", a, b)
		}
		if !json.Valid(a) {
			t.Fatalf("%s is no JSON", a)
		}
		m.Trace(Of(msg.Root()))
	})
}

func BenchmarkResolvePath(b *testing.B) {
	m, err := Compile("field", parse(b, `{"@if":{"exists":{"@path":"$.properties.nope"},"then":{"@path":"$.properties.nope"},"else":{"@path":"$.properties.value"}}}`).Node())
	if err != nil {
		b.Fatal(err)
	}
	msg := parse(b, message)
	b.ReportAllocs()
	for b.Loop() {
		if v, err := m.Resolve(msg); err != nil || v.Kind() != jsondoc.Number {
			b.Fatal(v, err)
		}
	}
}

// A value that is taken as it came is what it is when it is written anew.
func TestWhatStaysAsItCameIsWhatIsWritten(t *testing.T) {
	scalar := rapid.SampledFrom([]string{
		"1", "-1", "0", "-0", "1.5", "1.50", "-0.5", "0.5", "0.05", "1e2", "123456789012345", "1234567890123456", "1e309",
		`"s"`, `""`, `"é"`, `"\n"`, "\"\xff\"", `"{ }"`, "true", "false", "null", "{}", "[]", "{ }", "[ ]",
	})
	name := rapid.SampledFrom([]string{`"a"`, `"b"`, `"bb"`, `""`, `"0"`, `"17"`, `"01"`, `"4294967295"`, `"9b"`, `"_"`, `"__proto__"`, `"__proto_"`, `"\u0061"`, `"é"`})
	blank := rapid.SampledFrom([]string{"", "", "", "", "", "", "", "", " "})
	var value func(depth int) *rapid.Generator[string]
	value = func(depth int) *rapid.Generator[string] {
		return rapid.Custom(func(t *rapid.T) string {
			form := rapid.IntRange(0, 3).Draw(t, "form")
			if depth == 0 || form == 0 {
				return blank.Draw(t, "before") + scalar.Draw(t, "scalar") + blank.Draw(t, "behind")
			}
			var items []string
			for _, item := range rapid.SliceOfN(value(depth-1), 0, 5).Draw(t, "items") {
				if form > 1 {
					item = name.Draw(t, "name") + blank.Draw(t, "before the colon") + ":" + item
				}
				items = append(items, item)
			}
			if form > 1 {
				return "{" + strings.Join(items, ",") + "}"
			}
			return "[" + strings.Join(items, ",") + "]"
		})
	}
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		doc, err := jsondoc.Parse([]byte(value(3).Draw(t, "value")))
		if err != nil {
			t.Fatal(err)
		}
		v := Of(doc.Root())
		if v.node.IsStringified() {
			taken++
		}
		if got, want := string(v.AppendJSON(nil)), string(v.appendJSON(nil)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
	if taken == 0 {
		t.Error("none was taken as it came")
	}
}

// Where a path ends is told as one would write it down name by name.
func TestAPlaceIsToldNameByName(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		root := parse(t, rapid.SampledFrom([]string{
			`{"a":{"b/c":{"~":1}}}`, `{"a":"text"}`, `{"a":[{"b/c":null}]}`, `{"a":0}`, `{"a":null}`, `[]`, `1`,
		}).Draw(rt, "message"))
		p := path(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b/c", "~", "", "0", "length"}), 0, 4).Draw(rt, "path"))
		at, v := "", root
		for _, name := range p {
			if v.kind != jsondoc.Absent && !v.Truthy() {
				break
			}
			at += "/" + jsondoc.EscapePointer(name)
			if v = v.property(name); v.kind != jsondoc.Absent && !v.isNode() {
				break
			}
		}
		if got := p.pointer(root, p.whole()); got != at {
			rt.Errorf("%q: %s, want %s", []string(p), got, at)
		}
	})
}
