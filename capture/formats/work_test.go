package formats_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"segtap/capture/formats"
)

// What many processors make of an input comes in its order, each item as one reader
// gives it.
func TestWorkKeepsTheOrderOfTheInput(t *testing.T) {
	var text strings.Builder
	for i := range 20_000 {
		switch i % 7 {
		case 3:
			fmt.Fprintf(&text, "[{\"event\":\"a%d\"},\n{\"event\":\"b\"}]\n", i)
		case 5:
			text.WriteString("no JSON\n\n")
		default:
			fmt.Fprintf(&text, "{\"event\":\"E%d\",\"properties\":{\"revenue\":1}}\n", i)
		}
	}
	tell := func(i *formats.Item) string { return fmt.Sprintf("%d %d %s %v", i.Line, i.Kind, i.Text, i.Err) }
	var want []string
	if err := formats.NewReader(strings.NewReader(text.String())).Items(func(i *formats.Item) error {
		want = append(want, tell(i))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	var got []string
	_, err := formats.Work(formats.NewReader(strings.NewReader(text.String())), func() func(formats.Stretch, []string) []string {
		return func(s formats.Stretch, told []string) []string {
			told = told[:0]
			_ = s.Items(nil, func(i *formats.Item) error {
				told = append(told, tell(i))
				return nil
			})
			return told
		}
	}, func(told []string) error {
		got = append(got, told...)
		return nil
	})
	if err != nil || !slices.Equal(got, want) || len(got) < 20_000 {
		t.Errorf("%d items, want %d: %v", len(got), len(want), err)
	}
}

// Who takes no more does not wait for an input that goes on.
func TestWorkEndsWhereNothingMoreIsTaken(t *testing.T) {
	in, out := io.Pipe()
	defer out.Close()
	go fmt.Fprintln(out, `{"event":"first"}`)
	enough := errors.New("enough")
	_, err := formats.Work(formats.NewReader(in), func() func(formats.Stretch, int) int {
		return func(s formats.Stretch, _ int) int { return len(s.Text) }
	}, func(int) error { return enough })
	if !errors.Is(err, enough) {
		t.Error(err)
	}
}
