package jsondoc

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestTextIsAsJavaScriptReadsIt(t *testing.T) {
	for _, tc := range []struct{ name, raw, want, again string }{
		{"plain", `"abc"`, "abc", `"abc"`},
		{"all escapes", `"\"\\\/\b\f\n\r\t"`, "\"\\/\b\f\n\r\t", `"\"\\/\b\f\n\r\t"`},
		{"escaped characters", `"\u0041\u00e9\u2028\u0000\u001F"`, "Aé\u2028\x00\x1f", "\"Aé\u2028\\u0000\\u001f\""},
		{"no HTML escaping", `"<&>\u007f"`, "<&>\x7f", "\"<&>\x7f\""},
		{"pair of escapes", `"\ud83d\uDE00"`, "😀", `"😀"`},
		{"high half", `"a\ud83db"`, "a\xed\xa0\xbdb", `"a\ud83db"`},
		{"low half", `"\udE00"`, "\xed\xb8\x80", `"\ude00"`},
		{"halves in the wrong order", `"\ude00\ud83d"`, "\xed\xb8\x80\xed\xa0\xbd", `"\ude00\ud83d"`},
		{"high half before another escape", `"\ud83d\n"`, "\xed\xa0\xbd\n", `"\ud83d\n"`},
		{"high half before a pair", `"\ud83d\ud83d\ude00"`, "\xed\xa0\xbd😀", `"\ud83d😀"`},
		{"one byte", "\"a\xffb\"", "a\uFFFDb", "\"a\uFFFDb\""},
		{"cut character is one", "\"\xe2\x82x\"", "\uFFFDx", "\"\uFFFDx\""},
		{"cut long character is one", "\"\xf0\x9f\x98x\"", "\uFFFDx", "\"\uFFFDx\""},
		{"bytes that begin nothing", "\"\xe0\x80\x80\xc0\xaf\"", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD", "\"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\""},
		{"a half written as bytes is not UTF-8", "\"\xed\xa0\xbd\"", "\uFFFD\uFFFD\uFFFD", "\"\uFFFD\uFFFD\uFFFD\""},
		{"beyond Unicode", "\"\xf4\x90\x80\x80\"", "\uFFFD\uFFFD\uFFFD\uFFFD", "\"\uFFFD\uFFFD\uFFFD\uFFFD\""},
		{"bad byte after an escape", "\"\\n\xff\"", "\n\uFFFD", "\"\\n\uFFFD\""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			v := parse(t, tc.raw)
			if v.Text() != tc.want || string(v.AppendText(nil)) != tc.want || !v.TextIs(tc.want) || v.TextIs(tc.want+"x") {
				t.Errorf("text %q, want %q", v.Text(), tc.want)
			}
			if got := string(AppendString(nil, v.Text())); got != tc.again {
				t.Errorf("written as %s, want %s", got, tc.again)
			}
			if string(v.Raw()) != tc.raw {
				t.Errorf("the bytes have changed: %q", v.Raw())
			}
			m := parse(t, "{"+tc.raw+":1}")
			if m.Member(tc.want).Kind() != Number || m.Member("no").Kind() != Absent {
				t.Error("the member is not found by its name")
			}
		})
	}
}

func TestInvalidUTF8NamesThePlace(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		offset     int
		pointer    string
	}{
		{"none", `{"a":"é\u00e9\ud83d\ude00\\ud83d"}`, -1, ""},
		{"in a value", "{\"a\":[\"x\xff\"]}", 8, "/a/0"},
		{"in a name", "{\"a\":1,\"\xff\":2}", 8, "/\uFFFD"},
		{"half of a pair", `{"a":"é","b":"x\ud83d"}`, 16, "/b"},
		{"half of a pair before a bad byte", "[\"\\ude00\",\"\xff\"]", 2, "/0"},
		{"half of a pair after a bad byte", "[\"\xff\",\"\\ude00\"]", 2, "/0"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			at, bad := parse(t, tc.text).Doc().InvalidUTF8()
			if bad != (tc.offset >= 0) {
				t.Fatalf("bad = %v", bad)
			}
			if bad && (at.Offset() != tc.offset || at.Pointer() != tc.pointer) {
				t.Errorf("at %d %s, want %d %s", at.Offset(), at.Pointer(), tc.offset, tc.pointer)
			}
		})
	}
}

func TestStringsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.String().Draw(t, "text")
		doc, err := Parse(AppendString(nil, want))
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Root().Text(); got != want || !utf8.ValidString(got) {
			t.Fatalf("got %q", got)
		}
	})
}
