package source

import "strings"

// Kind is what a token is.
type Kind uint8

const (
	Other   Kind = iota // an operator, or what the lexer makes no sense of
	Word                // a name or a keyword
	Number              // a number
	Text                // a text with its quotes
	Chunk               // a piece of a text between a quote and an interpolation
	Pattern             // a regular expression
	Opening             // ( [ { ${ and the quote before a text with interpolations
	Closing             // their ends
	Markup              // what a page shows: no code
)

// Token is a piece of a source file. Spaces and comments are none.
type Token struct {
	Kind Kind
	Text string
	At   int
	// Line says that it is the first of its line.
	Line bool
	// Match is the other end of a bracket, -1 for one that has none.
	Match int32
	// Block is the opening bracket that it is within, -1 at the top.
	Block int32
}

// Is says whether it is an operator, a bracket or a keyword of that spelling.
func (t Token) Is(s string) bool {
	return t.Kind != Text && t.Kind != Chunk && t.Text == s
}

// In says whether it is one of these.
func (t Token) In(set ...string) bool {
	for _, s := range set {
		if t.Is(s) {
			return true
		}
	}
	return false
}

// endOf returns the bracket that belongs to an opening one. Quotes that end a text in any
// way are all written " here.
func endOf(open string) string {
	switch open[len(open)-1] {
	case '(':
		return ")"
	case '[':
		return "]"
	case '{', '$':
		return "}"
	}
	return `"`
}

// closes returns the spelling of what ends what was opened.
func closes(s string) string {
	switch s[0] {
	case ')', ']', '}':
		return s[:1]
	}
	return `"`
}

// Punctuation returns the token of an operator or a bracket.
func Punctuation(s string, at int) Token {
	t := Token{Text: s, At: at}
	switch s {
	case "(", "[", "{":
		t.Kind = Opening
	case ")", "]", "}":
		t.Kind = Closing
	}
	return t
}

// bracket fills in which brackets belong together and what is within which. A closing
// bracket that has no opening one is passed over; an opening one without end reaches to
// the end of the bracket around it.
func bracket(tokens []Token) {
	var open []int32
	waiting := map[string]int{}
	for i := range tokens {
		t := &tokens[i]
		t.Match, t.Block = -1, -1
		if t.Kind == Closing && waiting[t.Text] > 0 {
			for {
				o := open[len(open)-1]
				open = open[:len(open)-1]
				end := endOf(tokens[o].Text)
				waiting[end]--
				if end == t.Text {
					tokens[o].Match, t.Match = int32(i), o
					break
				}
			}
		}
		if len(open) > 0 {
			t.Block = open[len(open)-1]
		}
		if t.Kind == Opening {
			open = append(open, int32(i))
			waiting[endOf(t.Text)]++
		}
	}
}

// firstOfLine fills in which tokens are the first of their lines.
func firstOfLine(tokens []Token, source string) {
	end := 0
	for i := range tokens {
		tokens[i].Line = i == 0 || strings.IndexByte(source[end:tokens[i].At], '\n') >= 0
		end = tokens[i].At + len(tokens[i].Text)
	}
}

// indent puts braces around the blocks of a language that has them by indentation.
func indent(tokens []Token, source string) []Token {
	var out []Token
	stack := []int{0}
	depth := 0
	for _, t := range tokens {
		if t.Line && depth == 0 {
			column := t.At - (strings.LastIndexByte(source[:t.At], '\n') + 1)
			for len(stack) > 1 && column < stack[len(stack)-1] {
				stack = stack[:len(stack)-1]
				out = append(out, Token{Kind: Closing, Text: "}", At: t.At, Line: true})
			}
			if column > stack[len(stack)-1] {
				stack = append(stack, column)
				out = append(out, Token{Kind: Opening, Text: "{", At: t.At})
			}
		}
		switch t.Kind {
		case Opening:
			depth++
		case Closing:
			depth = max(0, depth-1)
		}
		out = append(out, t)
	}
	return out
}
