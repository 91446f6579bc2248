package cli

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"segtap/mapping/verdict"
	"segtap/ui/cli/console"
	"segtap/ui/keymap"
	"segtap/ui/snippet"
)

// TestTheREADMEIsTrue holds the parts of the README that are made from the
// program: -update writes them.
func TestTheREADMEIsTrue(t *testing.T) {
	path := filepath.Join("..", "..", "README.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := os.ReadFile(filepath.Join("..", "testdata", "picture-120x30.golden"))
	if err != nil {
		t.Fatal(err)
	}
	readme := string(text)
	for name, part := range map[string]string{
		"screen":   "```\n" + strings.TrimRight(string(picture), "\n") + "\n```\n",
		"snippets": snippetPart(t, "analytics.js", "node", "go", "python", "java"),
		"sdks":     sdkPart(),
		"gates":    gatePart(),
		"keys":     keyPart(),
		"codes":    codePart(),
	} {
		readme = replacePart(t, readme, name, part)
	}
	switch {
	case readme == string(text):
	case flag.Lookup("update").Value.String() == "true":
		if err := os.WriteFile(path, []byte(readme), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("README.md no longer says what the program does; run: go test ./ui/cli -run README -update")
	}
}

func replacePart(t *testing.T, text, name, part string) string {
	t.Helper()
	open, shut := "<!-- "+name+": written by a test -->\n", "<!-- /"+name+" -->"
	start, end := strings.Index(text, open), strings.Index(text, shut)
	if start < 0 || end < start {
		t.Fatalf("README.md has no part %q", name)
	}
	return text[:start+len(open)] + part + text[end:]
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
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", info.Name, info.Severity, info.Gate, info.What)
	}
	return b.String()
}

func keyPart() string {
	var b strings.Builder
	b.WriteString("| keys | what they do |\n| --- | --- |\n")
	for _, k := range keymap.Table() {
		keys := make([]string, 0, 2)
		for key := range strings.FieldsSeq(k.Shown()) {
			keys = append(keys, "`"+key+"`")
		}
		fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(keys, " "), strings.ReplaceAll(k.Help, "|", "\\|"))
	}
	return b.String()
}

// TestTheREADMEsCommandsRun runs every segtap command of the README's shell
// blocks with --help, which finds the command and reads its flags, and looks
// that the two commands of the start are there as they are tested.
func TestTheREADMEsCommandsRun(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	run := 0
	for i, block := range strings.Split(string(text), "```sh\n") {
		if i == 0 {
			continue
		}
		block, _, _ = strings.Cut(block, "```")
		for line := range strings.Lines(block) {
			command, _, _ := strings.Cut(line, "#")
			args := strings.Fields(command)
			switch {
			case len(args) == 0:
			case args[0] == "segtap":
				run++
				if out, err := program(t, append(args[1:], "--help")...).CombinedOutput(); err != nil {
					t.Errorf("%s: %v\n%s", command, err, out)
				}
			case strings.TrimSpace(command) != "go run ." && strings.TrimSpace(command) != "go test ./...":
				t.Errorf("no test runs %q", command)
			}
		}
	}
	if run < 4 {
		t.Errorf("only %d commands", run)
	}
}

// The configuration that the README shows is one.
func TestREADMEConfiguration(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, found := strings.Cut(string(text), "```toml\n")
	block, _, closed := strings.Cut(block, "```")
	if !found || !closed {
		t.Fatal("the README shows no configuration")
	}
	var values map[string]any
	if err := toml.Unmarshal([]byte(block), &values); err != nil || len(values) == 0 {
		t.Fatal(values, err)
	}
	if err := checkConfig(t, newRoot(console.Streams{}), "segtap.toml", true, block); err != nil {
		t.Error(err)
	}
}
