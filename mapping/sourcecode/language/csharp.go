package language

import (
	"github.com/alecthomas/participle/v2/lexer"

	"segtap/mapping/lazy"
	"segtap/mapping/origin"
	"segtap/mapping/sourcecode/source"
)

var csharpParts = map[string]Part{"name": Event, "eventName": Event, "properties": Properties, "userId": UserID}

// csharpNet is the call of Analytics.NET, whose first argument is the user.
func csharpNet(when func(*source.Source, []source.Span) bool, on ...string) Call {
	return Call{
		Methods: []string{"Track"}, Positions: []Part{UserID, Event, Properties}, Names: csharpParts, Server: true,
		Within: map[string]Part{"SetAnonymousId": AnonymousID}, On: on, When: when,
	}
}

var csharp = Language{
	Name: "C#", Files: []string{".cs"}, Lex: source.Lexer(csharpRules),
	Calls: []Call{
		csharpNet(nil, "Client"),
		csharpNet(legacy),
		{Methods: []string{"Track"}, Positions: []Part{UserID, Event, Properties}, Names: csharpParts, SecondText: true},
		{Methods: []string{"Track"}, Positions: []Part{Event, Properties}, Names: csharpParts},
	},
	Usual:   lazy.Regexp(usualClient),
	Modules: lazy.Regexp(`^Segment(?:\.|$)`), Others: lazy.Regexp(otherVendors),
	Through:  []string{"Client", "Instance", "Current", "Shared", "Default", "Analytics"},
	Imports:  csharpImports,
	Named:    []string{"class", "struct", "enum", "interface", "record"},
	Control:  []string{"if", "for", "foreach", "while", "switch", "catch", "using", "lock", "return"},
	Join:     "+",
	Casts:    []string{"as"},
	Prefixes: []string{"await", "new", "return", "case", "throw", "in", "out", "ref"},
	Literals: map[string]string{"true": "true", "false": "false", "null": "null", "default": "null"},
	Types: map[string]origin.Type{
		"ToString": origin.String, "Format": origin.String, "Parse": origin.Number, "ToDouble": origin.Number, "ToDecimal": origin.Number,
		"ToInt32": origin.Integer, "ToInt64": origin.Integer, ".Count": origin.Integer, "Count": origin.Integer, ".Length": origin.Integer,
		"Join": origin.String, "Trim": origin.String, "ToLower": origin.String, "ToUpper": origin.String, "ToArray": origin.Array,
		"ToList": origin.Array, "Contains": origin.Boolean, "Any": origin.Boolean, "Round": origin.Number, "Concat": origin.String,
		"ToLowerInvariant": origin.String, ".TotalSeconds": origin.Number, ".TotalMilliseconds": origin.Number,
	},
	Objects:   []string{"Properties", "Dictionary", "Dict", "JsonObject"},
	Setters:   map[string]Setter{"Add": {}},
	Decode:    decodeCSharp,
	Piece:     csharpChunk,
	TypeFirst: true,
	Generic:   true,
	Naming:    []string{"nameof"},
	Converts:  numbersAndTexts,
	Wrapping:  []string{"JsonPrimitive", "FromObject"},
}

// legacy says whether a file uses Analytics.NET.
func legacy(f *source.Source, _ []source.Span) bool {
	// What is used stands before all code.
	for i := 0; i < len(f.Tokens) && !f.At(i).Is("{"); i++ {
		if f.At(i).Is("using") && f.At(i+1).Is("Segment") && (f.At(i+2).Is(";") || f.At(i+2).Is(".") && f.At(i+3).Is("Model")) {
			return true
		}
	}
	return false
}

// csharpImports reads which namespaces a file uses. Those of Segment have its clients.
func csharpImports(f *source.Source) []Imported {
	var found []Imported
	for i, t := range f.Tokens {
		if t.Is("using") && t.Line && f.At(i+1).Is("Segment") {
			for _, local := range []string{"Analytics", "Client", "IAnalyticsClient"} {
				if local == "Analytics" || legacy(f, nil) {
					found = append(found, Imported{Module: "Segment", Local: local})
				}
			}
		}
	}
	return found
}

// csharpRules are those of C#. A raw text ends with as many quotes as it begins with, and
// the number of its dollar signs is that of the braces of its interpolations.
func csharpRules() lexer.Rules {
	raw := func(brace string, push lexer.Action) []lexer.Rule {
		rules := []lexer.Rule{source.Rule("ChunkRaw", `[^"{]+`), source.Rule("CloseRaw", `\1`, lexer.Pop())}
		if brace != "" {
			rules = append(rules, source.Rule("OpenInterpolation"+brace, brace, push))
		}
		return append(rules, source.Rule("ChunkAny", `(?s).`))
	}
	return lexer.Rules{
		"Root": {lexer.Include("Code")},
		"Code": {
			source.Rule("space", blank+`|\x{feff}`),
			source.Rule("Word", `@?`+rubyName),
			source.Rule("Punctuation", `[()\[\];,.]|\?\.|\?\?=?|\?|=>|[=!<>+-]=|=|!|&&|\|\||::|:|\+`),
			source.Rule("OpenBlock", `\{`, lexer.Push("Block")),
			source.Rule("OpenRaw", `("{3,})`, lexer.Push("Raw")),
			source.Rule("Text", `"(?:[^"\\\n]|\\.)*"?`),
			source.Rule("comment", slashComment+`|`+starComment),
			source.Rule("commentDirective", `#[ \t]*[a-z]+[^\n]*`),
			source.Rule("TextVerbatim", `@"(?:[^"]|"")*"`),
			source.Rule("OpenRawTwo", `\$\$("{3,})`, lexer.Push("RawTwo")),
			source.Rule("OpenRawOne", `\$("{3,})`, lexer.Push("RawOne")),
			source.Rule("OpenVerbatim", `\$@"|@\$"`, lexer.Push("Verbatim")),
			source.Rule("OpenText", `\$"`, lexer.Push("Text")),
			source.Rule("Number", rubyNumber),
			source.Rule("OtherCharacter", character),
			source.Rule("Other", `(?s).`),
		},
		"Block":  {source.Rule("CloseBlock", `\}`, lexer.Pop()), lexer.Include("Code")},
		"Double": {source.Rule("CloseDouble", `\}\}`, lexer.Pop()), lexer.Include("Code")},
		"Raw":    raw("", nil),
		"RawOne": raw(`\{`, lexer.Push("Block")),
		"RawTwo": raw(`\{\{`, lexer.Push("Double")),
		"Text": {
			source.Rule("Chunk", `(?:[^"\\{}\n]|\\.)+`),
			source.Rule("CloseText", `"|\n`, lexer.Pop()),
			source.Rule("ChunkBrace", `\{\{|\}\}`),
			source.Rule("OpenInterpolation", `\{`, lexer.Push("Block")),
			source.Rule("ChunkAny", `(?s).`),
		},
		"Verbatim": {
			source.Rule("ChunkVerbatim", `(?:[^"{}]|"")+`),
			source.Rule("CloseVerbatim", `"`, lexer.Pop()),
			source.Rule("ChunkBrace", `\{\{|\}\}`),
			source.Rule("OpenInterpolation", `\{`, lexer.Push("Block")),
			source.Rule("ChunkAny", `(?s).`),
		},
	}
}
