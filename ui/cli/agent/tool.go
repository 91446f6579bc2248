package agent

import (
	"bytes"
	"context"
	stdjson "encoding/json"
	"errors"
	"reflect"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/jsonschema-go/jsonschema"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"segtap/capture/control/client"
	"segtap/ui/widget/sanitize"
)

// exact are the options for JSON that holds what apps send: as it came, with what JSON as
// such does not forbid.
var exact = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// reach says what a tool may do, for the hints of its description.
type reach uint8

const (
	looks reach = iota // it changes nothing
	acts               // it sends something, which cannot be taken back
)

// hints returns the annotations of a tool.
func (r reach) hints(title string) *mcp.ToolAnnotations {
	may := r == acts
	return &mcp.ToolAnnotations{Title: title, ReadOnlyHint: !may, DestructiveHint: &may, OpenWorldHint: &may, IdempotentHint: !may}
}

// answer is what a tool answers.
type answer[Out any] struct {
	text lines // all that has to be acted on
	Out  Out   // the same, and more, as data
	ask  *mcp.ElicitParams
	// state comes back with what a person has answered.
	state string
}

// call is one call of a tool.
type call struct {
	*mcp.CallToolRequest
}

// add adds a tool to a server. The schemas are those of In and Out.
//
// It is not [mcp.AddTool]: that takes arguments and results through maps of float64, so
// that a number of a message comes out as another one, and duplicate members are lost.
func add[In, Out any](s *mcp.Server, tool mcp.Tool, may reach, title string, do func(context.Context, call, In) (*answer[Out], error)) {
	tool.Title, tool.Annotations = title, may.hints(title)
	tool.InputSchema, tool.OutputSchema = schemaOf[In](), schemaOf[Out]()
	s.AddTool(&tool, func(ctx context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		var in In
		if args := req.Params.Arguments; len(bytes.TrimSpace(args)) > 0 {
			if err := json.Unmarshal(args, &in, exact, json.RejectUnknownMembers(true)); err != nil {
				return refused(wrongArguments(tool.Name, err)), nil
			}
		}
		got, err := do(ctx, call{req}, in)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			return refused(err), nil
		case got.ask != nil:
			return &mcp.CallToolResult{InputRequests: mcp.InputRequestMap{consentKey: got.ask}, RequestState: got.state}, nil
		}
		data, err := json.Marshal(got.Out, exact, json.Deterministic(true))
		if err != nil {
			return nil, err
		}
		return &mcp.CallToolResult{
			Content:           []mcp.Content{&mcp.TextContent{Text: got.text.String()}},
			StructuredContent: stdjson.RawMessage(bytes.ToValidUTF8(data, []byte("\ufffd"))),
		}, nil
	})
}

// failure is what a tool answers when it cannot do what it was asked.
type failure struct {
	what string
	hint string // the way out; empty where there is none
}

func (f *failure) Error() string { return f.what }

// wrongArguments is the failure of arguments that do not fit.
func wrongArguments(tool string, err error) error {
	what := err.Error()
	var wrong *json.SemanticError
	if errors.As(err, &wrong) && wrong.JSONPointer != "" {
		what = "argument " + string(wrong.JSONPointer.LastToken()) + ": "
		switch {
		case errors.Is(err, json.ErrUnknownName):
			what += "there is none of that name"
		case wrong.GoType != nil:
			what += "it takes " + kindOf(wrong.GoType)
		default:
			what += wrong.Err.Error()
		}
	}
	return &failure{what: what, hint: "look at the input schema of " + tool + ", and call it again"}
}

// kindOf is what an argument is, in the words of JSON.
func kindOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Uint64:
		return "a whole number, not in quotes"
	case reflect.String:
		return "a string"
	}
	return "another type of value"
}

// refused is the result of a tool that cannot do what it was asked.
func refused(err error) *mcp.CallToolResult {
	what, hint := err.Error(), ""
	var own *failure
	var said *client.Error
	switch {
	case errors.As(err, &own):
		what, hint = own.what, own.hint
	case errors.As(err, &said):
		what, hint = said.Message, hintOf(said)
	case errors.Is(err, client.ErrNobody):
		hint = "it may have ended: ask the person to start `segtap` or `segtap serve`, or to start this server again, and call again"
	}
	var text lines
	text.add("%s", sanitize.Escape(what))
	if hint != "" {
		text.add("What to do: %s", sanitize.Escape(hint))
	}
	return &mcp.CallToolResult{IsError: true, Content: []mcp.Content{&mcp.TextContent{Text: text.String()}}}
}

// hintOf is the way out of an error of the API, in the words of these tools.
func hintOf(said *client.Error) string {
	switch said.Code {
	case "no_such_event":
		return "events lists those there are"
	case "unknown_cursor", "invalid_cursor":
		return "status gives an epoch of this segtap"
	}
	return said.Hint
}

// objects are the schemas of what is kept as it came: it is an object wherever a tool takes
// or gives it.
var objects = map[reflect.Type]*jsonschema.Schema{reflect.TypeFor[jsontext.Value](): {Type: "object"}}

// schemaOf returns the schema of a type.
func schemaOf[T any]() *jsonschema.Schema {
	s, err := jsonschema.For[T](&jsonschema.ForOptions{TypeSchemas: objects})
	if err != nil {
		panic(err) // the type is one of ours
	}
	withoutNull(s)
	return s
}

// withoutNull takes null out of a schema: what is not there is left out, and some programs
// do not take a list of types.
func withoutNull(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if i := slices.Index(s.Types, "null"); i >= 0 && len(s.Types) == 2 {
		s.Type, s.Types = s.Types[1-i], nil
	}
	for _, p := range s.Properties {
		withoutNull(p)
	}
	withoutNull(s.Items)
}
