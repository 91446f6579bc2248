package stream

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"

	"segtap/capture/journal/stream/natsurl"
)

// State says how the connection is.
type State struct {
	Connected bool
	Since     time.Time // since when it is as it is
	Server    string    // the server that answers, or those that do not
	Reason    string    // why there is none; empty with one
	Behind    uint64    // how many messages of the stream are known to be there and have not come yet
}

func (s State) String() string {
	if s.Connected {
		return "NATS: connected to " + s.Server
	}
	why := ""
	if s.Reason != "" {
		why = " (" + s.Reason + ")"
	}
	return fmt.Sprintf("NATS: not connected to %s since %s, trying again%s", s.Server, s.Since.Format(time.TimeOnly), why)
}

// linkError is ErrLink, which says itself that there is no connection.
type linkError struct{ state State }

func (e *linkError) Error() string { return e.state.String() }
func (e *linkError) Unwrap() error { return ErrLink }

// link is the connection to NATS, which comes back by itself.
type link struct {
	conn    *nats.Conn
	to      natsurl.Address
	subject string       // of the messages that are read, see key.only; empty for all
	slow    atomic.Bool  // the last reading was broken off; see fetch
	mute    atomic.Int64 // how many questions in a row had no answer

	changed chan struct{} // see [Journal.Changed]

	mu     sync.Mutex
	state  State
	change chan struct{} // closed when state changes
	said   string        // the last thing that a server has said is wrong, such as a permission
	at     time.Time     // when it was said
}

// oldest is the first version that has atomic batches.
var oldest = [2]int{2, 12}

// dial connects for the first time, which has to succeed.
func dial(to natsurl.Address, opts Options) (*link, error) {
	l := &link{to: to, change: make(chan struct{}), changed: make(chan struct{}, 1)}
	l.state = State{Server: strings.Join(to.Hosts, ", "), Since: time.Now()}
	set := []nats.Option{
		nats.Name("segtap"), nats.Timeout(opts.Patience), nats.MaxReconnects(-1), nats.ReconnectWait(100 * time.Millisecond),
		nats.ReconnectJitter(50*time.Millisecond, 50*time.Millisecond),
		nats.ReconnectBufSize(-1), // what cannot be sent now is not sent later
		nats.PingInterval(5 * time.Second), nats.MaxPingsOutstanding(2), nats.IgnoreAuthErrorAbort(),
		nats.ConnectHandler(func(c *nats.Conn) { l.up(c) }),
		nats.ReconnectHandler(func(c *nats.Conn) { l.up(c) }),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) { l.down(err) }),
		nats.ReconnectErrHandler(func(_ *nats.Conn, err error) { l.why(err) }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { l.hear(err) }),
	}
	if to.User != nil {
		if password, ok := to.User.Password(); ok {
			set = append(set, nats.UserInfo(to.User.Username(), password))
		} else {
			set = append(set, nats.Token(to.User.Username()))
		}
	}
	if opts.Creds != "" {
		set = append(set, nats.UserCredentials(opts.Creds))
	}
	if to.Scheme == "tls" {
		set = append(set, nats.Secure())
	}
	if opts.CA != "" {
		set = append(set, nats.RootCAs(opts.CA))
	}
	conn, err := nats.Connect(to.Servers(), set...)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot connect: %w", to, err)
	}
	l.conn = conn
	l.up(conn)
	if version := conn.ConnectedServerVersion(); tooOld(version) {
		conn.Close()
		return nil, fmt.Errorf("%s: %w: it is nats-server %s, and segtap needs %d.%d or later", to, ErrServer, version, oldest[0], oldest[1])
	}
	return l, nil
}

// tooOld says that a server has no atomic batches. A version that cannot be read is new.
func tooOld(version string) bool {
	major, rest, _ := strings.Cut(version, ".")
	minor, _, _ := strings.Cut(rest, ".")
	first, errFirst := strconv.Atoi(major)
	second, errSecond := strconv.Atoi(minor)
	return errFirst == nil && errSecond == nil && (first < oldest[0] || first == oldest[0] && second < oldest[1])
}

func (l *link) up(conn *nats.Conn) {
	l.set(func(s *State) {
		if !s.Connected {
			s.Connected, s.Since = true, time.Now()
		}
		s.Server, s.Reason = conn.ConnectedAddr(), ""
	})
}

func (l *link) down(err error) {
	l.set(func(s *State) {
		if s.Connected {
			s.Connected, s.Since, s.Server = false, time.Now(), strings.Join(l.to.Hosts, ", ")
		}
		if s.Reason = ""; err != nil {
			s.Reason = reason(err)
		}
	})
}

// why notes why connecting again has failed.
func (l *link) why(err error) {
	l.set(func(s *State) {
		if !s.Connected && err != nil {
			s.Reason = reason(err)
		}
	})
}

// reason says an error of the client in few words.
func reason(err error) string {
	var refused *net.OpError
	if errors.As(err, &refused) {
		return refused.Error()
	}
	return strings.TrimPrefix(err.Error(), "nats: ")
}

// hear notes what a server says is wrong, which it says to nobody in particular.
func (l *link) hear(err error) {
	if err == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.said, l.at = reason(err), time.Now()
}

// heard gives what a server has said is wrong since a moment.
func (l *link) heard(since time.Time) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.at.Before(since) {
		return ""
	}
	return l.said
}

func (l *link) set(change func(*State)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	was := l.state.Connected

	if change(&l.state); l.state.Connected != was {
		close(l.change)
		l.change = make(chan struct{})
		l.ring()
	}
}

// ring signals that something has changed.
func (l *link) ring() {
	select {
	case l.changed <- struct{}{}:
	default:
	}
}

// unheard notes that a question had no answer. A connection that is cut somewhere without
// anybody being told says nothing, and a server that is cut off from the others neither: after
// two of them another server is tried.
func (l *link) unheard() {
	if l.mute.Add(1) >= 2 {
		l.mute.Store(0)
		_ = l.conn.ForceReconnect()
	}
}

// now gives the state, and a channel that is closed when it changes.
func (l *link) now() (State, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state, l.change
}

// connected waits until there is a connection, at most until a moment, and gives what ends it.
func (l *link) connected(until time.Time, done <-chan struct{}) (lost <-chan struct{}, err error) {
	limit := time.NewTimer(time.Until(until))
	defer limit.Stop()
	for {
		state, change := l.now()
		if state.Connected {
			return change, nil
		}
		select {
		case <-change:
		case <-done:
			return nil, errClosed
		case <-limit.C:
			return nil, &linkError{state}
		}
	}
}
