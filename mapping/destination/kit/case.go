package kit

import (
	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"segtap/mapping/jsondoc"
)

// caseExpr is {"@case": {"operator": "lower" or "upper", "value"}}. Only strings
// are changed.
type caseExpr struct {
	change func(string) string // nil for an operator that there is not
	value  expr
}

func compileCase(arg Value) expr {
	if arg.kind != jsondoc.Object {
		return failure(`@case requires an object with a "operator" key`)
	}
	operator := arg.Member("operator")
	if !operator.Truthy() {
		return failure(`@case requires a "operator" key`)
	}
	value := arg.Member("value")
	if !value.Truthy() {
		return literalExpr{}
	}
	e := caseExpr{value: compile(value)}
	if operator.kind == jsondoc.String {
		switch operator.Text() {
		case "lower":
			e.change = lower
		case "upper":
			e.change = upper
		}
	}
	return e
}

// The case mappings are Unicode's, without regard to language, as those of
// JavaScript's toLowerCase and toUpperCase. A Caser has a state, hence one each
// time.
func lower(s string) string { return cases.Lower(language.Und).String(s) }
func upper(s string) string { return cases.Upper(language.Und).String(s) }

func (e caseExpr) resolve(message Value) (Value, error) {
	v, err := e.value.resolve(message)
	if err != nil || v.kind != jsondoc.String {
		return v, err
	}
	if e.change == nil {
		return Value{}, Error(`operator key should have a value of "lower" or "upper"`)
	}
	return String(e.change(v.Text())), nil
}

func (e caseExpr) trace(message Value, t *tracer) { t.whole(message, e.value) }
