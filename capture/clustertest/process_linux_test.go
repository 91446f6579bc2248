package clustertest

import (
	"os/exec"
	"syscall"
)

// diesWithItsParent has a program end with the test that started it, even one that is killed.
func diesWithItsParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

// halt stops a process where it is, as a machine does that swaps or is moved; resume has it go on.
func (p *process) halt()   { p.signal(syscall.SIGSTOP) }
func (p *process) resume() { p.signal(syscall.SIGCONT) }
