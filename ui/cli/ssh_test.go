package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"golang.org/x/crypto/ssh"
)

// screens is a `segtap serve --ssh` that runs.
type screens struct {
	dir, url, ssh string
	cmd           *exec.Cmd

	mu   sync.Mutex
	errs bytes.Buffer
}

// serveScreens starts one, with the keys reader and writer.
func serveScreens(t *testing.T, args ...string) *screens {
	t.Helper()
	s := &screens{dir: t.TempDir()}
	for name, file := range map[string]string{"reader": "readers", "writer": "writers"} {
		if err := makeKey(filepath.Join(s.dir, name)); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(s.dir, name+".pub"), filepath.Join(s.dir, file)); err != nil {
			t.Fatal(err)
		}
	}
	s.cmd = program(t, append([]string{"serve", "--listen", "127.0.0.1:0", "--memory", "--ssh", "127.0.0.1:0", "--authorized-keys", "readers", "--ssh-write", "writers"}, args...)...)
	s.cmd.Dir = s.dir
	s.cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+filepath.Join(s.dir, "state"), "XDG_DATA_HOME="+filepath.Join(s.dir, "data"), "EDITOR=touch "+filepath.Join(s.dir, "edited"))
	errs, err := s.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	read := make(chan struct{})
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		<-read
	})
	listens := make(chan struct{})
	go func() {
		defer close(read)
		on := regexp.MustCompile(`listening on (\S+)`)
		over := regexp.MustCompile(`screens over SSH on (\S+),`)
		for lines := bufio.NewScanner(errs); lines.Scan(); {
			s.mu.Lock()
			fmt.Fprintln(&s.errs, lines.Text())
			s.mu.Unlock()
			if found := over.FindStringSubmatch(lines.Text()); found != nil {
				s.ssh = found[1]
			}
			if found := on.FindStringSubmatch(lines.Text()); found != nil {
				s.url = found[1]
				close(listens)
			}
		}
	}()
	select {
	case <-listens:
	case <-read:
		t.Fatal(s.said())
	}
	return s
}

// admit makes a key, and adds it to a file of those that log in.
func (s *screens) admit(t *testing.T, key, file string) {
	t.Helper()
	path := filepath.Join(s.dir, key)
	if err := makeKey(path); err != nil {
		t.Fatal(err)
	}
	line, err := os.ReadFile(path + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	to, err := os.OpenFile(filepath.Join(s.dir, file), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	if _, err := to.Write(line); err != nil {
		t.Fatal(err)
	}
}

// said is what it has written to standard error.
func (s *screens) said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.errs.String()
}

// says waits until it has.
func (s *screens) says(t *testing.T, want string) {
	t.Helper()
	for end := time.Now().Add(patience); !strings.Contains(s.said(), want); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it does not say %q:\n%s", want, s.said())
		}
	}
}

