package query

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// parser reads a filter from left to right.
type parser struct {
	scanner
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
	p.text = text
	root, err := p.whole()
	if err != nil {
		return nil, err
	}
	return newFilter(root), nil
}

func (p *parser) whole() (*node, *Error) {
	for i := 0; i < len(p.text); {
		r, n := utf8.DecodeRuneInString(p.text[i:])
		if r == utf8.RuneError && n == 1 {
			return nil, p.fail(i, i+1, "this is not UTF-8", "")
		}
		i += n
	}
	p.skipSpace()
	if p.at == len(p.text) {
		return &node{op: opAnd}, nil
	}
	root, err := p.or()
	if err == nil && p.at < len(p.text) { // only a parenthesis ends it early
		return nil, p.fail(p.at, p.at+1, "a parenthesis was never opened", `to search for it, write ")"`)
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
		start := p.at
		if !p.keyword("OR") {
			return join(opOr, kids), nil
		}
		if p.skipSpace(); p.at == len(p.text) {
			return nil, p.unfinished(start, "nothing follows OR", `write what else it may be, or "OR" for the word`)
		}
	}
}

// and reads terms side by side: at least one.
func (p *parser) and() (*node, *Error) {
	var kids []*node
	for {
		p.skipSpace()
		start := p.at
		switch {
		case p.at == len(p.text), p.text[p.at] == ')', p.peek("OR"):
			if len(kids) == 0 {
				return nil, p.nothing()
			}
			return join(opAnd, kids), nil
		case p.keyword("AND"):
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
	case p.at == len(p.text):
		return p.unfinished(p.at, "something is missing at the end", "")
	case p.text[p.at] == ')' && p.depth > 0:
		return p.fail(p.at, p.at+1, "nothing stands before the parenthesis", `to search for it, write ")"`)
	case p.text[p.at] == ')':
		return p.fail(p.at, p.at+1, "a parenthesis was never opened", `to search for it, write ")"`)
	}
	return p.fail(p.at, p.at+2, "nothing stands before OR", `to search for the word, write "OR"`)
}

// besideAnd makes sure that an AND stands between two terms, and goes to the
// second one.
func (p *parser) besideAnd(start, before int) *Error {
	if before == 0 {
		return p.fail(start, p.at, "nothing stands before AND", `to search for the word, write "AND"`)
	}
	if p.skipSpace(); p.at == len(p.text) {
		return p.unfinished(start, "nothing follows AND", `write what else it must be, or "AND" for the word`)
	}
	if p.text[p.at] == ')' || p.peek("OR") || p.peek("AND") {
		return p.fail(start, start+3, "nothing follows AND", `to search for the word, write "AND"`)
	}
	return nil
}

// not reads a term, and what negates it.
func (p *parser) not() (*node, *Error) {
	negative := false
	for {
		start := p.at
		switch {
		case p.at < len(p.text) && p.text[p.at] == '-':
			p.at++
			if rest := p.text[p.at:]; strings.TrimFunc(rest, unicode.IsSpace) == "" {
				return nil, p.unfinished(start, "nothing follows the -", `write what it must not be, or "-" for a minus`)
			} else if p.endOf(p.at) == p.at && rest[0] != '(' {
				return nil, p.fail(start, p.at, "nothing follows the -", `write it right behind the -, or "-" for a minus`)
			}
		case p.keyword("NOT"):
			if p.skipSpace(); p.at == len(p.text) {
				return nil, p.unfinished(start, "nothing follows NOT", `write what it must not be, or "NOT" for the word`)
			}
			if p.text[p.at] == ')' || p.peek("OR") || p.peek("AND") {
				return nil, p.fail(start, start+3, "nothing follows NOT", `to search for the word, write "NOT"`)
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
	if p.text[p.at] == '(' {
		return p.group()
	}
	start := p.at
	n, isField, err := p.fieldName()
	if err != nil {
		return nil, err
	}
	var t term
	if isField {
		t, err = p.field(n)
	} else {
		p.at = start
		t, err = p.word()
	}
	if err != nil {
		return nil, err
	}
	return &node{op: opTerm, term: t}, nil
}

func (p *parser) group() (*node, *Error) {
	start := p.at
	if p.depth == deepest {
		return nil, p.fail(start, start+1, "there are too many parentheses inside each other", "at most "+strconv.Itoa(deepest)+" can be open")
	}
	p.at++
	p.depth++
	if p.skipSpace(); p.at == len(p.text) {
		return nil, p.unfinished(start, "a parenthesis is not closed", "write ) behind it")
	}
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.at == len(p.text) {
		return nil, p.unfinished(start, "a parenthesis is not closed", "write ) behind it")
	}
	p.at++
	p.depth--
	return n, nil
}

// word reads a word or a phrase.
func (p *parser) word() (term, *Error) {
	text, err := p.phrase()
	return newWord(text), err
}

// field reads what stands behind the name of a field.
func (p *parser) field(n name) (term, *Error) {
	if !n.plain {
		v, err := p.value(n.start)
		if err != nil {
			return nil, err
		}
		o, err := p.operand(v)
		return &pathTest{n.path, o}, err
	}
	f, err := p.named(n)
	if err != nil {
		return nil, err
	}
	if f.name == "has" {
		return p.has(n.start)
	}
	v, err := p.value(n.start)
	if err != nil {
		return nil, err
	}
	return f.build(p, v)
}

// operand reads a value as that of a message.
func (p *parser) operand(v value) (operand, *Error) {
	o, ok := newOperand(v)
	if ok {
		return o, nil
	}
	e := p.fail(v.start, v.end, "a number must follow "+v.op, "write "+v.op+"100")
	e.Unfinished = v.end == len(p.text) && !v.quoted && strings.Trim(v.text, "0123456789-+.eE") == ""
	return o, e
}

// has reads the path behind has:.
func (p *parser) has(start int) (term, *Error) {
	from := p.at
	if p.endOf(from) == from {
		return nil, p.noValue(start)
	}
	found, err := p.path(false)
	if err != nil {
		return nil, err
	}
	if end := p.endOf(p.at); found == nil || end > p.at {
		e := p.fail(from, max(end, p.at), "this is not a path", `write the members with dots between them: properties.revenue, or properties."a b"`)
		e.Unfinished = p.at == len(p.text) && found == nil
		return nil, e
	}
	return &hasTest{found}, nil
}

// onlyEquals makes sure that a field of texts is not compared as a number.
func (p *parser) onlyEquals(field string, v value) *Error {
	if v.op == "" || v.op == "=" {
		return nil
	}
	return p.fail(v.start-len(v.op), v.start, field+": takes a text, which is neither more nor less", "to look for "+v.op+", put the text in quotes")
}
