package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"segtap/mapping/verdict"
)

// TestTheExamplesOfExpectationsRun runs each file of the guide's page over the messages and
// metrics of the examples: what it shows behind the file is how the answer reads, and a line
// that it leaves out is told of something that is not met.
func TestTheExamplesOfExpectationsRun(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "expectations.md"))
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```yaml\n(.*?)```\n\n```\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	if n := strings.Count(string(page), "```yaml"); len(examples) != n || n < 5 {
		t.Fatalf("%d of %d files show what comes of them", len(examples), n)
	}
	for _, example := range examples {
		dir := t.TempDir()
		files := map[string][]byte{"segtap.expect.yaml": []byte(example[1])}
		for _, name := range []string{"shop.ndjson", "metrics.yaml"} {
			text, err := os.ReadFile(filepath.Join("..", "..", "docs", "examples", name))
			if err != nil {
				t.Fatal(err)
			}
			files[name] = text
		}
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		cmd := program(t, "check", "shop.ndjson", "--metrics", "metrics.yaml", "--expect", "segtap.expect.yaml")
		cmd.Dir = dir
		out, _ := cmd.Output()
		code := 0
		if strings.Contains(example[2], "FAIL") {
			code = 1
		}
		if got := cmd.ProcessState.ExitCode(); got != code {
			t.Errorf("exit code %d, want %d:\n%s", got, code, example[1])
		}
		for line := range strings.Lines(example[2]) {
			if !strings.Contains("\n"+string(out), "\n"+line) {
				t.Errorf("%s\ncomes to\n%s\nwhich lacks\n%s", example[1], out, line)
			}
		}
		if heads := regexp.MustCompile(`(?m)^\w+ .*$`); len(heads.FindAllString(string(out), -1)) != len(heads.FindAllString(example[2], -1)) {
			t.Errorf("%s\ncomes to\n%s\nand the page shows\n%s", example[1], out, example[2])
		}
	}
	for _, m := range regexp.MustCompile("`((?:user_key|value|timestamp|consent)_\\w+)`").FindAllStringSubmatch(string(page), -1) {
		if _, ok := verdict.CodeByName(m[1]); !ok {
			t.Errorf("there is no code %s", m[1])
		}
	}
}
