package curl

import (
	"errors"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// errRuns says that a word is what a command would give.
var errRuns = errors.New("a command stands in it")

// quoting is what a part of a word stands in.
type quoting uint8

const (
	bare      quoting = iota
	double            // "…"
	document          // a text of lines
	asWritten         // a text of lines whose end is quoted
)

// literal returns what a word says, its quotes undone. A $NAME in it stays as it is
// written in text, since what a shell would put there is not known; nothing is run.
func literal(text []byte, parts []syntax.WordPart, in quoting) (string, error) {
	var out strings.Builder
	for _, part := range parts {
		switch p := part.(type) {
		case *syntax.Lit:
			out.WriteString(unescaped(p.Value, in))
		case *syntax.SglQuoted:
			value := p.Value
			if p.Dollar {
				value, _, _ = expand.Format(nil, value, nil)
			}
			out.WriteString(value)
		case *syntax.DblQuoted:
			value, err := literal(text, p.Parts, double)
			if err != nil {
				return "", err
			}
			out.WriteString(value)
		case *syntax.ParamExp:
			out.Write(text[p.Pos().Offset():p.End().Offset()])
		default:
			return "", errRuns
		}
	}
	return out.String(), nil
}

// unescaped undoes the backslashes of a text (POSIX, Shell Command Language, 2.2).
func unescaped(text string, in quoting) string {
	special := map[quoting]string{double: "$`\"\\\n", document: "$`\\\n"}[in]
	if in == asWritten || !strings.Contains(text, `\`) {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\\' && i+1 < len(text) && (in == bare || strings.IndexByte(special, text[i+1]) >= 0) {
			i++
			if c = text[i]; c == '\n' {
				continue
			}
		}
		out.WriteByte(c)
	}
	return out.String()
}
