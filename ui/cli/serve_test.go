package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"segtap/capture/ingest"
)

// segtapServe starts `segtap serve` and gives it with its standard output, which
// nobody reads yet, and its address.
func segtapServe(t *testing.T, args ...string) (cmd *exec.Cmd, out *bufio.Reader, url string) {
	t.Helper()
	cmd = program(t, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir())
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	errs := bufio.NewReader(stderr)
	listening := regexp.MustCompile(`listening on (\S+)`)
	for {
		line, err := errs.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if found := listening.FindStringSubmatch(line); found != nil {
			return cmd, bufio.NewReader(stdout), found[1]
		}
	}
}

// Whoever reads slowly gets every line of what was acknowledged, also of what
// was not printed yet when the end was asked for.
func TestWhatWasAcknowledgedIsPrintedToTheEnd(t *testing.T) {
	cmd, out, url := segtapServe(t)
	const batches, each = 3, 2000
	for range batches {
		messages := strings.Repeat(`,{"type":"track","userId":"u","event":"Order Completed","properties":{"revenue":1}}`, each)
		res, err := http.Post(url+"/v1/batch", "application/json", strings.NewReader(`{"batch":[`+messages[1:]+`]}`))
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Fatalf("answered %d", res.StatusCode)
		}
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	lines := 0
	for {
		line, err := out.ReadString('\n')
		if err != nil {
			if line != "" {
				t.Errorf("the last line is cut: %s", line)
			}
			break
		}
		if lines++; !strings.HasPrefix(line, fmt.Sprintf(`{"id":%d,`, lines)) {
			t.Fatalf("line %d is %s", lines, line)
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("ended with %v", err)
	}
	if lines != batches*each {
		t.Errorf("%d lines, want %d", lines, batches*each)
	}
}

// An event that comes, and comes again before anybody has looked, is printed before
// its further try: the last line of an id says what came of it.
func TestATryIsPrintedBehindItsEvent(t *testing.T) {
	store, _ := captureCorpus(t, corpus())
	srv := httptest.NewServer(ingest.New(store, ingest.Options{}))
	t.Cleanup(srv.Close)
	c := store.Counts()
	var out bytes.Buffer
	p := printer{tries: store.TryCount(), store: store, next: c.First + c.Entries, out: bufio.NewWriter(&out), log: slog.New(slog.DiscardHandler)}
	reader := store.NewReader()
	send := func() {
		t.Helper()
		res, err := http.Post(srv.URL+"/v1/track", "", strings.NewReader(`{"messageId":"fresh","userId":"u","event":"Fresh"}`))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
	}
	list, now, _ := store.Tries(p.tries)
	p.tries = now
	send()
	send() // between the two halves of a look
	if err := errors.Join(p.printRest(reader), p.printTries(reader, list, 0), p.printNew(reader)); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || strings.Contains(lines[0], `"try"`) || !strings.Contains(lines[1], `"try":2`) {
		t.Errorf("printed %.200q", lines)
	}
}
