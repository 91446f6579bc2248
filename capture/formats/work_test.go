package formats_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
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

// A long line, whose memory may be many times its text, is worked on alone, from when it is
// read until it is taken, and in memory that long lines alone use.
func TestWorkDoesLongLinesOneAtATime(t *testing.T) {
	var text strings.Builder
	long := fmt.Sprintf("{\"event\":%q}\n", strings.Repeat("x", 3<<20))
	for i := range 30_000 {
		if i%3_000 == 1 {
			text.WriteString(long)
		}
		fmt.Fprintf(&text, "{\"event\":\"E%d\",\"properties\":{\"revenue\":1}}\n", i)
	}
	type made struct{ long, size int }
	var atWork, loners atomic.Int32
	taken, longest := 0, 0
	_, err := formats.Work(formats.NewReader(strings.NewReader(text.String())), func() func(formats.Stretch, *made) *made {
		return func(s formats.Stretch, m *made) *made {
			if m == nil {
				m = new(made)
			}
			m.size = len(s.Text)
			atWork.Add(1)
			if m.size > 1<<20 {
				m.long++
				if atWork.Load() > 1 {
					loners.Add(1)
				}
			} else if m.long > 0 {
				t.Error("a short stretch in the memory of a long one")
			}
			return m
		}
	}, func(m *made) error {
		atWork.Add(-1)
		taken += m.size
		longest = max(longest, m.long)
		return nil
	})
	if err != nil || taken != text.Len() || longest != 10 || loners.Load() > 0 {
		t.Errorf("%d bytes, want %d: %d long stretches in one memory, %d not alone: %v", taken, text.Len(), longest, loners.Load(), err)
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
