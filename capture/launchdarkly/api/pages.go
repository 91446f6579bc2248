package api

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"segtap/capture/launchdarkly"
	"segtap/mapping/prose"
)

// pages reads a list page by page, from a path and its parameters, and hands
// the items over. each tells how many different ones there are by now.
func (c *Client) pages(ctx context.Context, q *query, path string, params url.Values, each func(launchdarkly.Page) int) error {
	q.tell()
	ref := c.base.JoinPath()
	c.rebase(ref, path)
	ref.RawQuery = params.Encode()
	asked := map[string]bool{}
	given := 0
	for {
		if asked[ref.String()] {
			return q.failed("the list leads back to a page that was read before", "try again; nothing of it was kept", nil)
		}
		if len(asked) == MaxPages {
			return q.failed(fmt.Sprintf("the list has more than %d pages", MaxPages), "", nil)
		}
		asked[ref.String()] = true
		root, err := c.get(ctx, q, ref)
		if err != nil {
			return err
		}
		p, ok := launchdarkly.PageOf(root)
		if !ok {
			return q.failed(prose.Outside(c.base.Host)+" answers with JSON that has no list of items", "check the base URL", nil)
		}
		if given += len(p.Items); given > MaxItems {
			return q.failed(fmt.Sprintf("the list has more than %d items", MaxItems), "", nil)
		}
		q.state.Read, q.state.Total = each(p), p.Total
		q.tell()
		if p.Next == "" {
			if !q.byOffset || len(p.Items) == 0 || given >= p.Total {
				return nil
			}
			params.Set("offset", strconv.Itoa(given))
			ref = c.base.JoinPath()
			c.rebase(ref, path)
			ref.RawQuery = params.Encode()
			continue
		}
		if ref, err = c.follow(q, p.Next); err != nil {
			return err
		}
	}
}

// rebase sets the path of a URL to a path of the API, behind what the base URL
// has before it.
func (c *Client) rebase(u *url.URL, escaped string) {
	prefix := strings.TrimRight(c.base.EscapedPath(), "/")
	if prefix != "" && strings.HasPrefix(escaped, prefix+"/") {
		prefix = ""
	}
	u.RawPath = prefix + escaped
	u.Path = launchdarkly.Unescaped(u.RawPath)
}

// follow gives the address of a link. A link to anywhere but this API is
// refused: the token would go there.
func (c *Client) follow(q *query, href string) (*url.URL, error) {
	u, err := url.Parse(href)
	refused := func(why string) (*url.URL, error) {
		return nil, q.failed("the link to the next page leads "+why+" ("+prose.Escaped(c.token.redact(href))+")", "check the base URL, and whether a proxy changes answers", nil)
	}
	switch {
	case err != nil:
		return refused("nowhere")
	case u.User != nil, u.Opaque != "",
		u.Host != "" && !strings.EqualFold(u.Host, c.base.Host),
		u.Scheme != "" && (u.Scheme != c.base.Scheme || u.Host == ""):
		return refused("to another host")
	}
	escaped := u.EscapedPath()
	if _, rest, found := strings.Cut(escaped, "/api/v2/"); !found || strings.Contains("/"+launchdarkly.Unescaped(rest)+"/", "/../") {
		return refused("out of the API")
	}
	next := c.base.JoinPath()
	c.rebase(next, escaped)
	next.RawQuery = u.RawQuery
	return next, nil
}
