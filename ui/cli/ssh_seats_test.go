package cli

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// sits opens as many sessions as it is given, at connections of their own.
func (s *screens) sits(t *testing.T, key string, want int) (opened int) {
	t.Helper()
	for range want {
		_, err := s.login(t, key).NewSession()
		var refused *ssh.OpenChannelError
		switch {
		case err == nil:
			opened++
		case !errors.As(err, &refused) || refused.Reason != ssh.ResourceShortage:
			t.Error(err)
		}
	}
	return opened
}

// There is an end to how many look: of one key, of all, and of those that may only look, so that who writes finds a seat.
func TestThereAreSoManyScreensAndNoMore(t *testing.T) {
	s := serveScreens(t)
	opened := 0
	for i := range 9 {
		key := fmt.Sprintf("reader%d", i)
		s.admit(t, key, "readers")
		n := s.sits(t, key, 9)
		if n > 8 {
			t.Errorf("%d sessions of one key", n)
		}
		opened += n
	}
	if opened != 56 {
		t.Errorf("%d sessions of readers", opened)
	}
	if n := s.sits(t, "writer", 9); n != 8 {
		t.Errorf("%d sessions of a writer", n)
	}
	s.admit(t, "another", "writers")
	if n := s.sits(t, "another", 1); n != 0 {
		t.Error("a session more than there are seats")
	}
}

// Screens have so many cells and no more, one by itself and those of a key together: the memory of serve is bounded.
func TestScreensHaveSoManyCellsAndNoMore(t *testing.T) {
	s := serveScreens(t)
	client := s.login(t, "reader")
	for i, want := range []int{108, 108, 24} {
		v := view(t, client, 600, 200)
		v.sees(t, "Waiting for the first Segment call")
		v.mu.Lock()
		lines := strings.Count(strings.TrimRight(v.em.String(), " \n"), "\n") + 1
		v.mu.Unlock()
		if lines > want || lines < want-2 {
			t.Errorf("screen %d has %d lines, not %d", i, lines, want)
		}
	}
}

// stalled is a connection from which nothing is read any more from a moment on.
type stalled struct {
	net.Conn
	from  atomic.Bool
	never chan struct{}
}

func (c *stalled) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if c.from.Load() {
		<-c.never
	}
	return n, err
}

// Who takes nothing more of a session, not even its end, keeps no seat by it.
func TestWhoStopsReadingKeepsNoSeat(t *testing.T) {
	s := serveScreens(t)
	config, err := sshConfig(filepath.Join(s.dir, "reader"))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := net.Dial("tcp", s.ssh)
	if err != nil {
		t.Fatal(err)
	}
	conn := &stalled{Conn: plain, never: make(chan struct{})}
	defer close(conn.never)
	defer plain.Close()
	of, channels, requests, err := ssh.NewClientConn(conn, s.ssh, config)
	if err != nil {
		t.Fatal(err)
	}
	client := ssh.NewClient(of, channels, requests)
	var sessions []*ssh.Session
	for range 8 {
		session, err := client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		sessions = append(sessions, session)
	}
	if s.sits(t, "reader", 1) != 0 {
		t.Fatal("there are more than eight seats for a key")
	}
	conn.from.Store(true)
	for _, session := range sessions {
		_, _ = session.SendRequest("exec", false, ssh.Marshal(struct{ Command string }{"x"}))
	}
	for end := time.Now().Add(patience); s.sits(t, "reader", 1) == 0; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the seats are held")
		}
	}
}

// Who removes a file of keys logs out whose keys were in it, also those that look at nothing; and that it cannot be read is
// told once.
func TestAFileOfKeysThatIsRemoved(t *testing.T) {
	s := serveScreens(t)
	client, idle := s.login(t, "reader"), s.login(t, "reader")
	session, err := idle.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	_ = session.Close()
	v := view(t, client, 100, 30)
	v.sees(t, "Waiting for the first Segment call")
	if err := os.Remove(filepath.Join(s.dir, "readers")); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if code := v.leaves(t); code != 1 || !strings.Contains(v.after, "segtap: the key may not log in any more\r\n") {
		t.Errorf("code %d, and %q", code, v.after)
	}
	ended := make(chan struct{})
	go func() {
		_ = idle.Wait()
		close(ended)
	}()
	select {
	case <-ended: // well before the half of a minute after which a connection without a session ends
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("it ends after %v", took)
		}
	case <-time.After(patience):
		t.Error("the connection of a key that may not log in stays")
	}
	if n := strings.Count(s.said(), `msg="ssh keys unread"`); n != 1 {
		t.Errorf("it is told %d times:\n%s", n, s.said())
	}
}

