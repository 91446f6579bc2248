package agent

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
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
