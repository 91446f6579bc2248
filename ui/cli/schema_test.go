package cli

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/spf13/pflag"
	"pgregory.net/rapid"

	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/keymap"
	"segtap/ui/theme/palette"
)

// schemas are the published ones, and whether they are of the user's own file.
var schemas = map[string]bool{"segtap.schema.json": false, "config.schema.json": true}

// TestTheSchemasOfConfigurations holds the published schemas against the program: -update writes
// them.
func TestTheSchemasOfConfigurations(t *testing.T) {
	flags, _ := config.Flags(newRoot(console.Streams{}))
	for name, user := range schemas {
		path := filepath.Join("..", "..", "docs", name)
		want, err := config.Schema(flags, user)
		if err != nil {
			t.Fatal(err)
		}
		if flag.Lookup("update").Value.String() == "true" {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what `segtap config schema` prints (%v); run: go test ./ui/cli -run Schemas -update", path, err)
		}
		compiled(t, user)
	}
}

// compiled returns a schema as a library reads it, which validates it, too.
func compiled(t testing.TB, user bool) *jsonschema.Schema {
	t.Helper()
	flags, _ := config.Flags(newRoot(console.Streams{}))
	text, err := config.Schema(flags, user)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("config.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("config.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// admits reports whether a schema admits a configuration.
func admits(t testing.TB, schema *jsonschema.Schema, text string) error {
	t.Helper()
	var values map[string]any
	if err := toml.Unmarshal([]byte(text), &values); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return schema.Validate(values)
}

// accepts reads a configuration as the program does, and gives each flag its value.
func accepts(user bool, text string) error {
	root := newRoot(console.Streams{})
	path, own := config.Paths()
	if user {
		path = own
	}
	file, err := config.Parse(path, !user, []byte(text))
	if err != nil {
		return err
	}
	if err := file.Check(root); err != nil {
		return err
	}
	flags, _ := config.Flags(root)
	flags.VisitAll(func(f *pflag.Flag) {
		if err == nil {
			err = file.Give(f)
		}
	})
	return err
}

// What a schema admits the program reads, and both refuse the same mistakes.
func TestSchemaAndProgramAgree(t *testing.T) {
	for _, c := range []struct {
		user bool
		text string
		good bool
	}{
		{false, `metrics = ["a.json", "b.json"]`, true},
		{false, `metrics = "a.json"`, true},
		{false, `columns = ["time", "event"]`, true},
		{false, `columns = ["time", "weather"]`, false},
		{false, `columns = []`, false},
		{false, `ignore = "value_missing"`, true},
		{false, `ignore = "value_missing,clock_skew"`, true},
		{false, `ignore = "value_not_number:A, B, value_missing:Cart: Viewed"`, true},
		{false, `ignore = ["value_not_number:a, be_cautious: b"]`, true},
		{false, `ignore = "value_not_number:a, be_cautious: b"`, false},
		{false, `ignore = "value_not_numeric"`, false},
		{false, `ignore = "value_missing:"`, false},
		{false, `destination = "classic"`, true},
		{false, `ascii = true`, true},
		{false, `ascii = "perhaps"`, false},
		{false, `metricks = "a.json"`, false},
		{false, `listen = "0.0.0.0:8910"`, false},
		{false, `ld-access-token = "api-1"`, false},
		{false, `write-key = "wk"`, false},
		{false, `yes = true`, false},
		{false, "[targets.x]\nkind = \"segment\"", false},
		{false, "[keys]\nedit = \"ctrl+e\"", false},
		{false, "[themes.mine]\nbase = \"dark\"\naccent = \"#ffaf5f\"\nrule = 240", true},
		{false, "[themes.dark]\nbase = \"dark\"", false},
		{false, "[themes.mine]\nbase = \"dusk\"", false},
		{false, "[themes.mine]\naccent = \"orange\"", false},
		{false, "[themes.mine]\nrule = 256", false},
		{false, "[themes.mine]\nglow = \"#fff\"", false},
		{true, `listen = "0.0.0.0:8910"`, true},
		{true, `ld-access-token = "api-1"`, true},
		{true, `max-bytes = "500MB"`, true},
		{true, `max-bytes = "2 GiB"`, true},
		{true, `max-bytes = 1000`, true},
		{true, `max-bytes = "much"`, false},
		{true, `max-bytes = -1`, false},
		{true, `max-events = "many"`, false},
		{true, `speed = 2.5`, true},
		{true, `yes = true`, false},
		{true, `online = true`, false},
		{true, "[keys]\nedit = [\"ctrl+e\", \"e\"]\nmark = []", true},
		{true, "[keys]\nedit = 7", false},
		{true, "[targets.staging]\nkind = \"launchdarkly-import\"\nproject = \"shop\"\nenvironment = \"staging\"\ntoken_env = \"STAGING_TOKEN\"\ncritical = true", true},
		{true, "[targets.staging]\nkind = \"launchdarkly-import\"\nproject = \"shop\"", false},
		{true, "[targets.staging]\nkind = \"launchdarkly\"", false},
		{true, "[targets.here]\nkind = \"segment\"", false},
		{true, "[targets.x]\nkind = \"segment\"\ntoken = \"api-1\"", false},
		{true, "[targets.x]\nkind = \"segment\"\nwrite_key_env = \"the key\"", false},
		{true, "[targets.x]\nkind = \"segment\"\npayload = \"event\"", false},
		{true, "[targets.dev]\nkind = \"url\"\nurl = \"http://localhost:8765/bulk\"\npayload = \"event\"", true},
		{true, "[targets.dev]\nkind = \"url\"\nurl = \"http://me@localhost/\"", false},
		{true, "[targets.dev]\nkind = \"url\"\nurl = \"http://localhost:99999/\"", false},
		{true, "[targets.dev]\nkind = \"url\"", false},
		{true, "[targets.dev]\nurl = \"http://localhost/\"", false},
	} {
		said, read := admits(t, compiled(t, c.user), c.text), accepts(c.user, c.text)
		if (said == nil) != c.good || (read == nil) != c.good {
			t.Errorf("%s\nthe schema says %v, the program %v", c.text, said, read)
		}
	}
}

// Whatever stands in a file: what the schema admits, the program reads.
func TestWhatASchemaAdmitsIsRead(t *testing.T) {
	flags, _ := config.Flags(newRoot(console.Streams{}))
	var names []string
	flags.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	both := map[bool]*jsonschema.Schema{false: compiled(t, false), true: compiled(t, true)}
	admitted := 0
	rapid.Check(t, func(t *rapid.T) {
		user := rapid.Bool().Draw(t, "user")
		value := func() string {
			text := rapid.SampledFrom([]string{"", "a", "500MB", "1.5 GiB", "2h30m", "1m", "9999999TiB", "12", "-3", "true", "dark", "#fff", "http://h/p?q=%zz", "http://h:65536", "https://[::1]:1/", "event", "time", "X_Y", "url", "segment", "launchdarkly", "ctrl+e"}).Draw(t, "text")
			return rapid.SampledFrom([]string{"true", "7", "-7", "300", "2.5", "[]", fmt.Sprintf("%q", text), fmt.Sprintf("%q", text), fmt.Sprintf("[%q]", text), `{a = 1}`}).Draw(t, "value")
		}
		var b strings.Builder
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 3, rapid.ID[string]).Draw(t, "names") {
			fmt.Fprintf(&b, "%s = %s\n", name, value())
		}
		tables := map[string][]string{
			"themes.mine": append(palette.Roles(), "base"), "targets.x": {"kind", "url", "payload", "client_side_id", "project", "environment", "write_key_env", "token_env", "critical"},
			"keys": nil,
		}
		for _, k := range keymap.Table() {
			tables["keys"] = append(tables["keys"], k.ID)
		}
		if table := rapid.SampledFrom([]string{"", "themes.mine", "targets.x", "keys"}).Draw(t, "table"); table != "" {
			fmt.Fprintf(&b, "[%s]\n", table)
			for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(tables[table]), 0, 4, rapid.ID[string]).Draw(t, "members") {
				fmt.Fprintf(&b, "%s = %s\n", name, value())
			}
		}
		var values map[string]any
		if err := toml.Unmarshal([]byte(b.String()), &values); err != nil {
			t.Fatal(err)
		}
		if both[user].Validate(values) != nil {
			return
		}
		admitted++
		if err := accepts(user, b.String()); err != nil {
			t.Fatalf("the schema admits it, and the program says %v of\n%s", err, b.String())
		}
	})
	if admitted < 10 {
		t.Errorf("only %d were admitted", admitted)
	}
}

