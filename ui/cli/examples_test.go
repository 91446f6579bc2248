package cli

import (
	"bytes"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"segtap/mapping/expectation"
)

// exampleDir holds what the guide works with.
const exampleDir = "../../docs/examples"

// TestTheExampleShop runs the tests of the shop in docs/examples: as it is, and as a
// developer breaks it. What breaks an experiment is to be said by the sentence that says
// just that.
func TestTheExampleShop(t *testing.T) {
	for _, c := range []struct {
		name, file, old, new string // what is changed; as it is for no file
		said                 []string
	}{
		{name: "as it is"},
		{
			"a metric's name", "tracking.mjs", `event: 'Order Completed'`, `event: 'Order Complete'`,
			brokenInTheGuide(t),
		},
		{
			"a value's type", "tracking.mjs", `revenue: order.cents / 100`, "revenue: `$${(order.cents / 100).toFixed(2)}`",
			[]string{
				`nearest:  "Order Completed": dropped by Segment: not a number`,
				`value_not_number at /properties/revenue, "$59.90": Segment drops the event: Metric Value must be a number but it was a string.`,
				`Send a JSON number: 59.9`,
			},
		},
		{
			"a value that is not there", "tracking.mjs", `revenue: order.cents / 100`, `revenue: null`,
			[]string{`one order, with what was paid for it`, "nearest:  \"Order Completed\": has no metric value, where 59.9 is expected\n", "value_missing at /properties/revenue\n"},
		},
		{
			"a name that is in no metric", "segtap.expect.yaml", `events: 'event:"Order Completed"'`, `events: 'event:"Product Addded"'`,
			[]string{"nearest:  \"Product Added\": is not \"Product Addded\"\n", "   at /event, \"Product Added\": Event names are compared exactly.\n"},
		},
		{
			"the user key", "tracking.mjs", `userId: customer.id`, "userId: `${customer.userId}`",
			[]string{
				`nearest:  "Order Completed": may not count: The context key looks like a placeholder that many people share.`,
				`user_key_shared at /userId, "undefined": "undefined" looks like a placeholder: all who send it count as one unit of the experiment.`,
			},
		},
		{
			"whose event it is", "tracking.mjs", `userId: customer.id`, `userId: customer.userId`,
			[]string{
				`all events are the customer's`,
				`came:     3 events`,
				`user_key_from_anonymous_id at /anonymousId, "v_7": `,
			},
		},
		{
			"consent", "tracking.mjs", `customer.consent === 'yes'`, `customer.consent === true`,
			[]string{
				`nearest:  "Order Completed": may not count: The message carries refused consent for a category.`,
				`consent_refused at /context/consent/categoryPreferences, {"Analytics":false}: Consent is refused for "Analytics".`,
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out, err := shopTest(t, c.file, c.old, c.new)
			if broken := c.file != ""; broken != (err != nil) {
				t.Fatalf("%v\n%s", err, out)
			}
			if strings.Contains(out, "at undefined") || strings.Contains(out, ", undefined") || strings.Contains(out, ": undefined") {
				t.Errorf("tells what is not there\n%s", out)
			}
			if c.name == "a metric's name" && strings.Count(out, "  expected: ") != 2*4 { // Node tells a failure twice
				t.Errorf("the guide says that four are broken\n%s", out)
			}
			for _, want := range c.said {
				if !strings.Contains(out, want) {
					t.Errorf("lacks %s\n%s", want, out)
				}
			}
		})
	}
}

