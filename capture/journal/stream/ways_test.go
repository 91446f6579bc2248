package stream

import (
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// cutting is a way to a server that is cut again and again, so that what was sent has arrived
// and the answer to it has not, or half of it has arrived; or that nobody comes through.
type cutting struct {
	net.Listener
	to    atomic.Pointer[string] // nowhere as long as it is nil
	every atomic.Int64           // how many bytes go through, in both directions, until it is cut; 0: never
	left  atomic.Int64           // how many more do
	cuts  atomic.Int64
	quiet sync.RWMutex // held where nothing comes through, and nobody is told
	mu    sync.Mutex
	shut  bool
	open  []net.Conn
}

// cuttingWay opens a way to an address; to nowhere yet, where that is empty.
func cuttingWay(t *testing.T, to string) *cutting {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cutting{Listener: listener}
	if to != "" {
		c.to.Store(&to)
	}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			in, err := listener.Accept()
			if err != nil {
				return
			}
			to := c.to.Load()
			if to == nil {
				_ = in.Close()
				continue
			}
			out, err := net.Dial("tcp", *to)
			if err != nil || !c.enter(in, out) {
				_ = in.Close()
				continue
			}
			all.Go(func() { c.pass(out, in) })
			all.Go(func() { c.pass(in, out) })
		}
	})
	t.Cleanup(func() { _ = listener.Close(); c.cut(); all.Wait() })
	return c
}

// enter notes two ends of a connection, unless the way is shut.
func (c *cutting) enter(in, out net.Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.shut {
		_ = out.Close()
		return false
	}
	c.open = append(c.open, in, out)
	return true
}

func (c *cutting) pass(to, from net.Conn) {
	defer func() { _, _ = to.Close(), from.Close() }()
	for buf := make([]byte, 700); ; {
		n, err := from.Read(buf)
		c.quiet.RLock()
		left := c.left.Add(-int64(n))
		c.quiet.RUnlock()
		if left < 0 && c.every.Load() > 0 {
			c.left.Store(c.every.Load())
			c.cuts.Add(1)
			_, _ = to.Write(buf[:max(int64(n)+left, 0)])
			return
		}
		if _, errTo := to.Write(buf[:n]); err != nil || errTo != nil {
			return
		}
	}
}

// cut cuts what goes through now.
func (c *cutting) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, conn := range c.open {
		_ = conn.Close()
	}
	c.open = nil
}

// bar shuts the way, or opens it again.
func (c *cutting) bar(shut bool) {
	c.mu.Lock()
	c.shut = shut
	c.mu.Unlock()
	if shut {
		c.cut()
	}
}

// cutEvery has it cut whenever so many bytes have gone through; 0: not any more.
func (c *cutting) cutEvery(bytes int64) {
	c.left.Store(bytes)
	c.every.Store(bytes)
}

func (c *cutting) address() string { return "nats://" + c.Addr().String() + "/S" }
