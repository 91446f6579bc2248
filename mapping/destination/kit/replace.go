package kit

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"segtap/mapping/jsondoc"
)

// maxPattern is how many UTF-16 code units a pattern of @replace, and its
// replacement, may have.
const maxPattern = 10

// replaceExpr is {"@replace": {"value", "pattern", "replacement", "pattern2",
// "replacement2", "ignorecase", "global"}}. A pattern stands for itself.
type replaceExpr struct {
	value  expr
	steps  []replacement // none: the result is ""
	global bool
	fold   bool
}

type replacement struct{ pattern, with string }

func compileReplace(arg Value) expr {
	if fail := need("@replace", arg, "pattern"); fail != "" {
		return fail
	}
	value := arg.Member("value")
	if !value.Truthy() {
		return literalExpr{}
	}
	e := replaceExpr{value: compile(value), global: true}
	fold, global := arg.Member("ignorecase"), arg.Member("global")
	e.fold = fold.Bool()
	if global.kind == jsondoc.Bool {
		e.global = global.Bool()
	}
	first, ok := replacementOf(arg, "pattern", "replacement")
	if !ok || fold.kind > jsondoc.Null && fold.kind != jsondoc.Bool || global.kind > jsondoc.Null && global.kind != jsondoc.Bool {
		return e // not what it has to be: every value becomes ""
	}
	e.steps = append(e.steps, first)
	if second, ok := replacementOf(arg, "pattern2", "replacement2"); ok && second.pattern != "" {
		e.steps = append(e.steps, second)
	}
	return e
}

// replacementOf reads a pattern and its replacement, "" where there is none.
func replacementOf(arg Value, pattern, with string) (replacement, bool) {
	p, w := arg.Member(pattern), arg.Member(with)
	ok := p.kind == jsondoc.String && (w.kind <= jsondoc.Null || w.kind == jsondoc.String)
	return replacement{p.Text(), w.Text()}, ok
}

func (e replaceExpr) resolve(message Value) (Value, error) {
	v, err := e.value.resolve(message)
	if err != nil {
		return Value{}, err
	}
	if v.kind < jsondoc.Bool || v.kind > jsondoc.String || len(e.steps) == 0 {
		return String(""), nil
	}
	text, err := v.toString(false)
	for _, step := range e.steps {
		if units(step.pattern) > maxPattern {
			return Value{}, Error(`@replace requires a "pattern" less than 10 characters`)
		}
		if units(step.with) > maxPattern {
			return Value{}, Error(`@replace requires a "replacement" less than 10 characters`)
		}
		text = e.replace(text, step)
	}
	return String(text), err
}

func (e replaceExpr) replace(text string, r replacement) string {
	var b strings.Builder
	times := 1
	if e.global {
		times = math.MaxInt
	}
	done := 0
	for i := 0; i < len(text) && times > 0; {
		n := matchAt(text[i:], r.pattern, e.fold)
		if n == 0 {
			_, width := utf8.DecodeRuneInString(text[i:])
			i += width
			continue
		}
		b.WriteString(text[done:i])
		expand(&b, r.with, text, i, i+n)
		i += n
		done = i
		times--
	}
	b.WriteString(text[done:])
	return b.String()
}

// matchAt gives the length of what the pattern matches at the start of text; 0
// when it does not.
func matchAt(text, pattern string, fold bool) int {
	if !fold {
		if strings.HasPrefix(text, pattern) {
			return len(pattern)
		}
		return 0
	}
	at := 0
	for _, want := range pattern {
		r, n := utf8.DecodeRuneInString(text[at:])
		if n == 0 || canonical(r) != canonical(want) {
			return 0
		}
		at += n
	}
	return at
}

// canonical is how a regular expression with the flag i compares characters
// (ECMA-262, Canonicalize): in upper case, where that does not lead into ASCII.
func canonical(r rune) rune {
	up := unicode.ToUpper(r)
	if r >= utf8.RuneSelf && up < utf8.RuneSelf {
		return r
	}
	return up
}

// expand writes a replacement with its $$, $&, $` and $' replaced (ECMA-262,
// GetSubstitution). There are no groups, so that $1 stands for itself.
func expand(b *strings.Builder, with, text string, start, end int) {
	for with != "" {
		before, after, found := strings.Cut(with, "$")
		b.WriteString(before)
		if !found {
			return
		}
		with = after
		next := byte(0)
		if after != "" {
			next = after[0]
		}
		switch next {
		case '$':
			b.WriteByte('$')
		case '&':
			b.WriteString(text[start:end])
		case '`':
			b.WriteString(text[:start])
		case '\'':
			b.WriteString(text[end:])
		default:
			b.WriteByte('$')
			continue
		}
		with = after[1:]
	}
}

func (e replaceExpr) trace(message Value, t *tracer) { t.whole(message, e.value) }

// jsonExpr is {"@json": {"value", "mode": "encode" or "decode"}}.
type jsonExpr struct {
	value expr
	mode  string
}

func compileJSON(arg Value) expr {
	if fail := need("@json", arg, "mode", "value"); fail != "" {
		return fail
	}
	return jsonExpr{value: compile(arg.Member("value")), mode: arg.Member("mode").Text()}
}

func (e jsonExpr) resolve(message Value) (Value, error) {
	v, err := e.value.resolve(message)
	switch {
	case err != nil:
		return Value{}, err
	case e.mode == "encode" && v.kind != jsondoc.Absent:
		return String(string(v.AppendJSON(nil))), nil
	case e.mode != "decode":
		return Value{}, nil
	case v.kind != jsondoc.String:
		return v, nil
	}
	doc, err := jsondoc.Parse([]byte(v.Text()))
	if err != nil {
		return v, nil // what is no JSON stays as it is
	}
	return Of(doc.Root()), nil
}

func (e jsonExpr) trace(message Value, t *tracer) { t.whole(message, e.value) }
