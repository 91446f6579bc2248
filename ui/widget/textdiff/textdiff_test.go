package textdiff

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"segtap/ui/widget/styled"
)

// text draws a text of few lines, which have few words, so that two have much in common.
func text(name string) func(*rapid.T) string {
	return func(t *rapid.T) string {
		line := rapid.SampledFrom([]string{"{", "}", "  ", `"a": 1,`, `"a": 1.0,`, `"a": "x y é",`, `"b": "x z e",`, "x\x1b[31m", "\xff\xfe", "é", "日本語 x", `"a":"` + strings.Repeat("long é ", 9) + `"`})
		return strings.Join(rapid.SliceOfN(line, 0, 12).Draw(t, name), "\n")
	}
}

// joined joins one side of rows again.
func joined(rows []Row, of func(*Row) *Side) string {
	var lines []string
	for i := range rows {
		if s := of(&rows[i]); s.Number > 0 {
			if s.Number != len(lines)+1 {
				return fmt.Sprintf("line %d has the number %d", len(lines)+1, s.Number)
			}
			lines = append(lines, s.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// unmarked is what a line has that the other side has as well.
func unmarked(s *Side) string {
	var b strings.Builder
	at := 0
	for _, m := range s.Marks {
		b.WriteString(s.Text[at:m.From])
		at = m.To
	}
	return b.String() + s.Text[at:]
}

func TestNothingIsLostAndNothingIsCalledEqualThatIsNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := text("before")(t), text("after")(t)
		rows := Compare(before, after)
		if got := joined(rows, func(r *Row) *Side { return &r.Old }); got != before {
			t.Fatalf("the old sides are %q", got)
		}
		if got := joined(rows, func(r *Row) *Side { return &r.New }); got != after {
			t.Fatalf("the new sides are %q", got)
		}
		for i := range rows {
			r := &rows[i]
			switch r.Kind {
			case Same:
				if r.Old.Text != r.New.Text {
					t.Fatalf("%q is not %q", r.Old.Text, r.New.Text)
				}
			case Changed:
				if r.Old.Text == r.New.Text || unmarked(&r.Old) != unmarked(&r.New) {
					t.Fatalf("%q and %q: unmarked are %q and %q", r.Old.Text, r.New.Text, unmarked(&r.Old), unmarked(&r.New))
				}
			case Removed:
				if r.New.Number != 0 || r.Old.Number == 0 {
					t.Fatal("removed, and there is a new line")
				}
			case Added:
				if r.Old.Number != 0 || r.New.Number == 0 {
					t.Fatal("added, and there is an old line")
				}
			}
		}
		if (Unified("a", "b", before, after) == "") != (before == after || before+"\n" == after || after+"\n" == before) {
			t.Fatal("the unified difference is empty, or is not")
		}
	})
}

// plain paints nothing.
func plain(s string) string { return s }

var styles = Styles{Dim: plain, Old: plain, New: plain, Mark: func(s string) string { return "[" + s + "]" }, Here: plain, Bar: "|", Fold: ":", Ellipsis: "~"}

func view(before, after string, w, h int, how func(*View)) string {
	v := NewView(Compare(before, after))
	v.SetSize(w, h)
	if how != nil {
		how(v)
	}
	lines := v.Lines(styles)
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

const (
	before = "{\n  \"type\": \"track\",\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3,\n  \"d\": 4,\n  \"e\": 5,\n  \"revenue\": \"$59.90\",\n  \"gone\": 1,\n  \"z\": 0\n}"
	after  = "{\n  \"type\": \"track\",\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3,\n  \"d\": 4,\n  \"e\": 5,\n  \"revenue\": 59.90,\n  \"z\": 0,\n  \"plan\": \"pro\"\n}"
)

func TestAViewSaysWhatDiffers(t *testing.T) {
	for _, c := range []struct {
		story string
		w     int
		how   func(*View)
		want  string
	}{
		{"side by side", 70, nil, `
 : 4 equal lines
  5   "c": 3,                       | 5   "c": 3,
  6   "d": 4,                       | 6   "d": 4,
  7   "e": 5,                       | 7   "e": 5,
  8 ~   "revenue": ["$]59.90["],    | 8 ~   "revenue": 59.90,
  9 -   "gone": 1,                  |
 10 ~   "z": 0                      | 9 ~   "z": 0[,]
                                    |10 +   "plan": "pro"
 11   }                             |11   }`},
		{"one below the other", 40, nil, `
 : 4 equal lines
  5     "c": 3,
  6     "d": 4,
  7     "e": 5,
  8 -   "revenue": ["$]59.90["],
  9 -   "gone": 1,
 10 -   "z": 0
  8 +   "revenue": 59.90,
  9 +   "z": 0[,]
 10 +   "plan": "pro"
 11   }`},
		{"narrow, and scrolled sideways", 20, func(v *View) { v.ScrollX(3) }, `
 : 4 equal lines
   c": 3,
   d": 4,
   e": 5,
 - revenue": ["$]59~
 - gone": 1,
 - z": 0
 + revenue": 59.90,
 + z": 0[,]
 + plan": "pro"
   `},
		{"at the first change", 40, func(v *View) { v.SetFolded(false); v.SetSize(40, 4); v.Next(1) }, `
  7     "e": 5,
> 8 -   "revenue": ["$]59.90["],
> 9 -   "gone": 1,
>10 -   "z": 0`},
	} {
		t.Run(c.story, func(t *testing.T) {
			got := "\n" + view(before, after, c.w, 30, c.how)
			if strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(c.want, " ", "") {
				t.Errorf("got%s\nwant%s", got, c.want)
			}
		})
	}
}

// Texts that are the same have one line that says so; a line that is told apart by nothing
// but the spelling of a number or the order of its members is a difference.
func TestWhatIsEqualAndWhatIsNot(t *testing.T) {
	if got := view(before, before, 80, 30, nil); got != " : 11 equal lines" {
		t.Errorf("equal texts are shown as\n%s", got)
	}
	for _, c := range [][2]string{{`"a": 1`, `"a": 1.0`}, {`"a": 1e2`, `"a": 100`}, {`"é"`, `"\u00e9"`}, {"a\nb", "b\na"}, {"x ", "x"}} {
		if v := NewView(Compare(c[0], c[1])); v.Changes() == 0 {
			t.Errorf("%q and %q are said to be the same", c[0], c[1])
		}
	}
}

// No line is wider than the window, whatever is in it, and what cannot be shown is escaped.
func TestNoLineIsWiderThanItsWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := NewView(Compare(text("before")(t), text("after")(t)))
		unmarked := styles
		unmarked.Mark = plain
		t.Repeat(map[string]func(*rapid.T){
			"size":    func(t *rapid.T) { v.SetSize(rapid.IntRange(0, 90).Draw(t, "w"), rapid.IntRange(0, 9).Draw(t, "h")) },
			"unified": func(*rapid.T) { v.SetUnified(!v.Unified()) },
			"fold":    func(*rapid.T) { v.SetFolded(!v.Folded()) },
			"scroll":  func(t *rapid.T) { v.Scroll(rapid.IntRange(-9, 9).Draw(t, "by")) },
			"aside":   func(t *rapid.T) { v.ScrollX(rapid.IntRange(-9, 30).Draw(t, "by")) },
			"next":    func(t *rapid.T) { v.Next(rapid.SampledFrom([]int{1, -1}).Draw(t, "by")) },
			"": func(t *rapid.T) {
				lines := v.Lines(unmarked)
				if len(lines) > v.h {
					t.Fatalf("%d lines in %d", len(lines), v.h)
				}
				for _, line := range lines {
					if strings.ContainsAny(line, "\x1b\n") || strings.ContainsRune(line, utf8.RuneError) || styled.Width(line) > max(v.w, 4) {
						t.Fatalf("%q is wider than %d", line, v.w)
					}
				}
			},
		})
	})
}

// Texts of megabytes that have nothing in common take no time that anybody would notice as
// long as the lines are compared once, not each with each.
func TestLargeTextsAreComparedOnce(t *testing.T) {
	var a, b strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&a, "  \"member %d\": %d,\n", i, i)
		fmt.Fprintf(&b, "  \"other %d\": \"%d\",\n", i, i*7)
	}
	done := make(chan []Row, 1)
	go func() { done <- Compare(a.String(), b.String()+strings.Repeat("x", 8<<20)) }()
	select {
	case rows := <-done:
		if len(rows) < 20_000 {
			t.Errorf("%d rows", len(rows))
		}
	case <-time.After(time.Minute):
		t.Fatal("it does not come to an end")
	}
}
