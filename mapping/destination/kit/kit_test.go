package kit

import (
	"errors"
	"strings"
	"testing"

	"segtap/mapping/jsondoc"
)

// message is what the mappings of these tests run on.
const message = `{
	"userId": "u1", "anonymousId": null, "event": "Order Completed", "$": "dollar",
	"properties": {
		"revenue": 0, "value": 12.50, "name": "Größe", "empty": "", "no": false, "nil": null,
		"b c": {"d.e": 1}, "list": ["x", {"y": 2}, [3]], "toString2": {"toString": 1}, "10": "ten", "o": {"p": null, "q": {"r": null, "s": 1}}
	},
	"products": [{"sku": "a", "price": 1}, {"sku": "b"}]
}`

// parse reads a text that is known to be JSON.
func parse(t testing.TB, text string) Value {
	t.Helper()
	doc, err := jsondoc.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return Of(doc.Root())
}

// resolve runs a mapping on a message. The result is JSON, "undefined", or the
// text of the error.
func resolve(t testing.TB, mapping, message string) string {
	t.Helper()
	m, err := Compile("field", parse(t, mapping).Node())
	if err != nil {
		return err.Error()
	}
	v, err := m.Resolve(parse(t, message))
	switch {
	case err != nil:
		return err.Error()
	case v.Kind() == jsondoc.Absent:
		return "undefined"
	}
	return string(v.AppendJSON(nil))
}

type mappingCase struct{ name, mapping, want string }

func runCases(t *testing.T, cases []mappingCase) {
	t.Helper()
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			if got := resolve(t, tc.mapping, message); got != tc.want {
				t.Errorf("%s\ngot  %s\nwant %s", tc.mapping, got, tc.want)
			}
		})
	}
}

func TestPaths(t *testing.T) {
	path := func(name, path, want string) mappingCase {
		return mappingCase{name, `{"@path":` + string(jsondoc.AppendString(nil, path)) + `}`, want}
	}
	runCases(t, []mappingCase{
		path("a member", "$.userId", `"u1"`),
		path("without the prefix", "userId", `"u1"`),
		path("a member of a member", "$.properties.value", "12.5"),
		path("missing", "$.nope", "undefined"),
		path("missing on the way", "$.nope.deeper", "undefined"),
		path("names are case sensitive", "$.userID", "undefined"),
		path("null is a value", "$.anonymousId", "null"),
		path("null ends the walk", "$.anonymousId.x", "null"),
		path("zero ends the walk", "$.properties.revenue.x", "0"),
		path("the empty string ends the walk", "$.properties.empty.length", `""`),
		path("false ends the walk", "$.properties.no.x", "false"),
		path("a number has no members", "$.properties.value.x", "undefined"),
		path("quoted in brackets", "$.properties['b c']", `{"d.e":1}`),
		path("double quotes", `$.properties["b c"]`, `{"d.e":1}`),
		path("a dot in quotes separates all the same", "$.properties['b c']['d.e']", "undefined"),
		path("an index", "$.properties.list[1].y", "2"),
		path("an index after a dot", "$.properties.list.1.y", "2"),
		path("index of index", "$.properties.list[2][0]", "3"),
		path("past the end", "$.properties.list[3]", "undefined"),
		path("not an index", "$.properties.list.01", "undefined"),
		path("length of a list", "$.properties.list.length", "3"),
		path("length of a string, in code units", "$.properties.name.length", "5"),
		path("a character", "$.properties.name[2]", `"ö"`),
		path("brackets without quotes or digits are part of the name", "$.properties[value]", "undefined"),
		path("a number as a name", "$.properties.10", `"ten"`),
		path("everything", "$.", strings.NewReplacer("\n", "", "\t", "").Replace(string(parse(t, message).AppendJSON(nil)))),
		path("a dollar alone is a name", "$", `"dollar"`),
		path("the prefix is taken out wherever it stands", "properties.$.value", "12.5"),
		path("only once", "$.$.value", "undefined"),
		path("what every object inherits is not there", "$.properties.hasOwnProperty", "undefined"),
		{"a path that is computed", `{"@path":{"@template":"$.{{nope}}userId"}}`, `"u1"`},
		{"a path that is no string", `{"@path":{"@path":"$.nope"}}`, "@path: expected string, got undefined"},
		{"a path that is an object", `{"@path":{"@path":"$.properties.o"}}`, "@path: expected string, got object"},
	})
}

