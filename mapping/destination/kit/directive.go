package kit

import (
	"slices"
	"strings"

	"segtap/mapping/jsondoc"
)

// directiveNames are the directives that Segment knows.
var directiveNames = map[string]bool{
	"@if": true, "@path": true, "@template": true, "@literal": true, "@arrayPath": true, "@case": true, "@replace": true,
	"@json": true, "@flatten": true, "@merge": true, "@transform": true, "@excludeWhenNull": true, "@liquid": true,
}

// isDirective reports whether an object is taken for a directive when it is
// resolved: it has names with an @, and no others but _metadata.
func isDirective(v Value) bool {
	directive := false
	for name := range v.Properties() {
		switch {
		case strings.HasPrefix(name, "@"):
			directive = true
		case name != "_metadata":
			return false
		}
	}
	return directive
}

// compileDirective compiles the first member whose name starts with @.
func compileDirective(v Value) expr {
	for name, arg := range v.Properties() {
		if !strings.HasPrefix(name, "@") {
			continue
		}
		switch name {
		case "@path":
			return compileText(name, arg, func(text string) expr { return newPathExpr(text) })
		case "@template":
			return compileText(name, arg, func(text string) expr { return templateExpr(text) })
		case "@literal":
			return compile(arg)
		case "@if":
			return compileIf(arg)
		case "@case":
			return compileCase(arg)
		case "@liquid":
			return failure("@liquid is a program of its own, which is not run here")
		}
		if directiveNames[name] {
			return compileReshaping(name, arg)
		}
		return failure(name + " is not a valid directive, got undefined")
	}
	return failure("there is no directive")
}

// pathExpr is {"@path": "$.properties.revenue"}.
type pathExpr struct {
	path  path
	whole string // [path.whole], once for all messages
}

func newPathExpr(text string) *pathExpr {
	p := parsePath(text)
	return &pathExpr{p, p.whole()}
}

func (e *pathExpr) resolve(message Value) (Value, error) { return e.path.get(message), nil }
func (e *pathExpr) trace(message Value, t *tracer)       { t.from(e.path.pointer(message, e.whole)) }

// templateExpr is {"@template": "{{userId}}@example.com"}.
type templateExpr string

func (e templateExpr) resolve(message Value) (Value, error) {
	text, err := render(string(e), message)
	if err != nil {
		return Value{}, err
	}
	return String(text), nil
}

func (e templateExpr) trace(message Value, t *tracer) {
	// {{path}} is found in {{{path}}} too.
	_ = placeholders(string(e), "{{", "}}", func(_, name string, found bool) error {
		if found {
			p := splitPath(strings.Trim(name, "{}"))
			t.from(p.pointer(message, p.whole()))
		}
		return nil
	})
}

// compileText compiles a directive whose argument is a string, or a directive
// that gives one.
func compileText(name string, arg Value, make func(text string) expr) expr {
	if arg.kind == jsondoc.String {
		return make(arg.Text())
	}
	return textExpr{name: name, arg: compile(arg), make: make}
}

// textExpr is a directive whose argument is known only with the message.
type textExpr struct {
	name string
	arg  expr
	make func(text string) expr
}

func (e textExpr) expr(message Value) (expr, error) {
	arg, err := e.arg.resolve(message)
	if err != nil {
		return nil, err
	}
	if arg.kind != jsondoc.String {
		return nil, Error(e.name + ": expected string, got " + typeName(arg))
	}
	return e.make(arg.Text()), nil
}

func (e textExpr) resolve(message Value) (Value, error) {
	inner, err := e.expr(message)
	if err != nil {
		return Value{}, err
	}
	return inner.resolve(message)
}

func (e textExpr) trace(message Value, t *tracer) {
	e.arg.trace(message, t)
	if inner, err := e.expr(message); err == nil {
		inner.trace(message, t)
	}
}

// typeName gives the name that JavaScript has for the type of a value, as
// Segment's messages use it.
func typeName(v Value) string {
	if v.kind == jsondoc.Absent {
		return "undefined"
	}
	return v.kind.String()
}

// ifExpr is {"@if": {"exists" or "blank", "then", "else"}}.
type ifExpr struct {
	exists, blank   expr // one of them is nil
	then, otherwise expr // nil: undefined
	same            bool // then is what is looked for, as in most mappings
}

func compileIf(arg Value) expr {
	if arg.kind != jsondoc.Object {
		return failure(`@if requires an object with an "exists" key`)
	}
	exists, blank := arg.Member("exists"), arg.Member("blank")
	if !exists.Truthy() && !blank.Truthy() {
		return failure(`@if requires an "exists" key or a "blank" key`)
	}
	var e ifExpr
	if exists.kind != jsondoc.Absent {
		e.exists = compile(exists)
	} else {
		e.blank = compile(blank)
	}
	if then := arg.Member("then"); then.kind != jsondoc.Absent {
		e.then = compile(then)
		e.same = samePath(e.exists, e.then)
	}
	if otherwise := arg.Member("else"); otherwise.Truthy() {
		e.otherwise = compile(otherwise)
	}
	return e
}

func samePath(a, b expr) bool {
	x, xIsPath := a.(*pathExpr)
	y, yIsPath := b.(*pathExpr)
	return xIsPath && yIsPath && slices.Equal(x.path, y.path)
}

// branch gives the branch that the condition chooses; nil when it is undefined.
func (e ifExpr) branch(message Value) (expr, error) {
	condition := e.exists
	if condition == nil {
		condition = e.blank
	}
	found, err := condition.resolve(message)
	if err != nil {
		return nil, err
	}
	holds := found.kind > jsondoc.Null
	if holds && e.exists == nil {
		empty, err := equalsEmptyText(found)
		if err != nil {
			return nil, err
		}
		holds = !empty
	}
	if holds {
		return e.then, nil
	}
	return e.otherwise, nil
}

// equalsEmptyText is v == "" of JavaScript.
func equalsEmptyText(v Value) (bool, error) {
	switch v.kind {
	case jsondoc.Object, jsondoc.Array:
		text, err := v.toString(false)
		return text == "", err
	}
	return !v.Truthy(), nil
}

func (e ifExpr) resolve(message Value) (Value, error) {
	if e.same {
		if found, err := e.exists.resolve(message); err != nil || found.kind > jsondoc.Null {
			return found, err
		}
		if e.otherwise == nil {
			return Value{}, nil
		}
		return e.otherwise.resolve(message)
	}
	branch, err := e.branch(message)
	if branch == nil || err != nil {
		return Value{}, err
	}
	return branch.resolve(message)
}

func (e ifExpr) trace(message Value, t *tracer) {
	if t.conditions {
		for _, condition := range []expr{e.exists, e.blank} {
			if condition != nil {
				condition.trace(message, t)
			}
		}
	}
	if branch, err := e.branch(message); branch != nil && err == nil {
		branch.trace(message, t)
	}
}
