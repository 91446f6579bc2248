package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"syscall"
	"testing"

	"segtap/ui/cli/console"
)

// counting is a receiver that counts how often each message comes, and does something
// when so many have come.
type counting struct {
	*httptest.Server
	mu    sync.Mutex
	times map[int]int
	came  int
	at    int
	do    func()
}

func newCounting(t *testing.T) *counting {
	t.Helper()
	c := &counting{times: make(map[int]int)}
	number := regexp.MustCompile(`"n":(\d+)`)
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the sender was killed while it sent
		}
		c.mu.Lock()
		for _, n := range number.FindAllSubmatch(body, -1) {
			i, _ := strconv.Atoi(string(n[1]))
			c.times[i]++
		}
		if c.came++; c.came == c.at {
			c.do()
		}
		c.mu.Unlock()
		w.WriteHeader(http.StatusAccepted)
	}))
	t.Cleanup(c.Close)
	return c
}

// TestNothingIsSentTwiceAfterKill9 kills `segtap replay` in the middle, three times, and
// lets it go on until it ends by itself.
func TestNothingIsSentTwiceAfterKill9(t *testing.T) {
	const messages = 600
	dir := t.TempDir()
	var lines bytes.Buffer
	for i := range messages {
		fmt.Fprintf(&lines, `{"type":"track","event":"E","userId":"u","messageId":"m-%d","properties":{"n":%d}}`+"\n", i, i)
	}
	in, run := filepath.Join(dir, "in.ndjson"), filepath.Join(dir, "run.ndjson")
	if err := os.WriteFile(in, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	fake := newCounting(t)
	args := []string{"replay", in, "--file", run, "--target", "event:" + fake.URL, "--concurrency", "4"}
	for _, at := range []int{100, 250, 400} {
		cmd := program(t, args...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		fake.mu.Lock()
		fake.at, fake.do = at, func() { _ = cmd.Process.Kill() }
		fake.mu.Unlock()
		exit, ok := errors.AsType[*exec.ExitError](cmd.Wait())
		if !ok || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
			t.Fatalf("it was not killed: %v", exit)
		}
		args = []string{"replay", "--resume", run, "--concurrency", "4"}
	}
	cmd := program(t, args...)
	var said bytes.Buffer
	cmd.Stderr = &said
	exit, ok := errors.AsType[*exec.ExitError](cmd.Run())
	if !ok || exit.ExitCode() != 1 { // some are unknown: they were under way
		t.Fatalf("ended with %v: %s", exit, &said)
	}
	account := regexp.MustCompile(`error: (\d+) taken, 0 refused, (\d+) unknown \(sent, and no answer came: may have been taken\), 0 not sent of 600`).FindSubmatch(said.Bytes())
	if account == nil {
		t.Fatalf("it said %s", &said)
	}
	taken, _ := strconv.Atoi(string(account[1]))
	unknown, _ := strconv.Atoi(string(account[2]))
	fake.mu.Lock()
	defer fake.mu.Unlock()
	once := 0
	for i := range messages {
		if fake.times[i] > 1 {
			t.Errorf("message %d came %d times", i, fake.times[i])
		}
		once += min(fake.times[i], 1)
	}
	if taken+unknown != messages || once < taken || unknown < 1 || unknown > 12 {
		t.Errorf("%d taken and %d unknown; %d came", taken, unknown, once)
	}
	t.Logf("%d taken, %d unknown, %d came", taken, unknown, once)
}

// TestAnInterruptEndsWithTheAccount presses ctrl+c in the middle, with one request that
// is never answered.
func TestAnInterruptEndsWithTheAccount(t *testing.T) {
	dir := t.TempDir()
	var lines bytes.Buffer
	for i := range 50 {
		fmt.Fprintf(&lines, `{"type":"track","event":"E","userId":"u","messageId":"m-%d","properties":{"n":%d}}`+"\n", i, i)
	}
	in, run := filepath.Join(dir, "in.ndjson"), filepath.Join(dir, "run.ndjson")
	if err := os.WriteFile(in, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := program(t, "replay", in, "--file", run)
	came, middle := 0, make(chan struct{})
	fake := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if came++; came == 20 {
			close(middle)
			<-r.Context().Done()
			return
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	defer fake.Close()
	cmd.Args = append(cmd.Args, "--target", "event:"+fake.URL)
	var said, out bytes.Buffer
	cmd.Stderr, cmd.Stdout = &said, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-middle
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	exit, ok := errors.AsType[*exec.ExitError](cmd.Wait())
	want := "error: stopped: 19 taken, 0 refused, 1 unknown (sent, and no answer came: may have been taken), 30 not sent of 50\n" +
		"segtap: hint: `segtap replay --resume " + run + "` goes on\n"
	if !ok || exit.ExitCode() != console.ExitInterrupted || !bytes.Contains(said.Bytes(), []byte(want)) {
		t.Errorf("ended with %v, and said %s", exit, &said)
	}
	if n := bytes.Count(out.Bytes(), []byte{'\n'}); n != 20 {
		t.Errorf("%d lines: %s", n, &out)
	}
}
