package schema

import (
	"fmt"
	"strings"
	"testing"

	"segtap/mapping/jsondoc"
)

// written is a shape in short: {a!:string b:integer|null} for an object with a required a.
func written(s *Shape) string {
	var b strings.Builder
	for i, t := range s.Types.Names() {
		if i > 0 {
			b.WriteByte('|')
		}
		b.WriteString(string(t))
	}
	if s.Types == None {
		b.WriteString("none")
	}
	if s.Value != nil {
		b.WriteString("=" + string(s.Value))
	}
	if len(s.Members) == 0 && !s.Closed {
		return b.String()
	}
	b.WriteByte('{')
	for i, m := range s.Members {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(m.Name)
		if m.Required {
			b.WriteByte('!')
		}
		if inner := written(&m.Shape); inner != "" {
			b.WriteString(":" + inner)
		}
	}
	if s.Closed {
		b.WriteString(" only")
	}
	b.WriteByte('}')
	return b.String()
}

func TestWhatIsSaid(t *testing.T) {
	for _, c := range []struct{ schema, want string }{
		{`{}`, ``},
		{`true`, ``},
		{`false`, `none`},
		{`"string"`, ``},
		{`{"type":"string"}`, `string`},
		{`{"type":["number","string"]}`, `string|number`},
		{`{"type":["null","integer"]}`, `integer|null`},
		{`{"type":"number","nullable":true}`, `number|null`},
		{`{"nullable":true}`, ``},
		{`{"type":"any"}`, ``},
		{`{"type":"Date time"}`, ``},
		{`{"type":[]}`, ``},
		{`{"enum":["a","b",null]}`, `string|null`},
		{`{"enum":["EUR"]}`, `string="EUR"`},
		{`{"type":["string","number"],"enum":[1,2.0,3]}`, `integer`},
		{`{"enum":[1,2.5]}`, `number`},
		{`{"const":59.90}`, `number=59.90`},
		{`{"type":"integer","const":1e3}`, `integer=1e3`},
		{`{"type":"string","const":1}`, `none=1`},
		{`{"anyOf":[{"type":"number"},{"type":"null"}]}`, `number|null`},
		{`{"oneOf":[{"type":"string","pattern":"^[0-9]+$"},{"type":"number"}]}`, `string|number`},
		{`{"anyOf":[{"type":"string"},{}]}`, ``},
		{`{"type":"integer","anyOf":[{"minimum":5},{"maximum":1}]}`, `integer`},
		{`{"allOf":[{"type":["number","string"]},{"type":["number","null"]}]}`, `number`},
		{`{"properties":{"b":{},"a":{"type":"string"}},"required":["a","c"]}`, `{b a!:string c!}`},
		{`{"properties":{"a":{"required":true}}}`, `{a!}`},
		{`{"properties":{"a":{"type":"string"},"a":{"type":"null"}}}`, `{a:null}`},
		{`{"type":"object","properties":{"a":{"properties":{"b":false}}},"additionalProperties":false}`, `object{a:{b:none} only}`},
		{`{"additionalProperties":false,"patternProperties":{"^x":{}}}`, ``},
		{`{"allOf":[{"properties":{"a":{"type":["string","number"]}}},{"properties":{"a":{"type":["number","null"]},"b":{}},"required":["a"]}]}`, `{a!:number b}`},
		{`{"anyOf":[{"properties":{"a":{"type":"string"}},"required":["a"]},{"properties":{"a":{"type":"number"}},"required":["a","b"]}]}`, `{a!:string|number b}`},
		// The other has no a at all, so that an a is a string.
		{`{"anyOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]},{"type":"object","additionalProperties":false}]}`, `object{a:string}`},
		{`{"anyOf":[{"type":"object","required":["a"]},{"type":"null"}]}`, `object|null{a!}`},
		{`{"definitions":{"m":{"type":"number"}},"properties":{"v":{"$ref":"#/definitions/m"}}}`, `{v:number}`},
		{`{"$defs":{"a/b %":{"type":"number"}},"properties":{"v":{"$ref":"#/$defs/a~1b%20%25"}}}`, `{v:number}`},
		{`{"properties":{"next":{"$ref":"#"},"v":{"type":"string"}}}`, `{next:{next v:string} v:string}`},
		{`{"properties":{"v":{"$ref":"other.json#/a"}}}`, `{v}`},
		{`{"properties":{"v":{"$ref":"#/a","type":"string"}}}`, `{v}`},
		{`{"if":{"type":"string"},"then":{"const":"a"},"not":{"type":"null"}}`, ``},
	} {
		doc, err := jsondoc.Parse([]byte(c.schema))
		if err != nil {
			t.Fatal(c.schema, err)
		}
		var r Reader
		shape := r.Read(doc.Root())
		if got := written(&shape); got != c.want {
			t.Errorf("%s\nsays %q, want %q", c.schema, got, c.want)
		}
	}
}