// Who logs in again and again without looking keeps nobody else out: of too many connections of a key the oldest is closed,
// and of too many in all the oldest that shows nothing. The log says whose it was.
func TestWhoLogsInWithoutLookingKeepsNobodyOut(t *testing.T) {
	s := serveScreens(t)
	looks := view(t, s.login(t, "reader"), 80, 24)
	looks.sees(t, "Waiting for the first Segment call")
	var all []*ssh.Client
	for i := range 8 {
		key := fmt.Sprintf("idle%d", i)
		s.admit(t, key, "readers")
		for range 17 {
			all = append(all, s.login(t, key))
		}
	}
	for i := range 8 { // the oldest of each
		_ = all[i*17].Wait()
	}
	if n := s.sits(t, "writer", 1); n != 1 {
		t.Error("a writer is kept out")
	}
	if n := s.sits(t, "reader", 1); n != 1 {
		t.Error("a reader is kept out")
	}
	_, _ = io.WriteString(looks.keys, "2")
	looks.sees(t, "▶2 Metrics") // who looks stays
	key, err := os.ReadFile(filepath.Join(s.dir, "idle7.pub"))
	if err != nil {
		t.Fatal(err)
	}
	public, _, _, _, err := ssh.ParseAuthorizedKey(key)
	if err != nil {
		t.Fatal(err)
	}
	s.says(t, `why="too many connections" key=`+ssh.FingerprintSHA256(public)+" comment=idle7@laptop")
}

// A key that is taken out of its file is logged out, also while the other file cannot be read; who was let in by that stays.
func TestAKeyThatIsTakenOutWhileTheOtherFileCannotBeRead(t *testing.T) {
	s := serveScreens(t)
	reader, writer := view(t, s.login(t, "reader"), 100, 30), view(t, s.login(t, "writer"), 100, 30)
	for _, v := range []*viewer{reader, writer} {
		v.sees(t, "Waiting for the first Segment call")
	}
	if err := os.WriteFile(filepath.Join(s.dir, "readers"), []byte("hello\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.says(t, `msg="ssh keys unread" why="readers, line 1: this is no public key"`)
	if err := os.WriteFile(filepath.Join(s.dir, "writers"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if code := writer.leaves(t); code != 1 || !strings.Contains(writer.after, "segtap: the key may not log in any more\r\n") {
		t.Errorf("code %d, and %q", code, writer.after)
	}
	_, _ = io.WriteString(reader.keys, "2")
	reader.sees(t, "▶2 Metrics")
	if _, err := sshDial(s.ssh, filepath.Join(s.dir, "reader")); err == nil {
		t.Error("a key logs in where a file cannot be read")
	}
	s.says(t, `why="the keys cannot be read: readers, line 1: this is no public key" key=SHA256:`)
	if strings.Contains(s.said(), "no key was offered") {
		t.Errorf("a key was offered:\n%s", s.said())
	}
}

// Every login is told, also of who never looks, and every refusal with the key; strangers, however many, take no line away
// from who has logged in.
func TestLoginsAndRefusalsAreToldWithTheKey(t *testing.T) {
	s := serveScreens(t)
	if err := makeKey(filepath.Join(s.dir, "stranger")); err != nil {
		t.Fatal(err)
	}
	for range 60 {
		if _, err := sshDial(s.ssh, filepath.Join(s.dir, "stranger")); err == nil {
			t.Fatal("a stranger is let in")
		}
	}
	client := s.login(t, "reader")
	if _, err := client.Dial("tcp", "127.0.0.1:1"); err == nil {
		t.Error("a port is forwarded")
	}
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if ok, _ := session.SendRequest("subsystem", true, ssh.Marshal(struct{ Name string }{"sftp"})); ok {
		t.Error("a subsystem is granted")
	}
	text, err := os.ReadFile(filepath.Join(s.dir, "readers"))
	if err != nil {
		t.Fatal(err)
	}
	public, _, _, _, err := ssh.ParseAuthorizedKey(text)
	if err != nil {
		t.Fatal(err)
	}
	who := "key=" + ssh.FingerprintSHA256(public) + " comment=reader@laptop"
	s.says(t, who+" user=somebody writes=false")
	s.says(t, `why="a channel of type direct-tcpip" `+who)
	s.says(t, `why="a subsystem" `+who)
}
