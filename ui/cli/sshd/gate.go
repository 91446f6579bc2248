package sshd

import (
	"encoding/binary"
	"slices"
	"strings"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// The bounds of what a client says of its terminal.
const (
	maxEnv       = 16
	maxValue     = 256 // bytes of a variable, and of the name of a terminal
	startsWithin = 30 * time.Second
)

// variables are those of a client that say something of its terminal; no other is taken.
var variables = []string{"COLORTERM", "COLORFGBG", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM_PROGRAM", "LANG", "LC_ALL", "LC_CTYPE"}

// gate stands before a channel of a session, and takes the requests that it does not let through. charm.land/ssh keeps what
// variables a client sends without a bound, and waits for ever for somebody to take a size that comes before there is one.
type gate struct {
	gossh.NewChannel
	refused func(what string)
	fits    func(from, to ssh.Window) ssh.Window // gives as much of a size as there is room for

	mu      sync.Mutex
	env     []string
	size    ssh.Window
	resized chan struct{} // capacity one
	started bool
	hangUp  func()      // closes the connection
	hangsUp *time.Timer // calls it
	over    bool        // the channel is closed
}

// closesIn has the connection end unless the channel is closed in time: a client that takes nothing more, not even the end
// of its session, would keep its seat for ever.
func (g *gate) closesIn(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.over:
	case g.hangsUp == nil:
		g.hangsUp = time.AfterFunc(d, g.hangUp)
	default:
		g.hangsUp.Reset(d)
	}
}

// closed says that it is.
func (g *gate) closed() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.over = true; g.hangsUp != nil {
		g.hangsUp.Stop()
	}
	g.size = g.fits(g.size, ssh.Window{})
}

// Accept opens the channel.
func (g *gate) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	channel, came, err := g.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	late := time.AfterFunc(startsWithin, func() { _ = channel.Close() })
	through := make(chan *gossh.Request)
	go func() {
		defer close(through)
		defer late.Stop()
		for req := range came {
			switch req.Type {
			case "shell", "exec":
				late.Stop()
				g.start()
				through <- req
			case "pty-req":
				through <- req
			default:
				_ = req.Reply(g.take(req), nil)
			}
		}
	}()
	return channel, through, nil
}

func (g *gate) start() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.started = true
}

// take takes what a client says, and reports whether it is of use.
func (g *gate) take(req *gossh.Request) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch req.Type {
	case "env":
		var kv struct{ Name, Value string }
		if g.started || len(g.env) >= maxEnv || gossh.Unmarshal(req.Payload, &kv) != nil || !slices.Contains(variables, kv.Name) || !plain(kv.Value) {
			return false
		}
		g.env = append(g.env, kv.Name+"="+kv.Value)
		return true
	case "window-change":
		if len(req.Payload) < 8 {
			return false
		}
		size := ssh.Window{Width: int(binary.BigEndian.Uint32(req.Payload)), Height: int(binary.BigEndian.Uint32(req.Payload[4:]))}
		if g.over || size.Width <= 0 || size.Height <= 0 {
			return false // no size says nothing, by RFC 4254
		}
		g.size = g.fits(g.size, size)
		select {
		case g.resized <- struct{}{}:
		default:
		}
		return true
	case "subsystem":
		g.refused("a subsystem")
	}
	return false
}

// sized returns the size that came last.
func (g *gate) sized() ssh.Window {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.size
}

// plain says whether a text is short, and has nothing in it that a terminal would do something by.
func plain(text string) bool {
	return len(text) <= maxValue && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' })
}

// terminal is what a program goes by that draws for the client's terminal; ok is false where that shows no screen.
func (g *gate) terminal(pty ssh.Pty) (env []string, ok bool) {
	if !plain(pty.Term) || pty.Term == "" || pty.Term == "dumb" {
		return nil, false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.size.Width == 0 && !g.over {
		size := pty.Window
		if size.Width <= 0 || size.Height <= 0 {
			size = ssh.Window{Width: 80, Height: 24}
		}
		g.size = g.fits(g.size, size)
	}
	return append(slices.Clone(g.env), "TERM="+pty.Term), true
}

// asciiOnly says whether the client's locale shows ASCII only.
func asciiOnly(env []string) bool {
	for _, name := range []string{"LC_ALL=", "LC_CTYPE=", "LANG="} {
		for _, v := range env {
			if value, ok := strings.CutPrefix(v, name); ok && value != "" {
				return value == "C" || value == "POSIX"
			}
		}
	}
	return false
}
