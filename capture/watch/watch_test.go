package watch

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// watching is a watcher whose time is the test's.
type watching struct {
	*Watcher
	t     *testing.T
	asked chan time.Duration
	tick  chan time.Time
	late  chan time.Time

	markers int
}

func start(t *testing.T, opt Options) *watching {
	t.Helper()
	w := &watching{t: t, asked: make(chan time.Duration, 1000), tick: make(chan time.Time), late: make(chan time.Time)}
	opt.After = func(d time.Duration) <-chan time.Time {
		if d == Most {
			return w.late
		}
		w.asked <- d
		return w.tick
	}
	var err error
	if w.Watcher, err = Start(opt); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
		if _, open := <-w.Changes(); open {
			t.Error("it tells changes when it is closed")
		}
	})
	return w
}

// tells waits until a path has been told, being quiet after each event; it returns all that
// was told until then.
func (w *watching) tells(path string) []string {
	w.t.Helper()
	return w.until(path, func(told string) bool { return told == path })
}

// settles waits until a new file of a directory has been told, and not with the directory:
// so all that was done before has been told. It returns what was, without such files.
func (w *watching) settles(dir string) []string {
	w.t.Helper()
	var all []string
	for {
		w.markers++
		marker := filepath.Join(dir, fmt.Sprintf("marker%d.js", w.markers))
		write(w.t, marker, "")
		all = append(all, w.until(marker, func(told string) bool { return told == marker || beneath(marker, told) })...)
		if slices.Contains(all, marker) {
			return slices.DeleteFunc(all, func(told string) bool { return strings.HasPrefix(filepath.Base(told), "marker") })
		}
	}
}

