package sshd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/time/rate"

	"segtap/capture/replay"
	"segtap/capture/resend"
	"segtap/ui/cli/capturing"
	"segtap/ui/cli/sshd/authorized"
)

const (
	maxSessions   = 64
	maxEach       = 8 // sessions of one connection
	maxConns      = 128
	maxStrange    = 64 // of them have not logged in yet
	maxOfHost     = 16 // of these come from one address: it keeps nobody else out
	maxTries      = 6  // keys that a client may offer
	handshake     = 10 * time.Second
	recheck       = 2 * time.Second // how often it is looked who may still be there
	endsWithin    = 2 * time.Second // how long a screen has to end in order
	unusedFor     = 30 * time.Second
	contextOfConn = contextKey("conn")
	// looks is how often a second screens look at what has come, all together: one after the other, so that a key that is
	// pressed at one of them does not wait until all others have drawn the same event. Of 60 at 5,000 events a second, 99 of
	// 100 keys are on their way back within 63 ms, without it within 122, and it takes 0.97 of a processor, not 1.58
	// (TestSSHSoak); of 20 it makes no difference.
	looks = 200
)

type contextKey string

// capture is what the screens show.
type capture struct {
	*capturing.Endpoint
	destination string
	env         replay.Env
}

// Server shows screens over SSH. Nil is none.
type Server struct {
	ln      net.Listener
	ssh     ssh.Server
	opt     Options
	capture capture
	client  *replay.Client
	audit   *audit
	turns   *rate.Limiter

	mu       sync.Mutex
	conns    int            // that are open
	strange  int            // of them, those that have not logged in
	hosts    map[string]int // how many of these each address has
	sessions map[*session]struct{}
	seats    int // that are taken, with those of sessions that are about to begin
	came     int // sessions there have been
	ended    bool
	all      sync.WaitGroup // of the sessions
}

func newServer(ln net.Listener, key gossh.Signer, opt Options, of capture, log *slog.Logger) *Server {
	s := &Server{
		ln: ln, opt: opt, capture: of, audit: newAudit(log), turns: rate.NewLimiter(looks, 1), sessions: make(map[*session]struct{}), hosts: make(map[string]int),
		client: replay.NewClient(replay.NewTransport(), resend.WallClock(), replay.ExponentialPauses),
	}
	s.ssh = ssh.Server{
		HostSigners: []ssh.Signer{key}, Version: "segtap", HandshakeTimeout: handshake,
		ConnCallback: s.connected, PublicKeyHandler: s.knows, ServerConfigCallback: s.config,
		ChannelHandlers: map[string]ssh.ChannelHandler{"session": s.channel, "default": s.noChannel},
		RequestHandlers: map[string]ssh.RequestHandler{}, SubsystemHandlers: map[string]ssh.SubsystemHandler{},
	}
	return s
}

// Serve shows screens until ctx ends, and ends them. It returns when all have ended.
func (s *Server) Serve(ctx context.Context) error {
	if s == nil {
		return nil
	}
	failed := make(chan error, 1)
	go func() { failed <- s.ssh.Serve(s.ln) }()
	look := time.NewTicker(recheck)
	defer look.Stop()
	for {
		select {
		case <-look.C:
			s.recheck()
		case err := <-failed:
			s.end()
			return fmt.Errorf("no more screens over SSH: %w", err)
		case <-ctx.Done():
			s.end()
			if err := <-failed; !errors.Is(err, ssh.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
				return err
			}
			return nil
		}
	}
}

// end tells all sessions that segtap ends, and waits for them.
func (s *Server) end() {
	s.mu.Lock()
	s.ended = true
	for of := range s.sessions {
		of.end("segtap serve has ended")
	}
	s.mu.Unlock()
	_ = s.ln.Close()
	s.all.Wait()
	_ = s.ssh.Close()
}

