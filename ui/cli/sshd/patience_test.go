package sshd

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	terminal "charm.land/ssh"
	"golang.org/x/crypto/ssh"
)

// pipes is a listener whose clients are in this process, so that its time is that of the test.
type pipes struct {
	come   chan net.Conn
	here   []net.Conn // the ends of the clients
	closed chan struct{}
	close  func()
}

func newPipes() *pipes {
	p := &pipes{come: make(chan net.Conn), closed: make(chan struct{})}
	p.close = sync.OnceFunc(func() { close(p.closed) })
	return p
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.come:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p *pipes) Close() error {
	p.close()
	return nil
}

// dial comes to the listener.
func (p *pipes) dial() net.Conn {
	here, there := net.Pipe()
	p.come <- buffer(there)
	p.here = append(p.here, buffer(here))
	return p.here[len(p.here)-1]
}

// buffered is an end of a pipe that is written to without waiting for who reads.
type buffered struct {
	net.Conn
	out    chan []byte
	closed chan struct{}
	close  func()
}

func buffer(of net.Conn) *buffered {
	b := &buffered{Conn: of, out: make(chan []byte, 1024), closed: make(chan struct{})}
	b.close = sync.OnceFunc(func() { close(b.closed) })
	go func() {
		defer of.Close()
		for {
			select {
			case text := <-b.out:
				_, _ = of.Write(text) // fails when the other end is closed, as Read does
			case <-b.closed:
				return
			}
		}
	}()
	return b
}

func (b *buffered) Write(text []byte) (int, error) {
	select {
	case b.out <- bytes.Clone(text):
		return len(text), nil
	case <-b.closed:
		return 0, net.ErrClosed
	}
}

func (b *buffered) Close() error {
	b.close()
	return b.Conn.Close()
}

// login comes with keys.
func (p *pipes) login(keys ...ssh.Signer) (*ssh.Client, error) {
	conn := p.dial()
	c, channels, requests, err := ssh.NewClientConn(conn, "", &ssh.ClientConfig{
		Auth: []ssh.AuthMethod{ssh.PublicKeys(keys...)}, HostKeyCallback: func(string, net.Addr, ssh.PublicKey) error { return nil },
	})
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return ssh.NewClient(c, channels, requests), nil
}

// inTime has a server show screens to a key, in a time that passes as soon as all wait. It has no capture: a session that
// begins panics.
func inTime(t *testing.T, with func(t *testing.T, p *pipes, key ssh.Signer, keys string, log *bytes.Buffer)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p, key, log := newPipes(), signer(t), new(bytes.Buffer)
		keys := filepath.Join(t.TempDir(), "keys")
		if err := os.WriteFile(keys, ssh.MarshalAuthorizedKey(key.PublicKey()), 0o600); err != nil {
			t.Fatal(err)
		}
		s := newServer(p, signer(t), Options{doors: doors{readers: keys}}, capture{}, slog.New(slog.NewTextHandler(log, nil)))
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- s.Serve(ctx) }()
		defer func() {
			stop()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}()
		defer func() {
			for _, c := range p.here {
				_ = c.Close()
			}
		}()
		with(t, p, key, keys, log)
	})
}

