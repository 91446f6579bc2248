package sshd

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/adrg/xdg"
	"github.com/spf13/pflag"
	"golang.org/x/crypto/ssh"

	"segtap/capture/replay"
	"segtap/ui/cli/capturing"
	"segtap/ui/cli/sshd/authorized"
	"segtap/ui/preferences"
)

// signer returns a new key.
func signer(t *testing.T) ssh.Signer {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.NewSignerFromSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// far is a listener whose clients come from another machine.
type far struct{ net.Listener }

func (l far) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return farConn{c}, err
}

type farConn struct{ net.Conn }

func (farConn) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(10, 1, 2, 3), Port: 54416} }
func (farConn) LocalAddr() net.Addr  { return &net.TCPAddr{IP: net.IPv4(10, 0, 0, 7), Port: 2222} }

// serve shows screens to a key until the test ends.
func serve(t *testing.T, key ssh.Signer) (address string) {
	t.Helper()
	address, _ = serveOn(t, key, "127.0.0.1:0", func(ln net.Listener) net.Listener { return ln })
	return address
}

// serveOn captures on an address, and shows screens to those who come to a listener.
func serveOn(t *testing.T, key ssh.Signer, listen string, of func(net.Listener) net.Listener) (address, url string) {
	t.Helper()
	before := xdg.StateHome
	xdg.StateHome = t.TempDir()
	t.Cleanup(func() { xdg.StateHome = before })
	keys := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(keys, ssh.MarshalAuthorizedKey(key.PublicKey()), 0o600); err != nil {
		t.Fatal(err)
	}
	var opt capturing.Options
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	opt.AddFlags(flags)
	if err := flags.Parse([]string{"--listen", listen, "--memory"}); err != nil {
		t.Fatal(err)
	}
	judge, _, err := opt.Destination.Judge()
	if err != nil {
		t.Fatal(err)
	}
	e, err := opt.Open(t.Context(), judge)
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(of(ln), signer(t), Options{doors: doors{writers: keys}, idle: time.Hour}, capture{e, "actions", replay.Env{}}, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- s.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return ln.Addr().String(), e.URL
}

// visit opens a screen, types, and waits for its end.
func visit(t *testing.T, address string, key ssh.Signer, keys string) {
	t.Helper()
	session, leave := enter(t, address, key)
	defer leave()
	in, err := session.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, keys); err != nil {
		t.Fatal(err)
	}
	if err := session.Wait(); err != nil {
		t.Fatal(err)
	}
}

// enter logs in, with a terminal.
func enter(t *testing.T, address string, key ssh.Signer) (of *ssh.Session, leave func()) {
	t.Helper()
	client, err := ssh.Dial("tcp", address, &ssh.ClientConfig{
		Auth: []ssh.AuthMethod{ssh.PublicKeys(key)}, HostKeyCallback: func(string, net.Addr, ssh.PublicKey) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.RequestPty("xterm", 30, 100, nil); err != nil {
		t.Fatal(err)
	}
	return session, func() { _ = client.Close() }
}

// drawn opens a screen, and gives what is drawn until a text has come.
func drawn(t *testing.T, address string, key ssh.Signer, until string) string {
	t.Helper()
	session, leave := enter(t, address, key)
	defer leave()
	if _, err := session.StdinPipe(); err != nil { // one that has ended is a client that has gone
		t.Fatal(err)
	}
	out, err := session.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for buf := make([]byte, 4<<10); !strings.Contains(all.String(), until); {
		n, err := out.Read(buf)
		if all.Write(buf[:n]); err != nil {
			t.Fatalf("%v after %q", err, all.String())
		}
	}
	return all.String()
}

// Nothing is left of a session that has ended, whatever was typed as it did.
func TestNothingIsLeftOfASession(t *testing.T) {
	key := signer(t)
	address := serve(t, key)
	visit(t, address, key, "q")
	before := runtime.NumGoroutine()
	for range 20 {
		visit(t, address, key, "?"+strings.Repeat("\x1b[B", 20)+"\x03"+strings.Repeat("typed behind the end", 20))
	}
	for end := time.Now().Add(20 * time.Second); runtime.NumGoroutine() > before+5; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// Who looks from another machine is shown where an SDK of theirs sends to, and no address of this machine for one of
// theirs.
func TestWhereSomebodyElsewhereSendsTo(t *testing.T) {
	key := signer(t)
	address, url := serveOn(t, key, "0.0.0.0:0", func(ln net.Listener) net.Listener { return far{ln} })
	_, port, err := net.SplitHostPort(strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	if got := drawn(t, address, key, "all keys"); !strings.Contains(got, "http://10.0.0.7:"+port) || strings.Contains(got, "127.0.0.1") {
		t.Errorf("drawn is %q", got)
	}
	address, _ = serveOn(t, key, "127.0.0.1:0", func(ln net.Listener) net.Listener { return far{ln} })
	if got := drawn(t, address, key, "all keys"); !strings.Contains(got, " for its own machine ") || !strings.Contains(got, "Only the machine that segtap runs on reaches this address") {
		t.Errorf("drawn is %q", got)
	}
}

// What is chosen for the screen is found again by the key that has chosen it, and by no other.
func TestPreferencesAreOfAKey(t *testing.T) {
	key := signer(t)
	address := serve(t, key)
	visit(t, address, key, "2ss1q") // which sorts the metrics by something else
	var none preferences.Preferences
	if got, err := chosenBy(authorized.Name(key.PublicKey())).Read(); err != nil || got.Sort["metrics"] == "" {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := chosenBy(authorized.Name(signer(t).PublicKey())).Read(); err != nil || !got.Equal(&none) {
		t.Errorf("%+v, %v", got, err)
	}
}

// Where no more screens can be shown, that is told when it happens: it is captured on.
func TestAListenerThatFailsIsTold(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	s := newServer(ln, signer(t), Options{}, capture{}, slog.New(slog.NewTextHandler(&log, nil)))
	_ = ln.Close()
	if err := s.Serve(t.Context()); err == nil || !strings.Contains(log.String(), `level=ERROR msg="no more screens over SSH: `) {
		t.Errorf("%v, %s", err, log.String())
	}
}

// Of IPv6 somebody has a network, of IPv4 an address.
func TestWhoAnAddressBelongsTo(t *testing.T) {
	for address, want := range map[string]string{
		"10.1.2.3": "10.1.2.3", "::ffff:10.1.2.3": "10.1.2.3", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "::1": "::/64",
	} {
		if got := hostOf(&net.TCPAddr{IP: net.ParseIP(address), Port: 1}); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
}

// However often strangers are refused, what a key was refused is told; and of a key that is refused for ever, not for ever.
func TestNobodyFillsTheLogOfOthers(t *testing.T) {
	var log bytes.Buffer
	a, from := newAudit(slog.New(slog.NewTextHandler(&log, nil))), &net.TCPAddr{IP: net.IPv4(10, 1, 2, 3), Port: 1}
	for range 10_000 {
		a.refused(from, "", "no key was offered")
		a.refused(from, "SHA256:ann", "a command")
	}
	a.refused(from, "SHA256:bob", "a command")
	for key, most := range map[string]int{`"no key was offered"`: 1000, "SHA256:ann": 1000, "SHA256:bob": 1} {
		if n := strings.Count(log.String(), key); n == 0 || n > most {
			t.Errorf("%d lines of %s", n, key)
		}
	}
}
