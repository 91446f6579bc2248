package language

import (
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"segtap/mapping/lazy"
	"segtap/mapping/origin"
	"segtap/mapping/sourcecode/source"
)

var python = Language{
	Name: "Python", Files: []string{".py", ".pyi"}, Lex: source.Lexer(pythonRules), Indented: true,
	Calls: []Call{{
		Methods: []string{"track"}, Server: true,
		Positions: []Part{UserID, Event, Properties, "", "", AnonymousID},
		Names:     map[string]Part{"event": Event, "properties": Properties, "user_id": UserID, "anonymous_id": AnonymousID},
	}},
	Usual:     lazy.Regexp(usualClient),
	Modules:   lazy.Regexp(`^segment(\.|$)|^analytics(\.client)?(\.Client|\.track)?$`),
	Others:    lazy.Regexp(otherVendors),
	Through:   []string{"client", "Client", "default_client", "instance", "get_instance"},
	Imports:   pythonImports,
	Functions: []string{"def", "lambda"}, Keyworded: true, Several: true,
	Named:          []string{"class"},
	Join:           "+",
	ExpressionKeys: true,
	Prefixes:       []string{"await", "return", "yield", "else", "in"},
	Literals:       map[string]string{"True": "true", "False": "false", "None": "null"},
	Types: map[string]origin.Type{
		"float": origin.Number, "int": origin.Integer, "str": origin.String, "bool": origin.Boolean, "len": origin.Integer,
		"round": origin.Number, "Decimal": origin.String, "list": origin.Array, "sorted": origin.Array, "sum": origin.Number,
		"format": origin.String, "join": origin.String, "isoformat": origin.String, "strftime": origin.String, "lower": origin.String,
		"upper": origin.String, "strip": origin.String, "title": origin.String, "dumps": origin.String, "timestamp": origin.Number,
	},
	Values:   []string{"value"},
	Objects:  []string{"dict"},
	Changing: []string{"update", "setdefault", "pop"},
	Decode:   decodePython,
	Holes:    pythonHoles,
}

// pythonRules are those of Python. The line breaks are not among its tokens: blocks are
// made of the columns in which lines begin.
func pythonRules() lexer.Rules {
	const prefix = `[rRbBuUfFtT]{0,2}`
	body := func(quote string) string {
		return quote + quote + quote + `(?s:` + quote + `{0,2}(?:[^` + quote + `\\]|\\.))*(?:` + quote + quote + quote + `|` + quote + `{0,2}\\?\z)`
	}
	return lexer.Rules{"Root": {
		source.Rule("space", spaces+`|\\\r?\n`),
		source.Rule("Text", prefix+`(?:`+body(`"`)+`|`+body(`'`)+`|`+doubleQuoted+`|`+singleQuoted+`)`),
		source.Rule("Word", `[`+letters+`][`+letters+`0-9]*`),
		source.Rule("comment", `#[^\n]*`),
		source.Rule("Punctuation", `[(),:\[\]{};.]|==|=|:=|\*\*|[-+*]=|[-+*]|->|<=|>=|!=`),
		source.Rule("Number", digits),
		source.Rule("Other", `(?s).`),
	}}
}

// pythonImports reads import statements.
func pythonImports(f *source.Source) []Imported {
	var found []Imported
	for i, t := range f.Tokens {
		if !t.Is("import") {
			continue
		}
		module := ""
		start := f.LineStart(i)
		if f.At(start).Is("from") {
			module = dotted(f, start+1, i)
		}
		s := f.Expression(i + 1)
		for s.To < len(f.Tokens) && (f.At(s.To).Is(",") || f.At(s.To).Kind == source.Word && !f.At(s.To).Line) {
			s.To++
		}
		if f.At(i + 1).Is("(") {
			s = f.Inside(i + 1)
		}
		for _, part := range f.Split(s, ",") {
			found = append(found, pythonImport(f, module, part))
		}
	}
	return found
}

// pythonImport reads one name of an import statement.
func pythonImport(f *source.Source, module string, s source.Span) Imported {
	end := s.To
	local := ""
	for i := s.From; i < s.To; i++ {
		if f.At(i).Is("as") {
			end, local = i, f.At(i+1).Text
		}
	}
	name := dotted(f, s.From, end)
	if local == "" {
		local = f.At(end - 1).Text
	}
	if module == "" {
		return Imported{Module: name, Exported: "*", Local: local}
	}
	return Imported{Module: module + "." + name, Exported: name, Local: local}
}

// dotted returns a name with dots, as it stands.
func dotted(f *source.Source, from, to int) string {
	var name strings.Builder
	for i := from; i < to; i++ {
		name.WriteString(f.At(i).Text)
	}
	return name.String()
}

// decodePython reads a text of Python.
func decodePython(s string) (string, bool) {
	quote := strings.IndexAny(s, `"'`)
	if quote < 0 {
		return "", false
	}
	prefix := strings.ToLower(s[:quote])
	s = s[quote:]
	if len(s) >= 6 && (strings.HasPrefix(s, `"""`) || strings.HasPrefix(s, `'''`)) {
		if s[len(s)-3:] != s[:3] {
			return "", false
		}
		s = s[2 : len(s)-2]
	}
	if strings.ContainsAny(prefix, "ft") && strings.Contains(s, "{") || strings.Contains(prefix, "b") {
		return "", false
	}
	if strings.Contains(prefix, "r") && len(s) >= 2 {
		return s[1 : len(s)-1], s[len(s)-1] == s[0]
	}
	if len(s) < 2 || s[len(s)-1] != s[0] || strings.Contains(s, `\N{`) {
		return "", false
	}
	return pythonEscapes.decode(s[1 : len(s)-1]), true
}

// pythonHoles returns what stands in the braces of a text that begins with f or t. A brace
// that nothing closes reaches to its end: since Python 3.12 the quotes of the text may stand
// within, where it seems to end.
func pythonHoles(s string) []Hole {
	quote := strings.IndexAny(s, `"'`)
	if quote < 0 || !strings.ContainsAny(s[:quote], "fFtT") {
		return nil
	}
	var holes []Hole
	depth, from := 0, 0
	for i := quote; i < len(s); i++ {
		switch {
		case depth == 0 && strings.HasPrefix(s[i:], "{{"):
			i++
		case s[i] == '{':
			if depth++; depth == 1 {
				from = i + 1
			}
		case s[i] == '}' && depth > 0:
			if depth--; depth == 0 {
				holes = append(holes, Hole{Code: s[from:i], At: from})
			}
		}
	}
	if depth > 0 {
		holes = append(holes, Hole{Code: s[from:], At: from})
	}
	return holes
}