// post sends some events, and fails unless all are taken.
func (s *screens) post(t *testing.T, name string, n int) {
	t.Helper()
	message := `,{"type":"track","userId":"u","event":"` + name + `","properties":{"text":"` + strings.Repeat("x", 200) + `"}}`
	res, err := http.Post(s.url+"/v1/batch", "application/json", strings.NewReader(`{"batch":[`+strings.Repeat(message, n)[1:]+`]}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("answered %d", res.StatusCode)
	}
}

// login logs in with a key.
func (s *screens) login(t *testing.T, key string) *ssh.Client {
	t.Helper()
	client, err := sshDial(s.ssh, filepath.Join(s.dir, key))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// viewer is a screen over SSH, with an emulator for its terminal.
type viewer struct {
	*ssh.Session
	keys io.Writer

	mu    sync.Mutex
	em    *vt.Emulator
	after string // the end of all that has come
	ended chan struct{}
	err   error
}

// view opens a screen.
func view(t *testing.T, client *ssh.Client, w, h int) *viewer {
	t.Helper()
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	v := &viewer{Session: session, em: vt.NewEmulator(w, h), ended: make(chan struct{})}
	out, err := session.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if v.keys, err = session.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := session.RequestPty("xterm-256color", h, w, nil); err != nil {
		t.Fatal(err)
	}
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(v.keys, v.em) }() // what the emulator answers; to close it meanwhile is a race of its own
	go func() {
		defer close(v.ended)
		for buf := make([]byte, 32<<10); ; {
			n, err := out.Read(buf)
			v.mu.Lock()
			_, _ = v.em.Write(buf[:n])
			v.after += string(buf[:n])
			v.after = v.after[max(len(v.after)-1<<10, 0):]
			v.mu.Unlock()
			if err != nil {
				v.err = session.Wait()
				return
			}
		}
	}()
	t.Cleanup(func() { _ = session.Close() })
	return v
}

// sees waits until a text stands on the screen.
func (v *viewer) sees(t *testing.T, want string) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		v.mu.Lock()
		screen := v.em.String()
		v.mu.Unlock()
		if strings.Contains(screen, want) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%q is not on the screen:\n%s", want, screen)
		}
	}
}

// lacks fails where a text stands on the screen.
func (v *viewer) lacks(t *testing.T, text string) {
	t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	if screen := v.em.String(); strings.Contains(screen, text) {
		t.Fatalf("%q is on the screen:\n%s", text, screen)
	}
}

// leaves waits until the session has ended, and returns with which exit code.
func (v *viewer) leaves(t *testing.T) int {
	t.Helper()
	select {
	case <-v.ended:
	case <-time.After(patience):
		t.Fatal("the session has not ended")
	}
	var exit *ssh.ExitError
	if errors.As(v.err, &exit) {
		return exit.ExitStatus()
	}
	if v.err != nil {
		return -1
	}
	return 0
}

// A key is the only way in, and who has none is not even told which keys there are.
func TestNobodyComesInWithoutAKey(t *testing.T) {
	s := serveScreens(t)
	s.post(t, "Secret Event", 1)
	if err := makeKey(filepath.Join(s.dir, "stranger")); err != nil {
		t.Fatal(err)
	}
	if _, err := sshDial(s.ssh, filepath.Join(s.dir, "stranger")); err == nil || !strings.Contains(err.Error(), "attempted methods [none publickey]") {
		t.Error(err)
	}
	for name, auth := range map[string]ssh.AuthMethod{
		"no key":               nil,
		"a password":           ssh.Password("secret"),
		"keyboard-interactive": ssh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) { return nil, nil }),
	} {
		config := &ssh.ClientConfig{User: "root", HostKeyCallback: func(string, net.Addr, ssh.PublicKey) error { return nil }}
		if auth != nil {
			config.Auth = append(config.Auth, auth)
		}
		_, err := ssh.Dial("tcp", s.ssh, config)
		if err == nil || !strings.Contains(err.Error(), "attempted methods [none]") {
			t.Errorf("%s: %v", name, err)
		}
	}
	// What a client is sent that shakes no hands is the name of the protocol alone, and it is cut off.
	conn, err := net.Dial("tcp", s.ssh)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\n\r\n")
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil { // else it is cut off after ten seconds
		t.Fatal(err)
	}
	text, _ := io.ReadAll(conn)
	if !bytes.HasPrefix(text, []byte("SSH-2.0-segtap\r\n")) || bytes.Contains(text, []byte("Secret")) || len(text) > 4<<10 {
		t.Errorf("it is told %q", text)
	}
	s.says(t, `why="no key was offered"`)
}

// A key says no more than that somebody may look: nothing is run, and nothing is forwarded.
func TestASessionIsAScreenAndNothingElse(t *testing.T) {
	s := serveScreens(t)
	client := s.login(t, "writer")
	if _, err := client.Dial("tcp", strings.TrimPrefix(s.url, "http://")); err == nil {
		t.Error("a port is forwarded")
	}
	if _, err := client.Listen("tcp", "127.0.0.1:0"); err == nil {
		t.Error("a port is forwarded back")
	}
	for _, what := range []string{"subsystem", "x11-req", "auth-agent-req@openssh.com", "signal", "break"} {
		session, err := client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		if ok, err := session.SendRequest(what, true, ssh.Marshal(struct{ Name string }{"sftp"})); ok || err != nil {
			t.Errorf("%s is granted (%v)", what, err)
		}
		_ = session.Close()
	}
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	text, err := session.CombinedOutput("touch " + filepath.Join(s.dir, "touched"))
	var exit *ssh.ExitError
	if !errors.As(err, &exit) || exit.ExitStatus() != 2 || !strings.Contains(string(text), "there are no commands here") {
		t.Errorf("%q, %v", text, err)
	}
	v := view(t, client, 100, 30)
	s.post(t, "Order Completed", 1)
	v.sees(t, "#1  Order Completed")
	_, _ = io.WriteString(v.keys, "E")
	v.sees(t, "no editor over SSH")
	for _, name := range []string{"touched", "edited"} {
		if _, err := os.Stat(filepath.Join(s.dir, name)); err == nil {
			t.Errorf("%s: something has been run", name)
		}
	}
}

// What clients say of themselves is bounded, and makes no difference to others.
func TestAClientThatSaysTooMuch(t *testing.T) {
	s := serveScreens(t)
	s.post(t, "Order Completed", 1)
	client := s.login(t, "reader")
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		_, _ = session.SendRequest("env", false, ssh.Marshal(struct{ Name, Value string }{"LC_ALL", strings.Repeat("x", 30<<10)}))
		_, _ = session.SendRequest("window-change", false, make([]byte, 16))
	}
	for _, name := range []string{"LD_PRELOAD", "EDITOR", "TEA_TRACE", "PATH"} {
		if session.Setenv(name, "x") == nil {
			t.Errorf("%s is taken", name)
		}
	}
	_ = session.Close()
	for _, size := range [][2]int{{0, 0}, {10000, 10000}, {1, 1}} {
		session, err := client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		if err := session.RequestPty("xterm", size[1], size[0], nil); err != nil {
			t.Fatal(err)
		}
		for range 50 { // before the screen, and while it stands
			if err := session.WindowChange(size[1], size[0]); err != nil {
				t.Fatal(err)
			}
		}
		in, _ := session.StdinPipe()
		session.Stdout = io.Discard
		if err := session.Shell(); err != nil {
			t.Fatal(err)
		}
		for range 50 {
			_ = session.WindowChange(size[1], size[0])
		}
		_, _ = io.WriteString(in, "q")
		if err := session.Wait(); err != nil {
			t.Errorf("%v: %v", size, err)
		}
	}
	session, err = client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.RequestPty("dumb\x1b]0;x\a", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	if err := session.Wait(); err == nil {
		t.Error("a terminal with such a name is shown a screen")
	}
	v := view(t, client, 100, 30)
	v.sees(t, "#1  Order Completed")
	_, _ = io.WriteString(v.keys, "\x1b[200~")
	go func() { // until it is cut off
		for block := strings.Repeat("x", 32<<10); ; {
			if _, err := io.WriteString(v.keys, block); err != nil {
				return
			}
		}
	}()
	if code := v.leaves(t); code == 0 {
		t.Error("a paste without an end is taken")
	}
	s.says(t, "a paste has 1.0 MiB at most over SSH")
	if strings.ContainsAny(s.said(), "\x1b\a") {
		t.Errorf("%q", s.said())
	}
}

// A terminal that has stopped reading holds up nobody: not who sends, not who looks, and not the end.
func TestATerminalThatDoesNotRead(t *testing.T) {
	s := serveScreens(t)
	stuck, err := s.login(t, "reader").NewSession()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := stuck.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stuck.StdoutPipe(); err != nil { // which nobody reads
		t.Fatal(err)
	}
	if err := stuck.RequestPty("xterm-256color", 150, 500, nil); err != nil {
		t.Fatal(err)
	}
	if err := stuck.Shell(); err != nil {
		t.Fatal(err)
	}
	v := view(t, s.login(t, "reader"), 100, 30)
	for i := range 40 {
		s.post(t, "Order", 1000)
		for j := range 5 { // each draws the screen anew: more than a window has room for
			_, _ = io.WriteString(keys, "?")
			if err := stuck.WindowChange(100+j*10, 300+i); err != nil {
				t.Fatal(err)
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	s.post(t, "Last Order", 1)
	v.sees(t, "#40001  Last Order")
	began := time.Now()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := v.leaves(t); code != 1 {
		t.Errorf("the other session ends with %d", code)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > patience {
		t.Errorf("the end takes %v", took)
	}
}

// The end of serve is told, and what a key may do is looked at while it is in.
func TestSessionsEndInOrder(t *testing.T) {
	s := serveScreens(t)
	s.post(t, "Order Completed", 1)
	reader, writer, gone := view(t, s.login(t, "reader"), 100, 30), view(t, s.login(t, "writer"), 100, 30), s.login(t, "writer")
	lost := view(t, gone, 80, 24)
	for _, v := range []*viewer{reader, writer, lost} {
		v.sees(t, "1 event ")
	}
	_ = gone.Close()
	s.says(t, `why="the client has gone"`)

	// Who is in a file no more is logged out; one that cannot be read throws nobody out, and lets nobody in.
	if err := os.WriteFile(filepath.Join(s.dir, "writers"), []byte("hello\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sshDial(s.ssh, filepath.Join(s.dir, "reader")); err == nil {
		t.Error("a key logs in where a file cannot be read")
	}
	s.says(t, "the keys cannot be read: writers, line 1: this is no public key")
	if err := os.WriteFile(filepath.Join(s.dir, "writers"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if code := writer.leaves(t); code != 1 || !strings.Contains(writer.after, "segtap: the key may not log in any more\r\n") {
		t.Errorf("code %d, and %q", code, writer.after)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := reader.leaves(t); code != 1 || !strings.Contains(reader.after, "segtap: segtap serve has ended\r\n") {
		t.Errorf("code %d, and %q", code, reader.after)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Error(err)
	}
	for _, want := range []string{"writes=true", "writes=false", "ssh logout", `why="segtap serve has ended"`, "comment="} {
		if !strings.Contains(s.said(), want) {
			t.Errorf("the log lacks %s:\n%s", want, s.said())
		}
	}
}

// Nobody is logged in for ever who has left the keyboard.
func TestASessionInWhichNoKeyIsPressed(t *testing.T) {
	s := serveScreens(t, "--ssh-idle", "1s")
	v := view(t, s.login(t, "reader"), 100, 30)
	if code := v.leaves(t); code != 1 || !strings.Contains(v.after, "no key was pressed for 1s") {
		t.Errorf("code %d, and %q", code, v.after)
	}
}

// Sessions of one connection are as far apart as others.
func TestTwoSessionsOfOneConnection(t *testing.T) {
	s := serveScreens(t)
	s.post(t, "Order Completed", 1)
	client := s.login(t, "writer")
	one, two := view(t, client, 100, 30), view(t, client, 90, 24)
	one.sees(t, "1 event ")
	two.sees(t, "1 event ")
	_, _ = io.WriteString(one.keys, "2")
	one.sees(t, "▶2 Metrics")
	_, _ = io.WriteString(two.keys, "4")
	two.sees(t, "▶4 Problems")
	one.sees(t, "▶2 Metrics")
	_, _ = io.WriteString(two.keys, "q")
	if code := two.leaves(t); code != 0 {
		t.Errorf("it leaves with %d", code)
	}
	_, _ = io.WriteString(one.keys, "1")
	one.sees(t, "▶1 Events")
}

// Two who edit the same event at a time each keep what they have written, and it is told who has.
func TestTwoEditTheSameEvent(t *testing.T) {
	s := serveScreens(t)
	s.post(t, "Order Completed", 1)
	one, two := view(t, s.login(t, "writer"), 120, 30), view(t, s.login(t, "writer"), 120, 30)
	for i, v := range []*viewer{one, two} {
		v.sees(t, "#1  Order Completed")
		_, _ = io.WriteString(v.keys, "e")
		v.sees(t, "keep and replay")
		fmt.Fprintf(v.keys, "mine%d", i) // no JSON any more, which can be kept too
		v.sees(t, fmt.Sprintf("mine%d", i))
		s.says(t, `msg="ssh draft"`) // of the first one
	}
	two.sees(t, "another screen edits #1: this draft is kept by ctrl+s only")
	two.lacks(t, "mine0") // whose draft is kept meanwhile
	for i, v := range []*viewer{one, two} {
		_, _ = io.WriteString(v.keys, "\x13") // ctrl+s
		s.says(t, fmt.Sprintf("entry=%d", i+2))
	}
	for i, v := range []*viewer{one, two} {
		v.sees(t, "3 events")
		v.sees(t, fmt.Sprintf("mine%d", i))
	}
}

// Whose draft is left for later is found by the next one, and who has gone is no longer in its way.
func TestADraftOfSomebodyWhoHasGone(t *testing.T) {
	s := serveScreens(t)
	s.post(t, "Order Completed", 1)
	client := s.login(t, "writer")
	one := view(t, client, 120, 30)
	one.sees(t, "#1  Order Completed")
	_, _ = io.WriteString(one.keys, "e")
	one.sees(t, "keep and replay")
	_, _ = io.WriteString(one.keys, "mine")
	one.sees(t, `mine"Order Completed"`)
	_ = client.Close()
	s.says(t, "ssh logout")
	two := view(t, s.login(t, "writer"), 120, 30)
	two.sees(t, "1 event ")
	_, _ = io.WriteString(two.keys, "e")
	two.sees(t, `mine"Order Completed"`)
	two.lacks(t, "another screen edits")
}

// Colours and signs are those of the client's terminal, whatever the one of serve has.
func TestTheScreenIsDrawnForTheTerminalOfTheClient(t *testing.T) {
	s := serveScreens(t)
	client := s.login(t, "reader")
	for _, of := range []struct {
		term, env, has, lacks string
	}{
		{"xterm-256color", "", "48;5;", "8;2;"},
		{"xterm-256color", "COLORTERM=truecolor", "48;2;", "\x00"},
		{"xterm-256color", "NO_COLOR=1", "Waiting", ";5;"},
		{"xterm", "LC_ALL=C", "Waiting", "▶"},
		{"xterm", "LC_ALL=en_US.UTF-8", "▶", "38;"},
	} {
		session, err := client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		if name, value, ok := strings.Cut(of.env, "="); ok {
			if err := session.Setenv(name, value); err != nil {
				t.Error(err)
			}
		}
		in, err := session.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		w := &watcher{}
		w.changed = sync.NewCond(&w.mu)
		var raw bytes.Buffer // as it comes
		session.Stdout = io.MultiWriter(&raw, w)
		if err := session.RequestPty(of.term, 30, 100, nil); err != nil {
			t.Fatal(err)
		}
		if err := session.Shell(); err != nil {
			t.Fatal(err)
		}
		if err := w.waitFor("Waiting for the first Segment call"); err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(in, "q")
		if err := session.Wait(); err != nil {
			t.Error(err)
		}
		if text := raw.String(); !strings.Contains(text, of.has) || strings.Contains(text, of.lacks) {
			t.Errorf("TERM=%s %s: it lacks %q, or has %q:\n%.2000q", of.term, of.env, of.has, of.lacks, text)
		}
	}
}
