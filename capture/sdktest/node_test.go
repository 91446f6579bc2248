package sdktest_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// nodeDir has the SDKs from npm and what the tests do with them.
const nodeDir = "testdata/node"

func TestNode(t *testing.T) {
	for _, sdk := range []struct{ snippet, version, module, library, libraryVersion string }{
		{"node", "3.1.0", "@segment/analytics-node", "@segment/analytics-node", "3.1.0"},
		{"node", "2.3.0", "analytics-node-2", "@segment/analytics-node", "2.3.0"}, // as package.json calls it
		// Customer.io's is made of Segment's, and says so of its version.
		{"customer.io-node", "0.5.9", "@customerio/cdp-analytics-node", "@customerio/cdp-analytics-node", "1.0.0-beta.22"},
	} {
		t.Run(sdk.snippet+" "+sdk.version, func(t *testing.T) {
			e := listen(t)
			lines := replaced(t, linesFor(t, sdk.snippet, e.url), "'"+sdk.library+"'", "'"+sdk.module+"'")
			inNode(t, lines, "import { calls } from './calls.mjs'\nawait calls(analytics)\n")
			head := `{"timestamp":…,"integrations":{},`
			library := `"context":{"library":{"name":"` + sdk.library + `","version":"` + sdk.libraryVersion + `"}},`
			tail := `"messageId":…,"_metadata":…}`
			e.check(t, []arrival{
				{"identify||u_42", "/v1/batch", head + `"type":"identify","userId":"u_42","traits":{"plan":"pro"},` + library + tail},
				{"track|Order Completed|u_42", "/v1/batch", head + `"event":"Order Completed","type":"track",` +
					`"properties":{"revenue":59.9,"coupon":"<5 & more>"},` + library + `"userId":"u_42",` + tail},
				{"page|Cart|u_42", "/v1/batch", head + `"type":"page","properties":{"items":3},"name":"Cart",` + library + `"userId":"u_42",` + tail},
				{"screen|Home|a_7", "/v1/batch", head + `"type":"screen","properties":{},"name":"Home",` + library + `"anonymousId":"a_7",` + tail},
				{"group||u_42", "/v1/batch", head + `"type":"group","traits":{"name":"Acme"},"groupId":"g_1",` + library + `"userId":"u_42",` + tail},
				{"alias||u_43", "/v1/batch", head + `"userId":"u_43","type":"alias","previousId":"u_42",` + library + tail},
			})
		})
	}
}

// runNode runs Node in nodeDir with a text on its standard input, to its end,
// and gives what it prints.
func runNode(t *testing.T, input string, args ...string) []byte {
	t.Helper()
	// What `install` has put there comes before a Node that may be too old.
	own, err := filepath.Abs(filepath.Join(nodeDir, "runtime", "node"))
	if err != nil {
		t.Fatal(err)
	}
	node, err := exec.LookPath(own)
	if err != nil {
		node, err = exec.LookPath("node")
	}
	need(t, err)
	// The folder is listed and not just looked into, so that `go test` does not
	// give a result from its cache after a script has changed.
	files, err := os.ReadDir(nodeDir)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(files, func(f os.DirEntry) bool { return f.Name() == "node_modules" }) {
		need(t, errors.New("the SDKs from npm are not installed"))
	}
	ctx, cancel := context.WithTimeout(t.Context(), runWithin)
	defer cancel()
	cmd := exec.CommandContext(ctx, node, append([]string{"--import", "./loopback.mjs"}, args...)...)
	cmd.Dir, cmd.Stdin = nodeDir, strings.NewReader(input)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil || problems.Len() > 0 {
		t.Fatalf("node ended with %v and said:\n%s", err, &problems)
	}
	return out
}
