package sdktest_test

import (
	"strings"
	"testing"
)

// TestReactNative runs React Native's SDK in Node, with what only a phone has
// stubbed: what it sends where is its own doing.
func TestReactNative(t *testing.T) {
	for scheme, listen := range map[string]func(*testing.T) *endpoint{"http": listen, "https": listenTLS} {
		t.Run(scheme, func(t *testing.T) { runApp(t, listen(t)) })
	}
}

func runApp(t *testing.T, e *endpoint) {
	t.Helper()
	script := linesFor(t, "react-native", e.url) + "\nimport { use } from './app.mjs'\nvoid use(client)\n"
	runNode(t, string(runNode(t, script, "bundle.mjs", "react-native")), "-")
	if got := strings.Join(e.came(), ", "); got != "GET /v1/projects/WRITE_KEY/settings, POST /v1/b" {
		t.Errorf("the client sent %s", got)
	}
	const tail = `"messageId":…,"timestamp":…,"integrations":{},"anonymousId":…,`
	// Its version is that of another one of its files.
	const end = `"context":{"library":{"name":"analytics-react-native","version":"2.21.4"}},"_metadata":…}`
	e.check(t, []arrival{
		{"identify||u_42", "/v1/b", `{"type":"identify","userId":"u_42","traits":{"plan":"pro"},` + tail + end},
		{"track|Order Completed|u_42", "/v1/b", `{"type":"track","event":"Order Completed",` + ordered + `,` + tail + `"userId":"u_42",` + end},
		{"screen|Home|u_42", "/v1/b", `{"type":"screen","name":"Home","properties":{},` + tail + `"userId":"u_42",` + end},
		{"group||u_42", "/v1/b", `{"type":"group","groupId":"g_1","traits":{"name":"Acme"},` + tail + `"userId":"u_42",` + end},
		{"alias||u_43", "/v1/b", `{"type":"alias","userId":"u_43","previousId":"u_42",` + tail + end},
	}, "anonymousId")
}
