package judging

import (
	"context"
	"errors"
	"os"
	"slices"

	"github.com/spf13/pflag"

	"segtap/capture/launchdarkly"
	"segtap/capture/launchdarkly/api"
	"segtap/capture/launchdarkly/files"
	"segtap/mapping/catalogue"
	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
	"segtap/ui/cli/version"
)

// Catalogue are the flags that say where the metrics and experiments come from.
type Catalogue struct {
	files                         config.FilesFlag
	project, environment, baseURL string
	// Demo stands for the files where none is given; nil: nothing does.
	Demo []byte
	// pulled is what LaunchDarkly gave when [Catalogue.Reader] asked it last; nil: it did not.
	pulled *catalogue.Catalogue
}

// AddFlags adds the flags.
func (o *Catalogue) AddFlags(flags *pflag.FlagSet) {
	flags.Var(&o.files, "metrics", "`file` with metrics or experiments, several times if need be: what `segtap metrics pull` wrote, pages of LaunchDarkly's API, a directory or file of Terraform, its state or plan as JSON, or YAML by hand")
	flags.StringVar(&o.project, "ld-project", "", "`key` of the LaunchDarkly project whose metrics to ask for at the start, beside those of --metrics (ctrl+r and the metrics commands take $LD_PROJECT, the configuration or ldcli's without it)")
	flags.StringVar(&o.environment, "ld-environment", "", "`key` of the LaunchDarkly environment whose experiments to ask for (default $LD_ENVIRONMENT, else the configuration, else ldcli's)")
	flags.StringVar(&o.baseURL, "ld-base-url", "", "LaunchDarkly's `URL`, or us, eu or federal, which also says where events go unless --settings or --ld-events-url does (default $LD_BASE_URI, else the configuration, else ldcli's, else us)")
}

// read reads the files; nil without any.
func (o *Catalogue) read() (*files.Set, error) {
	switch {
	case len(o.files) == 0 && o.Demo == nil:
		return nil, nil
	case len(o.files) == 0:
		return files.ReadText("demo.yaml", o.Demo)
	}
	set, err := files.Read(o.files...)
	if hint := config.FileHint(err); hint != "" {
		return nil, console.Cannot(hint, "%w", err)
	}
	if err != nil {
		return nil, console.Cannot("--metrics takes what `segtap metrics pull` wrote, a page of LaunchDarkly's API, a directory or file of Terraform (*.tf), its state or plan as JSON, or YAML by hand", "%w", err)
	}
	return set, nil
}

// Named reports whether a flag says which LaunchDarkly to ask. Such a flag is
// never passed over, while what stands in LD_PROJECT or in ldcli's configuration
// is there for other programs as well. An instance alone, without a project, says
// only where events go.
func (o *Catalogue) Named() bool {
	if o.baseURL != "" {
		if found, _ := o.Credentials(); found.Project.Value != "" {
			return true
		}
	}
	return o.project != "" || o.environment != ""
}

// known returns the catalogue of the files, and of LaunchDarkly where a flag names
// it, or where there is no file and must is true. It is nil where nothing is
// given. The notes have to be said.
func (o *Catalogue) known(ctx context.Context, must bool, progress func(api.Progress)) (*catalogue.Catalogue, []string, error) {
	set, err := o.read()
	if err != nil {
		return nil, nil, err
	}
	var pulled *catalogue.Catalogue
	var notes, got []string
	if o.Named() || must && set == nil {
		if pulled, notes, err = o.pull(ctx, progress); err != nil {
			return nil, nil, err
		}
		got = []string{gotten(pulled)}
	}
	catalogue, differ := set.Join(pulled)
	return catalogue, slices.Concat(differ, notes, got, notRead(catalogue)), nil
}

// gotten says what LaunchDarkly has given.
func gotten(c *catalogue.Catalogue) string {
	text := "LaunchDarkly gave " + console.Count(len(c.Metrics), "metric")
	if c.ExperimentsKnown {
		text += " and " + console.Count(len(c.Experiments), "experiment") + " of " + c.Project + "/" + c.Environment
	} else {
		text += " of " + c.Project
	}
	return text
}

// notRead says which part of a catalogue nobody has given: nothing is known of
// it, which is not the same as that there is nothing.
func notRead(c *catalogue.Catalogue) (notes []string) {
	if c == nil {
		return nil
	}
	pulled := c.PulledAt != 0
	if c.MetricsPartial && pulled { // of pages it is said when they are read
		notes = append(notes, "metrics not all read: a name that none of them has may be another's; run `segtap metrics pull` again")
	}
	switch {
	case len(c.Metrics) == 0 && slices.ContainsFunc(c.Eligibilities(), func(s catalogue.Eligibility) bool { return !s.Described }):
		notes = append(notes, "metrics not read: only what the experiments say of theirs is known; give the metrics page too, or --ld-project")
	case !c.ExperimentsKnown && len(c.Experiments) > 0:
		notes = append(notes, "experiments not all read: whether others run is not known; give the other pages too, or --ld-project and --ld-environment")
	case !c.ExperimentsKnown && len(c.Metrics) > 0 && pulled:
		notes = append(notes, "experiments not read: which of them run is not known; give --ld-environment")
	case !c.ExperimentsKnown && len(c.Metrics) > 0:
		notes = append(notes, "experiments not read: which of them run is not known; give the experiments page too, or --ld-project and --ld-environment")
	}
	return notes
}

// Given reports whether a flag or a file says where metrics come from.
func (o *Catalogue) Given() bool {
	return o.project != "" || o.environment != "" || len(o.files) > 0
}

