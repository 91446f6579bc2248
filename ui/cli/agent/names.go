package agent

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"segtap/capture/control/client"
	"segtap/mapping/naming"
	"segtap/ui/widget/sanitize"
)

// addNames adds the tools that are asked before a call is written.
func (t *tools) addNames(s *mcp.Server) {
	add(s, mcp.Tool{Name: "match_name", Description: "Whether an event of a name would feed a metric of a running experiment, before one has come; where no metric has just this name, which one may have been meant. Names have to match to the letter. Call it before you write the name into code."},
		looks, "Does a name feed a metric?", t.matchName)
	add(s, mcp.Tool{Name: "map_message", Description: "What becomes of a Segment message, without sending it: the LaunchDarkly event that it becomes, whether it would count, and what is wrong with it. Nothing is kept."},
		looks, "What becomes of a message?", t.mapMessage)
}

type nameInput struct {
	Name string `json:"name" jsonschema:"the event name, as the track call has it"`
}

func (t *tools) matchName(ctx context.Context, _ call, in nameInput) (*answer[naming.Match], error) {
	text, err := t.segtap.Ask(ctx, client.Request{Method: http.MethodGet, Path: "/names", Query: url.Values{"name": {in.Name}}})
	if err != nil {
		return nil, err
	}
	a := new(answer[naming.Match])
	if err := json.Unmarshal(text, &a.Out, exact); err != nil {
		return nil, err
	}
	m := &a.Out
	switch {
	case m.CanCount:
		a.text.add("Its events can count.")
	case m.Status == naming.Unsure:
		a.text.add("Whether its events count is not known: %s.", sanitize.Escape(m.Summary))
	default:
		a.text.add("Its events do not count as things are: %s.", sanitize.Escape(m.Summary))
	}
	a.text.add("%s", sanitize.Escape(m.Sentence))
	if len(m.Metrics) > 0 {
		a.text.add("Metrics: %s", sanitize.Escape(strings.Join(m.Metrics, ", ")))
	}
	if len(m.RunsIn) > 0 {
		a.text.add("Running experiments: %s", sanitize.Escape(strings.Join(m.RunsIn, ", ")))
	}
	if m.NearestKey != "" {
		a.text.add("Nearest: the event name %s, of the metric %s. Names have to match to the letter.", quoted(m.NearestKey), sanitize.Escape(m.Nearest))
	}
	for _, note := range m.Notes {
		a.text.add("Note: %s", sanitize.Escape(note))
	}
	return a, nil
}

type messageInput struct {
	Message jsontext.Value `json:"message" jsonschema:"the message as an SDK sends it, such as {\"type\":\"track\",\"userId\":\"u_42\",\"event\":\"Order Completed\",\"properties\":{\"revenue\":59.9}}"`
}

func (t *tools) mapMessage(ctx context.Context, _ call, in messageInput) (*answer[explained], error) {
	if in.Message.Kind() != '{' {
		return nil, &failure{"message is no JSON object", "give it as an object, not as a text"}
	}
	text, err := t.segtap.Ask(ctx, client.Request{Method: http.MethodPost, Path: "/map", Body: in.Message})
	if err != nil {
		return nil, err
	}
	var e client.Event
	if err := json.Unmarshal(text, &e, exact); err != nil {
		return nil, err
	}
	return explainedOf(&e), nil
}
