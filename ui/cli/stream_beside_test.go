package cli

import (
	"net/http"
	"os"
	"os/exec"
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
	program, err := exec.LookPath("segtap")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--listen", strings.TrimPrefix(tap, "http://"), "--journal", nats.address())
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir(), "COLUMNS=", "LINES=", "TERM=xterm-256color")
	term, err := screentest.Start(cmd, 120, 30)
	if err != nil {
		t.Fatal(err)
	}
	defer term.Close()
	for _, step := range []struct{ sees, press string }{
		{"watching a stream", ""}, {"Order Completed", "m"}, {"★ Order Completed", "r"}, {"Replay #1", "esc"},
	} {
		if err := term.WaitFor(step.sees, patience); err != nil {
			t.Fatalf("%v:\n%s", err, term.Text())
		}
		if step.press != "" {
			if err := term.Press(step.press); err != nil {
				t.Fatal(err)
			}
		}
	}
	out, errs, code := ran(t, "marks\nquit\n", "--plain", "--listen", "127.0.0.1:0", "--journal", nats.address())
	if code != 0 || !strings.Contains(out, "Order Completed") || strings.Contains(out, "No event is marked") {
		t.Errorf("marks elsewhere: %d, %s\n%s", code, out, errs)
	}
}
