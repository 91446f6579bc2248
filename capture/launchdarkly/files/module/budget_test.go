package module_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"segtap/capture/launchdarkly/files/module"
	"segtap/mapping/tree"
)

// metric gives a metric with an event key, in native syntax and in JSON.
func metric(eventKey string) map[string]string {
	escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(eventKey)
	return map[string]string{
		"main.tf":      "resource \"launchdarkly_metric\" \"m\" {\n  key = \"k\"\n  kind = \"custom\"\n  event_key = " + eventKey + "\n}\n",
		"main.tf.json": `{"resource":{"launchdarkly_metric":{"m":{"key":"k","kind":"custom","event_key":"${` + escaped + `}"}}}}`,
	}
}

// Each of these passes a bound by little, so that nothing else would fail without it.
func TestAnExpressionThatComesToTooMuchIsRefused(t *testing.T) {
	for name, eventKey := range map[string]string{
		"width":              `format("%67108865s", "x")`,
		"precision":          `format("%.67108865f", 1)`,
		"width in a list":    `formatlist("%9000000s", ["a", "b", "c", "d", "e", "f", "g", "h"])[0]`,
		"a verb again":       `format(join("", [for x in range(0, 1000) : "%[1]s"]), format("%68000s", "x"))`,
		"indent":             `indent(67108865, "a\nb")`,
		"replace":            `replace(replace(format("%9000s", "x"), " ", "x"), "x", format("%9000s", "x"))`,
		"replace a pattern":  `replace(format("%9000s", "x"), "/./", format("%9000s", "x"))`,
		"join":               `join(format("%70000s", "x"), range(0, 1000))`,
		"loops":              `join("", flatten([for x in range(0, 2) : [for y in range(0, 1000) : [for z in range(0, 1000) : "x"]]]))`,
		"loops of nothing":   `join("", flatten([for x in range(0, 2) : [for y in range(0, 1000) : [for z in range(0, 1000) : "x" if z < 0]]]))`,
		"loops of a local":   `join("", flatten([for x in range(0, 2) : [for y in local.l : [for z in local.l : "x"]]]))`,
		"texts in a loop":    `length([for x in range(0, 1000) : "${local.text}${x}"]) > 0 ? "a" : "b"`,
		"passed over":        `try(format("%67108865s", "x"), "Order")`,
		"a number as text":   `tostring(1e99999)`,
		"an endless number":  `tostring(1e999999999)`,
		"a product as text":  `"${1e1000 * 1e1000 * 1e1000}"`,
		"a text as a number": `tonumber("1e99999")`,
		"a small number":     `tostring(1e-99999)`,
		"compared":           `distinct(concat(local.l, local.l))[0]`,
	} {
		for file, text := range metric(eventKey) {
			if file != "main.tf" && strings.HasPrefix(name, "loops of") {
				continue // as the loops, which take their time
			}
			t.Run(name+" in "+file, func(t *testing.T) {
				text := map[string][]byte{file: []byte(text), "locals.tf": []byte("locals {\n  l = range(0, 1000)\n  text = format(\"%70000s\", \"x\")\n}\n")}
				found, err := read(text)
				wrong, ok := errors.AsType[*tree.Error](err)
				if !ok || wrong.Name == "" || wrong.Line == 0 || !strings.Contains(err.Error(), "more than is evaluated here") || !strings.Contains(wrong.Hint, "give the plan instead") {
					t.Errorf("%+v, %v", found, err)
				}
			})
		}
	}
}

// What real modules do is far from the bounds.
func TestLargeModulesAreEvaluated(t *testing.T) {
	for name, text := range map[string]string{
		"lookups": "locals {\n  events = { for i in concat([for x in range(0, 2) : range(x * 1000, x * 1000 + 1000)]...) : \"event-${i}\" => { name = \"Event ${i}\", numeric = true } }\n}\n" +
			"resource \"launchdarkly_metric\" \"m\" {\n  for_each = local.events\n  key = replace(lower(each.key), \"/[^a-z0-9]+/\", \"-\")\n  kind = \"custom\"\n" +
			"  event_key = local.events[each.key].name\n  name = format(\"%-20s (%s)\", each.value.name, title(each.key))\n  is_numeric = local.events[each.key].numeric\n}\n",
	} {
		t.Run(name, func(t *testing.T) {
			found, err := read(map[string][]byte{"main.tf": []byte(text)})
			if err != nil || len(found.Metrics) != 2_000 {
				t.Fatalf("%v", err)
			}
		})
	}
}

// What JSON says, templates in keys and lists as well, is what native syntax says.
func TestJSONIsEvaluatedAsNativeSyntaxIs(t *testing.T) {
	found, err := read(map[string][]byte{"main.tf.json": []byte(`{"locals":{"n":"Order","all":{"${local.n} Done":{"tags":["${local.n}", null, 1, true]}}},
		"resource":{"launchdarkly_metric":{"m":{"for_each":"${local.all}","key":"k","kind":"custom","event_key":"${each.key} ${each.value.tags[0]} ${each.value.tags[2]}"}}}}`)})
	if err != nil || len(found.Metrics) != 1 || !strings.Contains(string(found.Metrics[0].Attributes), `"event_key":"Order Done Order 1"`) {
		t.Fatalf("%+v, %v", found, err)
	}
}

// read reads a module of files.
func read(files map[string][]byte) (*module.Found, error) {
	return module.Read(&module.Source{
		List: func(string) ([]string, error) {
			var names []string
			for name := range files {
				names = append(names, name)
			}
			return names, nil
		},
		Read: func(path string) ([]byte, error) {
			text, ok := files[filepath.Base(path)]
			if !ok {
				return nil, os.ErrNotExist
			}
			return text, nil
		},
	}, "dir", "")
}
