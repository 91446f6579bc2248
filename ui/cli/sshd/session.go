package sshd

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/google/uuid"

	"segtap/capture/monitoring"
	"segtap/capture/replay"
	"segtap/ui"
	"segtap/ui/cli/keeping"
	"segtap/ui/cli/sshd/authorized"
	"segtap/ui/cli/version"
	"segtap/ui/guest"
	"segtap/ui/theme/palette"
	"segtap/ui/widget/frames"
)

// session is one screen of a client.
type session struct {
	of   *Server
	ssh  ssh.Session
	gate *gate
	conn *conn
	key  string
	may  grant
	id   int

	mu     sync.Mutex
	why    string // it ends; empty while it does not
	quit   func() // has the screen end; nil before there is one
	faulty sync.Once
}

// session shows a screen to a client that has logged in, until one of them ends.
func (s *Server) session(of ssh.Session, g *gate, c *conn) {
	key := authorized.Name(of.PublicKey())
	in, err := s.opt.doors.open()
	may, known := in[key]
	pty, _, isPty := of.Pty()
	env, shows := g.terminal(pty)
	refuse := func(why, said string) {
		g.closesIn(closesWithin) // before it is told, which may take for ever
		c.refused(why)
		fmt.Fprint(of.Stderr(), "segtap: "+said+"\r\n")
		_ = of.Exit(2)
	}
	switch {
	case err != nil || !known:
		refuse("the key may not log in any more", "this key may not log in any more")
		return
	case of.RawCommand() != "":
		refuse("a command", "there are no commands here: ssh without one shows the screen")
		return
	case !isPty:
		refuse("no terminal", "a screen needs a terminal: ssh -t")
		return
	case !shows:
		refuse("no terminal that shows a screen", "this terminal cannot show the screen (TERM="+told(pty.Term)+")")
		return
	}
	one := &session{of: s, ssh: of, gate: g, conn: c, key: key, may: may}
	if !s.enter(one) {
		refuse("segtap serve has ended", "segtap serve has ended")
		return
	}
	defer s.leave(one)
	one.run(env)
}

// enter takes a session among those that are shown, unless all end.
func (s *Server) enter(one *session) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return false
	}
	s.came++
	one.id = s.came
	s.sessions[one] = struct{}{}
	s.all.Add(1)
	return true
}

func (s *Server) leave(one *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sessions, one)
	s.all.Done()
}

// tell writes a line of the audit.
func (s *session) tell(what string, args ...any) {
	s.of.audit.log.Info("ssh "+what, append([]any{"session", s.id, "key", s.key, "comment", told(s.may.comment), "remote", s.ssh.RemoteAddr().String()}, args...)...)
}

// run shows the screen.
func (s *session) run(env []string) {
	ctx, gone := context.WithCancel(s.ssh.Context())
	defer gone()
	began := time.Now()
	s.tell("login", "user", told(s.ssh.User()), "writes", s.may.writes)
	changed, silent := s.of.capture.Store.Signal().Listen()
	defer silent()
	chosen := chosenBy(s.key)
	who := &guest.Guest{
		Context: ctx, Changed: changed, Turn: s.of.turn, Writes: s.may.writes, Refused: "your key may only look (serve --ssh-write)",
		Ready: monitoring.New(monitoring.Options{Store: s.of.capture.Store}).Ready,
		Told:  func(act string, args ...any) { s.tell(act, args...) }, Editors: &s.of.editors,
		Endpoint: s.of.capture.From(s.ssh.RemoteAddr(), s.ssh.LocalAddr()),
	}
	defer who.EditsNoMore()
	model := ui.New(s.screen(env, chosen, who))
	size := s.gate.sized()
	program := frames.Program(guarded{model, s.fault},
		tea.WithoutSignalHandler(), tea.WithInput(silence{ctx}), tea.WithOutput(s.ssh), tea.WithEnvironment(env),
		tea.WithColorProfile(colorprofile.Env(env)), tea.WithWindowSize(size.Width, size.Height))
	defer context.AfterFunc(s.ssh.Context(), func() { s.end("the client has gone") })()
	go s.resize(ctx, program)
	go s.typed(ctx, env).events(program.Send)
	s.mayQuit(program.Quit)
	_, err := program.Run()
	gone()
	s.keep(model)
	s.leaveNow(err, began)
}

