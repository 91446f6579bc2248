package keymap_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A key that a sentence names is asked of who knows it: Keys.Of for the screens, the binding
// for a dialog. One that is spelled out is wrong as soon as somebody has given it another.
func TestNoSentenceSpellsAKeyOut(t *testing.T) {
	spelled := regexp.MustCompile(`(^|[^\w%/])(esc|[fF]1|ctrl\+[a-z]|shift\+\w+|pgup|pgdn)(\W|$)` +
		`|(^|[\s;:,(])([b-zA-HJ-Z1-9?/]|enter|tab)(/[a-z])?,? (on the|and [a-zA-Z] |to (choose|copy)|[a-z]+s\b)` +
		`|(^|: )tab(: |$)|[a-z] \([1-9]\)`)
	found := false
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (e.Name() == "cli" || e.Name() == "screentest" || e.Name() == "testdata" || e.Name() == "snippet" || e.Name() == "plain"): // no screen
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, _ := strconv.Unquote(lit.Value)
			if found = true; strings.Contains(text, " ") && spelled.MatchString(text) && !strings.Contains(text, "write e, E, ctrl+e") { // which shows how keys are written
				t.Errorf("%s: %q", set.Position(lit.Pos()), text)
			}
			return true
		})
		return nil
	})
	if err != nil || !found {
		t.Errorf("nothing was read: %v", err)
	}
}
