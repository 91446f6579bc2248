package files

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"segtap/capture/launchdarkly"
	"segtap/mapping/catalogue"
	"segtap/mapping/jsondoc"
	"segtap/mapping/origin"
	"segtap/mapping/prose"
	"segtap/mapping/tree"
)

// ReadText reads what is known of a project from a text, which it recognises by
// what stands in it: a catalogue that [Append] wrote; YAML by hand; or what
// LaunchDarkly's API gave: a page of metrics or of experiments, one of them, or
// a list of these; or what Terraform knows of metrics, as JSON. The name is for
// errors only.
//
// A mistake in segtap's own formats is a [*tree.Error] with its place. What is
// odd in an answer of the API never is: it is told of when the files are joined.
func ReadText(name string, text []byte) (*Set, error) {
	p, err := readPart(name, text)
	if err != nil {
		return nil, err
	}
	return &Set{[]part{p}}, nil
}

// readPart reads one text of a project.
func readPart(name string, text []byte) (part, error) {
	if len(text) > launchdarkly.MaxBody {
		return part{}, &tree.Error{Name: name, Problem: "it is larger than 32 MiB"}
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	switch start := bytes.TrimLeft(text, " \t\r\n"); {
	case len(start) == 0:
		return part{}, &tree.Error{Name: name, Problem: "there is nothing in it", Hint: formatHint}
	case start[0] == '<':
		return part{}, &tree.Error{Name: name, Problem: "it is an HTML page", Hint: "save the answer of LaunchDarkly's API, not a page of its website"}
	case start[0] != '{' && start[0] != '[' && bytes.Contains(start, []byte(`"`+terraformMetric+`" "`)):
		return readModuleText(name, text)
	case start[0] != '{' && start[0] != '[':
		catalogue, err := readYAML(name, text)
		return part{name: name, own: catalogue}, err
	}
	doc, err := jsondoc.Parse(text)
	if err == nil {
		return readJSON(name, doc)
	}
	if root, ok := flowNode(name, text); ok {
		catalogue, err := readOwn(name, text, root)
		return part{name: name, own: catalogue}, err
	}
	return part{}, jsonError(name, err)
}

func readYAML(name string, text []byte) (*catalogue.Catalogue, error) {
	root, err := tree.YAML(name, text, formatHint)
	if err != nil {
		return nil, err
	}
	return readOwn(name, text, root)
}

// flowNode reads YAML that begins with a bracket, as in {metrics: {a: b}}. ok
// is false for what is rather broken JSON, which would be YAML with a comma too
// many, and for what is neither.
func flowNode(name string, text []byte) (root tree.Node, ok bool) {
	if rest := bytes.TrimLeft(text, "{[ \t\r\n"); len(rest) == 0 || rest[0] == '"' {
		return tree.Node{}, false
	}
	root, err := tree.YAML(name, text, formatHint)
	return root, err == nil
}

// jsonError gives the place where a text stops being JSON.
func jsonError(name string, err error) error {
	syntax, ok := errors.AsType[*jsondoc.SyntaxError](err)
	if !ok {
		return &tree.Error{Name: name, Problem: "it is not JSON: " + prose.Outside(err.Error())}
	}
	e := &tree.Error{Name: name, Line: syntax.Line, Column: syntax.Column, Problem: "it is not JSON: " + syntax.Msg}
	if syntax.Msg == "there is more text behind the JSON value" {
		e.Hint = "make one list of several answers, as jq -s . does"
	}
	return e
}

// readJSON tells our own JSON from LaunchDarkly's.
func readJSON(name string, doc *jsondoc.Doc) (part, error) {
	root := doc.Root()
	has := func(member string) bool { return root.Member(member).Kind() != jsondoc.Absent }
	isItems := root.Member("items").Kind() == jsondoc.Array
	switch {
	case isTerraform(root):
		return readTerraform(name, doc)
	case root.Member("resource").Member(terraformMetric).Kind() != jsondoc.Absent:
		return readModuleText(name, doc.Bytes())
	case root.Kind() == jsondoc.Array, !has("segtap") && (isItems || has("key") || has("_id") || has("_links")):
		return readAnswers(name, doc)
	case has("segtap"), has("metrics"), has("experiments"):
		if !utf8.Valid(doc.Bytes()) {
			return part{}, &tree.Error{Name: name, Problem: "it is not UTF-8 text"}
		}
		c, err := readOwn(name, doc.Bytes(), tree.JSON(root))
		return part{name: name, own: c}, err
	case has("code") && has("message"):
		return part{}, &tree.Error{
			Name:    name,
			Problem: "it is an error that LaunchDarkly answered: " + prose.Escaped(root.Member("message").Text()),
			Hint:    "ask again, and save an answer 200",
		}
	}
	return part{}, &tree.Error{Name: name, Problem: "there are neither metrics nor experiments in it", Hint: formatHint}
}

// readAnswers reads what the API gave: one answer, or a list of them.
func readAnswers(name string, doc *jsondoc.Doc) (part, error) {
	root, a := doc.Root(), answers{where: newWhere(name, doc)}
	if root.Kind() == jsondoc.Array {
		for e := range root.Elements() {
			a.take(e)
		}
	} else {
		a.take(root)
	}
	if !a.found() {
		return part{}, &tree.Error{
			Name:    name,
			Problem: "there are neither metrics nor experiments in it",
			Hint:    "save the answer to GET /api/v2/metrics/PROJECT, or to GET /api/v2/projects/PROJECT/environments/ENVIRONMENT/experiments",
		}
	}
	return part{name: name, api: &a}, nil
}

// where tells where in a file values stand.
type where struct {
	file      string
	positions *jsondoc.Positions
}

func newWhere(file string, doc *jsondoc.Doc) where {
	return where{file, jsondoc.NewPositions(doc.Bytes())}
}

// is returns the place of a value.
func (w *where) is(v jsondoc.Value) origin.Place {
	start, _ := v.Span()
	line, column := w.positions.Of(start)
	return origin.Place{File: w.file, Line: line, Column: column}
}