// keep keeps what is unfinished.
func (s *session) keep(of *ui.Model) {
	defer guarded{fault: s.fault}.catch("what is kept of a screen")
	if failed := of.Close(); failed != nil {
		s.tell("unkept", "why", failed.Error())
	}
}

// leaveNow tells why the screen has ended, also the client.
func (s *session) leaveNow(failed error, began time.Time) {
	why, code := s.over(failed)
	if code != 0 {
		fmt.Fprint(s.ssh, "segtap: "+why+"\n")
	}
	_ = s.ssh.Exit(code)
	s.gate.closesIn(closesWithin) // which ends when the client has closed it too
	s.tell("logout", "why", why, "after", time.Since(began).Round(time.Second).String())
}

// over says why the session has ended, and with which exit code. From now on it does not end for another reason.
func (s *session) over(failed error) (why string, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.why == "" {
		s.gate.closesIn(endsWithin)
	}
	switch {
	case s.why != "":
		return s.why, 1
	case failed != nil:
		s.why = "the screen has ended by a fault of its own: " + failed.Error()
		return s.why, 1
	}
	s.why = "quit"
	return s.why, 0
}

// end has the session end; why is for the client and the audit. What does not end in order is cut off.
func (s *session) end(why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.why != "" {
		return
	}
	s.why = why
	s.gate.closesIn(endsWithin)
	if s.quit != nil {
		go s.quit() // which waits for a screen that waits for its terminal
	}
}

// mayQuit says how the screen is ended.
func (s *session) mayQuit(quit func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.quit = quit
	if s.why != "" {
		go quit()
	}
}

// resize tells the screen the sizes that the client's terminal gets.
func (s *session) resize(ctx context.Context, program *tea.Program) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.gate.resized:
			size := s.gate.sized()
			program.Send(tea.WindowSizeMsg{Width: size.Width, Height: size.Height})
		}
	}
}

// typed returns what the client types, and ends the session when that is nothing for long.
func (s *session) typed(ctx context.Context, env uv.Environ) *typed {
	keys := newTyped(ctx, s.ssh, env.Getenv("TERM"))
	keys.over, keys.fault = s.end, s.fault
	if idle := s.of.opt.idle; idle > 0 {
		timer := time.AfterFunc(idle, func() { s.end("no key was pressed for " + strings.TrimSuffix(idle.String(), "0m0s")) })
		context.AfterFunc(ctx, func() { timer.Stop() })
		keys.alive = func() { timer.Reset(idle) }
	}
	return keys
}

// screen returns what the screen is opened with.
func (s *session) screen(env []string, chosen *keeping.File, who *guest.Guest) ui.Options {
	e := &s.of.capture
	opt := ui.Options{
		Store: e.Store, Address: e.URL, File: named(e.File), Destination: e.destination, Env: reach(e.env, s.may.writes), Client: s.of.client,
		Faults: e.Faults(), Forward: e.Forwarder, ASCII: asciiOnly(env), Now: time.Now, NewID: uuid.NewString, Version: version.Release,
		Theme: palette.Theme{Name: palette.Auto}, Guest: who, Keep: chosen.Keep,
	}
	for _, name := range palette.Names() {
		opt.Themes = append(opt.Themes, palette.Theme{Name: name})
	}
	if !s.may.writes {
		opt.Notices = []string{"this key may look, and change nothing: who runs segtap gives more with serve --ssh-write"}
	}
	var err error
	if opt.Preferences, err = chosen.Read(); err != nil {
		s.tell("unread", "why", err.Error())
	}
	return opt
}

// reach is where somebody may send to: who only looks gets no credentials of segtap's, not even hidden ones.
func reach(env replay.Env, writes bool) replay.Env {
	if writes {
		return env
	}
	return replay.Env{Address: env.Address, EventsURL: env.EventsURL, EventsUnknown: env.EventsUnknown, ClientSideID: env.ClientSideID}
}

// chosenBy is the file of what was chosen for the screen with a key. No directory has such a name.
func chosenBy(key string) *keeping.File { return keeping.Of("ssh " + key) }

// turn waits for the turn of a screen to look at what has come.
func (s *Server) turn(ctx context.Context) { _ = s.turns.Wait(ctx) } // which fails when the screen has gone

// named is what a client sees of the capture file: its name, and not where it is.
func named(file string) string {
	if file == "" {
		return ""
	}
	return filepath.Base(file)
}
