package cli

import (
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
	"mvdan.cc/sh/v3/shell"

	"segtap/mapping/query"
	"segtap/mapping/verdict"
	"segtap/ui"
	"segtap/ui/cli/console"
	"segtap/ui/events/columns"
	"segtap/ui/keymap"
	"segtap/ui/plain"
	"segtap/ui/snippet"
)

// guide returns the README and the pages of the guide that people write, by their paths. The pages of the diagnostics are
// written by a test of their own.
func guide(t *testing.T) map[string]string {
	t.Helper()
	root := filepath.Join("..", "..")
	paths, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil || len(paths) < 10 {
		t.Fatal("found no guide", paths, err)
	}
	pages := make(map[string]string)
	for _, path := range append(paths, filepath.Join(root, "README.md"), filepath.Join(root, "docs", "diagnostics", "README.md")) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		pages[path] = string(text)
	}
	return pages
}

// TestTheREADMEIsTrue holds the parts of the README and of the guide that are
// made from the program: -update writes them.
func TestTheREADMEIsTrue(t *testing.T) {
	parts := map[string]string{
		"curl":     curlPart(t),
		"snippets": snippetPart(t, "analytics.js", "node", "go", "python", "java"),
		"sdks":     sdkPart(),
		"gates":    gatePart(),
		"keys":     keyPart(),
		"codes":    codePart(),
		"commands": commandPart(),
		"columns":  columnPart(),
	}
	found := make(map[string]int)
	for path, text := range guide(t) {
		page := text
		for name, part := range parts {
			open, shut := "<!-- "+name+": written by a test -->\n", "<!-- /"+name+" -->"
			start, end := strings.Index(page, open), strings.Index(page, shut)
			if start < 0 || end < start {
				continue
			}
			found[name]++
			page = page[:start+len(open)] + part + page[end:]
		}
		switch {
		case page == text:
		case flag.Lookup("update").Value.String() == "true":
			if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
		default:
			t.Errorf("%s no longer says what the program does; run: go test ./ui/cli -run README -update", path)
		}
	}
	for name := range parts {
		if found[name] != 1 {
			t.Errorf("the part %q stands %d times in the guide", name, found[name])
		}
	}
}

// curlPart is a call that can be sent without an SDK.
func curlPart(t *testing.T) string {
	t.Helper()
	for _, s := range snippet.All() {
		if s.Name == "curl" {
			return "```\n" + strings.Join(s.Fill("http://127.0.0.1:8910"), "\n") + "\n```\n"
		}
	}
	t.Fatal("there is no snippet of curl")
	return ""
}

func snippetPart(t *testing.T, names ...string) string {
	t.Helper()
	var b strings.Builder
	for _, name := range names {
		found := false
		for _, s := range snippet.All() {
			if s.Name == name {
				found = true
				fmt.Fprintf(&b, "%s:\n\n```\n%s\n```\n\n", s.SDK, strings.Join(s.Fill("http://127.0.0.1:8910"), "\n"))
			}
		}
		if !found {
			t.Errorf("there is no snippet %q", name)
		}
	}
	return b.String()
}

func sdkPart() string {
	var b strings.Builder
	b.WriteString("| SDK | `segtap snippet` | lines | of |\n| --- | --- | --- | --- |\n")
	for _, s := range snippet.All() {
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s |\n", s.SDK, s.Name, s.Proof(), s.Source())
	}
	return b.String()
}

func gatePart() string {
	var b strings.Builder
	b.WriteString("| gate | question |\n| --- | --- |\n")
	for _, g := range verdict.AllGates() {
		fmt.Fprintf(&b, "| %s | %s |\n", g, g.Question())
	}
	return b.String()
}

func codePart() string {
	var b strings.Builder
	b.WriteString("| code | severity | gate | what |\n| --- | --- | --- | --- |\n")
	for _, info := range verdict.Codes() {
		fmt.Fprintf(&b, "| [`%s`](%[1]s.md) | %s | %s | %s |\n", info.Name, info.Severity, info.Gate, info.What)
	}
	return b.String()
}

func columnPart() string {
	var b strings.Builder
	b.WriteString("| column | what it tells |\n| --- | --- |\n")
	for _, c := range columns.All() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", c, c.Help())
	}
	return b.String()
}

