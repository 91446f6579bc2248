package screentest

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// patience is how long a story waits before it fails; it passes as soon as it can.
const patience = 20 * time.Second

func start(t *testing.T) *Terminal {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	term, err := Start(cmd, 60, 6)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := term.Close(); err != nil {
			t.Error(err)
		}
	})
	return term
}

// must fails the test on the first error.
func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestTerminal(t *testing.T) {
	term := start(t)
	must(t,
		term.WaitFor("tiny 60×6", patience),
		term.Type("héllo"),
		term.WaitFor("keys: h é l l o", patience),
		term.Press("up", "ctrl+p", "shift+tab", "alt+b"),
		term.WaitFor("up ctrl+p shift+tab alt+b", patience),
		term.Paste("two\nlines"),
		term.WaitFor(`heard: pasted "two\rlines"`, patience),
		term.Click(3, 4),
		term.WaitUntil(func(screen string) bool { return strings.Contains(screen, "click 3,4") }, patience),
		term.Resize(30, 4),
		term.WaitFor("tiny 30×4", patience),
		term.Type("q"),
	)
	if code, err := term.WaitExit(patience); err != nil || code != 0 {
		t.Errorf("ended with %d, %v", code, err)
	}
	must(t, term.Close(), term.Close())
}

func TestTerminalSaysWhyItWaitsInVain(t *testing.T) {
	term := start(t)
	must(t, term.WaitFor("tiny", patience))
	err := term.WaitFor("never", time.Nanosecond)
	if err == nil || !strings.Contains(err.Error(), "tiny 60×6") {
		t.Errorf("the error does not show the screen: %v", err)
	}
	if _, err := term.WaitExit(time.Nanosecond); err == nil {
		t.Error("it has not ended")
	}
	must(t, term.Press("q"))
	err = term.WaitFor("never", patience)
	if err == nil || !strings.Contains(err.Error(), "has ended") {
		t.Errorf("the error does not say that the program has ended: %v", err)
	}
}

func TestTerminalOfAProgramThatIsNotThere(t *testing.T) {
	if term, err := Start(exec.Command("/nonexistent/program"), 20, 5); err == nil {
		t.Error("it started", term.Close())
	}
}

func TestCloseKillsWhatStillRuns(t *testing.T) {
	term := start(t)
	must(t, term.WaitFor("tiny", patience), term.Close())
	if code, err := term.WaitExit(patience); err != nil || code != -1 {
		t.Errorf("ended with %d, %v", code, err)
	}
}
