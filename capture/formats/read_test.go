package formats

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// valuesOf reads a text and gives what each value, or line that is none, is,
// with the number of its line.
func valuesOf(in io.Reader) (values []string, err error) {
	err = NewReader(in).Each(func(s Stretch) error {
		if s.Form == Value {
			values = append(values, fmt.Sprintf("%d %s", s.Line, strings.Join(strings.Fields(string(s.Text)), "")))
			return nil
		}
		for i, line := range strings.Split(string(s.Text), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				values = append(values, fmt.Sprintf("%d %s", s.Line+i, line))
			}
		}
		return nil
	})
	return values, err
}

func TestValuesAreReadOverLines(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"lines", "{\"a\":1}\n\n{\"b\":2}", []string{`1 {"a":1}`, `3 {"b":2}`}},
		{"indented", "{\n  \"a\": 1\n}\n{\n  \"b\": 2\n}\n{\"c\":3}\n", []string{`1 {"a":1}`, `4 {"b":2}`, `7 {"c":3}`}},
		{"an indented array", "[\n  {\"a\": 1},\n  {\"b\": 2}\n]\n{}", []string{`1 [{"a":1},{"b":2}]`, `5 {}`}},
		{"one behind the other", "{\n\"a\":1}{\n\"b\":2}\n", []string{`1 {"a":1}`, `2 {"b":2}`}},
		{"commas first", "{ \"a\": {}\n, \"b\": {}\n}\n", []string{`1 {"a":{},"b":{}}`}},
		{"a line that is cut short", "{\"a\":\n{\"b\":2}\n{\"c\":3}\n", []string{`1 {"a":`, `2 {"b":2}`, `3 {"c":3}`}},
		{"an array that never ends", "[\n{\"b\":2}\n{\"c\":3}\n", []string{`1 [`, `2 {"b":2}`, `3 {"c":3}`}},
		{"a value that never ends", "{\"a\":1}\n{\"b\":\n", []string{`1 {"a":1}`, `2 {"b":`}},
		{"a value that breaks, before one that does not", "{\n\"a\":1\n{\n\"b\":2\n}\n", []string{`1 {`, `2 "a":1`, `3 {"b":2}`}},
		{"brackets in a text", "{\"a\":\"{\"}\n{\"b\":2}\n", []string{`1 {"a":"{"}`, `2 {"b":2}`}},
		{"two on a line", "{\"a\":1} {\"b\":2}\n{\"c\":3} x\n", []string{`1 {"a":1}`, `1 {"b":2}`, `2 {"c":3} x`}},
		{"a text with a newline in it", "{\"a\":\"x\ny\"}\n{}\n", []string{`1 {"a":"x`, `2 y"}`, `3 {}`}},
		{"carriage returns", "{\r\n\"a\":1\r\n}\r\n{}\r\n", []string{`1 {"a":1}`, `4 {}`}},
		{"brackets that only open", strings.Repeat("[\n", maxValueDepth+2) + "{}\n", append(openings(maxValueDepth+2), fmt.Sprintf("%d {}", maxValueDepth+3))},
		{"neither", "hello\n{}\n", []string{`1 hello`, `2 {}`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for how, in := range map[string]io.Reader{"at once": strings.NewReader(test.text), "byte by byte": iotest.OneByteReader(strings.NewReader(test.text))} {
				got, err := valuesOf(in)
				if err != nil || !slices.Equal(got, test.want) {
					t.Errorf("%s: %q, %v; want %q", how, got, err, test.want)
				}
			}
		})
	}
}

