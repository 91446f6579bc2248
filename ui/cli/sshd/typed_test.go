package sshd

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"charm.land/ssh"
)

// read reads all of what is typed, and says why that ends.
func read(t *testing.T, from io.Reader) (n int64, why string) {
	t.Helper()
	k := &typed{from: from, alive: func() {}, over: func(text string) {
		if why == "" {
			why = text
		}
	}}
	n, err := io.Copy(io.Discard, k)
	if err != nil {
		t.Error(err)
	}
	return n, why
}

func TestWhatIsTypedAtOnceIsBounded(t *testing.T) {
	const begin, end = "\x1b[200~", "\x1b[201~"
	for text, want := range map[string]string{
		"keys": "the client has gone",
		begin + strings.Repeat("x", maxPaste-10) + end + "q":                        "the client has gone",
		begin + strings.Repeat("x", maxPaste+100) + end:                             "a paste has 1.0 MiB at most over SSH",
		strings.Repeat("x", maxRush+4096):                                           "more came than anybody types",
		"\x1b]" + strings.Repeat("x", maxRush+4096):                                 "more came than anybody types",
		begin + "x" + end + strings.Repeat("x", maxRush+4096):                       "more came than anybody types",
		"\x1b\x1b[20" + begin + strings.Repeat("x\x1b[20", maxPaste/5) + "\x1b[201": "a paste has 1.0 MiB at most over SSH",
	} {
		if _, why := read(t, strings.NewReader(text)); why != want {
			t.Errorf("%d bytes: %s", len(text), why)
		}
		if len(text) < 1000 { // a bracket may come in pieces
			if _, why := read(t, iotest.OneByteReader(strings.NewReader(text))); why != want {
				t.Errorf("%q: %s", text, why)
			}
		}
	}
}

// What comes slowly may be as much as it is.
func TestWhatIsTypedForLongIsNotBounded(t *testing.T) {
	k, now := &typed{}, time.Now()
	for range 100 {
		if why := k.count(bytes.Repeat([]byte("x"), maxRush/2), now); why != "" {
			t.Fatal(why)
		}
		now = now.Add(2 * time.Second)
	}
}

func TestSizesAreBounded(t *testing.T) {
	for got, want := range map[ssh.Window]ssh.Window{
		{}:                            {Width: 80, Height: 24},
		{Width: 0, Height: 50}:        {Width: 80, Height: 24},
		{Width: 10000, Height: 10000}: {Width: maxWidth, Height: maxHeight},
		{Width: 1, Height: 1}:         {Width: 1, Height: 1},
		{Width: 120, Height: 36}:      {Width: 120, Height: 36},
		{Width: 1<<32 - 1, Height: 9}: {Width: maxWidth, Height: 9},
	} {
		if got := bounded(got); got != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
}

func TestTheTerminalIsWhatTheClientSays(t *testing.T) {
	g := &gate{env: []string{"COLORTERM=truecolor"}}
	env, ok := g.terminal(ssh.Pty{Term: "xterm", Window: ssh.Window{Width: 100, Height: 30}})
	if !ok || strings.Join(env, " ") != "COLORTERM=truecolor TERM=xterm" || g.sized() != (ssh.Window{Width: 100, Height: 30}) {
		t.Error(env, ok, g.sized())
	}
	for _, term := range []string{"", "dumb", "xterm\x1b]0;x\a", strings.Repeat("x", maxValue+1), "xterm\xff"} {
		if _, ok := g.terminal(ssh.Pty{Term: term}); ok {
			t.Errorf("TERM=%q shows a screen", term)
		}
	}
	for env, want := range map[string]bool{"LANG=C": true, "LANG=en_US.UTF-8": false, "LC_ALL=POSIX LANG=en_US.UTF-8": true, "LC_ALL=C.UTF-8 LANG=C": false, "": false} {
		if got := asciiOnly(strings.Fields(env)); got != want {
			t.Errorf("%s: %v", env, got)
		}
	}
}
