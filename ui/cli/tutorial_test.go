package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/shell"

	"segtap/ui/screentest"
)

// TestTheREADMEsTutorial follows docs/tutorial.md: it runs the commands of its shell blocks, presses the keys behind "Press",
// and looks for each text behind "you see", in the order in which they stand there.
func TestTheREADMEsTutorial(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		if os.Getenv("SEGTAP_TEST_CLIENTS") == "require" { // as CI does
			t.Fatal(err)
		}
		t.Skip("the tutorial sends its calls with curl, and there is none")
	}
	page, err := os.ReadFile("../../docs/tutorial.md")
	if err != nil {
		t.Fatal(err)
	}
	said := regexp.MustCompile("(?s)```sh\n(.*?)```|(Press) ((?:`[^`]+`[ ,and]*)+)|(?i:you see)([^`.]*(?:`[^`]+`[^`.]*)+)")
	quoted := regexp.MustCompile("`([^`]+)`")
	l := &learner{t: t}
	done := 0
	for _, m := range said.FindAllStringSubmatch(string(page), -1) {
		done++
		switch {
		case m[1] != "":
			l.run(strings.TrimSpace(m[1]))
		case m[2] != "":
			for _, key := range quoted.FindAllStringSubmatch(m[3], -1) {
				l.must(l.term.Press(key[1]))
			}
		default:
			for _, text := range quoted.FindAllStringSubmatch(m[4], -1) {
				l.must(l.term.WaitFor(text[1], patience))
			}
		}
	}
	if done < 20 {
		t.Errorf("found only %d steps", done)
	}
	l.leave()
}

// learner is who follows the tutorial.
type learner struct {
	t       *testing.T
	term    *screentest.Terminal
	address string
}

func (l *learner) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

// run runs a command: segtap in a terminal, on a port that is free.
func (l *learner) run(command string) {
	l.t.Helper()
	args, err := shell.Fields(command, nil)
	l.must(err)
	root, err := filepath.Abs("../..")
	l.must(err)
	switch {
	case args[0] == "curl":
		args[1] = strings.Replace(args[1], "http://127.0.0.1:8910", "http://"+l.address, 1)
		if out, err := exec.Command("curl", append([]string{"-sSf"}, args[1:]...)...).CombinedOutput(); err != nil {
			l.t.Fatalf("%s: %v\n%s", command, err, out)
		}
	case len(args) > 1 && args[1] == "check":
		cmd := program(l.t, args[1:]...)
		cmd.Dir = root
		if out, err := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), "value_not_number") {
			l.t.Errorf("%s: %v\n%s", command, err, out)
		}
	default:
		l.leave()
		dir := l.t.TempDir()
		cmd := program(l.t, append(args[1:], "--listen", "127.0.0.1:0")...)
		cmd.Dir = root
		cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_STATE_HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir,
			"LD_ACCESS_TOKEN=", "LD_PROJECT=", "LD_ENVIRONMENT=", "LD_CLIENT_SIDE_ID=", "SEGTAP_WRITE_KEY=", "TMUX=", "STY=")
		l.term, err = screentest.Start(cmd, 140, 40)
		l.must(err)
		address := regexp.MustCompile(`127\.0\.0\.1:\d+`)
		l.must(l.term.WaitUntil(address.MatchString, patience))
		l.address = address.FindString(l.term.Text())
	}
}

// leave waits for the end of the program, which has been told to end.
func (l *learner) leave() {
	l.t.Helper()
	if l.term == nil {
		return
	}
	if code, err := l.term.WaitExit(patience); err != nil || code != 0 {
		l.t.Errorf("it ended with %d, %v", code, err)
	}
	l.must(l.term.Close())
	l.term = nil
}
