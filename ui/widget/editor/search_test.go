package editor

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSearch(t *testing.T) {
	for _, tt := range []struct {
		name, text, find string
		want             []string // what stands at each match
	}{
		{"case does not matter", "Revenue REVENUE\nrevenue", "revenue", []string{"Revenue", "REVENUE", "revenue"}},
		{"unless there is a capital", "Revenue REVENUE\nrevenue", "Rev", []string{"Rev"}},
		{"none over another", "aaaa a", "aa", []string{"aa", "aa"}},
		{"none over a line end", "ab\ncd", "bc", nil},
		{"other letters", "ÜBER über", "über", []string{"ÜBER", "über"}},
		{"letters of other lengths", "K\u212a", "k", []string{"K", "\u212a"}},
		{"a mark stays with its letter", "cafe\u0301 e", "e", []string{"e\u0301", "e"}},
		{"nothing", "abc", "", nil},
		{"not there", "abc", "d", nil},
		{"broken bytes", "a\xffb", "\xff", []string{"\xff"}},
		{"a broken byte is no other one", "a\xfeb", "\xff", nil},
		{"the sign for a broken byte is none", "a\xfeb", "\ufffd", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := New(tt.text)
			var got []string
			for _, m := range e.buf.find(tt.find) {
				got = append(got, e.buf.between(m.from, m.to))
			}
			if strings.Join(got, "|") != strings.Join(tt.want, "|") {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

// From match to match in either direction comes to each once, and says when it begins again.
func TestFromMatchToMatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([abAé ]{0,6}\n){0,5}[abAé ]{0,6}`).Draw(t, "text")
		find := rapid.StringMatching(`[abAé]{1,2}`).Draw(t, "find")
		e := New(text)
		e.moveTo(e.buf.offset(rapid.IntRange(0, len(text)).Draw(t, "from")), false)
		start := e.caret.at
		s := e.Search()
		wrapped := s.Find(find)
		at, of := s.Match()
		if simple := countSimply(text, find); of != simple {
			t.Fatalf("%d found of %q in %q, not %d", of, find, text, simple)
		}
		if of == 0 {
			if e.caret.at != start || s.Go(1) || s.Go(-1) || e.caret.at != start {
				t.Fatal("the cursor has moved, and nothing was found")
			}
			return
		}
		if wrapped != e.caret.at.before(start) {
			t.Fatalf("from %v to %v: it says %v", start, e.caret.at, wrapped)
		}
		for _, by := range []int{1, -1} {
			for range of {
				now := s.Go(by)
				next := (at-1+by+of)%of + 1
				if got, _ := s.Match(); got != next || now != (next != at+by) {
					t.Fatalf("from %d of %d by %d to %d, wrapped: %v", at, of, by, got, now)
				}
				at = next
			}
		}
		if e.Value() != text || !utf8.ValidString(e.View(30, 5)[0]) {
			t.Fatal("searching has changed the text")
		}
	})
}

// countSimply counts as package strings does.
func countSimply(text, find string) int {
	if strings.ToLower(find) == find {
		text = strings.ToLower(text)
	}
	return strings.Count(text, find)
}

// Matches are seen without colours: what the cursor is at is selected, the rest underlined.
func TestMatchesAreSeen(t *testing.T) {
	e := New(`["ab", "xabab"]`)
	e.Styles.Selection, e.Styles.Mark = "<", "_"
	s := e.Search()
	s.Find("ab")
	s.Go(1)
	got := strings.ReplaceAll(e.View(40, 1)[0], "\x1b[m", ">")
	if want := ` 1  ["_ab>", "x<ab>_ab>"]`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	s.End()
	if got := e.View(40, 1)[0]; got != ` 1  ["ab", "xabab"]` {
		t.Errorf("a search that is over is still shown: %s", got)
	}
}
