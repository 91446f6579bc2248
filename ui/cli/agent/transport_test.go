package agent

import (
	"bufio"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"
)

// through gives what of an input reaches the SDK, and what is answered.
func through(t interface {
	Helper()
	Fatal(args ...any)
}, input string,
) (passed, answered string) {
	t.Helper()
	out, err := os.CreateTemp("", "answers")
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(out.Name())
	defer out.Close()
	read, err := io.ReadAll(&incoming{in: bufio.NewReader(strings.NewReader(input)), out: out})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(read), string(text)
}

// A line that is too long is answered, and the next one is read, as is one without an end.
func TestALineThatIsTooLongIsAnswered(t *testing.T) {
	const ping = `{"jsonrpc":"2.0","id":1,"method":"ping"}`
	passed, answered := through(t, `"`+strings.Repeat("x", mostInLine)+"\"\n\n  "+ping+" \r\n"+ping)
	if passed != ping+"\n"+ping+"\n" || strings.Count(answered, "\n") != 1 || !strings.Contains(answered, "16 MiB at most") {
		t.Errorf("%.200q reaches the SDK, and %.200q is answered", passed, answered)
	}
}

// Of a batch the calls stay together; the SDK never sees what it does not answer among them.
func TestABatchIsTakenApart(t *testing.T) {
	const call, note, answer = `{"jsonrpc":"2.0","id":%,"method":"ping"}`, `{"jsonrpc":"2.0","method":"x"}`, `{"jsonrpc":"2.0","id":5,"result":{}}`
	one, two := strings.Replace(call, "%", "1", 1), strings.Replace(call, "%", `"1"`, 1)
	passed, answered := through(t, "["+one+","+note+", "+two+","+note+","+answer+"]\n["+note+"]\n")
	if want := note + "\n" + note + "\n" + answer + "\n[" + one + "," + two + "]\n" + note + "\n"; passed != want || answered != "" {
		t.Errorf("%s\nreaches the SDK, not\n%s\nand answered is %s", passed, want, answered)
	}
}

// Whatever comes, each line is let through or answered, and both are JSON.
func TestEveryLineIsLetThroughOrAnswered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.OneOf(
			rapid.SampledFrom([]string{`{"jsonrpc":"2.0","id":1,"method":"ping"}`, `[]`, `null`, `{"id":{}}`, `[1]`, "\x00", `{"jsonrpc":"2.0","id":true,"method":"a"}`}),
			rapid.StringMatching(`[\[{"\]},:a0 \x80]{1,12}x`),
		).Draw(t, "line")
		passed, answered := through(t, line+"\n")
		if (passed == "") == (answered == "") {
			t.Fatalf("%q: %q reaches the SDK, and %q is answered", line, passed, answered)
		}
		if text := jsontext.Value(passed + answered); !text.IsValid(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true)) {
			t.Fatalf("%q: %s is no JSON", line, text)
		}
	})
}
