package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"segtap/capture/launchdarkly"
	"segtap/mapping/catalogue"
	"segtap/mapping/jsondoc"
)

// Parameters of the lists: 50 metrics a page is the most the API gives.
const (
	metricsPerPage     = "50"
	experimentsPerPage = "20"
)

const projectHint = "check the project key (it stands in the URL of LaunchDarkly's pages, and is not the name), and that the token may see the project"

// Metrics reads all metrics of a project, sorted by key, and what is odd about
// them; whole says that LaunchDarkly counts no more than it gave. A metric that moves between two pages meanwhile is given once.
// Progress, if not nil, is called on this goroutine. Errors are [*launchdarkly.Error].
func (c *Client) Metrics(ctx context.Context, project string, progress func(Progress)) (metrics []catalogue.Metric, whole bool, warnings []string, err error) {
	q := newQuery("metrics", fmt.Sprintf("read the metrics of project %q", project), progress)
	q.missing = projectHint
	path, err := q.path("metrics", project)
	if err != nil {
		return nil, false, nil, err
	}
	var list launchdarkly.MetricList
	skipped, total := 0, -1
	err = c.pages(ctx, q, path, url.Values{"limit": {metricsPerPage}, "expand": {"experimentCount"}}, func(p launchdarkly.Page) int {
		total = p.Total
		for _, v := range p.Items {
			if m, ok := launchdarkly.MetricOf(v); ok {
				list.Add(m)
			} else {
				skipped++
			}
		}
		return len(list.Items)
	})
	if err != nil {
		return nil, false, nil, err
	}
	warnings = launchdarkly.AppendSkipped(warnings, skipped, "metric")
	got := len(list.Items) + skipped
	return list.Sorted(), got >= total, appendShort(warnings, got, total, "metrics"), nil
}

// appendShort tells that a list is not whole.
func appendShort(warnings []string, got, total int, what string) []string {
	if got >= total {
		return warnings
	}
	return append(warnings, fmt.Sprintf("LaunchDarkly counts %d %s, and gave %d: they may have changed meanwhile; pull again", total, what, got))
}

// Experiments reads the experiments of an environment that are not archived,
// sorted by key, and what is odd about them; whole says that none is missing, and
// no metric of one that runs. It is a beta resource of the API:
// an account or a role without access gets an [*launchdarkly.Error] with Status 403.
func (c *Client) Experiments(ctx context.Context, project, environment string, progress func(Progress)) (experiments []catalogue.Experiment, whole bool, warnings []string, err error) {
	q := newQuery("experiments", fmt.Sprintf("read the experiments of %q in project %q", environment, project), progress)
	q.missing, q.beta, q.byOffset = "check the project key and the environment key", true, true
	path, err := q.path("projects", project, "environments", environment, "experiments")
	if err != nil {
		return nil, false, nil, err
	}
	var list launchdarkly.ExperimentList
	skipped, total, partial := 0, -1, false
	params := url.Values{"limit": {experimentsPerPage}, "expand": {"secondaryMetrics"}, "lifecycleState": {"active"}}
	err = c.pages(ctx, q, path, params, func(p launchdarkly.Page) int {
		total = p.Total
		for _, v := range p.Items {
			e, odd, ok := launchdarkly.ExperimentOf(v)
			partial = partial || launchdarkly.LacksMetrics(v)
			if !ok {
				skipped++
				continue
			}
			if e.Environment == "" {
				e.Environment = environment
			}
			warnings = append(warnings, odd...)
			list.Add(e)
		}
		return len(list.Items)
	})
	if err != nil {
		return nil, false, nil, err
	}
	got := len(list.Items) + skipped
	warnings = appendShort(launchdarkly.AppendSkipped(warnings, skipped, "experiment"), got, total, "experiments")
	return list.Sorted(), got >= total && !partial, c.token.redactAll(warnings), nil
}

// Environment is an environment of a project.
type Environment struct {
	Key, Name string
	// ClientSideID is what events reach it by; it is no secret.
	ClientSideID string
	// Critical says that LaunchDarkly marks it as critical.
	Critical bool
	// CriticalUnknown says that it did not say.
	CriticalUnknown bool
}

// Environment reads one environment. Errors are [*launchdarkly.Error].
func (c *Client) Environment(ctx context.Context, project, environment string, progress func(Progress)) (Environment, error) {
	q := newQuery("environment", fmt.Sprintf("read the environment %q of project %q", environment, project), progress)
	q.missing = "check the environment key and the project key: both stand in the URL of LaunchDarkly's pages, and are not the names"
	path, err := q.path("projects", project, "environments", environment)
	if err != nil {
		return Environment{}, err
	}
	root, err := c.one(ctx, q, path, nil)
	if err != nil {
		return Environment{}, err
	}
	return Environment{
		Key:          environment,
		Name:         root.Member("name").Text(),
		ClientSideID: root.Member("_id").Text(),
		Critical:     root.Member("critical").Bool(),

		CriticalUnknown: root.Member("critical").Kind() != jsondoc.Bool,
	}, nil
}

// Pulled is what [Client.Pull] could read.
type Pulled struct {
	Catalogue *catalogue.Catalogue
	// Warnings say what is missing or odd, a sentence each, safe to print.
	Warnings []string
}

// Pull reads what a catalogue holds: the environment, the project's metrics,
// and the environment's experiments. Without an environment key only the
// metrics. An environment or experiments that the token may not read are left
// out and told of in Warnings, and so is a list that comes short: what it lacks
// is then not known, instead of missing. Any other failure is an [*launchdarkly.Error]; then
// there is no catalogue.
func (c *Client) Pull(ctx context.Context, project, environment string, progress func(Progress)) (*Pulled, error) {
	ctx, cancel := context.WithTimeout(ctx, MaxPull)
	defer cancel()
	catalogue := &catalogue.Catalogue{Project: project, Environment: environment}
	p := &Pulled{Catalogue: catalogue}
	if environment != "" {
		env, err := c.Environment(ctx, project, environment, progress)
		refused := err != nil
		if err = p.forgive(err); err != nil {
			return nil, err
		}
		catalogue.ClientSideID, catalogue.Critical = env.ClientSideID, env.Critical
		catalogue.CriticalUnknown = refused || env.CriticalUnknown
	}
	metrics, whole, warnings, err := c.Metrics(ctx, project, progress)
	if err != nil {
		return nil, err
	}
	catalogue.Metrics, catalogue.MetricsPartial = metrics, !whole
	p.Warnings = append(p.Warnings, warnings...)
	if environment != "" {
		experiments, whole, warnings, err := c.Experiments(ctx, project, environment, progress)
		catalogue.ExperimentsKnown = err == nil && whole
		if err = p.forgive(err); err != nil {
			return nil, err
		}
		catalogue.Experiments = experiments
		p.Warnings = append(p.Warnings, warnings...)
	}
	catalogue.PulledAt = c.clock.Now().UnixMilli()
	return p, nil
}

// forgive makes a warning of an error that says the token may not read
// something, and gives every other one back.
func (p *Pulled) forgive(err error) error {
	if e, ok := errors.AsType[*launchdarkly.Error](err); ok && e.Status == http.StatusForbidden {
		p.Warnings = append(p.Warnings, e.Error())
		return nil
	}
	return err
}
