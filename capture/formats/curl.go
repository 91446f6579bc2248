package formats

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"mvdan.cc/sh/v3/syntax"

	"segtap/capture/journal"
	"segtap/capture/routes"
	"segtap/mapping/jsondoc"
)

// maxCommands is how many bytes of commands are read: they are few.
const maxCommands = 8 << 20

// commands gives the curl commands of the input.
func (r *Reader) commands(give func(Stretch) error) error {
	for r.ended == nil {
		if len(r.buf)-r.at > maxCommands {
			return &Foreign{"more than 8 MiB of commands", "give the messages as JSON, one a line"}
		}
		r.more()
	}
	if err := r.failed(); err != nil {
		return err
	}
	text, base := r.buf[r.at:], r.offset
	var statements []*syntax.Stmt
	file, err := syntax.NewParser().Parse(bytes.NewReader(text), "")
	if err != nil {
		return r.noCommand(err)
	}
	for _, stmt := range file.Stmts {
		statements = append(statements, simple(stmt)...)
	}
	for _, stmt := range statements {
		if len(wordsOf(stmt)) == 0 {
			r.told.passed++
			continue
		}
		from, to := int(stmt.Pos().Offset()), int(stmt.End().Offset())
		for _, redirect := range stmt.Redirs { // a text of lines ends behind its last word
			if redirect.Hdoc != nil {
				to = len(text)
				if i := bytes.Index(text[redirect.Hdoc.End().Offset():], []byte{'\n'}); i >= 0 {
					to = int(redirect.Hdoc.End().Offset()) + i
				}
			}
		}
		if err := give(Stretch{text[from:to], int(stmt.Pos().Line()), base + int64(from), Command}); err != nil {
			return err
		}
	}
	return nil
}

// noCommand says where a text stops being commands.
func (r *Reader) noCommand(err error) error {
	if parse := new(syntax.ParseError); errors.As(err, parse) {
		return &Foreign{fmt.Sprintf("a text that is no command from line %d, column %d on: %s", parse.Pos.Line(), parse.Pos.Col(), parse.Text), copyAsCurl}
	}
	return err
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

// noMessage says why a curl command brings no message.
func noMessage(what, out string) error { return &Foreign{"a curl command " + what, out} }

const giveJSON = "give what it sends instead, as JSON"

// readCommand returns the record that stands for a curl command, as if it had been run
// now. Its route says the type of its messages, else they do.
func readCommand(text []byte, now time.Time) (journal.Record, error) {
	var rec journal.Record
	file, err := syntax.NewParser().Parse(bytes.NewReader(text), "")
	if err != nil || len(file.Stmts) == 0 {
		return rec, noMessage("that cannot be read", copyAsCurl)
	}
	t, err := readTransfer(text, file.Stmts[0])
	if err != nil {
		return rec, err
	}
	to, err := t.address()
	if err != nil {
		return rec, err
	}
	route, ok := routes.Match(to.EscapedPath())
	body := []byte(t.body())
	switch {
	case ok && route.Pixel && !t.hasData:
		rec, body = opened(http.MethodGet, to, t.header, route), routes.PixelMessage(to.RawQuery)
	case !t.hasData:
		return rec, noMessage("that sends no data", "give one that has -d or --data-raw")
	case ok && !route.Telemetry && !route.Pixel:
		rec = opened(t.sentBy(), to, t.header, route)
	default:
		kind, err := kindOfText(body)
		if err != nil {
			return rec, noMessage("to "+to.Host+to.Path+" whose data is no Segment message", "give one that sends to a route such as /v1/track, or the messages themselves")
		}
		rec = opened(t.sentBy(), to, t.header, routes.Route{})
		if kind != Batch {
			rec.Type = ""
		}
	}
	rec.Body, rec.At, rec.WireBytes = body, now, int64(len(body))
	if doc, err := jsondoc.Parse(body); err == nil {
		if at, ok := timeOf(doc.Root()); ok && at.Before(now) {
			rec.At = at
		}
	}
	rec.Encoding = ""
	finish(&rec, to, t.header)
	return rec, nil
}

// kindOfText says whether a text is a message or a batch.
func kindOfText(text []byte) (Kind, error) {
	doc, err := jsondoc.Parse(text)
	if err != nil {
		return Message, err
	}
	kind, err := KindOf(doc.Root())
	if err == nil && (doc.Root().Kind() != jsondoc.Object || kind == Record) {
		err = ErrForeign
	}
	return kind, err
}
