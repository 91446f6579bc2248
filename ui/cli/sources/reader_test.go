package sources

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"segtap/mapping/naming"
)

// codeOf is a file of source code that sends events.
func codeOf(events ...string) string {
	text := "import { Analytics } from '@segment/analytics-node'\nconst analytics = new Analytics({ writeKey: 'k' })\n"
	for _, event := range events {
		text += fmt.Sprintf("analytics.track({ userId: 'u', event: '%s' })\n", event)
	}
	return text
}

// minified makes a file look like the output of a bundler.
var minified = "; track(" + strings.Repeat(" ", 6000)

// planOf is a plan with an event.
func planOf(event string) string {
	return `{"data":{"rules":[{"key":"` + event + `","type":"TRACK","version":1,"jsonSchema":{}}]}}`
}

// namesIn are the names of sources with their places.
func namesIn(from naming.Sources) string {
	var all []string
	for i := range from.Plans.Names {
		all = append(all, from.Plans.Names[i].Event)
	}
	for i := range from.Code.Names {
		all = append(all, from.Code.Names[i].Event+" "+from.Code.Names[i].Place.String())
	}
	return strings.Join(all, "\n")
}

// Whatever has changed, what is read again is what one reads who reads all for the first time.
func TestWhatHasChangedIsReadAgain(t *testing.T) {
	t.Chdir(t.TempDir())
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	remove := func(name string) {
		t.Helper()
		if err := os.RemoveAll(name); err != nil {
			t.Fatal(err)
		}
	}
	write("plan.json", planOf("Order Completed"))
	write("src/a.js", codeOf("Order Completed", "Cart Viewed"))
	write("src/b/b.ts", codeOf("Signed Up"))
	var opt Options
	for _, set := range []error{opt.plans.Set("plan.json"), opt.code.Set("src")} {
		if set != nil {
			t.Fatal(set)
		}
	}
	read := func(r *Reader, changed ...string) string {
		t.Helper()
		from, _, err := r.Read(context.Background(), changed, nil)
		if err != nil {
			t.Fatal(err)
		}
		return namesIn(from) + "\n" + strings.Join(r.notes(), "\n")
	}
	r := opt.Reader()
	before := read(r)
	for _, c := range []struct {
		name    string
		change  func()
		changed []string
	}{
		{"a name", func() { write("src/a.js", codeOf("Order Complete")) }, []string{"src/a.js"}},
		{"a file that comes, and one that goes", func() { write("src/c.js", codeOf("Zebra")); remove("src/a.js") }, []string{"src/a.js", "src/c.js"}},
		{"the plan alone", func() { write("plan.json", planOf("Zebra")) }, []string{"plan.json"}},
		{"plan and code", func() { write("plan.json", planOf("Lion")); write("src/c.js", codeOf("Lion")) }, []string{"plan.json", "src/c.js"}},
		{"what is ignored", func() { write("src/.gitignore", "b/\n") }, []string{"src/.gitignore"}},
		{"an ignored file, and another", func() { write("src/b/b.ts", codeOf("Hidden")); write("src/c.js", codeOf("Ant")) }, []string{"src/b/b.ts", "src/c.js"}},
		{"a file that becomes minified", func() { write("src/c.js", codeOf("Ant")+minified) }, []string{"src/c.js"}},
		{"one that is minified no more", func() { write("src/c.js", codeOf("Bee")) }, []string{"src/c.js"}},
		{"what is ignored no more", func() { remove("src/.gitignore") }, []string{"src/.gitignore"}},
		{"a directory that goes", func() { remove("src/b") }, []string{"src/b"}},
		{"a directory that comes", func() { write("src/d/d.js", codeOf("Tiger")) }, []string{"src/d"}},
		{"a file that becomes minified", func() { write("src/d/d.js", codeOf("Tiger")+minified) }, []string{"src/d/d.js"}},
		{"a file that becomes too large", func() { write("src/d/d.js", codeOf("Tiger")+strings.Repeat("\n", 3<<20)) }, []string{"src/d/d.js"}},
		{"a file that is none of these any more", func() { write("src/d/d.js", codeOf("Lynx")) }, []string{"src/d/d.js"}},
		{"a file that becomes binary", func() { write("src/d/d.js", codeOf("Lynx")+"\x00") }, []string{"src/d/d.js"}},
		{"a file that was left out and goes", func() { remove("src/d/d.js") }, []string{"src/d/d.js"}},
		{"a directory that comes back", func() { write("src/d/d.js", codeOf("Tiger")) }, []string{"src/d"}},
		{"a file that becomes a link", func() { remove("src/c.js"); _ = os.Symlink("d/d.js", "src/c.js") }, []string{"src/c.js"}},
	} {
		c.change()
		got, want := read(r, c.changed...), read(opt.Reader())
		if got != want {
			t.Errorf("%s: it has\n%s\nwant\n%s", c.name, got, want)
		}
		if got == before {
			t.Errorf("%s changes nothing:\n%s", c.name, got)
		}
		before = got
	}
}

