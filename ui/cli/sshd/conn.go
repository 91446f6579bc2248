package sshd

import (
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"charm.land/ssh"
)

// conn is a connection of a client.
type conn struct {
	net.Conn
	of   *Server
	host string
	key  string // that has logged in, when it has had a session; the server's mu is for it

	mu       sync.Mutex
	known    bool   // it has logged in
	offered  string // the key that it has offered last
	user     string
	sessions int
	unused   *time.Timer // closes it when it has no session for a while
	closed   bool
	dropped  bool // to make room
}

// connected takes a connection, or not. Where there are too many that have not logged in, it drops one: the oldest of the
// address that has most, which is seldom that of somebody who does log in.
func (s *Server) connected(ctx ssh.Context, of net.Conn) net.Conn {
	c := &conn{Conn: of, of: s, host: hostOf(of.RemoteAddr())}
	s.mu.Lock()
	drop := s.tooMany(c.host)
	full := s.ended || drop == nil && len(s.conns) >= maxConns
	if !full {
		s.conns[c] = struct{}{}
		s.strange = append(s.strange, c)
	}
	s.mu.Unlock()
	if full {
		s.audit.refused(of.RemoteAddr(), "too many connections")
		return nil
	}
	if drop != nil {
		drop.mu.Lock()
		drop.dropped = true
		drop.mu.Unlock()
		_ = drop.Close()
	}
	ctx.SetValue(contextOfConn, c)
	return c
}

// tooMany returns the connection that has to go for another one of an address; nil where none has to, or can. The caller
// holds mu.
func (s *Server) tooMany(host string) *conn {
	of := make(map[string]int)
	for _, c := range s.strange {
		of[c.host]++
	}
	switch {
	case of[host] >= maxOfHost:
	case len(s.strange) >= maxStrange, len(s.conns) >= maxConns:
		for other, n := range of {
			if n > of[host] {
				host = other
			}
		}
	default:
		return nil
	}
	for _, c := range s.strange {
		if c.host == host {
			return c
		}
	}
	return nil
}

// hostOf is who an address belongs to: of IPv6, one has a network of 64 bits at least.
func hostOf(of net.Addr) string {
	at, err := netip.ParseAddrPort(of.String())
	if err != nil {
		return of.String()
	}
	ip := at.Addr().Unmap()
	if ip.Is6() {
		if network, err := ip.WithZone("").Prefix(64); err == nil {
			return network.String()
		}
	}
	return ip.String()
}

// met takes a connection from those that have not logged in. The caller holds mu.
func (s *Server) met(c *conn) {
	if i := slices.Index(s.strange, c); i >= 0 {
		s.strange = slices.Delete(s.strange, i, i+1)
	}
}

// Close closes it, and tells of one that never got in.
func (c *conn) Close() error {
	c.mu.Lock()
	known, closed, dropped := c.known, c.closed, c.dropped
	c.closed = true
	if c.unused != nil {
		c.unused.Stop()
	}
	c.mu.Unlock()
	if closed {
		return nil
	}
	c.of.mu.Lock()
	delete(c.of.conns, c)
	c.of.met(c)
	c.of.mu.Unlock()
	switch {
	case known:
	case dropped:
		c.of.audit.refused(c.RemoteAddr(), "too many connections")
	case c.offered != "":
		c.of.audit.refused(c.RemoteAddr(), "no key that may log in", "key", c.offered, "user", told(c.user))
	default:
		c.of.audit.refused(c.RemoteAddr(), "no key was offered")
	}
	return c.Conn.Close()
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
	c.of.met(c)
	c.of.mu.Unlock()
	c.unused = time.AfterFunc(unusedFor, func() { _ = c.Close() })
}

// sit takes a seat for a session of a key.
func (c *conn) sit(key string, writes bool) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.of
	s.mu.Lock()
	defer s.mu.Unlock()
	c.key = key
	if s.seats[key] >= maxOfKey || s.taken >= maxSessions || !writes && s.reading >= maxReading || s.ended || !c.known || c.closed {
		return false
	}
	c.sessions++
	s.seat(key, writes, 1)
	c.unused.Stop()
	return true
}

// seat counts seats. The caller holds mu.
func (s *Server) seat(key string, writes bool, by int) {
	s.taken += by
	if s.seats[key] += by; s.seats[key] == 0 {
		delete(s.seats, key)
	}
	if !writes {
		s.reading += by
	}
}

// rise gives it back.
func (c *conn) rise(key string, writes bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.of.mu.Lock()
	defer c.of.mu.Unlock()
	c.sessions--
	c.of.seat(key, writes, -1)
	if c.sessions == 0 && !c.closed {
		c.unused.Reset(unusedFor)
	}
}
