//go:build !linux

package clustertest

import "os/exec"

// diesWithItsParent does nothing: only Linux has it.
func diesWithItsParent(*exec.Cmd) {}

// halt and resume do nothing, either.
func (p *process) halt()   {}
func (p *process) resume() {}
