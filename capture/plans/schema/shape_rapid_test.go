package schema

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"segtap/mapping/jsondoc"
)

// What is said of a schema holds of each value that a validator finds valid by it.
func TestWhatIsSaidHoldsOfValidValues(t *testing.T) {
	valid, told := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		written := schemas(3).Draw(t, "schema")
		root := map[string]any{"definitions": map[string]any{"a b": schemas(1).Draw(t, "definition"), "loop": map[string]any{"anyOf": []any{map[string]any{"$ref": "#/definitions/loop"}, map[string]any{"type": "string"}}}}}
		if object, ok := written.(map[string]any); ok {
			maps.Copy(root, object)
		} else {
			root["allOf"] = []any{written}
		}
		text, _ := json.Marshal(root)
		doc, err := jsondoc.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		var r Reader
		shape := r.Read(doc.Root())
		compiler := jsonschema.NewCompiler()
		compiler.DefaultDraft(jsonschema.Draft7)
		if err := compiler.AddResource("s.json", root); err != nil {
			t.Fatal(err)
		}
		validator, err := compiler.Compile("s.json")
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			value := values(2).Draw(t, "value")
			if validator.Validate(value) != nil {
				continue
			}
			valid++
			if shape.Types != Any || len(shape.Members) > 0 {
				told++
			}
			if wrong := against(&shape, value); wrong != "" {
				t.Fatalf("%s\nis valid: %v\nbut %s", text, value, wrong)
			}
		}
	})
	if valid < 10 || told < 10 {
		t.Errorf("of %d valid values something was said of %d: too few to show anything", valid, told)
	}
}

// against says what does not hold of a value.
func against(s *Shape, value any) string {
	if s.Types&kindOf(value) == 0 {
		return fmt.Sprintf("%v is not one of %v", value, s.Types.Names())
	}
	if s.Value != nil {
		var only any
		if json.Unmarshal(s.Value, &only) != nil || !same(only, value) {
			return fmt.Sprintf("%v is not %s", value, s.Value)
		}
	}
	object, ok := value.(map[string]any)
	if !ok {
		return ""
	}
	for i := range s.Members {
		m := &s.Members[i]
		member, has := object[m.Name]
		if m.Required && !has {
			return m.Name + " is not there"
		}
		if has {
			if wrong := against(&m.Shape, member); wrong != "" {
				return m.Name + ": " + wrong
			}
		}
	}
	for name := range object {
		if s.Closed && s.member(nil, name) == nil {
			return name + " is there as well"
		}
	}
	return ""
}

func same(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

func kindOf(value any) Types {
	switch v := value.(type) {
	case string:
		return String
	case float64:
		if v == math.Trunc(v) {
			return Integer
		}
		return Fraction
	case bool:
		return Boolean
	case map[string]any:
		return Object
	case []any:
		return Array
	}
	return Null
}

func values(depth int) *rapid.Generator[any] {
	plain := rapid.SampledFrom([]any{"x", "y", 1.0, 1.5, true, nil, []any{}, map[string]any{}})
	if depth == 0 {
		return plain
	}
	object := rapid.Custom(func(t *rapid.T) any {
		made := map[string]any{}
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 3, rapid.ID).Draw(t, "names") {
			made[name] = values(depth-1).Draw(t, name)
		}
		return made
	})
	return rapid.OneOf(plain, object, object)
}

var names = []string{"p", "q", "r", "s"}

// schemas makes schemas of draft 7, of every keyword that is read and of some that are not.
func schemas(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		s := map[string]any{}
		keywords := []string{"type", "types", "enum", "const", "required", "closed", "not", "pattern", "bool", "ref", "loop"}
		if depth > 0 {
			keywords = append(keywords, "properties", "properties", "properties", "allOf", "anyOf", "oneOf", "if")
		}
		for _, k := range rapid.SliceOfNDistinct(rapid.SampledFrom(slices.Compact(keywords)), 0, 4, rapid.ID).Draw(t, "keywords") {
			list := func() []any { return rapid.SliceOfN(schemas(depth-1), 1, 3).Draw(t, k) }
			typ := rapid.SampledFrom([]any{"string", "number", "integer", "boolean", "object", "array", "null"})
			switch k {
			case "type":
				s["type"] = typ.Draw(t, k)
			case "types":
				s["type"] = rapid.SliceOfNDistinct(typ, 1, 3, func(v any) string { return v.(string) }).Draw(t, k)
			case "enum":
				s["enum"] = rapid.SliceOfNDistinct(values(1), 1, 3, func(v any) string { return fmt.Sprint(v) }).Draw(t, k)
			case "const":
				s["const"] = values(1).Draw(t, k)
			case "required":
				var all []any
				for _, n := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 2, rapid.ID).Draw(t, k) {
					all = append(all, n)
				}
				s["required"] = all
			case "closed":
				s["additionalProperties"] = rapid.SampledFrom([]any{false, true, map[string]any{"type": "string"}}).Draw(t, k)
			case "not":
				s["not"] = map[string]any{"type": typ.Draw(t, k)}
			case "pattern":
				s["patternProperties"] = map[string]any{"^p": true}
			case "bool":
				s["allOf"] = []any{rapid.Bool().Draw(t, k)}
			case "ref":
				s["allOf"] = []any{map[string]any{"$ref": "#/definitions/a%20b"}}
			case "loop":
				s["allOf"] = []any{map[string]any{"$ref": "#/definitions/loop"}}
			case "properties":
				made := map[string]any{}
				for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 3, rapid.ID).Draw(t, k) {
					made[name] = schemas(depth-1).Draw(t, name)
				}
				s["properties"] = made
			case "allOf", "anyOf", "oneOf":
				s[k] = list()
			case "if":
				s["if"], s["then"], s["else"] = schemas(0).Draw(t, k), schemas(0).Draw(t, k), schemas(0).Draw(t, k)
			}
		}
		return s
	})
}
