package sdktest_test

import (
	"os"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"segtap/ui/snippet"
)

// runs are the tests that run the lines of a snippet, by its name.
var runs = map[string]func(*testing.T){
	"curl": TestCurl, "analytics.js": TestAnalyticsJS, "node": TestNode, "go": TestGo, "react-native": TestReactNative,
	"rudderstack": TestRudderStack, "rudderstack-node": TestRudderStackNode, "hightouch": TestHightouch,
	"customer.io": TestCustomerIO, "customer.io-node": TestNode, "jitsu": TestJitsu,
}

// TestSnippetsSayWhatTheyWereRunWith holds what the snippets say of themselves
// to what is run here: which of them, and with which version of the SDK.
func TestSnippetsSayWhatTheyWereRunWith(t *testing.T) {
	pinned := pins(t)
	for _, s := range snippet.All() {
		_, run := runs[s.Name]
		switch version, known := pinned[s.Library]; {
		case run != s.Ran:
			t.Errorf("%s: run %v, and says %v", s.Name, run, s.Ran)
		case known != run && s.Name != "curl": // which is whatever the machine has
			t.Errorf("%s: run %v, and %s is pinned %v", s.Name, run, s.Library, known)
		case known && version != s.Version:
			t.Errorf("%s: run with %s %s, and says %s", s.Name, s.Library, version, s.Version)
		case !run && s.Version == "":
			t.Errorf("%s: does not say which version it was read from", s.Name)
		}
	}
}

// pins gives the versions of the SDKs that the tests run.
func pins(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/node/package.json")
	if err != nil {
		t.Fatal(err)
	}
	var node struct {
		Dependencies map[string]string `json:"dependencies"`
	}
	if err := json.Unmarshal(text, &node); err != nil {
		t.Fatal(err)
	}
	module, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(module)) {
		if fields := strings.Fields(line); len(fields) > 1 {
			node.Dependencies[fields[0]] = strings.TrimPrefix(fields[1], "v")
		}
	}
	return node.Dependencies
}
