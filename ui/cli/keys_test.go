package cli

import (
	"strings"
	"testing"
	"time"

	"segtap/ui/screentest"
)

// What a terminal sends for a key may come in pieces, with another key behind it,
// or in the middle of a paste; an escape alone is a key when nothing follows it.
func TestKeysAreReadWhole(t *testing.T) {
	cmd := program(t, "--listen", "127.0.0.1:0", "--memory")
	term, err := screentest.Start(cmd, 100, 30)
	if err != nil {
		t.Fatal(err)
	}
	defer term.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	const help, typed = "type to search", "/ "
	open := func() {
		t.Helper()
		must(term.Send("?"))
		must(term.WaitFor(help, patience))
	}
	closed := func() {
		t.Helper()
		must(term.WaitUntil(func(screen string) bool { return !strings.Contains(screen, help) }, patience))
	}
	must(term.WaitFor("127.0.0.1:", patience))
	open()
	must(term.Send("\x1b"))
	closed()
	open()
	for _, piece := range []string{"\x1b", "[", "B"} { // the key down, which closes nothing
		must(term.Send(piece))
		time.Sleep(5 * time.Millisecond)
	}
	must(term.Send("\x1b[B\x1b[A"))
	time.Sleep(200 * time.Millisecond)
	if !strings.Contains(term.Text(), help) {
		t.Errorf("a key in pieces was taken for an escape:\n%s", term.Text())
	}
	must(term.Send("\x1b"))
	closed()
	must(term.Send("/ab"))
	must(term.WaitFor(typed+"ab", patience))
	must(term.Paste(strings.Repeat("x", 9000) + " the end"))
	must(term.WaitFor("the end", patience))
	must(term.Send("\x7f\x7f\x7fEND"))
	must(term.WaitFor("the END", patience))
}
