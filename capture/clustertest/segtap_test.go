package clustertest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/go-json-experiment/json"
)

// segtap is one `segtap serve`, with wires of its own to the nodes.
type segtap struct {
	process
	wires [nodes]*wire

	mu   sync.Mutex
	url  string // empty while it does not listen
	runs int
}

// segtapFor makes one, which does not run yet.
func segtapFor(t *testing.T, c *cluster, name string) *segtap {
	t.Helper()
	s := &segtap{}
	var hosts []string
	for i, n := range c.nodes {
		s.wires[i] = lay(t, n.client)
		hosts = append(hosts, fmt.Sprintf("127.0.0.1:%d", s.wires[i].port))
	}
	home := t.TempDir()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s.name = name
	s.command = func() *exec.Cmd {
		cmd := exec.Command(exe)
		cmd.Args = []string{"segtap", "serve", "--listen", "127.0.0.1:0", "--journal", "nats://" + strings.Join(hosts, ",") + "/" + c.stream, "--journal-replicas", "3"}
		cmd.Env = append(os.Environ(), "HOME="+home, "XDG_STATE_HOME="+filepath.Join(home, "state"), "XDG_CONFIG_HOME="+filepath.Join(home, "config"),
			"XDG_DATA_HOME="+filepath.Join(home, "data"), "SEGTAP_API_TOKEN=", "LD_ACCESS_TOKEN=")
		cmd.Stdout = &printed{t: t, by: name}
		return cmd
	}
	return s
}

// run starts it, and waits until it listens.
func (s *segtap) run(t *testing.T) {
	t.Helper()
	s.start(t)
	s.awaitListening(t)
}

func (s *segtap) awaitListening(t *testing.T) {
	t.Helper()
	within(t, patience, s.name+" listens", func() error {
		url := ""
		if _, since, _ := strings.Cut(s.said.lastRun(), "listening on "); since != "" {
			url, _, _ = strings.Cut(since, "\n")
		}
		if url != "" {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.url = url
			s.runs++
			return nil
		}
		if s.hasEnded() { // it could not reach what is not there yet, and is started again as whoever runs many does
			s.process.kill()
			s.start(t)
		}
		return fmt.Errorf("it says nothing of it")
	})
}

// crashed says what none may say.
func (s *segtap) crashed() error {
	for _, text := range []string{"panic: ", "fatal error: ", "DATA RACE"} {
		if strings.Contains(s.said.String(), text) {
			return fmt.Errorf("%s says %s", s.name, text)
		}
	}
	return nil
}

// kill ends it as kill -9 does.
func (s *segtap) kill() {
	s.mu.Lock()
	s.url = ""
	s.mu.Unlock()
	s.process.kill()
}

// address is where it listens, empty while it does not; and the number of its run.
func (s *segtap) address() (url string, run int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.url, s.runs
}

// printed reads the lines that one run of segtap prints, and holds that none is printed twice.
type printed struct {
	t    *testing.T
	by   string
	rest []byte
	last uint64
	seen map[string]bool // further tries: id and number
}

func (p *printed) Write(block []byte) (int, error) {
	p.rest = append(p.rest, block...)
	for {
		line, rest, whole := bytes.Cut(p.rest, []byte("\n"))
		if !whole {
			return len(block), nil
		}
		p.line(line)
		p.rest = rest
	}
}

func (p *printed) line(line []byte) {
	var event struct {
		ID  uint64 `json:"id"`
		Try int    `json:"try"`
	}
	if err := json.Unmarshal(line, &event); err != nil {
		p.t.Errorf("%s printed %.200s: %v", p.by, line, err)
		return
	}
	if event.Try == 0 {
		if event.ID <= p.last {
			p.t.Errorf("%s printed #%d behind #%d", p.by, event.ID, p.last)
		}
		p.last = event.ID
		return
	}
	key := fmt.Sprint(event.ID, " ", event.Try)
	if p.seen[key] {
		p.t.Errorf("%s printed try %d of #%d twice", p.by, event.Try, event.ID)
	}
	if p.seen == nil {
		p.seen = map[string]bool{}
	}
	p.seen[key] = true
}
