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

// TestTheExampleOfGitHubReports runs the step of the workflow that checks, as the runner
// does, over the messages of the shop and what is expected of them.
func TestTheExampleOfGitHubReports(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
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
	readYAML(t, "github-actions.yml", &workflow)
	for _, step := range workflow.Jobs["events"].Steps {
		if !strings.Contains(step.Run, "--format github") {
			continue
		}
		dir := t.TempDir()
		for name, from := range map[string]string{"run.ndjson": "shop.ndjson", "metrics.yaml": "metrics.yaml", "segtap.expect.yaml": "shop/segtap.expect.yaml"} {
			text, err := os.ReadFile(filepath.Join(exampleDir, from))
			if err != nil {
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
		cmd := exec.Command(bash, "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step.Run)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "PATH="+dir+string(filepath.ListSeparator)+os.Getenv("PATH"), "GITHUB_WORKSPACE="+dir, "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary.md"))
		for name, value := range step.Env {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
		var errs bytes.Buffer
		cmd.Stderr = &errs
		out, err := cmd.Output()
		if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 1 {
			t.Fatalf("it ends with %v\n%s%s", err, out, errs.String())
		}
		if !strings.HasPrefix(string(out), "::error file=segtap.expect.yaml,line=") {
			t.Errorf("it annotates nothing: %s", out)
		}
		read := func(name string) []byte {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			return text
		}
		if summary := read("summary.md"); !bytes.HasPrefix(summary, []byte("### segtap check: ")) {
			t.Errorf("the summary is %s", summary)
		}
		if suites, err := junit.Ingest(read("events.xml")); err != nil || len(suites) != 1 || suites[0].Totals.Failed == 0 {
			t.Errorf("the report is %v, %v", suites, err)
		}
		var log struct{ Runs []struct{ Results []any } }
		if err := json.Unmarshal(read("events.sarif"), &log); err != nil || len(log.Runs) != 1 || len(log.Runs[0].Results) == 0 {
			t.Errorf("the log is %v, %v", log, err)
		}
		return
	}
	t.Error("no step checks")
}
