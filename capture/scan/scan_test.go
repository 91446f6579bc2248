package scan

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

// options are those of a scan with nothing special.
var options Options

// track is the source of a call.
func track(event string) string { return `analytics.track("` + event + `")` }

// tree writes files, and returns the directory that they are in.
func tree(t *testing.T, files map[string]string) string {
	root := t.TempDir()
	put(t, root, files)
	return root
}

func put(t rapid.TB, root string, files map[string]string) {
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

// events returns what was found, as FILE:LINE NAME, beneath a directory.
func events(root string, r Result) []string {
	var all []string
	for _, n := range r.Names {
		all = append(all, fmt.Sprintf("%s:%d %s", strings.TrimPrefix(n.Place.File, filepath.ToSlash(root)+"/"), n.Place.Line, n.Event))
	}
	return all
}

// left returns what was left out, as WHY COUNT FILES.
func left(root string, r Result) []string {
	var all []string
	for _, l := range r.LeftOut {
		text := fmt.Sprint(l.Why, " ", l.Count)
		for _, u := range l.First {
			text += " " + strings.TrimPrefix(u.Path, filepath.ToSlash(root)+"/")
		}
		all = append(all, text)
	}
	return all
}

func run(t *testing.T, opt Options, paths ...string) Result {
	t.Helper()
	r, err := Run(t.Context(), paths, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func wants(t *testing.T, what string, got any, want ...string) {
	t.Helper()
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// A file is read once, whatever the paths by which it was named.
func TestPathsThatOverlap(t *testing.T) {
	root := tree(t, map[string]string{"lib/a.rb": "analytics.track(event: 'A', user_id: 'u')", "lib/in/b.js": track("B"), "lib/out/c.js": track("C"), "lib/.gitignore": "out/\n", "d.js": track("D")})
	t.Chdir(root)
	all := []string{"d.js:1 D", "lib/a.rb:1 A", "lib/in/b.js:1 B"}
	ignored := append(slices.Clone(all), "lib/out/c.js:1 C")
	for _, c := range []struct {
		paths []string
		want  []string
	}{
		{[]string{".", "lib"}, all},
		{[]string{"lib/in/b.js", "lib", "lib/in", ".", "lib/a.rb", "./lib"}, all},
		{[]string{".", "lib/out"}, ignored},
		{[]string{"lib/out/c.js", "."}, ignored},
	} {
		r := run(t, options, c.paths...)
		if wants(t, strings.Join(c.paths, " "), events(root, r), c.want...); r.Read != len(c.want) || r.Files != len(c.want)+1 {
			t.Errorf("%v: %d of %d files are read", c.paths, r.Read, r.Files)
		}
	}
	if r := run(t, options, filepath.Join(root, "lib"), "lib", "lib/a.rb"); len(r.Names) != 2 {
		t.Errorf("another path brings %q", events(root, r))
	}
}

func TestWhatIsReadAndWhatIsNot(t *testing.T) {
	root := tree(t, map[string]string{
		"b.js": track("B") + "\n\nanalytics.track(x)\n" + track("A"), "a/z.js": track("Z"), "a.js": "nothing", "README.md": track("M"),
		".gitignore": "dist/\n*.gen.js\n!keep.gen.js\n", "dist/x.js": track("X"), "x.gen.js": track("X"), "keep.gen.js": track("K"),
		"a/.gitignore": "/y.js", "a/y.js": track("Y"), ".git/hooks/h.js": track("H"),
		"big.js": track("L") + strings.Repeat("\n", 1000), "min.js": strings.Repeat("x", minified) + "\n" + track("M") + strings.Repeat("m", minified),
		"wide.js": strings.Repeat("x", minified) + "\n" + track("W"), "bin.js": track("X") + "\x00", "old.js": utf16(track("é")),
	})
	opt := options
	opt.MaxSize = 3 * minified
	opt.Progress = new(Progress)
	r := run(t, opt, root)
	wants(t, "names", events(root, r), "a/z.js:1 Z", "b.js:1 B", "b.js:4 A", "big.js:1 L", "keep.gen.js:1 K", "old.js:1 é", "wide.js:2 W")
	wants(t, "left out", left(root, r), "minified 1 min.js", "binary 1 bin.js")
	if len(r.Unread) != 1 || r.Unread[0].Place.String() != filepath.ToSlash(root)+"/b.js:3:17" {
		t.Errorf("%+v", r.Unread)
	}
	if r.Ignored != 3 || opt.Progress.Files.Load() != int64(r.Files) || opt.Progress.Names.Load() != 7 {
		t.Errorf("%d ignored, %d files, progress %d", r.Ignored, r.Files, opt.Progress.Files.Load())
	}
	opt.MaxSize = 1000
	wants(t, "left out", left(root, run(t, opt, root))[:1], "too large 3 big.js min.js wide.js")
}

func TestLinksAreNotFollowed(t *testing.T) {
	root := tree(t, map[string]string{"in/a.js": track("A"), "out/b.js": track("B")})
	in := filepath.Join(root, "in")
	for name, target := range map[string]string{"b.js": "../out/b.js", "again": ".", "out": "../out", "none.js": "nowhere"} {
		if err := os.Symlink(target, filepath.Join(in, name)); err != nil {
			t.Skip(err) // not everybody may on Windows
		}
	}
	r := run(t, options, in)
	wants(t, "names", events(in, r), "a.js:1 A")
	wants(t, "left out", left(in, r), "link 2 b.js none.js")
	wants(t, "one that is named", events(in, run(t, options, filepath.Join(in, "out"))), "out/b.js:1 B")
}

func TestWhatIsNamedIsRead(t *testing.T) {
	root := tree(t, map[string]string{
		".git/HEAD": "ref", ".gitignore": "dist\n", "dist/a.js": track("A"), "dist/b.min.js": track("B") + strings.Repeat(" ", minified), "c.txt": track("C"),
	})
	wants(t, "all", events(root, run(t, options, root)))
	dist := filepath.Join(root, "dist")
	wants(t, "a directory", events(root, run(t, options, dist)), "dist/a.js:1 A")
	named := filepath.Join(dist, "b.min.js")
	if r := run(t, options, named, named); len(r.Names) != 1 || r.Read != 1 {
		t.Errorf("%+v", r)
	}
	if _, err := Run(t.Context(), []string{filepath.Join(root, "c.txt")}, options); !errors.Is(err, ErrLanguage) {
		t.Error(err)
	}
	if _, err := Run(t.Context(), []string{root, filepath.Join(root, "none")}, options); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// Each file is read again as a scan of the directories reads it.
func TestWhatIsReadAgainIsReadAsTheScanReadsIt(t *testing.T) {
	long := strings.Repeat("m", minified)
	root := tree(t, map[string]string{
		".git/HEAD": "ref", ".gitignore": "dist/\n*.gen.js\nout/\n", "a.js": track("A"), "min.js": track("M") + long, "x.gen.js": track("X"),
		"dist/d.js": track("D"), "dist/in/e.js": track("E"), "sub/.gitignore": "/y.js\n!z.gen.js\n", "sub/y.js": track("Y"), "sub/z.gen.js": track("Z"),
		"sub/b.js": track("B"), "sub/in/y.js": track("S"), "out/o.js": track("O"), "test/t.js": track("T"),
	})
	opt := options
	opt.Exclude = []string{"test/"}
	dirs := []string{root, filepath.Join(root, "out")} // what is named is read, ignored or not
	all := run(t, opt, dirs...)
	wants(t, "names", events(root, all), "a.js:1 A", "out/o.js:1 O", "sub/b.js:1 B", "sub/in/y.js:1 S", "sub/z.gen.js:1 Z")
	var files []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && Wanted(path) {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	opt.Again = dirs
	r := run(t, opt, files...)
	wants(t, "names", events(root, r), events(root, all)...)
	wants(t, "left out", left(root, r), left(root, all)...)
}

// Between being told and being read a file goes, a link takes its place, or a directory does.
func TestWhatIsReadAgainMayHaveGone(t *testing.T) {
	root := tree(t, map[string]string{"a.js": track("A"), "dir.js/b.js": track("B")})
	outside := filepath.Join(tree(t, map[string]string{"c.js": track("C")}), "c.js")
	link := filepath.Join(root, "link.js")
	if err := os.Symlink(outside, link); err != nil {
		t.Skip(err)
	}
	opt := options
	opt.Again = []string{root}
	r := run(t, opt, filepath.Join(root, "a.js"), filepath.Join(root, "gone.js"), filepath.Join(root, "dir.js"), link)
	wants(t, "names", events(root, r), "a.js:1 A")
	wants(t, "left out", left(root, r), "link 1 link.js")
	// It may do so even later.
	w := newWorker(t.Context(), newQueue(), new(partial), Options{MaxSize: MaxSize})
	if _, err := w.text(link, false); !errors.Is(err, errNotRegular) {
		t.Errorf("it reads behind a link: %v", err)
	}
	if _, err := w.text(link, true); err != nil {
		t.Error(err)
	}
}

func TestPatternsOfOnesOwnAreLeftOut(t *testing.T) {
	root := tree(t, map[string]string{"a.js": track("A"), "test/b.js": track("B"), "c.test.js": track("C")})
	opt := options
	opt.Exclude = []string{"test/", "*.test.js"}
	wants(t, "names", events(root, run(t, opt, root)), "a.js:1 A")
}

// A path that is longer than the system takes cannot be opened, even by root.
func TestWhatCannotBeReadIsToldAndStopsNothing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("paths are made another way")
	}
	root := tree(t, map[string]string{"a.js": track("A")})
	at, err := os.OpenRoot(root)
	if err != nil {
		t.Fatal(err)
	}
	for range 25 {
		name := strings.Repeat("d", 200)
		inner, err := at, at.Mkdir(name, 0o700)
		if err == nil {
			at, err = inner.OpenRoot(name)
		}
		if err := errors.Join(err, inner.Close()); err != nil {
			t.Fatal(err)
		}
	}
	if err := at.Close(); err != nil {
		t.Fatal(err)
	}
	r := run(t, options, root)
	wants(t, "names", events(root, r), "a.js:1 A")
	if len(r.LeftOut) != 1 || r.LeftOut[0].Why != Unreadable || r.LeftOut[0].Count != 1 || r.LeftOut[0].First[0].Detail != "file name too long" {
		t.Errorf("%+v", r.LeftOut)
	}
}

func TestTheResultDoesNotDependOnTheOrderOfReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files := make(map[string]string)
		for range rapid.IntRange(0, 20).Draw(t, "files") {
			dirs := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 3).Draw(t, "directories")
			name := rapid.StringMatching(`[d-g]{1,2}\.(js|md)`).Draw(t, "name")
			files[filepath.Join(append(dirs, name)...)] = rapid.SampledFrom([]string{track("A"), "analytics.track(x)", track("B") + "\n" + track("A"), track("X") + "\x00", ""}).Draw(t, "text")
		}
		root, err := os.MkdirTemp("", "scan") //nolint:usetesting // one for each tree, not all until the end
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.RemoveAll(root) }()
		put(t, root, files)
		alike(t, root)
	})
}

