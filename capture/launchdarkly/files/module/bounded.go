package module

import (
	"errors"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"segtap/mapping/jsondoc"
	"segtap/mapping/tree"
)

const (
	maxNesting   = 100         // of brackets, blocks and templates
	maxOperators = 20_000      // of a file
	maxValue     = maxWork / 4 // of the work of a value that has a name
)

// bounded refuses what HCL's parser, which calls itself for each bracket and each
// operator, would overflow the stack with, or take minutes for.
func bounded(name string, text []byte) error {
	switch {
	case len(text) > MaxFile:
		return &tree.Error{Name: name, Problem: "it is larger than 1 MiB, as a file of Terraform may be here", Hint: "give the plan instead, as `terraform show -json` writes it"}
	case !utf8.Valid(text):
		return &tree.Error{Name: name, Problem: "it is not UTF-8 text"}
	case len(text) == 0 || text[0] != '{':
		tokens, _ := hclsyntax.LexConfig(text, name, hcl.InitialPos) // what is wrong the parser says
		return tooDeep(name, text, tokens)
	}
	doc, err := jsondoc.Parse(text)
	if syntax, ok := errors.AsType[*jsondoc.SyntaxError](err); ok {
		return &tree.Error{Name: name, Line: syntax.Line, Column: syntax.Column, Problem: "it is not JSON: " + syntax.Msg}
	}
	if err != nil {
		return err
	}
	return boundedJSON(name, text, doc.Root())
}

// boundedJSON looks at the templates in the texts of a JSON file.
func boundedJSON(name string, text []byte, v jsondoc.Value) error {
	if v.Kind() == jsondoc.String {
		tokens, _ := hclsyntax.LexTemplate([]byte(v.Text()), name, hcl.InitialPos)
		start, _ := v.Span()
		return tooDeep(name, text[:start], tokens)
	}
	for m := range v.Members() {
		if err := boundedJSON(name, text, m); err != nil {
			return err
		}
	}
	for e := range v.Elements() {
		if err := boundedJSON(name, text, e); err != nil {
			return err
		}
	}
	return nil
}

// tooDeep counts brackets and operators.
func tooDeep(name string, text []byte, tokens hclsyntax.Tokens) error {
	depth, operators := 0, 0
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOParen, hclsyntax.TokenOBrack, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			depth++
			operators++ // a[b][c][d] are within each other, though their brackets are not
		case hclsyntax.TokenCBrace, hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenTemplateSeqEnd:
			depth--
		case hclsyntax.TokenBang, hclsyntax.TokenMinus, hclsyntax.TokenPlus, hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPercent,
			hclsyntax.TokenAnd, hclsyntax.TokenOr, hclsyntax.TokenQuestion, hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual,
			hclsyntax.TokenLessThan, hclsyntax.TokenGreaterThan, hclsyntax.TokenLessThanEq, hclsyntax.TokenGreaterThanEq, hclsyntax.TokenDot:
			operators++
		}
		if depth > maxNesting || operators > maxOperators {
			line, column := jsondoc.Position(text, min(t.Range.Start.Byte, len(text)))
			return &tree.Error{
				Name: name, Line: line, Column: column, Problem: "brackets and operators stand too deep in each other, or are too many",
				Hint: "give the plan instead, as `terraform show -json` writes it",
			}
		}
	}
	return nil
}
