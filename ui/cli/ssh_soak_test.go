//go:build linux

package cli

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

var soakScreens = flag.Int("soak-screens", 4, "how many screens TestSSHSoak has open; 20 for the real thing")

// TestSSHSoak sends events to a serve at which many look over SSH, who press keys meanwhile, and looks at what TestSoak
// looks at: that nothing is lost, how long a key takes to be on its way back, and how much memory a screen takes. It fails for
// what is lost only.
//
//	go test ./ui/cli -run TestSSHSoak -soak 30s -soak-screens 20 -v
func TestSSHSoak(t *testing.T) {
	s := serveScreens(t, "--filter", "event:none")
	empty := resident(t, s.cmd.Process.Pid)
	watchers := make([]*watcher, *soakScreens)
	for i := range watchers {
		key, file := fmt.Sprintf("key%d", i/8), "readers" // of one key there are eight, and of readers 56
		if i >= 56 {
			file = "writers"
		}
		if i%8 == 0 {
			s.admit(t, key, file)
		}
		watchers[i] = watch(t, s.login(t, key))
	}
	s.post(t, "Order Completed", 500)
	for _, w := range watchers {
		if err := w.waitFor("500 events"); err != nil {
			t.Fatal(err)
		}
	}
	opened, used := resident(t, s.cmd.Process.Pid), processorTime(t, s.cmd.Process.Pid)
	time.Sleep(time.Second)
	idle := processorTime(t, s.cmd.Process.Pid) - used

	end := time.Now().Add(*soakFor)
	used = processorTime(t, s.cmd.Process.Pid)
	var acknowledged atomic.Int64
	var all sync.WaitGroup
	for sender := range soakSenders {
		all.Go(func() { acknowledged.Add(soakSend(t, strings.TrimPrefix(s.url, "http://"), sender, end)) })
	}
	for _, w := range watchers {
		all.Go(func() {
			for time.Now().Before(end) {
				if err := w.round(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	time.Sleep(time.Until(end))
	used = processorTime(t, s.cmd.Process.Pid) - used
	all.Wait() // of rounds that have begun
	want := fmt.Sprintf("%d events", acknowledged.Load()+500)
	for _, w := range watchers {
		// Another size draws all anew: of a number, only the digits are drawn that have changed.
		for tries := 0; !w.has(withPoints(want)); tries++ {
			if err := w.session.WindowChange(48+tries%2, 199); err != nil || tries > 200 {
				t.Fatalf("it has not all: %v", err)
			}
			time.Sleep(100 * time.Millisecond)
		}
	}
	var keys keyTimes
	for _, w := range watchers {
		keys.took = append(keys.took, w.took...)
	}
	slices.Sort(keys.took)
	load, _ := os.ReadFile("/proc/loadavg")
	t.Logf("%d events in %v (%.0f a second), %d screens; load of the machine %s", acknowledged.Load(), *soakFor, float64(acknowledged.Load())/soakFor.Seconds(), len(watchers), strings.Fields(string(load))[0])
	t.Logf("%d keys: median %v, p99 %v, longest %v", len(keys.took), keys.at(0.5), keys.at(0.99), keys.at(1))
	t.Logf("processor: %.2f s a second, and %.3f while nothing happens", used.Seconds()/soakFor.Seconds(), idle.Seconds())
	t.Logf("resident memory in MB: %d without screens, %d with %d, %d at the end", empty, opened, len(watchers), resident(t, s.cmd.Process.Pid))
}

// withPoints writes the number of a text as the screen does.
func withPoints(text string) string {
	number, rest, _ := strings.Cut(text, " ")
	for i := len(number) - 3; i > 0; i -= 3 {
		number = number[:i] + "," + number[i:]
	}
	return number + " " + rest
}

// watcher is a screen over SSH without an emulator: what is drawn is looked for in what comes. An emulator takes longer than
// segtap does, and they share the processors.
type watcher struct {
	session *ssh.Session
	keys    io.Writer
	took    []time.Duration

	mu      sync.Mutex
	changed *sync.Cond
	text    []byte // without what steers the terminal
	came    time.Time
	ended   bool
	steers  byte // the kind of what is being passed over; 0 for nothing
}

func watch(t *testing.T, client *ssh.Client) *watcher {
	t.Helper()
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	w := &watcher{session: session}
	w.changed = sync.NewCond(&w.mu)
	if w.keys, err = session.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	session.Stdout = w
	if err := session.RequestPty("xterm-256color", 50, 200, nil); err != nil {
		t.Fatal(err)
	}
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = session.Wait()
		w.mu.Lock()
		defer w.mu.Unlock()
		w.ended = true
		w.changed.Broadcast()
	}()
	return w
}

// Write takes what is drawn.
func (w *watcher) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.came = time.Now()
	for _, c := range b {
		switch {
		case c == 0x1b:
			w.steers = c
		case w.steers == 0x1b && (c == '[' || c == ']'):
			w.steers = c
		case w.steers == 0x1b, w.steers == '[' && c >= '@' && c <= '~', w.steers == ']' && c == 7:
			w.steers = 0
		case w.steers == 0:
			w.text = append(w.text, c)
		}
	}
	if over := len(w.text) - 256<<10; over > 0 {
		w.text = slices.Delete(w.text, 0, over)
	}
	w.changed.Broadcast()
	return len(b), nil
}

// has reports whether a text is drawn.
func (w *watcher) has(text string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return bytes.Contains(w.text, []byte(text))
}

// waitFor waits until a text is drawn.
func (w *watcher) waitFor(text string) error {
	late := time.AfterFunc(patience, w.changed.Broadcast)
	defer late.Stop()
	w.mu.Lock()
	defer w.mu.Unlock()
	for end := time.Now().Add(patience); !bytes.Contains(w.text, []byte(text)); w.changed.Wait() {
		if w.ended || time.Now().After(end) {
			return fmt.Errorf("%q is not drawn (ended: %v); the last is %q", text, w.ended, w.text[max(len(w.text)-500, 0):])
		}
	}
	return nil
}

const esc = "\x1b"

// round presses keys that each draw the whole screen anew, as fast as people who read it.
func (w *watcher) round() error {
	for _, step := range []struct{ key, draws string }{{"?", "type to search"}, {esc, "EVENT"}, {"2", "sorted by"}, {"1", "EVENT"}, {"4", "ENTRIES"}, {"1", "EVENT"}} {
		w.mu.Lock()
		w.text = w.text[:0]
		w.mu.Unlock()
		began := time.Now()
		if _, err := io.WriteString(w.keys, step.key); err != nil {
			return err
		}
		if err := w.waitFor(step.draws); err != nil {
			return fmt.Errorf("key %q: %w", step.key, err)
		}
		if step.key != esc { // which is one only when nothing follows it for a while
			w.mu.Lock()
			w.took = append(w.took, w.came.Sub(began))
			w.mu.Unlock()
		}
		time.Sleep(300*time.Millisecond + rand.N(300*time.Millisecond))
	}
	return nil
}

// processorTime is what a process has used of the processors.
func processorTime(t *testing.T, pid int) time.Duration {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	var user, system int // in ticks of the clock, 100 a second
	if _, err := fmt.Sscan(fields[11]+" "+fields[12], &user, &system); err != nil {
		t.Fatal(err)
	}
	return time.Duration(user+system) * 10 * time.Millisecond
}