// A reference is looked up in the schema, then in the file that it stands in.
func TestReferencesAreOfTheirSchema(t *testing.T) {
	doc, _ := jsondoc.Parse([]byte(`{"d":{"type":"null"},"e":{"type":"array"},"s":{"d":{"type":"string"},"allOf":[{"$ref":"#/d"}],"properties":{"x":{"$ref":"#/e"},"y":{"$ref":"#/nowhere"}}}}`))
	var r Reader
	shape := r.Read(doc.Root().Member("s"))
	if got := written(&shape); got != "string{x:array y}" || r.Lost != 1 {
		t.Errorf("%q, %d lost", got, r.Lost)
	}
}

// None of these takes long or much memory, since each is cut, and told to be.
func TestWhatGrowsIsCut(t *testing.T) {
	doubling := `{"$ref":"#/definitions/d0","definitions":{`
	for i := range 40 {
		doubling += fmt.Sprintf(`"d%d":{"properties":{"a":{"$ref":"#/definitions/d%d"},"b":{"$ref":"#/definitions/d%d"}}},`, i, i+1, i+1)
	}
	doubling += `"d40":{"type":"string"}}}`
	for name, text := range map[string]string{
		"doubling references": doubling,
		"depth":               strings.Repeat(`{"properties":{"a":`, 3000) + `{}` + strings.Repeat(`}}`, 3000),
		"deep alternatives":   strings.Repeat(`{"anyOf":[`, 3000) + `{}` + strings.Repeat(`]}`, 3000),
		"many alternatives":   `{"anyOf":[` + strings.Repeat(`{"properties":{"a":{}}},`, 100_000) + `{}]}`,
		"references in turn":  `{"properties":{` + manyReferences(3000, "#") + `}}`,
		"many members at the bottom of alternatives": strings.Repeat(`{"anyOf":[`, 60) + `{"properties":{` + manyMembers(5000) + `}}` + strings.Repeat(`,{"required":["a"]},{"required":["b"]},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}]}`, 60),
		"long enumerations behind references":        `{"definitions":{"e":{"enum":[` + strings.Repeat(`1,`, 100_000) + `2]}},"properties":{` + manyReferences(1000, "#/definitions/e") + `}}`,
	} {
		doc, err := jsondoc.Parse([]byte(text))
		if err != nil {
			t.Fatal(name, err)
		}
		var r Reader
		if r.Read(doc.Root()); r.Cut == 0 {
			t.Errorf("%s: nothing is cut", name)
		}
	}
}

func manyMembers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"m%d":{},`, i)
	}
	return b.String() + `"a":{}`
}

func manyReferences(n int, to string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"m%d":{"$ref":%q},`, i, to)
	}
	return b.String() + `"a":{}`
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"properties":{"a":{"type":["string","null"],"enum":["x"]}},"required":["a"],"additionalProperties":false}`))
	f.Add([]byte(`{"$ref":"#/a","a":{"anyOf":[{"$ref":"#"},{"const":1}],"allOf":[true,false]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		doc, err := jsondoc.Parse(text)
		if err != nil {
			return
		}
		var r Reader
		shape := r.Read(doc.Root())
		at := -1
		for _, m := range shape.Members {
			if m.At < 0 || m.At > len(text) || text[m.At] != '"' {
				t.Fatalf("%q is at %d", m.Name, m.At)
			}
			at = max(at, m.At)
		}
		written(&shape)
	})
}
