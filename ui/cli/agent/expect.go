package agent

import (
	"context"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"segtap/capture/control/client"
	"segtap/mapping/expectation"
	"segtap/ui/cli/console"
	"segtap/ui/widget/sanitize"
)

// addCheck adds the tool that holds what comes against what is expected.
func (t *tools) addCheck(s *mcp.Server) {
	add(s, mcp.Tool{Name: "check", Description: "Holds what has come against what you expect: how many events, with which values, in which order, none at all, or that each metric of an experiment gets what it needs. Waits until all of it holds, or cannot hold any more. What is not met comes with the event that is nearest to it, and what is wrong with that one. The same expectations as a file fail a build: segtap check --expect FILE."},
		looks, "Check expectations", t.check)
}

type checkInput struct {
	Expectations jsontext.Value `json:"expectations" jsonschema:"such as {\"expect\":[{\"events\":\"event:\\\"Order Completed\\\"\",\"count\":1,\"value\":\">0\",\"counts\":true},{\"experiment\":\"checkout-redesign\"},{\"order\":[\"event:\\\"Signed Up\\\"\",\"event:\\\"Order Completed\\\"\"]}]}. count is N, \"N..M\", \">=N\", \"<=N\" or 0 for none at all; without it at least one"`
	Wait         string         `json:"wait,omitzero" jsonschema:"how long to wait for what is missing, such as 30s; without it nothing is waited for. At most 5m"`
	After        string         `json:"after,omitzero" jsonschema:"an epoch of status: only what came behind it"`
	KeepLate     bool           `json:"keep_late,omitzero" jsonschema:"take also events that the app made before the epoch and sent after it"`
}

// checked is how it stands with what is expected.
type checked struct {
	OK      bool                 `json:"ok" jsonschema:"whether all of it holds"`
	Ended   string               `json:"ended" jsonschema:"met, broken (no further event can mend it) or timeout"`
	Came    int                  `json:"came" jsonschema:"how many messages were looked at"`
	Late    int                  `json:"late" jsonschema:"how many were left out, since the app made them before the epoch"`
	Results []expectation.Result `json:"results" jsonschema:"each expectation, with what was expected, what came, and the nearest event"`
}

func (t *tools) check(ctx context.Context, c call, in checkInput) (*answer[checked], error) {
	var wait time.Duration
	if in.Wait != "" {
		var err error
		if wait, err = time.ParseDuration(in.Wait); err != nil {
			return nil, &failure{"wait is no length of time", "give it as 10s or 2m"}
		}
	}
	stop := c.progress(ctx, wait, "waiting until what is expected has come")
	got, err := t.segtap.Check(ctx, client.Which{After: in.After, KeepLate: in.KeepLate}, "expectations", in.Expectations, wait, 0)
	stop()
	if err != nil {
		return nil, err
	}
	a := &answer[checked]{Out: checked{got.OK, got.Ended, got.Came, got.Late, got.Results}}
	tellChecked(&a.text, &a.Out)
	return a, nil
}

// tellChecked adds how it stands.
func tellChecked(text *lines, c *checked) {
	if c.OK {
		text.add("All holds, over %s.", console.Count(c.Came, "message"))
	} else {
		text.add("Not all holds, over %s.", console.Count(c.Came, "message"))
	}
	for i := range c.Results {
		r := &c.Results[i]
		state := "NOT MET"
		switch {
		case r.State == expectation.Skipped:
			state = "skipped"
		case r.OK:
			state = "met"
		}
		text.add("%s: %s", state, sanitize.Escape(r.Name))
		if r.OK {
			continue
		}
		text.add("  Expected: %s", sanitize.Escape(r.Expected))
		text.add("  Came: %s", sanitize.Escape(r.Came))
		if r.Nearest != nil {
			text.nearest(r.Nearest)
		}
	}
	if c.Late > 0 {
		text.add("%s left out: the app made them before the epoch.", console.Count(c.Late, "event"))
	}
}

// nearest adds the event that came nearest, and what is wrong with it.
func (l *lines) nearest(n *expectation.Miss) {
	l.add("  Nearest: #%d %s %s", n.Entry, quoted(n.Event), sanitize.Escape(n.What))
	if found := n.Found(); found != "" {
		l.add("    %s", sanitize.Escape(found))
	}
	if n.Fix != "" {
		l.add("    Fix: %s", sanitize.Escape(n.Fix))
	}
}
