package agent_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"segtap/ui/cli"
)

// asProgram has a test binary be segtap, as a program of its own.
const asProgram = "SEGTAP_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// within is how long something may take at most that ought to come at once.
const within = 60 * time.Second

// program returns segtap with arguments, which sees nothing of whoever runs the tests.
func program(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	cmd := exec.Command(self, args...)
	cmd.Dir = home
	cmd.Env = []string{asProgram + "=1", "HOME=" + home, "XDG_STATE_HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_DATA_HOME=" + home, "PATH=" + os.Getenv("PATH"), "GOCOVERDIR=" + os.Getenv("GOCOVERDIR")}
	return cmd
}

// agent is a coding agent's program, with a session of segtap mcp.
type agent struct {
	*mcp.ClientSession
	t     *testing.T
	url   string // where SDKs send to
	tools map[string]*mcp.Tool
}

// shop are the metrics that events are checked against.
const shop = "../shop/demo.yaml"

// start starts segtap mcp as agents' programs do, which captures itself.
func start(t *testing.T, opts *mcp.ClientOptions, flags ...string) *agent {
	t.Helper()
	metrics, err := os.ReadFile(shop)
	if err != nil {
		t.Fatal(err)
	}
	cmd := program(t, append([]string{"mcp", "--url", "http://127.0.0.1:1", "--listen", "127.0.0.1:0", "--metrics", "metrics.yaml"}, flags...)...)
	if err := os.WriteFile(cmd.Dir+"/metrics.yaml", metrics, 0o600); err != nil {
		t.Fatal(err)
	}
	return connect(t, cmd, opts)
}

// connect connects an agent's program with a segtap mcp.
func connect(t *testing.T, cmd *exec.Cmd, opts *mcp.ClientOptions) *agent {
	t.Helper()
	return connectAs(t, cmd, opts, "")
}

// connectAs connects by a version of the protocol; the newest for "".
func connectAs(t *testing.T, cmd *exec.Cmd, opts *mcp.ClientOptions, version string) *agent {
	t.Helper()
	cmd.Stderr = t.Output()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, opts).Connect(ctx, &mcp.CommandTransport{Command: cmd, TerminateDuration: within}, &mcp.ClientSessionOptions{ProtocolVersion: version})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := session.Close(); err != nil {
			t.Errorf("segtap mcp ended with %v", err)
		}
	})
	a := &agent{ClientSession: session, t: t, tools: map[string]*mcp.Tool{}}
	for tool, err := range session.Tools(ctx, nil) {
		if err != nil {
			t.Fatal(err)
		}
		a.tools[tool.Name] = tool
	}
	a.url = a.calls("status", nil).member("url").(string)
	return a
}

// result is what a tool has answered.
type result struct {
	*mcp.CallToolResult
	t    *testing.T
	text string
}

// does calls a tool, whatever it answers. What it answers fits its schema.
func (a *agent) does(tool string, args any) result {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(a.t.Context(), within)
	defer cancel()
	res, err := a.CallTool(ctx, &mcp.CallToolParams{Name: tool, Arguments: args})
	if err != nil {
		a.t.Fatalf("%s: %v", tool, err)
	}
	r := result{res, a.t, ""}
	for _, c := range res.Content {
		r.text += c.(*mcp.TextContent).Text
	}
	if res.IsError {
		return r
	}
	text, _ := json.Marshal(a.tools[tool].OutputSchema)
	var schema jsonschema.Schema
	if err := json.Unmarshal(text, &schema); err != nil {
		a.t.Fatal(err)
	}
	resolved, err := schema.Resolve(nil)
	if err != nil {
		a.t.Fatal(err)
	}
	if err := resolved.Validate(res.StructuredContent); err != nil {
		a.t.Errorf("%s answers what its schema forbids: %v", tool, err)
	}
	return r
}

// calls calls a tool that can do what it is asked.
func (a *agent) calls(tool string, args any) result {
	a.t.Helper()
	r := a.does(tool, args)
	if r.IsError {
		a.t.Fatalf("%s: %s", tool, r.text)
	}
	return r
}

// member returns a member of the structured content, by a path of names and numbers.
func (r result) member(path ...any) any {
	r.t.Helper()
	value := r.StructuredContent
	for _, step := range path {
		switch step := step.(type) {
		case string:
			value = value.(map[string]any)[step]
		case int:
			list := value.([]any)
			if step >= len(list) {
				r.t.Fatalf("%v has no %v", r.StructuredContent, path)
			}
			value = list[step]
		}
	}
	return value
}

// says checks that an answer has texts.
func (r result) says(texts ...string) {
	r.t.Helper()
	for _, text := range texts {
		if !strings.Contains(r.text, text) {
			r.t.Errorf("%q is not in the answer:\n%s", text, r.text)
		}
	}
}

// track sends a Track call as an SDK does.
func (a *agent) track(body string) {
	a.t.Helper()
	req, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.url+"/v1/track", strings.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	req.SetBasicAuth("wk", "")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		a.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, res.Body)
	res.Body.Close()
}

func order(revenue string) string {
	return fmt.Sprintf(`{"userId":"u_42","event":"Order Completed","properties":{"revenue":%s}}`, revenue)
}

// The whole way of an agent: it asks where to send, sends, waits, reads what is wrong,
// repairs it and sees that it counts.
func TestAnAgentLearnsWhyItsCallDoesNotCount(t *testing.T) {
	a := start(t, nil)
	epoch := a.calls("status", nil)
	epoch.says("Checked against 4 metrics and 2 experiments.", "Epoch: e1.")
	after := epoch.member("epoch").(string)

	a.track(order(`"$59.9"`))
	came := a.calls("wait", map[string]any{"after": after, "filter": `event:"Order Completed"`})
	came.says("1 event, 0 of which counted", `#1 "Order Completed": dropped by Segment: not a number`,
		`value_not_number (error) at /properties/revenue, where "$59.9" stands: Segment drops the event`, "Fix: Send a JSON number: 59.9")
	if came.member("came") != true || came.member("events", 0, "counts") != "no" || came.member("events", 0, "problems", 0, "pointer") != "/properties/revenue" {
		t.Errorf("answered %v", came.StructuredContent)
	}

	a.calls("explain_code", map[string]any{"code": "value_not_number"}).says("value_not_number (error, gate valued)", "Fix ")

	a.track(order(`59.9`))
	came = a.calls("wait", map[string]any{"after": after, "filter": "is:counts"})
	came.says("1 event, 1 of which counted", `#2 "Order Completed": counts toward order-revenue in checkout-redesign`)
	whole := a.calls("explain_event", map[string]any{"id": 2})
	whole.says("It counts.", "Gates: received pass, accepted pass", `"revenue":59.9`, `LaunchDarkly gets: [{"kind":"custom","key":"Order Completed"`)
	if got := whole.member("event", "message", "properties", "revenue"); got != 59.9 {
		t.Errorf("the message has the revenue %v", got)
	}
}