func (w *watching) until(what string, enough func(told string) bool) []string {
	w.t.Helper()
	var all []string
	deadline := time.After(time.Minute)
	for {
		select {
		case w.tick <- time.Time{}:
		case c := <-w.Changes():
			if c.Problem != nil {
				w.t.Fatal(c.Problem)
			}
			if all = append(all, c.Paths...); slices.ContainsFunc(c.Paths, enough) {
				return all
			}
		case <-deadline:
			w.t.Fatalf("%s was not told, only %q", what, all)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func TestAFileThatComesGoesAndComesBack(t *testing.T) {
	root := t.TempDir()
	plan := filepath.Join(root, "plans", "deep", "plan.json")
	w := start(t, Options{Paths: []string{plan}})
	for range 3 {
		write(t, plan, "{}")
		w.tells(plan)
		write(t, plan, "[]")
		w.tells(plan)
		must(t, os.WriteFile(plan+".tmp", nil, 0o600), os.Rename(plan+".tmp", plan)) // as editors do
		w.tells(plan)
		write(t, plan, "behind the new name")
		w.tells(plan)
		must(t, os.Remove(plan))
		w.tells(plan)
		write(t, plan, "{}")
		w.tells(plan)
		must(t, os.RemoveAll(filepath.Join(root, "plans")))
		w.tells(plan)
	}
	write(t, plan, "{}")
	w.tells(plan)
	must(t, os.Rename(filepath.Join(root, "plans"), filepath.Join(root, "away")))
	w.tells(plan)
	must(t, os.Rename(filepath.Join(root, "away"), filepath.Join(root, "plans")))
	w.tells(plan)
	write(t, plan, "in the directory that has come back")
	w.tells(plan)
}

func TestOthersBesideAFileAreNotTold(t *testing.T) {
	root := t.TempDir()
	plan, other := filepath.Join(root, "plan.json"), filepath.Join(root, "other.json")
	w := start(t, Options{Paths: []string{plan, filepath.Join(root, "later", "x")}})
	write(t, other, "{}")
	must(t, os.Mkdir(filepath.Join(root, "later"), 0o700))
	write(t, plan, "{}")
	if all := w.tells(plan); len(all) != 1 {
		t.Errorf("%q", all)
	}
}

func TestAFileBehindALink(t *testing.T) {
	root := t.TempDir()
	link, real := filepath.Join(root, "plan.json"), filepath.Join(root, "shared", "v1.json")
	write(t, real, "{}")
	if err := os.Symlink(real, link); err != nil {
		t.Skip(err)
	}
	w := start(t, Options{Paths: []string{link}})
	write(t, real, "[]")
	w.tells(link)
	second := filepath.Join(root, "second", "v2.json")
	write(t, second, "{}")
	must(t, os.Symlink(second, link+".new"), os.Rename(link+".new", link))
	w.tells(link)
	write(t, second, "[]")
	w.tells(link)
}

func TestADirectoryWithAllThatIsInIt(t *testing.T) {
	root := t.TempDir()
	src := filepath.Join(root, "src")
	write(t, filepath.Join(src, ".git", "HEAD"), "ref")
	write(t, filepath.Join(src, ".gitignore"), "dist/\n")
	write(t, filepath.Join(src, "a", "a.js"), "")
	write(t, filepath.Join(src, "dist", "x.js"), "")
	w := start(t, Options{Paths: []string{src}, Wanted: func(name string) bool { return filepath.Ext(name) == ".js" }})

	a := filepath.Join(src, "a", "a.js")
	write(t, a, "track")
	w.tells(a)
	write(t, filepath.Join(src, "dist", "x.js"), "track")
	write(t, filepath.Join(src, ".git", "index.js"), "track")
	write(t, filepath.Join(src, "a", "notes.md"), "track")
	if all := w.settles(src); slices.ContainsFunc(all, func(told string) bool { return told != a }) {
		t.Errorf("ignored, and told: %q", all)
	}

	deep := filepath.Join(src, "new", "deep", "b.js")
	write(t, deep, "")
	w.tells(filepath.Join(src, "new"))
	w.settles(src)
	write(t, deep, "track")
	w.tells(deep)
	must(t, os.Rename(filepath.Join(src, "new"), filepath.Join(src, "moved")))
	w.tells(filepath.Join(src, "moved"))
	w.settles(src)
	moved := filepath.Join(src, "moved", "deep", "b.js")
	write(t, moved, "track again")
	if all := w.tells(moved); slices.Contains(all, deep) {
		t.Errorf("told by its old name: %q", all)
	}
	must(t, os.RemoveAll(filepath.Join(src, "moved")))
	w.tells(filepath.Join(src, "moved"))

	write(t, filepath.Join(src, ".gitignore"), "a/\n")
	w.tells(src)
	w.settles(src)
	x := filepath.Join(src, "dist", "x.js")
	write(t, x, "not ignored any more")
	w.tells(x)
	w.settles(src)
	write(t, a, "ignored now")
	if all := w.settles(src); slices.Contains(all, a) {
		t.Errorf("%q", all)
	}

	must(t, os.RemoveAll(src))
	w.tells(src)
	write(t, a, "there again")
	w.settles(src)
	write(t, a, "and written")
	w.tells(a)
}

func TestADirectoryThatTakesThePlaceOfAnother(t *testing.T) {
	root := t.TempDir()
	pages := filepath.Join(root, "src", "pages")
	file := filepath.Join(pages, "a.js")
	write(t, file, "1")
	w := start(t, Options{Paths: []string{filepath.Join(root, "src")}})
	for range 3 {
		must(t, os.RemoveAll(pages))
		write(t, file, "2")
		w.settles(pages)
		write(t, file, "3")
		w.tells(file)
	}
}

// On other systems more events than one tell of a new file.
func TestChangesThatComeTogetherAreToldTogether(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the events of Linux are counted")
	}
	root := t.TempDir()
	w := start(t, Options{Paths: []string{root}})
	var want []string
	for _, name := range []string{"a", "b", "c"} {
		path := filepath.Join(root, name)
		must(t, os.WriteFile(path, nil, 0o600)) // one event
		want = append(want, path)
		<-w.asked
	}
	w.tick <- time.Time{}
	if c := <-w.Changes(); !slices.Equal(c.Paths, want) {
		t.Errorf("%q", c.Paths)
	}
	// What never ends is told all the same.
	must(t, os.WriteFile(filepath.Join(root, "d"), nil, 0o600))
	<-w.asked
	w.late <- time.Time{}
	// Nobody has listened: it gathers.
	must(t, os.WriteFile(filepath.Join(root, "e"), nil, 0o600))
	<-w.asked
	if c := <-w.Changes(); !slices.Equal(c.Paths, []string{filepath.Join(root, "d"), filepath.Join(root, "e")}) {
		t.Errorf("%q", c.Paths)
	}
}

func TestModesAreNoChanges(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, "a")
	write(t, file, "")
	w := start(t, Options{Paths: []string{root}})
	must(t, os.Chmod(file, 0o400))
	if all := w.settles(root); slices.Contains(all, file) {
		t.Errorf("%q", all)
	}
}

func TestPathsAreToldAsTheyWereGiven(t *testing.T) {
	t.Chdir(t.TempDir())
	must(t, os.Mkdir("in", 0o700))
	w := start(t, Options{Paths: []string{".", "../" + "beside.json"}})
	write(t, filepath.Join("in", "a"), "")
	w.tells(filepath.Join("in", "a"))
	write(t, "../beside.json", "{}")
	w.tells(filepath.Join("..", "beside.json"))
	must(t, os.Remove("../beside.json"))
	w.tells(filepath.Join("..", "beside.json"))
}

// What the system could not tell of may have been anything.
func TestWhenTheSystemCannotKeepUpAllIsTold(t *testing.T) {
	root := t.TempDir()
	plan, src := filepath.Join(root, "plan"), filepath.Join(root, "src")
	write(t, filepath.Join(src, "a"), "")
	w := start(t, Options{Paths: []string{plan, src}})
	w.system.Errors <- fsnotify.ErrEventOverflow
	w.tick <- time.Time{}
	if c := <-w.Changes(); !slices.Equal(c.Paths, []string{plan, src}) || c.Problem != nil {
		t.Errorf("%+v", c)
	}
	write(t, filepath.Join(src, "a"), "b")
	w.tells(filepath.Join(src, "a"))
}

func TestALimitOfTheSystemIsToldOnce(t *testing.T) {
	w := start(t, Options{Paths: []string{t.TempDir()}})
	for range 2 {
		w.system.Errors <- syscall.ENOSPC
	}
	w.system.Errors <- errors.New("something else")
	w.tick <- time.Time{}
	c := <-w.Changes()
	if c.Problem == nil || len(c.Paths) != 0 || strings.Count(c.Problem.Error(), "max_user_watches") != 1 || !strings.HasSuffix(c.Problem.Error(), "something else") {
		t.Errorf("%+v", c)
	}
}