// Credentials finds what is needed to ask LaunchDarkly.
func (o *Catalogue) Credentials() (api.Credentials, error) {
	config, err := config.LaunchDarkly()
	if err != nil {
		return api.Credentials{}, err
	}
	return api.FindCredentials(api.Given{
		BaseURL:     api.Setting{Value: o.baseURL, Origin: "--ld-base-url"},
		Project:     api.Setting{Value: o.project, Origin: "--ld-project"},
		Environment: api.Setting{Value: o.environment, Origin: "--ld-environment"},
	}, config, os.LookupEnv)
}

// instance is LaunchDarkly's that is meant.
type instance struct {
	origin string // what says so; empty for the usual one
	events string // the host that takes its events; empty where nobody can know it
}

// instance returns the instance that the flags, the environment or a configuration
// name. A flag that names none is an error.
func (o *Catalogue) instance() (instance, error) {
	found, _ := o.Credentials() // what is wrong with the token is of no matter here
	if _, err := launchdarkly.BaseURL(o.baseURL); err != nil {
		return instance{}, unpulled(err)
	}
	return instance{found.BaseURL.Origin, launchdarkly.EventsHost(found.BaseURL.Value)}, nil
}

// pull asks LaunchDarkly.
func (o *Catalogue) pull(ctx context.Context, progress func(api.Progress)) (*catalogue.Catalogue, []string, error) {
	found, err := o.Credentials()
	if err != nil {
		return nil, nil, unpulled(err)
	}
	if found.Project.Value == "" {
		return nil, nil, console.Usage("give --metrics FILE, once for each file, or --ld-project, whose key stands in the URL of LaunchDarkly's pages, or set LD_PROJECT", "which metrics?")
	}
	client, err := api.New(api.Options{BaseURL: found.BaseURL.Value, Token: found.Token, Version: version.Release})
	if err != nil {
		return nil, nil, unpulled(err)
	}
	pulled, err := client.Pull(ctx, found.Project.Value, found.Environment.Value, progress)
	if err != nil {
		return nil, nil, unpulled(err)
	}
	return pulled.Catalogue, append(found.Warnings, pulled.Warnings...), nil
}

// Environment asks LaunchDarkly for an environment: whether it is critical, and what
// events reach it by. Asked is false where no token is known to ask with.
func (o *Catalogue) Environment(ctx context.Context, project, environment string) (found api.Environment, asked bool, err error) {
	known, err := o.Credentials()
	if err != nil || known.Token.IsZero() || project == "" || environment == "" {
		return api.Environment{}, false, err
	}
	client, err := api.New(api.Options{BaseURL: known.BaseURL.Value, Token: known.Token, Version: version.Release})
	if err == nil {
		found, err = client.Environment(ctx, project, environment, nil)
	}
	if err != nil {
		return api.Environment{}, true, unpulled(err)
	}
	return found, true, nil
}

// Pulled asks LaunchDarkly for the whole catalogue. The notes have to be said.
func (o *Catalogue) Pulled(ctx context.Context, progress func(api.Progress)) (*catalogue.Catalogue, []string, error) {
	pulled, notes, err := o.pull(ctx, progress)
	if err != nil {
		return nil, nil, err
	}
	var none *files.Set
	catalogue, odd := none.Join(pulled)
	return catalogue, slices.Concat(notes, odd, notRead(catalogue)), nil
}

// unpulled makes a failure of LaunchDarkly's client one of the program.
func unpulled(err error) error {
	var e *launchdarkly.Error
	if !errors.As(err, &e) {
		return err
	}
	hint := e.Hint
	said := *e
	said.Hint = ""
	return console.Cannot(hint, "%w", &said)
}

// Reader returns what reads the catalogue anew: the files, and LaunchDarkly where a
// flag names it, or where its project and a token are known. Nil when there is
// neither.
func (o *Catalogue) Reader() func(context.Context, func(string)) (*catalogue.Catalogue, []string, error) {
	found, err := o.Credentials()
	asks := err == nil && !found.Token.IsZero() && found.Project.Value != ""
	asks = asks || o.Named() // and fails with the reason, where something is missing
	if len(o.files) == 0 && !asks {
		return nil
	}
	return func(ctx context.Context, tell func(string)) (*catalogue.Catalogue, []string, error) {
		set, err := o.read()
		if err != nil {
			return nil, nil, err
		}
		var pulled *catalogue.Catalogue
		var notes []string
		if asks {
			if pulled, notes, err = o.pull(ctx, func(p api.Progress) { tell(progressText(p)) }); err != nil {
				return nil, nil, err
			}
		}
		o.pulled = pulled
		catalogue, differ := set.Join(pulled)
		return catalogue, slices.Concat(differ, notes, notRead(catalogue)), nil
	}
}

// FilesReader returns what reads the files alone anew, beside what LaunchDarkly gave when [Catalogue.Reader] asked it last:
// nobody is asked since a file has changed. Nil where there are no files. The two are used by one goroutine at a time.
func (o *Catalogue) FilesReader() func(context.Context, func(string)) (*catalogue.Catalogue, []string, error) {
	if len(o.files) == 0 {
		return nil
	}
	return func(context.Context, func(string)) (*catalogue.Catalogue, []string, error) {
		set, err := o.read()
		if err != nil {
			return nil, nil, err
		}
		catalogue, differ := set.Join(o.pulled)
		return catalogue, slices.Concat(differ, notRead(catalogue)), nil
	}
}

// Paths are the files with metrics and experiments.
func (o *Catalogue) Paths() []string { return o.files.GetSlice() }
