package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/joshdk/go-junit"
)

// stepOf returns the script of the step of the workflow's job that annotates, and its
// environment.
func stepOf(t *testing.T, file, job string) (script string, env map[string]string) {
	t.Helper()
	var workflow struct {
		Name, On, Permissions any
		Jobs                  map[string]struct {
			RunsOn      string `yaml:"runs-on"`
			Permissions any
			Steps       []struct {
				Name, Uses, Run, If string
				With                any
				Env                 map[string]string
			}
		}
	}
	readYAML(t, file, &workflow)
	for _, step := range workflow.Jobs[job].Steps {
		if strings.Contains(step.Run, "--format github") {
			return step.Run, step.Env
		}
	}
	t.Fatalf("no step of %s annotates", job)
	return "", nil
}

// runStep runs such a step as the runner does, with files. It has to end with 1.
func runStep(t *testing.T, file, job string, files map[string][]byte) (out string, read func(name string) []byte) {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	script, env := stepOf(t, file, job)
	dir := t.TempDir()
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(exe, filepath.Join(dir, "segtap")); err != nil {
		t.Fatal(err)
	}
	// As the runner starts a script without a shell of its own.
	cmd := exec.Command(bash, "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+dir+string(filepath.ListSeparator)+os.Getenv("PATH"), "GITHUB_WORKSPACE="+dir, "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary.md"))
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	text, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 1 {
		t.Fatalf("it ends with %v\n%s%s", err, text, errs.String())
	}
	return string(text), func(name string) []byte {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
}

// resultsOf counts the results in a log of SARIF.
func resultsOf(t *testing.T, text []byte) int {
	t.Helper()
	var log struct{ Runs []struct{ Results []any } }
	if err := json.Unmarshal(text, &log); err != nil || len(log.Runs) != 1 {
		t.Fatalf("the log is %v, %v", log, err)
	}
	return len(log.Runs[0].Results)
}

func exampleText(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(exampleDir, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestTheExampleOfGitHubReports runs the step of the workflow that checks, over the messages of
// the shop and what is expected of them.
func TestTheExampleOfGitHubReports(t *testing.T) {
	out, read := runStep(t, "github-actions.yml", "events", map[string][]byte{
		"run.ndjson": exampleText(t, "shop.ndjson"), "metrics.yaml": exampleText(t, "metrics.yaml"), "segtap.expect.yaml": exampleText(t, "shop/segtap.expect.yaml"),
	})
	if !strings.HasPrefix(out, "::error file=segtap.expect.yaml,line=") {
		t.Errorf("it annotates nothing: %s", out)
	}
	if summary := read("summary.md"); !bytes.HasPrefix(summary, []byte("### segtap check: ")) {
		t.Errorf("the summary is %s", summary)
	}
	if suites, err := junit.Ingest(read("events.xml")); err != nil || len(suites) != 1 || suites[0].Totals.Failed == 0 {
		t.Errorf("the report is %v, %v", suites, err)
	}
	if resultsOf(t, read("events.sarif")) == 0 {
		t.Error("the log has no results")
	}
}

// TestTheExampleOfGitHubHoldsNames runs the step of the workflow that holds names against the
// metrics: the code misspells one that the plan has right, and sends two that are no metric's. Of
// these the project says of one that it is meant for none.
func TestTheExampleOfGitHubHoldsNames(t *testing.T) {
	out, read := runStep(t, "names.yml", "names", map[string][]byte{
		"metrics.yaml": exampleText(t, "metrics.yaml"), "segtap.toml": exampleText(t, "names/segtap.toml"),
		"src/shop.test.ts": []byte("import { AnalyticsBrowser } from '@segment/analytics-next'\nAnalyticsBrowser.load({ writeKey: 'k' }).track('From Test')\n"),
		"plan.json":        []byte(`{"name":"shop","rules":[{"key":"Order Completed","type":"track","jsonSchema":{"eventMetadata":{"name":"Order Completed"},"properties":{"revenue":{"type":"number"}},"required":["revenue"]}}]}`),
		"src/shop.ts": []byte("import { AnalyticsBrowser } from '@segment/analytics-next'\nconst analytics = AnalyticsBrowser.load({ writeKey: 'k' })\n" +
			"analytics.track('Order Complete', { revenue: 5 })\nanalytics.track('Cart Viewed')\nanalytics.track('Search Done')\nanalytics.track('Sgin In')\n"),
	})
	if !strings.HasPrefix(out, `::error file=src/shop.ts,line=3,col=17,title=metric_near_miss%3A "Order Complete"`) || strings.Contains(out, `metric_not_found%3A "Cart Viewed"`) || strings.Contains(out, `metric_not_found%3A "Search Done"`) ||
		strings.Contains(out, "From Test") || !strings.Contains(out, `line=6,col=17,title=metric_not_found%3A "Sgin In"`) {
		t.Errorf("it annotates %s", out)
	}
	if summary := read("summary.md"); !bytes.HasPrefix(summary, []byte("### segtap metrics coverage: 2 of 7 problems fail")) {
		t.Errorf("the summary is %s", summary)
	}
	if got, want := resultsOf(t, read("names.sarif")), strings.Count(out, "\n"); got != want {
		t.Errorf("the log has %d results, and there are %d annotations", got, want)
	}
}