// A record of a later version ends the reading, wherever it stands; what merely
// looks a bit like one is an ordinary line.
func TestRecordsOfALaterVersionEndTheReading(t *testing.T) {
	for text, line := range map[string]int{
		`{"v":2,"rec":"request"}`:                             1,
		"{}\n\n {\"v\":17,\"rec\":\"segtap\",\"x\":[]}\r\n{}": 3,
		"{}\n{\n \"v\": 2,\n \"rec\": \"mark\"\n}\n":          2,
		"{}\n[\n {\"v\": 2, \"rec\": \"mark\"}\n]\n":          2,
		`[{"v":3,"rec":"x"}]`:                                 1,
		"\ufeff" + `{"v":2,"rec":"segtap"}`:                   1,
		`{"v":1,"rec":"segtap"}`:                              0,
		`{"v":2}`:                                             0,
		`{"v":2,"rec":7}`:                                     0,
		`{"v":"2","rec":"x"}`:                                 0,
		`{"v":true,"rec":"x"}`:                                0,
		`{"v":{"a":1},"rec":"x"}`:                             0,
		`{"v":1e999,"rec":"x"}`:                               0,
		`{"v":2,"event":"rec"}`:                               0,
		`{"v"`:                                                0,
		`[{"v":2,"re`:                                         0,
	} {
		_, err := valuesOf(strings.NewReader(text))
		switch {
		case line == 0 && err != nil:
			t.Errorf("%s: %v", text, err)
		case line > 0 && (!errors.Is(err, ErrLater) || !strings.HasPrefix(err.Error(), fmt.Sprintf("line %d ", line))):
			t.Errorf("%s: %v, want line %d", text, err, line)
		}
	}
}

// endless returns a text that has no newline, and counts what is read of it.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	e.read += len(p)
	return len(p), nil
}

// A line is read up to 32 MiB, and what was before it is given.
func TestLongLinesEndTheReading(t *testing.T) {
	longest := `"` + strings.Repeat("x", maxLine-3) + "\"\n"
	if values, err := valuesOf(strings.NewReader("{}\n" + longest + "{}\n")); err != nil || len(values) != 3 {
		t.Errorf("%d values, %v", len(values), err)
	}
	for name, rest := range map[string]io.Reader{"too long": strings.NewReader(`"x` + longest + "{}\n"), "endless": new(endless)} {
		values, err := valuesOf(io.MultiReader(strings.NewReader("{}\n\n{}\n"), rest))
		if !errors.Is(err, ErrLongLine) || err.Error() != "line 4 is longer than 32 MiB" || !slices.Equal(values, []string{"1 {}", "3 {}"}) {
			t.Errorf("%s: %d values, %v", name, len(values), err)
		}
		if e, ok := rest.(*endless); ok && e.read > 3*maxLine {
			t.Errorf("%d bytes were read", e.read)
		}
	}
}

// A value on one line may be longer than one over several.
func TestALongValueOnOneLine(t *testing.T) {
	text := `{"a":"{",` + `"b":"` + strings.Repeat("x", maxValue+1) + "\"}\n{}\n"
	if values, err := valuesOf(strings.NewReader(text)); err != nil || len(values) != 2 {
		t.Errorf("%d values, %v", len(values), err)
	}
}

// Marks of the byte order in front of lines are no part of them.
func TestByteOrderMarksAreBlank(t *testing.T) {
	values, err := valuesOf(strings.NewReader("\ufeff{\"a\":\"\ufeff\"}\r\n\ufeff{\r\n\"b\":1\r\n}\r\n\ufeff[]"))
	if want := []string{"1 {\"a\":\"\ufeff\"}", `2 {"b":1}`, `5 []`}; err != nil || !slices.Equal(values, want) {
		t.Errorf("%q, %v", values, err)
	}
}

// openings returns lines that open an array each.
func openings(n int) []string {
	var lines []string
	for i := range n {
		lines = append(lines, fmt.Sprintf("%d [", i+1))
	}
	return lines
}

func TestNothingOfTheInputIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.SampledFrom([]string{"{", "}", "[", "]", "\n", "\"a\":", "1", ",", "{}", `"x"`, " ", "\r\n", "\x01", "é"})).Draw(t, "pieces")
		text := strings.Join(pieces, "")
		var got strings.Builder
		err := NewReader(iotest.HalfReader(strings.NewReader(text))).Each(func(s Stretch) error {
			if s.Offset != int64(got.Len()) {
				t.Fatalf("at byte %d, want %d", s.Offset, got.Len())
			}
			if want := 1 + strings.Count(got.String(), "\n"); s.Line != want {
				t.Fatalf("line %d, want %d", s.Line, want)
			}
			got.Write(s.Text)
			return nil
		})
		if err != nil || got.String() != text {
			t.Fatalf("%q became %q, %v", text, got.String(), err)
		}
	})
}

