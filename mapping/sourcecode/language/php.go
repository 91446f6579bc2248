package language

import (
	"github.com/alecthomas/participle/v2/lexer"

	"segtap/mapping/lazy"
	"segtap/mapping/origin"
	"segtap/mapping/sourcecode/source"
)

var php = Language{
	Name: "PHP", Files: []string{".php", ".phtml", ".inc"}, Lex: source.Lexer(phpRules),
	Calls: []Call{{
		Methods: []string{"track"}, Positions: []Part{Event, Properties}, Object: true,
		Names: map[string]Part{"event": Event, "properties": Properties, "userId": UserID, "anonymousId": AnonymousID},
	}},
	Usual:   lazy.Regexp(usualClient),
	Modules: lazy.Regexp(`^Segment\\(?:Segment|Client)$`), Others: lazy.Regexp(otherVendors),
	Through: []string{"getInstance", "instance", "client", "getClient"},
	Imports: phpImports, Defines: []string{"define"},
	Keyworded: true,
	Functions: []string{"function", "fn"},
	Named:     []string{"class", "enum", "interface", "trait"},
	Control:   []string{"if", "for", "foreach", "while", "switch", "catch", "elseif", "match", "return"},
	Join:      ".",
	Prefixes:  []string{"new", "return", "echo", "print", "case", "throw", "clone", "yield", "const"},
	Literals:  map[string]string{"true": "true", "false": "false", "null": "null", "TRUE": "true", "FALSE": "false", "NULL": "null"},
	Types: map[string]origin.Type{
		"number_format": origin.String, "floatval": origin.Number, "intval": origin.Integer, "strval": origin.String, "sprintf": origin.String,
		"round": origin.Number, "count": origin.Integer, "time": origin.Integer, "date": origin.String, "implode": origin.String,
		"trim": origin.String, "strtolower": origin.String, "strtoupper": origin.String, "ucfirst": origin.String, "json_encode": origin.String,
		"array_map": origin.Array, "array_values": origin.Array, "array_keys": origin.Array, "uniqid": origin.String, "boolval": origin.Boolean,
		"isset": origin.Boolean, "empty": origin.Boolean, "in_array": origin.Boolean, "max": origin.Number, "min": origin.Number,
		"toDateTimeString": origin.String, "format": origin.String, "__": origin.String, "str_replace": origin.String, "strlen": origin.Integer,
	},
	Objects:  []string{"array"},
	Lists:    []string{"array"},
	Merging:  []string{"array_merge", "array_replace"},
	Decode:   decodePHP,
	Piece:    phpChunk,
	Closures: true,
	Same:     []string{"value"},
	Converts: numbersAndTexts,
}

// phpImports reads what a file uses of Segment's namespace.
func phpImports(f *source.Source) []Imported {
	var found []Imported
	for i := 0; i < len(f.Tokens); i++ {
		if f.At(i).Is("use") && f.At(i+1).Kind == source.Word {
			from := i + 1
			for i = from; f.At(i+1).Is("\\") && f.At(i+2).Kind == source.Word; i += 2 {
			}
			last := f.At(i)
			found = append(found, Imported{Module: f.Code[f.At(from).At : last.At+len(last.Text)], Local: last.Text})
			if f.At(i + 1).Is("as") {
				found[len(found)-1].Local = source.Identifier(f.At(i + 2))
			}
		}
	}
	return found
}

// phpRules are those of PHP, whose files are pages: what stands outside of <?php and ?>
// is no code.
func phpRules() lexer.Rules {
	return lexer.Rules{
		"Root": {
			source.Rule("page", `[^<]+`),
			source.Rule("Markup", `<\?(?:php\b|=)?`, lexer.Push("Php")),
			source.Rule("pageAny", `(?s).`),
		},
		"Php": {source.Rule("MarkupEnd", `\?>`, lexer.Pop()), lexer.Include("Code")},
		"Code": {
			source.Rule("space", `[ \t\r\n\f]+`),
			source.Rule("commentHalt", `__halt_compiler(?s:.*)`),
			source.Rule("Word", `\$*`+rubyName),
			source.Rule("Punctuation", `[()\[\],;]|=>|->|\?->|::|\.\.\.|\.=|\.|[=!]==?|[<>+-]=|=|&&|\|\||\?\?=?`),
			source.Rule("TextSingle", `'(?:[^'\\]|\\(?s:.))*'`),
			source.Rule("TextDouble", `"(?:[^"\\${]|\\(?s:.))*"`),
			source.Rule("OpenDouble", `"`, lexer.Push("Double")),
			source.Rule("OpenBlock", `\{`, lexer.Push("Block")),
			source.Rule("OpenAttribute", `#\[`),
			source.Rule("commentLine", `(?:#|//)(?:[^\n?]|\?[^>\n])*`),
			source.Rule("commentBlock", starComment),
			source.Rule("OpenNowdoc", `<<<[ \t]*'(`+rubyName+`)'\r?\n`, lexer.Push("Nowdoc")),
			source.Rule("OpenHeredoc", `<<<[ \t]*"?(`+rubyName+`)"?\r?\n`, lexer.Push("Heredoc")),
			source.Rule("OtherShell", "`(?:[^`\\\\]|\\\\(?s:.))*`"),
			source.Rule("Number", rubyNumber),
			source.Rule("Other", `(?s).`),
		},
		"Block":  {source.Rule("CloseBlock", `\}`, lexer.Pop()), source.Rule("MarkupEnd", `\?>`, lexer.Push("Page")), lexer.Include("Code")},
		"Page":   {source.Rule("page", `[^<]+`), source.Rule("Markup", `<\?(?:php\b|=)?`, lexer.Pop()), source.Rule("pageAny", `(?s).`)},
		"Double": {source.Rule("ChunkDouble", `[^"\\${]+`), source.Rule("CloseDouble", `"`, lexer.Pop()), lexer.Include("Holes")},
		"Heredoc": {
			source.Rule("ChunkLine", `[^\\${\n]+`),
			source.Rule("CloseHeredoc", `\n[ \t]*\1\b`, lexer.Pop()),
			lexer.Include("Holes"),
		},
		"Nowdoc": {source.Rule("ChunkRaw", `[^\n]+`), source.Rule("CloseHeredoc", `\n[ \t]*\1\b`, lexer.Pop()), source.Rule("ChunkAny", `(?s).`)},
		"Holes": {
			source.Rule("ChunkEscape", `\\u\{[0-9a-fA-F]+\}|\\(?s:.)`),
			source.Rule("OpenInterpolation", `\{\$|\$\{`, lexer.Push("Block")),
			source.Rule("WordInText", `\$`+rubyName),
			source.Rule("ChunkAny", `(?s).`),
		},
	}
}
