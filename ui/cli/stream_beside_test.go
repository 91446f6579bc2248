package cli

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"segtap/ui/screentest"
)

// A screen beside a serve of the same machine, which has the address, captures nothing; what is
// done there to events is in the stream all the same, for all to see.
func TestAScreenBesideServeKeepsItsMarks(t *testing.T) {
	nats := serveStreams(t)
	_, _, tap := segtapServe(t, "--journal", nats.address())
	posting(t, tap, "Order Completed", http.StatusOK)
	term := segtapScreen(t, "--listen", strings.TrimPrefix(tap, "http://"), "--journal", nats.address())
	for _, step := range []struct{ sees, press string }{
		{"watching a stream", ""}, {"Order Completed", "m"}, {"★ Order Completed", "r"}, {"Replay #1", "esc"},
	} {
		if term.sees(t, step.sees); step.press != "" {
			term.press(t, step.press)
		}
	}
	out, errs, code := ran(t, "marks\nquit\n", "--plain", "--listen", "127.0.0.1:0", "--journal", nats.address())
	if code != 0 || !strings.Contains(out, "Order Completed") || strings.Contains(out, "No event is marked") {
		t.Errorf("marks elsewhere: %d, %s\n%s", code, out, errs)
	}
}

// screen is segtap's own in a terminal.
type screen struct{ *screentest.Terminal }

// segtapScreen starts segtap with a screen, which ends with the test.
func segtapScreen(t *testing.T, args ...string) screen {
	t.Helper()
	cmd := program(t, args...)
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir(), "COLUMNS=", "LINES=", "TERM=xterm-256color")
	term, err := screentest.Start(cmd, 120, 30)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = term.Close() })
	return screen{term}
}

// sees waits until the screen shows something.
func (s screen) sees(t *testing.T, what string) {
	t.Helper()
	if err := s.WaitFor(what, patience); err != nil {
		t.Fatalf("%v:\n%s", err, s.Text())
	}
}

// press presses a key.
func (s screen) press(t *testing.T, key string) {
	t.Helper()
	if err := s.Press(key); err != nil {
		t.Fatal(err)
	}
}
