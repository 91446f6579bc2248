package module

import (
	"errors"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// errTooMuch ends a call: what evaluates says it with its place.
var errTooMuch = errors.New("it comes to more than is evaluated here")

// picks are the functions that give of a value what stands in it: looking one thing up in
// much costs little.
var picks = map[string]bool{"lookup": true, "element": true, "length": true, "try": true, "can": true}

// bound makes a function count what it is given and what it comes to, and refuses a call
// that would come to too much before it is made.
func (b *budget) bound(name string, f function.Function) function.Function {
	return function.New(&function.Spec{
		Params: f.Params(), VarParam: f.VarParam(),
		Type: func(args []cty.Value) (cty.Type, error) {
			if !picks[name] {
				for _, arg := range args {
					b.take(arg)
				}
				if !b.over {
					b.spend(expands(name, args))
				}
			}
			if b.over {
				return cty.NilType, errTooMuch
			}
			return f.ReturnTypeForValues(args)
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, err := f.Call(args)
			if err != nil {
				return v, err
			}
			if b.take(v); b.over {
				return cty.NilVal, errTooMuch
			}
			return v, nil
		},
	})
}

// expands returns what a function may come to beyond what it is given: bytes of text, or
// steps.
func expands(name string, args []cty.Value) int {
	text := func(i int) string {
		if i < len(args) {
			if v, _ := args[i].Unmark(); v.Type() == cty.String && v.IsKnown() && !v.IsNull() {
				return v.AsString()
			}
		}
		return ""
	}
	switch name {
	case "format", "formatlist":
		return formatted(text(0), args[min(1, len(args)):])
	case "indent":
		return times(number(args[0]), 1+strings.Count(text(1), "\n"))
	case "join":
		sum := 0
		for _, list := range args[1:] {
			sum += times(len(text(0)), elements(list))
		}
		return sum
	case "replace":
		if old := text(1); len(old) < 2 || old[0] != '/' || old[len(old)-1] != '/' {
			return times(strings.Count(text(0), old), len(text(2)))
		}
		return times(len(text(0))+1, len(text(2))) + times(strings.Count(text(2), "$"), len(text(0)))
	case "regex", "regexall":
		return times(strings.Count(text(0), "(")+1, len(text(1))+1)
	case "distinct":
		return times(32, times(elements(args[0]), elements(args[0]))) // each is compared with each
	case "jsondecode":
		if depth(text(0)) > maxNesting {
			return maxWork + 1
		}
	}
	return 0
}

// formatted returns how long what a format makes may be: each of its verbs may write an
// argument, or be as wide as it says.
func formatted(format string, args []cty.Value) int {
	verbs, wide := 0, 0
	for rest := format; ; {
		_, after, ok := strings.Cut(rest, "%")
		if !ok {
			break
		}
		verbs++
		end := strings.IndexFunc(after, func(c rune) bool { return !strings.ContainsRune("+-# .[]0123456789", c) })
		if end < 0 {
			end = len(after)
		}
		for _, digits := range strings.FieldsFunc(after[:end], func(c rune) bool { return c < '0' || c > '9' }) {
			n := 0
			for _, c := range digits {
				n = min(10*n+int(c-'0'), maxWork)
			}
			wide = min(wide+n, maxWork)
		}
		if rest = after[end:]; strings.HasPrefix(rest, "%") {
			rest = rest[1:]
		}
	}
	lists, once, longest := 0, 0, 1
	for _, arg := range args {
		if n := elements(arg); n > 0 {
			longest = max(longest, n)
			lists += work(arg, maxWork)
		} else {
			once += work(arg, maxWork)
		}
	}
	return times(longest, wide) + times(verbs, lists) + times(longest, times(verbs, once))
}

func elements(v cty.Value) int {
	if v, _ = v.Unmark(); v.IsKnown() && !v.IsNull() && v.CanIterateElements() {
		return v.LengthInt()
	}
	return 0
}

func number(v cty.Value) int {
	if v, _ = v.Unmark(); v.Type() != cty.Number || !v.IsKnown() || v.IsNull() {
		return 0
	}
	n, _ := v.AsBigFloat().Int64()
	return int(max(0, min(n, maxWork)))
}

// times multiplies, up to more than may be spent.
func times(a, b int) int {
	if a > 0 && b > maxWork/a {
		return maxWork + 1
	}
	return a * b
}
