package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/google/uuid"
	"github.com/spf13/pflag"
	"mvdan.cc/sh/v3/syntax"

	"segtap/capture/replay"
	"segtap/capture/resend"
	"segtap/ui"
	"segtap/ui/cli/capturing"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/cli/keeping"
	"segtap/ui/cli/logging"
	"segtap/ui/cli/machine"
	"segtap/ui/cli/opening"
	"segtap/ui/cli/version"
	"segtap/ui/events/columns"
	"segtap/ui/theme/palette"
	"segtap/ui/widget/frames"
)

// screenOptions are the flags of the commands that open the screen.
type screenOptions struct {
	capture capturing.Options
	files   []string // shown beside what is captured
	target  string
	noMouse bool
	ascii   bool
	columns columns.Flag
	flags   *pflag.FlagSet
	theme   string
	calm    bool // nothing moves by itself
	plain   bool // lines in the place of the screen
	watch   bool // files of metrics, plans and code
}

// addFlags adds the flags of the commands that open the screen.
func (o *screenOptions) addFlags(flags *pflag.FlagSet) {
	o.flags = flags
	o.capture.AddFlags(flags)
	flags.StringVar(&o.target, "target", "", "replay `target` offered first: here, launchdarkly, launchdarkly-import, segment, dry-run, a URL, or the name of one in the configuration")
	flags.BoolVar(&o.plain, "plain", false, "lines and words in the place of the screen, for screen readers and pipes: help lists the commands")
	flags.BoolVar(&o.watch, "watch", false, "read the files of --metrics, --plan and --code again when they change, and say what that has changed")
	flags.BoolVar(&o.noMouse, "no-mouse", false, "leave the mouse to the terminal")
	flags.StringVar(&o.theme, "theme", palette.Auto, "colours: "+strings.Join(palette.Names(), ", ")+", or the `name` of a theme in the configuration; auto is dark or light as the terminal is. It and SEGTAP_THEME go before what was chosen with T in this directory, that before the configuration")
	flags.BoolVar(&o.calm, "reduced-motion", false, "nothing blinks, and what arrives is shown once a second")
	flags.BoolVar(&o.ascii, "ascii", false, "draw with ASCII characters only")
	flags.Var(&o.columns, "columns", "`names` of the columns of the list, in their order, with commas between them: "+strings.Join(columns.Names(columns.All()), ", "))
	config.SetChoices(flags, "columns", columns.Names(columns.All())...)
}

// runScreen opens the screen over a capture endpoint. Feed, unless nil, sends
// to the endpoint while the screen is open. Without a terminal it serves.
func runScreen(ctx context.Context, std console.Streams, opt screenOptions, feed func(context.Context, *capturing.Endpoint)) error {
	if _, any := opt.watched(); opt.watch && !any && config.Typed(opt.flags.Lookup("watch")) {
		return console.Usage("give --metrics FILE, --plan FILE or --code DIR too", "--watch: there is nothing to watch")
	}
	judge, notes, err := opt.capture.Destination.Judge()
	if err != nil {
		return err
	}
	env, mistakes := opt.capture.Env(judge)
	if opt.target != "" {
		env.Address = "http://127.0.0.1"
		if _, err := replay.Parse(opt.target, env); err != nil {
			return console.Usage("", "--target: %w", err)
		}
	}
	look, faint, err := config.Theme(opt.theme)
	if err != nil {
		return err
	}
	themes, err := config.Themes()
	if err != nil {
		return err
	}
	if opt.plain {
		if config.Typed(opt.flags.Lookup("theme")) && faint != nil {
			console.Warn(std.Err, []error{faint})
		}
		console.Warn(std.Err, config.Mistakes())
		return runPlain(ctx, std, opt, env, feed)
	}
	keys, err := opt.keys(std)
	if err != nil {
		return err
	}
	if keys == nil {
		console.Warn(std.Err, config.Mistakes())
		if dumb(std) {
			fmt.Fprintln(std.Err, "segtap: this terminal cannot show the screen (TERM=dumb): running as `segtap serve`")
			fmt.Fprintln(std.Err, "segtap: hint: `segtap --plain` tells what comes in lines, and takes commands")
		} else {
			fmt.Fprintln(std.Err, "segtap: no terminal here: running as `segtap serve`")
		}
		std.Log = logging.ForPeople(std.Err)
		return runServe(ctx, std, serveOptions{capture: opt.capture}, feed)
	}
	defer keys.Close()
	changes, err := config.Keys()
	if err != nil {
		return err
	}
	files, err := opening.Open(ctx, std, opt.files, judge, opt.capture.Limits())
	if err != nil {
		return err
	}
	defer files.Close()
	e, err := opt.capture.Open(ctx, judge)
	if err != nil && opt.capture.Watchable(err) && feed == nil {
		e, err = opt.capture.Watch(ctx, err, judge)
	}
	if err != nil {
		return err
	}
	e.Notes = append(e.Notes, notes...)
	e.Reached(&env)
	screen := opt.screen(env, e)
	screen.Terminal, screen.Opened, screen.Keys, screen.Theme, screen.Themes = keys.File, files.Opened, changes, look, themes
	screen.ThemeTyped = config.GivenBy(opt.flags.Lookup("theme"))
	if screen.Mistakes = mistakes; faint != nil {
		screen.Mistakes = append(screen.Mistakes, faint)
	}
	defer opt.watchFiles(&screen)()
	return showScreen(ctx, std, screen, e, feed)
}

