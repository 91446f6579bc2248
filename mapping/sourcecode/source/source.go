package source

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"segtap/mapping/origin"
)

// Limits that keep the work small, however a file is written: how far the beginning of a
// statement is looked for, and how many tokens and brackets an expression may have.
const (
	maxSteps  = 200
	maxLength = 400
)

// Source is a source file as tokens.
type Source struct {
	Path   string
	Code   string
	Tokens []Token
	// Decode reads a text with its quotes; false: it has interpolations.
	Decode func(string) (string, bool)
	// Invalid says that not all of the file was UTF-8.
	Invalid bool
	// Generic says that types may have arguments behind <, Bodies that braces behind a
	// name or a call belong to it.
	Generic, Bodies bool
	lines           []int
}

// New returns a file that has been taken apart by a lexer. Of one that is indented,
// blocks are made of its indentation; of others with words for them, by what is given.
func New(path, code string, lex func(string) []Token, indented bool, blocks func([]Token) []Token) *Source {
	tokens := lex(code)
	firstOfLine(tokens, code)
	if indented {
		tokens = indent(tokens, code)
	}
	if blocks != nil {
		tokens = blocks(tokens)
	}
	bracket(tokens)
	return &Source{Path: path, Code: code, Tokens: tokens}
}

// Place returns where a byte of the file stands.
func (f *Source) Place(at int) origin.Place {
	if f.lines == nil {
		f.lines = []int{0}
		for i := range len(f.Code) {
			if f.Code[i] == '\n' {
				f.lines = append(f.lines, i+1)
			}
		}
	}
	line := sort.SearchInts(f.lines, at+1) - 1
	return origin.Place{File: f.Path, Line: line + 1, Column: utf8.RuneCountInString(f.Code[f.lines[line]:at]) + 1}
}

// At returns a token, or none beyond the ends of the file.
func (f *Source) At(i int) Token {
	if i < 0 || i >= len(f.Tokens) {
		return Token{Kind: Other, Match: -1, Block: -1, At: len(f.Code)}
	}
	return f.Tokens[i]
}

// Next returns where the token or the brackets at i end, but not beyond end.
func (f *Source) Next(i, end int) int {
	if t := f.At(i); t.Kind == Opening {
		if t.Match < 0 || int(t.Match) >= end {
			return end
		}
		return int(t.Match) + 1
	}
	return i + 1
}

// Span is a piece of the file, from a token to before another.
type Span struct{ From, To int }

// Between returns the piece from a token to before another.
func Between(from, to int) Span { return Span{from, to} }

func (s Span) Empty() bool { return s.From >= s.To }

// Inside returns what a bracket holds.
func (f *Source) Inside(open int) Span {
	t := f.At(open)
	if t.Match < 0 {
		return Span{open + 1, open + 1}
	}
	return Span{open + 1, int(t.Match)}
}

// Split returns the parts between separators, without empty ones.
func (f *Source) Split(s Span, separators ...string) []Span {
	var parts []Span
	from := s.From
	for i := s.From; i < s.To; i = f.Next(i, s.To) {
		if j := f.TypeArguments(i, s.To); j > i {
			i = j - 1
			continue
		}
		if f.Tokens[i].In(separators...) {
			if i > from {
				parts = append(parts, Span{from, i})
			}
			from = i + 1
		}
	}
	if from < s.To {
		parts = append(parts, Span{from, s.To})
	}
	return parts
}

// separators stand between an object and its member.
var separators = []string{".", "?.", "::", "->", "?->", "&."}

func (f *Source) Separator(i int) bool { return f.At(i).In(separators...) }

// carriesOn are operators that go on with an expression, on the line before or after.
var carriesOn = []string{
	".", "?.", "::", "->", "?->", "&.", "+", "-", "*", "/", "%", "?", ":", "??", "||", "&&", "|", "&", "=", "=>",
	"==", "===", "!=", "!==", "<", ">", "<=", ">=", ",", "?:", "and", "or", "as", "satisfies",
}

// Expression returns the end of the expression that begins at i.
func (f *Source) Expression(i int) Span {
	s := Span{i, i}
	for steps := 0; s.To < len(f.Tokens) && steps < maxLength; steps++ {
		t := f.Tokens[s.To]
		if t.Kind == Closing || t.In(",", ";") || t.Kind == Markup && s.To > i {
			break
		}
		if t.Line && s.To > i && !t.In(carriesOn...) && !f.At(s.To-1).In(carriesOn...) {
			break
		}
		s.To = f.Next(s.To, len(f.Tokens))
	}
	return s
}

// LineStart returns the first token of the statement that i stands in, as far as it is on
// the same line or behind the same bracket.
func (f *Source) LineStart(i int) int {
	for steps := 0; i > 0 && steps < maxSteps && (!f.Tokens[i].Line || f.Tokens[i-1].Is(",")); steps++ {
		p := f.Tokens[i-1]
		if p.In(";", "{", "}") || p.Kind == Opening {
			break
		}
		i--
		if p.Kind == Closing && p.Match >= 0 {
			i = int(p.Match)
		}
	}
	return i
}

func Has(set []string, s string) bool { return slices.Contains(set, s) }

// Identifier returns the name that a token is, without the signs of variables.
func Identifier(t Token) string {
	if t.Kind != Word {
		return ""
	}
	return strings.TrimLeft(t.Text, "$@#")
}
