package sourcecode_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"segtap/mapping/origin"
	"segtap/mapping/sourcecode"
)

// expectation is what a comment of the corpus says of its line:
//
//	want "Order Completed" revenue=number:59.9 key=given closed
//	unread
//
// NAME=TYPE, with :VALUE where one is written, is a property, with dots in the name for
// one within another; ? is a type that is not known. Several stand with ; between them.
// A want without properties and without key=, open or closed says nothing of these.
type expectation struct {
	event     string
	unread    bool
	said      []string
	comment   string
	fulfilled bool
}

var (
	comments    = regexp.MustCompile(`(?://|#|/\*|<!--)\s*(want ".*|unread)\s*(?:\*/\}?|-->)?$`)
	commentEnds = regexp.MustCompile(`\s*(?:\*/\}?|-->)$`)
	wanted      = regexp.MustCompile(`^want "((?:[^"\\]|\\.)*)"\s*(.*)$`)
)

func expectations(t *testing.T, text string) map[int][]*expectation {
	t.Helper()
	all := map[int][]*expectation{}
	for i, line := range strings.Split(text, "\n") {
		m := comments.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		for part := range strings.SplitSeq(m[1], ";") {
			part = commentEnds.ReplaceAllString(strings.TrimSpace(part), "")
			e := &expectation{comment: part, unread: part == "unread"}
			if w := wanted.FindStringSubmatch(part); w != nil {
				e.event = strings.ReplaceAll(w[1], `\"`, `"`)
				e.said = strings.Fields(w[2])
			} else if !e.unread {
				t.Fatalf("line %d: what is %q?", i+1, part)
			}
			all[i+1] = append(all[i+1], e)
		}
	}
	return all
}

// said writes down what was found of a name in the words of an expectation.
func said(n origin.Name) []string {
	var words []string
	for _, p := range n.Properties {
		types := make([]string, len(p.Types))
		for i, t := range p.Types {
			types[i] = string(t)
		}
		word := strings.ReplaceAll(strings.TrimPrefix(p.Pointer, "/properties/"), "/", ".") + "="
		if !p.Required {
			word = "[" + word
		}
		word += strings.Join(types, "|")
		if len(types) == 0 {
			word += "?"
		}
		if p.Value != "" {
			word += ":" + strings.ReplaceAll(p.Value, " ", "_")
		}
		if !p.Required {
			word += "]"
		}
		words = append(words, word)
	}
	key := string(n.UserKey)
	if key == "" {
		key = "unknown"
	}
	words = append(words, "key="+key)
	if n.Closed {
		return append(words, "closed")
	}
	return append(words, "open")
}

// TestCorpus reads the small projects under testdata, which have the ways of calling track
// that the SDKs' documentation shows, and traps.
func TestCorpus(t *testing.T) {
	type score struct{ names, found, right, unread, unreadFound, unreadRight int }
	scores := map[string]*score{}
	err := filepath.WalkDir("testdata", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.Contains(path, "fuzz") || strings.Contains(path, "rapid") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		language, ok := sourcecode.Language(path)
		if !ok {
			t.Errorf("%s is in no language", path)
			return nil
		}
		s := scores[language]
		if s == nil {
			s = &score{}
			scores[language] = s
		}
		expected := expectations(t, string(text))
		for _, line := range expected {
			for _, e := range line {
				if e.unread {
					s.unread++
				} else {
					s.names++
				}
			}
		}
		found := sourcecode.Find(path, text)
		for _, n := range found.Names {
			s.found++
			if n.By != language || n.Kind != origin.Code {
				t.Errorf("%s: %q is by %q, a %s", n.Place, n.Event, n.By, n.Kind)
			}
			if complaint := meet(expected[n.Place.Line], n); complaint != "" {
				t.Errorf("%s: %s", n.Place, complaint)
			} else {
				s.right++
			}
		}
		for _, u := range found.Unread {
			s.unreadFound++
			if u.Why == "" {
				t.Errorf("%s: unread without a reason", u.Place)
			}
			if complaint := meetUnread(expected[u.Place.Line]); complaint != "" {
				t.Errorf("%s: %s: %s", u.Place, complaint, u.Why)
			} else {
				s.unreadRight++
			}
		}
		for _, line := range slices.Sorted(maps.Keys(expected)) {
			for _, e := range expected[line] {
				if !e.fulfilled {
					t.Errorf("%s:%d: not found: %s", path, line, e.comment)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range slices.Sorted(maps.Keys(scores)) {
		s := scores[language]
		t.Logf("%-12s %3d names: precision %s, recall %s; %2d unread: precision %s, recall %s", language, s.names,
			percent(s.right, s.found), percent(s.right, s.names), s.unread, percent(s.unreadRight, s.unreadFound), percent(s.unreadRight, s.unread))
	}
}

func meet(expected []*expectation, n origin.Name) string {
	for _, e := range expected {
		if e.fulfilled || e.unread || e.event != n.Event {
			continue
		}
		e.fulfilled = true
		got := said(n)
		for _, w := range e.said {
			if !slices.Contains(got, w) {
				return fmt.Sprintf("%q has %s, want %s", n.Event, strings.Join(got, " "), w)
			}
		}
		properties := func(words []string) int {
			return len(slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !strings.Contains(w, "=") || strings.HasPrefix(w, "key=") }))
		}
		if want := properties(e.said); want > 0 && want != properties(got) {
			return fmt.Sprintf("%q has %s, want %s", n.Event, strings.Join(got, " "), e.comment)
		}
		return ""
	}
	return fmt.Sprintf("%q is none", n.Event)
}

func meetUnread(expected []*expectation) string {
	for _, e := range expected {
		if e.unread && !e.fulfilled {
			e.fulfilled = true
			return ""
		}
	}
	return "an unread call is none"
}

func percent(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(of))
}
