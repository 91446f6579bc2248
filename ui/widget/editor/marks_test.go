package editor

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const order = "{\n  \"userId\": 7,\n  \"properties\": {\n    \"value\": \"$5\", \"n\": [\n      1\n    ]\n  }\n}"

func TestMarksStandAtTheirValues(t *testing.T) {
	e := New(order)
	e.SetMarks([]Mark{{Pointer: "/properties/value", Sign: "x"}, {Pointer: "/userId", Sign: "!"}, {Pointer: "/properties/missing", Sign: "?"}, {Pointer: "/properties/n", Sign: "n"}})
	var signs strings.Builder
	for _, line := range e.View(40, 8) {
		signs.WriteString(line[:1])
	}
	if got := signs.String(); got != " !?x    " {
		t.Errorf("the gutter has %q", got)
	}
	var went []int
	for range 5 {
		e.GoToMark(1)
		went = append(went, e.MarkAtCursor())
	}
	e.GoToMark(-1)
	if want := []int{1, 2, 0, 3, 1}; !equal(went, want) || e.MarkAtCursor() != 3 {
		t.Errorf("went to %v and back to %d, want %v and 3", went, e.MarkAtCursor(), want)
	}
	e.SetValue("{}")
	if e.GoToMark(1) || e.MarkAtCursor() != -1 {
		t.Error("marks of another text are left")
	}
}

func equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// Another text is one change: undone, the text is as it was, byte for byte.
func TestSetValueCanBeUndone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.SampledFrom([]rune("ab\né\xff{")), 0, 12, -1))
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		if strings.Contains(before+after, "\r") {
			t.Skip()
		}
		e := New(before)
		e.SetValue(after)
		if e.Value() != after {
			t.Fatalf("set to %q, is %q", after, e.Value())
		}
		if e.undo(); e.Value() != before {
			t.Fatalf("undone to %q, was %q", e.Value(), before)
		}
		if before != after {
			if e.redo(); e.Value() != after {
				t.Fatalf("redone to %q, was %q", e.Value(), after)
			}
		}
	})
}
