package sourcecode

import (
	"segtap/mapping/sourcecode/source"
)

import (
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"segtap/mapping/origin"
)

// values reads what the expressions of a file are.
type values struct {
	names
	renamedTypes map[string]bool // types whose members have other names in JSON; nil: not looked for
}

// value is what is known of an expression.
type value struct {
	// literal says that it is text: the characters of a text, or another value as JSON.
	literal bool
	text    string
	types   []origin.Type
	// alternatives are the values of which it is one.
	alternatives []value
	// members are those of an object, open says that it may have others.
	members []member
	open    bool
	// cut says that it has more members than are looked at, byName finds those of an object
	// with many; nil: by looking at each.
	cut    bool
	byName map[string]int
	// absent says that it is no value in JSON, as undefined is.
	absent bool
	// why says why it is not known.
	why string
	at  int // the token that it begins with
	// spelt is the token that its text begins with, where that is elsewhere; 0: it is not.
	spelt int
}

// named is what a name at a token stands for.
func (v value) named(at int) value {
	if v.spelt == 0 {
		v.spelt = v.at
	}
	v.at = at
	return v
}

// member is a member of an object.
type member struct {
	name  string
	at    int
	value value
	// overlaid says that what is spread behind it may have another value for it.
	overlaid bool
}

// Why a name cannot be read.
const (
	madeWhileRunning = "its name is made while the program runs"
	tooMany          = "its name is one of too many"
)

// Limits that keep the work small, however a file is written.
const (
	maxDepth        = 40
	maxAlternatives = 16
	maxText         = 4096
	maxMembers      = 20_000
	maxProperties   = 1000
	maxScopes       = 200
)

func textValue(s string, at int) value {
	return value{literal: true, text: s, types: []origin.Type{origin.String}, at: at}
}

func typed(at int, types ...origin.Type) value {
	return value{types: types, why: madeWhileRunning, at: at}
}

func (v value) is(t origin.Type) bool { return len(v.types) == 1 && v.types[0] == t }

// one returns the values of which it is one, itself if it is alone.
func (v value) one() []value {
	if len(v.alternatives) > 0 {
		return v.alternatives
	}
	return []value{v}
}

// json returns it as JSON, empty if it is none.
func (v value) json() string {
	if !v.literal {
		return ""
	}
	if v.is(origin.String) {
		quoted, err := jsontext.AppendQuote(nil, strings.ToValidUTF8(v.text, "\ufffd"))
		if err != nil {
			return ""
		}
		return string(quoted)
	}
	return v.text
}

// either returns a value that is one of several.
func either(at int, values ...value) value {
	v := value{at: at}
	for _, w := range values {
		v.alternatives = append(v.alternatives, w.one()...)
	}
	if len(v.alternatives) > maxAlternatives {
		return value{why: tooMany, at: at}
	}
	for i, w := range v.alternatives {
		if len(w.types) == 0 && !w.absent {
			v.types = nil
			break
		}
		for _, t := range w.types {
			if !slices.Contains(v.types, t) {
				v.types = append(v.types, t)
			}
		}
		if i == 0 {
			v.why = w.why
		} else if w.why != "" {
			v.why = w.why
		}
	}
	return v
}

// numeral reads a number as it is written in a program.
func numeral(s string, at int) value {
	plain := strings.ReplaceAll(s, "_", "")
	v := value{types: []origin.Type{origin.Number}, at: at}
	if len(plain) > 1 && plain[0] == '0' && plain[1] != '.' && strings.IndexFunc(plain, func(r rune) bool { return r < '0' || r > '9' }) >= 0 {
		if n, err := strconv.ParseUint(plain, 0, 64); err == nil {
			return value{literal: true, text: strconv.FormatUint(n, 10), types: v.types, at: at}
		}
	}
	plain = strings.TrimRight(plain, "fFdDlLmMuU")
	if strings.HasPrefix(plain, ".") {
		plain = "0" + plain
	}
	if jsontext.Value(plain).IsValid() {
		v.literal, v.text = true, plain
	}
	return v
}

// eval says what is known of an expression.
func (f *values) eval(s source.Span, depth int) value {
	s = f.bare(s)
	if s.Empty() || depth > maxDepth {
		return value{why: madeWhileRunning, at: s.From}
	}
	first := f.Tokens[s.From]
	end := f.Next(s.From, s.To)
	if end == s.To {
		return f.evalOne(s, depth)
	}
	if v, ok := f.converted(s, depth); ok {
		return v
	}
	if v, ok := f.evalOperators(s, depth); ok {
		return v
	}
	switch {
	case first.In("-", "+") && f.At(s.From+1).Kind == source.Number && s.From+2 == s.To:
		v := numeral(f.Tokens[s.From+1].Text, s.From)
		if first.Is("-") && v.literal {
			v.text = "-" + v.text
		}
		return v
	case first.In("-", "+"):
		return typed(s.From, origin.Number)
	case first.In("!", "not"):
		return typed(s.From, origin.Boolean)
	case f.AllText(s):
		var all strings.Builder
		for i := s.From; i < s.To; i++ {
			part, ok := f.Source.Decode(f.Tokens[i].Text)
			if !ok {
				return typed(s.From, origin.String)
			}
			all.WriteString(part)
		}
		return textValue(all.String(), s.From)
	}
	return f.evalChain(s, depth)
}

