package tree

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
)

const (
	// MaxYAML is how many bytes a YAML file may have. People write these, and
	// the time of the tokenizer grows with the square of some texts.
	MaxYAML = 256 << 10
	// maxYAMLDepth bounds nesting, which the parser's time grows with the
	// square of.
	maxYAMLDepth = 40
)

// YAML reads a YAML text of one document. Hint shows what is expected where there
// is nothing in it.
func YAML(name string, text []byte, hint string) (n Node, err error) {
	if len(text) > MaxYAML {
		return Node{}, &Error{Name: name, Problem: "it is larger than 256 KiB, as YAML may be", Hint: "give the same as JSON, which may be larger"}
	}
	if !utf8.Valid(text) {
		return Node{}, &Error{Name: name, Problem: "it is not UTF-8 text"}
	}
	// The parser is not segtap's, and what it is given comes from anywhere.
	defer func() {
		if recover() != nil {
			n, err = Node{}, &Error{Name: name, Problem: "the YAML cannot be read"}
		}
	}()
	tokens := lexer.Tokenize(string(text))
	if err := plainYAML(name, tokens); err != nil {
		return Node{}, err
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		return Node{}, yamlError(name, err)
	}
	var body ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			return Node{}, fileError(name, astSpot(doc.Body), "a second document begins", "put each in a file of its own")
		}
		body = doc.Body
	}
	if body == nil {
		return Node{}, &Error{Name: name, Problem: "there is nothing in it", Hint: hint}
	}
	return astNode(name, body)
}

// plainYAML refuses what a catalogue has no use for, before the parser meets
// it.
func plainYAML(name string, tokens token.Tokens) error {
	brackets, dashes, line := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			line, dashes = t.Position.Line, 0
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			brackets++
		case token.SequenceEndType, token.MappingEndType:
			brackets--
		case token.SequenceEntryType:
			dashes++
		case token.AnchorType, token.AliasType, token.TagType, token.MergeKeyType, token.MappingKeyType, token.DirectiveType:
			return fileError(name, tokenSpot(t), fmt.Sprintf("%q begins an anchor, an alias, a tag or a directive of YAML, which are not read here", t.Value), "put text that begins so in quotes")
		}
		if max(brackets, dashes, t.Position.IndentLevel) > maxYAMLDepth {
			return fileError(name, tokenSpot(t), "lists and mappings stand too deep in each other", "")
		}
	}
	return nil
}

// yamlError gives the parser's error with its place.
func yamlError(name string, err error) error {
	var located yaml.Error
	if !errors.As(err, &located) {
		return &Error{Name: name, Problem: "it is not YAML: " + prose.Outside(err.Error())}
	}
	var at Spot
	if t := located.GetToken(); t != nil && t.Position != nil {
		at = tokenSpot(t)
	}
	return fileError(name, at, "it is not YAML: "+prose.Outside(located.GetMessage()), "")
}

func tokenSpot(t *token.Token) Spot {
	return Spot{line: t.Position.Line, column: t.Position.Column}
}

// astSpot gives where a value begins. A mapping without brackets begins with its
// first name, not with the colon behind it.
func astSpot(n ast.Node) Spot {
	switch v := n.(type) {
	case *ast.MappingNode:
		if len(v.Values) > 0 && !v.IsFlowStyle {
			return tokenSpot(v.Values[0].Key.GetToken())
		}
	case *ast.MappingValueNode:
		return tokenSpot(v.Key.GetToken())
	}
	return tokenSpot(n.GetToken())
}

// astNode makes a node of a YAML value.
func astNode(name string, from ast.Node) (Node, error) {
	n := Node{At: astSpot(from)}
	switch v := from.(type) {
	case *ast.MappingNode:
		return astMembers(name, n, v.Values)
	case *ast.MappingValueNode:
		return astMembers(name, n, []*ast.MappingValueNode{v})
	case *ast.SequenceNode:
		n.Kind = List
		for _, e := range v.Values {
			item, err := astNode(name, e)
			if err != nil {
				return Node{}, err
			}
			n.Items = append(n.Items, item)
		}
	case *ast.NullNode:
	case *ast.BoolNode:
		n.Kind, n.Text = Bool, strings.ToLower(v.Token.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		n.Kind, n.Text = Number, from.GetToken().Value
	case *ast.StringNode:
		n.Kind, n.Text = Text, v.Value
		if v.Token.Type == token.StringType && isNumber(v.Value) { // 1e6: the parser reads no exponents
			n.Kind = Number
		}
	case *ast.LiteralNode:
		n.Kind, n.Text = Text, v.Value.Value
	default:
		return Node{}, fileError(name, n.At, "this kind of YAML is not read here", "")
	}
	return n, nil
}

func astMembers(name string, n Node, values []*ast.MappingValueNode) (Node, error) {
	n.Kind = Mapping
	for _, v := range values {
		key := v.Key.GetToken()
		value, err := astNode(name, v.Value)
		if err != nil {
			return Node{}, err
		}
		n.Members = append(n.Members, Member{Name: key.Value, at: tokenSpot(key), Value: value})
	}
	return n, nil
}

// JSONText returns a plain value as JSON text; ok is false for a list, a mapping
// and a number that JSON cannot spell.
func (n Node) JSONText() (text string, ok bool) {
	switch {
	case n.json != "":
		return n.json, true
	case n.Kind == Null:
		return "null", true
	case n.Kind == Text:
		return string(jsondoc.AppendString(nil, n.Text)), true
	case n.Kind == Bool:
		return n.Text, true
	case n.Kind == Number:
		return n.Text, isNumber(n.Text)
	}
	return "", false
}

// isNumber reports whether a text is a number as JSON spells it.
func isNumber(text string) bool {
	doc, err := jsondoc.Parse([]byte(text))
	return err == nil && doc.Root().Kind() == jsondoc.Number
}