func TestConditions(t *testing.T) {
	exists := func(name, of, want string) mappingCase {
		return mappingCase{"exists: " + name, `{"@if":{"exists":` + of + `,"then":"yes","else":"no"}}`, want}
	}
	blank := func(name, of, want string) mappingCase {
		return mappingCase{"blank: " + name, `{"@if":{"blank":` + of + `,"then":"filled","else":"blank"}}`, want}
	}
	runCases(t, []mappingCase{
		exists("a string", `{"@path":"$.userId"}`, `"yes"`),
		exists("missing", `{"@path":"$.nope"}`, `"no"`),
		exists("null", `{"@path":"$.anonymousId"}`, `"no"`),
		exists("the empty string", `{"@path":"$.properties.empty"}`, `"yes"`),
		exists("zero", `{"@path":"$.properties.revenue"}`, `"yes"`),
		exists("false", `{"@path":"$.properties.no"}`, `"yes"`),
		exists("an empty list", `[]`, `"yes"`),
		exists("an empty object", `{}`, `"yes"`),
		blank("a string", `{"@path":"$.userId"}`, `"filled"`),
		blank("missing", `{"@path":"$.nope"}`, `"blank"`),
		blank("null", `{"@path":"$.anonymousId"}`, `"blank"`),
		blank("the empty string", `{"@path":"$.properties.empty"}`, `"blank"`),
		blank("a space", `" "`, `"filled"`),
		blank("zero, which equals the empty string", `{"@path":"$.properties.revenue"}`, `"blank"`),
		blank("false, too", `{"@path":"$.properties.no"}`, `"blank"`),
		blank("an empty list, too", `[]`, `"blank"`),
		blank("a list of nothing", `[null]`, `"blank"`),
		blank("a list", `[1]`, `"filled"`),
		blank("an object", `{}`, `"filled"`),
		blank("an object that is no string", `{"@path":"$.properties.toString2"}`, string(ErrNoPrimitive)),
		{"exists is asked first", `{"@if":{"exists":{"@path":"$.nope"},"blank":"x","then":1,"else":2}}`, "2"},
		{"then may be null", `{"@if":{"exists":"x","then":null}}`, "null"},
		{"then may be missing", `{"@if":{"exists":"x","else":1}}`, "undefined"},
		{"else may be missing", `{"@if":{"exists":{"@path":"$.nope"},"then":1}}`, "undefined"},
		{"an else that is falsy is none", `{"@if":{"exists":{"@path":"$.nope"},"then":1,"else":0}}`, "undefined"},
		{"the same path twice", `{"@if":{"exists":{"@path":"$.nope"},"then":{"@path":"$.nope"},"else":{"@path":"$.userId"}}}`, `"u1"`},
		{"the same path twice, without else", `{"@if":{"exists":{"@path":"$.nope"},"then":{"@path":"$.nope"}}}`, "undefined"},
		{"nested", `{"@if":{"exists":{"@if":{"exists":{"@path":"$.userId"},"then":1}},"then":{"@literal":{"@path":"$.event"}}}}`, `"Order Completed"`},
		{"nothing to ask", `{"@if":{"then":1}}`, `@if requires an "exists" key or a "blank" key`},
		{"a literal that is falsy is nothing to ask", `{"@if":{"exists":"","then":1}}`, `@if requires an "exists" key or a "blank" key`},
	})
}

