package cli

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"segtap/ui/cli/console"
	"segtap/ui/screentest"
)

// TestASignalEndsWhatWaitsForItsInput starts commands whose standard input stays
// open, waits until they read it, and tells them to end.
func TestASignalEndsWhatWaitsForItsInput(t *testing.T) {
	metrics := filepath.Join(t.TempDir(), "metrics.yaml")
	if err := os.WriteFile(metrics, []byte("metrics: {a: A}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		args   []string
		signal os.Signal
	}{
		"check, ctrl+c":             {[]string{"check", "--metrics", metrics}, os.Interrupt},
		"check, SIGTERM":            {[]string{"check", "--metrics", metrics}, syscall.SIGTERM},
		"map --diagnostics, ctrl+c": {[]string{"map", "--diagnostics", "--metrics", metrics}, os.Interrupt},
		"map, SIGTERM":              {[]string{"map", "--metrics", metrics}, syscall.SIGTERM},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := program(t, test.args...)
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			errs, err := cmd.StderrPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			notes := bufio.NewReader(errs)
			if _, err := notes.ReadString('\n'); err != nil { // what it says of the metrics
				t.Fatal(err)
			}
			if err := cmd.Process.Signal(test.signal); err != nil {
				t.Fatal(err)
			}
			rest, _ := io.ReadAll(notes)
			wantInterrupted(t, cmd.Wait(), string(rest))
		})
	}
}

func wantInterrupted(t *testing.T, err error, said string) {
	t.Helper()
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok || exit.ExitCode() != console.ExitInterrupted || !strings.Contains(said, "interrupted before the input ended") {
		t.Errorf("ended with %v, and said %q", err, said)
	}
}

func TestATerminalIsToldThatItIsRead(t *testing.T) {
	term, err := screentest.Start(program(t, "check"), 100, 10)
	if err != nil {
		t.Fatal(err)
	}
	defer term.Close()
	if err := term.WaitFor("reading standard input: one message a line, ctrl+d ends", patience); err != nil {
		t.Fatal(err)
	}
	if err := term.Press("ctrl+c"); err != nil {
		t.Fatal(err)
	}
	if code, err := term.WaitExit(patience); err != nil || code != console.ExitInterrupted {
		t.Errorf("ended with %d, %v\n%s", code, err, term.Text())
	}
}
