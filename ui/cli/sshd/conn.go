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

	mu       sync.Mutex
	key      string // that has logged in; empty before
	may      grant
	offered  string // the key that it has offered last
	user     string
	unread   string      // why it is not known whether that may log in
	unused   *time.Timer // closes it when it has no session for a while
	closed   bool
	dropped  bool // to make room
	sessions int  // the server's mu is for it too
}

// connected takes a connection, or not. Where there are too many that have not logged in, it drops one: the oldest of the
// address that has most, which is seldom that of somebody who does log in. Where there are too many in all, it is the oldest
// that has no session.
func (s *Server) connected(ctx ssh.Context, of net.Conn) net.Conn {
	c := &conn{Conn: of, of: s, host: hostOf(of.RemoteAddr())}
	s.mu.Lock()
	drop := s.tooMany(c.host)
	full := s.ended || drop == nil && len(s.strange)+len(s.known) >= maxConns
	if !full {
		s.strange = append(s.strange, c)
	}
	s.mu.Unlock()
	if full {
		s.audit.refused(of.RemoteAddr(), "", "too many connections")
		return nil
	}
	drop.drop()
	ctx.SetValue(contextOfConn, c)
	return c
}

// drop closes it to make room; nil is none.
func (c *conn) drop() {
	if c == nil {
		return
	}
	c.mu.Lock()
	c.dropped = true
	c.mu.Unlock()
	_ = c.Close()
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
	case len(s.strange) >= maxStrange:
		for other, n := range of {
			if n > of[host] {
				host = other
			}
		}
	case len(s.strange)+len(s.known) >= maxConns:
		return s.idle("")
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

// idle returns the oldest connection of a key, or of any, that has no session; nil for none. The caller holds mu.
func (s *Server) idle(key string) *conn {
	for _, c := range s.known {
		if c.sessions == 0 && (key == "" || c.key == key) {
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

// without takes a connection from some.
func without(of []*conn, c *conn) []*conn {
	if i := slices.Index(of, c); i >= 0 {
		return slices.Delete(of, i, i+1)
	}
	return of
}

// Close closes it, and tells of one that never got in, or had to go.
func (c *conn) Close() error {
	c.mu.Lock()
	closed := c.closed
	c.closed = true
	if c.unused != nil {
		c.unused.Stop()
	}
	key, offered, user, unread, dropped := c.key, c.offered, c.user, c.unread, c.dropped
	c.mu.Unlock()
	if closed {
		return nil
	}
	s := c.of
	s.mu.Lock()
	s.strange, s.known = without(s.strange, c), without(s.known, c)
	s.mu.Unlock()
	switch {
	case dropped:
		c.refused("too many connections")
	case key != "":
	case unread != "":
		c.refused("the keys cannot be read: "+unread, "key", offered, "user", told(user))
	case offered != "":
		c.refused("no key that may log in", "key", offered, "user", told(user))
	default:
		c.refused("no key was offered")
	}
	return c.Conn.Close()
}

// refused tells of what was refused to it.
func (c *conn) refused(why string, args ...any) {
	c.mu.Lock()
	key, may := c.key, c.may
	c.mu.Unlock()
	if key != "" {
		args = append(args, "comment", told(may.comment))
	}
	c.of.audit.refused(c.RemoteAddr(), key, why, args...)
}

// offers keeps the key that was offered, for who reads the log; unread is why it is not known whether that may log in.
func (c *conn) offers(key, user, unread string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offered, c.user, c.unread = key, user, unread
}

// enter says that the client has logged in. Of too many of a key, the oldest without a session goes: there is one, since a
// key has fewer sessions than that.
func (c *conn) enter(key, user string, may grant) {
	c.mu.Lock()
	if c.key != "" || c.closed {
		c.mu.Unlock()
		return
	}
	c.key, c.may = key, may
	c.unused = time.AfterFunc(unusedFor, func() { _ = c.Close() })
	s := c.of
	s.mu.Lock()
	s.strange, s.known = without(s.strange, c), append(s.known, c)
	var over *conn
	n := 0
	for _, other := range s.known {
		if other.key == key {
			n++
		}
	}
	if n > maxConnsOfKey {
		over = s.idle(key)
	}
	s.mu.Unlock()
	c.mu.Unlock()
	s.audit.accepted(c.RemoteAddr(), key, "comment", told(may.comment), "user", told(user), "writes", may.writes)
	over.drop()
}

// sit takes a seat for a session of a key.
func (c *conn) sit(key string, writes bool) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.of
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seats[key] >= maxOfKey || s.taken >= maxSessions || !writes && s.reading >= maxReading || s.ended || c.key == "" || c.closed {
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