// recheck logs those out who may no longer be there, or may do something else now.
func (s *Server) recheck() {
	s.mu.Lock()
	nobody := len(s.sessions) == 0
	s.mu.Unlock()
	if nobody {
		return
	}
	in, err := s.opt.doors.open()
	if err != nil {
		return // it may be being written; nobody logs in meanwhile, and that is told
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for of := range s.sessions {
		switch now, known := in[of.key]; {
		case !known:
			of.end("the key may not log in any more")
		case now.writes != of.may.writes:
			of.end("what the key may do has changed: log in again")
		}
	}
}

// conn is a connection of a client.
type conn struct {
	net.Conn
	of *Server

	mu       sync.Mutex
	known    bool   // it has logged in
	offered  string // the key that it has offered last
	user     string
	sessions int
	unused   *time.Timer // closes it when it has no session for a while
	closed   bool
}

// connected takes a connection, or not.
func (s *Server) connected(ctx ssh.Context, of net.Conn) net.Conn {
	host := hostOf(of)
	s.mu.Lock()
	full := s.conns >= maxConns || s.strange >= maxStrange || s.hosts[host] >= maxOfHost || s.ended
	if !full {
		s.conns++
		s.count(host, 1)
	}
	s.mu.Unlock()
	if full {
		s.audit.refused(of.RemoteAddr(), "too many connections")
		return nil
	}
	c := &conn{Conn: of, of: s}
	ctx.SetValue(contextOfConn, c)
	return c
}

// hostOf is the address that a connection is from, without its port.
func hostOf(c net.Conn) string {
	host, _, err := net.SplitHostPort(c.RemoteAddr().String())
	if err != nil {
		return c.RemoteAddr().String()
	}
	return host
}

// count counts the connections that have not logged in. The caller holds mu.
func (s *Server) count(host string, by int) {
	s.strange += by
	if s.hosts[host] += by; s.hosts[host] == 0 {
		delete(s.hosts, host)
	}
}

// Close closes it, and tells of one that never got in.
func (c *conn) Close() error {
	c.mu.Lock()
	known, closed := c.known, c.closed
	c.closed = true
	if c.unused != nil {
		c.unused.Stop()
	}
	c.mu.Unlock()
	if closed {
		return nil
	}
	c.of.mu.Lock()
	if c.of.conns--; !known {
		c.of.count(hostOf(c), -1)
	}
	c.of.mu.Unlock()
	switch {
	case known:
	case c.offered != "":
		c.of.audit.refused(c.RemoteAddr(), "no key that may log in", "key", c.offered, "user", told(c.user))
	default:
		c.of.audit.refused(c.RemoteAddr(), "no key was offered")
	}
	return c.Conn.Close()
}

// config says how clients log in: with a public key.
func (s *Server) config(ctx ssh.Context) *gossh.ServerConfig {
	return &gossh.ServerConfig{
		MaxAuthTries: maxTries,
		AuthLogCallback: func(_ gossh.ConnMetadata, method string, err error) {
			if c, ok := ctx.Value(contextOfConn).(*conn); ok && err == nil && method == "publickey" {
				c.enter()
			}
		},
	}
}

// enter says that the client has logged in.
func (c *conn) enter() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known || c.closed {
		return
	}
	c.known = true
	c.of.mu.Lock()
	c.of.count(hostOf(c), -1)
	c.of.mu.Unlock()
	c.unused = time.AfterFunc(unusedFor, func() { _ = c.Close() })
}

// knows says whether a key may log in. A client may ask that before it shows that it has it.
func (s *Server) knows(ctx ssh.Context, key ssh.PublicKey) bool {
	in, err := s.opt.doors.open()
	if err != nil {
		s.audit.refused(ctx.RemoteAddr(), "the keys cannot be read: "+err.Error())
		return false
	}
	name := authorized.Name(key)
	if _, known := in[name]; known {
		return true
	}
	if c, ok := ctx.Value(contextOfConn).(*conn); ok {
		c.mu.Lock()
		c.offered, c.user = name, ctx.User()
		c.mu.Unlock()
	}
	return false
}

// noChannel refuses what is no session, such as a port to be forwarded.
func (s *Server) noChannel(_ *ssh.Server, of *gossh.ServerConn, asked gossh.NewChannel, _ ssh.Context) {
	s.audit.refused(of.RemoteAddr(), "a channel of type "+told(asked.ChannelType()))
	_ = asked.Reject(gossh.Prohibited, "segtap shows screens, and forwards nothing")
}

// channel opens a session, if there is room for one.
func (s *Server) channel(_ *ssh.Server, of *gossh.ServerConn, asked gossh.NewChannel, ctx ssh.Context) {
	c, ok := ctx.Value(contextOfConn).(*conn)
	if !ok || !c.sit() {
		s.audit.refused(of.RemoteAddr(), "too many sessions")
		_ = asked.Reject(gossh.ResourceShortage, fmt.Sprintf("segtap shows %d screens over SSH at most, and %d for one connection", maxSessions, maxEach))
		return
	}
	defer c.rise()
	g := &gate{NewChannel: asked, resized: make(chan struct{}, 1), refused: func(what string) { s.audit.refused(of.RemoteAddr(), what) }}
	// A server of its own for each channel, so that its handler knows what the gate does.
	own := &ssh.Server{Handler: func(of ssh.Session) { s.session(of, g, c) }}
	_ = own.SetOption(ssh.EmulatePty()) // it never fails
	ssh.DefaultSessionHandler(own, of, g, ctx)
}

// sit takes a seat for a session.
func (c *conn) sit() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.of.mu.Lock()
	defer c.of.mu.Unlock()
	if c.sessions >= maxEach || c.of.seats >= maxSessions || c.of.ended || !c.known || c.closed {
		return false
	}
	c.sessions++
	c.of.seats++
	c.unused.Stop()
	return true
}

// rise gives it back.
func (c *conn) rise() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.of.mu.Lock()
	defer c.of.mu.Unlock()
	c.sessions--
	c.of.seats--
	if c.sessions == 0 && !c.closed {
		c.unused.Reset(unusedFor)
	}
}
