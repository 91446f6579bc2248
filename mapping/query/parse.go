package query

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"segtap/mapping/query/compare"
	"segtap/mapping/query/syntax"
)

// Error says where a text stops being a filter, and how it may be repaired.
type Error = syntax.Error

// parser reads a filter from left to right.
type parser struct {
	syntax.Scanner
	now   time.Time
	depth int // parentheses that are open
}

// deepest is how many parentheses may be open at once.
const deepest = 100

// Parse reads a filter. The empty text, and white space, is the filter that
// everything passes. Durations and times of the day count from now, in its time
// zone. The error is an [*Error].
func Parse(text string, now time.Time) (*Filter, error) {
	p := &parser{now: now}
	p.Text = text
	root, err := p.whole()
	if err != nil {
		return nil, err
	}
	return newFilter(root), nil
}

func (p *parser) whole() (*node, *Error) {
	for i := 0; i < len(p.Text); {
		r, n := utf8.DecodeRuneInString(p.Text[i:])
		if r == utf8.RuneError && n == 1 {
			return nil, p.Fail(i, i+1, "this is not UTF-8", "")
		}
		i += n
	}
	p.SkipSpace()
	if p.At == len(p.Text) {
		return &node{op: opAnd}, nil
	}
	root, err := p.or()
	if err == nil && p.At < len(p.Text) { // only a parenthesis ends it early
		return nil, p.Fail(p.At, p.At+1, "a parenthesis was never opened", `to search for it, write ")"`)
	}
	return root, err
}

// or reads what OR joins.
func (p *parser) or() (*node, *Error) {
	kids := make([]*node, 0, 1)
	for {
		kid, err := p.and()
		if err != nil {
			return nil, err
		}
		kids = append(kids, kid)
		start := p.At
		if !p.Keyword("OR") {
			return join(opOr, kids), nil
		}
		if p.SkipSpace(); p.At == len(p.Text) {
			return nil, p.Unfinished(start, "nothing follows OR", `write what else it may be, or "OR" for the word`)
		}
	}
}

// and reads terms side by side: at least one.
func (p *parser) and() (*node, *Error) {
	var kids []*node
	for {
		p.SkipSpace()
		start := p.At
		switch {
		case p.At == len(p.Text), p.Text[p.At] == ')', p.Peek("OR"):
			if len(kids) == 0 {
				return nil, p.nothing()
			}
			return join(opAnd, kids), nil
		case p.Keyword("AND"):
			if err := p.besideAnd(start, len(kids)); err != nil {
				return nil, err
			}
		}
		kid, err := p.not()
		if err != nil {
			return nil, err
		}
		kids = append(kids, kid)
	}
}

// nothing makes the error of a place where a term is missing.
func (p *parser) nothing() *Error {
	switch {
	case p.At == len(p.Text):
		return p.Unfinished(p.At, "something is missing at the end", "")
	case p.Text[p.At] == ')' && p.depth > 0:
		return p.Fail(p.At, p.At+1, "nothing stands before the parenthesis", `to search for it, write ")"`)
	case p.Text[p.At] == ')':
		return p.Fail(p.At, p.At+1, "a parenthesis was never opened", `to search for it, write ")"`)
	}
	return p.Fail(p.At, p.At+2, "nothing stands before OR", `to search for the word, write "OR"`)
}

// besideAnd makes sure that an AND stands between two terms, and goes to the
// second one.
func (p *parser) besideAnd(start, before int) *Error {
	if before == 0 {
		return p.Fail(start, p.At, "nothing stands before AND", `to search for the word, write "AND"`)
	}
	if p.SkipSpace(); p.At == len(p.Text) {
		return p.Unfinished(start, "nothing follows AND", `write what else it must be, or "AND" for the word`)
	}
	if p.Text[p.At] == ')' || p.Peek("OR") || p.Peek("AND") {
		return p.Fail(start, start+3, "nothing follows AND", `to search for the word, write "AND"`)
	}
	return nil
}

