package gitignore

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// at returns the rules in a directory beneath a root, without having named it.
func at(t *testing.T, root string, names ...string) *Rules {
	t.Helper()
	rules, err := At(root, nil)
	for _, name := range names {
		if err == nil {
			rules, err = rules.Into(name)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

func wants(t *testing.T, rules *Rules, isDir bool, name string, want bool) {
	t.Helper()
	if got := rules.Ignored(name, isDir); got != want {
		t.Errorf("%s in %q: ignored: %v", name, rules.dir, got)
	}
}

func TestTheRepositorysRootIsFoundAbove(t *testing.T) {
	root := t.TempDir()
	repositoryAt(t, root)
	put(t, filepath.Join(root, File), "*.gen.ts\n/web/out/\n")
	directory(t, filepath.Join(root, "web", "src"))
	for _, rules := range []*Rules{at(t, filepath.Join(root, "web", "src")), at(t, root, "web", "src")} {
		wants(t, rules, false, "a.gen.ts", true)
		wants(t, rules, false, "a.ts", false)
	}
	wants(t, at(t, filepath.Join(root, "web")), true, "out", true)
	wants(t, at(t, root), true, ".git", true)
}

// Git looks at nothing above a repository's root.
func TestARepositoryWithinAnotherHasItsOwnRules(t *testing.T) {
	root := t.TempDir()
	repositoryAt(t, root)
	put(t, filepath.Join(root, File), "*.ts\n")
	inner := filepath.Join(root, "inner")
	repositoryAt(t, inner)
	put(t, filepath.Join(inner, File), "*.js\n")
	for _, rules := range []*Rules{at(t, inner), at(t, root, "inner")} {
		wants(t, rules, false, "a.ts", false)
		wants(t, rules, false, "a.js", true)
	}
	directory(t, filepath.Join(root, "hollow", ".git")) // which git does not take for one
	wants(t, at(t, root, "hollow"), false, "a.ts", true)
}

// A worktree shares the patterns of the repository; a submodule has some of its own.
func TestWorktreesAndSubmodules(t *testing.T) {
	root := t.TempDir()
	main := filepath.Join(root, "main")
	repositoryAt(t, main)
	put(t, filepath.Join(main, ".git", "info", "exclude"), "private\n")
	put(t, filepath.Join(main, ".git", "worktrees", "tree", "commondir"), "../..\n")
	put(t, filepath.Join(root, "tree", ".git"), "gitdir: "+filepath.Join(main, ".git", "worktrees", "tree")+"\n")
	wants(t, at(t, filepath.Join(root, "tree")), false, "private", true)

	put(t, filepath.Join(main, ".git", "modules", "lib", "info", "exclude"), "own\n")
	put(t, filepath.Join(main, "lib", ".git"), "gitdir: ../.git/modules/lib\n")
	wants(t, at(t, main, "lib"), false, "own", true)
	wants(t, at(t, main, "lib"), false, "private", false)
}

func TestWithoutARepositoryTheFilesCountFromTheNamedDirectory(t *testing.T) {
	root := t.TempDir()
	put(t, filepath.Join(root, File), "a\n")
	put(t, filepath.Join(root, "in", File), "b\n")
	directory(t, filepath.Join(root, "in", "deep"))
	rules := at(t, filepath.Join(root, "in"), "deep")
	wants(t, rules, false, "a", false)
	wants(t, rules, false, "b", true)
}

func TestAnIgnoredDirectoryThatIsNamedIsNone(t *testing.T) {
	root := t.TempDir()
	repositoryAt(t, root)
	put(t, filepath.Join(root, File), "dist/\n*.map\n")
	put(t, filepath.Join(root, "dist", "web", File), "*.txt\n")
	rules := at(t, filepath.Join(root, "dist", "web"))
	wants(t, rules, false, "a.js", false)
	wants(t, rules, false, "a.map", false)
	wants(t, rules, false, "a.txt", true)
}

func TestWhatIsExcludedGoesBeforeAllOthers(t *testing.T) {
	root := t.TempDir()
	put(t, filepath.Join(root, "a", File), "!x.ts\n*.js\n")
	repositoryAt(t, filepath.Join(root, "b"))
	rules, err := At(root, []string{"*.ts", "/b/c", "!keep.js"})
	if err != nil {
		t.Fatal(err)
	}
	a, errA := rules.Into("a")
	b, errB := rules.Into("b")
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	wants(t, a, false, "x.ts", true)
	wants(t, a, false, "x.js", true)
	wants(t, a, false, "keep.js", false)
	wants(t, b, true, "c", true) // in a repository within as well
	wants(t, a, true, "c", false)
}

func TestAFileOfPatternsThatCannotBeReadIsTold(t *testing.T) {
	root := t.TempDir()
	put(t, filepath.Join(root, File), strings.Repeat("a\n", most/2+1))
	rules, err := At(root, nil)
	if err == nil || !strings.Contains(err.Error(), filepath.Join(root, File)) || rules.Ignored("a", false) {
		t.Error(err)
	}
}

// What somebody has written takes time in proportion, not a power of it.
func TestAHostilePatternIsMatchedInTime(t *testing.T) {
	patterns := parse([]byte(strings.Repeat("a*", 2000) + "b\n" + strings.Repeat("**/a/", 500) + "b"))
	if len(patterns) != 2 {
		t.Fatal(len(patterns))
	}
	done := make(chan bool)
	go func() {
		fits := slices.ContainsFunc(patterns, func(p pattern) bool {
			return p.fits(strings.Repeat("a", 4000), strings.Repeat("a/", 2000), false)
		})
		done <- fits
	}()
	select {
	case fits := <-done:
		if fits {
			t.Error("it fits")
		}
	case <-time.After(time.Minute):
		t.Fatal("it takes too long")
	}
}