// showScreen serves an endpoint, and shows a screen over it until a person leaves.
func showScreen(ctx context.Context, std console.Streams, screen ui.Options, e *capturing.Endpoint, feed func(context.Context, *capturing.Endpoint)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	// Nothing may write to the terminal while the screen owns it.
	stopped, served := serving(ctx, e, slog.New(slog.DiscardHandler))
	if feed != nil {
		go feed(ctx, e)
	}
	chosen, err := remember(&screen)
	if err != nil {
		screen.Mistakes = append(screen.Mistakes, err)
	}
	screen.Stopped = stopped
	model := ui.New(screen)
	// Signals end ctx, and that quits as the key does. Bubble Tea's own handler
	// would wait for ever for a program that is gone, and a program killed by its
	// context closes the reader of its keys while that reads.
	program := frames.Program(model, tea.WithoutSignalHandler(), tea.WithInput(screen.Terminal), tea.WithOutput(std.Out))
	defer context.AfterFunc(ctx, program.Quit)()
	_, err = program.Run()
	stop()
	if failed := errors.Join(served(), model.Close(), e.Close()); failed != nil {
		return failed
	}
	if err != nil {
		return fmt.Errorf("the screen ended: %w", err)
	}
	if failed := chosen.Failed(); failed != nil {
		fmt.Fprintf(std.Err, "segtap: warning: what was chosen for the screen is not remembered: %v\n", failed)
	}
	if e.File != "" && !e.Watching {
		fmt.Fprintln(std.Err, "segtap: "+e.Farewell())
	}
	return nil
}

// serving has an endpoint serve until ctx ends. Both wait for its end: stopped says why it ended where it was not to, served
// what went wrong in it.
func serving(ctx context.Context, e *capturing.Endpoint, logs *slog.Logger) (stopped, served func() error) {
	var failed error
	done := make(chan struct{})
	go func() {
		defer close(done)
		failed = e.Serve(ctx, logs)
	}()
	served = func() error {
		<-done
		return failed
	}
	stopped = func() error {
		if err := served(); ctx.Err() == nil && !e.Watching {
			return cmp.Or(err, errors.New("the endpoint has ended"))
		}
		return nil
	}
	return stopped, served
}

// keyboard is where keys come from.
type keyboard struct {
	*os.File
	own bool // it is not standard input
}

// Close closes it.
func (k *keyboard) Close() error {
	if k.own {
		return k.File.Close()
	}
	return nil
}