// The directory is wide, so that workers help each other, and more is left out of it than
// is told.
func TestAWideDirectoryIsReadByAll(t *testing.T) {
	files := make(map[string]string)
	for i := range 1500 {
		files[fmt.Sprintf("%04d.js", i)] = track("A") + strings.Repeat("\x00", i%2)
	}
	alike(t, tree(t, files))
}

// alike scans a directory with different numbers of workers.
func alike(t rapid.TB, root string) {
	var first Result
	for i, workers := range []int{1, 2, 8} {
		opt := options
		opt.Workers = workers
		r, err := Run(context.Background(), []string{root}, opt)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = r
		}
		if !reflect.DeepEqual(r, first) {
			t.Fatalf("%d workers: %+v\n1 worker: %+v", workers, r, first)
		}
		for _, l := range r.LeftOut {
			if len(l.First) != min(l.Count, shown) {
				t.Fatalf("%d of %d told", len(l.First), l.Count)
			}
		}
	}
}

// endsAfter is a context that ends when it has been looked at so many times.
type endsAfter struct {
	context.Context
	looks atomic.Int64
}

func (c *endsAfter) Err() error {
	if c.looks.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

func TestEndsWithItsContext(t *testing.T) {
	files := make(map[string]string)
	for i := range 300 {
		files[fmt.Sprintf("%d/a.js", i)] = track("A")
	}
	root := tree(t, files)
	for _, looks := range []int64{0, 1, 2, 50, 300} {
		ctx := &endsAfter{Context: t.Context()}
		ctx.looks.Store(looks)
		opt := Options{Workers: 2, Progress: new(Progress)}
		r, err := Run(ctx, []string{root}, opt)
		if n := opt.Progress.Names.Load(); !errors.Is(err, context.Canceled) || len(r.Names) != 0 || n > looks {
			t.Errorf("%d looks: %v, %d names, %d found", looks, err, len(r.Names), n)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, []string{root}, options); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// What was found holds nothing of the buffer, which is used again.
func TestWhatIsFoundStandsByItself(t *testing.T) {
	root := tree(t, map[string]string{"a.js": `analytics.track("A", {revenue: 1})`, "b.js": `analytics.track("B", {revenue: 2})`})
	r := run(t, Options{Workers: 1}, root)
	wants(t, "names", events(root, r), "a.js:1 A", "b.js:1 B")
	for i, value := range []string{"1", "2"} {
		if p := r.Names[i].Properties; len(p) != 1 || p[0].Value != value || p[0].Place.File != r.Names[i].Place.File {
			t.Errorf("%+v", r.Names[i])
		}
	}
}

// utf16 writes a text as editors of Windows did.
func utf16(text string) string {
	written, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		panic(err)
	}
	return written
}

// TestUnusualText reads lines that end as on old Macs, of any length together, and tells of UTF-16
// that does not say what it is.
func TestUnusualText(t *testing.T) {
	little, big := []byte{}, []byte{}
	for _, c := range []byte("// a\n" + track("L")) {
		little, big = append(little, c, 0), append(big, 0, c)
	}
	root := tree(t, map[string]string{
		"mac.js": strings.Repeat("// a comment\r", minified) + track("M") + "\r" + track("N"),
		"le.js":  string(little), "be.js": string(big), "zero.js": strings.Repeat("\x00", 100),
	})
	r := run(t, options, root)
	wants(t, "names", events(root, r), fmt.Sprintf("mac.js:%d M", minified+1), fmt.Sprintf("mac.js:%d N", minified+2))
	wants(t, "left out", left(root, r), "binary 2 be.js le.js")
}
