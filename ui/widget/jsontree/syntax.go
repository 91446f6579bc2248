package jsontree

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"segtap/ui/widget/sanitize"
)

// SyntaxError says where a text stops being JSON (RFC 8259), and why.
type SyntaxError struct {
	Offset  int    // in bytes from the start of the text
	Line    int    // from 1
	Column  int    // from 1, in characters
	Message string // plain English, safe for a terminal
}

// Error returns "line 7, column 14: " and the message.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
}

// Check returns nil when text is exactly one JSON value, otherwise the first error. Duplicate members and text that is
// not UTF-8 are not errors of syntax. It reads the text as one value, since the editor asks at each key, and since the
// error then comes with a better place and reason than token by token.
func Check(text string) *SyntaxError {
	raw := []byte(text)
	dec := newDecoder(raw)
	if _, err := dec.ReadValue(); err != nil {
		return syntaxError(text, err)
	}
	return trailing(raw, int(dec.InputOffset()))
}

func newDecoder(raw []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(raw),
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// trailing reports what follows the one value that ended at offset end.
func trailing(raw []byte, end int) *SyntaxError {
	rest := bytes.TrimLeft(raw[end:], " \t\r\n")
	if len(rest) == 0 {
		return nil
	}
	return errorAt(string(raw), len(raw)-len(rest), "more text after the end of the JSON value")
}

func syntaxError(text string, err error) *SyntaxError {
	var syntactic *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errorAt(text, len(text), "the text ends before the JSON value does")
	case errors.Is(err, io.EOF):
		return errorAt(text, len(text), "no JSON value: the text is empty")
	case errors.As(err, &syntactic) && syntactic.Err != nil:
		offset := min(int(syntactic.ByteOffset), len(text))
		if comma := strings.TrimRight(text[:offset], " \t\r\n"); strings.HasSuffix(comma, ",") && closes(text[offset:]) {
			return errorAt(text, len(comma)-1, "no comma may stand before a closing bracket")
		}
		message := strings.TrimPrefix(syntactic.Err.Error(), "jsontext: ")
		return errorAt(text, offset, sanitize.Escape(message))
	}
	return errorAt(text, 0, sanitize.Escape(err.Error()))
}

func closes(text string) bool {
	return strings.HasPrefix(text, "}") || strings.HasPrefix(text, "]")
}

func errorAt(text string, offset int, message string) *SyntaxError {
	offset = min(max(0, offset), len(text))
	before := text[:offset]
	lineStart := strings.LastIndexByte(before, '\n') + 1
	return &SyntaxError{
		Offset:  offset,
		Line:    1 + strings.Count(before, "\n"),
		Column:  1 + utf8.RuneCountInString(before[lineStart:]),
		Message: message,
	}
}

// Find returns where in text the value lies that pointer (RFC 6901) leads to, in bytes; where a member occurs twice, the
// last, which is the one JSON parsers keep. It also finds values before the place where the text stops being JSON.
func Find(text, pointer string) (from, upTo int, ok bool) {
	return Finder(text)(pointer)
}

// Finder is Find for many pointers into one text, which it reads once.
func Finder(text string) func(pointer string) (from, upTo int, ok bool) {
	d := document{raw: text}
	d.nodes, _ = parse([]byte(text))
	return d.find
}

func (d *document) find(pointer string) (from, upTo int, ok bool) {
	found := d.resolve(pointer)
	if len(found) == 0 {
		return 0, 0, false
	}
	n := d.nodes[found[len(found)-1]]
	return n.from, d.nodes[n.last].to, true
}