func TestAValueOverManyLinesIsBounded(t *testing.T) {
	long := strings.Repeat("{\"type\":\"track\"},\n", maxValue/17+1)
	if _, err := valuesOf(strings.NewReader("{\"list\":[\n" + long)); !errors.Is(err, ErrLongValue) {
		t.Errorf("got %v", err)
	}
	// Of an array as long as that, the elements are read one by one.
	got, err := valuesOf(strings.NewReader("{}\n [\n" + long + "{}] {\n}"))
	if n := maxValue/17 + 1; err != nil || len(got) != n+3 || got[n] != fmt.Sprintf(`%d {"type":"track"}`, n+2) || got[n+2] != fmt.Sprintf(`%d {}`, n+3) {
		t.Errorf("%d values, %v", len(got), err)
	}
	if got, err = valuesOf(strings.NewReader("[\n" + long)); len(got) != maxValue/17+1 || !errors.Is(err, errBroken) {
		t.Errorf("%d values, %v", len(got), err)
	}
	line := `{"a":"` + strings.Repeat("x", 2*chunkSize) + `"}`
	if got, err = valuesOf(strings.NewReader(line + "\n{}\n")); err != nil || len(got) != 2 || len(got[0]) != len(line)+2 {
		t.Errorf("a long line: %d values, %v", len(got), err)
	}
}

func TestReadingFails(t *testing.T) {
	broken := errors.New("broken")
	for _, text := range []string{"{}\n", "{}\n{\n"} {
		got, err := valuesOf(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)))
		if !errors.Is(err, broken) || got[0] != "1 {}" {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

// What an input breaks off in is no line of it, and no value: a message that somebody has
// stopped half way is not one that Segment refuses.
func TestWhatReadingBreaksOffInIsNotGiven(t *testing.T) {
	broken := errors.New("broken")
	for _, test := range []struct {
		text string
		want []string
	}{
		{"{}\n{\"a\"", []string{"1 {}"}},
		{"{}\n{\"a\":1}", []string{"1 {}"}}, // which may have gone on
		{"{}\n{\n\"a\": {}", []string{"1 {}"}},
		{"{}\n{\n\"a\": {},\n", []string{"1 {}"}},
		{"{}\n[\n{\"a\":1},\n{\"b\"", []string{"1 {}", `3 {"a":1}`}},
		{"{}\n{\"a\":\n{\"b\":2}\n{}\n", []string{"1 {}", `2 {"a":`, `3 {"b":2}`, "4 {}"}}, // it broke before
	} {
		for how, in := range map[string]io.Reader{"at once": strings.NewReader(test.text), "byte by byte": iotest.OneByteReader(strings.NewReader(test.text))} {
			got, err := valuesOf(io.MultiReader(in, iotest.ErrReader(broken)))
			if !errors.Is(err, broken) || !slices.Equal(got, test.want) {
				t.Errorf("%q %s: %q, %v; want %q", test.text, how, got, err, test.want)
			}
		}
	}
}

// TestALineDoesNotWaitForTheNext gives a line at a time, and wants each before
// the next comes.
func TestALineDoesNotWaitForTheNext(t *testing.T) {
	in, out := io.Pipe()
	given := make(chan string)
	go func() {
		_ = NewReader(in).Each(func(s Stretch) error { given <- string(s.Text); return nil })
	}()
	for _, text := range []string{"{\"a\":1}\n", "{\"b\":\"{\"}\n", "{\n\"c\":3\n}", "\n"} {
		_, _ = io.WriteString(out, text)
		if got := <-given; got != text {
			t.Errorf("%q was given as %q", text, got)
		}
	}
	_ = out.Close()
}
