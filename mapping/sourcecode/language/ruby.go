package language

import (
	"github.com/alecthomas/participle/v2/lexer"

	"segtap/mapping/lazy"
	"segtap/mapping/origin"
	"segtap/mapping/sourcecode/source"
)

var ruby = Language{
	Name: "Ruby", Files: []string{".rb", ".rake"}, Lex: source.Lexer(rubyRules),
	Calls: []Call{{
		Methods: []string{"track"}, Positions: []Part{Event, Properties}, Object: true, Bare: true,
		Names: map[string]Part{"event": Event, "properties": Properties, "user_id": UserID, "anonymous_id": AnonymousID},
	}},
	Usual:   lazy.Regexp(usualClient + `|(?i)^(?:(?:segment_?)?analytics_?ruby|segment_?io)$`),
	Modules: lazy.Regexp(`^segment`), Others: lazy.Regexp(otherVendors),
	Through:   []string{"new", "client", "instance", "backend", "service"},
	Imports:   func(*source.Source) []Imported { return nil },
	Keyworded: true,
	Functions: []string{"def"},
	Named:     []string{"class", "module"},
	Control:   []string{"if", "unless", "while", "until", "for", "case", "when", "elsif", "return"},
	Join:      "+",
	Prefixes:  []string{"return", "puts", "not", "then", "in", "when", "and", "or"},
	Literals:  map[string]string{"true": "true", "false": "false", "nil": "null"},
	Types: map[string]origin.Type{
		"to_s": origin.String, "to_i": origin.Integer, "to_f": origin.Number, "to_d": origin.Number, "round": origin.Number,
		"count": origin.Integer, "size": origin.Integer, "length": origin.Integer, "join": origin.String, "iso8601": origin.String,
		".to_s": origin.String, ".to_i": origin.Integer, ".to_f": origin.Number, ".to_d": origin.Number, ".round": origin.Number,
		".count": origin.Integer, ".size": origin.Integer, ".length": origin.Integer, ".iso8601": origin.String, ".join": origin.String,
		".downcase": origin.String, ".upcase": origin.String, ".strip": origin.String, ".to_a": origin.Array, "map": origin.Array,
		".to_sym": origin.String, ".humanize": origin.String, ".titleize": origin.String, "strftime": origin.String, "format": origin.String,
		"sprintf": origin.String, "Float": origin.Number, "Integer": origin.Integer, "String": origin.String,
	},
	Setters:  map[string]Setter{},
	Decode:   decodeRuby,
	Piece:    rubyChunk,
	Blocks:   rubyBlocks,
	Closures: true,
	Same:     []string{"freeze", "dup", "to_sym", "presence"},
}

// rubyBlocks puts brackets around what Ruby ends with end, around each part of a
// condition, and around the parameters of methods.
func rubyBlocks(tokens []source.Token) []source.Token {
	b := rubyBracketing{tokens: tokens, out: make([]source.Token, 0, len(tokens)+len(tokens)/8)}
	for i := 0; i < len(tokens); i++ {
		i = b.put(i)
	}
	return b.out
}

// rubyBracketing is the state of rubyBlocks.
type rubyBracketing struct {
	tokens, out []source.Token
	open        []bool // for each block that is not ended, whether it is a condition
	loop        bool   // do in this line belongs to while, until or for
}

// put appends the token at i with the brackets that belong to it, and returns the last one
// that it appended.
func (b *rubyBracketing) put(i int) int {
	t := b.tokens[i]
	before := source.Token{Line: true}
	if i > 0 {
		before = b.tokens[i-1]
	}
	b.loop = b.loop && !t.Line
	label := i+1 < len(b.tokens) && b.tokens[i+1].Is(":") && b.tokens[i+1].At == t.At+len(t.Text)
	if t.Kind != source.Word || label || before.In(".", "&.", "::") {
		b.out = append(b.out, t)
		return i
	}
	switch t.Text {
	case "class", "module", "def":
		return b.named(i)
	case "do":
		b.out = append(b.out, t)
		if !b.loop {
			b.begin(t, false)
		}
	case "if", "unless", "while", "until", "for", "case", "begin":
		b.out = append(b.out, t)
		if t.Line || i == 0 || t.In("case", "begin") || before.In(";", "=", "||=", "+=", "(", "then", "do", "else", "{") {
			b.begin(t, true)
			b.loop = t.In("while", "until", "for")
		}
	case "else", "elsif", "when", "rescue", "ensure":
		if within := len(b.open) > 0 && b.open[len(b.open)-1] && (t.Line || t.Is("else")); within {
			b.out = append(b.out, bracketAt("}", t.At), t, bracketAt("{", t.At))
		} else {
			b.out = append(b.out, t)
		}
	case "end":
		if len(b.open) > 0 {
			b.open = b.open[:len(b.open)-1]
			t.Kind, t.Text = source.Closing, "}"
		}
		b.out = append(b.out, t)
	default:
		b.out = append(b.out, t)
	}
	return i
}

