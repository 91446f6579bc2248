package clustertest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long is waited for something to happen. It passes as soon as it does.
const patience = 90 * time.Second

// within waits until a condition holds. What is waited for says why it does not, for a failure.
func within(t *testing.T, limit time.Duration, what string, holds func() error) {
	t.Helper()
	end := time.Now().Add(limit)
	for {
		err := holds()
		if err == nil {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s: not within %v: %v", what, limit, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// process is a program that is killed and started again.
type process struct {
	name    string
	command func() *exec.Cmd

	mu    sync.Mutex
	cmd   *exec.Cmd
	ended chan struct{} // closed when it has
	said  *said         // on standard error
}

func (p *process) start(t *testing.T) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd != nil {
		return // two faults have hit it
	}
	if p.said == nil {
		p.said = &said{}
		t.Cleanup(func() {
			p.kill()
			if t.Failed() {
				t.Logf("%s said\n%s", p.name, p.said)
			}
		})
	}
	fmt.Fprintf(p.said, "%s %s\n", started, time.Now().Format(clock))
	p.cmd = p.command()
	p.cmd.Stderr = p.said
	diesWithItsParent(p.cmd)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.ended = make(chan struct{})
	go func(cmd *exec.Cmd, ended chan struct{}) {
		_ = cmd.Wait()
		close(ended)
	}(p.cmd, p.ended)
}

// kill ends it as kill -9 does, and waits until it is no more.
func (p *process) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd == nil || p.cmd.Process == nil {
		return
	}
	_ = p.cmd.Process.Kill()
	<-p.ended
	p.cmd = nil
	fmt.Fprintf(p.said, "—— killed %s\n", time.Now().Format(clock))
}

func (p *process) signal(sig os.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd != nil && p.cmd.Process != nil {
		_ = p.cmd.Process.Signal(sig)
	}
}

// hasEnded reports whether it has ended by itself.
func (p *process) hasEnded() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd == nil {
		return false
	}
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

const (
	clock   = "15:04:05.000"
	started = "—— started"
)

// said is the end of what a program has written.
type said struct {
	mu   sync.Mutex
	text []byte
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.text = append(s.text, p...); len(s.text) > 64<<10 {
		s.text = append(s.text[:0], s.text[len(s.text)-32<<10:]...)
	}
	return len(p), nil
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(bytes.TrimSpace(s.text))
}

// lastRun gives what it has written since it was last started.
func (s *said) lastRun() string {
	text := s.String()
	return text[max(strings.LastIndex(text, started), 0):]
}

// built builds a program of this module, or of one that it needs, and gives its path.
func built(t *testing.T, pkg string) string {
	t.Helper()
	path := t.TempDir() + "/program"
	build := exec.Command("go", "build", "-o", path, pkg)
	build.Env = os.Environ()
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return path
}
