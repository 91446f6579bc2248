package language

import (
	"github.com/alecthomas/participle/v2/lexer"

	"segtap/mapping/lazy"
	"segtap/mapping/origin"
	"segtap/mapping/sourcecode/source"
)

var swift = Language{
	Name: "Swift", Files: []string{".swift"}, Lex: source.Lexer(swiftRules),
	Calls: []Call{{
		Methods: []string{"track"}, Positions: []Part{Event, Properties},
		Names: map[string]Part{"name": Event, "properties": Properties}, When: swiftTrack,
	}},
	Usual:   lazy.Regexp(usualClient + `|(?i)^seg_?analytics$`),
	Modules: lazy.Regexp(`^(?:Segment|Analytics)$`), Others: lazy.Regexp(otherVendors),
	Through: []string{"shared", "sharedInstance", "instance", "client", "main", "default"},
	Imports: swiftImports, CaseNames: true,
	Declaring: []string{"let", "var"},
	Keyworded: true,
	Functions: []string{"func", "init"},
	Named:     []string{"class", "struct", "enum", "extension", "actor", "protocol"},
	Control:   []string{"if", "for", "while", "switch", "catch", "guard", "return"},
	Join:      "+",
	Casts:     []string{"as"},
	Prefixes:  []string{"return", "try", "await", "in", "case", "throw", "else"},
	Literals:  map[string]string{"true": "true", "false": "false", "nil": "null"},
	Types: map[string]origin.Type{
		"Double": origin.Number, "Int": origin.Integer, "Float": origin.Number, "CGFloat": origin.Number, "NSNumber": origin.Number,
		"NSDecimalNumber": origin.Number, "Decimal": origin.Number, "String": origin.String, "Bool": origin.Boolean,
		".count": origin.Integer, ".description": origin.String, ".uuidString": origin.String, "lowercased": origin.String,
		"uppercased": origin.String, "joined": origin.String, "map": origin.Array, ".isEmpty": origin.Boolean,
		"contains": origin.Boolean, ".doubleValue": origin.Number, ".intValue": origin.Integer, ".stringValue": origin.String,
		"string": origin.String, "trimmingCharacters": origin.String, ".localizedDescription": origin.String,
	},
	Decode:   decodeSwift,
	Piece:    swiftChunk,
	Same:     []string{"rawValue"},
	Records:  true,
	Closures: true,
	Generic:  true,
	Mutable:  []string{"var"},
}

// swiftTrack says whether arguments may be those of the SDK: of others, the first one has
// another name.
func swiftTrack(f *source.Source, args []source.Span) bool {
	return len(args) == 0 || !f.At(args[0].From+1).Is(":") || f.At(args[0].From).In("name", "event")
}

// swiftImports reads which modules a file imports. Those of Segment have its client.
func swiftImports(f *source.Source) []Imported {
	var found []Imported
	for i, t := range f.Tokens {
		if t.Is("import") && f.At(i+1).Kind == source.Word {
			found = append(found, Imported{Module: f.At(i + 1).Text, Local: "Analytics"})
		}
	}
	return found
}

// swiftRules are those of Swift. A text with number signs around it has as many of them
// in its interpolations and at its end.
func swiftRules() lexer.Rules {
	return lexer.Rules{
		"Root": {lexer.Include("Code")},
		"Code": {
			source.Rule("space", blank),
			source.Rule("Word", rubyName+"|`[^`\n]+`"),
			source.Rule("OpenGroup", `\(`, lexer.Push("Group")),
			source.Rule("Punctuation", `[\[\]{};,]|\?\.|[=!]==?|&&|\|\||[<>+-]=|\.{1,3}<?|\?\??|!|->|==?|:|\+|@`),
			source.Rule("OpenLong", `"""`, lexer.Push("Long")),
			source.Rule("Text", `"(?:[^"\\\n]|\\[^(\n])*"`),
			source.Rule("OpenText", `"`, lexer.Push("Text")),
			source.Rule("comment", slashComment),
			source.Rule("commentNested", `/\*`, lexer.Push("Comment")),
			source.Rule("OpenRawLong", `(#{1,9})"""`, lexer.Push("RawLong")),
			source.Rule("OpenRaw", `(#{1,9})"`, lexer.Push("Raw")),
			source.Rule("OtherRegex", `#/(?s:.*?)/#`),
			source.Rule("Number", rubyNumber),
			source.Rule("Other", `(?s).`),
		},
		"Group":   {source.Rule("CloseGroup", `\)`, lexer.Pop()), lexer.Include("Code")},
		"Comment": nestedComments,
		"Text": {
			source.Rule("Chunk", `(?:[^"\\\n]|\\[^(\n])+`),
			source.Rule("CloseText", `"|\n`, lexer.Pop()),
			source.Rule("OpenInterpolation", `\\\(`, lexer.Push("Group")),
			source.Rule("ChunkAny", `(?s).`),
		},
		"Long": {
			source.Rule("ChunkLong", `(?:[^"\\]|\\[^(])+`),
			source.Rule("CloseLong", `"""`, lexer.Pop()),
			source.Rule("OpenInterpolation", `\\\(`, lexer.Push("Group")),
			source.Rule("ChunkAny", `(?s).`),
		},
		"Raw": {
			source.Rule("ChunkRaw", `[^"\\\n]+`),
			source.Rule("CloseRaw", `"\1`, lexer.Pop()),
			source.Rule("CloseLine", `\n`, lexer.Pop()),
			source.Rule("OpenRawInterpolation", `\\\1\(`, lexer.Push("Group")),
			source.Rule("ChunkAny", `(?s).`),
		},
		"RawLong": {
			source.Rule("ChunkRawLong", `[^"\\]+`),
			source.Rule("CloseRawLong", `"""\1`, lexer.Pop()),
			source.Rule("OpenRawInterpolation", `\\\1\(`, lexer.Push("Group")),
			source.Rule("ChunkAny", `(?s).`),
		},
	}
}