func commandPart() string {
	var b strings.Builder
	b.WriteString("| command | what it does |\n| --- | --- |\n")
	for _, c := range plain.Commands() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", strings.TrimSpace(c.Name+" "+c.Args), c.Help)
	}
	return b.String()
}

func keyPart() string {
	var b strings.Builder
	b.WriteString("| keys | what they do |\n| --- | --- |\n")
	line := func(shown, help string) {
		keys := make([]string, 0, 2)
		for key := range strings.FieldsSeq(shown) {
			keys = append(keys, "`"+key+"`")
		}
		fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(keys, " "), strings.ReplaceAll(help, "|", "\\|"))
	}
	for _, k := range keymap.Table() {
		line(k.Shown(), k.Whole())
	}
	for _, s := range ui.Sections() {
		fmt.Fprintf(&b, "\n**%s**\n\n| keys | what they do |\n| --- | --- |\n", s.Name)
		for _, k := range s.Keys {
			var names []string
			for _, key := range k.Keys() {
				names = append(names, keymap.Name(key))
			}
			line(strings.Join(names, " "), k.Help().Desc)
		}
	}
	return b.String()
}

// TestTheREADMEsCommandsRun runs every segtap command of the shell blocks in the
// README and in the guide with --help, which finds the command and reads its
// flags, and looks that the others are those of the start.
func TestTheREADMEsCommandsRun(t *testing.T) {
	others := []string{
		"go run .", "go run . demo", "go install .", "go test ./...",
		"cd docs/examples/shop", "npm ci", "npm test", // TestTheExampleShop runs them
	}
	run := 0
	for path, text := range guide(t) {
		if before, rest, ok := strings.Cut(text, recipeOfCI); ok { // TestTheRecipeOfCI runs it
			_, rest, _ = strings.Cut(rest, "```\n\n")
			text = before + rest
		}
		for line := range shellLines(text) {
			if filepath.Base(path) == "api.md" && !strings.HasPrefix(line, "segtap ") {
				continue // a test of its own runs them
			}
			command, _, _ := strings.Cut(line, "#")
			args, err := shell.Fields(strings.TrimSpace(command), nil)
			switch {
			case err != nil:
				t.Errorf("%s: %s: %v", path, line, err)
			case len(args) == 0, args[0] == "curl" && filepath.Base(path) == "tutorial.md": // which has a test of its own
			case args[0] == "segtap":
				run++
				if out, err := program(t, append(args[1:], "--help")...).CombinedOutput(); err != nil {
					t.Errorf("%s: %s: %v\n%s", path, command, err, out)
				}
			case !slices.Contains(others, strings.TrimSpace(command)):
				t.Errorf("%s: no test runs %q", path, command)
			}
		}
	}
	if run < 20 {
		t.Errorf("only %d commands", run)
	}
}

// shellLines yields the lines of the shell blocks of a page, each with those that it goes on in.
func shellLines(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i, block := range strings.Split(text, "```sh\n") {
			block, _, _ = strings.Cut(block, "```")
			for line := range strings.Lines(strings.ReplaceAll(block, "\\\n", "")) {
				if i > 0 && !yield(line) {
					return
				}
			}
		}
	}
}

// Every configuration that the guide shows is one: of a project, or of a person
// where a project may not set what stands in it.
func TestREADMEConfiguration(t *testing.T) {
	shown := 0
	for path, text := range guide(t) {
		for i, block := range strings.Split(text, "```toml\n") {
			if i == 0 {
				continue
			}
			block, _, _ = strings.Cut(block, "```")
			var values map[string]any
			if err := toml.Unmarshal([]byte(block), &values); err != nil || len(values) == 0 {
				t.Fatal(path, values, err)
			}
			shown++
			project := !strings.Contains(block, "[targets.") && !strings.Contains(block, "[keys]")
			if err := checkConfig(t, newRoot(console.Streams{}), "segtap.toml", project, block); err != nil {
				t.Errorf("%s: %v\n%s", path, err, block)
			}
		}
	}
	if shown < 2 {
		t.Errorf("only %d configurations", shown)
	}
}

// Every filter of the guide's table is one.
func TestTheREADMEsFilters(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "filters.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(string(text), -1)
	if len(rows) < 5 {
		t.Errorf("found only %d filters", len(rows))
	}
	for _, row := range rows {
		if _, err := query.Parse(row[1], example); err != nil {
			t.Errorf("%s: %v", row[1], err)
		}
	}
}
