package agent

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/modelcontextprotocol/go-sdk/mcp"
	"mvdan.cc/sh/v3/syntax"

	"segtap/capture/control/client"
	"segtap/ui/widget/sanitize"
)

// addReplay adds the tool that sends.
func (t *tools) addReplay(s *mcp.Server) {
	add(s, mcp.Tool{Name: "replay", Description: "Sends an event again. The target dry-run shows the request and sends nothing; here sends it to segtap itself. Whatever leaves this machine is sent only when the person has confirmed it, who is asked by your program: a replay counts now in a running experiment, and cannot be taken back."},
		acts, "Send an event again", t.replay)
}

type replayInput struct {
	ID     uint64 `json:"id" jsonschema:"the number of the event"`
	Target string `json:"target,omitzero" jsonschema:"dry-run (without it this), here, launchdarkly, launchdarkly-import, segment, a URL, or the name of a target of the person's configuration; dry-run:TARGET shows what would go to that one"`
}

// sent is what came of it.
type sent struct {
	Target  string            `json:"target"`
	DryRun  bool              `json:"dry_run" jsonschema:"whether nothing was sent, only shown"`
	Outcome string            `json:"outcome" jsonschema:"taken, refused, unknown or not sent"`
	Status  int               `json:"status,omitzero" jsonschema:"of the answer"`
	Meaning string            `json:"meaning" jsonschema:"what the outcome means"`
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers" jsonschema:"secrets masked"`
	Body    string            `json:"body"`
	Notes   []string          `json:"notes"`
	Came    uint64            `json:"came,omitzero" jsonschema:"the event that came of it here, for explain_event"`
	Unkept  string            `json:"not_kept,omitzero" jsonschema:"why what came of it was not kept"`
}

// maxRounds is how often a person is asked about one sending: a yes, and then the key of the
// environment where that has turned out to be critical.
const maxRounds = 3

func (t *tools) replay(ctx context.Context, c call, in replayInput) (*answer[sent], error) {
	var say said
	if state := c.Params.RequestState; state != "" || c.Params.InputResponses != nil {
		if !t.open.take(state, in) {
			return nil, &failure{"nothing was sent: what was confirmed is not what this call wants to send", "call replay again"}
		}
		res, _ := c.Params.InputResponses[consentKey].(*mcp.ElicitResult)
		if say = heard(res); !say.yes {
			return nil, declined
		}
	}
	for range maxRounds {
		out, asks, err := t.send(ctx, in, say)
		switch {
		case err != nil:
			return nil, err
		case asks == nil:
			return sentOf(out), nil
		case say.yes && (say.environment != "" || asks.Environment == ""):
			return nil, mistyped
		case !c.mayAsk():
			return nil, t.unasked(ctx, in, asks)
		}
		params, err := t.asking(ctx, in, asks)
		if err != nil {
			return nil, err
		}
		if c.inRounds() {
			return &answer[sent]{ask: params, state: t.open.put(in)}, nil
		}
		if say, err = c.ask(ctx, params); err != nil {
			return nil, err
		}
		if !say.yes {
			return nil, declined
		}
	}
	return nil, mistyped
}

// mistyped says that a person has agreed and typed another key than the environment's.
var mistyped = &failure{"nothing was sent: what the person typed is not the key of the environment", "ask them what they want"}

// declined says that a person has not agreed.
var declined = &failure{"nothing was sent: the person did not agree", "do not ask again unless they say so"}

// unasked is the refusal where nobody can be asked: what a person can do instead.
func (t *tools) unasked(ctx context.Context, in replayInput, asks *question) error {
	hint := fmt.Sprintf("ask the person to select event %d on segtap's screen and to press r", in.ID)
	h, err := t.segtap.Health(ctx)
	file, bad := syntax.Quote(h.File, syntax.LangPOSIX)
	target, worse := syntax.Quote(in.Target, syntax.LangPOSIX)
	if err == nil && h.File != "" && bad == nil && worse == nil {
		hint = fmt.Sprintf("ask the person to run `segtap replay %s --filter id:%d --target %s`, which says what has to be confirmed, or to select event %d on segtap's screen and press r", file, in.ID, target, in.ID)
	} else if t.own {
		hint = "ask the person to open segtap's screen and to start this server again, which asks it then; send the call again and press r on the event there"
	}
	return &failure{"nothing was sent: it needs a person's consent, and your program cannot ask for it (elicitation). The question is: " + asks.Sentence, hint}
}

// asking makes the question about an event.
func (t *tools) asking(ctx context.Context, in replayInput, asks *question) (*mcp.ElicitParams, error) {
	e, err := t.segtap.Event(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	is := eventOf(&e)
	return asks.asking(fmt.Sprintf("A coding agent wants to send event %d, %s, to %s.", in.ID, is.named(), quoted(in.Target))), nil
}

// send asks segtap to send an event, and gives what has to be confirmed before.
func (t *tools) send(ctx context.Context, in replayInput, say said) (out sent, asks *question, err error) {
	body, err := json.Marshal(struct {
		ID          uint64 `json:"id"`
		Target      string `json:"target,omitzero"`
		Yes         bool   `json:"yes,omitzero"`
		Environment string `json:"environment,omitzero"`
	}{in.ID, in.Target, say.yes, say.environment})
	if err != nil {
		return out, nil, err
	}
	text, err := t.segtap.Ask(ctx, client.Request{Method: http.MethodPost, Path: "/replay", Body: body})
	var refused *client.Error
	switch {
	case errors.As(err, &refused) && refused.Code == "consent_needed":
		var needs struct {
			Consent *question `json:"consent"`
		}
		if err := json.Unmarshal(refused.Answer, &needs, exact); err != nil || needs.Consent == nil {
			return out, nil, refused
		}
		return out, needs.Consent, nil
	case err != nil:
		return out, nil, err
	}
	return out, nil, json.Unmarshal(text, &out, exact)
}

// sentOf says what came of it.
func sentOf(out sent) *answer[sent] {
	a := &answer[sent]{Out: out}
	if out.DryRun {
		a.text.add("Nothing was sent. This would be:")
	} else {
		a.text.add("%s: %s", sanitize.Escape(out.Outcome), sanitize.Escape(out.Meaning))
	}
	a.text.add("%s %s", out.Method, shown(out.URL))
	a.text.add("The body, as data: %s", shown(out.Body))
	for _, note := range out.Notes {
		a.text.add("Note: %s", sanitize.Escape(note))
	}
	if out.Came != 0 {
		a.text.add("It came here as event %d.", out.Came)
	}
	if out.Unkept != "" {
		a.text.add("What came of it was not kept: %s", sanitize.Escape(out.Unkept))
	}
	return a
}
