package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// documents are the pages that people read first.
var documents = []string{"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "findings/README.md", "capture/bench/README.md"}

// TestTheDocumentsNameWhatThereIs finds each file, folder and link that the
// documents name.
func TestTheDocumentsNameWhatThereIs(t *testing.T) {
	path := regexp.MustCompile("`((?:mapping|capture|ui|testdata|findings|\\.ci)(?:/[\\w.*-]+)*(?:\\.\\w+)?/?)(?:[ .][^`]*)?`")
	link := regexp.MustCompile(`\]\(([^)#:]+)\)`)
	for _, name := range documents {
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
			if !exists(filepath.Join(filepath.Dir(name), m[1])) {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			}
		}
		if named == 0 && !slices.Contains([]string{"SECURITY.md", "CHANGELOG.md", "findings/README.md"}, name) {
			t.Errorf("%s names nothing: does the test still find what it names?", name)
		}
	}
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
	top := ""
	for line := range strings.Lines(tree) {
		words := strings.Fields(line)
		if len(words) == 0 || !strings.HasSuffix(words[0], "/") {
			continue
		}
		if !strings.HasPrefix(line, " ") {
			top = words[0]
			said = append(said, strings.TrimSuffix(top, "/"))
			continue
		}
		for _, word := range words {
			if !strings.HasSuffix(word, "/") {
				break
			}
			said = append(said, strings.TrimSuffix(top+word, "/"))
		}
	}
	for _, dir := range said {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			t.Errorf("ARCHITECTURE.md has the folder %s, which is not there", dir)
		}
	}
	for _, file := range goFiles(t) {
		dir := filepath.ToSlash(filepath.Dir(file))
		if strings.Count(dir, "/") == 1 && !slices.Contains(said, dir) {
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