// shopTest runs `npm test` in a copy of the shop, of which one place is changed.
func shopTest(t *testing.T, file, old, with string) (said string, err error) {
	t.Helper()
	npm, missing := exec.LookPath("npm")
	packages := absolute(t, exampleDir, "shop", "node_modules")
	if _, err := os.Stat(packages); err != nil {
		missing = err
	}
	if missing != nil {
		if os.Getenv("SEGTAP_TEST_CLIENTS") == "require" { // as CI does
			t.Fatal(missing)
		}
		t.Skipf("%v; run capture/sdktest/install", missing)
	}
	root := t.TempDir()
	shop := filepath.Join(root, "shop")
	files, err := filepath.Glob(filepath.Join(exampleDir, "shop", "*.*"))
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	if err := os.Mkdir(shop, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, from := range append(files, filepath.Join(exampleDir, "segtap.mjs")) {
		text, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Base(from) == file {
			if bytes.Count(text, []byte(old)) != 1 {
				t.Fatalf("%q is not there once in %s", old, from)
			}
			text = bytes.Replace(text, []byte(old), []byte(with), 1)
		}
		to, err := filepath.Rel(exampleDir, from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, to), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(packages, filepath.Join(shop, "node_modules")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), npm, "test")
	cmd.Dir, cmd.Env = shop, exampleEnv(t)
	text, err := cmd.CombinedOutput()
	return string(text), err
}

// exampleEnv is the environment in which an example runs: it finds segtap, and Node if
// `install` has put one where the machine's is too old, and nothing leaves the machine.
func exampleEnv(t *testing.T) []string {
	t.Helper()
	node := absolute(t, "../../capture/sdktest/testdata/node")
	home := t.TempDir()
	return append(os.Environ(),
		"PATH="+filepath.Join(node, "runtime")+string(os.PathListSeparator)+os.Getenv("PATH"),
		"NODE_OPTIONS=--import="+filepath.Join(node, "loopback.mjs"), "npm_config_update_notifier=false",
		"XDG_CONFIG_HOME="+home, "XDG_STATE_HOME="+home, "XDG_DATA_HOME="+home)
}

func absolute(t *testing.T, parts ...string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// The shop has the SDK in the version that the tests with real clients look at.
func TestTheExampleShopHasTheSDKOfTheTests(t *testing.T) {
	const sdk = "@segment/analytics-node"
	var versions []string
	for _, path := range []string{filepath.Join(exampleDir, "shop", "package.json"), "../../capture/sdktest/testdata/node/package.json"} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var made struct {
			Dependencies map[string]string `json:"dependencies"`
		}
		if err := json.Unmarshal(text, &made); err != nil {
			t.Fatal(err)
		}
		versions = append(versions, made.Dependencies[sdk])
	}
	if versions[0] == "" || versions[0] != versions[1] {
		t.Errorf("%s is pinned as %q", sdk, versions)
	}
}

// brokenInTheGuide returns what the guide shows of the broken shop.
func brokenInTheGuide(t *testing.T) []string {
	t.Helper()
	page, err := os.ReadFile("../../docs/testing.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, found := strings.Cut(string(page), "<!-- broken: checked by a test -->\n```\n")
	text, _, ended := strings.Cut(text, "\n```\n")
	if !found || !ended {
		t.Fatal("the guide shows no broken shop")
	}
	return strings.Split(text, "\n")
}

// What the page shows of files are files.
func TestTheExpectationsOfTheGuideOnTests(t *testing.T) {
	page, err := os.ReadFile("../../docs/testing.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	for _, file := range shown {
		if _, err := expectation.Parse("shown", []byte(file[1]), example); err != nil {
			t.Errorf("%v\n%s", err, file[1])
		}
	}
	if len(shown) == 0 {
		t.Error("the page shows none")
	}
}

// TestTheExampleInGo runs the test of docs/examples that is written in Go, as it is and
// broken. Where it stands it is no file of Go: it is one once it is copied.
func TestTheExampleInGo(t *testing.T) {
	t.Parallel()
	at := absolute(t, exampleDir, "segtap_test.go")
	text, err := os.ReadFile(at + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	if formatted, err := format.Source(text); err != nil || !bytes.Equal(formatted, text) {
		t.Error("it is not formatted", err)
	}
	if out, err := goExample(t, at, text); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	for _, c := range []struct{ old, new, said string }{
		{`"Order Completed"`, `"order completed"`, `"order completed": counts nowhere: order-revenue takes "Order Completed"`},
		{`client.Enqueue(order)`, `client.Enqueue(analytics.Identify{UserId: order.UserId, Timestamp: time.Unix(0, 0)})`, "1 left out that were made before the epoch"},
	} {
		broken := bytes.Replace(text, []byte(c.old), []byte(c.new), 1)
		if strings.Contains(c.new, "time.") {
			broken = bytes.Replace(broken, []byte("\t\"testing\"\n"), []byte("\t\"testing\"\n\t\"time\"\n"), 1)
		}
		out, err := goExample(t, at, broken)
		if err == nil || !strings.Contains(out, c.said) || strings.Contains(out, `"": `) {
			t.Errorf("%v, lacks %s\n%s", err, c.said, out)
		}
	}
}

// goExample runs a test in Go as if it stood at a path.
func goExample(t *testing.T, at string, text []byte) (said string, err error) {
	t.Helper()
	dir := t.TempDir()
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{at: filepath.Join(dir, "example.go")}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"example.go": text, "overlay.json": overlay} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-overlay", filepath.Join(dir, "overlay.json"), ".")
	cmd.Dir, cmd.Env = filepath.Dir(at), exampleEnv(t)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// recipeOfCI stands before the commands for CI in docs/testing.md.
const recipeOfCI = "<!-- recipe: checked by a test -->\n```sh\n"

// TestTheRecipeOfCI runs the commands for CI twice in one folder. The second time the app
// sends nothing, and what came the first time must not hide that.
func TestTheRecipeOfCI(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/testing.md")
	if err != nil {
		t.Fatal(err)
	}
	_, recipe, found := strings.Cut(string(page), recipeOfCI)
	recipe, _, ended := strings.Cut(recipe, "```\n")
	if !found || !ended {
		t.Fatal("the guide shows no recipe")
	}
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	metrics, err := os.ReadFile(filepath.Join(exampleDir, "shop", "metrics.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"metrics.yaml": metrics, "segtap.expect.yaml": []byte("expect: [{events: 'event:\"Order Completed\"'}]")} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		tests, said string
		ok          bool
	}{
		{`curl -sf $url/v1/track -d '{"userId":"u","event":"Order Completed"}'`, "1 expectation met", true},
		{"true", "no event came at all", false},
	} {
		script := strings.NewReplacer(
			"segtap serve ", "segtap serve --listen 127.0.0.1:0 ",
			"serve.log &\n", "serve.log 2> serve.err &\ntrap \"kill $!; wait\" EXIT\nuntil url=$(sed -n 's/^segtap: listening on //p' serve.err); [ \"$url\" ]; do sleep 0.05; done\n",
			"http://127.0.0.1:8910", "$url", "make test\n", c.tests+"\n").Replace(recipe)
		// The shell may look for the address before it has emptied what the first serve wrote.
		if err := os.RemoveAll(filepath.Join(dir, "serve.err")); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), "sh", "-ec", script)
		cmd.Dir, cmd.Env = dir, exampleEnv(t)
		out, err := cmd.CombinedOutput()
		if (err == nil) != c.ok || !strings.Contains(string(out), c.said) {
			t.Errorf("%v, lacks %q:\n%s", err, c.said, out)
		}
	}
}
