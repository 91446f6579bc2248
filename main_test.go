package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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
		"segtap/mapping/jsondoc", "segtap/mapping/lazy", "segtap/mapping/prose", "segtap/mapping/message", "segtap/mapping/spelling", "segtap/mapping/destination/kit", "segtap/mapping/destination/date", "segtap/capture/journal", "segtap/capture/journal/notation", "segtap/capture/journal/file", "segtap/capture/journal/journaltest", "segtap/capture/journal/groupcommit", "segtap/capture/regular", "segtap/capture/replay", "segtap/capture/resend",
		"segtap/ui/widget/sanitize", "segtap/ui/widget/styled", "segtap/ui/widget/menu", "segtap/ui/widget/table", "segtap/ui/widget/input", "segtap/ui/widget/count", "segtap/ui/widget/viewport", "segtap/ui/widget/jsontree", "segtap/ui/widget/editor", "segtap/ui/screentest",
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

// TestServersOfOthersAreInTestsOnly holds that what segtap is tested beside is not in its binary.
func TestServersOfOthersAreInTestsOnly(t *testing.T) {
	deps, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil || !bytes.Contains(deps, []byte("segtap/mapping\n")) {
		t.Fatalf("go list: %v\n%s", err, deps)
	}
	for pkg := range strings.Lines(string(deps)) {
		if strings.HasPrefix(pkg, "github.com/nats-io/nats-server") {
			t.Errorf("the binary has %s", pkg)
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

// documents are the pages that people read first, and those of the guide.
func documents(t *testing.T) []string {
	t.Helper()
	guide, err := filepath.Glob("docs/*.md")
	diagnostics, wrong := filepath.Glob("docs/diagnostics/*.md")
	if err != nil || wrong != nil || len(guide) == 0 || len(diagnostics) == 0 {
		t.Fatal("found no guide", err, wrong)
	}
	return slices.Concat([]string{"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "findings/README.md", "capture/bench/README.md", "docs/deploy/README.md"}, guide, diagnostics)
}

// TestTheDocumentsNameWhatThereIs finds each file, folder and link that the
// documents name.
func TestTheDocumentsNameWhatThereIs(t *testing.T) {
	path := regexp.MustCompile("`((?:docs|mapping|capture|ui|testdata|findings|\\.ci)(?:/[\\w.*-]+)*(?:\\.\\w+)?/?)(?:[ .][^`]*)?`")
	link := regexp.MustCompile(`(?:\]\(|src(?:set)?=")([^)#:"]*)(?:#([^)]*))?[)"]`)
	for _, name := range documents(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
			continue
		}
		named := 0
		for _, m := range path.FindAllStringSubmatch(string(text), -1) {
			named++
			if found, err := filepath.Glob(m[1]); err != nil || len(found) == 0 {
				if folder, symbol, ok := strings.Cut(m[1], "."); !ok || symbol == "" || !exists(folder) {
					t.Errorf("%s names %s, which is not there", name, m[1])
				}
			}
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			named++
			to := name
			if m[1] != "" {
				to = filepath.Join(filepath.Dir(name), m[1])
			}
			if !exists(to) || m[2] != "" && !slices.Contains(anchors(t, to), m[2]) {
				t.Errorf("%s links to %s#%s, which is not there", name, m[1], m[2])
			}
		}
		if named == 0 && !slices.Contains([]string{"SECURITY.md", "CHANGELOG.md", "findings/README.md"}, name) {
			t.Errorf("%s names nothing: does the test still find what it names?", name)
		}
	}
}

// anchors returns the names of the headings of a page, as GitHub makes them.
func anchors(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(string(text), -1) {
		name := regexp.MustCompile(`[^\w -]`).ReplaceAllString(strings.ToLower(m[1]), "")
		names = append(names, strings.ReplaceAll(name, " ", "-"))
	}
	return names
}

// TestEveryFindingIsListed holds findings/README.md against the scripts.
func TestEveryFindingIsListed(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("findings", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	scripts, err := filepath.Glob(filepath.Join("findings", "*.sh"))
	if err != nil || len(scripts) == 0 {
		t.Fatal("found no scripts", err)
	}
	for _, script := range scripts {
		if name := strings.TrimSuffix(filepath.Base(script), ".sh"); !strings.Contains(string(page), "| `"+name+"` |") {
			t.Errorf("findings/README.md does not list %s", name)
		}
	}
	rows := regexp.MustCompile("(?m)^\\| `([a-z0-9-]+)` \\|").FindAllStringSubmatch(string(page), -1)
	for _, row := range rows {
		if !exists(filepath.Join("findings", row[1]+".sh")) {
			t.Errorf("findings/README.md lists %s, which is not there", row[1])
		}
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// TestTheFoldersOfTheArchitectureAreThere holds the tree in ARCHITECTURE.md
// against the folders.
func TestTheFoldersOfTheArchitectureAreThere(t *testing.T) {
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, tree, _ := strings.Cut(string(text), "```\n")
	tree, _, _ = strings.Cut(tree, "```")
	var said []string
	within := map[int]string{} // indent to the folder that is meant by it
	for line := range strings.Lines(tree) {
		words := strings.Fields(line)
		if len(words) == 0 || !strings.HasSuffix(words[0], "/") {
			continue
		}
		indent := len(line) - len(strings.TrimLeft(line, " "))
		for _, word := range words {
			if !strings.HasSuffix(word, "/") {
				break
			}
			within[indent] = within[indent-2] + word
			said = append(said, strings.TrimSuffix(within[indent], "/"))
		}
	}
	for _, dir := range said {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			t.Errorf("ARCHITECTURE.md has the folder %s, which is not there", dir)
		}
	}
	for _, file := range goFiles(t) {
		dir := filepath.ToSlash(filepath.Dir(file))
		if dir == "." || strings.Contains(dir, "testdata") || slices.Contains(said, dir) {
			continue
		}
		if above, _ := filepath.Split(dir); !slices.Contains(said, strings.TrimSuffix(above, "/")) || !strings.Contains(tree, " "+filepath.Base(dir)+"/") {
			t.Errorf("ARCHITECTURE.md does not say what %s is", dir)
		}
	}
}

// TestTheVerbsOfStoriesAreDocumented holds CONTRIBUTING.md against the stories'
// runner.
func TestTheVerbsOfStoriesAreDocumented(t *testing.T) {
	runner, err := os.ReadFile(filepath.Join("ui", "cli", "story_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(runner), "Cmds: map[string]func(*testscript.TestScript, bool, []string){")
	table, _, _ = strings.Cut(table, "}")
	var verbs []string
	for _, m := range regexp.MustCompile(`"([a-z-]+)":`).FindAllStringSubmatch(table, -1) {
		verbs = append(verbs, m[1])
	}
	if len(verbs) < 10 {
		t.Fatalf("found only the verbs %v", verbs)
	}
	_, said, _ := strings.Cut(string(page), "<!-- verbs: checked by a test -->")
	said, _, _ = strings.Cut(said, "<!-- /verbs -->")
	documented := map[string]bool{}
	for _, m := range regexp.MustCompile("`([a-z-]+)(?: [^`]*)?`").FindAllStringSubmatch(said, -1) {
		documented[m[1]] = true
	}
	for _, verb := range verbs {
		if !documented[verb] {
			t.Errorf("CONTRIBUTING.md does not say what the verb %s does", verb)
		}
	}
}

// TestRoomsStaySmall keeps packages, types and the shell of the screen to a size that a
// person has in mind at once. What has grown out of it is divided, by what it is about.
func TestRoomsStaySmall(t *testing.T) {
	const (
		mostFiles   = 15
		mostLines   = 2500
		mostMethods = 40
		mostInShell = 300 // lines of a file of ui itself
	)
	type room struct {
		files, lines int
		says         bool // what it promises, in a doc.go
	}
	rooms, methods := make(map[string]room), make(map[string]int)
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		dir, lines := filepath.ToSlash(filepath.Dir(file)), bytes.Count(text, []byte{'\n'})
		r := rooms[dir]
		rooms[dir] = room{r.files + 1, r.lines + lines, r.says || filepath.Base(file) == "doc.go"}
		if dir == "ui" && lines > mostInShell {
			t.Errorf("%s has %d lines; a file of the shell has %d at most", file, lines, mostInShell)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
				methods[dir+"."+receiver(f)]++
			}
		}
	}
	for dir, r := range rooms {
		if !r.says && dir != "." && !strings.Contains(dir, "testdata") {
			t.Errorf("%s has no doc.go that says what it promises", dir)
		}
		if r.files > mostFiles || r.lines > mostLines {
			t.Errorf("%s has %d files and %d lines; %d and %d are the most", dir, r.files, r.lines, mostFiles, mostLines)
		}
	}
	for name, n := range methods {
		if n > mostMethods {
			t.Errorf("%s has %d methods; %d are the most", name, n, mostMethods)
		}
	}
}

// receiver returns the name of the type that a method is of.
func receiver(f *ast.FuncDecl) string {
	of := f.Recv.List[0].Type
	for {
		switch t := of.(type) {
		case *ast.StarExpr:
			of = t.X
		case *ast.IndexExpr:
			of = t.X
		case *ast.IndexListExpr:
			of = t.X
		case *ast.Ident:
			return t.Name
		default:
			return ""
		}
	}
}
