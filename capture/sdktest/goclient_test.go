package sdktest_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	// Both module paths that the SDK goes by, at the versions that go.mod pins
	// for the programs below.
	_ "github.com/segmentio/analytics-go/v3"
	_ "gopkg.in/segmentio/analytics-go.v3"
)

// goMain is the program around the lines of the Go snippet.
const goMain = `package main

import (
	"log"

	"github.com/segmentio/analytics-go/v3"
)

func main() {
	SNIPPET
	if err != nil {
		log.Fatal(err)
	}
	if err := calls(client); err != nil {
		log.Fatal(err)
	}
}
`

func TestGo(t *testing.T) {
	// The library stands beside the messages of a batch, not in them.
	const context = `"context":{"library":{"name":"analytics-go","version":"3.0.0"}}`
	want := []arrival{
		{"identify||u_42", "/v1/batch", `{"type":"identify","messageId":…,"userId":"u_42","timestamp":…,` +
			`"traits":{"plan":"pro"},` + context + `}`},
		{"track|Order Completed|u_42", "/v1/batch", `{"type":"track","messageId":…,"userId":"u_42",` +
			`"event":"Order Completed","timestamp":…,"properties":{"coupon":"\u003c5 \u0026 more\u003e","revenue":59.9},` + context + `}`},
		{"page|Cart|u_42", "/v1/batch", `{"type":"page","messageId":…,"userId":"u_42","name":"Cart","timestamp":…,` +
			`"properties":{"items":3},` + context + `}`},
		{"screen|Home|a_7", "/v1/batch", `{"type":"screen","messageId":…,"anonymousId":"a_7","name":"Home","timestamp":…,` + context + `}`},
		{"group||u_42", "/v1/batch", `{"type":"group","messageId":…,"userId":"u_42","groupId":"g_1","timestamp":…,` +
			`"traits":{"name":"Acme"},` + context + `}`},
		{"alias||u_43", "/v1/batch", `{"type":"alias","messageId":…,"previousId":"u_42","userId":"u_43","timestamp":…,` + context + `}`},
	}
	for _, module := range []string{"github.com/segmentio/analytics-go/v3", "gopkg.in/segmentio/analytics-go.v3"} {
		t.Run(module, func(t *testing.T) {
			e := listen(t)
			runGo(t, module, linesFor(t, "go", e.url))
			e.check(t, want)
		})
	}
}

// runGo builds a program of the snippet's lines and testdata/go, and runs it to
// its end.
func runGo(t *testing.T, module, lines string) {
	t.Helper()
	command, err := exec.LookPath("go")
	need(t, err)
	calls, err := os.ReadFile("testdata/go/calls.go")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sources := map[string][]byte{"main.go": []byte(replaced(t, goMain, "SNIPPET", lines)), "calls.go": calls}
	client := filepath.Join(dir, "client.exe")
	args := []string{"build", "-o", client}
	for name, source := range sources {
		source = bytes.ReplaceAll(source, []byte("github.com/segmentio/analytics-go/v3"), []byte(module))
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, source, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if out, err := exec.CommandContext(t.Context(), command, args...).CombinedOutput(); err != nil {
		t.Fatalf("the client does not build: %v\n%s", err, out)
	}
	ctx, cancel := context.WithTimeout(t.Context(), runWithin)
	defer cancel()
	if out, err := exec.CommandContext(ctx, client).CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("the client ended with %v and said:\n%s", err, out)
	}
}