// begin opens a block behind a word.
func (b *rubyBracketing) begin(t source.Token, condition bool) {
	b.out = append(b.out, bracketAt("{", t.At))
	b.open = append(b.open, condition)
}

// named puts brackets into the definition of a class, a module or a method.
func (b *rubyBracketing) named(i int) int {
	t := b.tokens[i]
	b.out = append(b.out, t)
	if t.Is("class") && i+1 < len(b.tokens) && b.tokens[i+1].Is("<<") {
		b.begin(t, false)
		return i
	}
	body, header := rubyHeader(b.tokens, i)
	b.out = append(b.out, header...)
	if body < len(b.tokens) && b.tokens[body].Is("=") {
		return body - 1 // a method without end
	}
	b.begin(b.tokens[body-1], false)
	return body - 1
}

func bracketAt(s string, at int) source.Token { return source.Punctuation(s, at) }

// rubyHeader returns the name and the parameters behind class, module or def at i, with
// parentheses around parameters that have none, and where the body begins.
func rubyHeader(tokens []source.Token, i int) (body int, header []source.Token) {
	j := i + 1
	for j < len(tokens) && !tokens[j].Line && (tokens[j].Kind == source.Word || tokens[j].In(".", "::")) {
		if tokens[j].Kind == source.Word && j > i+1 && tokens[j-1].Kind == source.Word {
			break
		}
		j++
	}
	if j > i+1 {
		// Of a name such as Shop::Events or self.client the last part counts.
		header = append(header, tokens[j-1])
	}
	if !tokens[i].Is("def") {
		for j < len(tokens) && !tokens[j].Line && !tokens[j].Is(";") {
			j++
		}
		return j, header
	}
	header = append(header, bracketAt("(", tokens[i].At))
	if j < len(tokens) && tokens[j].Is("(") && !tokens[j].Line {
		depth := 0
		for ; j < len(tokens); j++ {
			switch {
			case tokens[j].Kind == source.Opening:
				depth++
			case tokens[j].Kind == source.Closing:
				depth--
			}
			if depth == 0 {
				j++
				break
			}
			if depth > 1 || tokens[j].Kind != source.Opening {
				header = append(header, tokens[j])
			}
		}
	} else {
		for ; j < len(tokens) && !tokens[j].Line && !tokens[j].In(";", "="); j++ {
			header = append(header, tokens[j])
		}
	}
	return j, append(header, bracketAt(")", tokens[i].At))
}

