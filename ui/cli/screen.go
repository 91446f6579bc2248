package cli

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/atotto/clipboard"
	"github.com/charmbracelet/x/term"
	"github.com/google/uuid"
	"github.com/spf13/pflag"
	"mvdan.cc/sh/v3/shell"

	"segtap/capture/journal"
	"segtap/capture/replay"
	"segtap/mapping"
	"segtap/ui"
)

// screenOptions are the flags of the commands that open the screen.
type screenOptions struct {
	capture captureOptions
	target  string
	noMouse bool
	ascii   bool
}

// addFlags adds the flags of the commands that open the screen.
func (o *screenOptions) addFlags(flags *pflag.FlagSet) {
	o.capture.addFlags(flags)
	flags.StringVar(&o.target, "target", "", "replay `target` offered first: here, launchdarkly, launchdarkly-import, segment, dry-run or a URL")
	flags.BoolVar(&o.noMouse, "no-mouse", false, "leave the mouse to the terminal")
	flags.BoolVar(&o.ascii, "ascii", false, "draw with ASCII characters only")
}

// runScreen opens the screen over a capture endpoint. Feed, unless nil, sends
// to the endpoint while the screen is open. Without a terminal it serves.
func runScreen(ctx context.Context, std streams, opt screenOptions, feed func(context.Context, *endpoint)) error {
	judge, notes, err := opt.capture.destination.judge()
	if err != nil {
		return err
	}
	env, err := environment(&opt.capture, judge)
	if err != nil {
		notes = append(notes, err.Error())
	}
	if opt.target != "" {
		env.Address = "http://127.0.0.1"
		if _, err := replay.Parse(opt.target, env); err != nil {
			return usage("", "--target: %w", err)
		}
	}
	if !term.IsTerminal(std.in.Fd()) || !term.IsTerminal(std.out.Fd()) || os.Getenv("TERM") == "dumb" {
		fmt.Fprintln(std.err, "segtap: no terminal here: running as `segtap serve`")
		return runServe(ctx, std, opt.capture, nil, feed)
	}
	e, err := opt.capture.open(judge)
	if errors.Is(err, journal.ErrLocked) && feed == nil {
		e, err = opt.capture.watch(judge)
	}
	if err != nil {
		return err
	}
	e.notes = append(e.notes, notes...)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	served := make(chan error, 1)
	// Nothing may write to the terminal while the screen owns it.
	go func() { served <- e.serve(ctx, log.New(io.Discard, "", 0)) }()
	if feed != nil {
		go feed(ctx, e)
	}
	// Signals end ctx, and that quits as the key does. Bubble Tea's own handler
	// would wait for ever for a program that is gone, and a program killed by its
	// context closes the reader of its keys while that reads.
	keys, done := openKeyboard(std.in)
	defer done()
	env.Address = e.url
	screen := opt.screen(env, e)
	screen.Terminal = std.in
	model := ui.New(screen)
	program := tea.NewProgram(model, tea.WithoutSignalHandler(), tea.WithFPS(framesPerSecond), tea.WithInput(keys), tea.WithOutput(std.out))
	defer context.AfterFunc(ctx, program.Quit)()
	_, err = program.Run()
	stop()
	if failed := errors.Join(<-served, model.Close(), e.close()); failed != nil {
		return failed
	}
	if err != nil {
		return fmt.Errorf("the screen ended: %w", err)
	}
	if e.file != "" && !e.watching {
		fmt.Fprintln(std.err, "segtap: "+e.farewell())
	}
	return nil
}

// framesPerSecond is how often the screen is drawn at most: a key is seen within
// half the time that a usual 60 would take. Nothing is drawn when nothing has
// changed.
const framesPerSecond = 120

// environment returns what replay targets know of the world, but for the address of the
// capture endpoint. The error says what cannot be used of it; the rest can.
func environment(o *captureOptions, judge *mapping.Judge) (replay.Env, error) {
	settings := judge.Engine().Settings()
	found, badToken := o.destination.catalogue.credentials()
	key, badConfig := writeKey()
	env := replay.Env{
		ClientSideID: settings.ClientID, EventsURL: o.eventsURL, SegmentURL: o.segmentURL,
		Project: found.Project.Value, Environment: found.Environment.Value,
		AccessToken: found.Token.Secret, WriteKey: key,
	}
	if env.EventsURL == "" {
		env.EventsURL = "https://" + settings.Host()
		env.EventsUnknown = o.destination.eventsUnknown()
	}
	return env, errors.Join(badToken, badConfig)
}

// screen gives what the screen is opened with.
func (o *screenOptions) screen(env replay.Env, e *endpoint) ui.Options {
	destination := &o.capture.destination
	opt := ui.Options{
		Store: e.store, Address: e.url, Watching: e.watching, File: e.file, Notice: e.notice(),
		Destination: destination.name, Judge: destination.other, Catalogue: destination.catalogue.reader(), ReadAtStart: destination.catalogue.named(),
		Env: env, Target: o.target, Faults: e.handle.Faults, Forward: e.forwarder,
		Client: replay.NewClient(replay.NewTransport(), replay.WallClock(), replay.ExponentialPauses), Editor: editorCommand(),
		ASCII: o.ascii || asciiLocale(), NoMouse: o.noMouse, Now: time.Now, NewID: uuid.NewString, Version: release,
	}
	if !clipboard.Unsupported && os.Getenv("SSH_CONNECTION") == "" {
		opt.Clipboard = clipboard.WriteAll
	}
	return opt
}

// asciiLocale reports whether the locale says that the terminal shows ASCII
// only. Without a locale it says nothing.
func asciiLocale() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := os.Getenv(name); v != "" {
			return v == "C" || v == "POSIX"
		}
	}
	return false
}

// editorCommand gives $VISUAL, else $EDITOR, with its arguments.
func editorCommand() []string {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if fields, err := shell.Fields(os.Getenv(name), os.Getenv); err == nil && len(fields) > 0 {
			return fields
		}
	}
	return nil
}