// not reads a term, and what negates it.
func (p *parser) not() (*node, *Error) {
	negative := false
	for {
		start := p.At
		switch {
		case p.At < len(p.Text) && p.Text[p.At] == '-':
			p.At++
			if rest := p.Text[p.At:]; strings.TrimFunc(rest, unicode.IsSpace) == "" {
				return nil, p.Unfinished(start, "nothing follows the -", `write what it must not be, or "-" for a minus`)
			} else if p.EndOf(p.At) == p.At && rest[0] != '(' {
				return nil, p.Fail(start, p.At, "nothing follows the -", `write it right behind the -, or "-" for a minus`)
			}
		case p.Keyword("NOT"):
			if p.SkipSpace(); p.At == len(p.Text) {
				return nil, p.Unfinished(start, "nothing follows NOT", `write what it must not be, or "NOT" for the word`)
			}
			if p.Text[p.At] == ')' || p.Peek("OR") || p.Peek("AND") {
				return nil, p.Fail(start, start+3, "nothing follows NOT", `to search for the word, write "NOT"`)
			}
		default:
			n, err := p.primary()
			if err == nil && negative {
				n = negate(n)
			}
			return n, err
		}
		negative = !negative
	}
}

// primary reads a term or a parenthesis. Something stands here.
func (p *parser) primary() (*node, *Error) {
	if p.Text[p.At] == '(' {
		return p.group()
	}
	start := p.At
	n, isField, err := p.FieldName()
	if err != nil {
		return nil, err
	}
	var t term
	if isField {
		t, err = p.field(n)
	} else {
		p.At = start
		t, err = p.word()
	}
	if err != nil {
		return nil, err
	}
	return &node{op: opTerm, term: t}, nil
}

func (p *parser) group() (*node, *Error) {
	start := p.At
	if p.depth == deepest {
		return nil, p.Fail(start, start+1, "there are too many parentheses inside each other", "at most "+strconv.Itoa(deepest)+" can be open")
	}
	p.At++
	p.depth++
	if p.SkipSpace(); p.At == len(p.Text) {
		return nil, p.Unfinished(start, "a parenthesis is not closed", "write ) behind it")
	}
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.At == len(p.Text) {
		return nil, p.Unfinished(start, "a parenthesis is not closed", "write ) behind it")
	}
	p.At++
	p.depth--
	return n, nil
}

// word reads a word or a phrase.
func (p *parser) word() (term, *Error) {
	text, err := p.Phrase()
	return newWord(text), err
}

// field reads what stands behind the name of a field.
func (p *parser) field(n syntax.Name) (term, *Error) {
	if !n.Plain {
		v, err := p.Value(n.Start)
		if err != nil {
			return nil, err
		}
		o, err := p.operand(v)
		return &pathTest{n.Path, o}, err
	}
	f, err := p.named(n)
	if err != nil {
		return nil, err
	}
	if f.name == "has" {
		return p.has(n.Start)
	}
	v, err := p.Value(n.Start)
	if err != nil {
		return nil, err
	}
	return f.build(p, v)
}

// operand reads a value as that of a message.
func (p *parser) operand(v syntax.Value) (compare.Operand, *Error) {
	o, ok := compare.NewOperand(v)
	if ok {
		return o, nil
	}
	e := p.Fail(v.Start, v.End, "a number must follow "+v.Op, "write "+v.Op+"100")
	e.Unfinished = v.End == len(p.Text) && !v.Quoted && strings.Trim(v.Text, "0123456789-+.eE") == ""
	return o, e
}

// has reads the path behind has:.
func (p *parser) has(start int) (term, *Error) {
	from := p.At
	if p.EndOf(from) == from {
		return nil, p.NoValue(start)
	}
	found, err := p.Path(false)
	if err != nil {
		return nil, err
	}
	if end := p.EndOf(p.At); found == nil || end > p.At {
		e := p.Fail(from, max(end, p.At), "this is not a path", `write the members with dots between them: properties.revenue, or properties."a b"`)
		e.Unfinished = p.At == len(p.Text) && found == nil
		return nil, e
	}
	return &hasTest{found}, nil
}

// onlyEquals makes sure that a field of texts is not compared as a number.
func (p *parser) onlyEquals(field string, v syntax.Value) *Error {
	if v.Op == "" || v.Op == "=" {
		return nil
	}
	return p.Fail(v.Start-len(v.Op), v.Start, field+": takes a text, which is neither more nor less", "to look for "+v.Op+", put the text in quotes")
}