// rubyRules are those of Ruby.
//
// Whether a slash, a percent sign, a question mark or << is an operator is told by what
// stands before it: behind a value it is one, behind a name it is one unless only the
// space before it is there. The text of a heredoc begins in the line below the one that
// names it, so the rest of that line is read as code before it.
func rubyRules() lexer.Rules {
	rules := lexer.Rules{
		"Root": {lexer.Include("Code")},
		"Code": {
			source.Rule("space", `[ \t\r\f]+|\\\r?\n`),
			source.Rule("Word", rubyName+`[?!]?`, lexer.Push("BehindName")),
			source.Rule("CloseGroup", `[)\]]`, lexer.Push("BehindValue")),
			source.Rule("Punctuation", `[(\[,;]|=>|===?|=~|=|&\.|&&|\|\|=?|::|->|\.{1,3}|\*\*?|[!+-]?=|!|&`),
			source.Rule("OpenBlock", `\{`, lexer.Push("Block")),
			source.Rule("commentBlock", `\n=begin\b(?s:.*?)(?:\n=end\b[^\n]*|\z)`),
			source.Rule("commentEnd", `\n__END__\r?\n(?s:.*)`),
			source.Rule("line", `\n`),
			source.Rule("TextSingle", `'(?:[^'\\]|\\(?s:.))*'`, lexer.Push("BehindValue")),
			source.Rule("TextDouble", `"(?:[^"\\#]|\\(?s:.)|#+[^{"\\#])*#*"`, lexer.Push("BehindValue")),
			source.Rule("OpenDouble", `"`, lexer.Push("Double")),
			source.Rule("TextSymbol", `:(?:`+rubyName+`[?!]?|'(?:[^'\\]|\\(?s:.))*')`, lexer.Push("BehindValue")),
			source.Rule("OpenSymbol", `:"`, lexer.Push("Double")),
			source.Rule("comment", `#[^\n]*`),
			source.Rule("WordVariable", `(?:@@?|\$)`+rubyName, lexer.Push("BehindValue")),
			source.Rule("Number", rubyNumber, lexer.Push("BehindValue")),
			source.Rule("OtherVariable", `\$(?:[0-9]+|[^\s])`, lexer.Push("BehindValue")),
			source.Rule("OpenShell", "`", lexer.Push("Shell")),
			source.Rule("OtherNowdoc", `<<[~-]?'(`+rubyName+`)'`, lexer.Push("Nowdoc")),
			source.Rule("OtherHeredoc", `<<[~-]?"?(`+rubyName+`)"?`, lexer.Push("Heredoc")),
			source.Rule("OtherRegex", `/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,80}\])*/[a-z]*`, lexer.Push("BehindValue")),
			source.Rule("OpenRegex", `/[ \t]*\n`, lexer.Push("Regex")),
			source.Rule("OtherCharacter", `\?(?:\\.|[^\s\\])`, lexer.Push("BehindValue")),
		},
		"BehindName": {
			source.Rule("PunctuationColon", `::?`, lexer.Pop()),
			source.Rule("OtherSpaced", `(?:/|%|<<)=?|[ \t]+(?:/|%|<<|\?)=?[ \t\n]`, lexer.Pop()),
			lexer.Return(),
		},
		"BehindValue": {
			source.Rule("PunctuationColon", `::?`, lexer.Pop()),
			source.Rule("OtherOperator", `[ \t]*(?:/|%|<<|\?)=?`, lexer.Pop()),
			lexer.Return(),
		},
		"Block":  {source.Rule("CloseBlock", `\}`, lexer.Pop()), lexer.Include("Code")},
		"Double": {source.Rule("ChunkDouble", `[^"\\#]+`), source.Rule("CloseDouble", `"`, lexer.Pop()), lexer.Include("Holes")},
		"Shell":  {source.Rule("chunkShell", "[^`\\\\#]+"), source.Rule("CloseShell", "`", lexer.Pop()), lexer.Include("Holes")},
		"Regex":  {source.Rule("chunkRegex", `[^/\\#]+`), source.Rule("CloseRegex", `/[a-z]*`, lexer.Pop()), lexer.Include("Holes")},
		"Holes": {
			source.Rule("ChunkEscape", `\\u\{[^}\n]*\}|\\u[0-9a-fA-F]{4}|\\(?s:.)`),
			source.Rule("OpenInterpolation", `#\{`, lexer.Push("Block")),
			source.Rule("ChunkHash", `#`),
		},
	}
	withHeredocs(rules)
	withPercent(rules)
	rules["Code"] = append(rules["Code"], source.Rule("Other", `(?s).`))
	return rules
}

const (
	rubyName   = `[A-Za-z_\x{80}-\x{10ffff}][A-Za-z0-9_\x{80}-\x{10ffff}]*`
	rubyNumber = `[0-9](?:[eE][+-]?[0-9]|\.[0-9]|[0-9a-zA-Z_])*`
)

