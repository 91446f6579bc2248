//go:build !linux

package cli

import (
	"io"
	"os"
)

// openKeyboard gives what to read keys from: the terminal itself.
func openKeyboard(tty *os.File) (keys io.Reader, done func()) { return tty, func() {} }