// That there is no source code is told where the last file of it goes, and no more when one comes.
func TestWhetherThereIsCodeIsToldAgain(t *testing.T) {
	t.Chdir(t.TempDir())
	var opt Options
	must(t, os.Mkdir("src", 0o700), opt.code.Set("src"))
	r := opt.Reader()
	for _, c := range []struct {
		change func() error
		notes  []string
	}{
		{func() error { return nil }, []string{"no source code in src is in a language that is known"}},
		{func() error { return os.WriteFile("src/a.js", []byte(codeOf("Zebra")), 0o600) }, nil},
		{func() error { return os.Remove("src/a.js") }, []string{"no source code in src is in a language that is known"}},
	} {
		must(t, c.change())
		if _, notes, err := r.Read(context.Background(), []string{"src/a.js"}, nil); err != nil || !slices.Equal(notes, c.notes) {
			t.Errorf("it has the notes %q, want %q: %v", notes, c.notes, err)
		}
	}
}

// A note is told when it comes, and not again because of what has nothing to do with it.
func TestANoteIsToldOnce(t *testing.T) {
	t.Chdir(t.TempDir())
	var opt Options
	must(t, os.Mkdir("src", 0o700), opt.code.Set("src"))
	write := func(name, text string) { must(t, os.WriteFile(name, []byte(text), 0o600)) }
	write("src/a.js", codeOf("Zebra")+minified)
	write("src/b.js", codeOf("Lion"))
	r := opt.Reader()
	read := func(changed ...string) int {
		t.Helper()
		_, notes, err := r.Read(context.Background(), changed, nil)
		must(t, err)
		return len(notes)
	}
	told := []int{read()}
	write("src/b.js", codeOf("Tiger"))
	told = append(told, read("src/b.js"))
	write("src/b.js", codeOf("Tiger")+minified)
	told = append(told, read("src/b.js"), read())
	if want := []int{1, 0, 1, 1}; !slices.Equal(told, want) {
		t.Errorf("it tells so many notes: %v, want %v", told, want)
	}
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// What cannot be read is told with the way out, and what was read stays.
func TestWhatCannotBeReadLeavesWhatWas(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("plan.json", []byte(planOf("Order Completed")), 0o600); err != nil {
		t.Fatal(err)
	}
	var opt Options
	if err := opt.plans.Set("plan.json"); err != nil {
		t.Fatal(err)
	}
	r := opt.Reader()
	if _, _, err := r.Read(context.Background(), nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("plan.json", []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Read(context.Background(), []string{"plan.json"}, nil); err == nil || !strings.Contains(err.Error(), "plan.json, line 1") {
		t.Errorf("it fails with %v", err)
	}
	if from := r.sources(); from.Plans == nil || len(from.Plans.Names) != 1 || from.Code != nil {
		t.Errorf("it has %+v", from)
	}
	if slices.Contains(opt.Paths(), "src") || new(Options).Reader() != nil {
		t.Error("more is read than was given")
	}
}