func TestTemplates(t *testing.T) {
	template := func(name, text, want string) mappingCase {
		return mappingCase{name, `{"@template":` + string(jsondoc.AppendString(nil, text)) + `}`, string(jsondoc.AppendString(nil, want))}
	}
	runCases(t, []mappingCase{
		template("no placeholder", "plain }} {{", "plain }} {{"),
		template("placeholders", "{{userId}}/{{ properties.value }}", "u1/12.5"),
		template("three braces", "{{{userId}}}!", "u1!"),
		template("missing and null are nothing", "[{{nope}}{{anonymousId}}]", "[]"),
		template("falsy values are values", "{{properties.revenue}} {{properties.no}} {{properties.empty}}", "0 false "),
		template("the prefix of paths is not known here", "[{{$.userId}}]", "[]"),
		template("lists and objects", "{{properties.list}} {{properties.o}}", "x,[object Object],3 [object Object]"),
		template("two empty braces stay, three are a placeholder in the second round", "{{}} {{{}}}", "{{}} }"),
		template("a placeholder that does not end", "{{userId} {{userId", "{{userId} {{userId"),
		template("four braces", "{{{{userId}}}}", "}"),
		template("a brace more behind", "{{userId}}}", "u1}"),
		{"what is put in is filled again", `{"@template":"{{{properties.t}}}"}`, `""`},
		{"computed", `{"@template":{"@literal":"{{userId}}"}}`, `"u1"`},
		{"not a string", `{"@template":{"@path":"$.properties.value"}}`, "@template: expected string, got number"},
		{"an object that is no string", `{"@template":"{{properties.toString2}}"}`, string(ErrNoPrimitive)},
	})
	if got := resolve(t, `{"@template":"{{{a}}}"}`, `{"a":"{{b}}","b":"second"}`); got != `"second"` {
		t.Errorf("the second round gives %s", got)
	}
}

func TestCasesLiteralsAndShapes(t *testing.T) {
	runCases(t, []mappingCase{
		{"lower", `{"@case":{"operator":"lower","value":{"@path":"$.event"}}}`, `"order completed"`},
		{"upper, with all of Unicode", `{"@case":{"operator":"upper","value":{"@path":"$.properties.name"}}}`, `"GRÖSSE"`},
		{"lower at the end of a word", `{"@case":{"operator":"lower","value":"ΣΑΣ"}}`, `"σας"`},
		{"only strings are changed", `{"@case":{"operator":"lower","value":{"@path":"$.properties.value"}}}`, "12.5"},
		{"no value", `{"@case":{"operator":"lower"}}`, "undefined"},
		{"no operator", `{"@case":{"value":"x"}}`, `@case requires a "operator" key`},
		{"another operator", `{"@case":{"operator":"title","value":"x"}}`, `operator key should have a value of "lower" or "upper"`},
		{"literals", `{"@literal":{"a":[1,null]}}`, `{"a":[1,null]}`},
		{"a literal object is a mapping", `{"@literal":{"a":{"@path":"$.userId"}}}`, `{"a":"u1"}`},
		{"plain values", `[1.50,true,"x",null]`, `[1.5,true,"x",null]`},
		{"undefined members go, null stays", `{"a":{"@path":"$.nope"},"b":null,"9":1,"c":{"d":{"@path":"$.nope"}}}`, `{"9":1,"b":null,"c":{}}`},
		{"undefined elements are null", `[{"@path":"$.nope"}]`, `[null]`},
		{"__proto__ is lost", `{"__proto__":1,"a":2}`, `{"a":2}`},
		{"metadata beside a directive", `{"@path":"$.userId","_metadata":{"x":1}}`, `"u1"`},
		{"a directive with other names, in a list, is an object", `[{"@path":"$.userId","x":1}]`, `[{"@path":"$.userId","x":1}]`},
		{"an unknown directive in a list", `[{"@nope":1}]`, "@nope is not a valid directive, got undefined"},
	})
}

