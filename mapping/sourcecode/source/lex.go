package source

import (
	"strings"
	"sync"

	"github.com/alecthomas/participle/v2/lexer"
)

// Lexer returns the lexer that rules make, compiled when it is first used. What a rule
// finds is of the kind that its name begins with: Word, Number, Text, Chunk, Open, Close,
// Markup; Punctuation is an operator or a bracket, Pattern one that may have a regular
// expression behind it, Other anything. Behind a word or a Pattern may stand spaces. The library passes over rules with names in lower
// case.
//
// Each state ends with a rule that takes any character, so that lexing never fails.
func Lexer(rules func() lexer.Rules) func(string) []Token {
	type compiled struct {
		definition *lexer.StatefulDefinition
		makers     []func([]Token, string, int) []Token
	}
	compile := sync.OnceValue(func() compiled {
		c := compiled{definition: lexer.MustStateful(rules())}
		symbols := c.definition.Symbols()
		// The library counts its symbols downwards from -1, the end.
		last := 0
		for _, symbol := range symbols {
			last = max(last, int(-symbol))
		}
		c.makers = make([]func([]Token, string, int) []Token, last+1)
		for name, symbol := range symbols {
			c.makers[-symbol] = maker(name)
		}
		return c
	})
	return func(source string) []Token {
		c := compile()
		lex, err := c.definition.LexString("", source)
		if err != nil {
			return nil
		}
		tokens := make([]Token, 0, len(source)/5)
		for {
			t, err := lex.Next()
			if err != nil || t.EOF() {
				return tokens
			}
			tokens = c.makers[-t.Type](tokens, t.Value, t.Pos.Offset)
		}
	}
}

// maker returns what appends the tokens of a rule of that name.
func maker(rule string) func([]Token, string, int) []Token {
	for prefix, k := range map[string]Kind{"Number": Number, "Text": Text, "Chunk": Chunk, "Open": Opening, "Markup": Markup} {
		if strings.HasPrefix(rule, prefix) {
			return func(tokens []Token, s string, at int) []Token {
				return append(tokens, Token{Kind: k, Text: s, At: at})
			}
		}
	}
	switch {
	case strings.HasPrefix(rule, "Close"):
		return func(tokens []Token, s string, at int) []Token {
			return append(tokens, Token{Kind: Closing, Text: closes(s), At: at})
		}
	case rule == "WordHead":
		return appendHead
	case strings.HasPrefix(rule, "Word"):
		return appendWord
	case strings.HasPrefix(rule, "Pattern"):
		return func(tokens []Token, s string, at int) []Token {
			if !strings.HasSuffix(s, "/") {
				return append(tokens, Punctuation(strings.TrimRight(s, blanks), at))
			}
			tokens = append(tokens, Punctuation(s[:1], at))
			return append(tokens, Token{Kind: Pattern, Text: s[len(s)-1:], At: at + len(s) - 1})
		}
	}
	return func(tokens []Token, s string, at int) []Token {
		return append(tokens, Punctuation(s, at))
	}
}

// appendWord appends a name. One with < right behind it is no beginning of a tag, and one
// with a slash behind it is a keyword with a regular expression: the rules of JavaScript
// take both together.
func appendWord(tokens []Token, s string, at int) []Token {
	if strings.HasSuffix(s, "/") {
		name := s[:strings.IndexAny(s, " \t/")]
		return append(tokens, Token{Kind: Word, Text: name, At: at}, Token{Kind: Pattern, Text: "/", At: at + len(s) - 1})
	}
	if name, ok := strings.CutSuffix(s, "<"); ok {
		return append(tokens, Token{Kind: Word, Text: name, At: at}, Token{Text: "<", At: at + len(name)})
	}
	return append(tokens, Token{Kind: Word, Text: strings.TrimRight(s, blanks), At: at})
}

// appendHead appends a keyword with the parenthesis of its head, and a regular expression
// that stands behind it. Comments may stand between.
func appendHead(tokens []Token, s string, at int) []Token {
	name := s[:strings.IndexAny(s, blanks+"\f\v\u00a0\ufeff/(")]
	open := len(name)
	for s[open] != '(' {
		switch {
		case strings.HasPrefix(s[open:], "/*"):
			open += strings.Index(s[open+2:], "*/") + 4
		case s[open] == '/':
			open += strings.IndexByte(s[open:], '\n')
		default:
			open++
		}
	}
	tokens = append(tokens, Token{Kind: Word, Text: name, At: at}, Punctuation("(", at+open))
	if open+1 < len(s) {
		tokens = append(tokens, Token{Kind: Pattern, Text: "/", At: at + len(s) - 1})
	}
	return tokens
}

// blanks may stand behind what a rule finds.
const blanks = " \t\r\n"

// Rule returns a rule of a lexer, and what it does to the lexer's state.
func Rule(name, pattern string, action ...lexer.Action) lexer.Rule {
	r := lexer.Rule{Name: name, Pattern: pattern}
	if len(action) > 0 {
		r.Action = action[0]
	}
	return r
}
