//go:build unix

package screentest

import (
	"os"
	"syscall"
)

// kill ends a program that leads a process group, and what runs in it: an editor
// that it has started would keep the terminal.
func kill(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }
