package language

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"segtap/mapping/lazy"
	"segtap/mapping/origin"
	"segtap/mapping/sourcecode/source"
)

// builder is the call of the SDK for servers in Java: a message that is built and put in
// a queue.
var builder = Call{
	Methods: []string{"builder"}, On: []string{"TrackMessage"}, Positions: []Part{Event}, Server: true,
	Chained: map[string]Part{"userId": UserID, "anonymousId": AnonymousID, "properties": Properties},
	Into:    []string{"enqueue", "offer", "build", "add"},
}

var java = Language{
	Name: "Java", Files: []string{".java"}, Lex: source.Lexer(javaRules),
	Calls:   []Call{builder, {Methods: []string{"track"}, Positions: []Part{Event, Properties}}},
	Usual:   lazy.Regexp(jvmClient),
	Modules: lazy.Regexp(`^com\.segment\.`), Others: lazy.Regexp(otherVendors),
	Through:     []string{"with", "getInstance", "instance", "get", "shared", "client"},
	Imports:     jvmImports,
	Entries:     true,
	Named:       []string{"class", "enum", "interface", "record"},
	Control:     []string{"if", "for", "while", "switch", "catch", "synchronized", "return", "try"},
	Join:        "+",
	Prefixes:    []string{"new", "return", "case", "throw", "yield"},
	Literals:    map[string]string{"true": "true", "false": "false", "null": "null"},
	Types:       jvmTypes,
	Wrapping:    []string{"valueOf", "copyOf", "unmodifiableMap", "JsonObject", "JsonPrimitive"},
	Objects:     jvmObjects,
	Setters:     jvmSetters,
	Decode:      decodeJava,
	Same:        []string{"intern"},
	Bodies:      true,
	TypeFirst:   true,
	Pairing:     []string{"entry", "SimpleEntry", "SimpleImmutableEntry", "Pair", "create"},
	Converts:    numbersAndTexts,
	Generic:     true,
	Alternating: []string{"of", "singletonMap"},
}

var kotlin = Language{
	Name: "Kotlin", Files: []string{".kt", ".kts"}, Lex: source.Lexer(kotlinRules),
	Calls: []Call{builder, {
		Methods: []string{"track"}, Positions: []Part{Event, Properties},
		Names: map[string]Part{"name": Event, "event": Event, "properties": Properties},
	}},
	Usual:   lazy.Regexp(jvmClient),
	Modules: lazy.Regexp(`^com\.segment\.`), Others: lazy.Regexp(otherVendors),
	Through:     []string{"with", "getInstance", "instance", "get", "shared", "client"},
	Imports:     jvmImports,
	Entries:     true,
	Declaring:   []string{"val", "var"},
	Functions:   []string{"fun"},
	Filling:     []string{"apply", "run", "with"},
	Handing:     []string{"let", "also"},
	Named:       []string{"class", "interface", "object"},
	Control:     []string{"if", "for", "while", "when", "catch", "return"},
	Join:        "+",
	Casts:       []string{"as"},
	Prefixes:    []string{"return", "throw", "in", "else"},
	Literals:    map[string]string{"true": "true", "false": "false", "null": "null"},
	Types:       jvmTypes,
	Wrapping:    []string{"JsonObject", "JsonPrimitive", "toMap", "copyOf"},
	Objects:     jvmObjects,
	Setters:     jvmSetters,
	Decode:      decodeKotlin,
	Piece:       kotlinChunk,
	Same:        []string{"intern"},
	Records:     true,
	Generic:     true,
	Mutable:     []string{"var"},
	Bodies:      true,
	Pairing:     []string{"Pair", "entry"},
	Alternating: []string{"of", "singletonMap"},
}

const jvmClient = usualClient + `|(?i)^(?:java|wear|seg)_?analytics$`

var jvmObjects = []string{
	"Properties", "ValueMap", "of", "singletonMap", "ofEntries", "builder", "HashMap", "LinkedHashMap", "TreeMap", "JSONObject",
	"mapOf", "hashMapOf", "mutableMapOf", "linkedMapOf", "buildMap", "buildJsonObject",
}

// numbersAndTexts are types in parentheses before a value.
var numbersAndTexts = map[string]origin.Type{
	"int": origin.Integer, "long": origin.Integer, "short": origin.Integer, "float": origin.Number, "double": origin.Number,
	"decimal": origin.Number, "String": origin.String, "string": origin.String, "bool": origin.Boolean, "boolean": origin.Boolean,
	"Double": origin.Number, "Integer": origin.Integer, "Long": origin.Integer, "integer": origin.Integer, "array": origin.Array,
}

var jvmTypes = map[string]origin.Type{
	"toString": origin.String, "format": origin.String, "parseDouble": origin.Number, "parseInt": origin.Integer,
	"parseLong": origin.Integer, "parseFloat": origin.Number, "doubleValue": origin.Number, "intValue": origin.Integer,
	"longValue": origin.Integer, "floatValue": origin.Number, "toDouble": origin.Number, "toInt": origin.Integer,
	"toLong": origin.Integer, "toFloat": origin.Number, "toPlainString": origin.String, "trim": origin.String,
	"toLowerCase": origin.String, "toUpperCase": origin.String, "lowercase": origin.String, "uppercase": origin.String,
	"size": origin.Integer, ".size": origin.Integer, "length": origin.Integer, ".length": origin.Integer,
	"currentTimeMillis": origin.Integer, "isEmpty": origin.Boolean, "isNotEmpty": origin.Boolean, "contains": origin.Boolean,
	"equals": origin.Boolean, "listOf": origin.Array, "asList": origin.Array, "joinToString": origin.String,
	"buildJsonArray": origin.Array, "arrayListOf": origin.Array, "mutableListOf": origin.Array, "randomUUID": origin.String,
}