// keys opens where keys come from: standard input, or the terminal itself where that
// is read as a file. It gives nil where there is no terminal, and fails where a screen
// is wanted all the same.
func (o *screenOptions) keys(std console.Streams) (*keyboard, error) {
	seen := term.IsTerminal(std.Out.Fd()) && !dumb(std)
	switch typed := term.IsTerminal(std.In.Fd()); {
	case seen && typed:
		return &keyboard{std.In, false}, nil
	case len(o.files) == 0:
		return nil, nil
	case seen:
		if in, out, err := tea.OpenTTY(); err == nil {
			if out != in {
				_ = out.Close()
			}
			return &keyboard{in, true}, nil
		}
	}
	for _, name := range o.files {
		if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) && name != "-" {
			return nil, opening.Missing(name)
		}
	}
	if dumb(std) {
		return nil, console.Usage("`segtap --plain "+strings.Join(o.files, " ")+"` tells them in lines, and takes commands", "this terminal cannot show the screen (TERM=dumb)")
	}
	return nil, console.Usage("`segtap check "+strings.Join(o.files, " ")+"` says what is wrong with the messages", "there is no terminal here to show files in")
}

// dumb reports whether there is a terminal, and one that can only go on line by line.
func dumb(std console.Streams) bool {
	return term.IsTerminal(std.Out.Fd()) && os.Getenv("TERM") == "dumb"
}

// screen returns what the screen is opened with.
func (o *screenOptions) screen(env replay.Env, e *capturing.Endpoint) ui.Options {
	destination := &o.capture.Destination
	opt := ui.Options{
		Store: e.Store, Address: e.URL, Watching: e.Watching, Stream: e.Stream, OneKey: e.OneKey, File: e.File, Notices: e.Notes,
		Destination: destination.Name, Judge: destination.Other, Catalogue: destination.Catalogue.Reader(), MetricsFiles: destination.Catalogue.FilesReader(), ReadAtStart: destination.Catalogue.Named(),
		Env: env, Target: o.target, Faults: e.Faults(), Forward: e.Forwarder,
		Client: replay.NewClient(replay.NewTransport(), resend.WallClock(), replay.ExponentialPauses), Editor: machine.Editor().Words,
		Clipboard: machine.Clipboard(), Columns: o.columns.Columns, ColumnsTyped: config.Typed(o.flags.Lookup("columns")), ASCII: o.ascii || machine.ASCIIOnly(), ReducedMotion: o.calm, NoMouse: o.noMouse, Now: time.Now, NewID: uuid.NewString, Version: version.Release,
	}
	if names := o.capture.Sources.Reader(); names != nil {
		opt.Names = names.Read
	}
	if left := e.LeftDrafts(); left != nil {
		opt.Left = func() ui.Left {
			path, entries := left()
			if quoted, err := syntax.Quote(path, syntax.LangPOSIX); err == nil {
				path = quoted
			}
			return ui.Left{File: path, Entries: entries}
		}
	}
	return opt
}

// watched are the files with metrics that can be watched; any is false where neither they nor sources of names are named.
func (o *screenOptions) watched() (metrics []string, any bool) {
	metrics = o.capture.Destination.Catalogue.Paths()
	return metrics, len(metrics) > 0 || o.capture.Sources.Given()
}

// watchFiles has a screen watch the files that it reads, if that is wanted, until unwatched is called.
func (o *screenOptions) watchFiles(screen *ui.Options) (unwatched func()) {
	metrics, any := o.watched()
	if !o.watch || !any {
		return func() {}
	}
	changed, end, err := o.capture.Sources.Watch(metrics)
	if err != nil {
		screen.Mistakes = append(screen.Mistakes, err)
		return func() {}
	}
	screen.Changed = changed
	return func() { _ = end() }
}

// remember has a screen begin with what was chosen for it in this directory, and keeps what
// is chosen. The error says why what was chosen is not used, and stops nothing.
func remember(opt *ui.Options) (*keeping.File, error) {
	dir, err := os.Getwd()
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil {
		return new(keeping.File), fmt.Errorf("what is chosen for the screen is not remembered: %w", err)
	}
	file := keeping.Of(dir)
	opt.Keep = file.Keep
	opt.Preferences, err = file.Read()
	return file, err
}
