//go:build linux

package cli

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"segtap/ui/screentest"
)

var (
	soakFor  = flag.Duration("soak", 2*time.Second, "how long TestSoak sends events; 10m for the real thing")
	soakRate = flag.Int("soak-rate", 5000, "events a second that TestSoak sends")
	soakList = flag.String("soak-list", "2000000", "how many of them TestSoak has segtap list (its --max-events)")
)

// TestSoak sends events to the open screen, presses keys meanwhile, and looks at
// three things: that nothing is lost, how long a key takes to be seen, and how
// much memory it takes. It fails for what is lost only: the rest depends on the
// machine, and is logged.
//
//	go test ./ui/cli -run TestSoak -soak 10m -timeout 20m -v
func TestSoak(t *testing.T) {
	path := filepath.Join(t.TempDir(), "captured.ndjson")
	cmd := exec.Command("segtap", "--listen", "127.0.0.1:0", "--file", path, "--max-events", *soakList)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Path = exe
	term, err := screentest.Start(cmd, 200, 50)
	if err != nil {
		t.Fatal(err)
	}
	defer term.Close()
	if err := term.WaitFor("127.0.0.1:", patience); err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(term.Text(), "127.0.0.1:")
	address := "127.0.0.1:" + strings.FieldsFunc(rest, func(r rune) bool { return r < '0' || r > '9' })[0]

	end := time.Now().Add(*soakFor)
	var acknowledged atomic.Int64
	var senders sync.WaitGroup
	for s := range soakSenders {
		senders.Go(func() { acknowledged.Add(soakSend(t, address, s, end)) })
	}
	defer debug.SetGCPercent(debug.SetGCPercent(1000)) // what is measured is another program
	keys := &keyTimes{term: term}
	var memory []int
	for next := time.Now(); time.Now().Before(end); {
		if err := keys.round(); err != nil {
			t.Fatal(err)
		}
		if time.Now().After(next) {
			memory = append(memory, resident(t, cmd.Process.Pid))
			next = next.Add(*soakFor / 10)
		}
	}
	senders.Wait()
	if err := term.Press("q"); err != nil {
		t.Fatal(err)
	}
	if code, err := term.WaitExit(patience); code != 0 || err != nil {
		t.Fatalf("exit code %d, %v", code, err)
	}
	kept := countLines(t, path) - 1
	if kept != acknowledged.Load() || kept == 0 {
		t.Errorf("%d acknowledged, %d kept", acknowledged.Load(), kept)
	}
	t.Logf("%d events in %v (%.0f a second), all kept", kept, *soakFor, float64(kept)/soakFor.Seconds())
	t.Logf("%d keys: median %v, p99 %v, longest %v", len(keys.took), keys.at(0.5), keys.at(0.99), keys.at(1))
	t.Logf("resident memory in MB, a tenth of the time apart: %v", memory)
}

const soakSenders = 16

// soakSend sends its share of the events, evenly, and gives how many were
// acknowledged. It writes to its connection itself: Go's client would take as
// much of the processors as segtap does.
func soakSend(t *testing.T, address string, sender int, end time.Time) (sent int64) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Errorf("sender %d: %v", sender, err)
		return 0
	}
	defer conn.Close()
	answers := bufio.NewReader(conn)
	pad := `"` + strings.Repeat("x", 700) + `"`
	var body, req []byte
	pause := time.Second * soakSenders / time.Duration(*soakRate)
	for next := time.Now(); next.Before(end); next = next.Add(pause) {
		time.Sleep(time.Until(next))
		body = fmt.Appendf(body[:0], `{"userId":"u_%d","event":"Order %d","messageId":"m-%d-%d","properties":{"revenue":%d.5,"text":%s}}`,
			sent%999, sent%40, sender, sent, sent%500, pad)
		req = fmt.Appendf(req[:0], "POST /v1/track HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", address, len(body), body)
		if _, err := conn.Write(req); err != nil {
			t.Errorf("sender %d: %v", sender, err)
			return sent
		}
		res, err := http.ReadResponse(answers, nil)
		if err != nil {
			t.Errorf("sender %d: %v", sender, err)
			return sent
		}
		_, _ = io.Copy(io.Discard, res.Body)
		if res.StatusCode != http.StatusOK {
			t.Errorf("answered %d", res.StatusCode)
			return sent
		}
		sent++
	}
	return sent
}

// keyTimes measures how long it takes until a terminal has what a key does to the
// screen.
type keyTimes struct {
	term *screentest.Terminal
	took []time.Duration
}

// round presses keys that each change the whole screen, and moves in the list
// between them.
func (k *keyTimes) round() error {
	steps := []struct{ key, sees, lacks string }{
		{"?", "type to search", ""},
		{"esc", "EVENT", "type to search"},
		{"2", "sorted by", ""},
		{"1", "USER", "sorted by"},
		{"/", "words, or", ""},
		{"x", "/ x", ""},
		{"esc", "esc clear", "close the list"}, // of what may be typed
		{"esc", "USER", "/ x"},
	}
	for _, step := range steps {
		began := time.Now()
		if err := k.term.Press(step.key); err != nil {
			return err
		}
		if err := k.term.WaitUntil(func(screen string) bool {
			return strings.Contains(screen, step.sees) && (step.lacks == "" || !strings.Contains(screen, step.lacks))
		}, patience); err != nil {
			return fmt.Errorf("key %s: %w", step.key, err)
		}
		if step.key != "esc" { // which is one only when nothing follows it for a while
			k.took = append(k.took, k.term.Written().Sub(began))
		}
		// Nobody types in step with the screen.
		time.Sleep(20*time.Millisecond + rand.N(20*time.Millisecond))
	}
	if err := k.term.Press("up", "up", "pgup", "pgdown", "end"); err != nil {
		return err
	}
	time.Sleep(50 * time.Millisecond)
	return nil
}

// at returns a quantile of the times.
func (k *keyTimes) at(share float64) time.Duration {
	if len(k.took) == 0 {
		return 0
	}
	slices.Sort(k.took)
	return k.took[int(share*float64(len(k.took)-1))].Round(100 * time.Microsecond)
}

func countLines(t *testing.T, path string) (lines int64) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	block := make([]byte, 1<<20)
	for {
		n, err := file.Read(block)
		lines += int64(bytes.Count(block[:n], []byte{'\n'}))
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// resident returns the memory of a process in MB.
func resident(t *testing.T, pid int) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	var kb int
	if _, err := fmt.Sscan(rest, &kb); err != nil {
		t.Fatal(err)
	}
	return kb >> 10
}
