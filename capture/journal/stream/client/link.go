package client

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"

	"segtap/capture/journal/stream/login"
)

// State says how the connection is.
type State struct {
	Connected bool
	Since     time.Time // since when it is as it is
	Server    string    // the server that answers, or those that do not
	Reason    string    // why there is none; empty with one
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

// stateError is ErrLink, which says itself that there is no connection.
type stateError struct{ state State }

func (e *stateError) Error() string { return e.state.String() }
func (e *stateError) Unwrap() error { return ErrLink }

// Err is [ErrLink], as the state is.
func (s State) Err() error { return &stateError{s} }

// Link is the connection to NATS, which comes back by itself.
type Link struct {
	Conn *nats.Conn
	To   login.Address
	slow atomic.Bool  // the last reading was broken off; see Fetch
	most atomic.Int64 // how many bytes a message may have, as the server said that was connected to last
	asks Silence      // of what is asked
	Acks Silence      // of what is published

	Changed chan struct{} // signals that something has changed; see Ring

	mu     sync.Mutex
	state  State
	change chan struct{}             // closed when state changes
	said   error                     // the last thing that a server has said is wrong, but for what asking hears
	at     time.Time                 // when it was said
	asking map[string][]chan<- error // who has published to a subject, and hears that it may not
}

// connectPatience is how long one server is waited for that is connected to.
const connectPatience = 2 * time.Second

// oldest is the first version that has atomic batches.
var oldest = [2]int{2, 12}

// Dial connects for the first time, which has to succeed.
func Dial(to login.Address, files login.Files, patience time.Duration) (*Link, error) {
	l := &Link{To: to, change: make(chan struct{}), Changed: make(chan struct{}, 1)}
	l.state = State{Server: strings.Join(to.Hosts, ", "), Since: time.Now()}
	var dialled atomic.Pointer[nats.Conn]
	set := []nats.Option{
		nats.Name("segtap"), nats.Timeout(min(patience, connectPatience)), nats.FlusherTimeout(patience), nats.MaxReconnects(-1),
		nats.CustomReconnectDelay(func(int) time.Duration {
			if c := dialled.Load(); c != nil { // which tells no handler why it was not let in
				l.why(files.Explain(to, c.LastError()))
			}
			return 100*time.Millisecond + rand.N(50*time.Millisecond)
		}),
		nats.ReconnectBufSize(-1), // what cannot be sent now is not sent later
		nats.PingInterval(5 * time.Second), nats.MaxPingsOutstanding(2), nats.IgnoreAuthErrorAbort(),
		nats.ConnectHandler(func(c *nats.Conn) { l.up(c) }),
		nats.ReconnectHandler(func(c *nats.Conn) { l.up(c) }),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) { l.down(err) }),
		nats.ReconnectErrHandler(func(_ *nats.Conn, err error) { l.why(err) }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { l.hear(err) }),
	}
	enter, err := files.Options(to)
	if err != nil {
		return nil, err
	}
	set = append(set, enter...)
	until := time.Now().Add(patience)
	conn, err := nats.Connect(to.Servers(), set...)
	for late := net.Error(nil); errors.As(err, &late) && late.Timeout() && time.Now().Before(until); {
		conn, err = nats.Connect(to.Servers(), set...)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: cannot connect: %w", to, files.Explain(to, err))
	}
	l.Conn = conn
	dialled.Store(conn)
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

// MaxPayload is how many bytes a message may have, as the server said that was connected to last.
func (l *Link) MaxPayload() int64 { return l.most.Load() }

func (l *Link) up(conn *nats.Conn) {
	l.most.Store(conn.MaxPayload())
	at := conn.ConnectedAddr()
	if at == "" { // it is no more
		return
	}
	l.set(func(s *State) {
		if !s.Connected {
			s.Connected, s.Since = true, time.Now()
		}
		s.Server, s.Reason = at, ""
	})
}

func (l *Link) down(err error) {
	l.set(func(s *State) {
		if s.Connected {
			s.Connected, s.Since, s.Server = false, time.Now(), strings.Join(l.To.Hosts, ", ")
		}
		if s.Reason = ""; err != nil {
			s.Reason = reason(err)
		}
	})
}

