//go:build !unix

package screentest

import "os"

func kill(p *os.Process) { _ = p.Kill() }