// Every configuration of the guide is admitted.
func TestTheSchemasAdmitTheGuide(t *testing.T) {
	shown := 0
	for path, text := range guide(t) {
		for i, block := range strings.Split(text, "```toml\n") {
			if i == 0 {
				continue
			}
			block, _, _ = strings.Cut(block, "```")
			if strings.Contains(block, "[rule.schema]") { // taplo's own
				continue
			}
			shown++
			user := strings.Contains(block, "[targets.") || strings.Contains(block, "[keys]")
			if err := admits(t, compiled(t, user), block); err != nil {
				t.Errorf("%s: %v\n%s", path, err, block)
			}
		}
	}
	if shown < 2 {
		t.Errorf("only %d configurations", shown)
	}
}

// A project's schema has what a project may set, the other all settings.
func TestTheSchemasHaveAllSettings(t *testing.T) {
	project, user := compiled(t, false), compiled(t, true)
	for name := range project.Properties {
		if name != "themes" && !config.MayProjectSet(name) {
			t.Errorf("a project may not set %s", name)
		}
	}
	for _, name := range config.FlagNames(newRoot(console.Streams{})) {
		if user.Properties[name] == nil || project.Properties[name] == nil && slices.Contains(config.ProjectSettings(), name) {
			t.Errorf("%s is in no schema", name)
		}
	}
}
