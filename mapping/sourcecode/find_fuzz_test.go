package sourcecode_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"segtap/mapping/origin"
	"segtap/mapping/sourcecode"
)

// corpus returns the files under testdata by their paths.
func corpus(t testing.TB) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir("testdata", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.Contains(path, "fuzz") {
			return err
		}
		text, err := os.ReadFile(path)
		files[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// FuzzFind holds that no text makes Find panic, and that each place is within the text.
func FuzzFind(f *testing.F) {
	for path, text := range corpus(f) {
		f.Add(filepath.Ext(path), text)
	}
	for ext, text := range map[string]string{
		".js":   "analytics.track(`${`${a}`}`,{...{[x]:1}})}}))]`",
		".tsx":  "<a><b {...analytics.track('x')}></a>analytics.track(<",
		".py":   "def f(:\n\tanalytics.track('''\n x",
		".go":   "package a\nimport a \"github.com/segmentio/analytics-go\"\nvar _=a.Track{Event:`x\r\ny`",
		".vue":  "<script lang=ts>analytics.track('x')</scr",
		".html": "<p onclick='analytics.track(&quot;x&quot;)'>",
	} {
		f.Add(ext, text)
	}
	f.Fuzz(func(t *testing.T, ext, text string) {
		if len(text) > 1<<16 {
			return
		}
		name := "a" + ext
		found := sourcecode.Find(name, []byte(text))
		ended := strings.NewReplacer("\r\n", "\r\n", "\r", "\n").Replace(text)
		lines := strings.Split(strings.ToValidUTF8(ended, "\ufffd"), "\n")
		within := func(p origin.Place) {
			if p.File != name || p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > utf8.RuneCountInString(lines[p.Line-1])+1 {
				t.Errorf("%v is not within the text", p)
			}
		}
		for _, n := range found.Names {
			within(n.Place)
			if n.Kind != origin.Code || n.By == "" {
				t.Errorf("%+v", n)
			}
			for _, p := range n.Properties {
				within(p.Place)
				if !strings.HasPrefix(p.Pointer, "/properties/") {
					t.Errorf("a property at %q", p.Pointer)
				}
			}
		}
		for _, u := range found.Unread {
			within(u.Place)
			if u.Why == "" || len(u.Why) > 300 || strings.ContainsAny(u.Why, "\n\r") {
				t.Errorf("unread because %q", u.Why)
			}
		}
	})
}