// bare takes away parentheses, and what says the type of a value.
func (f *values) bare(s source.Span) source.Span {
	for !s.Empty() {
		first, last := f.At(s.From), f.At(s.To-1)
		switch {
		case first.Is("(") && int(first.Match) == s.To-1 && len(f.Split(f.Inside(s.From), ",")) == 1:
			s = f.Inside(s.From)
		case first.Kind == source.Word && source.Has(f.Prefixes, first.Text):
			s.From++
		case first.Is("\\"):
			s.From++
		case last.In("!", "!!"):
			s.To--
		case last.Kind == source.Word && source.Has(f.Same, last.Text) && f.Separator(s.To-2) && s.To-2 > s.From:
			s.To -= 2
		case first.Is("<"):
			// A type before its value.
			for s.From++; !s.Empty() && !f.At(s.From-1).Is(">"); s.From++ {
			}
		default:
			for i := s.From + 1; i < s.To; i = f.Next(i, s.To) {
				if t := f.Tokens[i]; t.Kind == source.Word && source.Has(f.Casts, t.Text) && !f.Separator(i-1) {
					return f.bare(source.Between(s.From, i))
				}
			}
			return s
		}
	}
	return s
}

// evalOne is eval of one token, or of one pair of brackets.
func (f *values) evalOne(s source.Span, depth int) value {
	t := f.Tokens[s.From]
	switch {
	case t.Kind == source.Text:
		decoded, ok := f.Source.Decode(t.Text)
		if !ok || len(decoded) > maxText {
			v := typed(s.From, origin.String)
			if strings.Contains(t.Text, `\N{`) {
				v.why = "its name has a character by its name"
			}
			return v
		}
		return textValue(decoded, s.From)
	case t.Kind == source.Number:
		return numeral(t.Text, s.From)
	case t.Is("{"):
		return f.object(f.Inside(s.From), s.From, depth)
	case t.Is("["):
		if f.pairs(f.Inside(s.From)) {
			return f.object(f.Inside(s.From), s.From, depth)
		}
		return typed(s.From, origin.Array)
	case t.Kind == source.Opening && !t.Is("("):
		return f.template(f.Inside(s.From), s.From, depth)
	case t.Kind == source.Word:
		if literal, ok := f.Literals[t.Text]; ok {
			return literalWord(literal, s.From)
		}
		return f.resolve(s, depth)
	}
	return value{why: madeWhileRunning, at: s.From}
}

func literalWord(literal string, at int) value {
	v := value{literal: literal != "", text: literal, absent: literal == "", why: "its name is no text", at: at}
	switch literal {
	case "true", "false":
		v.types = []origin.Type{origin.Boolean}
	case "null":
		v.types = []origin.Type{origin.Null}
	}
	return v
}

// template reads a text with interpolations.
func (f *values) template(s source.Span, at, depth int) value {
	v := textValue("", at)
	for i := s.From; i < s.To; i = f.Next(i, s.To) {
		var piece value
		switch t := f.Tokens[i]; t.Kind {
		case source.Chunk:
			decoded, ok := f.pieceOf(f.At(at).Text, t.Text)
			if !ok {
				return typed(at, origin.String)
			}
			piece = textValue(decoded, i)
		case source.Word:
			piece = f.eval(source.Between(i, i+1), depth+1)
		default:
			piece = f.eval(f.Inside(i), depth+1)
		}
		v = join(v, piece)
	}
	return v
}

// pieceOf reads a piece of a text with interpolations.
func (f *values) pieceOf(open, s string) (string, bool) {
	if f.Piece != nil {
		return f.Piece(open, s)
	}
	return f.Source.Decode("`" + s + "`")
}

// join puts texts together, each of one with each of the other.
func join(a, b value) value {
	result := value{at: a.at}
	for _, x := range a.one() {
		for _, y := range b.one() {
			if !x.literal || !y.literal || len(x.text)+len(y.text) > maxText || len(result.alternatives) == maxAlternatives {
				return typed(a.at, origin.String)
			}
			result.alternatives = append(result.alternatives, textValue(x.text+y.text, a.at))
		}
	}
	if len(result.alternatives) == 1 {
		return result.alternatives[0]
	}
	result.types = []origin.Type{origin.String}
	return result
}
