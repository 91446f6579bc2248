package sshd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
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
	"segtap/ui/guest"
)

const (
	maxSessions   = 64
	maxReading    = maxSessions - 8 // of them, those of who may only look
	maxOfKey      = 8               // sessions of one key
	maxConns      = 128
	maxConnsOfKey = 2 * maxOfKey // of them; each ends when it has had no session for long
	maxStrange    = 64           // of them have not logged in yet
	maxOfHost     = 16           // of these come from one address: it keeps nobody else out
	maxTries      = 6            // keys that a client may offer
	handshake     = 10 * time.Second
	recheck       = 2 * time.Second // how often it is looked who may still be there
	endsWithin    = 2 * time.Second // how long a screen has to end in order
	closesWithin  = 5 * time.Second // how long a client has to take that its session has ended
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
	editors guest.Editors
	room    room

	mu       sync.Mutex
	strange  []*conn // connections that have not logged in, the oldest first
	known    []*conn // those that have
	sessions map[*session]struct{}
	seats    map[string]int // that each key has taken, with those of sessions that are about to begin
	taken    int            // all of them
	reading  int            // of them, those of who may only look
	unread   [2]int         // how often, one after the other, the files of [doors] could not be read
	came     int            // sessions there have been
	ended    bool
	all      sync.WaitGroup // of the sessions
}

func newServer(ln net.Listener, key gossh.Signer, opt Options, of capture, log *slog.Logger) *Server {
	s := &Server{
		ln: ln, opt: opt, capture: of, audit: newAudit(log), turns: rate.NewLimiter(looks, 1), sessions: make(map[*session]struct{}),
		seats:  make(map[string]int),
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
			err = fmt.Errorf("no more screens over SSH: %w", err)
			s.audit.log.Error(err.Error()) // now: it is captured on, for as long as nobody ends that
			s.end()
			return err
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
	nobody := len(s.known) == 0
	s.mu.Unlock()
	if nobody {
		return
	}
	files := s.opt.doors.read()
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range files {
		s.unreadable(&files[i], &s.unread[i])
	}
	for of := range s.sessions {
		if why := files.leaves(of.key, of.may); why != "" {
			of.end(why)
		}
	}
	for _, c := range s.known {
		if c.sessions == 0 && files.leaves(c.key, c.may) != "" {
			go c.Close() // which takes the lock
		}
	}
}

// unreadable tells of a file that cannot be read, the first time; it may be being written. Who has removed one did not want
// its keys to stay.
func (s *Server) unreadable(of *door, times *int) {
	if of.err == nil {
		*times = 0
		return
	}
	if *times++; *times == 1 {
		s.audit.log.Warn("ssh keys unread", "why", of.err.Error())
	} else if errors.Is(of.err, fs.ErrNotExist) {
		of.err = nil
	}
}

// config says how clients log in: with a public key.
func (s *Server) config(ctx ssh.Context) *gossh.ServerConfig {
	return &gossh.ServerConfig{
		MaxAuthTries: maxTries,
		VerifiedPublicKeyCallback: func(_ gossh.ConnMetadata, key gossh.PublicKey, as *gossh.Permissions, _ string) (*gossh.Permissions, error) {
			c, ok := ctx.Value(contextOfConn).(*conn)
			may, known := s.may(ctx, key)
			if !ok || !known {
				return nil, ssh.ErrPermissionDenied
			}
			c.enter(authorized.Name(key), ctx.User(), may)
			return as, nil
		},
	}
}

// knows says whether a key may log in. A client may ask that before it shows that it has it.
func (s *Server) knows(ctx ssh.Context, key ssh.PublicKey) bool {
	_, known := s.may(ctx, key)
	return known
}

// may says what a key may do that is offered, if it is known.
func (s *Server) may(ctx ssh.Context, key ssh.PublicKey) (may grant, known bool) {
	in, err := s.opt.doors.open()
	name, unread := authorized.Name(key), ""
	if err != nil {
		unread = err.Error()
	}
	if c, ok := ctx.Value(contextOfConn).(*conn); ok {
		c.offers(name, ctx.User(), unread)
	}
	may, known = in[name]
	return may, known
}

// noChannel refuses what is no session, such as a port to be forwarded.
func (s *Server) noChannel(_ *ssh.Server, _ *gossh.ServerConn, asked gossh.NewChannel, ctx ssh.Context) {
	if c, ok := ctx.Value(contextOfConn).(*conn); ok {
		c.refused("a channel of type " + told(asked.ChannelType()))
	}
	_ = asked.Reject(gossh.Prohibited, "segtap shows screens, and forwards nothing")
}

// channel opens a session, if there is room for one.
func (s *Server) channel(_ *ssh.Server, of *gossh.ServerConn, asked gossh.NewChannel, ctx ssh.Context) {
	defer func() {
		if caught := recover(); caught != nil {
			s.audit.fault("a session that begins", caught)
			_ = of.Close()
		}
	}()
	c, isConn := ctx.Value(contextOfConn).(*conn)
	public, isKey := ctx.Value(ssh.ContextKeyPublicKey).(ssh.PublicKey)
	if !isConn || !isKey {
		_ = asked.Reject(gossh.Prohibited, "segtap shows screens to who has a key")
		return
	}
	key := authorized.Name(public)
	in, err := s.opt.doors.open()
	if may, known := in[key]; err != nil || !known {
		c.refused("the key may not log in any more")
		_ = asked.Reject(gossh.Prohibited, "this key may not log in any more")
		return
	} else if !c.sit(key, may.writes) {
		c.refused("too many sessions")
		_ = asked.Reject(gossh.ResourceShortage, fmt.Sprintf("segtap shows %d screens over SSH at most, %d to who may only look, and %d to one key", maxSessions, maxReading, maxOfKey))
		return
	} else {
		defer c.rise(key, may.writes)
	}
	g := &gate{NewChannel: asked, resized: make(chan struct{}, 1), refused: func(what string) { c.refused(what) }}
	g.hangUp = func() { _ = c.Close() }
	g.fits = s.room.fits(key)
	defer g.closed()
	// A server of its own for each channel, so that its handler knows what the gate does.
	own := &ssh.Server{Handler: func(of ssh.Session) {
		defer func() {
			if caught := recover(); caught != nil {
				s.audit.fault("a session", caught, "key", key)
				g.closesIn(closesWithin)
			}
		}()
		s.session(of, g, c)
	}}
	_ = own.SetOption(ssh.EmulatePty()) // it never fails
	ssh.DefaultSessionHandler(own, of, g, ctx)
}
