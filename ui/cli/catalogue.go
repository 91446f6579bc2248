package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"segtap/capture/launchdarkly"
	"segtap/mapping"
)

// catalogueOptions are the flags that say where the metrics and experiments
// come from.
type catalogueOptions struct {
	files                         []string
	project, environment, baseURL string
	// demo stands for the files where none is given; nil: nothing does.
	demo []byte
}

func (o *catalogueOptions) addFlags(flags *pflag.FlagSet) {
	flags.StringArrayVar(&o.files, "metrics", nil, "`file` with metrics or experiments, several times if need be: what `segtap metrics pull` wrote, pages of LaunchDarkly's API, or YAML by hand")
	flags.StringVar(&o.project, "ld-project", "", "`key` of the LaunchDarkly project (default $LD_PROJECT, else ldcli's configuration)")
	flags.StringVar(&o.environment, "ld-environment", "", "`key` of the LaunchDarkly environment (default $LD_ENVIRONMENT, else ldcli's configuration)")
	flags.StringVar(&o.baseURL, "ld-base-url", "", "LaunchDarkly's `URL`, or us, eu or federal (default $LD_BASE_URI, else ldcli's configuration, else us)")
}

// read gives the catalogue of the files, nil without files, and what has to be
// said of it.
func (o *catalogueOptions) read() (*mapping.Catalogue, []string, error) {
	var parts []*mapping.Catalogue
	var notes []string
	for _, path := range o.files {
		part, warnings, err := launchdarkly.ReadFile(path)
		if err != nil {
			return nil, nil, cannot("--metrics takes what `segtap metrics pull` wrote, a page of LaunchDarkly's API, or YAML by hand", "%w", err)
		}
		notes, parts = append(notes, warnings...), append(parts, part)
	}
	switch {
	case parts == nil && o.demo == nil:
		return nil, nil, nil
	case parts == nil:
		return launchdarkly.Read("demo.yaml", o.demo)
	}
	merged, warnings := launchdarkly.Merge(parts...)
	return merged, append(notes, warnings...), nil
}

// credentials finds what is needed to ask LaunchDarkly.
func (o *catalogueOptions) credentials() (launchdarkly.Credentials, error) {
	return launchdarkly.FindCredentials(launchdarkly.Given{
		BaseURL:     launchdarkly.Setting{Value: o.baseURL, Origin: "--ld-base-url"},
		Project:     launchdarkly.Setting{Value: o.project, Origin: "--ld-project"},
		Environment: launchdarkly.Setting{Value: o.environment, Origin: "--ld-environment"},
	}, os.LookupEnv)
}

// pull asks LaunchDarkly.
func (o *catalogueOptions) pull(ctx context.Context, progress func(launchdarkly.Progress)) (*mapping.Catalogue, []string, error) {
	found, err := o.credentials()
	if err != nil {
		return nil, nil, unpulled(err)
	}
	if found.Project.Value == "" {
		return nil, nil, usage("give --ld-project, or set LD_PROJECT; its key stands in the URL of LaunchDarkly's pages", "which project's metrics?")
	}
	client, err := launchdarkly.New(launchdarkly.Options{BaseURL: found.BaseURL.Value, Token: found.Token, Version: release})
	if err != nil {
		return nil, nil, unpulled(err)
	}
	pulled, err := client.Pull(ctx, found.Project.Value, found.Environment.Value, progress)
	if err != nil {
		return nil, nil, unpulled(err)
	}
	notes := append(found.Warnings, pulled.Warnings...)
	if found.Environment.Value == "" {
		notes = append(notes, "without --ld-environment it is not known which experiments run")
	}
	return pulled.Catalogue, notes, nil
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
	return &failure{&said, hint, exitCannot}
}

// progressText says how far a reading has come.
func progressText(p launchdarkly.Progress) string {
	switch {
	case !p.Until.IsZero() && p.RateLimited:
		return fmt.Sprintf("reading %s: LaunchDarkly asks to wait until %s", p.Reading, p.Until.Local().Format("15:04:05"))
	case !p.Until.IsZero():
		return fmt.Sprintf("reading %s: no answer; trying again at %s", p.Reading, p.Until.Local().Format("15:04:05"))
	case p.Total >= 0:
		return fmt.Sprintf("reading %s: %d of %d", p.Reading, p.Read, p.Total)
	}
	return "reading " + p.Reading
}

// reader gives what reads the catalogue anew: the files, and LaunchDarkly where
// its project and a token are known. Nil when there is neither.
func (o *catalogueOptions) reader() func(context.Context, func(string)) (*mapping.Catalogue, []string, error) {
	found, err := o.credentials()
	asks := err == nil && !found.Token.IsZero() && found.Project.Value != ""
	if len(o.files) == 0 && !asks {
		return nil
	}
	return func(ctx context.Context, tell func(string)) (*mapping.Catalogue, []string, error) {
		catalogue, notes, err := o.read()
		if err != nil || !asks {
			return catalogue, notes, err
		}
		pulled, more, err := o.pull(ctx, func(p launchdarkly.Progress) { tell(progressText(p)) })
		if err != nil {
			return nil, nil, err
		}
		merged, differ := launchdarkly.Merge(catalogue, pulled)
		return merged, append(append(notes, more...), differ...), nil
	}
}
