package judging

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"segtap/capture/regular"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/jsondoc"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
)

// Options are the flags that say what becomes of a message.
type Options struct {
	Name     string // actions or classic
	mapping  config.FileFlag
	settings config.FileFlag
	ClientID string // client-side ID of the environment
	// Catalogue says which metrics and experiments events are checked against.
	Catalogue Catalogue
}

// AddFlags adds the flags, those of the catalogue among them.
func (o *Options) AddFlags(flags *pflag.FlagSet) {
	flags.StringVar(&o.Name, "destination", "actions", "Segment `destination`: actions (LaunchDarkly (Actions)) or classic (LaunchDarkly Events)")
	config.SetChoices(flags, "destination", "actions", "classic")
	flags.Var(&o.mapping, "mapping", "`file` with your workspace's mapping, as Segment's API gives it; laid over the default, field by field")
	flags.Var(&o.settings, "settings", "`file` with your destination's settings: client_id, events_host_name")
	flags.StringVar(&o.ClientID, "ld-client-side-id", os.Getenv("LD_CLIENT_SIDE_ID"), "client-side `ID` of the LaunchDarkly environment")
	config.SetDefaultFrom(flags, "ld-client-side-id", "LD_CLIENT_SIDE_ID")
	o.Catalogue.AddFlags(flags)
}

// Paths are the files that a judge is made of.
func (o *Options) Paths() []string {
	paths := o.Catalogue.Paths()
	for _, path := range []string{o.mapping.Path, o.settings.Path} {
		if path != "" {
			paths = append(paths, path)
		}
	}
	return paths
}

// Judge returns the judge of the destination with the workspace's mapping and
// settings, and with the catalogue of the files. The notes have to be said.
func (o *Options) Judge() (judge *mapping.Judge, notes []string, err error) {
	engine, err := o.engine()
	if err != nil {
		return nil, nil, err
	}
	files, err := o.Catalogue.read()
	if err != nil {
		return nil, nil, err
	}
	catalogue, notes := files.Join(nil)
	notes = append(notes, notRead(catalogue)...)
	return mapping.NewJudge(engine).With(catalogue), slices.Concat(notes, o.mismatch(catalogue), o.Astray(engine)), nil
}

// Informed returns a judge as [Options.Judge] does, with what LaunchDarkly knows as well
// where a flag names it, or where must is true and there is no file. It says
// what has to be said.
func (o *Options) Informed(ctx context.Context, std console.Streams, must bool) (*mapping.Judge, error) {
	engine, err := o.engine()
	if err != nil {
		return nil, err
	}
	catalogue, notes, err := o.Catalogue.known(ctx, must, Progress(std))
	if err != nil {
		return nil, err
	}
	console.Say(std, slices.Concat(notes, o.mismatch(catalogue), o.Astray(engine)))
	return mapping.NewJudge(engine).With(catalogue), nil
}

// Other returns a judge for a destination, without a catalogue. A mapping is for
// the destination that was asked for at the start, and for no other.
func (o Options) Other(name string) (*mapping.Judge, error) {
	if name != o.Name && o.mapping.Path != "" {
		return nil, fmt.Errorf("the mapping of --mapping is for %s", o.Name)
	}
	o.Name = name
	engine, err := o.engine()
	if err != nil {
		return nil, err
	}
	return mapping.NewJudge(engine), nil
}

// EventsUnknown reports whether nobody can know the host that takes the events:
// without settings it is a guess, and where the instance is not one of
// LaunchDarkly's own a wrong one.
func (o *Options) EventsUnknown() bool {
	meant, err := o.Catalogue.instance()
	return err == nil && meant.events == "" && o.settings.Path == ""
}

// mismatch says that the client-side ID leads to another environment than the
// one the experiments are from: events that go there count in none of them.
func (o *Options) mismatch(c *catalogue.Catalogue) []string {
	if c == nil || c.ClientSideID == "" || o.ClientID == "" || c.ClientSideID == o.ClientID {
		return nil
	}
	return []string{fmt.Sprintf("the client-side ID %s is not that of %s/%s, %s: events sent with it count in another environment",
		o.ClientID, c.Project, c.Environment, c.ClientSideID)}
}

// Astray says that Segment sends the events to another instance of LaunchDarkly
// than the one that is meant: nothing there knows their environment.
func (o *Options) Astray(engine *destination.Engine) []string {
	meant, err := o.Catalogue.instance()
	if err != nil || o.settings.Path == "" || meant.origin == "" || meant.events == "" || strings.EqualFold(engine.Settings().Host(), meant.events) {
		return nil
	}
	return []string{fmt.Sprintf("the settings send events to %s, and %s is of an instance that takes them at %s: set events_host_name in Segment",
		engine.Settings().Host(), meant.origin, meant.events)}
}

// engine returns the engine of the destination. Segment sends to the host that its
// settings name, else to the usual one. Where nobody has given the settings they
// are taken to be right: to name the host of the instance that is meant.
func (o *Options) engine() (*destination.Engine, error) {
	dest, ok := destination.ByName(o.Name)
	if !ok {
		return nil, console.Usage("give --destination actions or --destination classic", "there is no destination %q", o.Name)
	}
	var opt destination.EngineOptions
	meant, err := o.Catalogue.instance()
	if err != nil {
		return nil, err
	}
	if o.settings.Path == "" {
		opt.Settings.EventsHost = meant.events
	} else {
		value, err := readJSON(o.settings.File)
		if err != nil {
			return nil, err
		}
		if opt.Settings, err = destination.ParseSettings(value); err != nil {
			return nil, console.Usage("the settings are an object such as {\"client_id\":\"…\"}", "%s: %w", o.settings.Path, err)
		}
	}
	if o.ClientID != "" {
		opt.Settings.ClientID = o.ClientID
	}
	if o.mapping.Path != "" {
		value, err := readJSON(o.mapping.File)
		if err != nil {
			return nil, err
		}
		opt.Mappings = value
	}
	engine, err := destination.NewEngine(dest, opt)
	if err != nil {
		return nil, console.Usage("the mapping is what Segment's API gives for a destination subscription, or its fields alone", "%s: %w", o.mapping.Path, err)
	}
	return engine, nil
}

// maxJSON is how many bytes a file with a mapping or with settings may have.
const maxJSON = 32 << 20

// readJSON reads a file that holds one JSON value.
func readJSON(file regular.File) (jsondoc.Value, error) {
	text, err := file.Read(maxJSON)
	if err != nil {
		return jsondoc.Value{}, console.Cannot(cmp.Or(config.FileHint(err), "give a file that can be read"), "%w", err)
	}
	doc, err := jsondoc.Parse(text)
	var syntax *jsondoc.SyntaxError
	if errors.As(err, &syntax) {
		return jsondoc.Value{}, console.Cannot("repair the file at that place", "%s:%d:%d: %s", file.Path, syntax.Line, syntax.Column, syntax.Msg)
	}
	return doc.Root(), err
}
