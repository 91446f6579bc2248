package agent

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"segtap/ui/cli/console"
)

// grace is how long calls may go on whose caller says no more.
const grace = 2 * time.Second

// patient is a transport that answers what it was asked before the end of its input. As
// the SDK has it, the end of the input ends the session with all answers that are under
// way, so that requests from a file or a pipe get none.
type patient struct{ mcp.Transport }

// Connect opens the connection.
func (p patient) Connect(ctx context.Context) (mcp.Connection, error) {
	c, err := p.Transport.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &draining{Connection: c, idle: make(chan struct{}, 1), closed: make(chan struct{})}, nil
}

// draining is a connection that knows which calls have no answer yet.
type draining struct {
	mcp.Connection
	mu    sync.Mutex
	open  int           // calls without an answer
	idle  chan struct{} // of capacity 1: there is none any more
	close sync.Once
	// closed is closed with the connection.
	closed chan struct{}
}

// Read reads a message. The end of the input comes when all calls have been answered.
func (d *draining) Read(ctx context.Context) (jsonrpc.Message, error) {
	msg, err := d.Connection.Read(ctx)
	if errors.Is(err, io.EOF) {
		d.drain(ctx)
		return msg, err
	}
	if req, ok := msg.(*jsonrpc.Request); ok && req.IsCall() {
		d.count(1)
	}
	return msg, err
}

// Write writes a message.
func (d *draining) Write(ctx context.Context, msg jsonrpc.Message) error {
	err := d.Connection.Write(ctx, msg)
	if _, ok := msg.(*jsonrpc.Response); ok {
		d.count(-1)
	}
	return err
}

func (d *draining) count(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open += n; d.open == 0 {
		select {
		case d.idle <- struct{}{}:
		default:
		}
	}
}

// drain waits until no call is open.
func (d *draining) drain(ctx context.Context) {
	over := time.NewTimer(grace)
	defer over.Stop()
	for {
		d.mu.Lock()
		open := d.open
		d.mu.Unlock()
		if open <= 0 {
			return
		}
		select {
		case <-d.idle:
		case <-over.C:
			return
		case <-d.closed:
			return
		case <-ctx.Done():
			return
		}
	}
}

// Close closes the connection.
func (d *draining) Close() error {
	d.close.Do(func() { close(d.closed) })
	return d.Connection.Close()
}

// mostInLine is how long a message may be at most.
const mostInLine = 16 << 20

// incoming reads the messages of a client, a line each, and lets those through that are some. What is
// none it answers as JSON-RPC wants it, and goes on: to the SDK it is the end of the session, with
// which all would be gone that mcp has captured in memory.
type incoming struct {
	in   *bufio.Reader
	out  *os.File // which takes one write after the other, so that no answers mix
	done func() error
	left []byte // of what is let through
}

// stdio returns the transport on standard input and output.
func stdio(std console.Streams) mcp.Transport {
	return patient{&mcp.IOTransport{
		Reader:        &incoming{in: bufio.NewReader(std.In), out: std.Out, done: std.In.Close},
		Writer:        std.Out,
		MaxLineLength: -1, // incoming has one
	}}
}

// Read reads messages that are some.
func (l *incoming) Read(p []byte) (int, error) {
	for len(l.left) == 0 {
		line, whole, err := l.next()
		if line = bytes.TrimSpace(line); len(line) > 0 || !whole {
			if failed := l.take(line, whole); failed != nil {
				return 0, failed
			}
		}
		if len(l.left) == 0 && err != nil {
			return 0, err
		}
	}
	n := copy(p, l.left)
	l.left = l.left[n:]
	return n, nil
}

// next returns the next line, of one that is too long no more than its beginning.
func (l *incoming) next() (line []byte, whole bool, err error) {
	whole = true
	for {
		part, err := l.in.ReadSlice('\n')
		if whole = whole && len(line)+len(part) <= mostInLine; whole {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, whole, err
		}
	}
}

// take lets the messages of a line through, or answers it.
func (l *incoming) take(line []byte, whole bool) error {
	switch {
	case !whole:
		return l.refuse(nil, jsonrpc.CodeInvalidRequest, fmt.Sprintf("a message has %d MiB at most", mostInLine>>20))
	case !json.Valid(line):
		return l.refuse(nil, jsonrpc.CodeParseError, "a line that is no JSON: a message is one line of JSON")
	case line[0] == '[':
		return l.batch(line)
	}
	if _, err := jsonrpc.DecodeMessage(line); err != nil {
		return l.refuse(line, jsonrpc.CodeInvalidRequest, "no message of JSON-RPC 2.0: "+err.Error())
	}
	l.left = append(line, '\n')
	return nil
}

// batch lets a batch through: its calls as one, all else before them, since the SDK waits for
// answers to notifications, too.
func (l *incoming) batch(line []byte) error {
	var all []json.RawMessage
	if err := json.Unmarshal(line, &all); err != nil || len(all) == 0 {
		return l.refuse(nil, jsonrpc.CodeInvalidRequest, "a batch without messages")
	}
	var through []byte
	var calls [][]byte
	ids := map[jsonrpc.ID]bool{}
	for _, one := range all {
		msg, err := jsonrpc.DecodeMessage(one)
		if err != nil {
			return l.refuse(one, jsonrpc.CodeInvalidRequest, "a batch with what is no message of JSON-RPC 2.0: "+err.Error())
		}
		req, ok := msg.(*jsonrpc.Request)
		if !ok || !req.IsCall() {
			through = append(append(through, one...), '\n')
			continue
		}
		if ids[req.ID] {
			return l.refuse(one, jsonrpc.CodeInvalidRequest, "a batch with two calls of the same id")
		}
		ids[req.ID] = true
		calls = append(calls, one)
	}
	if len(calls) > 0 {
		through = slices.Concat(through, []byte{'['}, bytes.Join(calls, []byte{','}), []byte("]\n"))
	}
	l.left = through
	return nil
}

// refuse answers what is no message, by its id where it has one that can be answered.
func (l *incoming) refuse(message []byte, code int64, why string) error {
	var asked struct {
		ID json.RawMessage `json:"id"` // as it stands there
	}
	_ = json.Unmarshal(message, &asked) // without an id the answer is for null
	if len(asked.ID) > 0 && !strings.ContainsRune(`"-0123456789`, rune(asked.ID[0])) {
		asked.ID = nil
	}
	text, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": asked.ID, "error": &jsonrpc.Error{Code: code, Message: why}})
	if err == nil {
		_, err = l.out.Write(append(text, '\n'))
	}
	return err
}

// Close closes standard input.
func (l *incoming) Close() error { return l.done() }
