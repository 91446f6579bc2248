package sshd

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	uv "github.com/charmbracelet/ultraviolet"
	"golang.org/x/time/rate"
	"pgregory.net/rapid"
)

// read reads all of what is typed, and says why that ends.
func read(t *testing.T, from io.Reader) (kept, why string) {
	t.Helper()
	k := newTyped(t.Context(), from, "xterm")
	k.bytes = rate.NewLimiter(rate.Inf, 0)
	k.over = func(text string) {
		if why == "" {
			why = text
		}
	}
	var all strings.Builder
	if _, err := io.Copy(&all, k); err != nil {
		t.Error(err)
	}
	return all.String(), why
}

// What nothing comes of is bounded, however it begins: a paste is one whose end has not come.
func TestWhatIsTypedAtOnceIsBounded(t *testing.T) {
	const begin, end = "\x1b[200~", "\x1b[201~"
	for text, want := range map[string]string{
		"keys": "the client has gone",
		begin + strings.Repeat("x", maxPaste-12) + end:  "the client has gone",
		begin + strings.Repeat("x", maxPaste+100) + end: "a paste has 1.0 MiB at most over SSH",
		"\x1b[0200~" + strings.Repeat("x", maxPaste):    "a paste has 1.0 MiB at most over SSH",
		"\x1b]" + strings.Repeat("x", maxPaste):         "a paste has 1.0 MiB at most over SSH",
		strings.Repeat("\x80", maxPaste+1):              "a paste has 1.0 MiB at most over SSH",
	} {
		if _, why := read(t, strings.NewReader(text)); why != want {
			t.Errorf("%d bytes: %s", len(text), why)
		}
	}
}

// What something comes of may be as much as it is, though not at once: what is too fast waits at the client.
func TestKeysAreAsManyAsTheyAreButNotAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n = keysAtOnce + 10*keysASecond
		k, came, began := newTyped(t.Context(), strings.NewReader(strings.Repeat("x", n)), "xterm"), 0, time.Now()
		k.events(func(tea.Msg) { came++ })
		if took := time.Since(began); came != n || took < 9*time.Second || took > 11*time.Second {
			t.Errorf("%d keys of %d in %s", came, n, took)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		const paste = maxPaste - 12
		text := "\x1b[200~" + strings.Repeat("x", paste) + "\x1b[201~"
		k, came, began := newTyped(t.Context(), strings.NewReader(strings.Repeat(text, 3)), "xterm"), 0, time.Now()
		k.events(func(msg tea.Msg) {
			if p, ok := msg.(uv.PasteEvent); ok {
				came += len(p.Content)
			}
		})
		if took := time.Since(began); came != 3*paste || took < 30*time.Second || took > 33*time.Second {
			t.Errorf("%d bytes of pastes in %s", came, took)
		}
	})
}

// Keys are read as UTF-8; what is no letter of it, and the controls of 8 bits, never reach the decoder.
func TestControlsOfEightBitsAreTypedByNobody(t *testing.T) {
	for text, want := range map[string]string{
		"aä€😀\x1b[B":             "aä€😀\x1b[B",
		"a\x80b\x9fc\xa0d\xff":   "abcd",
		"a\u0080b\u009fc\u00a0":  "abc\u00a0",
		"\xe2\x9ab\xc3c\xed\x9f": "bc",
		"\ufffd":                 "\ufffd",
	} {
		for _, from := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text)), iotest.HalfReader(strings.NewReader(text))} {
			if got, _ := read(t, from); got != want {
				t.Errorf("%q: %q, want %q", text, got, want)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOf(rapid.Byte()).Draw(t, "text")
		valid := string(text)
		kept, cut := letters(text)
		if !utf8.Valid(kept) || strings.ContainsFunc(string(kept), func(r rune) bool { return r >= 0x80 && r <= 0x9f }) || len(cut) >= utf8.UTFMax {
			t.Fatalf("%q, %q", kept, cut)
		}
		if utf8.ValidString(valid) && !strings.ContainsFunc(valid, func(r rune) bool { return r >= 0x80 && r <= 0x9f }) && string(kept) != valid {
			t.Fatalf("%q of %q", kept, valid)
		}
	})
}

// A decoder that panics ends what is typed, and is told; what it has read before has come.
func TestADecoderThatPanicsIsTold(t *testing.T) {
	k := newTyped(t.Context(), strings.NewReader("x"), "xterm")
	k.read = func(_ io.Reader, came chan<- uv.Event) {
		came <- uv.KeyPressEvent{Code: 'x'}
		panic("slice bounds out of range")
	}
	var told, keys string
	k.fault = func(of string, caught any) { told = fmt.Sprint(of, ": ", caught) }
	k.events(func(msg tea.Msg) { keys += fmt.Sprint(msg) })
	if told != "the keys that are typed: slice bounds out of range" || keys != "x" {
		t.Errorf("%q, %q", told, keys)
	}
}

func TestTheTerminalIsWhatTheClientSays(t *testing.T) {
	g := &gate{env: []string{"COLORTERM=truecolor"}, fits: new(room).fits("")}
	env, ok := g.terminal(ssh.Pty{Term: "xterm", Window: ssh.Window{Width: 100, Height: 30}})
	if !ok || strings.Join(env, " ") != "COLORTERM=truecolor TERM=xterm" || g.sized() != (ssh.Window{Width: 100, Height: 30}) {
		t.Error(env, ok, g.sized())
	}
	unsaid := &gate{fits: g.fits}
	if _, ok := unsaid.terminal(ssh.Pty{Term: "xterm", Window: ssh.Window{Height: 50}}); !ok || unsaid.sized() != (ssh.Window{Width: 80, Height: 24}) {
		t.Error(ok, unsaid.sized())
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
