package expectation

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

// published returns the JSON Schema that the guide publishes, and its text.
func published(t *testing.T) (*jsonschema.Schema, map[string]any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "expectations.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("expectations.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("expectations.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema, doc.(map[string]any)
}

// good and bad are values of members as JSON, such as the schema and the code have to take
// and to refuse alike.
var members = map[string]struct{ good, bad []string }{
	"name":       {[]string{`"a"`, `""`}, []string{`1`, `null`, `["a"]`}},
	"events":     {[]string{`""`, `"is:ok"`, `"event:\"Order Completed\""`}, []string{`1`, `true`, `["x"]`, `null`}},
	"experiment": {[]string{`"x"`}, []string{`""`, `1`, `true`, `{}`}},
	"order":      {[]string{`["a","b"]`, `["","b","c"]`}, []string{`["a"]`, `[]`, `"a"`, `["a",1]`}},
	"count":      {[]string{`0`, `1`, `1000000000`, `"1"`, `"2..5"`, `"2.."`, `"..5"`, `">=1"`, `"<= 3"`, `">0"`, `"=7"`}, []string{`-1`, `1.5`, `1000000001`, `"x"`, `".."`, `""`, `true`, `null`, `">=x"`, `[1]`, `"1.5"`, `"0010"`, `">=01"`, `"1..02"`, `" >= 1 "`}},
	"values":     {[]string{`[1]`, `[59.9,null]`, `[-1e3]`}, []string{`[]`, `["1"]`, `1`, `[true]`, `null`, `[[1]]`}},
	"value":      {[]string{`1`, `-2.5`, `">0"`, `"10..20"`, `"..1e3"`, `"59.90"`, `"<= -1"`}, []string{`"x"`, `".."`, `""`, `true`, `null`, `[1]`, `"01"`, `">1..2"`}},
	"counts":     {[]string{`true`, `"order-revenue"`}, []string{`false`, `1`, `""`, `null`, `["x"]`}},
	"metrics":    {[]string{`"x"`, `["x"]`, `["x","y"]`}, []string{`[]`, `""`, `["x","x"]`, `[""]`, `1`, `true`}},
	"allow":      {[]string{`"consent_refused"`, `["value_coerced","user_key_shared"]`}, []string{`[]`, `"value_not_number"`, `["x"]`, `1`, `true`}},
	"cuont":      {nil, []string{`1`}},
}

// about are the members that each kind of expectation may have.
var about = map[string][]string{
	"events":     {"name", "events", "count", "values", "value", "counts", "allow"},
	"experiment": {"name", "experiment", "metrics", "count", "allow"},
	"order":      {"name", "order"},
}

// TestTheSchemaIsTrue draws files of which one member may be wrong: what the code takes the
// schema takes, and the other way.
func TestTheSchemaIsTrue(t *testing.T) {
	schema, _ := published(t)
	taken, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]string{"events", "experiment", "order"}).Draw(t, "kind")
		names := append([]string{kind}, rapid.SliceOfDistinct(rapid.SampledFrom(about[kind]), rapid.ID[string]).Draw(t, "members")...)
		if rapid.IntRange(0, 9).Draw(t, "foreign") == 0 {
			names = append(names, rapid.SampledFrom([]string{"cuont", "experiment", "order", "values", "metrics", "allow", "events"}).Draw(t, "member"))
		}
		wrong := rapid.SampledFrom(append([]string{"", "", ""}, names...)).Draw(t, "wrong")
		var parts []string
		seen := map[string]bool{}
		for _, name := range names {
			if seen[name] {
				continue
			}
			seen[name] = true
			values := members[name].good
			if name == wrong || len(values) == 0 {
				values = members[name].bad
			}
			parts = append(parts, strconv.Quote(name)+":"+rapid.SampledFrom(values).Draw(t, name))
		}
		file := `{"expect":[{` + strings.Join(parts, ",") + `}]}`
		_, err := Parse("e", []byte(file), now)
		if err != nil && (strings.Contains(err.Error(), "count says") || strings.Contains(err.Error(), "no event is expected")) {
			t.Skip("no schema says what is between members")
		}
		doc, wrongJSON := jsonschema.UnmarshalJSON(strings.NewReader(file))
		if wrongJSON != nil {
			t.Fatal(wrongJSON)
		}
		said := schema.Validate(doc)
		if (err == nil) != (said == nil) {
			t.Fatalf("%s\ncode:   %v\nschema: %v", file, err, said)
		}
		if err == nil {
			taken++
		} else {
			refused++
		}
	})
	if taken < 20 || refused < 20 {
		t.Errorf("%d files were taken and %d refused: that shows nothing", taken, refused)
	}
}

func TestTheSchemaOfTheFileAsAWhole(t *testing.T) {
	schema, doc := published(t)
	for file, want := range map[string]bool{
		`{"expect":[{"events":"x"}]}`: true, `{"$schema":"x","filter":"is:ok","expect":[{"events":"x"},{"order":["a","b"]}]}`: true,
		`{"expect":[]}`: false, `{}`: false, `[]`: false, `{"expect":{}}`: false, `{"expect":[{}]}`: false, `{"expect":[1]}`: false,
		`{"expect":[{"name":"x"}]}`: false, `{"expect":[{"events":"x"}],"more":1}`: false, `{"expect":[{"events":"x"}],"filter":1}`: false,
		`{"expect":[{"events":"x"}],"$schema":1}`: false,
	} {
		_, err := Parse("e", []byte(file), now)
		value, _ := jsonschema.UnmarshalJSON(strings.NewReader(file))
		if said := schema.Validate(value); (err == nil) != want || (said == nil) != want {
			t.Errorf("%s: code %v, schema %v, want %v", file, err, said, want)
		}
	}
	defs := doc["$defs"].(map[string]any)
	var codes []string
	for _, code := range defs["code"].(map[string]any)["enum"].([]any) {
		codes = append(codes, code.(string))
	}
	if got := strings.Join(codes, ", "); got != doubtNames() {
		t.Errorf("the schema allows %s, the code %s", got, doubtNames())
	}
	for kind, names := range about {
		properties := defs[kind].(map[string]any)["properties"].(map[string]any)
		for _, name := range names {
			if properties[name] == nil {
				t.Errorf("the schema of %s has no %s", kind, name)
			}
		}
		if len(properties) != len(names) {
			t.Errorf("the schema of %s has %d members, and not %d", kind, len(properties), len(names))
		}
	}
}