// jvmSetters are the methods of maps, of the Properties of the SDK for Android, and of
// JSON in Kotlin.
var jvmSetters = func() map[string]Setter {
	setters := map[string]Setter{
		"build": {Done: true}, "buildOrThrow": {Done: true}, "toMap": {Done: true},
		"put": {}, "putAll": {}, "putValue": {Name: "value", Type: origin.Number}, "addAll": {}, "set": {},
		"putJsonObject": {Type: origin.Object, Nested: true}, "putJsonArray": {Type: origin.Array, Nested: true},
		"putProducts": {Name: "products", Type: origin.Array}, "putRepeatCustomer": {Name: "repeat", Type: origin.Boolean},
	}
	for _, name := range []string{"revenue", "price", "total", "subtotal", "shipping", "tax", "discount"} {
		setters["put"+strings.ToUpper(name[:1])+name[1:]] = Setter{Name: name, Type: origin.Number}
	}
	for _, name := range []string{"currency", "path", "referrer", "title", "url", "name", "category", "sku", "coupon", "orderId"} {
		setters["put"+strings.ToUpper(name[:1])+name[1:]] = Setter{Name: name, Type: origin.String}
	}
	setters["putProductId"] = Setter{Name: "id", Type: origin.String}
	return setters
}()

// jvmImports reads import statements. Of Segment's packages only the clients matter.
func jvmImports(f *source.Source) []Imported {
	var found []Imported
	for i, t := range f.Tokens {
		if !t.Is("import") || !t.Line {
			continue
		}
		i++
		if f.At(i).Is("static") {
			i++
		}
		from := i
		for f.At(i).Kind == source.Word && f.Separator(i+1) {
			i += 2
		}
		last := f.At(i)
		if last.Kind != source.Word {
			continue
		}
		module := f.Code[f.At(from).At : last.At+len(last.Text)]
		local := last.Text
		if f.At(i + 1).Is("as") {
			local = source.Identifier(f.At(i + 2))
		}
		if !strings.HasPrefix(module, "com.segment.") || strings.HasSuffix(last.Text, "Analytics") {
			found = append(found, Imported{Module: module, Exported: last.Text, Local: local})
		}
	}
	return found
}

// blank is what stands between tokens where a line's end means nothing.
const blank = `[ \t\r\n\f]+`

// character is one of Java, Kotlin and C#.
const character = `'(?:[^'\\\n]|\\[^\n][^'\n]*)'`

// javaRules are those of Java.
func javaRules() lexer.Rules {
	return lexer.Rules{"Root": {
		source.Rule("space", blank),
		source.Rule("Word", `[`+letters+`][`+letters+`0-9]*`),
		source.Rule("Punctuation", `[(){}\[\];,.]|::|->|[=!<>+-]=|=|&&|\|\||\+|@`),
		source.Rule("TextBlock", `"""(?:[^"\\]|\\(?s:.)|""?[^"\\])*"""`),
		source.Rule("Text", `"(?:[^"\\\n]|\\.)*"?`),
		source.Rule("comment", slashComment+`|`+starComment),
		source.Rule("Number", `[0-9](?:[eE][+-][0-9]|[0-9a-zA-Z_.])*`),
		source.Rule("OtherCharacter", character),
		source.Rule("Other", `(?s).`),
	}}
}

// nestedComments are those of Kotlin and Swift.
var nestedComments = []lexer.Rule{
	source.Rule("commentText", `[^*/]+`),
	source.Rule("commentEnd", `\*/`, lexer.Pop()),
	source.Rule("commentNested", `/\*`, lexer.Push("Comment")),
	source.Rule("commentAny", `(?s).`),
}

// kotlinRules are those of Kotlin.
func kotlinRules() lexer.Rules {
	return lexer.Rules{
		"Root": {lexer.Include("Code")},
		"Code": {
			source.Rule("space", blank),
			source.Rule("Word", rubyName+"|`[^`\n]+`"),
			source.Rule("Punctuation", `[()\[\];,.]|\?\.|!!|\?:|::|->|[=!]==?|[<>+-]=|=|&&|\|\||\+|@`),
			source.Rule("OpenBlock", `\{`, lexer.Push("Block")),
			source.Rule("OpenRaw", `"""`, lexer.Push("Raw")),
			source.Rule("Text", `"(?:[^"\\$\n]|\\.)*"`),
			source.Rule("OpenText", `"`, lexer.Push("Text")),
			source.Rule("comment", slashComment),
			source.Rule("commentNested", `/\*`, lexer.Push("Comment")),
			source.Rule("Number", rubyNumber),
			source.Rule("OtherCharacter", character),
			source.Rule("Other", `(?s).`),
		},
		"Block":   {source.Rule("CloseBlock", `\}`, lexer.Pop()), lexer.Include("Code")},
		"Comment": nestedComments,
		"Text": {
			source.Rule("Chunk", `(?:[^"\\$\n]|\\.)+`),
			source.Rule("CloseText", `"|\n`, lexer.Pop()),
			lexer.Include("Holes"),
		},
		"Raw": {
			source.Rule("ChunkRaw", `[^"$]+`),
			source.Rule("CloseRaw", `"{3,}`, lexer.Pop()),
			lexer.Include("Holes"),
		},
		"Holes": {
			source.Rule("OpenInterpolation", `\$\{`, lexer.Push("Block")),
			source.Rule("WordInText", `\$`+rubyName),
			source.Rule("ChunkAny", `(?s).`),
		},
	}
}
