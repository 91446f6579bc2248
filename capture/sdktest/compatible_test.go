package sdktest_test

import (
	"slices"
	"strings"
	"testing"
)

// compatible gives the two messages of an SDK that has Segment's, both sent to
// one path or each to its own. What stands between the members is SDK's own.
func compatible(identify, track string, paths ...string) []arrival {
	return []arrival{
		{"identify||u_42", paths[0], identify},
		{"track|Order Completed|u_42", paths[len(paths)-1], track},
	}
}

// ordered are the properties of the track call.
const ordered = `"properties":{"revenue":59.9,"coupon":"<5 & more>"}`

func TestRudderStack(t *testing.T) {
	const (
		head = `"channel":"web","context":{"library":{"name":"RudderLabs JavaScript SDK","version":"3.34.1","variant":"bundled"}},`
		tail = `"anonymousId":…,"integrations":{"All":true},"sentAt":…}`
	)
	for _, load := range []struct {
		name, options string
		requests      []string // after those for its configuration
		paths         []string
	}{
		{
			"as it stands", "",
			[]string{"OPTIONS /v1/identify", "POST /v1/identify", "OPTIONS /v1/track", "POST /v1/track"},
			[]string{"/v1/identify", "/v1/track"},
		},
		{
			"beacons", "useBeacon: true, beaconQueueOptions: { maxItems: 2 }",
			[]string{"POST /beacon/v1/batch"},
			[]string{"/beacon/v1/batch"},
		},
	} {
		t.Run(load.name, func(t *testing.T) {
			e := listen(t)
			lines := linesFor(t, "rudderstack", e.url)
			if load.options != "" {
				lines = replaced(t, lines, "{ configUrl:", "{ "+load.options+", configUrl:")
			}
			requests := append([]string{"OPTIONS /sourceConfig/", "GET /sourceConfig/"}, load.requests...)
			inPage(t, e, lines, len(load.paths), requests)
			e.check(t, compatible(
				`{"userId":"u_42","type":"identify",`+strings.Replace(head, `"channel":"web",`, "", 1)+`"channel":"web","originalTimestamp":…,"messageId":…,`+tail,
				`{`+ordered+`,"event":"Order Completed","type":"track",`+head+`"originalTimestamp":…,"messageId":…,"userId":"u_42",`+tail,
				load.paths...,
			), "anonymousId")
		})
	}
}

func TestHightouch(t *testing.T) {
	e := listen(t)
	inPage(t, e, linesFor(t, "hightouch", e.url), 2,
		[]string{"OPTIONS /v1/identify", "POST /v1/identify", "OPTIONS /v1/track", "POST /v1/track"})
	const (
		head = `{"timestamp":…,"integrations":{},"userId":"u_42","anonymousId":…,`
		tail = `"context":{"library":{"name":"events-sdk-js","version":"npm-1.5.1"}},"messageId":…,"writeKey":"WRITE_KEY","sentAt":…}`
	)
	e.check(t, compatible(
		head+`"type":"identify","traits":{"plan":"pro"},`+tail,
		head+`"event":"Order Completed","type":"track",`+ordered+`,`+tail,
		"/v1/identify", "/v1/track",
	), "anonymousId")
}

func TestCustomerIO(t *testing.T) {
	e := listen(t)
	// Text without credentials: the browser does not ask before.
	inPage(t, e, linesFor(t, "customer.io", e.url), 2, []string{"POST /v1/i", "POST /v1/t"})
	const (
		head = `{"timestamp":…,"integrations":{},"userId":"u_42","anonymousId":…,`
		tail = `"context":{"library":{"name":"analytics.js","version":"npm:next-0.5.11"}},"messageId":…,"writeKey":"WRITE_KEY","sentAt":…,"_metadata":…}`
	)
	e.check(t, compatible(
		head+`"type":"identify","traits":{"plan":"pro"},`+tail,
		head+`"event":"Order Completed","type":"track",`+ordered+`,`+tail,
		"/v1/i", "/v1/t",
	), "anonymousId")
}

func TestJitsu(t *testing.T) {
	const (
		identify = `{"type":"identify","userId":"u_42","traits":{"plan":"pro"},`
		track    = `{"type":"track","event":"Order Completed",` + ordered + `,"userId":"u_42",`
		tail     = `"anonymousId":…,"timestamp":…,"sentAt":…,"messageId":…,"writeKey":"WRITE_KEY:***",` +
			`"context":{"library":{"name":"@jitsu/js","version":"1.11.0","env":"`
	)
	t.Run("in a page", func(t *testing.T) {
		e := listen(t)
		inPage(t, e, linesFor(t, "jitsu", e.url), 2,
			[]string{"OPTIONS /api/s/identify", "POST /api/s/identify", "OPTIONS /api/s/track", "POST /api/s/track"})
		e.check(t, compatible(identify+tail+`browser"}}}`, track+tail+`browser"}}}`, "/api/s/identify", "/api/s/track"), "anonymousId")
	})
	for _, server := range []struct{ options, path string }{{"", "/api/s/"}, {"s2s: true, ", "/api/s/s2s/"}} {
		t.Run("in Node to "+server.path, func(t *testing.T) {
			e := listen(t)
			lines := replaced(t, linesFor(t, "jitsu", e.url), "host:", server.options+"host:")
			inNode(t, lines, `
				await analytics.identify('u_42', { plan: 'pro' })
				await analytics.track('Order Completed', { revenue: 59.9, coupon: '<5 & more>' })`)
			e.check(t, compatible(identify+tail+`node"}}}`, track+tail+`node"}}}`, server.path+"identify", server.path+"track"), "anonymousId")
		})
	}
}

func TestRudderStackNode(t *testing.T) {
	e := listen(t)
	inNode(t, linesFor(t, "rudderstack-node", e.url), `
		analytics.identify({ userId: 'u_42', traits: { plan: 'pro' } })
		analytics.track({ userId: 'u_42', event: 'Order Completed', properties: { revenue: 59.9, coupon: '<5 & more>' } })
		await analytics.flush()`)
	const tail = `"context":{"library":{"name":"analytics-node","version":"3.0.13"}},`
	const end = `"channel":"server","_metadata":…,"originalTimestamp":…,"messageId":…,"sentAt":…}`
	e.check(t, compatible(
		`{"userId":"u_42","traits":{"plan":"pro"},`+tail+`"type":"identify",`+end,
		`{"userId":"u_42","event":"Order Completed",`+ordered+`,"type":"track",`+tail+end,
		"/v1/batch",
	))
}

// inNode runs a snippet's lines in Node and what is done with its SDK.
func inNode(t *testing.T, lines, does string) {
	t.Helper()
	if out := runNode(t, lines+"\n"+does, "--input-type=module"); len(out) > 0 {
		t.Fatalf("the client said:\n%s", out)
	}
}

// inPage runs a snippet's lines in a browser, on a page that sends two messages in
// so many requests, and compares what the browser asked for.
func inPage(t *testing.T, e *endpoint, lines string, answers int, requests []string) {
	t.Helper()
	page := serve(t, shop(t, lines, "order", answers))
	if said := chromium(t, page.url); len(said) > 0 {
		t.Errorf("the page's console says\n%s", strings.Join(said, "\n"))
	}
	if got := e.came(); !slices.Equal(got, requests) {
		t.Errorf("the browser sent %q\nwant %q", got, requests)
	}
}