// why notes why connecting again has failed.
func (l *Link) why(err error) {
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

// hear takes in what a server says is wrong, which it says to nobody in particular.
func (l *Link) hear(err error) {
	if err == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	verb, subject := "", ""
	if errors.Is(err, nats.ErrPermissionViolation) {
		if verb, subject = forbidden(err.Error()); verb != "" {
			err = fmt.Errorf("%w: to %s to %s on %s", login.ErrForbidden, verb, subject, l.state.Server)
		}
	}
	for _, asks := range l.asking[subject] {
		select {
		case asks <- err:
		default: // it has heard so
		}
	}
	if verb == "" {
		err = fmt.Errorf("%w: %s says %s", ErrServer, l.state.Server, reason(err))
	}
	if verb != "publish" {
		l.said, l.at = err, time.Now()
	}
}

// forbidden reads what the user of a connection may not do, and with which subject; empty where
// that is not said.
func forbidden(text string) (verb, subject string) {
	for said, verb := range map[string]string{`Publish to "`: "publish", `Subscription to "`: "subscribe"} {
		if _, rest, ok := strings.Cut(text, said); ok {
			subject, _, _ := strings.Cut(rest, `"`)
			return verb, subject
		}
	}
	return "", ""
}

// Denials gives what hears that the user may not publish to a subject, until done.
func (l *Link) Denials(subject string) (denied <-chan error, done func()) {
	asks := make(chan error, 1)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.asking == nil {
		l.asking = make(map[string][]chan<- error)
	}
	l.asking[subject] = append(l.asking[subject], asks)
	return asks, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.asking[subject] = slices.DeleteFunc(l.asking[subject], func(of chan<- error) bool { return of == asks })
		if len(l.asking[subject]) == 0 {
			delete(l.asking, subject)
		}
	}
}

// heard gives what a server has said is wrong since a moment.
func (l *Link) heard(since time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.at.Before(since) {
		return nil
	}
	return l.said
}

func (l *Link) set(change func(*State)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	was := l.state.Connected
	if change(&l.state); l.state.Connected != was {
		close(l.change)
		l.change = make(chan struct{})
		l.Ring()
	}
}

// Ring signals that something has changed.
func (l *Link) Ring() {
	select {
	case l.Changed <- struct{}{}:
	default:
	}
}

// Silence is since when there has been no answer, in nanoseconds; 0 where the last one has come.
type Silence struct{ since atomic.Int64 }

func (s *Silence) End() { s.since.Store(0) }

// silent is for how long there is no answer before another server is tried.
const silent = 2 * time.Second

// Unheard notes that what was asked at a moment had no answer, or none of those who know. A
// connection that is cut somewhere without anybody being told says nothing, and a server that
// is cut off from the others nothing that helps: after a while of it another one is tried.
func (l *Link) Unheard(of *Silence, asked time.Time) {
	first := of.since.CompareAndSwap(0, asked.UnixNano())
	if state, _ := l.Now(); !first && state.Connected && time.Since(time.Unix(0, of.since.Load())) >= silent {
		l.Elsewhere()
	}
}

// Elsewhere has the next server tried, where there is another one. That there is no connection is
// known before the client says so, which holds its lock while it connects. It fails with a
// connection that is closed only.
func (l *Link) Elsewhere() {
	l.down(nil)
	l.asks.End()
	l.Acks.End()
	_ = l.Conn.ForceReconnect()
}

// Now gives the state, and a channel that is closed when it changes.
func (l *Link) Now() (State, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state, l.change
}

// Connect waits until there is a connection, at most until a moment, and gives what ends it.
func (l *Link) Connect(until time.Time, done <-chan struct{}) (lost <-chan struct{}, err error) {
	limit := time.NewTimer(time.Until(until))
	defer limit.Stop()
	for {
		state, change := l.Now()
		if state.Connected {
			return change, nil
		}
		select {
		case <-change:
		case <-done:
			return nil, ErrClosed
		case <-limit.C:
			return nil, state.Err()
		}
	}
}
