package launchdarkly

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
)

const (
	// maxYAML is how many bytes a YAML file may have. People write these, and
	// the time of the tokenizer grows with the square of some texts.
	maxYAML = 256 << 10
	// maxYAMLDepth bounds nesting, which the parser's time grows with the
	// square of.
	maxYAMLDepth = 40
)

// yamlNode reads a YAML text of one document. Hint shows what is expected where there
// is nothing in it.
func yamlNode(name string, text []byte, hint string) (n node, err error) {
	if len(text) > maxYAML {
		return node{}, &FileError{Name: name, Problem: "it is larger than 256 KiB, as YAML may be", Hint: "give the same as JSON, which may have 32 MiB"}
	}
	if !utf8.Valid(text) {
		return node{}, &FileError{Name: name, Problem: "it is not UTF-8 text"}
	}
	// The parser is not segtap's, and what it is given comes from anywhere.
	defer func() {
		if recover() != nil {
			n, err = node{}, &FileError{Name: name, Problem: "the YAML cannot be read"}
		}
	}()
	tokens := lexer.Tokenize(string(text))
	if err := plainYAML(name, tokens); err != nil {
		return node{}, err
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		return node{}, yamlError(name, err)
	}
	var body ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			return node{}, fileError(name, astSpot(doc.Body), "a second document begins", "put each in a file of its own")
		}
		body = doc.Body
	}
	if body == nil {
		return node{}, &FileError{Name: name, Problem: "there is nothing in it", Hint: hint}
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
		return &FileError{Name: name, Problem: "it is not YAML: " + outside(err.Error())}
	}
	var at spot
	if t := located.GetToken(); t != nil && t.Position != nil {
		at = tokenSpot(t)
	}
	return fileError(name, at, "it is not YAML: "+outside(located.GetMessage()), "")
}

func tokenSpot(t *token.Token) spot {
	return spot{line: t.Position.Line, column: t.Position.Column}
}

// astSpot gives where a value begins. A mapping without brackets begins with its
// first name, not with the colon behind it.
func astSpot(n ast.Node) spot {
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
func astNode(name string, from ast.Node) (node, error) {
	n := node{at: astSpot(from)}
	switch v := from.(type) {
	case *ast.MappingNode:
		return astMembers(name, n, v.Values)
	case *ast.MappingValueNode:
		return astMembers(name, n, []*ast.MappingValueNode{v})
	case *ast.SequenceNode:
		n.kind = listNode
		for _, e := range v.Values {
			item, err := astNode(name, e)
			if err != nil {
				return node{}, err
			}
			n.items = append(n.items, item)
		}
	case *ast.NullNode:
	case *ast.BoolNode:
		n.kind, n.text = boolNode, strings.ToLower(v.Token.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		n.kind, n.text = numberNode, from.GetToken().Value
	case *ast.StringNode:
		n.kind, n.text = textNode, v.Value
		if v.Token.Type == token.StringType && isNumber(v.Value) { // 1e6: the parser reads no exponents
			n.kind = numberNode
		}
	case *ast.LiteralNode:
		n.kind, n.text = textNode, v.Value.Value
	default:
		return node{}, fileError(name, n.at, "this kind of YAML is not read here", "")
	}
	return n, nil
}

func astMembers(name string, n node, values []*ast.MappingValueNode) (node, error) {
	n.kind = mappingNode
	for _, v := range values {
		key := v.Key.GetToken()
		value, err := astNode(name, v.Value)
		if err != nil {
			return node{}, err
		}
		n.members = append(n.members, member{name: key.Value, at: tokenSpot(key), value: value})
	}
	return n, nil
}

// jsonText gives a plain value as JSON text; ok is false for a list, a mapping
// and a number that JSON cannot spell.
func (n node) jsonText() (text string, ok bool) {
	switch {
	case n.json != "":
		return n.json, true
	case n.kind == nullNode:
		return "null", true
	case n.kind == textNode:
		return string(jsondoc.AppendString(nil, n.text)), true
	case n.kind == boolNode:
		return n.text, true
	case n.kind == numberNode:
		return n.text, isNumber(n.text)
	}
	return "", false
}

// isNumber reports whether a text is a number as JSON spells it.
func isNumber(text string) bool {
	doc, err := jsondoc.Parse([]byte(text))
	return err == nil && doc.Root().Kind() == jsondoc.Number
}
