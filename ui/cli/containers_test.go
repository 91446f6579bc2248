package cli

import (
	"bufio"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/goccy/go-yaml"
	"mvdan.cc/sh/v3/shell"
	"mvdan.cc/sh/v3/syntax"
)

// readYAML reads a file of the examples strictly: a member that is not in the type is one
// that no test looks at.
func readYAML(t *testing.T, name string, to any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(exampleDir, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(text, to, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
}

// TestTheExampleOfContainers starts segtap as the compose file of the shop does, but for
// where its files are and it listens, and asks it as the shop's network does.
func TestTheExampleOfContainers(t *testing.T) {
	type service struct {
		Image       string
		Build       struct{ Context, Dockerfile string }
		WorkingDir  string `yaml:"working_dir"`
		Command     any
		Volumes     []string
		Ports       []string
		Environment map[string]string
		DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
	}
	var compose struct{ Services map[string]service }
	readYAML(t, "shop/compose.yaml", &compose)
	shop, tap := compose.Services["shop"], compose.Services["segtap"]
	if len(compose.Services) != 2 || !slices.Equal(shop.Volumes, []string{".:/shop"}) || !slices.Equal(tap.Volumes, []string{".:/shop:ro"}) {
		t.Fatalf("%+v", compose.Services)
	}
	recipe, err := os.ReadFile(filepath.Join(exampleDir, "shop", tap.Build.Context, tap.Build.Dockerfile))
	if err != nil || !strings.Contains(string(recipe), "\nHEALTHCHECK ") || shop.DependsOn["segtap"].Condition != "service_healthy" {
		t.Errorf("%v: the shop waits until segtap is healthy\n%s", err, recipe)
	}
	for _, port := range append(shop.Ports, tap.Ports...) {
		if !strings.HasPrefix(port, "127.0.0.1:") {
			t.Errorf("%s is open to others", port)
		}
	}
	const inside = "http://segtap:8910" // what the shop calls it
	if shop.Environment["SEGMENT_HOST"] != inside || !strings.HasPrefix(tap.Environment["SEGTAP_API_TOKEN"], "${SEGTAP_API_TOKEN:?") {
		t.Errorf("%+v", compose.Services)
	}
	var args []string
	for _, arg := range tap.Command.([]any) {
		args = append(args, strings.NewReplacer("/shop/", filepath.Join(exampleDir, "shop")+"/", "0.0.0.0:8910", "127.0.0.1:0").Replace(arg.(string)))
	}
	cmd := program(t, args...)
	cmd.Env = append(exampleEnv(t), "SEGTAP_API_TOKEN=tok-0123456789abcdef0123")
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = cmd.Process.Signal(syscall.SIGTERM), cmd.Wait() }()
	url := ""
	for lines := bufio.NewScanner(errs); url == "" && lines.Scan(); {
		_, url, _ = strings.Cut(lines.Text(), "listening on ")
	}
	port := url[strings.LastIndex(url, ":")+1:]
	for _, c := range []struct {
		host, token string
		status      int
	}{{"segtap", "tok-0123456789abcdef0123", 200}, {"segtap", "", 401}, {"127.0.0.1", "tok-0123456789abcdef0123", 200}, {"other", "tok-0123456789abcdef0123", 403}} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/_segtap/v1/health", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = c.host + ":" + port
		if c.token != "" {
			req.Header.Set("Authorization", "Bearer "+c.token)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != c.status {
			t.Errorf("%+v: %s", c, res.Status)
		}
	}
}

// TestTheExampleOfGitHub reads the workflows: each step is an action of a version or a
// script for a shell, and the commands of segtap in it are such.
func TestTheExampleOfGitHub(t *testing.T) {
	for _, file := range []string{"github-actions.yml", "names.yml"} {
		t.Run(file, func(t *testing.T) { testWorkflow(t, file) })
	}
}

func testWorkflow(t *testing.T, file string) {
	t.Helper()
	var workflow struct {
		Name        string
		On          any
		Permissions map[string]string
		Jobs        map[string]struct {
			RunsOn      string `yaml:"runs-on"`
			Permissions map[string]string
			Steps       []struct {
				Name, Uses, Run, If string
				Shell               string
				With, Env           map[string]any
			}
		}
	}
	readYAML(t, file, &workflow)
	if workflow.Name == "" || workflow.On == nil || len(workflow.Jobs) == 0 {
		t.Fatalf("%+v", workflow)
	}
	for name, job := range workflow.Jobs {
		if job.RunsOn == "" || len(job.Steps) == 0 {
			t.Errorf("%s: %+v", name, job)
		}
		for _, step := range job.Steps {
			if (step.Uses == "") == (step.Run == "") || step.Uses != "" && !strings.Contains(step.Uses, "@v") {
				t.Errorf("%s: %+v", name, step)
			}
			if step.With["path"] != nil && strings.HasPrefix(step.Uses, "actions/checkout@") || strings.Contains(step.Run, "git clone") && !strings.Contains(step.Run, `"$RUNNER_TEMP/`) {
				t.Errorf("%s: the app's tests would find those of segtap: %+v", name, step)
			}
			if strings.Contains(step.Uses, "upload-sarif") && !strings.Contains(step.If, "head.repo.full_name == github.repository") {
				t.Errorf("%s: it fails for pull requests from forks: %+v", name, step)
			}
			script, err := syntax.NewParser().Parse(strings.NewReader(step.Run), name)
			if err != nil {
				t.Fatal(err)
			}
			syntax.Walk(script, func(node syntax.Node) bool {
				if call, ok := node.(*syntax.CallExpr); ok {
					var text strings.Builder
					_ = syntax.NewPrinter().Print(&text, call)
					knows(t, text.String())
				}
				return true
			})
		}
	}
}

// knows runs a command with --help, if it is segtap's.
func knows(t *testing.T, command string) {
	t.Helper()
	args, err := shell.Fields(command, func(string) string { return "x" })
	if err != nil || len(args) == 0 || args[0] != "segtap" {
		return
	}
	if out, err := program(t, append(args[1:], "--help")...).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", command, err, out)
	}
}