// must gives a client that has logged in.
func must(t *testing.T, c *ssh.Client, err error) *ssh.Client {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Who comes and does nothing is cut off: without a handshake, without a session, and with one in which nothing begins.
func TestWhoDoesNothingIsCutOff(t *testing.T) {
	for what, c := range map[string]struct {
		begin func(t *testing.T, p *pipes, key ssh.Signer) (until func() error)
		after time.Duration
	}{
		"no handshake": {func(_ *testing.T, p *pipes, _ ssh.Signer) func() error {
			conn := p.dial()
			return func() error { _, err := io.Copy(io.Discard, conn); return err }
		}, handshake},
		"no session": {func(t *testing.T, p *pipes, key ssh.Signer) func() error {
			client, err := p.login(key)
			return must(t, client, err).Wait
		}, unusedFor},
		"no shell": {func(t *testing.T, p *pipes, key ssh.Signer) func() error {
			client, err := p.login(key)
			_, requests, err := must(t, client, err).OpenChannel("session", nil)
			if err != nil {
				t.Fatal(err)
			}
			return func() error {
				ssh.DiscardRequests(requests)
				return client.Close()
			}
		}, startsWithin},
	} {
		inTime(t, func(t *testing.T, p *pipes, key ssh.Signer, _ string, _ *bytes.Buffer) {
			began := time.Now()
			_ = c.begin(t, p, key)() // the end says it
			if took := time.Since(began); took != c.after {
				t.Errorf("%s: cut off after %s", what, took)
			}
		})
	}
}

// A client may offer so many keys, and not one after the other until one is let in.
func TestAClientOffersFewKeys(t *testing.T) {
	inTime(t, func(t *testing.T, p *pipes, key ssh.Signer, _ string, _ *bytes.Buffer) {
		var offered []ssh.Signer
		for range maxTries - 1 {
			offered = append(offered, signer(t))
		}
		client, err := p.login(append(offered, key)...)
		if err != nil {
			t.Fatal(err)
		}
		_ = client.Close()
		if client, err := p.login(append(offered, signer(t), key)...); err == nil {
			_ = client.Close()
			t.Error("the seventh is let in")
		}
	})
}

// Who has logged in, and may not any more, opens no session, even before that is looked for.
func TestAKeyThatWasTakenAwayOpensNoSession(t *testing.T) {
	inTime(t, func(t *testing.T, p *pipes, key ssh.Signer, keys string, _ *bytes.Buffer) {
		client, err := p.login(key)
		defer must(t, client, err).Close()
		if err := os.WriteFile(keys, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err = client.NewSession()
		if refused := new(ssh.OpenChannelError); !errors.As(err, &refused) || refused.Reason != ssh.Prohibited {
			t.Errorf("%v", err)
		}
	})
}

// A panic as a session begins ends that session, and stands in the log.
func TestASessionThatPanicsEndsAlone(t *testing.T) {
	inTime(t, func(t *testing.T, p *pipes, key ssh.Signer, _ string, log *bytes.Buffer) {
		client, err := p.login(key)
		session, err := must(t, client, err).NewSession()
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(session.RequestPty("xterm", 30, 100, nil), session.Shell()); err != nil {
			t.Fatal(err)
		}
		_ = client.Wait()
		client, err = p.login(key)
		_ = must(t, client, err).Close()
		synctest.Wait()
		if got := log.String(); strings.Count(got, `level=ERROR msg="ssh fault"`) != 1 || !strings.Contains(got, `of="a session" panic=`) {
			t.Errorf("%s", got)
		}
	})
}

// Whoever is in both files writes.
func TestAKeyOfBothFilesWrites(t *testing.T) {
	dir, both, looks := t.TempDir(), signer(t).PublicKey(), signer(t).PublicKey()
	at := doors{filepath.Join(dir, "readers"), filepath.Join(dir, "writers")}
	for path, text := range map[string][]byte{
		at.readers: append(ssh.MarshalAuthorizedKey(both), ssh.MarshalAuthorizedKey(looks)...), at.writers: ssh.MarshalAuthorizedKey(both),
	} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in, err := at.open()
	if err != nil || len(in) != 2 || !in[ssh.FingerprintSHA256(both)].writes || in[ssh.FingerprintSHA256(looks)].writes {
		t.Errorf("%v, %v", in, err)
	}
}

// present gives a session of a key that has been let in.
func present(s *Server, key ssh.PublicKey, writes bool) *session {
	c := &conn{of: s, key: ssh.FingerprintSHA256(key), may: grant{writes: writes}, sessions: 1}
	one := &session{of: s, conn: c, key: c.key, may: c.may, gate: &gate{hangUp: func() {}, fits: func(_, to terminal.Window) terminal.Window { return to }}}
	s.known, s.sessions[one] = append(s.known, c), struct{}{}
	return one
}

// Whoever may do something else by now is logged out, and who may do nothing. A file that cannot be read throws nobody out;
// one that is removed does, when it stays so.
func TestWhoIsLoggedOut(t *testing.T) {
	dir, ann, bob := t.TempDir(), signer(t).PublicKey(), signer(t).PublicKey()
	at := doors{filepath.Join(dir, "readers"), filepath.Join(dir, "writers")}
	s := newServer(nil, signer(t), Options{doors: at}, capture{}, slog.New(slog.DiscardHandler))
	looks, writes := present(s, ann, false), present(s, bob, true)
	defer looks.gate.closed()
	defer writes.gate.closed()
	const changed, gone, removed = "what the key may do has changed: log in again", "the key may not log in any more", ""
	keyAnn, keyBob := string(ssh.MarshalAuthorizedKey(ann)), string(ssh.MarshalAuthorizedKey(bob))
	for i, step := range []struct{ readers, writers, looks, writes string }{
		{keyAnn, keyBob, "", ""},
		{"no key", "no key", "", ""},
		{"no key", "no key", "", ""},
		{keyAnn + keyBob, "# nobody", "", changed},
		{removed, "# nobody", "", changed},
		{removed, "# nobody", gone, changed},
	} {
		for path, text := range map[string]string{at.readers: step.readers, at.writers: step.writers} {
			err := os.WriteFile(path, []byte(text), 0o600)
			if text == removed {
				err = os.Remove(path)
			}
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
		}
		if s.recheck(); looks.why != step.looks || writes.why != step.writes {
			t.Errorf("step %d: %q, %q", i, looks.why, writes.why)
		}
	}
}
