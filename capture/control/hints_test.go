package control_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"segtap/capture/control"
)

// Each call that a sentence of the program names is one: the way out of a mistake leads
// somewhere.
func TestSentencesNameCallsThereAre(t *testing.T) {
	call := regexp.MustCompile(`\b(GET|HEAD|POST|PUT|DELETE) ` + control.Prefix + `(/[\w./-]*\w)`)
	prefix := regexp.MustCompile(`" ?\+ ?(?:control\.)?Prefix ?\+ ?"`)
	routes, named := control.Routes(), 0
	for _, root := range []string{".", "../../ui"} {
		err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, said := range call.FindAllStringSubmatch(prefix.ReplaceAllString(string(source), control.Prefix), -1) {
				named++
				if !slices.ContainsFunc(routes, func(r control.Route) bool { return r.Method == said[1] && r.Path == said[2] }) {
					t.Errorf("%s names %s, which is no call", path, said[0])
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if named < 4 {
		t.Errorf("only %d calls were found", named)
	}
}
