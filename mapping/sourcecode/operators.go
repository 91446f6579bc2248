package sourcecode

import (
	"segtap/mapping/sourcecode/source"
)

import "segtap/mapping/origin"

// evalOperators is eval of an expression with an operator between values. The operators
// that bind least are looked for first.
func (f *values) evalOperators(s source.Span, depth int) (value, bool) {
	question, colon, orElse, plus, compare, calculate := -1, -1, -1, -1, -1, -1
	when, otherwise, and := -1, -1, -1
	for i := s.From; i < s.To; i = f.Next(i, s.To) {
		if j := f.TypeArguments(i, s.To); j > i {
			i = j - 1
			continue
		}
		t := f.Tokens[i]
		behindValue := i > s.From && f.endsValue(i-1)
		switch {
		case t.Is("=>"), t.Is("->") && f.Language.Bodies, t.In("function", "lambda", "func", "fn"):
			return value{absent: true, why: "its name is a function", at: s.From}, true
		case t.Is("?") && question < 0:
			question = i
		case t.Is(":") && question >= 0 && colon < 0:
			colon = i
		case t.In("??", "||", "or", "?:") && orElse < 0:
			orElse = i
		case t.In("&&", "and") && and < 0:
			and = i
		case t.In("==", "===", "!=", "!==", "<=", ">=", "<", ">", "instanceof", "is") && compare < 0:
			compare = i
		case t.Is("if") && i > s.From && when < 0:
			when = i
		case t.Is("else") && otherwise < 0:
			otherwise = i
		case t.Is(f.Join) && behindValue && !(f.Join == "." && f.At(i+1).Kind == source.Number) && plus < 0:
			plus = i
		case t.In("-", "*", "/", "%", "**", "+") && behindValue && calculate < 0:
			calculate = i
		}
	}
	switch {
	case question > 0 && colon > 0:
		return either(s.From, f.eval(source.Between(question+1, f.colon(question, s.To)), depth+1), f.eval(source.Between(f.colon(question, s.To)+1, s.To), depth+1)), true
	case when > 0 && otherwise > when:
		return either(s.From, f.eval(source.Between(s.From, when), depth+1), f.eval(source.Between(otherwise+1, s.To), depth+1)), true
	case orElse > s.From:
		return either(s.From, f.eval(source.Between(s.From, orElse), depth+1), f.eval(source.Between(orElse+1, s.To), depth+1)), true
	case and > s.From:
		// What is before it may be the value.
		return value{why: madeWhileRunning, at: s.From}, true
	case compare > s.From:
		return typed(s.From, origin.Boolean), true
	case plus > s.From:
		return f.sum(s, depth), true
	case calculate > s.From && f.eval(source.Between(s.From, calculate), depth+1).is(origin.String):
		return typed(s.From, origin.String), true
	case calculate > s.From:
		return typed(s.From, origin.Number), true
	}
	return value{}, false
}

// colon returns the colon that belongs to a question mark, also where others stand
// between.
func (f *values) colon(question, end int) int {
	nested := 0
	for i := question + 1; i < end; i = f.Next(i, end) {
		switch {
		case f.Tokens[i].Is("?"):
			nested++
		case f.Tokens[i].Is(":") && nested == 0:
			return i
		case f.Tokens[i].Is(":"):
			nested--
		}
	}
	return end
}

// endsValue says whether a value ends with a token.
func (f *values) endsValue(i int) bool {
	t := f.At(i)
	return t.Kind == source.Word && !source.Has(f.Prefixes, t.Text) || t.Kind == source.Number || t.Kind == source.Text || t.Kind == source.Closing
}

// sum puts texts together; of numbers it knows the type.
func (f *values) sum(s source.Span, depth int) value {
	var result value
	texts, numbers, known := false, true, true
	for i, part := range f.Split(s, f.Join) {
		v := f.eval(part, depth+1)
		texts = texts || v.is(origin.String)
		numbers = numbers && v.is(origin.Number)
		known = known && v.is(origin.String)
		switch {
		case i == 0:
			result = v
		case known:
			result = join(result, v)
		}
	}
	switch {
	case known:
		result.at = s.From
		return result
	case texts:
		return typed(s.From, origin.String)
	case numbers:
		return typed(s.From, origin.Number)
	}
	return value{why: madeWhileRunning, at: s.From}
}