func TestDirectivesThatReshape(t *testing.T) {
	runCases(t, []mappingCase{
		{"arrayPath", `{"@arrayPath":["$.products",{"id":{"@path":"$.sku"},"n":{"@path":"$.price"}}]}`, `[{"id":"a","n":1},{"id":"b"}]`},
		{"arrayPath of an object", `{"@arrayPath":["$.products.0",{"id":{"@path":"$.sku"}}]}`, `[{"id":"a"}]`},
		{"arrayPath without a shape", `{"@arrayPath":["$.products.1"]}`, `{"sku":"b"}`},
		{"arrayPath of a scalar", `{"@arrayPath":["$.userId",{"a":1}]}`, `"u1"`},
		{"replace all", `{"@replace":{"pattern":"e","replacement":"[$&]","value":{"@path":"$.event"}}}`, `"Ord[e]r Compl[e]t[e]d"`},
		{"replace the first", `{"@replace":{"pattern":"e","replacement":"-","global":false,"value":{"@path":"$.event"}}}`, `"Ord-r Completed"`},
		{"replace in any case", `{"@replace":{"pattern":"O","ignorecase":true,"value":{"@path":"$.event"}}}`, `"rder Cmpleted"`},
		{"replace twice", `{"@replace":{"pattern":"Order","replacement":"$$","pattern2":"$","replacement2":"€","value":{"@path":"$.event"}}}`, `"€ Completed"`},
		{"replace before and after", "{\"@replace\":{\"pattern\":\"b\",\"replacement\":\"<$`$'$1>\",\"value\":\"abc\"}}", `"a<ac$1>c"`},
		{"replace in a number", `{"@replace":{"pattern":".","replacement":",","value":{"@path":"$.properties.value"}}}`, `"12,5"`},
		{"replace in nothing", `{"@replace":{"pattern":"x","value":{"@path":"$.nope"}}}`, `""`},
		{"json encode", `{"@json":{"mode":"encode","value":{"@path":"$.properties.o"}}}`, `"{\"p\":null,\"q\":{\"r\":null,\"s\":1}}"`},
		{"json decode", `{"@json":{"mode":"decode","value":"{\"a\":[1.0]}"}}`, `{"a":[1]}`},
		{"json decode of what is no JSON", `{"@json":{"mode":"decode","value":"{"}}`, `"{"`},
		{"flatten", `{"@flatten":{"separator":"_","value":{"@path":"$.properties.list"}}}`, `{"0":"x","1_y":2,"2_0":3}`},
		{"flatten but for lists", `{"@flatten":{"separator":".","omitArrays":true,"value":{"a":{"b":[1]}}}}`, `{"a.b":[1]}`},
		{"merge, the last wins", `{"@merge":{"direction":"right","objects":[{"a":1,"b":1},{"@path":"$.products.0"},{"a":2}]}}`, `{"a":2,"b":1,"sku":"a","price":1}`},
		{"merge, the first wins", `{"@merge":{"direction":"left","objects":[{"a":1},{"a":2,"b":2}]}}`, `{"a":1,"b":2}`},
		{"merge lets undefined win", `{"@merge":{"direction":"right","objects":[{"a":1},{"a":{"@path":"$.nope"}}]}}`, `{}`},
		{"transform", `{"@transform":{"apply":{"id":{"@path":"$.userId"}},"mapping":{"x":{"@path":"$.id"}}}}`, `{"x":"u1"}`},
		{"exclude nulls", `{"@excludeWhenNull":{"@path":"$.properties.o"}}`, `{"q":{"s":1}}`},
		{"exclude null", `{"@excludeWhenNull":{"@path":"$.anonymousId"}}`, "undefined"},
		{"liquid is not run", `{"@liquid":"{{ x }}"}`, "@liquid is a program of its own, which is not run here"},
	})
}

