package api

import (
	"context"
	"fmt"
	"net/url"

	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
)

// Identity is what LaunchDarkly says of a token.
type Identity struct {
	TokenName string
	// Service says that it belongs to no member of the account.
	Service bool
}

// CallerIdentity asks whether LaunchDarkly takes the token, which is the cheapest question that
// there is. Errors are [*launchdarkly.Error].
func (c *Client) CallerIdentity(ctx context.Context) (Identity, error) {
	q := newQuery("caller identity", "ask LaunchDarkly whose the token is", nil)
	q.missing = "check the base URL"
	path, err := q.path("caller-identity")
	if err != nil {
		return Identity{}, err
	}
	root, err := c.one(ctx, q, path, nil)
	return Identity{c.token.redact(root.Member("tokenName").Text()), root.Member("serviceToken").Bool()}, err
}

// MayReadMetrics asks for one metric of a project. Errors are [*launchdarkly.Error].
func (c *Client) MayReadMetrics(ctx context.Context, project string) error {
	q := newQuery("metrics", fmt.Sprintf("read the metrics of project %q", project), nil)
	q.missing = projectHint
	return c.mayRead(ctx, q, "metrics", project)
}

// MayReadExperiments asks for one experiment of an environment. Errors are [*launchdarkly.Error].
func (c *Client) MayReadExperiments(ctx context.Context, project, environment string) error {
	q := newQuery("experiments", fmt.Sprintf("read the experiments of %q in project %q", environment, project), nil)
	q.missing, q.beta = "check the project key and the environment key", true
	return c.mayRead(ctx, q, "projects", project, "environments", environment, "experiments")
}

func (c *Client) mayRead(ctx context.Context, q *query, segments ...string) error {
	path, err := q.path(segments...)
	if err == nil {
		_, err = c.one(ctx, q, path, url.Values{"limit": {"1"}})
	}
	return err
}

// one reads what stands at a path, which must be an object.
func (c *Client) one(ctx context.Context, q *query, path string, params url.Values) (jsondoc.Value, error) {
	q.tell()
	ref := c.base.JoinPath()
	c.rebase(ref, path)
	ref.RawQuery = params.Encode()
	root, err := c.get(ctx, q, ref)
	if err == nil && root.Kind() != jsondoc.Object {
		return root, q.failed(prose.Outside(c.base.Host)+" answers with JSON that is no object", "check the base URL", nil)
	}
	return root, err
}
