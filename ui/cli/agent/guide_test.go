package agent_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	_ "segtap/ui/screentest" // the flag -update
)

// page is the page of the guide about agents.
const page = "../../../docs/agents.md"

const (
	opening = "<!-- tools: written by a test -->\n"
	closing = "<!-- /tools -->"
)

// The guide lists the tools as an agent sees them.
func TestTheGuideListsTheTools(t *testing.T) {
	a := start(t, nil)
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(text), opening)
	had, tail, closed := strings.Cut(rest, closing)
	if !ok || !closed {
		t.Fatalf("%s has no place for the tools", page)
	}
	var want strings.Builder
	want.WriteString("| tool | what it does |\n| --- | --- |\n")
	for tool, err := range a.Tools(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&want, "| `%s` | %s |\n", tool.Name, strings.ReplaceAll(tool.Description, "|", "\\|"))
	}
	switch {
	case flag.Lookup("update").Value.String() == "true":
		if err := os.WriteFile(page, []byte(head+opening+want.String()+closing+tail), 0o644); err != nil {
			t.Fatal(err)
		}
	case had != want.String():
		t.Errorf("%s has\n%s\nand the tools are\n%s\n(-update writes them)", page, had, want.String())
	}
}

// The configurations of the guide start a server that answers.
func TestTheGuidesConfigurationsStartIt(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	type server struct {
		Type, Command string
		Args          []string
	}
	blocks := strings.Split(string(text), "<!-- agent: read by a test -->\n```json\n")[1:]
	if len(blocks) != 3 {
		t.Fatalf("%d configurations", len(blocks))
	}
	for _, block := range blocks {
		block, _, _ = strings.Cut(block, "```")
		var config map[string]map[string]server
		if err := json.Unmarshal([]byte(block), &config); err != nil {
			t.Fatal(err, block)
		}
		named := config["mcpServers"]
		if named == nil {
			named = config["servers"]
		}
		s, ok := named["segtap"]
		if !ok || s.Command != "segtap" || s.Type != "" && s.Type != "stdio" {
			t.Fatalf("%s starts no segtap", block)
		}
		// Not on the port that the person who runs the tests may work on.
		connect(t, program(t, append(s.Args, "--url", "http://127.0.0.1:1", "--listen", "127.0.0.1:0")...), nil)
	}
}