func TestInvalidMappingsAreRefusedInSegmentsWords(t *testing.T) {
	for _, tc := range []mappingCase{
		{"unknown directive", `{"@nope":1}`, `/field has an invalid directive: @nope.`},
		{"inside an object", `{"a":{"b":{"@nope":1}}}`, `/field/a/b has an invalid directive: @nope.`},
		{"all are listed", `{"a":{"@nope":1},"b":{"@bad":1}}`, `/field/a has an invalid directive: @nope. /field/b has an invalid directive: @bad.`},
		{"beside other members", `{"@path":"$.a","b":1}`, `/field should only have one @-prefixed key but it has 2 keys.`},
		{"two directives", `{"@path":"$.a","@if":{},"b":1}`, `/field should only have one @-prefixed key but it has 2 keys.`},
		{"path of a number", `{"@path":5}`, `/field/@path should be a string or a mapping directive but it is a number.`},
		{"template of a list", `{"@template":[]}`, `/field/@template should be a string or a mapping directive but it is an array.`},
		{"if of a string", `{"@if":"x"}`, `/field/@if should be an object but it is a string.`},
		{"if of a directive", `{"@if":{"@path":"x"}}`, `/field/@if should be an object but it is a directive.`},
		{"inside a branch", `{"@if":{"exists":1,"then":{"a":{"@nope":1}}}}`, `/field/@if/then/a has an invalid directive: @nope.`},
		{"case of a number", `{"@case":{"operator":1,"value":2}}`, `/field/@case/operator should be a string but it is a number. /field/@case/value should be a string or a mapping directive but it is a number.`},
		{"literal of an unknown directive", `{"@literal":{"@nope":1}}`, `/field/@literal has an invalid directive: @nope.`},
		{"replace without members", `{"@replace":{}}`, `/field/@replace should have field "pattern" but it doesn't. /field/@replace should have field "value" but it doesn't.`},
		{"replace with a long pattern", `{"@replace":{"pattern":"12345678901","value":"x"}}`, `/field/@replace/pattern should be a string of length 10 or less.`},
		{"replace with an empty pattern", `{"@replace":{"pattern":"","value":"x","global":1}}`, `/field/@replace/pattern should be a string of length 1 or greater. /field/@replace/global should be a boolean but it is a number.`},
		{"json with another mode", `{"@json":{"mode":"zip","value":1}}`, `/field/@json/mode should be one of encode, decode but it is "zip".`},
		{"merge of no list", `{"@merge":{"objects":1}}`, `/field/@merge/objects should be an array but it is a number.`},
		{"merge of a scalar", `{"@merge":{"direction":"left","objects":[1]}}`, `/ should be a object or a mapping directive but it is a number.`},
		{"transform of a scalar", `{"@transform":{"apply":{},"mapping":1}}`, `/field/@transform/mapping should be a object or a mapping directive but it is a number.`},
		{"arrayPath of an object", `{"@arrayPath":{}}`, `/field/@arrayPath should be an array but it is an object.`},
		{"arrayPath of nothing", `{"@arrayPath":[]}`, `/field/@arrayPath should be a string or a mapping directive but it is an undefined.`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Compile("field", parse(t, tc.mapping).Node())
			var invalid *InvalidError
			if !errors.As(err, &invalid) || err.Error() != tc.want {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

func TestTraceSaysWhereAValueComesFrom(t *testing.T) {
	for _, tc := range []mappingCase{
		{"a path", `{"@path":"$.properties.value"}`, "<-/properties/value"},
		{"a missing path", `{"@path":"$.properties.a/b.c"}`, "<-/properties/a~1b/c"},
		{"null on the way", `{"@path":"$.anonymousId.x"}`, "<-/anonymousId"},
		{"a length", `{"@path":"$.properties.list.length"}`, "<-/properties/list/length"},
		{"the branch that is taken", `{"@if":{"exists":{"@path":"$.nope"},"then":{"@path":"$.nope"},"else":{"@path":"$.userId"}}}`, "<-/userId"},
		{"a template", `{"@template":"{{userId}} {{{event}}}"}`, "<-/userId,/event"},
		{"an object", `{"a":{"@path":"$.userId"},"b":1,"c/d":{"@path":"$.event"}}`, "/a<-/userId /c~1d<-/event"},
		{"a list", `[1,{"@path":"$.userId"}]`, "/1<-/userId"},
		{"case", `{"@case":{"operator":"lower","value":{"@path":"$.event"}}}`, "<-/event"},
		{"merge", `{"@merge":{"direction":"left","objects":[{"@path":"$.properties"},{"a":{"@path":"$.userId"}}]}}`, "<-/properties,/userId"},
		{"a computed path", `{"@path":{"@template":"{{properties.nope}}userId"}}`, "<-/properties/nope,/userId"},
		{"arrayPath", `{"@arrayPath":["$.products",{"id":{"@path":"$.sku"}}]}`, "<-/products"},
		{"literals come from nowhere", `{"a":1,"b":{"@literal":2}}`, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m, err := Compile("field", parse(t, tc.mapping).Node())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range m.Trace(parse(t, message)) {
				got = append(got, s.Part+"<-"+strings.Join(s.From, ","))
			}
			if s := strings.Join(got, " "); s != tc.want {
				t.Errorf("got %q, want %q", s, tc.want)
			}
		})
	}
}
