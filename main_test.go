package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestImportsRunOneWay holds the architecture: main → ui/cli → ui → capture →
// mapping. A folder may import those behind it, and some folders know nothing
// of segtap at all.
func TestImportsRunOneWay(t *testing.T) {
	layers := []string{"segtap/mapping", "segtap/capture", "segtap/ui", "segtap/ui/cli", "segtap"}
	strangers := []string{
		"segtap/mapping/jsondoc", "segtap/capture/journal", "segtap/capture/regular", "segtap/capture/replay",
		"segtap/ui/widget/sanitize", "segtap/ui/widget/viewport", "segtap/ui/widget/jsontree", "segtap/ui/widget/editor", "segtap/ui/screentest",
	}
	layerOf := func(pkg string) int {
		best := -1
		for i, l := range layers {
			if (pkg == l || l != "segtap" && strings.HasPrefix(pkg, l+"/")) && (best < 0 || len(l) > len(layers[best])) {
				best = i
			}
		}
		return best
	}
	for _, file := range goFiles(t) {
		pkg := "segtap"
		if dir := filepath.ToSlash(filepath.Dir(file)); dir != "." {
			pkg += "/" + dir
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, imp := range parsed.Imports {
			path, _ := strconv.Unquote(imp.Path.Value)
			if path != "segtap" && !strings.HasPrefix(path, "segtap/") {
				continue
			}
			isTest := strings.HasSuffix(file, "_test.go")
			if slices.Contains(strangers, pkg) && !slices.Contains(strangers, path) {
				t.Errorf("%s imports %s, but %s knows nothing of segtap", file, path, pkg)
			}
			if layerOf(path) > layerOf(pkg) && !isTest {
				t.Errorf("%s imports %s: imports run main → ui/cli → ui → capture → mapping", file, path)
			}
			if path == "segtap/ui/screentest" && !isTest {
				t.Errorf("%s imports %s outside of a test", file, path)
			}
		}
	}
}

// TestTheTopLevelIsAsGiven keeps Go code in main.go, mapping, capture and ui.
func TestTheTopLevelIsAsGiven(t *testing.T) {
	for _, file := range goFiles(t) {
		top, _, nested := strings.Cut(filepath.ToSlash(file), "/")
		if nested && !slices.Contains([]string{"mapping", "capture", "ui", "testdata"}, top) {
			t.Errorf("%s: Go code lives in mapping, capture and ui", file)
		}
		if !nested && top != "main.go" && !strings.HasSuffix(top, "_test.go") {
			t.Errorf("%s: the only Go file at the top is main.go", file)
		}
	}
}

func goFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != "." {
			return fs.SkipDir
		}
		if strings.HasSuffix(path, ".go") {
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("found no Go files")
	}
	return files
}
