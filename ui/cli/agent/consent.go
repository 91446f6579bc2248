package agent

import (
	"context"
	"crypto/rand"
	"sync"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"segtap/ui/widget/sanitize"
)

// consentKey names what a person is asked, where several things may be.
const consentKey = "consent"

// multiRound is the first version of the protocol in which a question is the answer to a
// call, which is then made again with what a person has said. Before it the question was a
// call of its own.
const multiRound = "2026-07-28"

// question is what a person has to say before something is sent.
type question struct {
	Sentence string `json:"sentence"`
	// Environment is the key that has to be typed; empty where a yes will do.
	Environment string `json:"environment"`
}

// said is what a person has answered.
type said struct {
	yes         bool
	environment string // what was typed
}

// asking returns how an agent's program puts a question to a person: a form with a box to be
// ticked, or in which the key of the environment has to be typed. A form that wants nothing
// is sent by the key that closes it.
func (q *question) asking(what string) *mcp.ElicitParams {
	asked, field := "send", &jsonschema.Schema{Type: "boolean", Title: "Send it", Description: "Yes, send it. This cannot be taken back."}
	message := what + "\n\n" + sanitize.Escape(q.Sentence)
	if q.Environment != "" {
		asked, field = "environment", &jsonschema.Schema{Type: "string", Title: "Environment", Description: "Type the key of the environment to confirm: " + sanitize.Escape(q.Environment)}
		message += " The environment is critical, or may be: type its key, " + sanitize.Escape(q.Environment) + ", to confirm."
	}
	form := &jsonschema.Schema{Type: "object", Properties: map[string]*jsonschema.Schema{asked: field}, Required: []string{asked}}
	return &mcp.ElicitParams{Mode: "form", Message: message, RequestedSchema: form}
}

// heard reads what a person has answered. Whatever is no yes is a no.
func heard(res *mcp.ElicitResult) said {
	if res == nil || res.Action != "accept" {
		return said{}
	}
	ticked, _ := res.Content["send"].(bool)
	typed, _ := res.Content["environment"].(string)
	return said{ticked || typed != "", typed}
}

// mayAsk reports whether the agent's program can put a question to a person.
func (c call) mayAsk() bool {
	params := c.Session.InitializeParams()
	if params == nil || params.Capabilities == nil || params.Capabilities.Elicitation == nil {
		return false
	}
	can := params.Capabilities.Elicitation
	return can.Form != nil || can.URL == nil // neither of them means forms, as before there were two
}

// inRounds reports whether a question is the answer to a call.
func (c call) inRounds() bool {
	params := c.Session.InitializeParams()
	return params != nil && params.ProtocolVersion >= multiRound
}

// ask puts a question as a call of its own.
func (c call) ask(ctx context.Context, params *mcp.ElicitParams) (said, error) {
	res, err := c.Session.Elicit(ctx, params)
	if err != nil {
		return said{}, err
	}
	return heard(res), nil
}

// open are the questions that nobody has answered yet, by a text that comes back with the
// answer. What was confirmed is what was asked, and once: an answer to a question about
// one event lets no other one through.
type open struct {
	mu  sync.Mutex
	all map[string]replayInput
}

// maxOpen is how many questions are open at once. Whoever asks more has left some.
const maxOpen = 64

// put notes a question about a call.
func (o *open) put(about replayInput) (state string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.all == nil || len(o.all) >= maxOpen {
		o.all = make(map[string]replayInput)
	}
	state = rand.Text()
	o.all[state] = about
	return state
}

// take reports whether a question is open about just this call, and closes it.
func (o *open) take(state string, about replayInput) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	was, ok := o.all[state]
	delete(o.all, state)
	return ok && was == about
}
