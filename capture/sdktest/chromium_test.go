package sdktest_test

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// pageDone is what a page writes on its console as the last thing it does.
const pageDone = "the page is done"

// chromium opens a page in a real browser, waits until the page says that it
// is done, closes the browser, and gives everything else that came on the
// page's console: what CORS forbids is told there, and not to the page. Further flags
// go before the usual ones.
func chromium(t *testing.T, url string, flags ...string) []string {
	t.Helper()
	command, err := findChromium()
	need(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), runWithin)
	defer cancel()
	cmd := exec.CommandContext(ctx, command, slices.Concat([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
		"--no-first-run", "--disable-background-networking", "--disable-component-update",
		"--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
		"--user-data-dir=" + t.TempDir(), "--enable-logging=stderr",
	}, flags, []string{url})...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	console := &consoleLog{done: make(chan struct{})}
	cmd.Stderr = console
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-console.done:
	case err := <-ended:
		t.Fatalf("Chromium ended before the page was done: %v\n%s", err, console.all())
	}
	cancel()
	<-ended
	return console.said()
}

// findChromium finds the browser by the names it is installed under.
func findChromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("there is no Chromium in the PATH")
}

// consoleLog takes the log of Chromium and tells when a page is done.
type consoleLog struct {
	done chan struct{}

	mu   sync.Mutex
	text bytes.Buffer
	seen bool
}

func (c *consoleLog) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.text.Write(p)
	if !c.seen && bytes.Contains(c.text.Bytes(), []byte(pageDone)) {
		c.seen = true
		close(c.done)
	}
	return len(p), nil
}

func (c *consoleLog) all() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text.String()
}

// said gives the lines of the page's console up to its last.
func (c *consoleLog) said() []string {
	before, _, _ := strings.Cut(c.all(), pageDone)
	lines := strings.Split(before, "\n")
	return slices.DeleteFunc(lines[:len(lines)-1], func(line string) bool {
		return !strings.Contains(line, ":CONSOLE")
	})
}