// withHeredocs adds the texts whose lines stand below the one that names their end.
func withHeredocs(rules lexer.Rules) {
	rules["Heredoc"] = []lexer.Rule{
		source.Rule("heredocEnd", `\n[ \t]*\1\b`, lexer.Pop()),
		source.Rule("OpenHeredoc", `\n[^\n#]*(?:#[^\n{#][^\n#]*|##)*#\{`, lexer.Push("HeredocHole")),
		source.Rule("heredocLine", `\n[^\n]*`),
		lexer.Include("Code"),
	}
	rules["HeredocHole"] = []lexer.Rule{
		source.Rule("OtherHole", `\}[^\n#]*(?:#[^\n{#][^\n#]*|##)*#\{`),
		source.Rule("CloseHole", `\}[^\n]*`, lexer.Pop()),
		lexer.Include("Code"),
	}
	rules["Nowdoc"] = []lexer.Rule{source.Rule("heredocEnd", `\n[ \t]*\1\b`, lexer.Pop()), source.Rule("heredocLine", `\n[^\n]*`), lexer.Include("Code")}
}

// withPercent adds the texts that begin with a percent sign: those in brackets hold
// further brackets of the kind, those with another delimiter end at the next one.
func withPercent(rules lexer.Rules) {
	for _, b := range []struct{ name, open, end string }{
		{"Parens", `\(`, `\)`}, {"Brackets", `\[`, `\]`}, {"Braces", `\{`, `\}`}, {"Angles", `<`, `>`},
	} {
		plain, within := "Plain"+b.name, "Within"+b.name
		rules["Code"] = append(rules["Code"],
			source.Rule("OpenPlain"+b.name, `%q`+b.open, lexer.Push(plain)),
			source.Rule("OtherWords"+b.name, `%[wis]`+b.open, lexer.Push("Words"+b.name)),
			source.Rule("OpenQuoted"+b.name, `%[QWIxr]?`+b.open, lexer.Push(within)))
		rules["Words"+b.name] = []lexer.Rule{
			source.Rule("words"+b.name, `(?:[^\\`+b.open+b.end+`]|\\(?s:.))+`),
			source.Rule("wordsEnd"+b.name, b.end, lexer.Pop()),
			source.Rule("wordsNested"+b.name, b.open, lexer.Push("Words"+b.name)),
			source.Rule("wordsAny", `(?s).`),
		}
		rules[plain] = []lexer.Rule{
			source.Rule("ChunkPlain"+b.name, `(?:[^\\`+b.open+b.end+`]|\\(?s:.))+`),
			source.Rule("ClosePlain"+b.name, b.end, lexer.Pop()),
			source.Rule("OpenNested"+b.name, b.open, lexer.Push(plain)),
			source.Rule("ChunkAny", `(?s).`),
		}
		rules[within] = []lexer.Rule{
			source.Rule("ChunkWithin"+b.name, `[^\\#`+b.open+b.end+`]+`),
			source.Rule("CloseWithin"+b.name, b.end+`[a-z]*`, lexer.Pop()),
			source.Rule("OpenNestedWithin"+b.name, b.open, lexer.Push(within)),
			lexer.Include("Holes"),
			source.Rule("ChunkAny", `(?s).`),
		}
	}
	const delimiter = `([^\sa-zA-Z0-9(\[{<])`
	rules["Code"] = append(rules["Code"],
		source.Rule("OtherWordsDelimited", `%[wis]`+delimiter, lexer.Push("WordsDelimited")),
		source.Rule("OpenPlainDelimited", `%q`+delimiter, lexer.Push("PlainDelimited")),
		source.Rule("OpenDelimited", `%[QWIxr]`+delimiter, lexer.Push("Delimited")))
	rules["WordsDelimited"] = []lexer.Rule{source.Rule("wordsDelimitedEnd", `\1`, lexer.Pop()), source.Rule("wordsDelimited", `[a-zA-Z0-9_ \t\n]+|\\(?s:.)|(?s:.)`)}
	rules["PlainDelimited"] = []lexer.Rule{source.Rule("CloseDelimited", `\1`, lexer.Pop()), source.Rule("ChunkDelimited", `[a-zA-Z0-9_ \t\n]+|\\(?s:.)|(?s:.)`)}
	rules["Delimited"] = []lexer.Rule{source.Rule("CloseDelimited", `\1`, lexer.Pop()), lexer.Include("Holes"), source.Rule("ChunkDelimited", `[a-zA-Z0-9_ \t\n]+|\\(?s:.)|(?s:.)`)}
}
