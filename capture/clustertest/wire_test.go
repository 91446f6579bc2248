package clustertest

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// wire is a port on loopback that leads to another one: what stands between two nodes, or between a segtap and a
// node. It can be cut, which closes the port and all its connections, and hushed, which keeps them open and
// passes nothing on, as a network does that loses everything.
type wire struct {
	port, to int

	mu     sync.Mutex
	ln     net.Listener // nil while it is cut
	conns  map[net.Conn]bool
	hushed [2]chan struct{} // there and back: closed when it passes on again; nil while it does
}

// lay lays a wire to a port, and takes it away at the end of the test.
func lay(t *testing.T, to int) *wire {
	t.Helper()
	w := &wire{port: freePort(t), to: to, conns: map[net.Conn]bool{}}
	if err := w.mend(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.cut(); w.speak() })
	return w
}

// cut closes the port, and what goes through it.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ln != nil {
		_ = w.ln.Close()
	}
	w.ln = nil
	for conn := range w.conns {
		_ = conn.Close()
	}
	clear(w.conns)
}

// mend opens the port again.
func (w *wire) mend() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ln != nil {
		return nil
	}
	ln, err := listen(w.port)
	if err != nil {
		return err
	}
	w.ln = ln
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go w.pass(ln, conn)
		}
	}()
	return nil
}

// The directions of a wire.
const (
	there = iota
	back
)

// hush has the wire pass nothing on in some directions until it is told to speak.
func (w *wire) hush(directions ...int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, d := range directions {
		if w.hushed[d] == nil {
			w.hushed[d] = make(chan struct{})
		}
	}
}

// speak has it pass on what it held back, and what comes.
func (w *wire) speak() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for d, hushed := range w.hushed {
		if hushed != nil {
			close(hushed)
		}
		w.hushed[d] = nil
	}
}

// pass connects one that has come to where the wire leads.
func (w *wire) pass(ln net.Listener, near net.Conn) {
	far, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", w.to))
	if err != nil {
		_ = near.Close()
		return
	}
	w.mu.Lock()
	if w.ln != ln { // cut meanwhile
		w.mu.Unlock()
		_, _ = near.Close(), far.Close()
		return
	}
	w.conns[near], w.conns[far] = true, true
	w.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { w.copy(there, far, near) })
	both.Go(func() { w.copy(back, near, far) })
	both.Wait()
	w.mu.Lock()
	delete(w.conns, near)
	delete(w.conns, far)
	w.mu.Unlock()
}

// copy passes on in one direction until either end is closed, and then closes both.
func (w *wire) copy(direction int, to, from net.Conn) {
	defer func() { _, _ = to.Close(), from.Close() }()
	block := make([]byte, 64<<10)
	for {
		n, err := from.Read(block)
		w.mu.Lock()
		hushed := w.hushed[direction]
		w.mu.Unlock()
		if hushed != nil {
			<-hushed
		}
		if _, failed := to.Write(block[:n]); failed != nil || err != nil {
			return
		}
	}
}

// portsGiven is how many were, so that none is given twice.
var portsGiven atomic.Int64

// freePort gives a port below those that systems hand out to whoever asks for any: one that was closed is still free
// when it is opened again. Each process begins somewhere else.
func freePort(t *testing.T) int {
	t.Helper()
	for range 100 {
		port := 12000 + (os.Getpid()*100+int(portsGiven.Add(1)))%20000
		if ln, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			_ = ln.Close()
			return port
		}
	}
	t.Fatal("found no free port")
	return 0
}

// listen opens a port, which another program may have for a moment that looks for a free one.
func listen(port int) (ln net.Listener, err error) {
	for range 100 {
		if ln, err = net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			return ln, nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return nil, err
}

// TestWires holds that a wire passes on, and when it is cut or hushed does not.
func TestWires(t *testing.T) {
	far, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	go func() {
		for {
			conn, err := far.Accept()
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(conn, conn); _ = conn.Close() }()
		}
	}()
	w := lay(t, far.Addr().(*net.TCPAddr).Port)
	conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", w.port))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	echo := func(within time.Duration) error {
		_ = conn.SetDeadline(time.Now().Add(within))
		if _, err := conn.Write([]byte("x")); err != nil {
			return err
		}
		_, err := io.ReadFull(conn, make([]byte, 1))
		return err
	}
	var late net.Error
	if err := echo(patience); err != nil {
		t.Fatal(err)
	}
	for _, directions := range [][]int{{there, back}, {there}, {back}} {
		w.hush(directions...)
		if err := echo(50 * time.Millisecond); !errors.As(err, &late) || !late.Timeout() {
			t.Errorf("hushed: %v", err)
		}
		w.speak()
		_ = conn.SetDeadline(time.Now().Add(patience))
		if _, err := io.ReadFull(conn, make([]byte, 1)); err != nil {
			t.Errorf("what was held back: %v", err)
		}
	}
	w.cut()
	if err := echo(patience); err == nil {
		t.Error("a connection outlives its wire")
	}
	if other, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", w.port)); err == nil {
		_ = other.Close()
		t.Error("a wire that is cut takes connections")
	}
	if err := w.mend(); err != nil {
		t.Error(err)
	}
}
