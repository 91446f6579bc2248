package mapper

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"segtap/capture/formats"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/ui/cli/console"
)

// mixed is an input of all that map reads, of some MB, so that the memory of workers is
// used again many times.
func mixed() string {
	r := rand.New(rand.NewPCG(18, 18))
	kinds := []func(i int) string{
		func(i int) string {
			return fmt.Sprintf(`{"type":"track","userId":"u%d","event":"Order %d","properties":{"revenue":%d.5,"pad":%q}}`, i, i%7, i, strings.Repeat("x", r.IntN(400)))
		},
		func(i int) string { return fmt.Sprintf(`{"type":"track","event":"Ümläut %d","userId":"é"}`, i) },
		func(i int) string {
			return fmt.Sprintf(`{"batch":[{"type":"track","userId":"u","event":"a%d"},{"type":"page","userId":"u"}]}`, i)
		},
		func(i int) string {
			return fmt.Sprintf("[{\"event\":\"l%d\",\"userId\":\"u\"},\n{\"event\":\"m\"}]", i)
		},
		func(i int) string {
			return fmt.Sprintf(`{"event":{"type":"track","event":"c%d","userId":"u"},"action":"auto"}`, i)
		},
		func(i int) string { return fmt.Sprintf(`{"type":"track","event":"nobody %d"}`, i) },
		func(int) string { return `{"type":"track","event":"E","userId":"u","context":null}` },
		func(int) string { return `{"type":"identify","userId":"u"}` },
		func(int) string { return "no JSON" },
		func(int) string { return `{"event":"cut` },
		func(int) string { return `{"a":1}` },
		func(int) string { return "" },
		func(i int) string { return fmt.Sprintf("{\n  \"event\": \"spread %d\",\n  \"userId\": 1\n}", i) },
	}
	var text strings.Builder
	for i := range 20_000 {
		text.WriteString(kinds[r.IntN(len(kinds))](i) + "\n")
	}
	return text.String()
}

// What all processors make of an input is, byte for byte, what is made of each line of it
// in new memory.
func TestLinesAreThoseOfOneWorker(t *testing.T) {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	judge, text := mapping.NewJudge(engine), mixed()
	for _, opt := range []Options{{Now: 1}, {Now: 1, Diagnostics: true}} {
		var want []byte
		if err := formats.NewReader(strings.NewReader(text)).Each(func(s formats.Stretch) error {
			parts := [][]byte{s.Text}
			if s.Form == formats.Lines {
				parts = bytes.SplitAfter(s.Text, []byte{'\n'})
			}
			for _, s.Text = range parts {
				want = append(want, newMapper(judge, opt).stretch(s, nil)...)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		out, err := os.Create(filepath.Join(t.TempDir(), "out"))
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		if err := lines(strings.NewReader(text), "-", console.Streams{Out: out, Err: out}, judge, opt); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(out.Name())
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) || len(want) < 1<<20 {
			t.Errorf("%+v: %d bytes, want %d", opt, len(got), len(want))
		}
	}
}
