package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"
)

// keyboard reads a terminal through Go's poller. Bubble Tea would read it with
// epoll_wait in a system call of its own, which keeps one of the processors
// that Go has to give, and with it the key that was just read, until Go's monitor
// notices: up to 10 ms later when the others are busy.
//
// Bubble Tea sees a terminal (it has Fd) but no file it can wait for (it has no
// Name), so it reads from it like from any io.Reader.
type keyboard struct {
	tty   *os.File // as the program got it: its settings are changed here
	polls *os.File // the same terminal, opened anew: O_NONBLOCK on tty would be one for the shell, too
}

// attention is how long a read waits at most: then Bubble Tea sees whether it
// still wants keys, which it does not while an editor has the terminal. It is
// longer than the 50 ms after which Bubble Tea takes an escape for a key, and
// shorter than the 500 ms that it waits for the reader to end.
const attention = 60 * time.Millisecond

// openKeyboard gives what to read keys from, and what to close when the program
// ends. A terminal that cannot be opened again is read the usual way.
func openKeyboard(tty *os.File) (keys io.Reader, done func()) {
	polls, err := os.OpenFile(fmt.Sprintf("/proc/self/fd/%d", tty.Fd()), os.O_RDONLY|syscall.O_NOCTTY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return tty, func() {}
	}
	if err := polls.SetReadDeadline(time.Time{}); err != nil {
		_ = polls.Close()
		return tty, func() {}
	}
	return &keyboard{tty, polls}, func() { _ = polls.Close() }
}

// Read gives what was typed; nothing and no error when nothing was for a while.
func (k *keyboard) Read(p []byte) (int, error) {
	if err := k.polls.SetReadDeadline(time.Now().Add(attention)); err != nil {
		return 0, err
	}
	n, err := k.polls.Read(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = nil
	}
	return n, err
}

func (k *keyboard) Fd() uintptr                 { return k.tty.Fd() }
func (k *keyboard) Write(p []byte) (int, error) { return k.tty.Write(p) }
func (k *keyboard) Close() error                { return k.polls.Close() }
