package gitignore

import (
	"bytes"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// names are of few letters, so that patterns fit often; some are of several bytes.
var names = []string{"a", "b", "ab", "aab", "a.b", "b.go", "a b", "é", "-", "]", "[a", "a\\b", "build", "#a", "!b", "a "}

// pieces are what patterns are put together from.
var pieces = []string{
	"a", "b", "ab", ".", "go", "é", "build", "a/", "/", "/", "*", "*", "**", "**/", "/**", "***", "?",
	"[ab]", "[!a]", "[^b]", "[a-c]", "[]]", "[]-]", "[!]a]", "[a-", "[", "]", "[[:alpha:]]", "[[:punct:][:space:]]", "[[:nope:]]", "[a[:]",
	"[\\]a]", "[a\\-c]", "\\a", "\\*", "\\", "\\ ", " ", "\t", "\r", "#", "!", "-", "{a,b}", "\xc3", "[\xa9\xc3]", "\\/",
}

// wholes are patterns as people write them.
var wholes = []string{
	"*", "!*/", "!*.go", "*.go", "/*", "!/a", "build/", "!build/", "a/*", "!a/b", "**/b", "a/**", "a/**/b", "!a/**/b", "foo**/bar", "a**/b",
	"# nothing", "\\#a", "\\!b", "", "   ", "a\\ ", "!a", "!/b/", "/a/b/", "*/", "**",
}

func patterns(t *rapid.T, label string) string {
	line := rapid.OneOf(
		rapid.SampledFrom(wholes),
		rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 5), func(of []string) string { return strings.Join(of, "") }),
	)
	lines := rapid.SliceOfN(line, 0, 5).Draw(t, label)
	text := strings.Join(lines, rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end of lines"))
	if rapid.IntRange(0, 9).Draw(t, "byte order mark") == 0 {
		text = "\xef\xbb\xbf" + text
	}
	return text
}

// TestSaysWhatGitSays compares trees, made up with their .gitignore files, with git.
func TestSaysWhatGitSays(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("there is no git, or no such names")
	}
	ignored, all := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		root, err := os.MkdirTemp("", "tree") //nolint:usetesting // one for each tree, not all until the end
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.RemoveAll(root) }()
		repositoryAt(t, root)
		put(t, filepath.Join(root, ".git", "info", "exclude"), patterns(t, "exclude"))
		dirs := []string{"."}
		var entries []string
		for range rapid.IntRange(1, 12).Draw(t, "entries") {
			entry := path.Join(rapid.SampledFrom(dirs).Draw(t, "in"), rapid.SampledFrom(names).Draw(t, "name"))
			if slices.Contains(entries, entry) {
				continue
			}
			entries = append(entries, entry)
			if rapid.Bool().Draw(t, "directory") {
				dirs = append(dirs, entry)
				directory(t, filepath.Join(root, entry))
			} else if rapid.IntRange(0, 4).Draw(t, "link") == 0 {
				if err := os.Symlink(root, filepath.Join(root, entry)); err != nil {
					t.Fatal(err)
				}
			} else {
				put(t, filepath.Join(root, entry), "")
			}
		}
		for _, dir := range dirs {
			if rapid.Bool().Draw(t, "has patterns") {
				put(t, filepath.Join(root, dir, File), patterns(t, "patterns of "+dir))
			}
		}
		want := gitIgnores(t, git, root, entries)
		rules, err := At(root, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := ours(t, rules, root, ".")
		all, ignored = all+len(entries), ignored+len(want)
		for _, entry := range entries {
			if slices.Contains(got, entry) != slices.Contains(want, entry) {
				t.Fatalf("%q: ignored by git: %v, here: %v", entry, slices.Contains(want, entry), slices.Contains(got, entry))
			}
		}
	})
	t.Logf("git ignored %d of %d entries", ignored, all)
	if ignored*10 < all || ignored*10 > all*9 {
		t.Error("the trees say nothing")
	}
}

// ours returns the ignored entries beneath a directory, with all that an ignored
// directory holds.
func ours(t *rapid.T, rules *Rules, root, dir string) []string {
	entries, err := os.ReadDir(filepath.Join(root, dir))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch {
		case rules != nil && rules.Ignored(e.Name(), e.IsDir()):
			found = append(found, name)
			if e.IsDir() && e.Name() != ".git" {
				found = append(found, everything(t, root, name)...)
			}
		case e.IsDir():
			inner, err := rules.Into(e.Name())
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, ours(t, inner, root, name)...)
		}
	}
	return found
}

func everything(t *rapid.T, root, dir string) []string {
	entries, err := os.ReadDir(filepath.Join(root, dir))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if found = append(found, name); e.IsDir() {
			found = append(found, everything(t, root, name)...)
		}
	}
	return found
}

// gitIgnores asks git.
func gitIgnores(t *rapid.T, git, root string, entries []string) []string {
	cmd := exec.Command(git, "check-ignore", "--no-index", "--stdin", "-z")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "HOME="+root, "XDG_CONFIG_HOME="+root)
	cmd.Stdin = strings.NewReader(strings.Join(entries, "\x00") + "\x00")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() > 1 {
		t.Fatalf("git: %v %s", err, &errs)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

func repositoryAt(t rapid.TB, root string) {
	for _, dir := range []string{"objects", "refs", "info"} {
		directory(t, filepath.Join(root, ".git", dir))
	}
	put(t, filepath.Join(root, ".git", "HEAD"), "ref: refs/heads/main\n")
}

func directory(t rapid.TB, dir string) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
}

func put(t rapid.TB, path, text string) {
	directory(t, filepath.Dir(path))
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
