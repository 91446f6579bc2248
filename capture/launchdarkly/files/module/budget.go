package module

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

const (
	maxWork     = 64 << 20 // bytes of the texts that one reading evaluates; a value counts as valueWork of them
	valueWork   = 128
	maxExponent = 4096 // of two, of a number
)

// budget is what the expressions of one reading may still come to. Once it is spent they
// come to nothing, and whoever evaluates says so: HCL's own functions try and can pass
// over mistakes.
type budget struct {
	spent int
	over  bool
}

func (b *budget) spend(work int) {
	b.spent += min(work, maxWork+1)
	b.over = b.over || b.spent > maxWork
}

// take spends what a value comes to.
func (b *budget) take(v cty.Value) {
	b.spend(work(v, maxWork-b.spent))
}

// work returns what a value comes to, and more than the limit where it has a number that
// is endless to write down.
func work(v cty.Value, limit int) int {
	v, _ = v.Unmark()
	sum := valueWork
	switch {
	case !v.IsKnown() || v.IsNull():
	case v.Type() == cty.String:
		sum += len(v.AsString())
	case v.Type() == cty.Number:
		if endless(v) {
			return limit + 1
		}
	case v.CanIterateElements():
		for it := v.ElementIterator(); sum <= limit && it.Next(); {
			key, element := it.Element()
			if key.Type() == cty.String {
				sum += len(key.AsString())
			}
			sum += work(element, limit-sum)
		}
	}
	return sum
}

// endless reports whether a number has more digits than anybody writes.
func endless(v cty.Value) bool {
	if v.Type() != cty.Number || !v.IsKnown() || v.IsNull() {
		return false
	}
	number := v.AsBigFloat()
	exponent := number.MantExp(nil)
	return number.IsInf() || exponent > maxExponent || exponent < -maxExponent
}

// counted is an expression of which the value counts.
type counted struct {
	*hclsyntax.ParenthesesExpr
	budget *budget
}

// Value implements [hcl.Expression].
func (c counted) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if c.budget.over {
		return cty.DynamicVal, nil
	}
	v, wrong := c.ParenthesesExpr.Value(ctx)
	if c.budget.take(v); c.budget.over {
		return cty.DynamicVal, nil
	}
	return v, wrong
}

// count makes an expression count, unless it is a literal, which is no longer than the file.
func (b *budget) count(e *hclsyntax.Expression) {
	switch (*e).(type) {
	case nil, *hclsyntax.LiteralValueExpr, counted:
	default:
		*e = counted{ParenthesesExpr: &hclsyntax.ParenthesesExpr{Expression: *e, SrcRange: (*e).Range()}, budget: b}
	}
}

// watch makes what a file says count, where it may come to more than is written: what a
// loop does for each element, and what is put together, compared and made of another type.
func (r *reader) watch(node hclsyntax.Node) error {
	var wrong error
	_ = hclsyntax.VisitAll(node, func(node hclsyntax.Node) hcl.Diagnostics {
		switch e := node.(type) {
		case *hclsyntax.ForExpr:
			r.count(&e.KeyExpr)
			r.count(&e.ValExpr)
			r.count(&e.CondExpr)
		case *hclsyntax.TemplateExpr:
			for i := range e.Parts {
				r.count(&e.Parts[i])
			}
		case *hclsyntax.ConditionalExpr:
			r.count(&e.TrueResult)
			r.count(&e.FalseResult)
		case *hclsyntax.SplatExpr:
			r.count(&e.Source)
		case *hclsyntax.BinaryOpExpr:
			if !isLiteral(e.LHS) && !isLiteral(e.RHS) || e.Op == hclsyntax.OpMultiply || e.Op == hclsyntax.OpDivide {
				r.count(&e.LHS)
				r.count(&e.RHS)
			}
		case *hclsyntax.LiteralValueExpr:
			if wrong == nil && endless(e.Val) {
				wrong = r.tooMuch(e.SrcRange)
			}
		}
		return nil
	})
	return wrong
}

func isLiteral(e hclsyntax.Expression) bool {
	_, ok := e.(*hclsyntax.LiteralValueExpr)
	return ok
}

// tooMuch says that an expression comes to more than is evaluated.
func (r *reader) tooMuch(at hcl.Range) error {
	return r.fail(at, "the expression comes to more than is evaluated here", "give the plan instead, as `terraform show -json` writes it")
}

// native returns an expression of a JSON file as one of HCL's native syntax, which counts
// what it comes to.
func (r *reader) native(e hcl.Expression) (hclsyntax.Expression, error) {
	if native, ok := e.(hclsyntax.Expression); ok {
		return native, nil
	}
	if pairs, wrong := hcl.ExprMap(e); !wrong.HasErrors() {
		object := &hclsyntax.ObjectConsExpr{SrcRange: e.Range(), OpenRange: e.Range()}
		for _, pair := range pairs {
			key, err := r.native(pair.Key)
			if err != nil {
				return nil, err
			}
			value, err := r.native(pair.Value)
			if err != nil {
				return nil, err
			}
			object.Items = append(object.Items, hclsyntax.ObjectConsItem{KeyExpr: key, ValueExpr: value})
		}
		return object, nil
	}
	if elements, wrong := hcl.ExprList(e); !wrong.HasErrors() {
		tuple := &hclsyntax.TupleConsExpr{SrcRange: e.Range(), OpenRange: e.Range()}
		for _, element := range elements {
			value, err := r.native(element)
			if err != nil {
				return nil, err
			}
			tuple.Exprs = append(tuple.Exprs, value)
		}
		return tuple, nil
	}
	v, wrong := e.Value(nil) // a text as it is written
	if err := r.mistake(wrong); err != nil {
		return nil, err
	}
	if v.Type() != cty.String || v.IsNull() {
		if endless(v) {
			return nil, r.tooMuch(e.Range())
		}
		return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: e.Range()}, nil
	}
	start := e.Range().Start
	start.Byte++ // after the quote
	start.Column++
	template, wrong := hclsyntax.ParseTemplate([]byte(v.AsString()), e.Range().Filename, start)
	if err := r.mistake(wrong); err != nil {
		return nil, err
	}
	return template, r.watch(template)
}

// depth returns how deep brackets stand in a text of JSON.
func depth(text string) int {
	deepest, now := 0, 0
	for _, c := range []byte(text) {
		switch c {
		case '[', '{':
			now++
			deepest = max(deepest, now)
		case ']', '}':
			now--
		}
	}
	return deepest
}
