package curl

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Error says why a text brings nothing that is sent.
type Error struct {
	What string // "a curl command that sends no data"
	Out  string // what to do
}

func (e *Error) Error() string { return e.What }

// The ways out.
const (
	CopyAgain = "copy the request as cURL (bash), or save all requests as HAR"
	giveJSON  = "give what it sends instead, as JSON"
)

func refused(what, out string) error { return &Error{"a curl command " + what, out} }

// Command is where a curl command stands in a text.
type Command struct {
	From, To int // bytes
	Line     int // from 1
}

// Commands returns the curl commands of a text, and how many others it has.
func Commands(text []byte) (list []Command, others int, err error) {
	file, err := syntax.NewParser().Parse(bytes.NewReader(text), "")
	if parse := new(syntax.ParseError); errors.As(err, parse) {
		return nil, 0, &Error{fmt.Sprintf("a text that is no command from line %d, column %d on: %s", parse.Pos.Line(), parse.Pos.Col(), parse.Text), CopyAgain}
	}
	if err != nil {
		return nil, 0, err
	}
	for _, stmt := range file.Stmts {
		for _, stmt := range simple(stmt) {
			if len(wordsOf(stmt)) == 0 {
				others++
				continue
			}
			list = append(list, Command{int(stmt.Pos().Offset()), endOf(text, stmt), int(stmt.Pos().Line())})
		}
	}
	return list, others, nil
}

// endOf returns where a command ends: a text of lines behind its last word.
func endOf(text []byte, stmt *syntax.Stmt) int {
	to := int(stmt.End().Offset())
	for _, redirect := range stmt.Redirs {
		if redirect.Hdoc == nil {
			continue
		}
		to = len(text)
		if end := int(redirect.Hdoc.End().Offset()); end < len(text) {
			if i := bytes.IndexByte(text[end:], '\n'); i >= 0 {
				to = end + i
			}
		}
	}
	return to
}

// simple returns the simple commands of a statement: what stands between pipes, && and
// the like.
func simple(stmt *syntax.Stmt) []*syntax.Stmt {
	if binary, ok := stmt.Cmd.(*syntax.BinaryCmd); ok {
		return append(simple(binary.X), simple(binary.Y)...)
	}
	return []*syntax.Stmt{stmt}
}

// wordsOf returns the arguments of a curl command; none of another command.
func wordsOf(stmt *syntax.Stmt) []*syntax.Word {
	call, ok := stmt.Cmd.(*syntax.CallExpr)
	if !ok {
		return nil
	}
	words := call.Args
	if len(words) > 1 && words[0].Lit() == "$" { // the prompt of a shell, copied with it
		words = words[1:]
	}
	if len(words) < 2 {
		return nil
	}
	name := words[0].Lit()
	name = name[strings.LastIndexByte(name, '/')+1:]
	if name != "curl" && name != "curl.exe" {
		return nil
	}
	return words[1:]
}

// Transfer is what a command sends, and where.
type Transfer struct {
	Method  string
	URL     *url.URL
	Header  http.Header
	Body    []byte
	HasData bool // it has a body, which may be empty
}

// Read reads one command. The error is an [*Error] for one whose body does not stand in
// it.
func Read(text []byte) (*Transfer, error) {
	file, err := syntax.NewParser().Parse(bytes.NewReader(text), "")
	if err != nil || len(file.Stmts) == 0 {
		return nil, refused("that cannot be read", CopyAgain)
	}
	t, err := readTransfer(text, file.Stmts[0])
	if err != nil {
		return nil, err
	}
	return t.sent()
}
