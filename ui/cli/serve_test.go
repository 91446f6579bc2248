package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// segtapServe starts `segtap serve` and gives it with its standard output, which
// nobody reads yet, and its address.
func segtapServe(t *testing.T, args ...string) (cmd *exec.Cmd, out *bufio.Reader, url string) {
	t.Helper()
	program, err := exec.LookPath("segtap")
	if err != nil {
		t.Fatal(err)
	}
	cmd = exec.Command(program, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
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

// A message that its sender tries again has a line for each try, with how that was
// answered: the last one says that it got through.
func TestEachTryIsPrinted(t *testing.T) {
	const message = `{"messageId":"m1","type":"track","userId":"u","event":"Order Completed","sentAt":"2026-08-18T12:00:0%dZ"}`
	file := filepath.Join(t.TempDir(), "captured.ndjson")
	var sent int
	serveAndPost := func(status, times int, args ...string) {
		t.Helper()
		cmd, out, url := segtapServe(t, append(args, "--file", file)...)
		for range times {
			sent++
			res, err := http.Post(url+"/v1/track", "application/json", strings.NewReader(fmt.Sprintf(message, sent)))
			if err != nil {
				t.Fatal(err)
			}
			_ = res.Body.Close()
			if res.StatusCode != status {
				t.Fatalf("answered %d", res.StatusCode)
			}
			line, err := out.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			var got struct {
				ID, Try, Answered int
				Diagnostics       []struct{ Code, Value string }
			}
			if err := json.Unmarshal([]byte(line), &got); err != nil {
				t.Fatal(err)
			}
			want := sent
			if sent == 1 {
				want = 0 // it is the message itself
			}
			if got.ID != 1 || got.Try != want || got.Answered != status {
				t.Errorf("sent %d times: %s", sent, line)
			}
			if retried := strings.Contains(line, fmt.Sprintf(`"code":"sdk_retry","severity":"info","gate":"accepted","pointer":"/messageId","value":"sent %d times"`, sent)); retried != (sent > 1) {
				t.Errorf("sent %d times: %s", sent, line)
			}
		}
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if rest, err := io.ReadAll(out); err != nil || len(rest) > 0 {
			t.Errorf("and %q, %v", rest, err)
		}
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	serveAndPost(429, 3, "--fault", "429")
	serveAndPost(200, 2)
	serveAndPost(200, 1, "--filter", "is:retried")
}
