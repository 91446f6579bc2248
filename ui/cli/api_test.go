package cli

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// An address with a question mark is quoted: zsh takes it for a pattern.
func TestTheGuideQuotesAddresses(t *testing.T) {
	bare := regexp.MustCompile(`(?m)^\s*curl\b.*\s(https?://[^\s'"]*[?&*][^\s'"]*)`)
	for path, text := range guide(t) {
		for _, m := range bare.FindAllStringSubmatch(text, -1) {
			t.Errorf("%s: %s is not quoted", path, m[1])
		}
	}
}

// TestTheREADMEsAPI runs the commands of docs/api.md in one shell, against a segtap that
// captures, and asks for each call of its table.
func TestTheREADMEsAPI(t *testing.T) {
	page, err := os.ReadFile("../../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	_, _, url := segtapServe(t, "--memory")
	script := []string{"set -e"}
	for line := range shellLines(string(page)) {
		if line = strings.TrimSpace(line); line != "segtap serve --memory" {
			script = append(script, strings.ReplaceAll(line, "http://127.0.0.1:8910", url), "echo")
		}
	}
	if len(script) < 15 {
		t.Errorf("found only %d commands", len(script)/2)
	}
	calls := regexp.MustCompile("(?m)^\\| `(GET|POST|PUT) (/[a-z.]+)[^`]*` \\|").FindAllStringSubmatch(string(page), -1)
	if len(calls) < 13 {
		t.Errorf("found only %d calls", len(calls))
	}
	for _, call := range calls {
		req, err := http.NewRequestWithContext(t.Context(), call[1], url+"/_segtap/v1"+call[2]+"?none=1", nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(res.Body)
		if err != nil || res.Body.Close() != nil || !strings.Contains(string(text), `"unknown_parameter"`) {
			t.Errorf("%s %s: %s %v", call[1], call[2], text, err)
		}
	}
	for _, need := range []string{"curl", "jq"} {
		if _, err := exec.LookPath(need); err != nil {
			if need == "curl" && os.Getenv("SEGTAP_TEST_CLIENTS") == "require" { // as CI does
				t.Fatal(err)
			}
			t.Skip("the page asks with curl and jq, and one is missing")
		}
	}
	out, err := exec.Command("sh", "-c", strings.Join(script, "\n")).CombinedOutput()
	if err != nil || strings.Contains(string(out), `"error"`) || strings.Count(string(out), `"event":"Order Completed"`) != 4 {
		t.Errorf("%v\n%s", err, out)
	}
}
